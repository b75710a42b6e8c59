"""The people and bodies with which a school begins: small, complete, and with everybody whom the pack speaks of."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import attrs
from dateutil.relativedelta import relativedelta

from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, TeachingHours, Term
from homeschool.model import (
    Appointment,
    Circumstance,
    Committee,
    Enrolment,
    Grade,
    Guardian,
    Guardianship,
    Partner,
    School,
    SchoolClass,
    Seat,
    Staff,
    Student,
)
from homeschool.model.clock import Clock
from homeschool.model.ids import ClassId, CommitteeId, GradeId, GuardianId, PartnerId, SchoolId, StaffId, StudentId
from homeschool.model.vocabularies import IMPLIED_ROLES
from homeschool.model.vocabularies.people import CIRCUMSTANCE, COMMITTEE_KIND, PARTNER_KIND
from homeschool.testing.making.book import Book, is_prohibition, requirement_of
from homeschool.testing.making.choices import Choices
from homeschool.testing.making.literals import asked_terms
from homeschool.testing.making.making import Making
from homeschool.testing.making.world import World

SCHOOL = SchoolId("school")
GRADE = GradeId("grade")
TEACHES = ("chinese", "mathematics")
_ALWAYS_THERE = ("principal", "class_teacher", "subject_teacher")
_NEIGHBOURS = "community"
"""Who stands for society where a pack speaks of society and of nobody in it."""
_OF_PARENTS = "parents_committee"
_OFFICES = {"committee_chair": "chair", "committee_member": "member"}
"""The roles that come with a seat on a parents' committee, and the offices that give them."""
_OF_CLASSES = frozenset({"class_teacher", "subject_teacher"})


@attrs.frozen
class Shape:
    """What may differ between the schools before anything happens in them.

    Args:
        students: how many.
        classes: how many; the students are spread over them.
        guardians: how many each student has, one or two.
        subjects: how many school subjects each class is taught, none to two.
        stage: of the school.
        age: of the students when the calendar begins, in years.
        sex: of the students.
        household: of the students.
        has_double_duty: one of the staff holds every role by itself, beside the others.
        has_closed_classes: the classes have ended before the calendar begins, though children are still enrolled.
        has_bare_bodies: the bodies that norms ask for are there, with nobody on them.
    """

    students: int = 1
    classes: int = 1
    guardians: int = 1
    subjects: int = 1
    stage: str = "primary"
    age: int = 9
    sex: str = "female"
    household: str = "urban"
    has_double_duty: bool = False
    has_closed_classes: bool = False
    has_bare_bodies: bool = False


def two_years() -> SchoolCalendar:
    """Return the calendar of two school years, 2024-2025 and 2025-2026, for which public working days are known."""
    first = _year(2024, (date(2025, 1, 18), date(2025, 2, 17), date(2025, 7, 5)))
    second = _year(2025, (date(2026, 1, 24), date(2026, 3, 2), date(2026, 7, 4)))
    return SchoolCalendar((first, second))


def _year(start: int, edges: tuple[date, date, date]) -> SchoolYear:
    from_, until = date(start, 9, 1), date(start + 1, 9, 1)
    terms = (Term("第一学期", Interval(from_, edges[0])), Term("第二学期", Interval(edges[1], edges[2])))
    hours = (TeachingHours(time(8, 20), time(12)), TeachingHours(time(14), time(16, 30)))
    return SchoolYear(f"{start}-{start + 1}学年", Interval(from_, until), terms, teaching_hours=hours)


def begin(book: Book, shape: Shape, calendar: SchoolCalendar, choices: Choices) -> Making:
    """Return a school with its people and bodies, in which nothing has happened."""
    world = World(calendar, Clock(calendar.zone))
    first = calendar.years[0].period.start
    making = Making(book, world, choices)
    for fact in (*_places(shape, first), *_families(shape, first), *_spare_carers(book, first)):
        world.add(fact)
    for some in (_staff(making, shape, first), _partners(making), _bodies(making, shape, first)):
        for fact in list(some):
            world.add(fact)
    return making


def _places(shape: Shape, first: date) -> Iterator[Any]:
    yield School(id=SCHOOL, stage=shape.stage)
    yield Grade(id=GRADE, school=SCHOOL)
    until = first - timedelta(days=1) if shape.has_closed_classes else None
    for number in range(shape.classes):
        subjects = TEACHES[: shape.subjects]
        yield SchoolClass(id=ClassId(f"class-{number}"), grade=GRADE, subjects=subjects, until=until)


def _families(shape: Shape, first: date) -> Iterator[Any]:
    born_on = first - relativedelta(years=shape.age, days=60)
    for number in range(shape.students):
        student = StudentId(f"student-{number}")
        yield Student(id=student, sex=shape.sex, born_on=born_on, household=shape.household)
        yield Enrolment(
            id=f"enrolment-{number}",
            student=student,
            school_class=ClassId(f"class-{number % shape.classes}"),
            since=first,
        )
        for relation in ("mother", "father")[: shape.guardians]:
            guardian = GuardianId(f"{relation}-{number}")
            yield Guardian(id=guardian)
            tie = f"guardianship-{relation}-{number}"
            yield Guardianship(id=tie, student=student, guardian=guardian, relation=relation, since=born_on)


def _spare_carers(book: Book, first: date) -> Iterator[Any]:
    """Yield, where norms limit who may be a guardian, one person in each circumstance, who is nobody's guardian yet."""
    if "guardianship" in book.limits:
        for kind in sorted(book.terms & CIRCUMSTANCE.terms.keys()):
            carer = GuardianId(f"carer-{kind.replace('_', '-')}")
            yield Guardian(id=carer)
            yield Circumstance(id=f"circumstance-{carer}", person=carer, kind=kind, since=first)


def _staff(making: Making, shape: Shape, first: date) -> Iterator[Any]:
    owed = _terms_owed(making, "appointment")
    posts = list(_posts(making.book, shape, owed))
    for number, (role, unit, subjects) in enumerate(posts):
        staff = StaffId(f"staff-{number}")
        yield Staff(id=staff)
        yield _appointed(f"post-{number}", staff, (role, unit, subjects), first)
    for role in sorted(owed & IMPLIED_ROLES.keys()):
        yield Staff(id=StaffId(f"staff-{role.replace('_', '-')}"))
    if shape.has_double_duty:
        yield Staff(id=StaffId("staff-double"))
        for number, post in enumerate(dict.fromkeys(posts)):
            yield _appointed(f"post-double-{number}", "staff-double", post, first)


Post = tuple[str, str, tuple[str, ...] | None]


def _appointed(id_: str, staff: str, post: Post, first: date) -> Appointment:
    role, unit, subjects = post
    return Appointment(id=id_, staff=StaffId(staff), role=role, unit=unit, subjects=subjects, since=first)


def _posts(book: Book, shape: Shape, owed: frozenset[str]) -> Iterator[Post]:
    spoken_of = book.terms - owed
    roles = sorted(role for role, implied in IMPLIED_ROLES.items() if "staff" in implied and role in spoken_of)
    for role in dict.fromkeys([*_ALWAYS_THERE, *roles]):
        if role not in _OF_CLASSES:
            yield role, GRADE if role == "head_of_grade" else SCHOOL, None
            continue
        for number in range(shape.classes):
            taught = TEACHES[: shape.subjects]
            if role == "class_teacher":
                yield role, f"class-{number}", None
            else:
                yield from ((role, f"class-{number}", (subject,)) for subject in taught)


def _partners(making: Making) -> Iterator[Partner]:
    terms, owed = making.book.terms, _terms_owed(making, "partner")
    kinds = [kind for kind in PARTNER_KIND.terms if kind in terms and kind not in owed]
    for kind in kinds or ([_NEIGHBOURS] if "society" in terms else []):
        yield Partner(id=PartnerId(f"partner-{kind.replace('_', '-')}"), kind=kind, school=SCHOOL)


def _bodies(making: Making, shape: Shape, first: date) -> Iterator[Any]:
    """Yield the bodies that the pack speaks of and that nobody is obliged to have, and who sits for the parents."""
    terms, is_bare = making.book.terms, shape.has_bare_bodies
    offices = [] if is_bare else _offices(making.book)
    owed = frozenset() if is_bare else _terms_owed(making, "committee")
    spoken_of = terms | ({_OF_PARENTS} if offices else set())
    for kind in COMMITTEE_KIND.terms:
        if kind in spoken_of and kind not in owed:
            committee = CommitteeId(f"committee-{kind.replace('_', '-')}")
            yield Committee(id=committee, kind=kind, unit=SCHOOL, level="school")
            for office in offices if kind == _OF_PARENTS else ():
                holder = making.world.of("guardian")[0].id
                yield Seat(id=f"seat-{committee}", committee=committee, holder=holder, office=office, since=first)


def _offices(book: Book) -> list[str]:
    """Return the office of who sits on the parents' committee from the beginning; none where norms ask for seats."""
    if _OF_PARENTS in book.terms and book.asking_for("seat"):
        return []
    is_shared_out = any(getattr(requirement_of(norm), "members", None) == "seats" for norm in book.norms)
    return [office for role, office in _OFFICES.items() if role in book.terms or is_shared_out][:1]


def _terms_owed(making: Making, class_name: str) -> frozenset[str]:
    """Return the kinds of body or partner, or the roles, that norms ask for: they are made where they are owed."""
    moment = making.world.clock.midnight(making.world.calendar.years[0].period.start)
    asked = [
        requirement_of(norm).where
        for norm in making.book.asking_for(class_name)
        if not is_prohibition(norm) and (norm.subject != "school" or making.applies(norm, SCHOOL, moment) is not False)
    ]
    return frozenset(str(one) for _, one in asked_terms(asked))
