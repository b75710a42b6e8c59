"""From this host's rows to the library's facts: the module that every host writes for itself.

Four things are settled here.  *Ids*: rows are numbered table by table, facts share one space, so an id gets its table
before it.  *Words*: this host's words become terms of the library's vocabularies.  *Times*: every fact says when it was
written down, so that what was known at any moment can be asked again.  *Scope*: `KEEPS` says what this host does not
record, and what rests on that is undetermined, never breached.  Names stay here: the library needs none.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import assert_never

from examples.host.rows import Call, Care, Entry, Form, Observation, Post, Pupil, Visit
from homeschool import Interval, Keeps, Kept, Register, SchoolCalendar, SchoolYear, Term
from homeschool.errors import Mistake, RecordsError
from homeschool.model import (
    Appointment,
    Circumstance,
    Concern,
    Contact,
    Enrolment,
    Fact,
    Grade,
    HomeVisit,
    School,
    SchoolClass,
    Staff,
    Student,
    fact_classes,
)
from homeschool.model.ids import ClassId, GradeId, SchoolId, StaffId, StudentId

VERSION = 1
"""Raise it with every change to this module that can change a fact: older snapshots are then made anew."""

ROLES = MappingProxyType({"班主任": "class_teacher", "科任教师": "subject_teacher", "心理教师": "psychology_teacher"})
REASONS = MappingProxyType({"留守": "left_behind", "单亲": "single_parent", "随迁": "migrant", "低收入": "low_income"})
NATURES = MappingProxyType({"情绪": "emotional", "行为": "behavioural", "旷课": "truancy"})

SCHOOL = SchoolId("school")


def _kept(name: str, *filled: str) -> Kept:
    """Say that of a class of facts only some fields that may be left out are filled by this host."""
    always = {"recorded_at", "cancelled", *filled}
    known = fact_classes()[name].fields.values()
    return Kept(without=frozenset(info.name for info in known if not info.required and info.name not in always))


KEEPS = Keeps(
    {
        "school": _kept("school", "stage"),
        "grade": _kept("grade"),
        "school_class": _kept("school_class"),
        "staff": _kept("staff"),
        "appointment": _kept("appointment", "until"),
        "student": _kept("student"),
        "enrolment": _kept("enrolment", "until"),
        "circumstance": _kept("circumstance", "until"),
        "home_visit": _kept("home_visit", "visitors", "place"),
        "concern": _kept("concern", "discovered_at", "discovered_by"),
        "contact": _kept("contact", "by", "whom", "reached", "about"),
    }
)


def calendar() -> SchoolCalendar:
    """Return the school years, as this made-up school published them."""
    years = []
    for start in (2025, 2026):
        first = Term("第一学期", Interval(date(start, 9, 1), date(start + 1, 1, 24)))
        second = Term("第二学期", Interval(date(start + 1, 3, 2), date(start + 1, 7, 4)))
        days = Interval(date(start, 9, 1), date(start + 1, 9, 1))
        years.append(SchoolYear(f"{start}-{start + 1}学年", days, (first, second)))
    return SchoolCalendar(tuple(years))


def register_of(entries: Iterable[Entry]) -> Register:
    """Return a register of all that some entries say."""
    return Register([fact for entry in entries for fact in facts_of(entry)], calendar(), keeps=KEEPS)


def facts_of(entry: Entry) -> tuple[Fact, ...]:
    """Return the facts that an entry says, one or several; what several entries say alike is one fact.

    Raises:
        RecordsError: the row holds a word that this host does not know.
    """
    at = entry.recorded_at
    match entry.row:
        case Form() as form:
            return _of_form(form, at)
        case Post() as post:
            return _of_post(post, at)
        case Pupil() as pupil:
            return _of_pupil(pupil, at)
        case Care() as care:
            return (_circumstance(care, at),)
        case Visit() as visit:
            return (_home_visit(visit, at),)
        case Observation() as observation:
            return (_concern(observation, at),)
        case Call() as call:
            return (_contact(call, at),)
        case _ as never:
            assert_never(never)


def _grade(number: int) -> GradeId:
    return GradeId(f"grade-{number}")


def _form(id_: str) -> ClassId:
    return ClassId(f"form-{id_}")


def _teacher(id_: str) -> StaffId:
    return StaffId(f"teacher-{id_}")


def _pupil(id_: str) -> StudentId:
    return StudentId(f"pupil-{id_}")


def _term(words: Mapping[str, str], word: str, place: str) -> str:
    if word not in words:
        raise RecordsError([Mistake(place, f"expected one of {', '.join(words)}")])
    return words[word]


def _of_form(form: Form, at: datetime) -> tuple[Fact, ...]:
    grade = _grade(form.grade)
    return (
        School(id=SCHOOL, stage="primary"),
        Grade(id=grade, school=SCHOOL),
        SchoolClass(id=_form(form.id), grade=grade, recorded_at=at),
    )


def _of_post(post: Post, at: datetime) -> tuple[Fact, ...]:
    staff = _teacher(post.teacher)
    appointment = Appointment(
        id=f"post-{post.id}",
        staff=staff,
        role=_term(ROLES, post.work, "posts.work"),
        unit=SCHOOL if post.form is None else _form(post.form),
        since=post.since,
        until=post.until,
        recorded_at=at,
    )
    return (Staff(id=staff), appointment)


def _of_pupil(pupil: Pupil, at: datetime) -> tuple[Fact, ...]:
    student = _pupil(pupil.id)
    enrolment = Enrolment(
        id=f"place-{pupil.id}",
        student=student,
        school_class=_form(pupil.form),
        since=pupil.joined_on,
        until=pupil.left_on,
        recorded_at=at,
    )
    return (Student(id=student), enrolment)


def _circumstance(care: Care, at: datetime) -> Circumstance:
    return Circumstance(
        id=f"care-{care.id}",
        person=_pupil(care.pupil),
        kind=_term(REASONS, care.reason, "care.reason"),
        since=care.since,
        until=care.until,
        recorded_at=at,
    )


def _home_visit(visit: Visit, at: datetime) -> HomeVisit:
    second = () if visit.second_teacher is None else (_teacher(visit.second_teacher),)
    return HomeVisit(
        id=f"visit-{visit.id}",
        occurred=visit.day,
        concerns=(_pupil(visit.pupil),),
        visitors=(_teacher(visit.teacher), *second),
        place="home" if visit.at_home else "other",
        cancelled=visit.withdrawn,
        recorded_at=at,
    )


def _concern(observation: Observation, at: datetime) -> Concern:
    return Concern(
        id=f"observation-{observation.id}",
        occurred=observation.noticed_at,
        concerns=(_pupil(observation.pupil),),
        nature=_term(NATURES, observation.what, "observations.what"),
        discovered_at=observation.noticed_at,
        discovered_by=(_teacher(observation.teacher),),
        cancelled=observation.withdrawn,
        recorded_at=at,
    )


def _contact(call: Call, at: datetime) -> Contact:
    return Contact(
        id=f"call-{call.id}",
        occurred=call.called_at,
        concerns=(_pupil(call.pupil),),
        by=(_teacher(call.teacher),),
        whom="guardian",
        reached=call.answered,
        about=() if call.observation is None else (f"observation-{call.observation}",),
        cancelled=call.withdrawn,
        recorded_at=at,
    )
