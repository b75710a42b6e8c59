"""Made-up schools: who is there, who belongs to whom and since when, with moves, gaps and ends.

What is drawn holds no ids but numbers, so that its strategy is made once and any part of it can be left out when an
example shrinks; a number stands for one of those who are there, counted round.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.calendar import SchoolCalendar
from homeschool.model import Fact, fact_classes
from homeschool.testing.calendar_drawing import first_day
from homeschool.testing.people import ID_STEMS
from homeschool.testing.times import days_in, lengths, range_of

_A_YEAR = timedelta(days=365)
_FEW = 2
_POSTS = (("class_teacher", "school_class"), ("principal", "school"), ("subject_teacher", "school_class"))
_CIRCUMSTANCES = ("left_behind", "single_parent")
_BIRTHDAYS = (None, date(2016, 9, 1), date(2016, 1, 24))
_STAGES = (None, "primary", "junior")
_SUBJECTS = (None, (), ("chinese", "mathematics"))
_OFFICES = (None, "chair", "member")
_RELATIONS = (None, "mother", "father")
_ALL = 3

Stay = tuple[date, int | None]
"""Since when something holds, and for how many days; None: it goes on."""


@attrs.frozen
class _Units:
    stage: str | None
    subjects: tuple[str, ...] | None
    has_second_class: bool
    has_second_school: bool


@attrs.frozen
class _Child:
    name: str | None
    born_on: date | None
    classes: Sequence[tuple[int, Stay]]
    guardians: Sequence[tuple[int, str | None, Stay]]
    circumstances: Sequence[tuple[str, Stay]]


@attrs.frozen
class _Society:
    staff: Sequence[tuple[str | None, Sequence[tuple[tuple[str, str], int, Stay]]]]
    has_partner: bool
    seats: Sequence[tuple[str | None, int, Stay]] | None


@lru_cache(maxsize=64)
def school_facts(min_students: int, max_students: int, calendar: SchoolCalendar) -> SearchStrategy[tuple[Fact, ...]]:
    """Draw entities and the relations between them; it shrinks to one child in one class from the first day on.

    There may be a second school with a class of its own, guardians, staff in their posts, a partner, a body with seats.
    """
    stay, number = _stays(calendar), st.integers(0, _ALL - 1)
    child = st.builds(
        _Child,
        _names(),
        st.sampled_from(_BIRTHDAYS),
        st.lists(st.tuples(number, stay), min_size=1, max_size=_FEW),
        st.lists(st.tuples(number, st.sampled_from(_RELATIONS), stay), max_size=_FEW),
        st.lists(st.tuples(st.sampled_from(_CIRCUMSTANCES), stay), max_size=_FEW),
    )
    posts = st.lists(st.tuples(st.sampled_from(_POSTS), number, stay), max_size=_FEW)
    seats = st.lists(st.tuples(st.sampled_from(_OFFICES), number, stay), max_size=_FEW)
    units = st.builds(_Units, st.sampled_from(_STAGES), st.sampled_from(_SUBJECTS), st.booleans(), st.booleans())
    staff = st.lists(st.tuples(_names(), posts), max_size=_FEW)
    society = st.builds(_Society, staff, st.booleans(), st.none() | seats)
    children = st.lists(child, min_size=min_students, max_size=max_students)
    # Not `builds`: an example that fails is to show the facts, and not what they were made of.
    return st.tuples(units, children, society).map(lambda parts: _facts(*parts))


def _names() -> SearchStrategy[str | None]:
    return st.sampled_from((None, "示例", "示例, 二"))


def _stays(calendar: SchoolCalendar) -> SearchStrategy[Stay]:
    first = first_day(calendar)
    since = st.sampled_from((first, first, first - _A_YEAR)) | days_in(range_of(None, None, calendar))
    always = st.just((first, None))
    return st.one_of(always, always, st.tuples(since, lengths()))


def _facts(units: _Units, children: Sequence[_Child], society: _Society) -> tuple[Fact, ...]:
    made = _Made()
    made.units(units)
    for number, child in enumerate(children, 1):
        made.child(f"student-{number}", child)
    for name, posts in society.staff:
        made.member(name, posts)
    made.society(society)
    return tuple(sorted(made.facts, key=_entities_first))


def _entities_first(fact: Fact) -> bool:
    return hasattr(fact, "since") and fact.since is not None


class _Made:
    """Makes facts with ids of their own, and remembers the ids by class."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.ids: dict[str, list[str]] = {name: [] for name in fact_classes()}

    def add(self, name: str, /, **fields: Any) -> str:
        """Make a fact and return its id."""
        id_ = f"{ID_STEMS[name]}-{len(self.ids[name]) + 1}"
        self.ids[name].append(id_)
        self.facts.append(fact_classes()[name].cls(id=id_, **fields))
        return id_

    def pick(self, number: int, *names: str) -> str | None:
        """Return the id that a number stands for, counted round; None where there is nothing of these classes."""
        found = [id_ for name in names for id_ in self.ids[name]]
        return found[number % len(found)] if found else None

    def units(self, units: _Units) -> None:
        """Make a school with a class, perhaps two, and perhaps a second school."""
        self.add("school", stage=units.stage)
        self.add("grade", school="school-1")
        self.add("school_class", grade="grade-1", subjects=units.subjects)
        if units.has_second_class:
            self.add("school_class", grade="grade-1")
        if units.has_second_school:
            self.add("school", stage="junior")
            self.add("grade", school="school-2")
            self.add("school_class", grade="grade-2")

    def child(self, id_: str, child: _Child) -> None:
        """Make a child, its classes, its guardians, one of whom may be another child's too, and its circumstances."""
        self.add("student", name=child.name, born_on=child.born_on)
        for number, stay in child.classes:
            self.add("enrolment", student=id_, school_class=self.pick(number, "school_class"), **_lasting(stay))
        for number, relation, stay in child.guardians:
            guardian = (self.pick(0, "guardian") if number == _ALL - 1 else None) or self.add("guardian")
            self.add("guardianship", student=id_, guardian=guardian, relation=relation, **_lasting(stay))
        for kind, stay in child.circumstances:
            self.add("circumstance", person=id_, kind=kind, **_lasting(stay))

    def member(self, name: str | None, posts: Sequence[tuple[tuple[str, str], int, Stay]]) -> None:
        """Make a member of staff with its posts."""
        id_ = self.add("staff", name=name)
        for (role, unit), number, stay in posts:
            self.add("appointment", staff=id_, role=role, unit=self.pick(number, unit), **_lasting(stay))

    def society(self, society: _Society) -> None:
        """Make a partner, and a parents' committee with its seats, where somebody can sit on it."""
        if society.has_partner:
            self.add("partner", kind="community", school="school-1")
        if society.seats is None:
            return
        committee = self.add("committee", kind="parents_committee", unit="school-1")
        for office, number, stay in society.seats:
            holder = self.pick(number, "guardian", "staff", "partner")
            if holder is not None:
                self.add("seat", committee=committee, holder=holder, office=office, **_lasting(stay))


def _lasting(stay: Stay) -> dict[str, Any]:
    since, length = stay
    return {"since": since, "until": None if length is None else since + timedelta(days=length)}
