"""The reference job as one would write it by hand for a stream: counters, and a heap of the deadlines to come."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush

from benchmarks.by_hand import KEY
from benchmarks.job import TERMS
from homeschool.calendar import SHANGHAI
from homeschool.model import Appointment, Circumstance, Concern, Contact, Enrolment, Fact, HomeVisit

_DAY = timedelta(hours=24)


def _term_of(day: date) -> int | None:
    return next((number for number, term in enumerate(TERMS) if day in term.period), None)


class ByHand:
    """Keeps the verdicts of the three norms current, record by record."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.key: set[str] = set()
        self.psychologists: set[str] = set()
        self.visits: dict[tuple[str, int], int] = {}
        self.yearly: dict[str, str] = {}
        self.contacts: dict[tuple[str, str], str] = {}
        self.open: dict[str, list[tuple[datetime, str]]] = {}
        self.deadlines: list[tuple[datetime, str, str]] = []
        for fact in facts:
            match fact:
                case Enrolment():
                    self.yearly[fact.student] = "pending"
                case Circumstance() if fact.kind in KEY:
                    self.key.add(fact.person)
                case Appointment() if fact.role == "psychology_teacher":
                    self.psychologists.add(fact.staff)
                case _:
                    pass

    def take(self, fact: Fact) -> int:
        """Take in a record at the moment at which it occurred; return how many verdicts changed."""
        changed = self._pass(fact.occurred)  # type: ignore[union-attr, arg-type]
        match fact:
            case HomeVisit():
                changed += self._visit(fact)
            case Concern():
                student, start = str(fact.concerns[0]), fact.discovered_at
                assert start is not None
                self.contacts[student, fact.id] = "pending"
                self.open.setdefault(student, []).append((start, fact.id))
                heappush(self.deadlines, (start + _DAY, student, fact.id))
                changed += 1
            case Contact() if fact.whom == "guardian" and fact.reached:
                changed += self._contact(str(fact.concerns[0]), fact.occurred)  # type: ignore[arg-type]
            case _:
                pass
        return changed

    def _pass(self, now: datetime) -> int:
        """Let the deadlines pass that have come, in silence too."""
        changed = 0
        while self.deadlines and self.deadlines[0][0] < now:
            _, student, concern = heappop(self.deadlines)
            if self.contacts[student, concern] == "pending":
                self.contacts[student, concern] = "breached"
                changed += 1
        return changed

    def _visit(self, visit: HomeVisit) -> int:
        student, changed = str(visit.concerns[0]), 0
        if self.yearly[student] == "pending":
            self.yearly[student] = "fulfilled"
            changed += 1
        is_fit = visit.place == "home" and not self.psychologists.isdisjoint(visit.visitors or ())
        if is_fit and student in self.key:
            assert isinstance(visit.occurred, datetime)
            term = _term_of(visit.occurred.date())
            if term is not None:
                self.visits[student, term] = self.visits.get((student, term), 0) + 1
                changed += self.visits[student, term] <= 2
        return changed

    def _contact(self, student: str, when: datetime) -> int:
        changed = 0
        for start, concern in self.open.pop(student, ()):
            if start <= when <= start + _DAY and self.contacts[student, concern] == "pending":
                self.contacts[student, concern] = "fulfilled"
                changed += 1
        return changed

    def fulfilled(self) -> tuple[int, int, int]:
        """Return how many duties of each norm are fulfilled."""
        visits = sum(number > 1 for number in self.visits.values())
        yearly = sum(status == "fulfilled" for status in self.yearly.values())
        return visits, yearly, sum(status == "fulfilled" for status in self.contacts.values())


def midnight(day: date) -> datetime:
    """Return the first moment of a day."""
    return datetime.combine(day, time(), SHANGHAI)
