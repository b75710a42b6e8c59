"""Entities: people and organisations.  They have no time of their own; the dated relations between them do."""

from datetime import date, datetime

from homeschool.model import vocabularies as v
from homeschool.model.fields import Record, day, fact, instant, ref, term, terms, text
from homeschool.model.ids import (
    ClassId,
    CommitteeId,
    GradeId,
    GuardianId,
    PartnerId,
    SchoolId,
    StaffId,
    StudentId,
)


@fact
class School(Record):
    """A school, of one `stage`; its register may hold several."""

    id: SchoolId = text(zh="编号")
    name: str | None = text(zh="名称", default=None)
    stage: str | None = term(v.STAGE, zh="学段", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Grade(Record):
    """A grade of a school."""

    id: GradeId = text(zh="编号")
    school: SchoolId = ref("school", zh="学校")
    name: str | None = text(zh="名称", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class SchoolClass(Record):
    """A class of a grade, the school subjects it is taught, and the days it exists, `until` excluded."""

    id: ClassId = text(zh="编号")
    grade: GradeId = ref("grade", zh="年级")
    name: str | None = text(zh="名称", default=None)
    subjects: tuple[str, ...] | None = terms(v.SCHOOL_SUBJECT, zh="开设学科", default=None)
    since: date | None = day(zh="开始日期", default=None)
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Student(Record):
    """A child at a school; which class is said by an `Enrolment`, what applies to the child by `Circumstance`."""

    id: StudentId = text(zh="编号")
    name: str | None = text(zh="姓名", default=None, sensitive=True)
    sex: str | None = term(v.SEX, zh="性别", default=None, sensitive=True)
    born_on: date | None = day(zh="出生日期", default=None, sensitive=True)
    household: str | None = term(v.HOUSEHOLD, zh="户籍", default=None, sensitive=True)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Guardian(Record):
    """A parent or other guardian; whose, and since when, is said by a `Guardianship`."""

    id: GuardianId = text(zh="编号")
    name: str | None = text(zh="姓名", default=None, sensitive=True)
    occupation: str | None = text(zh="职业", default=None, sensitive=True)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Staff(Record):
    """A person who works at a school; in which role, and since when, is said by an `Appointment`."""

    id: StaffId = text(zh="编号")
    name: str | None = text(zh="姓名", default=None, sensitive=True)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Partner(Record):
    """An organisation or person of society that works with a school, or that owes a duty to its children."""

    id: PartnerId = text(zh="编号")
    kind: str = term(v.PARTNER_KIND, zh="类型")
    school: SchoolId | None = ref("school", zh="学校", default=None)
    name: str | None = text(zh="名称", default=None, sensitive=True)
    since: date | None = day(zh="开始日期", default=None)
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Committee(Record):
    """A body with seats: a parents' committee at some `level`, a leading group, a review group.

    `unit` is the school, grade or class whose body it is.
    """

    id: CommitteeId = text(zh="编号")
    kind: str = term(v.COMMITTEE_KIND, zh="类型")
    unit: str = ref("school", "grade", "school_class", zh="所属单位")
    level: str | None = term(v.LEVEL, zh="级别", default=None)
    name: str | None = text(zh="名称", default=None)
    since: date | None = day(zh="开始日期", default=None)
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)
