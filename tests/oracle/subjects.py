"""Whom a norm applies to, and when: existence at a school, and stays."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import attrs
from dateutil.relativedelta import relativedelta

from homeschool.calendar import Interval
from homeschool.model import View, fact_classes, ties
from homeschool.model.clock import ALWAYS, NEVER, Bounds
from homeschool.policy.condition import Condition
from homeschool.policy.norm import Norm
from tests.oracle.conditions import Case, Truth, truth

Anything = Any


@attrs.frozen
class Existence:
    """A subject at a school, from `start` until `end`."""

    subject: str
    school: str | None
    start: int
    end: int


@attrs.frozen
class Stay:
    """An unbroken interval in which a norm applies; not `is_sure`: in which it is not known to apply or not."""

    start: int
    end: int
    is_sure: bool


def existences(view: View, kind: str) -> list[Existence]:
    """Return when each subject of a kind is there, and at which school."""
    match kind:
        case "student":
            return _by_school(view, "enrolment", "student", "school_class")
        case "staff":
            return _by_school(view, "appointment", "staff", "unit")
        case "guardianship":
            return list(_guardianships(view))
        case "guardian":
            return _merged((view.get(found.subject).guardian, found) for found in _guardianships(view))
        case "school" | "grade":
            return [Existence(one.id, _school(view, one.id), ALWAYS, NEVER) for one in view.facts(kind)]
        case "partner":
            return [Existence(one.id, one.school, *view.bounds(one)) for one in view.facts(kind)]
        case "appointment" | "committee":
            return [Existence(one.id, _school(view, one.unit), *view.bounds(one)) for one in view.facts(kind)]
        case "seat":
            return [Existence(one.id, _school(view, one.committee), *view.bounds(one)) for one in view.facts(kind)]
        case _:
            return [Existence(one.id, _school(view, one.id), *view.bounds(one)) for one in view.facts(kind)]


def _school(view: View, unit: str) -> str | None:
    return ties.school_of(view, unit, 0)


def _by_school(view: View, relation: str, who: str, where: str) -> list[Existence]:
    return _merged(
        (getattr(tie, who), Existence("", _school(view, getattr(tie, where)), *view.bounds(tie)))
        for tie in view.facts(relation)
    )


def _guardianships(view: View) -> Iterator[Existence]:
    students = existences(view, "student")
    for tie in view.facts("guardianship"):
        since, until = view.bounds(tie)
        for one in students:
            start, end = max(since, one.start), min(until, one.end)
            if one.subject == tie.student and start < end:
                yield Existence(tie.id, one.school, start, end)


def _merged(found: Iterable[tuple[str, Existence]]) -> list[Existence]:
    """Join what overlaps or touches, for each subject and school."""
    joined: list[Existence] = []
    for subject, one in sorted(found, key=lambda item: (item[0], str(item[1].school), item[1].start)):
        last = joined[-1] if joined else None
        if last is not None and (last.subject, last.school) == (subject, one.school) and one.start <= last.end:
            joined[-1] = attrs.evolve(last, end=max(last.end, one.end))
        else:
            joined.append(attrs.evolve(one, subject=subject))
    return joined


def instants(view: View) -> list[int]:
    """Return every instant at which anything in the register may change."""
    found = {edge for name in fact_classes() for fact in view.facts(name) for edge in view.bounds(fact)}
    for student in view.facts("student"):
        if student.born_on is not None:
            birthdays = (student.born_on + relativedelta(years=years) for years in range(26))
            found |= {view.clock.midnight(day + timedelta(days=1)) for day in birthdays}
    found |= {view.clock.midnight(kept.since) for kept in view.keeps.classes.values() if kept.since is not None}
    return sorted(found - {ALWAYS, NEVER})


def segments(bounds: Bounds, cuts: Iterable[int]) -> list[Bounds]:
    """Return an interval cut at the instants that lie in it."""
    start, end = bounds
    return list(pairwise([start, *(cut for cut in sorted(set(cuts)) if start < cut < end), end])) if start < end else []


def stays(case: Case, existence: Existence, norm: Norm) -> list[Stay]:
    """Return the stays of a subject within one existence, and the intervals in which it is not known to stay."""
    found: list[tuple[Bounds, Truth]] = []
    for start, end in segments((existence.start, existence.end), instants(case.view)):
        applies = _applies(case, norm.applies_to, start if start > ALWAYS else min(end, case.view.as_of) - 1)
        if found and found[-1][1] is applies:
            found[-1] = ((found[-1][0][0], end), applies)
        else:
            found.append(((start, end), applies))
    low, high = days(case.view, norm.in_force)
    cut = [(max(start, low), min(end, high), applies) for (start, end), applies in found if applies is not False]
    return [Stay(start, end, applies is True) for start, end, applies in cut if start < end]


def _applies(case: Case, condition: Condition, at: int) -> Truth:
    return truth(case, condition, case.view.get(case.subject), at)


def days(view: View, interval: Interval | None) -> Bounds:
    """Return days as microseconds; None is always."""
    if interval is None:
        return ALWAYS, NEVER
    midnight = view.clock.midnight
    return midnight(interval.start), NEVER if interval.end is None else midnight(interval.end)


def opening_range(view: View, norm: Norm) -> Bounds:
    """Return the range in which duties of a norm may open."""
    ranges = [days(view, norm.in_force), days(view, norm.opens)]
    return max(start for start, _ in ranges), min(end for _, end in ranges)


Definitions = Mapping[str, Condition]
