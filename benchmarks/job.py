"""The reference job: visits to key students, a visit a year to each, a contact within a day of each concern."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from homeschool.calendar import SHANGHAI, Interval, SchoolCalendar, SchoolYear, Term
from homeschool.model import (
    Appointment,
    Circumstance,
    Concern,
    Contact,
    Enrolment,
    Fact,
    Grade,
    HomeVisit,
    Register,
    School,
    SchoolClass,
    Staff,
    Student,
)
from homeschool.model.ids import ClassId, GradeId, SchoolId, StaffId, StudentId

_SCHOOL, _GRADE, _CLASS = SchoolId("school"), GradeId("g1"), ClassId("c1")
FIRST = date(2025, 9, 1)
TERMS = (
    Term("第一学期", Interval(FIRST, date(2026, 1, 24))),
    Term("第二学期", Interval(date(2026, 3, 2), date(2026, 7, 4))),
)
YEAR = Interval(FIRST, date(2026, 9, 1))
AS_OF = datetime(2026, 8, 20, 12, tzinfo=SHANGHAI)
PACK = """id = "job"
title = { zh = "基准", en = "Reference job" }
[definitions.key_student]
title = { zh = "重点关注学生", en = "key-attention student" }
subject = "student"
where = { circumstances = ["single_parent", "left_behind"] }
"""
NORMS = """[[norm]]
id = "visits"
clause = "1"
modality = "obligation"
title = { zh = "每学期两次", en = "Two visits a term" }
bearer = ["class_teacher", "psychology_teacher"]
subject = "student"
applies_to = { is = "key_student" }
timing = { every = "term" }
requires = { at_least = 2, of = "home_visit", where = { place = "home", "visitors.role" = "psychology_teacher" } }
[[norm]]
id = "yearly"
clause = "2"
modality = "obligation"
title = { zh = "每年一次", en = "A visit a year" }
bearer = "class_teacher"
subject = "student"
timing = { every = "school_year" }
requires = { at_least = 1, of = "home_visit" }
[[norm]]
id = "contact"
clause = "3"
modality = "obligation"
title = { zh = "24小时内联系", en = "A contact within 24 hours" }
bearer = "class_teacher"
subject = "student"
timing = { upon = "concern", counted_from = "discovered_at", within = "24 h" }
requires = { at_least = 1, of = "contact", where = { whom = "guardian", reached = true } }
"""


def make_register(students: int, seed: int = 1, visits: int = 6) -> Register:
    """Make the register of a made-up school, with so many visits a student; the same arguments give an equal one."""
    calendar = SchoolCalendar((SchoolYear("2025-2026学年", YEAR, TERMS),))
    dice = Random(seed)  # noqa: S311 - made-up records, not secrets
    facts = list(_school())
    for number in range(students):
        facts += _student(number, dice, visits)
    return Register(facts, calendar)


def _school() -> Iterator[Fact]:
    yield School(id=_SCHOOL)
    yield Grade(id=_GRADE, school=_SCHOOL)
    yield SchoolClass(id=_CLASS, grade=_GRADE)
    for id_, role, unit in (
        (StaffId("t-class"), "class_teacher", _CLASS),
        (StaffId("t-psych"), "psychology_teacher", _SCHOOL),
    ):
        yield Staff(id=id_)
        yield Appointment(id=f"a-{id_}", staff=id_, role=role, unit=unit, since=FIRST)


def _student(number: int, dice: Random, visits: int) -> Iterator[Fact]:
    id_ = StudentId(f"s-{number:07}")
    yield Student(id=id_)
    yield Enrolment(id=f"e-{number:07}", student=id_, school_class=_CLASS, since=FIRST)
    if number % 5 == 0:
        yield Circumstance(id=f"ci-{number:07}", person=id_, kind="single_parent", since=FIRST)
    for visit in range(visits):
        yield HomeVisit(
            id=f"v-{number:07}-{visit}",
            occurred=_moment(dice, 300),
            concerns=(id_,),
            place=dice.choice(("home", "home", "school")),
            visitors=("t-class", "t-psych") if dice.random() < 0.6 else ("t-class",),
        )
    if dice.random() < 0.3:
        found = _moment(dice, 300)
        yield Concern(id=f"co-{number:07}", occurred=found, concerns=(id_,), nature="emotional", discovered_at=found)
        yield Contact(
            id=f"k-{number:07}",
            occurred=found + timedelta(minutes=dice.randrange(1, 30 * 60)),
            concerns=(id_,),
            whom="guardian",
            reached=True,
        )


def _moment(dice: Random, days: int) -> datetime:
    return datetime.combine(FIRST, datetime.min.time(), SHANGHAI) + timedelta(minutes=dice.randrange(days * 24 * 60))
