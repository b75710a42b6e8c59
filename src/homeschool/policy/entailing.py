"""What follows from a condition, and which conditions nothing can meet together.

Both answers are sure where they are yes; a no may mean only that it cannot be told from the words alone.
"""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from homeschool.calendar import Span
from homeschool.model.derived import all_fields
from homeschool.model.facts import fact_classes
from homeschool.model.fields import Shape
from homeschool.policy.condition import TRUE, And, Condition, Not, Or, Test, Value

_ONE_VALUE = frozenset({Shape.TERM, Shape.REF, Shape.TEXT})
_MONTHS: Mapping[str, int] = MappingProxyType({"year": 12, "month": 1})
_DAYS: Mapping[str, int] = MappingProxyType({"week": 7, "day": 1})


def entails(condition: Condition, other: Condition) -> bool:
    """Tell whether whatever meets a condition meets another, for sure."""
    if other in (condition, TRUE):
        return True
    match condition, other:
        case _, And(parts):
            return all(entails(condition, part) for part in parts)
        case Or(parts), _:
            return all(entails(part, other) for part in parts)
        case And(parts), _:
            return any(entails(part, other) for part in parts) or _some(condition, other)
        case _, Or():
            return _some(condition, other)
        case Test(), Test():
            return condition.path == other.path and _test_entails(condition, other)
        case _:
            return False


def _some(condition: Condition, other: Condition) -> bool:
    return isinstance(other, Or) and any(entails(condition, part) for part in other.parts)


def _test_entails(test: Test, other: Test) -> bool:
    mine, theirs = set(test.values), set(other.values)
    match test.op, other.op:
        case "any_of", "any_of":
            return mine <= theirs
        case "all_of", "any_of":
            return bool(mine & theirs)
        case "all_of", "all_of":
            return mine >= theirs
        case "any_of", "all_of":
            return len(mine) == 1 and mine == theirs
        case "none_of", "none_of":
            return mine >= theirs
        case (("any_of" | "all_of" | "is"), "filled"):
            return theirs == {True}
        case ("at_least" | "at_most" | "lasts_at_least" | "lasts_at_most") as op, same if op == same:
            return _reaches(test.values[0], other.values[0], up=op.endswith("least"))
        case _:
            return False


def _reaches(value: Value, bound: Value, *, up: bool) -> bool:
    one, other = _size(value), _size(bound)
    if one is None or other is None or one[0] != other[0]:
        return False
    return one[1] >= other[1] if up else one[1] <= other[1]


def _size(value: Value) -> tuple[str, Fraction] | None:
    """Return a number, or a span as a number of months or days, with what it counts; None for anything else."""
    match value:
        case bool():
            return None
        case int() | Fraction():
            return "number", Fraction(value)
        case Span(amount=amount, unit=unit, elapsed=False) if unit in _MONTHS:
            return "month", Fraction(amount * _MONTHS[unit])
        case Span(amount=amount, unit=unit, elapsed=False) if unit in _DAYS:
            return "day", Fraction(amount * _DAYS[unit])
        case _:
            return None


def exclude(condition: Condition, other: Condition, class_name: str) -> bool:
    """Tell whether nothing of a class, fact or subject, can meet both conditions, for sure."""
    match condition, other:
        case Or(parts), _:
            return all(exclude(part, other, class_name) for part in parts)
        case _, Or(parts):
            return all(exclude(condition, part, class_name) for part in parts)
        case And(parts), _:
            return any(exclude(part, other, class_name) for part in parts)
        case _, And(parts):
            return any(exclude(condition, part, class_name) for part in parts)
        case Not(part), _:
            return entails(other, part)
        case _, Not(part):
            return entails(condition, part)
        case Test(), Test():
            return condition.path == other.path and (
                _tests_exclude(condition, other, class_name) or _tests_exclude(other, condition, class_name)
            )
        case _:
            return False


def _tests_exclude(test: Test, other: Test, class_name: str) -> bool:
    mine, theirs = set(test.values), set(other.values)
    match test.op, other.op:
        case "any_of", "any_of":
            return not mine & theirs and _holds_one(test, class_name)
        case "any_of", "none_of":
            return mine <= theirs
        case "all_of", "none_of":
            return bool(mine & theirs)
        case "is", "is":
            return mine != theirs
        case (("any_of" | "all_of" | "is"), "filled"):
            return theirs == {False}
        case "at_least", "at_most":
            return _apart(test.values[0], other.values[0])
        case "lasts_at_least", "lasts_at_most":
            return _apart(test.values[0], other.values[0])
        case _:
            return False


def _apart(least: Value, most: Value) -> bool:
    one, other = _size(least), _size(most)
    return one is not None and other is not None and one[0] == other[0] and one[1] > other[1]


def _holds_one(test: Test, class_name: str) -> bool:
    """Tell whether a field can hold no more than one value, and none of the values is found only later."""
    if len(test.path) > 1 or class_name not in fact_classes():
        return False
    info = all_fields(class_name).get(test.path[0])
    return info is not None and info.shape in _ONE_VALUE and all(isinstance(value, str) for value in test.values)
