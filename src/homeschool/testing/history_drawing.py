"""What became of records: planned, recorded late, corrected, cancelled, ended; and whole histories of a school."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.calendar import SchoolCalendar
from homeschool.errors import InvalidValueError
from homeschool.model import Fact, fact_classes, revise
from homeschool.model.clock import Clock
from homeschool.model.facts import CLASS_NAMES, EVENTS, INSTRUMENTS
from homeschool.model.fields import near
from homeschool.model.register import recorded, span
from homeschool.testing.calendar_drawing import CALENDAR, first_day
from homeschool.testing.fact_drawing import facts_among
from homeschool.testing.people import ID_STEMS
from homeschool.testing.refit import EVERYBODY, Fitting
from homeschool.testing.school_drawing import school_facts
from homeschool.testing.times import Range, instants_in, range_of

HAPPENINGS = (*(CLASS_NAMES[cls] for cls in (*EVENTS, *INSTRUMENTS)), "waiver")
"""The classes that a history draws besides who is there and who belongs to whom: events, instruments, waivers."""

_LATER = (timedelta(seconds=1), timedelta(days=1), timedelta(days=8))
_ABOUT = ((),) * 4 + ((0,), (1,), (0, 1))
_FIXED = frozenset({"id", "about", "since", "until", "cancelled", "recorded_at"})
FIELD_NUMBERS = st.integers(0, 1) | st.integers(0, 30)
"""Draws which field a correction changes: mostly when it happened, or whom it concerns."""

Versions = tuple[Any, ...]
"""The recorded versions of one record, the earliest first."""


@attrs.frozen
class Size:
    """How much a history holds: which classes besides people and relations, how many children, how many events."""

    names: tuple[str, ...]
    students: tuple[int, int]
    events: tuple[int, int]
    calendar: SchoolCalendar


def size_of(
    names: Iterable[str], students: tuple[int, int], events: tuple[int, int], calendar: SchoolCalendar | None
) -> Size:
    """Check the bounds of a history and return them together.

    Raises:
        InvalidValueError: a class does not exist or is none of `HAPPENINGS`, or bounds contradict each other.
    """
    wanted = tuple(names) or HAPPENINGS
    for name in wanted:
        if name not in HAPPENINGS:
            raise InvalidValueError(f"expected events, instruments or waivers, not `{name}`{near(name, HAPPENINGS)}")
    for what, (low, high), least in (("students", students, 1), ("events", events, 0)):
        if not least <= low <= high:
            raise InvalidValueError(f"min_{what}: expected {least} to max_{what} `{high}`, not `{low}`")
    return Size(wanted, students, events, calendar or CALENDAR)


@attrs.frozen
class _Fate:
    """What became of a record: it was recorded at a moment or so long after, and changed a `lag` later.

    A correction says in the field with a number, counted round, what `other` says.
    """

    name: str = "as it is"
    recorded_at: datetime | timedelta = timedelta(0)
    lag: timedelta = timedelta(0)
    other: Any = None
    field: int = 0


@attrs.frozen
class _Happening:
    """A fact, which of the records before it is it about, the latest first, and what became of it."""

    fact: Any
    about: tuple[int, ...]
    fate: _Fate = _Fate()


@lru_cache(maxsize=64)
def timely_facts(size: Size) -> SearchStrategy[tuple[Fact, ...]]:
    """Draw facts that are all recorded when they occur or begin, and never corrected or cancelled."""
    within = range_of(None, None, size.calendar)
    one = st.one_of([_on_time(name, within) for name in size.names])
    events = st.lists(one, min_size=size.events[0], max_size=size.events[1])
    clock = Clock(size.calendar.zone)
    people = school_facts(*size.students, size.calendar)
    # Not `builds`: an example that fails is to show the facts, and not what they were made of.
    return st.tuples(people, events).map(lambda parts: _timely(*parts, clock))


@lru_cache(maxsize=64)
def history_facts(size: Size) -> SearchStrategy[tuple[Fact, ...]]:
    """Draw facts with what became of each, in the order in which they were recorded."""
    within = range_of(None, None, size.calendar)
    one = st.one_of([_at_any_time(name, within) for name in size.names])
    events = st.lists(one, min_size=size.events[0], max_size=size.events[1])
    late_ends = st.integers(0, 7)
    people = school_facts(*size.students, size.calendar)
    return st.tuples(people, events, late_ends).map(lambda parts: _history(*parts, size.calendar))


def _on_time(name: str, within: Range) -> SearchStrategy[_Happening]:
    return st.builds(_Happening, facts_among(name, EVERYBODY, within), st.sampled_from(_ABOUT))


def _at_any_time(name: str, within: Range) -> SearchStrategy[_Happening]:
    fact, about, lag = facts_among(name, EVERYBODY, within), st.sampled_from(_ABOUT), st.sampled_from(_LATER)
    first = lag | instants_in(within)
    fates = st.one_of(
        st.just(_Fate()),
        st.just(_Fate()),
        st.just(_Fate("planned")),
        st.builds(_Fate, st.just("late"), first),
        st.builds(_Fate, st.just("cancelled"), first, lag),
        st.builds(_Fate, st.just("corrected"), first, lag, fact, FIELD_NUMBERS),
    )
    return st.builds(_Happening, fact, about, fates)


def _timely(people: Sequence[Fact], happenings: Sequence[_Happening], clock: Clock) -> tuple[Fact, ...]:
    fitting = Fitting(people)
    records = [((fitting.fit(one.fact),), one.about) for one in _numbered(happenings)]
    records.sort(key=lambda record: span(record[0][0], clock)[0])
    return (*fitting.people, *(fact for same in _about(records) for fact in same))


def _history(
    people: Sequence[Fact], happenings: Sequence[_Happening], late_ends: int, calendar: SchoolCalendar
) -> tuple[Fact, ...]:
    clock, fitting = Clock(calendar.zone), Fitting(people)
    records = [(_versions(one.fact, one.fate, calendar), one.about) for one in _numbered(happenings)]
    records = [(tuple(fitting.fit(fact) for fact in same), about) for same, about in records]
    records.sort(key=lambda record: recorded(record[0][0], clock))
    ends = (_ends(fact, calendar, is_late=bool(late_ends >> n % 3 & 1)) for n, fact in enumerate(fitting.people))
    found = [*chain.from_iterable(ends), *chain.from_iterable(_about(records))]
    return tuple(sorted(found, key=lambda fact: recorded(fact, clock)))


def _numbered(happenings: Iterable[_Happening]) -> list[_Happening]:
    """Return them with ids that say in which order they were drawn."""
    return [attrs.evolve(one, fact=_renamed(one.fact, number)) for number, one in enumerate(happenings, 1)]


def _renamed(fact: Fact, number: int) -> Fact:
    return revise(fact, id=f"{ID_STEMS[CLASS_NAMES[type(fact)]]}-{number}")


def _about(records: Sequence[tuple[Versions, tuple[int, ...]]]) -> list[Versions]:
    """Let some records be about others that were recorded no later, the latest first."""
    known: list[str] = []
    found = []
    for same, numbers in records:
        ids = tuple(known[-1 - number] for number in numbers if number < len(known))
        can = hasattr(same[0], "about")
        found.append(tuple(revise(fact, about=ids) for fact in same) if can and ids else same)
        if can:
            known.append(same[0].id)
    return found


def _ends(fact: Any, calendar: SchoolCalendar, *, is_late: bool) -> Versions:
    """Return the versions of a relation whose end was known from the start, or is recorded when it comes."""
    until = getattr(fact, "until", None)
    if until is None or not is_late:
        return (fact,)
    return revise(fact, until=None), revise(fact, recorded_at=datetime.combine(until, time(), calendar.zone))


def _versions(fact: Any, fate: _Fate, calendar: SchoolCalendar) -> Versions:
    """Return the versions of an event, an instrument or a waiver after what became of it."""
    if fate.name == "as it is":
        return (fact,)
    clock = Clock(calendar.zone)
    if fate.name == "planned":
        return (revise(fact, recorded_at=calendar.midnight(first_day(calendar))),)
    at = fate.recorded_at
    first = revise(fact, recorded_at=at if isinstance(at, datetime) else clock.moment(span(fact, clock)[0]) + at)
    later = first.recorded_at + fate.lag
    if fate.name == "late":
        return (first,)
    if fate.name == "cancelled":
        return first, revise(first, recorded_at=later, cancelled=True)
    return first, corrected(first, fate.other, fate.field, later)


def corrected(fact: Any, other: Any, number: int, at: datetime) -> Any:
    """Return a later version of a record, recorded `at` a moment, in which one field says what `other` says."""
    names = [name for name in fact_classes()[CLASS_NAMES[type(fact)]].fields if name not in _FIXED]
    name = names[number % len(names)]
    return revise(fact, recorded_at=at, **{name: getattr(other, name)})
