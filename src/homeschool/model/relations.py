"""Relations and circumstances: always intervals ``[since, until)`` of civil days, never flags.

An end that lies after the moment of asking is not foreseen: nobody leaves before the day on which they leave.
"""

from datetime import date, datetime

from homeschool.model import vocabularies as v
from homeschool.model.fields import Record, day, fact, instant, ref, term, terms, text
from homeschool.model.ids import ClassId, CommitteeId, FactId, GuardianId, StaffId, StudentId


@fact
class Enrolment(Record):
    """A student belongs to a class."""

    id: FactId = text(zh="编号")
    student: StudentId = ref("student", zh="学生")
    school_class: ClassId = ref("school_class", zh="班级")
    since: date = day(zh="开始日期")
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Guardianship(Record):
    """A guardian answers for a student, in a `relation`."""

    id: FactId = text(zh="编号")
    student: StudentId = ref("student", zh="学生")
    guardian: GuardianId = ref("guardian", zh="监护人")
    relation: str | None = term(v.RELATION, zh="关系", default=None)
    since: date = day(zh="开始日期")
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Appointment(Record):
    """A staff member holds a role in a school, grade or class (`unit`), for some school subjects where it teaches."""

    id: FactId = text(zh="编号")
    staff: StaffId = ref("staff", zh="教职工")
    role: str = term(v.ROLE, zh="岗位")
    unit: str = ref("school", "grade", "school_class", zh="所属单位")
    subjects: tuple[str, ...] | None = terms(v.SCHOOL_SUBJECT, zh="任教学科", default=None)
    since: date = day(zh="开始日期")
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Circumstance(Record):
    """Something that holds of a person for a time: left-behind, boarding, away working.

    `subjects` says in which school subjects a learning difficulty shows.
    """

    id: FactId = text(zh="编号")
    person: str = ref("student", "guardian", zh="当事人")
    kind: str = term(v.CIRCUMSTANCE, zh="情形", sensitive=True)
    subjects: tuple[str, ...] | None = terms(v.SCHOOL_SUBJECT, zh="涉及学科", default=None)
    since: date = day(zh="开始日期")
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Seat(Record):
    """A person (`holder`) sits on a body, in an `office`; `represents` is the class or grade it speaks for.

    The end of a seat is the end of its term, known from the start.
    """

    id: FactId = text(zh="编号")
    committee: CommitteeId = ref("committee", zh="组织")
    holder: str = ref("guardian", "staff", "partner", zh="成员")
    office: str | None = term(v.OFFICE, zh="职务", default=None)
    represents: str | None = ref("school_class", "grade", "partner", zh="代表单位", default=None)
    obtained_by: str | None = term(v.OBTAINED, zh="产生方式", default=None)
    since: date = day(zh="开始日期")
    until: date | None = day(zh="截止日期(不含)", default=None)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)
