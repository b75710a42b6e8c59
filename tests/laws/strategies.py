"""Small made-up registers of one school year, in which everything happens near the edges where mistakes hide."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.calendar import SHANGHAI
from homeschool.model import Concerned, Fact, Keeps, Kept, Register, fact_classes
from homeschool.model.facts import RELATIONS
from homeschool.testing import CALENDAR, school_calendar
from homeschool.testing.norm_parts import weighted
from tests.laws.norms import THEME

__all__ = ["CALENDAR", "school_calendar"]  # made elsewhere; what is made here may be imported too

Fields = Mapping[str, SearchStrategy[Any]]

STUDENTS = ("s-one", "s-two", "s-three")
GUARDIANS = ("g-one", "g-two")
STAFF = ("t-one", "t-two")
UNITS = ("school", "grade", "c-one", "c-two", "other", "o-grade", "o-class")
TIES = ("enrolment", "guardianship", "appointment", "circumstance", "seat")
PERSONS = (*STUDENTS, *GUARDIANS, *STAFF, "partner", "committee")


def make(name: str, **fields: Any) -> Fact:
    """Make a fact of a class by its name."""
    made: Fact = fact_classes()[name].cls(**fields)
    return made


EDGES = (date(2025, 9, 1), date(2025, 11, 14), date(2026, 1, 24), date(2026, 2, 1), date(2026, 3, 2), date(2026, 7, 4))
TIMES = (time(0), time(8, 20), time(12), time(23, 59, 59, 999999))


def days() -> SearchStrategy[date]:
    """Draw a day near an edge of the school year."""
    return st.builds(lambda edge, number: edge + timedelta(days=number), st.sampled_from(EDGES), st.integers(-4, 9))


def instants() -> SearchStrategy[datetime]:
    """Draw an instant on such a day, at midnight, at the edges of teaching or at the last moment of the day."""
    return st.builds(lambda day, clock: datetime.combine(day, clock, SHANGHAI), days(), st.sampled_from(TIMES))


def moments() -> SearchStrategy[datetime]:
    """Draw a moment of asking, near an edge or anywhere in the school year or just outside it.

    The simplest is the latest, because what is drawn is often simple, and early on nothing is owed yet.
    """
    edges = st.builds(
        lambda edge, number: edge + timedelta(days=number), st.sampled_from(EDGES[::-1]), st.integers(-4, 9)
    )
    anywhere = st.integers(0, 373).map(lambda number: date(2026, 9, 6) - timedelta(days=number))
    return st.builds(
        lambda day, clock: datetime.combine(day, clock, SHANGHAI), edges | anywhere, st.sampled_from(TIMES)
    )


def maybe(values: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Draw a value, or now and then None for a field that was left blank."""
    return weighted((4, values), (1, st.none()))


def some_of(*items: str) -> SearchStrategy[tuple[str, ...]]:
    """Draw a few of the items, in their order."""
    return st.lists(st.sampled_from(items), max_size=2, unique=True).map(tuple)


def concerned_ids() -> SearchStrategy[tuple[str | Concerned, ...]]:
    """Draw whom a fact concerns: people and units, some of them in a role."""
    one: SearchStrategy[str | Concerned] = st.sampled_from(
        (*("s-one",) * 5, "c-one", *STUDENTS[:2], *UNITS[:3], *PERSONS)
    )
    in_role: SearchStrategy[str | Concerned] = st.builds(
        Concerned, id=st.sampled_from(STUDENTS), role=st.sampled_from(("victim", "participant"))
    )
    return st.lists(weighted((3, one), (1, in_role)), min_size=1, max_size=2, unique=True).map(tuple)


EVENTS: Mapping[str, Fields] = MappingProxyType(
    {
        "home_visit": {
            "place": maybe(st.sampled_from(("home", "school"))),
            "visitors": maybe(some_of(*STAFF, *GUARDIANS)),
            "hosts": maybe(some_of(*GUARDIANS)),
            "is_comprehensive": maybe(st.booleans()),
            "contents": maybe(some_of("rights", "duties", "owner")),
        },
        "contact": {
            "whom": maybe(st.sampled_from(("guardian", "student"))),
            "reached": maybe(st.booleans()),
            "by": maybe(some_of(*STAFF)),
            "guardian": maybe(st.sampled_from(GUARDIANS)),
            "topics": maybe(some_of("study", "life", "sport")),
        },
        "meeting": {
            "kind": st.sampled_from(("committee", "parent_meeting")),
            "topics": maybe(some_of("study", "life", "sport")),
            "participants": maybe(some_of(*STAFF, *GUARDIANS, "committee")),
        },
        "service": {
            "kind": st.sampled_from(("guidance", "care")),
            "hours": maybe(st.sampled_from((0, 1, 2, 2.5))),
            "by": maybe(some_of(*STAFF, "partner")),
        },
        "concern": {
            "nature": st.sampled_from(("emotional", "risk")),
            "discovered_at": maybe(instants()),
            "discovered_by": maybe(some_of(*STAFF)),
        },
    }
)
INSTRUMENTS: Mapping[str, Fields] = MappingProxyType(
    {
        "plan": {
            "kind": st.sampled_from(("annual", "contact")),
            "authors": maybe(some_of(*STAFF)),
            "contents": maybe(some_of("rights", "duties", "owner")),
        },
        "credential": {"kind": st.just("teaching_certificate"), "contents": maybe(some_of("rights", "duties"))},
        "case_file": {"kind": st.sampled_from(("growth", "hardship")), "contents": maybe(some_of("rights", "owner"))},
    }
)
_COMMON: Fields = {"concerns": concerned_ids(), "reason": maybe(st.just("a reason")), "about": st.just(())}


def intervals() -> SearchStrategy[dict[str, Any]]:
    """Draw when something lasts: since long ago or an edge, until an edge or without end."""
    since = st.just(date(2024, 9, 1)) | days()
    length = maybe(st.sampled_from((1, 3, 7, 30, 120)))
    return st.builds(
        lambda start, count: {"since": start, "until": count and start + timedelta(days=count)}, since, length
    )


@st.composite
def events(draw: DrawFn, id_: str, *, names: tuple[str, ...] = tuple(EVENTS)) -> Fact:
    """Draw an event that is recorded when it occurs."""
    theme = draw(THEME)
    name = draw(st.sampled_from((*names, *(theme,) * 8) if theme in names else names))
    fields = {key: draw(value) for key, value in {**_COMMON, **EVENTS[name]}.items()}
    return make(name, id=id_, occurred=draw(days() | instants()), **fields)


@st.composite
def instruments(draw: DrawFn, id_: str) -> Fact:
    """Draw an instrument that is recorded when it begins."""
    name = draw(st.sampled_from(tuple(INSTRUMENTS)))
    fields = {key: draw(value) for key, value in INSTRUMENTS[name].items()}
    return make(name, id=id_, concerns=draw(concerned_ids()), **draw(intervals()), **fields)


@st.composite
def waivers(draw: DrawFn, id_: str, norm: str = "pack.norm") -> Fact:
    """Draw a waiver of a norm, for some or for all."""
    return make("waiver", id=id_, norm=norm, subjects=draw(some_of(*STUDENTS, *UNITS[:3])), **draw(intervals()))


def entities() -> list[Fact]:
    """Make two schools with their classes, and the people."""
    return [
        make("school", id="school", stage="primary"),
        make("school", id="other", stage="junior"),
        make("grade", id="grade", school="school"),
        make("grade", id="o-grade", school="other"),
        make("school_class", id="c-one", grade="grade", subjects=("chinese", "mathematics"), since=date(2024, 9, 1)),
        make("school_class", id="c-two", grade="grade"),
        make("school_class", id="o-class", grade="o-grade", subjects=()),
        make("student", id="s-one", born_on=date(2016, 9, 1), household="rural"),
        make("student", id="s-two", born_on=date(2016, 1, 24)),
        make("student", id="s-three", household="urban"),
        *(make("guardian", id=id_) for id_ in GUARDIANS),
        *(make("staff", id=id_) for id_ in STAFF),
        make("partner", id="partner", kind="community", school="school"),
        make("committee", id="committee", kind="parents_committee", unit="school"),
    ]


@st.composite
def relations(draw: DrawFn) -> list[Fact]:
    """Draw who belongs to whom, and when: transfers, moves between schools, gaps."""
    spans = weighted((3, st.just({"since": date(2024, 9, 1), "until": None})), (1, intervals()))
    found: list[Fact] = []
    for index, student in enumerate(STUDENTS):
        for number in range(draw(st.sampled_from((1, 2) if index else (1, 1, 2)))):
            where = draw(st.sampled_from(("c-one", "c-two", "o-class")))
            id_ = f"e-{student}-{number}"
            found.append(make("enrolment", id=id_, student=student, school_class=where, **draw(spans)))
    ties = [("s-one", "g-one", "mother"), ("s-two", "g-two", None), ("s-one", "g-two", "father")]
    for number, (student, guardian, relation) in enumerate(ties[: draw(st.integers(1, 3))]):
        tie = make(
            "guardianship", id=f"gs-{number}", student=student, guardian=guardian, relation=relation, **draw(spans)
        )
        found.append(tie)
    posts = [
        ("t-one", "class_teacher", "c-one"),
        ("t-two", "principal", "school"),
        ("t-one", "subject_teacher", "c-two"),
    ]
    for number, (staff, role, unit) in enumerate(posts[: draw(st.integers(1, 3))]):
        found.append(make("appointment", id=f"a-{number}", staff=staff, role=role, unit=unit, **draw(spans)))
    kinds = draw(st.lists(st.sampled_from(("left_behind", "single_parent")), max_size=2))
    for number, kind in enumerate(kinds):
        who = draw(st.sampled_from(("s-one", "s-two", "g-one")))
        found.append(make("circumstance", id=f"ci-{number}", person=who, kind=kind, **draw(intervals())))
    offices = draw(st.lists(st.sampled_from(("chair", "member", None)), max_size=2))
    for number, office in enumerate(offices):
        seat = make(
            "seat",
            id=f"seat-{number}",
            committee="committee",
            holder=draw(st.sampled_from(GUARDIANS)),
            office=office,
            represents=draw(maybe(st.sampled_from(("c-one", "c-two")))),
            **draw(spans),
        )
        found.append(seat)
    return found


@st.composite
def facts_on_time(draw: DrawFn) -> list[Fact]:
    """Draw facts that are all recorded when they occur, and never corrected or cancelled."""
    found = [*entities(), *draw(relations())]
    found += [draw(events(f"ev-{number}")) for number in range(draw(st.integers(0, 8)))]
    found += [draw(instruments(f"in-{number}")) for number in range(draw(st.integers(0, 2)))]
    if draw(st.integers(0, 3)) == 3:
        found.append(draw(waivers("w-0")))
    return found


@st.composite
def later_versions(draw: DrawFn, fact: Any) -> list[Fact]:
    """Draw what became of a record: planned, recorded late, corrected, cancelled; or just itself."""
    fate = draw(st.sampled_from(("as it is", "as it is", "planned", "late", "corrected", "cancelled")))
    recorded = st.builds(lambda moment: moment, instants())
    if fate == "as it is":
        return [fact]
    if fate == "planned":
        return [attrs.evolve(fact, recorded_at=datetime(2025, 9, 1, tzinfo=SHANGHAI))]
    first = attrs.evolve(fact, recorded_at=draw(recorded))
    if fate == "late":
        return [first]
    later = first.recorded_at + timedelta(days=draw(st.sampled_from((0, 1, 8))), seconds=1)
    if fate == "cancelled":
        return [first, attrs.evolve(fact, recorded_at=later, cancelled=True)]
    moved = {} if not hasattr(fact, "occurred") else {"occurred": draw(days() | instants())}
    return [first, attrs.evolve(fact, recorded_at=later, **moved)]


@st.composite
def ties_put_right(draw: DrawFn, tie: Any) -> list[Fact]:
    """Draw what became of the record of a tie: mostly just itself; recorded late, or later said to have ended."""
    fate = draw(weighted((6, st.just("as it is")), (1, st.just("late")), (1, st.just("ended"))))
    if fate == "as it is":
        return [tie]
    first = attrs.evolve(tie, recorded_at=draw(instants()))
    if fate == "late":
        return [first]
    later = first.recorded_at + timedelta(days=draw(st.sampled_from((0, 1, 8))), seconds=1)
    end = max(tie.since + timedelta(days=1), draw(days()))
    return [first, attrs.evolve(first, recorded_at=later, until=end)]


@st.composite
def facts_at_any_time(draw: DrawFn) -> list[Fact]:
    """Draw facts some of which are planned, recorded late, corrected or cancelled."""
    found = []
    for fact in draw(facts_on_time()):
        if hasattr(fact, "cancelled"):
            found += draw(later_versions(fact))
        else:
            found += draw(ties_put_right(fact)) if isinstance(fact, RELATIONS) else [fact]
    return found


@st.composite
def scopes(draw: DrawFn) -> Keeps:
    """Draw what a host keeps: mostly everything; else not one class, not from the start, or not one field."""
    lacking = draw(st.sampled_from(("nothing",) * 8 + ("class", "early", "field")))
    classes = dict.fromkeys(fact_classes(), Kept())
    if lacking == "class":
        del classes[draw(st.sampled_from((*EVENTS, *INSTRUMENTS, *TIES)))]
    if lacking == "early":
        classes[draw(st.sampled_from((*EVENTS, "plan", *TIES)))] = Kept(since=draw(days()))
    if lacking == "field":
        name, field = draw(
            st.sampled_from(
                (("home_visit", "place"), ("contact", "reached"), ("concern", "discovered_at"), ("concern", "reason"))
            )
        )
        classes[name] = Kept(without=frozenset({field}))
    return Keeps(classes)


def register_of(facts: list[Fact], keeps: Keeps | None = None) -> Register:
    """Make a register; a class that the host does not keep has no facts in it."""
    keeps = keeps or Keeps()
    names = {known.cls: name for name, known in fact_classes().items()}
    return Register([fact for fact in facts if names[type(fact)] in keeps.classes], CALENDAR, keeps=keeps)


def registers() -> SearchStrategy[Register]:
    """Draw a register in which facts may be late, corrected, cancelled, planned or not kept."""
    return st.builds(register_of, facts_at_any_time(), scopes())


def timely_registers() -> SearchStrategy[Register]:
    """Draw a register in which every fact is recorded when it occurs and none is corrected."""
    return st.builds(register_of, facts_on_time())
