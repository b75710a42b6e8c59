"""The reference job as one would write it by hand for it alone: loops over sorted records, no library."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from benchmarks.job import AS_OF, TERMS, YEAR
from homeschool.calendar import SHANGHAI
from homeschool.model import Appointment, Circumstance, Concern, Contact, Enrolment, Fact, HomeVisit

KEY = ("single_parent", "left_behind")
_DAY = timedelta(hours=24)
_MICROSECOND = timedelta(microseconds=1)
_TERMS = tuple(
    (datetime.combine(term.period.start, time(), SHANGHAI), datetime.combine(term.period.end, time(), SHANGHAI))
    for term in TERMS
    if term.period.end is not None
)
_YEAR = (datetime.combine(YEAR.start, time(), SHANGHAI), datetime(2026, 9, 1, tzinfo=SHANGHAI))


class Verdict(NamedTuple):
    """What became of one duty."""

    norm: str
    subject: str
    opens: datetime
    status: str
    decided: datetime | None
    evidence: tuple[str, ...]


class Index(NamedTuple):
    """The records of the job by student, each list in order of time."""

    students: list[str]
    key: set[str]
    psychologists: set[str]
    visits: dict[str, list[Any]]
    concerns: dict[str, list[Concern]]
    contacts: dict[str, list[Any]]


def index(facts: Iterable[Fact]) -> Index:
    """Sort records by student and time."""
    found = Index([], set(), set(), {}, {}, {})
    for fact in facts:
        match fact:
            case HomeVisit():
                found.visits.setdefault(str(fact.concerns[0]), []).append(fact)
            case Contact():
                if fact.whom == "guardian" and fact.reached:
                    found.contacts.setdefault(str(fact.concerns[0]), []).append(fact)
            case Concern():
                found.concerns.setdefault(str(fact.concerns[0]), []).append(fact)
            case Enrolment():
                found.students.append(fact.student)
            case Circumstance() if fact.kind in KEY:
                found.key.add(fact.person)
            case Appointment() if fact.role == "psychology_teacher":
                found.psychologists.add(fact.staff)
            case _:
                pass
    found.students.sort()
    for same in found.visits.values():
        same.sort(key=attrgetter("occurred"))
    return found


def judge(records: Index) -> list[Verdict]:
    """Judge every duty of the three norms."""
    found: list[Verdict] = []
    for student in records.students:
        visits = records.visits.get(student, [])
        if student in records.key:
            fit = [
                visit
                for visit in visits
                if visit.place == "home" and not records.psychologists.isdisjoint(visit.visitors or ())
            ]
            found += [_at_least(2, "visits", student, fit, window) for window in _TERMS]
        found.append(_at_least(1, "yearly", student, visits, _YEAR))
        for concern in records.concerns.get(student, ()):
            found.append(_answered(student, concern, records.contacts.get(student, [])))
    return found


def _at_least(number: int, norm: str, student: str, visits: list[Any], window: tuple[datetime, datetime]) -> Verdict:
    start, stop = window
    counted = []
    for visit in visits:
        if start <= visit.occurred < stop and visit.occurred <= AS_OF:
            counted.append(visit.id)
            if len(counted) == number:
                return Verdict(norm, student, start, "fulfilled", visit.occurred, tuple(counted))
    if stop <= AS_OF:
        return Verdict(norm, student, start, "breached", stop, ())
    return Verdict(norm, student, start, "pending", None, ())


def _answered(student: str, concern: Concern, contacts: list[Any]) -> Verdict:
    start = concern.discovered_at
    assert start is not None
    for contact in contacts:
        if start <= contact.occurred <= start + _DAY:
            return Verdict("contact", student, start, "fulfilled", contact.occurred, (contact.id,))
    if start + _DAY < AS_OF:
        return Verdict("contact", student, start, "breached", start + _DAY + _MICROSECOND, ())
    return Verdict("contact", student, start, "pending", None, ())
