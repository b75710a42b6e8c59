"""Whom facts may refer to: a small made-up school, or the records that a caller gives."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import attrs

from homeschool.calendar import SchoolCalendar
from homeschool.errors import InvalidValueError
from homeschool.model import (
    Appointment,
    Committee,
    Enrolment,
    Fact,
    Grade,
    Guardian,
    Guardianship,
    Partner,
    Register,
    School,
    SchoolClass,
    Seat,
    Staff,
    Student,
    fact_classes,
)
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.ids import ClassId, CommitteeId, GradeId, GuardianId, PartnerId, SchoolId, StaffId, StudentId

Among = Register | Iterable[Fact] | None
"""What drawn facts may refer to: a register, or facts; None for the small school."""

CONCERNED = ("student", "school_class", "guardian", "staff", "school", "grade", "partner", "committee")
"""The classes whose facts may be concerned by others, those first to which a drawn fact shrinks."""


@attrs.frozen(cache_hash=True)
class People:
    """The ids of the records that facts may refer to, by class."""

    ids: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, *class_names: str) -> tuple[str, ...]:
        """Return the ids of the records of some classes, in the order of the classes; none named: of all."""
        known = dict(self.ids)
        return tuple(id_ for name in class_names or known for id_ in known.get(name, ()))


def people_of(facts: Iterable[Fact]) -> People:
    """Return the ids of some facts by class; a record counts once however often it was recorded."""
    ids: dict[str, dict[str, None]] = {name: {} for name in fact_classes()}
    for fact in facts:
        ids[CLASS_NAMES[type(fact)]][fact.id] = None
    return People(tuple((name, tuple(found)) for name, found in ids.items() if found))


def people_among(among: Among) -> People:
    """Return the ids that drawn facts may refer to."""
    if among is None:
        return _people_of_the_small_school()
    return people_of(among.facts if isinstance(among, Register) else among)


def calendar_among(among: Among) -> SchoolCalendar | None:
    """Return the calendar of a register; None for others, who have no calendar of their own."""
    return among.calendar if isinstance(among, Register) else None


@lru_cache(maxsize=1)
def _people_of_the_small_school() -> People:
    return people_of(small_school())


def small_school(since: date = date(2025, 9, 1)) -> tuple[Fact, ...]:
    """Return a made-up school: one class, two children, two guardians, two staff, a partner, a parents' committee.

    Facts that are drawn without `among` refer to these, so that both together make a valid register.

    >>> from homeschool import Register
    >>> from homeschool.testing import CALENDAR, small_school
    >>> Register(small_school(), CALENDAR)
    <Register of 18 records>

    Args:
        since: the day from which its relations hold.
    """
    children = [StudentId("student-1"), StudentId("student-2")]
    guardians = [GuardianId("guardian-1"), GuardianId("guardian-2")]
    class_, school = ClassId("school-class-1"), SchoolId("school-1")
    pairs = list(enumerate(zip(children, guardians, strict=True), start=1))
    return (
        School(id=school, stage="primary"),
        Grade(id=GradeId("grade-1"), school=school),
        SchoolClass(id=class_, grade=GradeId("grade-1"), subjects=("chinese", "mathematics")),
        *(Student(id=child) for child in children),
        *(Guardian(id=guardian) for guardian in guardians),
        Staff(id=StaffId("staff-1")),
        Staff(id=StaffId("staff-2")),
        Partner(id=PartnerId("partner-1"), kind="community", school=school),
        Committee(id=CommitteeId("committee-1"), kind="parents_committee", unit=class_, level="class"),
        *(Enrolment(id=f"enrolment-{n}", student=child, school_class=class_, since=since) for n, (child, _) in pairs),
        *(Guardianship(id=f"guardianship-{n}", student=a, guardian=b, since=since) for n, (a, b) in pairs),
        Appointment(id="appointment-1", staff=StaffId("staff-1"), role="class_teacher", unit=class_, since=since),
        Appointment(id="appointment-2", staff=StaffId("staff-2"), role="principal", unit=school, since=since),
        Seat(
            id="seat-1",
            committee=CommitteeId("committee-1"),
            holder="guardian-1",
            office="chair",
            represents=class_,
            since=since,
        ),
    )


ID_STEMS: Mapping[str, str] = MappingProxyType({name: name.replace("_", "-") for name in fact_classes()})
"""What the drawn ids of a class begin with: a home visit is ``home-visit-1``."""


def needed(class_name: str, field: str, targets: Iterable[str]) -> InvalidValueError:
    """Make the error for a field that must refer to something, where there is nothing of its classes."""
    return InvalidValueError(f"{class_name}.{field}: nothing to refer to; expected a {' or '.join(targets)} in `among`")
