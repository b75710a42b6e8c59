"""One question put to one field, made into a function."""

from fractions import Fraction
from typing import Any, assert_never

from homeschool.calendar import day_after, is_working_day
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Ask, Truth, any_of, negate
from homeschool.engine.values import (
    Get,
    gather,
    getter,
    is_stored,
    kept_since,
    remember,
    resolve,
    to_fraction,
    unknown,
)
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import Bounds, Micros
from homeschool.model.derived import all_fields
from homeschool.model.fields import Shape
from homeschool.model.ties import school_of
from homeschool.policy.condition import Reference, Test


def ask_of_test(scope: Scope, test: Test, class_name: str) -> Ask:
    """Return the function that puts a question to a field of facts of one class."""
    match test.op:
        case "any_of" | "all_of" | "none_of":
            return _membership(scope, test, class_name)
        case "filled":
            return _filled(scope, test, class_name)
        case "is":
            return _is(scope, test, class_name)
        case "during":
            return _during(scope, test, class_name)
        case "lasts_at_least" | "lasts_at_most":
            return _lasts(scope, test, class_name)
        case "at_least" | "at_most" | "above" | "below":
            return _compare(scope, test, class_name)
        case _:
            assert_never(test.op)


def _membership(scope: Scope, test: Test, class_name: str) -> Ask:
    asked = frozenset(value for value in test.values if not isinstance(value, Reference))
    references = [value for value in test.values if isinstance(value, Reference)]
    info = all_fields(class_name)[test.path[0]]
    if not references and len(test.path) == 1 and test.op == "any_of" and info.shape in (Shape.TERM, Shape.TERMS):
        if info.shape is Shape.TERM and is_stored(scope, class_name, test.path[0]):
            return _holds_one(test.path[0], asked)
        get = getter(scope, class_name, test.path[0])
        return _is_among(get, asked) if info.shape is Shape.TERM else _meets(get, asked)
    if not references and test.op == "any_of":
        return _any_among(scope, class_name, test.path, asked)
    values = gather(scope, class_name, test.path)
    decide = _DECIDE[test.op]

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        wanted, sure = set(asked), True
        for reference in references:
            more, all_known = resolve(scope, reference, context)
            wanted |= more
            sure = sure and all_known
        return decide(known, complete, wanted, sure)

    return ask


def _holds_one(field: str, asked: frozenset[Any]) -> Ask:
    def ask(fact: Any, _: Context) -> Truth:
        value = getattr(fact, field)
        return None if value is None else value in asked

    return ask


def _is_among(get: Get, asked: frozenset[Any]) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        return None if value is None else value in asked

    return ask


def _any_among(scope: Scope, class_name: str, path: tuple[str, ...], asked: frozenset[Any]) -> Ask:
    def decide(known: set[Any], complete: bool) -> Truth:
        if not asked.isdisjoint(known):
            return True
        return False if complete else None

    remembered = remember(scope, class_name, path, decide)
    if remembered is not None:
        return remembered
    values = gather(scope, class_name, path)

    def ask(fact: Any, context: Context) -> Truth:
        return decide(*values(fact, context))

    return ask


def _meets(get: Get, asked: frozenset[Any]) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        return None if value is None else not asked.isdisjoint(value)

    return ask


def _any(known: set[Any], complete: bool, wanted: set[Any], sure: bool) -> Truth:
    if known & wanted:
        return True
    return False if complete and sure else None


def _all(known: set[Any], complete: bool, wanted: set[Any], sure: bool) -> Truth:
    missing = wanted - known
    if missing:
        return False if complete else None
    return True if sure else None


def _none(known: set[Any], complete: bool, wanted: set[Any], sure: bool) -> Truth:
    return negate(_any(known, complete, wanted, sure))


_DECIDE = {"any_of": _any, "all_of": _all, "none_of": _none}


def _holds_something(field: str, since: Micros, *, is_asked: bool) -> Ask:
    """Ask whether a stored field is filled; where it is not, that is known only of the time since it is kept."""

    def ask(fact: Any, context: Context) -> Truth:
        value = getattr(fact, field)
        if value is None and context.at < since:
            return None
        return (value not in (None, (), "")) is is_asked

    return ask


def _filled(scope: Scope, test: Test, class_name: str) -> Ask:
    asked = test.values[0]
    info = all_fields(class_name)[test.path[0]]
    if len(test.path) == 1 and not info.derived:
        if not is_stored(scope, class_name, test.path[0]):
            return unknown
        return _holds_something(test.path[0], kept_since(scope, class_name), is_asked=asked is True)
    values = gather(scope, class_name, test.path)

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        if known:
            return asked is True
        return (asked is False) if complete else None

    return ask


def _is(scope: Scope, test: Test, class_name: str) -> Ask:
    asked = test.values[0]
    if len(test.path) == 1 and is_stored(scope, class_name, test.path[0]):
        return _holds_one(test.path[0], frozenset((asked,)))
    values = gather(scope, class_name, test.path)

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        if asked in known:
            return True
        return False if complete else None

    return ask


def _during(scope: Scope, test: Test, class_name: str) -> Ask:
    get = getter(scope, class_name, test.path[0])

    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        if value is None:
            return None
        bounds = scope.view.clock.bounds(value)
        school = school_of(scope.view, context.subject or fact.id, bounds[0])
        return any_of(_lies_in(scope, str(word), bounds, school) for word in test.values)

    return ask


def _lies_in(scope: Scope, word: str, bounds: Bounds, school: str | None) -> Truth:
    calendar = scope.view.calendar_of(school)
    moment = scope.view.clock.moment(bounds[0])
    day = moment.date()
    try:
        match word:
            case "school_day":
                return calendar.is_school_day(day)
            case "day_off":
                return calendar.is_day_off(day)
            case "vacation":
                return calendar.vacation_of(day) is not None
            case "teaching_hours":
                if bounds[1] - bounds[0] == 1:
                    return calendar.is_teaching_time(moment)
                return None if calendar.is_school_day(day) else False
            case _:
                return is_working_day(day)
    except CalendarRangeError:
        return None


def _lasts(scope: Scope, test: Test, class_name: str) -> Ask:
    get = getter(scope, class_name, test.path[0])
    span = test.values[0]
    longer = test.op == "lasts_at_least"

    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        if value is None or value[0] is None:
            return None
        since, until = value
        if until is None:
            return longer
        school = school_of(scope.view, context.subject or fact.id, context.at)
        try:
            mark = day_after(since, span, scope.view.calendar_of(school))  # type: ignore[arg-type]
        except CalendarRangeError:
            return None
        return bool(until >= mark) if longer else bool(until <= mark)

    return ask


def _compare(scope: Scope, test: Test, class_name: str) -> Ask:
    values = gather(scope, class_name, test.path)
    asked = test.values[0]
    clock = scope.view.clock
    compare = _COMPARE[test.op]

    def to_span(value: Any) -> tuple[Any, Any]:
        if isinstance(value, int | float | Fraction):
            number = to_fraction(value)
            return number, number
        low, high = clock.bounds(value)
        return low, high - 1

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        if not known:
            return False if complete else None
        if isinstance(asked, Reference):
            bounds, sure = resolve(scope, asked, context)
            if not bounds or not sure:
                return None
        else:
            bounds = {asked}
        return any_of(compare(to_span(value), to_span(bound)) for value in known for bound in bounds)

    return ask


Spread = tuple[Any, Any]
"""The least and the greatest that a value may be: equal for a number and an instant, a day's ends for a day."""


def _at_least(value: Spread, bound: Spread) -> Truth:
    if value[0] >= bound[1]:
        return True
    return False if value[1] < bound[0] else None


def _at_most(value: Spread, bound: Spread) -> Truth:
    return _at_least(bound, value)


def _above(value: Spread, bound: Spread) -> Truth:
    return negate(_at_most(value, bound))


def _below(value: Spread, bound: Spread) -> Truth:
    return negate(_at_least(value, bound))


_COMPARE = {"at_least": _at_least, "at_most": _at_most, "above": _above, "below": _below}
