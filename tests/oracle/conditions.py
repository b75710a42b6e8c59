"""What a condition says of a fact at a moment: true, false, or (None) not known."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any

import attrs

from homeschool.calendar import SchoolCalendar, day_after, is_working_day
from homeschool.errors import CalendarRangeError
from homeschool.model import Concerned, View
from homeschool.model.clock import Bounds
from homeschool.model.derived import derived_fields, is_kept
from homeschool.model.facts import CLASS_NAMES
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Some, Test
from tests.oracle.concern import concerns, is_lasting

Anything = Any
Truth = bool | None
Known = tuple[frozenset[Anything], bool]
"""The values that are known, and whether they are all the values."""
UNKNOWN: Known = (frozenset(), False)


@attrs.frozen
class Case:
    """What a condition may refer to: the subject, its school, the trigger and the bearers of the duty."""

    view: View
    definitions: Mapping[str, Condition]
    subject: str
    school: str | None
    trigger: Anything = None
    bearers: frozenset[str] | None = None

    @property
    def calendar(self) -> SchoolCalendar:
        """The calendar of the subject's school."""
        return self.view.calendar_of(self.school)


def some(truths: Iterable[Truth]) -> Truth:
    """Return Kleene's or."""
    found = list(truths)
    return True if True in found else None if None in found else False


def every(truths: Iterable[Truth]) -> Truth:
    """Return Kleene's and."""
    found = list(truths)
    return False if False in found else None if None in found else True


def truth(case: Case, condition: Condition, fact: Anything, at: int) -> Truth:
    """Return what a condition says of a fact at a moment."""
    match condition:
        case And(parts):
            return every(truth(case, part, fact, at) for part in parts)
        case Or(parts):
            return some(truth(case, part, fact, at) for part in parts)
        case Not(part):
            inner = truth(case, part, fact, at)
            return None if inner is None else not inner
        case Named(name):
            return truth(case, case.definitions[name], fact, at)
        case Some(path, where, is_every, of):
            ids, complete = values(case, fact, (path,), at)
            records = [case.view.get(id_) for id_ in ids]
            records = [one for one in records if one is None or not of or CLASS_NAMES[type(one)] in of]
            truths = [None if record is None else truth(case, where, record, at) for record in records]
            return (every if is_every else some)(truths if complete else [*truths, None])
        case Has():
            return _has(case, condition, fact, at)
        case Test(path, op, asked):
            return _test(case, (path, op, asked), fact, at)


def value_of(case: Case, fact: Anything, name: str, at: int) -> Anything:
    """Return what a field holds, stored or derived; None: not known; (): the class has no such field."""
    class_name, view = CLASS_NAMES[type(fact)], case.view
    derived = derived_fields(class_name).get(name)
    if derived is None:
        kept = view.keeps.classes.get(class_name)
        return None if kept is not None and name in kept.without else getattr(fact, name, ())
    if not all(is_kept(view, needed, at) for needed in derived.needs):
        return None
    return derived.ask(view, fact, at, None if fact.id == case.subject else case.subject)


def values(case: Case, fact: Anything, path: tuple[str, ...], at: int) -> Known:
    """Return the values at the end of a path of one or two fields."""
    first, complete = _spread(value_of(case, fact, path[0], at))
    if len(path) == 1:
        return first, complete
    records = [case.view.get(id_) for id_ in first]
    found = [UNKNOWN if record is None else _spread(value_of(case, record, path[1], at)) for record in records]
    return frozenset().union(*(some_ for some_, _ in found)), complete and all(whole for _, whole in found)


def referred(case: Case, reference: Reference, at: int) -> Known:
    """Return the values that a reference stands for."""
    if reference.root == "bearer":
        return UNKNOWN if case.bearers is None else (case.bearers, True)
    fact = case.view.get(case.subject) if reference.root == "subject" else case.trigger
    if fact is None:
        return UNKNOWN
    return values(case, fact, reference.path, at) if reference.path else (frozenset({fact.id}), True)


def _spread(value: Anything) -> Known:
    if value is None:
        return UNKNOWN
    items = value if isinstance(value, tuple) else (value,)
    return frozenset(item.id if isinstance(item, Concerned) else item for item in items), True


def _has(case: Case, has: Has, fact: Anything, at: int) -> Truth:
    view, truths = case.view, []
    for other in view.facts(has.of):
        start, end = view.bounds(other)
        is_there = start <= at < end if is_lasting(has.of) else start <= at
        if is_there and concerns(view, other, fact.id, at if is_lasting(has.of) else start, link=has.link):
            truths.append(truth(case, has.where, other, at))
    return some([*truths, False if is_kept(view, has.of, at) else None])


def _test(case: Case, test: tuple[tuple[str, ...], str, tuple[Anything, ...]], fact: Anything, at: int) -> Truth:
    path, op, asked = test
    if op in {"any_of", "all_of", "none_of"}:
        return _compare_sets(op, values(case, fact, path, at), _expand(case, asked, at))
    if op == "filled":
        filled = _filled(case, fact, path, at)
        return None if filled is None else filled == asked[0]
    if op.startswith("lasts"):
        return _lasts(case, op, value_of(case, fact, path[0], at), asked[0])
    found, complete = values(case, fact, path, at)
    truths = [_one(case, op, value, (asked, at)) for value in found]
    return some(truths if complete else [*truths, None])


def _expand(case: Case, asked: Iterable[Anything], at: int) -> Known:
    parts = [referred(case, one, at) if isinstance(one, Reference) else (frozenset({one}), True) for one in asked]
    return frozenset().union(*(found for found, _ in parts)), all(complete for _, complete in parts)


def _compare_sets(op: str, held: Known, asked: Known) -> Truth:
    (has, has_all), (wants, wants_all) = held, asked
    if op == "all_of":
        if not wants_all:
            return False if has_all and not wants <= has else None
        return True if wants <= has else False if has_all else None
    meets = True if has & wants else False if has_all and wants_all else None
    return meets if op == "any_of" or meets is None else not meets


def _filled(case: Case, fact: Anything, path: tuple[str, ...], at: int) -> Truth:
    if len(path) > 1:
        found, complete = values(case, fact, path, at)
        return True if found else False if complete else None
    class_name, value = CLASS_NAMES[type(fact)], value_of(case, fact, path[0], at)
    if value is None:
        is_stored = path[0] not in derived_fields(class_name)
        return False if is_stored and is_kept(case.view, class_name, at, path[0]) else None
    return value not in ((), "")


def _lasts(case: Case, op: str, length: tuple[date | None, date | None] | None, span: Anything) -> Truth:
    since, until = length or (None, None)
    if since is None:
        return None
    if until is None:
        return op == "lasts_at_least"
    try:
        day = day_after(since, span, case.calendar)
    except CalendarRangeError:
        return None
    return until >= day if op == "lasts_at_least" else until <= day


def _one(case: Case, op: str, value: Anything, asked: tuple[tuple[Anything, ...], int]) -> Truth:
    if op == "is":
        return bool(value == asked[0][0])
    if op == "during":
        return some(_during(case, word, value) for word in asked[0])
    bounds, complete = _expand(case, *asked)
    if not complete or not bounds:
        return None
    (bound,) = bounds
    if not isinstance(value, date):
        return _ORDERS[op](Fraction(value), Fraction(bound))
    clock = case.view.clock
    return _compare_times(op, clock.bounds(value), clock.bounds(bound))


_ORDERS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {"at_least": ge, "at_most": le, "above": gt, "below": lt}


def _compare_times(op: str, held: Bounds, asked: Bounds) -> Truth:
    """Compare moments somewhere within spans; a day that is asked for is meant as a whole."""
    (low, high), (start, stop) = held, asked
    match op:
        case "at_least" | "below":
            late = True if low >= start else False if high <= start else None
            return late if op == "at_least" or late is None else not late
        case _:
            early = True if high <= stop else False if low >= stop else None
            return early if op == "at_most" or early is None else not early


def _during(case: Case, word: str, value: date) -> Truth:
    clock, calendar = case.view.clock, case.calendar
    moment = clock.bounds(value)[0]
    day = clock.day(moment)
    try:
        match word:
            case "school_day":
                return calendar.is_school_day(day)
            case "day_off":
                return calendar.is_day_off(day)
            case "vacation":
                return calendar.vacation_of(day) is not None
            case "working_day":
                return is_working_day(day)
            case _:
                if isinstance(value, datetime):
                    return calendar.is_teaching_time(value)
                return None if calendar.is_school_day(day) else False
    except CalendarRangeError:
        return None
