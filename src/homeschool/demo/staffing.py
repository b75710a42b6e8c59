"""The made-up school's staff: who holds which post, and since when."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from types import MappingProxyType
from typing import Final

import attrs

from homeschool.demo.names import staff_name
from homeschool.demo.people import SCHOOL, Form
from homeschool.demo.timetable import FIRST_DAY, SPRING
from homeschool.model import Appointment, Fact, Staff
from homeschool.model.ids import StaffId

HANDOVER: Final = date(2025, 11, 17)
"""The day on which one class gets another class teacher."""
HANDED_OVER: Final = "c4-2"

_BEFORE: Final = date(2021, 9, 1)
_LOADS: Final = MappingProxyType(
    {"mathematics": 2, "english": 3, "morality_and_law": 6, "science": 6, "physical_education": 3, "music": 6, "art": 6}
)
_OFFICES: Final = (
    "psychology_teacher",
    "psychology_teacher",
    "principal",
    "vice_principal",
    "vice_principal",
    "moral_education_director",
    "protection_officer",
    "rule_of_law_vice_principal",
    "school_doctor",
    "school_guard",
    "school_guard",
    "school_guard",
)


@attrs.frozen
class Post:
    """A staff member holds a role in a unit from `since` to `until`, excluded."""

    staff: StaffId
    role: str
    unit: str
    subject: str | None = None
    since: date = FIRST_DAY
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the post is held on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@attrs.frozen
class Staffing:
    """All posts of the school year, and by what they are asked for."""

    posts: tuple[Post, ...]
    _by_unit: Mapping[tuple[str, str], tuple[Post, ...]] = attrs.field(repr=False)

    def class_teacher(self, form: str, day: date) -> StaffId:
        """Return the class teacher of a class on a day."""
        return self._holder(form, "class_teacher", day)

    def teacher(self, form: str, subject: str, day: date) -> StaffId:
        """Return who teaches a subject in a class on a day."""
        return self._holder(form, subject, day)

    def psychologist(self, form: Form) -> StaffId:
        """Return the psychology teacher who cares for a class: one for the lower grades, one for the upper."""
        return self.holders("psychology_teacher")[form.grade > 3]  # noqa: PLR2004 - half of six grades

    def holder(self, role: str) -> StaffId:
        """Return who holds an office of the school, the first of several."""
        return self.holders(role)[0]

    def holders(self, role: str) -> tuple[StaffId, ...]:
        """Return who holds an office of the school."""
        return tuple(post.staff for post in self._by_unit[SCHOOL, role])

    def head_of_grade(self, grade: int) -> StaffId:
        """Return the head of a grade."""
        return self._by_unit[f"g{grade}", "head_of_grade"][0].staff

    def _holder(self, unit: str, what: str, day: date) -> StaffId:
        posts = self._by_unit[unit, what]
        return next((post.staff for post in posts if post.holds(day)), posts[0].staff)


def make_staffing(forms: tuple[Form, ...]) -> Staffing:
    """Give every class its teachers and the school its officers."""
    posts = tuple(_posts(forms))
    by_unit: dict[tuple[str, str], tuple[Post, ...]] = {}
    for post in posts:
        key = (post.unit, post.subject or post.role)
        by_unit[key] = (*by_unit.get(key, ()), post)
    return Staffing(posts, MappingProxyType(by_unit))


def _posts(forms: tuple[Form, ...]) -> Iterator[Post]:
    numbers = count(1)
    for form in forms:
        yield from _class_posts(form, numbers)
    for subject, load in _LOADS.items():
        taught = [form for form in forms if subject in form.subjects]
        for place in range(0, len(taught), load):
            teacher = _id(next(numbers))
            for form in taught[place : place + load]:
                yield Post(teacher, "subject_teacher", form.id, subject)
    for office in _OFFICES:
        yield Post(_id(next(numbers)), office, SCHOOL, since=_BEFORE)
    yield Post(_id(next(numbers)), "school_guard", SCHOOL, since=SPRING)


def _class_posts(form: Form, numbers: Iterator[int]) -> Iterator[Post]:
    teacher = _id(next(numbers))
    until = HANDOVER if form.id == HANDED_OVER else None
    yield Post(teacher, "class_teacher", form.id, until=until)
    yield Post(teacher, "subject_teacher", form.id, "chinese", until=until)
    if form.id.endswith("-1"):
        yield Post(teacher, "head_of_grade", f"g{form.grade}")
    if until is not None:
        successor = _id(next(numbers))
        yield Post(successor, "class_teacher", form.id, since=until)
        yield Post(successor, "subject_teacher", form.id, "chinese", since=until)


def _id(number: int) -> StaffId:
    return StaffId(f"t-{number:02}")


def staff_facts(staffing: Staffing) -> Iterator[Fact]:
    """Yield the staff and their dated appointments."""
    for id_ in sorted({post.staff for post in staffing.posts}):
        yield Staff(id=id_, name=staff_name(int(id_[2:])))
    for number, post in enumerate(staffing.posts, start=1):
        yield Appointment(
            id=f"a-{number:03}",
            staff=post.staff,
            role=post.role,
            unit=post.unit,
            subjects=None if post.subject is None else (post.subject,),
            since=post.since,
            until=post.until,
        )
