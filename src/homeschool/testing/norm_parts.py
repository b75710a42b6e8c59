"""The parts of drawn norms: conditions, bounds, requirements, moments, timings."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.calendar import Span
from homeschool.policy import condition as c
from homeschool.policy import requirement as r
from homeschool.policy import timing as t
from homeschool.testing.norm_words import HAPPENING, LASTING, OF_FACT, OF_SUBJECT, TERMS, Link

T = TypeVar("T")


def conditions(known: tuple[c.Condition, ...]) -> SearchStrategy[c.Condition]:
    """Draw a condition made of known ones: mostly none or one, or an either, a not, or both of two."""
    one = st.sampled_from(known)
    two = st.tuples(one, one)
    seldom = st.builds(c.Not, one), st.builds(c.Or, two), st.builds(c.And, two)
    return weighted((5, st.just(c.TRUE)), (2, one), *((1, other) for other in seldom))


def weighted(*choices: tuple[int, SearchStrategy[T]]) -> SearchStrategy[T]:
    """Draw from strategies, each as often as its weight says; `one_of` draws from equal ones only once."""
    return st.sampled_from([one for weight, one in choices for _ in range(weight)]).flatmap(lambda chosen: chosen)


def spans() -> SearchStrategy[Span]:
    """Draw a span, of days or of elapsed time."""
    texts = ("1 day", "3 days", "1 week", "24 h", "72 h", "2 working days", "3 school days", "1 month", "2 h")
    return st.sampled_from(texts).map(Span.parse)


def bounds(trigger: str | None, *, share: bool = False) -> SearchStrategy[r.Bound]:
    """Draw a bound: a small number, mostly; else one that depends on members, a field or the preceding period."""
    if share:
        return st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1, 2), Fraction(1)))
    numbers = st.sampled_from((*(Fraction(1),) * 5, *(Fraction(2),) * 2, Fraction(0)))
    others: list[r.Bound] = [
        r.SizeBound("students", Fraction(1, 2)),
        r.SizeBound("guardians"),
        r.PrecedingBound(),
        r.PrecedingBound(Fraction(1, 2)),
        r.ShareBound("students", OF_SUBJECT["student"][0]),
    ]
    if trigger == "service":
        others.append(r.ReferenceBound(c.Reference("trigger", ("hours",)), Fraction(1)))
    return weighted((4, numbers), (1, st.sampled_from(others)))


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
    long = ("term", "half_year", "school_year", "calendar_year", "month")
    period: Any = draw(st.sampled_from((*long * 3, "vacation", "week", "day", "school_day")))
    part = st.sampled_from(("2 weeks", "3 days", "48 h", "1 month", "2 school days")).map(Span.parse)
    within = draw(weighted((3, st.none()), (1, part)))
    presence = draw(st.none() | st.sampled_from(("1 day", "5 days", "1 month")).map(Span.parse))
    during: Any = (
        draw(st.sampled_from(("any", "vacation"))) if period in ("week", "month", "day", "vacation") else "any"
    )
    return t.Every(period, within, during, draw(st.sampled_from((1, 0, 3))), presence)
