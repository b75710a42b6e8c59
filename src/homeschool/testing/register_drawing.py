"""Registers, and the histories they are made of."""

from collections.abc import Iterable
from functools import lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.calendar import SchoolCalendar
from homeschool.model import Fact, Keeps, Kept, Register, fact_classes, revise
from homeschool.model.facts import CLASS_NAMES
from homeschool.testing.calendar_drawing import CALENDAR
from homeschool.testing.history_drawing import HAPPENINGS, history_facts, size_of, timely_facts
from homeschool.testing.times import days

_MOSTLY = 8

Lack = tuple[str, Kept | None] | None
"""A class of facts and how far a host keeps it, None for not at all; None where it keeps everything."""


def histories(
    *names: str,
    min_students: int = 1,
    max_students: int = 3,
    min_events: int = 0,
    max_events: int = 6,
    calendar: SchoolCalendar | None = None,
) -> SearchStrategy[tuple[Fact, ...]]:
    """Draw what a host records in the course of a school year, in the order in which it is recorded.

    People come first, then who belongs to whom, what is in force and what happens.  Some of it is planned, recorded
    late, corrected or cancelled; a relation may be ended by a later version.  A fact refers only to what was recorded
    no later.  A history shrinks to one child in one class and nothing that happens.

    Args:
        names: which events, instruments and waivers may occur, by class; left out: all of them.
        min_students: the least number of children; at least 1.
        max_students: the greatest number of children, included.
        min_events: the least number of events, instruments and waivers together.
        max_events: the greatest number of them, included.
        calendar: the calendar of the school; left out: the school year 2025-26.

    Raises:
        InvalidValueError: a class is no event, instrument or waiver, or bounds contradict each other.
    """
    return history_facts(size_of(names, (min_students, max_students), (min_events, max_events), calendar))


def registers(
    *names: str,
    min_students: int = 1,
    max_students: int = 3,
    min_events: int = 0,
    max_events: int = 6,
    calendar: SchoolCalendar | None = None,
) -> SearchStrategy[Register]:
    """Draw a register with such a history, of a host that mostly keeps everything.

    >>> from hypothesis import find
    >>> from homeschool.testing import registers
    >>> find(registers(), lambda register: True)
    <Register of 5 records>

    Arguments and errors as for `histories`.
    """
    size = size_of(names, (min_students, max_students), (min_events, max_events), calendar)

    def register(facts: Iterable[Fact], lack: Lack = None) -> Register:
        keeps = _keeping(lack)
        return Register(_kept(facts, keeps), size.calendar, keeps=keeps)

    return st.builds(register, history_facts(size), lacks(size.calendar))


def timely_registers(
    *names: str,
    min_students: int = 1,
    max_students: int = 3,
    min_events: int = 0,
    max_events: int = 6,
    calendar: SchoolCalendar | None = None,
) -> SearchStrategy[Register]:
    """Draw a register of a host that keeps everything and records it when it occurs, never to correct or cancel it.

    Arguments and errors as for `histories`.
    """
    size = size_of(names, (min_students, max_students), (min_events, max_events), calendar)

    def register(facts: Iterable[Fact]) -> Register:
        return Register(facts, size.calendar)

    return st.builds(register, timely_facts(size))


def scopes(*, calendar: SchoolCalendar | None = None) -> SearchStrategy[Keeps]:
    """Draw what a host keeps: mostly everything; else not one class, not from the start, or not one field."""
    return lacks(calendar or CALENDAR).map(_keeping)


@lru_cache(maxsize=16)
def lacks(calendar: SchoolCalendar) -> SearchStrategy[Lack]:
    """Draw what a host does not keep: mostly nothing, None; else one class, and how far it is kept all the same."""
    fields = [(name, info) for name in HAPPENINGS for info in fact_classes()[name].fields.values()]
    blank = [(name, Kept(without=frozenset({info.name}))) for name, info in fields if not info.required]
    return st.one_of(
        *[st.none()] * _MOSTLY,
        st.tuples(st.sampled_from(HAPPENINGS), st.none() | days(calendar=calendar).map(Kept)),
        st.sampled_from(blank),
    )


def _keeping(lack: Lack) -> Keeps:
    if lack is None:
        return Keeps()
    name, kept = lack
    others = {other: Kept() for other in fact_classes() if other != name}
    return Keeps(others if kept is None else {**others, name: kept})


def _kept(facts: Iterable[Fact], keeps: Keeps) -> list[Fact]:
    """Return the facts of classes that the host keeps, none of which is about one that it does not."""
    kept = [fact for fact in facts if CLASS_NAMES[type(fact)] in keeps.classes]
    known = frozenset(fact.id for fact in kept)
    return [_about_known(fact, known) for fact in kept]


def _about_known(fact: Fact, known: frozenset[str]) -> Fact:
    """Return a fact without mention of others that the host does not keep."""
    about = getattr(fact, "about", ())
    return fact if known.issuperset(about) else revise(fact, about=tuple(id_ for id_ in about if id_ in known))
