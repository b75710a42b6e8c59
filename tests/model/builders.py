"""A small made-up school whose facts are made in a line each; nobody in it exists."""

from datetime import date, datetime, time
from typing import Any

from homeschool import model as m
from homeschool.calendar import SHANGHAI, Interval, SchoolCalendar, SchoolYear, TeachingHours, Term
from homeschool.model import Fact, Keeps, Kept, Register, View, fact_classes
from homeschool.model.clock import Clock, Micros

YEAR = SchoolYear(
    "2025-2026学年",
    Interval(date(2025, 9, 1), date(2026, 9, 1)),
    (
        Term("第一学期", Interval(date(2025, 9, 1), date(2026, 1, 24))),
        Term("第二学期", Interval(date(2026, 3, 2), date(2026, 7, 4))),
    ),
    teaching_hours=(TeachingHours(time(8, 20), time(12)), TeachingHours(time(14), time(16, 30))),
)
CALENDAR = SchoolCalendar((YEAR,))
CLOCK = Clock(SHANGHAI)
FIRST = date(2025, 9, 1)


def day(month: int, number: int) -> date:
    """Return a day of the school year 2025-2026: from September on it is of 2025."""
    return date(2025 if month >= 9 else 2026, month, number)


def at(month: int, number: int, hour: int = 12, minute: int = 0) -> datetime:
    """Return an instant of the school year 2025-2026; the hour left out: at noon."""
    return datetime.combine(day(month, number), time(hour, minute), SHANGHAI)


def micros(month: int, number: int, hour: int = 12) -> Micros:
    """Return an instant of the school year in microseconds."""
    return CLOCK.bounds(at(month, number, hour))[0]


def fact(class_name: str, id_: str, **fields: Any) -> Fact:
    """Make a fact of a class; what it is about is `s-one` unless said otherwise, and its kind its own."""
    infos = fact_classes()[class_name].fields
    if "concerns" in infos:
        fields.setdefault("concerns", ("s-one",))
    if "since" in infos and infos["since"].required:
        fields.setdefault("since", FIRST)
    made: Fact = fact_classes()[class_name].cls(id=id_, **fields)
    return made


def people() -> tuple[Fact, ...]:
    """Return one school with two classes, a child in each, a family, a staff, a partner and a parents' committee."""
    return (
        m.School(id=m_id("school"), stage="primary"),
        m.Grade(id=m_id("g3"), school=m_id("school")),
        m.SchoolClass(id=m_id("c31"), grade=m_id("g3"), subjects=("chinese", "mathematics")),
        m.SchoolClass(id=m_id("c32"), grade=m_id("g3"), subjects=("chinese",)),
        m.Student(id=m_id("s-one"), born_on=date(2016, 5, 10), household="urban"),
        m.Student(id=m_id("s-two"), born_on=date(2016, 2, 29)),
        fact("enrolment", "e-one", student="s-one", school_class="c31"),
        fact("enrolment", "e-two", student="s-two", school_class="c32"),
        m.Guardian(id=m_id("g-one")),
        m.Guardian(id=m_id("g-two")),
        m.Guardian(id=m_id("g-three")),
        fact("guardianship", "gs-one", student="s-one", guardian="g-one", relation="father"),
        fact("guardianship", "gs-two", student="s-one", guardian="g-two", relation="mother"),
        fact("guardianship", "gs-three", student="s-two", guardian="g-three", relation="paternal_grandmother"),
        m.Staff(id=m_id("t-head")),
        m.Staff(id=m_id("t-class")),
        m.Staff(id=m_id("t-maths")),
        fact("appointment", "a-head", staff="t-head", role="principal", unit="school"),
        fact("appointment", "a-class", staff="t-class", role="class_teacher", unit="c31"),
        fact("appointment", "a-maths", staff="t-maths", role="subject_teacher", unit="c32", subjects=("mathematics",)),
        m.Partner(id=m_id("p-one"), kind="community", school=m_id("school")),
        m.Committee(id=m_id("pc"), kind="parents_committee", unit="school", level="school"),
        fact("seat", "seat-one", committee="pc", holder="g-one", office="chair", represents="c31"),
        fact("seat", "seat-two", committee="pc", holder="g-three", represents="c32"),
    )


def m_id(id_: str) -> Any:
    """Return an id that passes for one of any kind."""
    return id_


def without(*class_names: str, fields: dict[str, frozenset[str]] | None = None) -> Keeps:
    """Return what a host keeps that keeps all but some classes, and of some classes not some fields."""
    classes = {name: Kept() for name in fact_classes() if name not in class_names}
    for name, left_out in (fields or {}).items():
        classes[name] = Kept(without=left_out)
    return Keeps(classes)


def kept_since(class_name: str, since: date | None) -> Keeps:
    """Return what a host keeps that keeps all, but one class only since a day; None: that too since ever."""
    return Keeps({**without().classes, class_name: Kept(since=since)})


def school(*more: Fact, drop: tuple[str, ...] = (), **fields: Any) -> Register:
    """Return the made-up school with more facts; one with the id of another takes its place, `drop` leaves some out."""
    given = {one.id for one in more}
    kept = [one for one in people() if one.id not in given and one.id not in drop]
    return Register((*kept, *more), fields.pop("calendar", CALENDAR), **fields)


def view_of(*more: Fact, as_of: datetime | None = None, drop: tuple[str, ...] = (), **fields: Any) -> View:
    """Return what is known of the made-up school with more facts; the moment left out: at the end of the year."""
    return View(school(*more, drop=drop, **fields), as_of=as_of or at(8, 31))
