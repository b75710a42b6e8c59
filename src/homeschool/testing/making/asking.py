"""What a condition says of a fact of the school that is being made: true, false, or (None) not known.

This is written from the language of norms alone, and not from the engine, so that the schools made with it test the
engine.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any

import attrs

from homeschool.calendar import day_after, is_working_day
from homeschool.errors import CalendarRangeError
from homeschool.model import Concerned
from homeschool.model.clock import Micros
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Some, Test
from homeschool.testing.making.world import World, class_of, lasts, linked

Truth = bool | None
Values = frozenset[Any] | None
"""The values of a field; None: not known."""


@attrs.frozen
class Context:
    """What a condition may refer to besides the fact that it is asked of."""

    subject: str
    definitions: Mapping[str, Condition] = attrs.field(repr=False, eq=False)
    trigger: Any = None


def truth(world: World, context: Context, condition: Condition, fact: Any, at: Micros) -> Truth:
    """Return what a condition says of a fact at a moment."""
    match condition:
        case Test():
            return _test(world, context, condition, fact, at)
        case And(parts):
            return _all(truth(world, context, part, fact, at) for part in parts)
        case Or(parts):
            return _any(truth(world, context, part, fact, at) for part in parts)
        case Not(part):
            inner = truth(world, context, part, fact, at)
            return None if inner is None else not inner
        case Named(name):
            return truth(world, context, context.definitions[name], fact, at)
        case Some(path, where, is_every, of):
            ids = values(world, context, (path,), fact, at)
            if ids is None:
                return None
            asked = [
                record for id_ in sorted(ids) for record in [world.records[id_]] if not of or class_of(record) in of
            ]
            found = [truth(world, context, where, record, at) for record in asked]
            return _all(found) if is_every else _any(found)
        case Has(of, where, link):
            return _has(world, context, (of, where, link), fact, at)


def _all(truths: Iterable[Truth]) -> Truth:
    found: Truth = True
    for one in truths:
        if one is False:
            return False
        if one is None:
            found = None
    return found


def _any(truths: Iterable[Truth]) -> Truth:
    found: Truth = False
    for one in truths:
        if one is True:
            return True
        if one is None:
            found = None
    return found


def _has(world: World, context: Context, asked: tuple[str, Condition, str], fact: Any, at: Micros) -> Truth:
    of, where, link = asked
    found: Truth = False
    if fact.id not in world.records:
        return False
    for other in world.of(of):
        low, high = world.span(other)
        moment = at if lasts(of) else low
        if not (low <= at < high if lasts(of) else low <= at) or not linked(world, other, fact.id, moment, link=link):
            continue
        one = truth(world, context, where, other, at)
        if one is True:
            return True
        found = None if one is None else found
    return found


def values(world: World, context: Context, path: tuple[str, ...], fact: Any, at: Micros) -> Values:
    """Return the values at the end of a path of one or two fields; None where any of them is not known."""
    first = _spread(world.value(fact, path[0], at, context.subject))
    if first is None or len(path) == 1:
        return first
    found: set[Any] = set()
    for id_ in first:
        more = _spread(world.value(world.records[id_], path[1], at, context.subject))
        if more is None:
            return None
        found |= more
    return frozenset(found)


def _spread(value: Any) -> Values:
    if value is None:
        return None
    items = value if isinstance(value, tuple) else (value,)
    return frozenset(item.id if isinstance(item, Concerned) else item for item in items)


def expand(world: World, context: Context, asked: Iterable[Any], at: Micros) -> Values:
    """Return the values asked for, with the references found; None where one is not known."""
    found: set[Any] = set()
    for one in asked:
        more = refer(world, context, one, at) if isinstance(one, Reference) else frozenset({one})
        if more is None:
            return None
        found |= more
    return frozenset(found)


def refer(world: World, context: Context, reference: Reference, at: Micros) -> Values:
    """Return the values that a reference stands for; None where they are not known, or are the bearer's."""
    root = world.records[context.subject] if reference.root == "subject" else context.trigger
    if reference.root == "bearer" or root is None:
        return None
    return values(world, context, reference.path, root, at) if reference.path else frozenset({root.id})


def _test(world: World, context: Context, test: Test, fact: Any, at: Micros) -> Truth:
    op = test.op
    if op == "any_of" and len(test.path) == 1:
        plain = _plainly(test, fact)
        if plain is not None:
            return plain
    if op == "filled":
        return _filled(world, context, test, fact, at)
    if op in {"lasts_at_least", "lasts_at_most"}:
        return _lasts(world, op, fact, test.values[0])
    has = values(world, context, test.path, fact, at)
    if has is None:
        return None
    if op == "is":
        return test.values[0] in has
    if op == "during":
        return _any(_during(world, word, value) for word in test.values for value in has)
    wants = expand(world, context, test.values, at)
    if wants is None:
        return None
    if op == "any_of":
        return not has.isdisjoint(wants)
    if op == "none_of":
        return has.isdisjoint(wants)
    if op == "all_of":
        return wants <= has
    return _any(_compare(world, op, value, bound) for value in has for bound in wants)


def _plainly(test: Test, fact: Any) -> Truth:
    """Answer the commonest question quickly: whether a text of the fact is one of some; None: it is not so simple."""
    value = getattr(fact, test.path[0], None)
    if value.__class__ is not str or any(one.__class__ is not str for one in test.values):
        return None
    return value in test.values


def _filled(world: World, context: Context, test: Test, fact: Any, at: Micros) -> Truth:
    if len(test.path) > 1:
        found = values(world, context, test.path, fact, at)
        return None if found is None else bool(found) == test.values[0]
    value = world.value(fact, test.path[0], at, context.subject)
    return (value not in (None, (), "")) == test.values[0]


def _lasts(world: World, op: str, fact: Any, length: Any) -> Truth:
    if fact.since is None:
        return None
    if fact.until is None:
        return op == "lasts_at_least"
    try:
        day = day_after(fact.since, length, world.calendar)
    except CalendarRangeError:
        return None
    return bool(fact.until >= day if op == "lasts_at_least" else fact.until <= day)


_ORDERS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {"at_least": ge, "at_most": le, "above": gt, "below": lt}


def _compare(world: World, op: str, value: Any, bound: Any) -> Truth:
    if not isinstance(value, date):
        return _ORDERS[op](Fraction(value), Fraction(bound))
    (low, high), (start, stop) = world.clock.bounds(value), world.clock.bounds(bound)
    if op in {"at_least", "below"}:
        late = True if low >= start else False if high <= start else None
        return late if op == "at_least" or late is None else not late
    early = True if high <= stop else False if low >= stop else None
    return early if op == "at_most" or early is None else not early


def _during(world: World, word: Any, value: date) -> Truth:
    day = world.clock.day(world.clock.bounds(value)[0])
    try:
        match word:
            case "school_day":
                return world.calendar.is_school_day(day)
            case "day_off":
                return world.calendar.is_day_off(day)
            case "vacation":
                return world.calendar.vacation_of(day) is not None
            case "working_day":
                return is_working_day(day)
            case _:
                return world.calendar.is_teaching_time(value) if isinstance(value, datetime) else None
    except CalendarRangeError:
        return None
