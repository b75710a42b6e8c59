"""Who is subject to a norm, and when: existences, and the stays in which a norm applies."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from operator import attrgetter

import attrs

from homeschool.engine.changes import changing
from homeschool.engine.conditions import compile_condition
from homeschool.engine.needing import circumstanced, having
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Truth
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.register import Row
from homeschool.model.ties import school_of
from homeschool.policy.condition import TRUE, Condition


@attrs.define(eq=False)
class Stay:
    """An unbroken span in which a norm applies to a subject (`is_sure`), or in which that is not known."""

    subject: str
    school: str | None
    start: Micros
    end: Micros
    is_sure: bool = True


Existence = Stay
"""A subject within one school for a span of time: the stay under a norm that applies to all, at all times."""


def existences(scope: Scope, kind: str) -> Sequence[Existence]:
    """Return all existences of the subjects of a kind, in order of subject and time."""
    key = ("existences", kind)
    memory = scope.view.lasting
    found = memory.get(key)
    if found is None:
        found = memory[key] = sorted(_EXISTENCES[kind](scope), key=attrgetter("subject", "start"))
    return found


def existences_of(scope: Scope, kind: str) -> dict[str, list[Existence]]:
    """Return the existences of the subjects of a kind, by subject."""
    key = ("existences of", kind)
    memory = scope.view.lasting
    found = memory.get(key)
    if found is None:
        found = memory[key] = defaultdict(list)
        for existence in existences(scope, kind):
            found[existence.subject].append(existence)
    return found


def _always(scope: Scope, *, class_name: str) -> Iterable[Existence]:
    for fact in scope.view.facts(class_name):
        yield Existence(fact.id, school_of(scope.view, fact.id, 0), ALWAYS, NEVER)


def _spanned(scope: Scope, *, class_name: str) -> Iterable[Existence]:
    for fact in scope.view.facts(class_name):
        start, end = scope.view.bounds(fact)
        yield Existence(fact.id, school_of(scope.view, fact.id, start), start, end)


def _merged(subject: str, spans: dict[str | None, list[Bounds]]) -> Iterable[Existence]:
    for school, found in spans.items():
        for start, end in merge(found) if len(found) > 1 else found:
            yield Existence(subject, school, start, end)


def merge(spans: Iterable[Bounds]) -> list[Bounds]:
    """Return spans with those that overlap or adjoin put together, sorted."""
    merged: list[Bounds] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _by_ties(scope: Scope, *, class_name: str, field: str, place: str) -> Iterable[Existence]:
    """Yield the existences of what a relation ties to a place: students by enrolments, staff by appointments."""
    view = scope.view
    schools: dict[str, str | None] = {}
    kinds = fact_classes()[class_name].fields[field].targets
    standing = {row[1] for kind in kinds for row in view.rows(kind)}
    for subject, rows in view.linked_rows(class_name, field).items():
        if subject not in standing:
            continue
        spans: dict[str | None, list[Bounds]] = {}
        for low, _, high, _, tie in rows:
            unit = getattr(tie, place)
            if unit not in schools:
                schools[unit] = school_of(view, unit, low)
            if not rows[1:]:
                yield Existence(subject, schools[unit], low, high)
                break
            spans.setdefault(schools[unit], []).append((low, high))
        if spans:
            yield from _merged(subject, spans)


def _guardianships(scope: Scope) -> Iterable[Existence]:
    children = existences_of(scope, "student")
    for low, id_, high, _, tie in scope.view.rows("guardianship"):
        for child in children.get(tie.student, ()):
            start, end = max(low, child.start), min(high, child.end)
            if start < end:
                yield Existence(id_, child.school, start, end)


def _guardians(scope: Scope) -> Iterable[Existence]:
    spans: dict[str, dict[str | None, list[Bounds]]] = {}
    guardian_of = {row[1]: row[4].guardian for row in scope.view.rows("guardianship")}
    for existence in existences(scope, "guardianship"):
        by_school = spans.setdefault(guardian_of[existence.subject], {})
        by_school.setdefault(existence.school, []).append((existence.start, existence.end))
    for subject, by_school in spans.items():
        if scope.view.get(subject) is not None:
            yield from _merged(subject, by_school)


_EXISTENCES: dict[str, Callable[[Scope], Iterable[Existence]]] = {
    "school": partial(_always, class_name="school"),
    "grade": partial(_always, class_name="grade"),
    "school_class": partial(_spanned, class_name="school_class"),
    "student": partial(_by_ties, class_name="enrolment", field="student", place="school_class"),
    "guardian": _guardians,
    "guardianship": _guardianships,
    "staff": partial(_by_ties, class_name="appointment", field="staff", place="unit"),
    "appointment": partial(_spanned, class_name="appointment"),
    "partner": partial(_spanned, class_name="partner"),
    "committee": partial(_spanned, class_name="committee"),
    "seat": partial(_spanned, class_name="seat"),
}


def applying(scope: Scope, kind: str, condition: Condition, in_force: Bounds) -> "Applying":
    """Return what tells to whom a condition applies, and when; one for all norms that ask the same."""
    key = ("applying", kind, condition, in_force, id(scope.definitions))
    found = scope.memory.get(key)
    if found is None:
        found = scope.memory[key] = Applying(scope, kind, condition, in_force)
    return found


class Applying:
    """Tells to whom a norm applies, and when."""

    def __init__(self, scope: Scope, kind: str, condition: Condition, in_force: Bounds) -> None:
        self.scope = scope
        self.kind = kind
        self.in_force = in_force
        self.is_plain = condition == TRUE
        self._ask = compile_condition(scope, condition, kind)
        self._changes = changing(scope, condition, kind)
        self._circumstanced = circumstanced(scope, condition)
        self._having = having(scope, condition, kind)
        self._alike: dict[tuple[object, ...], Sequence[tuple[Micros, Micros, bool]]] = {}
        self._needs_some = False
        self._stays: dict[int, Sequence[Stay]] = {}

    def forget(self, existences: Iterable[Existence]) -> None:
        """Work out the stays within some existences anew when they are next asked for."""
        for existence in existences:
            self._stays.pop(id(existence), None)

    def truth(self, subject: str, at: Micros) -> Truth:
        """Tell whether the norm applies to a subject at a moment, of its condition alone."""
        if self.is_plain:
            return True
        fact = self.scope.view.get(subject)
        return None if fact is None else self._ask(fact, Context(at, subject))

    def all_stays(self, existences: Sequence[Existence]) -> Iterable[tuple[Existence, Sequence[Stay]]]:
        """Return the existences within which there are stays, each with those."""
        if self.is_plain and self.in_force == (ALWAYS, NEVER):
            return zip(existences, zip(existences, strict=True), strict=True)
        return self._some_stays(existences)

    def _some_stays(self, existences: Iterable[Existence]) -> Iterable[tuple[Existence, Sequence[Stay]]]:
        stays_of, some = self.stays, self._having
        for existence in existences:
            if some is None and self._needs_some:
                some = self._circumstanced
            if some is not None and existence.subject not in some:
                continue
            stays = stays_of(existence)
            if stays:
                yield existence, stays

    def stays(self, existence: Existence) -> Sequence[Stay]:
        """Return the stays of a subject within one existence, those that are not sure too, in order of time."""
        if self.is_plain and self.in_force[0] <= existence.start and existence.end <= self.in_force[1]:
            return (existence,)
        found = self._stays.get(id(existence))
        if found is None:
            found = self._stays[id(existence)] = self._find(existence)
        return found

    def _find(self, existence: Existence) -> Sequence[Stay]:
        low, high = self.in_force
        start, end = max(existence.start, low), min(existence.end, high)
        if start >= end:
            return ()
        if self.is_plain:
            return (Stay(existence.subject, existence.school, start, end, is_sure=True),)
        if self._having is not None and not self._having.get(existence.subject):
            return ()
        if self._circumstanced is None:
            return tuple(self._find_each(existence, start, end))
        return self._find_alike(existence, start, end, self._circumstanced.get(existence.subject, ()))

    def _find_alike(self, existence: Existence, start: Micros, end: Micros, rows: Sequence[Row]) -> Sequence[Stay]:
        """Return the stays of a subject whose circumstances alone decide: all who are in the same have the same."""
        key = (start, end, *[(low, high, fact.kind) for low, _, high, _, fact in rows])
        alike = self._alike.get(key)
        if alike is None:
            found = self._find_each(existence, start, end)
            alike = self._alike[key] = [(stay.start, stay.end, stay.is_sure) for stay in found]
            self._needs_some = self._needs_some or not (rows or alike)
        if not alike:
            return ()
        whole = (existence.start, existence.end, existence.is_sure)
        return tuple(
            [existence if span == whole else Stay(existence.subject, existence.school, *span) for span in alike]
        )

    def _find_each(self, existence: Existence, start: Micros, end: Micros) -> Iterable[Stay]:
        edges = [edge for edge in self._changes(existence.subject) if start < edge < end]
        if not edges:
            truth = self.truth(existence.subject, start)
            yield from self._stay(existence, (start, end, truth))
            return
        moments = [start, *sorted(edges), end]
        current: tuple[Micros, Micros, Truth] | None = None
        for low, high in pairwise(moments):
            truth = self.truth(existence.subject, low)
            if current is not None and current[2] is truth:
                current = (current[0], high, truth)
                continue
            yield from self._stay(existence, current)
            current = (low, high, truth)
        yield from self._stay(existence, current)

    @staticmethod
    def _stay(existence: Existence, span: tuple[Micros, Micros, Truth] | None) -> Iterable[Stay]:
        if span is not None and span[2] is not False:
            yield Stay(existence.subject, existence.school, span[0], span[1], is_sure=span[2] is True)
