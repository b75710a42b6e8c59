"""Small norms of every timing and every requirement."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.calendar import Interval, Span
from homeschool.policy import condition as c
from homeschool.policy import requirement as r
from homeschool.policy import timing as t
from homeschool.policy.check import check_norm
from homeschool.policy.norm import Bearer, Bilingual, Citation, Norm
from homeschool.policy.pack import Definition, Pack

Link = tuple[str, str, str | None]
"""A fact class, the field that names the subject, and the field of the subject that is named."""

HAPPENING: Mapping[str, tuple[Link, ...]] = MappingProxyType(
    {
        "student": (
            ("home_visit", "concerns", None),
            ("contact", "concerns", None),
            ("meeting", "concerns", None),
            ("service", "concerns", None),
            ("contact", "guardian", "guardians"),
        ),
        "guardian": (("home_visit", "hosts", None), ("contact", "guardian", None), ("meeting", "concerns", None)),
        "guardianship": (("contact", "guardian", "guardian"), ("home_visit", "concerns", None)),
        "staff": (("home_visit", "visitors", None), ("contact", "by", None), ("meeting", "concerns", None)),
        "appointment": (("home_visit", "visitors", "staff"),),
        "school_class": (("meeting", "concerns", None), ("home_visit", "concerns", "students")),
        "grade": (("meeting", "concerns", None),),
        "school": (("meeting", "concerns", None), ("service", "concerns", None)),
        "partner": (("service", "by", None), ("meeting", "concerns", None)),
        "committee": (("meeting", "concerns", None), ("meeting", "participants", None)),
        "seat": (("meeting", "participants", "holder"),),
    }
)
LASTING: Mapping[str, tuple[Link, ...]] = MappingProxyType(
    {
        "student": (
            ("plan", "concerns", None),
            ("case_file", "concerns", None),
            ("circumstance", "person", None),
            ("enrolment", "student", None),
        ),
        "guardian": (("credential", "concerns", None), ("plan", "concerns", None)),
        "guardianship": (("credential", "concerns", "guardian"), ("case_file", "concerns", None)),
        "staff": (("credential", "concerns", None), ("appointment", "staff", None)),
        "appointment": (("credential", "concerns", "staff"),),
        "school_class": (("plan", "concerns", None), ("appointment", "unit", None), ("seat", "represents", None)),
        "grade": (("plan", "concerns", None),),
        "school": (("plan", "concerns", None), ("appointment", "unit", None)),
        "partner": (("credential", "concerns", None),),
        "committee": (("seat", "committee", None),),
        "seat": (("credential", "concerns", "holder"),),
    }
)
SUBJECTS = tuple(HAPPENING)
DEFINITIONS: Mapping[str, Definition] = MappingProxyType(
    {
        "key_student": Definition(
            "key_student",
            Bilingual("重点关注学生", "key-attention student"),
            "student",
            c.Test(("circumstances",), "any_of", ("left_behind", "single_parent")),
        )
    }
)


def asked(field: str, op: Any, *values: Any) -> c.Test:
    """Make a test of a field, or of a path written with a dot."""
    return c.Test(tuple(field.split(".")), op, values)


OF_SUBJECT: Mapping[str, tuple[c.Condition, ...]] = MappingProxyType(
    {
        "student": (
            c.Named("key_student"),
            c.Not(c.Named("key_student")),
            asked("circumstances", "none_of", "single_parent"),
            asked("age", "at_least", Fraction(9)),
            asked("household", "any_of", "rural"),
            asked("parents", "filled", True),
            c.Has("case_file", asked("kind", "any_of", "growth")),
            c.Has("circumstance", link="person"),
            asked("school_class.subjects", "any_of", "chinese"),
        ),
        "guardian": (asked("role", "any_of", "parent"), asked("circumstances", "any_of", "left_behind")),
        "guardianship": (asked("relation", "any_of", "mother", "father"),),
        "staff": (asked("role", "any_of", "class_teacher"), c.Has("credential")),
        "appointment": (
            asked("role", "any_of", "class_teacher"),
            asked("length", "lasts_at_least", Span.parse("7 days")),
        ),
        "school_class": (asked("size", "at_least", Fraction(1)), asked("subjects", "any_of", "chinese")),
        "grade": (asked("size", "at_most", Fraction(2)),),
        "school": (asked("stage", "any_of", "primary"),),
        "partner": (asked("kind", "any_of", "community"), c.Has("credential")),
        "committee": (asked("size", "above", Fraction(0)),),
        "seat": (asked("office", "any_of", "chair"), asked("holder.role", "any_of", "parent")),
    }
)
OF_FACT: Mapping[str, tuple[c.Condition, ...]] = MappingProxyType(
    {
        "home_visit": (
            asked("place", "any_of", "home"),
            asked("visitors", "any_of", c.Reference("bearer")),
            asked("visitors.role", "any_of", "class_teacher"),
            asked("visitors.role", "all_of", "class_teacher", "staff"),
            asked("visitors.party", "none_of", "family"),
            c.Some("visitors", c.Has("credential"), every=True),
            c.Some("visitors", asked("role", "any_of", "parent")),
            asked("is_comprehensive", "is", True),
            asked("contents", "all_of", "rights", "duties"),
            asked("occurred", "during", "vacation"),
            asked("occurred", "during", "teaching_hours", "day_off"),
            asked("concerned_as", "any_of", "participant"),
            asked("hosts", "filled", True),
        ),
        "contact": (
            asked("whom", "any_of", "guardian"),
            asked("reached", "is", True),
            asked("by", "any_of", c.Reference("bearer")),
            asked("guardian.role", "any_of", "parent"),
            asked("topics", "none_of", "study"),
        ),
        "meeting": (
            asked("kind", "any_of", "committee"),
            asked("participants", "all_of", c.Reference("bearer")),
            asked("topics", "any_of", "study"),
            asked("occurred", "during", "school_day"),
        ),
        "service": (
            asked("hours", "at_least", Fraction(2)),
            asked("hours", "below", Fraction(1)),
            asked("by", "filled", True),
        ),
        "concern": (asked("nature", "any_of", "emotional"), asked("discovered_by", "any_of", c.Reference("subject"))),
        "plan": (
            asked("kind", "any_of", "annual"),
            asked("authors.role", "any_of", "principal"),
            asked("length", "lasts_at_least", Span.parse("1 month")),
        ),
        "case_file": (asked("kind", "any_of", "growth"), asked("contents", "any_of", "rights")),
        "credential": (asked("contents", "any_of", "rights"),),
        "circumstance": (asked("kind", "any_of", "left_behind"),),
        "appointment": (asked("role", "any_of", "class_teacher"), asked("staff", "any_of", c.Reference("bearer"))),
        "enrolment": (asked("school_class.subjects", "any_of", "chinese"),),
        "seat": (
            asked("office", "any_of", "chair"),
            asked("holder.role", "any_of", "parent"),
            asked("office", "filled", True),
        ),
    }
)
TERMS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "home_visit": ("contents", ("rights", "duties")),
        "contact": ("topics", ("study", "life")),
        "meeting": ("topics", ("study", "life")),
        "service": ("by.role", ("teacher",)),
        "concern": ("discovered_by.role", ("teacher",)),
        "plan": ("contents", ("rights", "duties")),
        "case_file": ("contents", ("rights",)),
        "credential": ("contents", ("rights", "duties")),
        "circumstance": ("kind", ("left_behind",)),
        "appointment": ("role", ("class_teacher", "principal")),
        "enrolment": ("school_class.subjects", ("chinese",)),
        "seat": ("office", ("chair", "member")),
    }
)


def conditions(known: tuple[c.Condition, ...]) -> SearchStrategy[c.Condition]:
    """Draw a condition made of known ones: mostly none or one, or an either, a not, or both of two."""
    one = st.sampled_from(known)
    two = st.tuples(one, one)
    return st.one_of(st.just(c.TRUE), one, one, st.builds(c.Not, one), st.builds(c.Or, two), st.builds(c.And, two))


def spans() -> SearchStrategy[Span]:
    """Draw a span, of days or of elapsed time."""
    texts = ("1 day", "3 days", "1 week", "24 h", "72 h", "2 working days", "3 school days", "1 month", "2 h")
    return st.sampled_from(texts).map(Span.parse)


def bounds(trigger: str | None, *, share: bool = False) -> SearchStrategy[r.Bound]:
    """Draw a bound: a small number, mostly; else one that depends on members, a field or the preceding period."""
    if share:
        return st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1, 2), Fraction(1)))
    numbers = st.sampled_from((Fraction(1), Fraction(1), Fraction(2), Fraction(0)))
    others: list[r.Bound] = [
        r.SizeBound("students", Fraction(1, 2)),
        r.SizeBound("guardians"),
        r.PrecedingBound(),
        r.PrecedingBound(Fraction(1, 2)),
        r.ShareBound("students", OF_SUBJECT["student"][0]),
    ]
    if trigger == "service":
        others.append(r.ReferenceBound(c.Reference("trigger", ("hours",)), Fraction(1)))
    return st.one_of(numbers, numbers, numbers, st.sampled_from(others))


def without_bearer(known: tuple[c.Condition, ...]) -> tuple[c.Condition, ...]:
    """Return the conditions that do not ask who bears the duty."""
    return tuple(one for one in known if "bearer" not in str(one)) or (c.TRUE,)


@st.composite
def requirements(draw: DrawFn, kind: str, link: Link, trigger: str | None, *, has_bearer: bool = True) -> r.Requirement:
    """Draw a requirement of a kind on the facts of a link."""
    name, field, link_to = link
    known = OF_FACT[name] if has_bearer else without_bearer(OF_FACT[name])
    base: dict[str, Any] = {
        "of": (name,),
        "where": draw(conditions(known)),
        "link": field,
        "link_to": link_to,
    }
    match kind:
        case "cover":
            path, terms = TERMS[name]
            return r.Cover(**base, field=tuple(path.split(".")), values=draw(st.sampled_from((terms, terms[:1]))))
        case "share of facts":
            among = draw(conditions(known))
            return r.Share(**base, among_where=among, **draw(_sides(trigger, share=True)))
        case "share of members":
            kinds = MEMBERS_NAMED.get(name, ("students", "guardianships", "guardians", "staff", "classes"))
            members = draw(st.sampled_from(kinds))
            base |= {"link_to": None} if name in MEMBERS_NAMED else {"link": "concerns", "link_to": None}
            return r.Share(**base, members=members, **draw(_sides(trigger, share=True)))
        case _:
            distinct = draw(st.sampled_from((None, None, "day", TERMS[name][0].split(".")[0])))
            return r.Count(**base, distinct=distinct, **draw(_sides(trigger, only=kind)))


@st.composite
def _sides(draw: DrawFn, trigger: str | None, *, share: bool = False, only: str | None = None) -> dict[str, Any]:
    side = only or draw(st.sampled_from(("at least", "at least", "at most", "both")))
    least, most = (draw(bounds(trigger, share=share)) for _ in range(2))
    if isinstance(least, Fraction) and isinstance(most, Fraction) and least > most:
        least, most = most, least
    match side:
        case "at least":
            return {"at_least": least}
        case "at most":
            return {"at_most": most}
        case _:
            return {"at_least": least, "at_most": most}


MEMBERS_NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "seat": ("classes",),
        "appointment": ("classes", "staff"),
        "circumstance": ("students", "guardians"),
        "enrolment": ("students",),
    }
)
"""The kinds of members that a relation may name."""
COUNTS = ("at least", "at most", "both")
REQUIREMENTS = (*COUNTS, "cover", "share of facts", "share of members")


@st.composite
def moments_of(draw: DrawFn, subject: str) -> t.Moment:
    """Draw what sets a norm off for a kind of subject: an event, or the edge of what lasts or of a period."""
    kind = draw(st.sampled_from(("event", "event", "event", "edge", "period")))
    if kind == "period":
        of = draw(st.sampled_from(("term", "month", "vacation")))
        return t.Moment((of,), draw(st.sampled_from(("start", "end"))))
    links = LASTING[subject] if kind == "edge" else (*HAPPENING[subject], ("concern", "concerns", None))
    name, link, link_to = draw(st.sampled_from(links))
    where = draw(conditions(without_bearer(OF_FACT[name])))
    edge: Any = draw(st.sampled_from(("start", "end"))) if kind == "edge" else None
    counted_from = "discovered_at" if name == "concern" and draw(st.booleans()) else None
    return t.Moment((name,), edge, where, counted_from, link, link_to)


def timings(kind: str, subject: str) -> SearchStrategy[t.Timing]:
    """Draw a timing of a kind."""
    moment = moments_of(subject)
    match kind:
        case "every":
            return _everies()
        case "rolling":
            return st.builds(t.Rolling, spans())
        case "upon":
            within = st.builds(t.Upon, moment, spans() | st.just(Span.parse("at once")))
            return within | st.builds(t.Upon, moment, until=st.sampled_from(("term", "week", "month")))
        case "before":
            return st.builds(
                t.Before, moment, spans() | st.just(Span(0, "day")), st.none() | st.just(Span.parse("2 months"))
            )
        case "at":
            return st.builds(t.At, moment)
        case _:
            return st.builds(t.Always, st.none() | st.sampled_from(("3 days", "24 h", "30 days")).map(Span.parse))


@st.composite
def _everies(draw: DrawFn) -> t.Every:
    kinds = ("term", "week", "month", "half_year", "school_year", "vacation", "calendar_year", "day", "school_day")
    period: Any = draw(st.sampled_from(kinds))
    within = draw(
        st.none() | st.sampled_from(("2 weeks", "3 days", "48 h", "1 month", "2 school days")).map(Span.parse)
    )
    presence = draw(st.none() | st.sampled_from(("1 day", "5 days", "1 month")).map(Span.parse))
    during: Any = (
        draw(st.sampled_from(("any", "vacation"))) if period in ("week", "month", "day", "vacation") else "any"
    )
    return t.Every(period, within, during, draw(st.sampled_from((1, 0, 3))), presence)


BEARERS = (
    Bearer(("class_teacher",)),
    Bearer(("school",)),
    Bearer(("guardian",), each=True),
    Bearer(("class_teacher", "principal"), each=True),
)


@st.composite
def norms(
    draw: DrawFn,
    timing: str | None = None,
    requirement: str | None = None,
    *,
    slug: str = "norm",
    subject: str | None = None,
) -> Norm:
    """Draw a norm; its timing and requirement of given kinds, or of any that go together."""
    if timing is None:
        timing, requirement = draw(st.sampled_from(COMBINATIONS))
    subject = subject or draw(st.sampled_from(("student", "student", *SUBJECTS)))
    when = draw(timings(timing, subject))
    moment = getattr(when, "moment", None)
    trigger = moment.of[0] if moment is not None and moment.edge is None else None
    links = HAPPENING[subject] + LASTING[subject]
    if timing == "always":
        links = HAPPENING[subject] if requirement == "none" else LASTING[subject]
    link = draw(st.sampled_from(links))
    asked_for = "at most" if requirement == "none" else str(requirement)
    what = draw(requirements(asked_for, link, trigger, has_bearer=timing not in ("always", "rolling")))
    what = _fitting(what, timing, str(requirement))
    if trigger is not None and timing == "at" and draw(st.booleans()) and not isinstance(what, r.Share):
        what = draw(requirements(str(requirement), (trigger, "concerns", None), trigger))
        what = attrs.evolve(what, of=("trigger",))
    norm = Norm(
        pack="pack",
        slug=slug,
        citation=Citation(Bilingual("文件", "document"), "一"),
        modality="obligation",
        title=Bilingual("题", "title"),
        bearer=draw(st.sampled_from(BEARERS)),
        subject=subject,
        applies_to=draw(conditions(OF_SUBJECT[subject])),
        timing=when,
        requirement=what,
        unless_documented=draw(st.integers(0, 5)) == 5,
        in_force=draw(st.sampled_from((None, None, None, Interval(date(2025, 9, 3), date(2026, 3, 4))))),
        opens=draw(st.sampled_from((None, None, None, Interval(date(2025, 9, 2), date(2026, 1, 26))))),
    )
    assume(not check_norm(norm, DEFINITIONS))
    return norm


def _fitting(what: r.Requirement, timing: str, requirement: str) -> r.Requirement:
    if timing == "rolling" and isinstance(what, r.Count):
        return attrs.evolve(what, at_least=Fraction(1), at_most=None, distinct=None)
    if requirement == "none" and isinstance(what, r.Count):
        return attrs.evolve(what, at_least=None, at_most=Fraction(0), distinct=None)
    return what


COMBINATIONS = (
    *((timing, kind) for timing in ("every", "upon", "before", "at", "always") for kind in REQUIREMENTS),
    ("rolling", "at least"),
    ("always", "none"),
)


def pack_of(*norms_: Norm) -> Pack:
    """Make a pack of norms."""
    return Pack("pack", Bilingual("文件", "document"), norms_, definitions=dict(DEFINITIONS))
