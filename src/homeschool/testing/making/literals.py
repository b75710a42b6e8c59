"""Conditions taken apart: the ways in which they can hold, or fail, each a list of single questions and answers."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice, product
from typing import Any

import attrs

from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Some, Test
from homeschool.testing.making.asking import Context

MOST = 48
"""So many ways at most are looked at; the ways of a condition multiply."""


@attrs.frozen
class Inside:
    """At least, or at most, so many of the records that a field names meet a condition."""

    path: str
    where: Condition
    at_least: int | None = None
    at_most: int | None = None


@attrs.frozen
class Goal:
    """That a condition (or a count inside a field) holds, or fails, in a context."""

    what: Condition | Inside
    context: Context = attrs.field(repr=False)
    holds: bool = True


Literal = Goal
"""A goal whose condition asks one thing: a test, a record in a field, a count, something that has happened."""
Way = tuple[Literal, ...]


def ways(goals: Iterable[Goal]) -> Iterator[Way]:
    """Return the ways in which all of the goals are met, at most `MOST`."""
    return (tuple(chain.from_iterable(parts)) for parts in islice(product(*map(_ways, goals)), MOST))


def _ways(goal: Goal) -> list[Way]:
    what = goal.what
    match what:
        case Named(name):
            return _ways(attrs.evolve(goal, what=goal.context.definitions[name]))
        case Not(part):
            return _ways(attrs.evolve(goal, what=part, holds=not goal.holds))
        case And(parts) | Or(parts):
            each = [attrs.evolve(goal, what=part) for part in parts]
            if isinstance(what, And) == goal.holds:
                return list(ways(each))
            return list(chain.from_iterable(map(_ways, each)))
        case Test() | Some() | Has() | Inside():
            return [(goal,)]


def nearly(condition: Condition, context: Context) -> list[tuple[Goal, ...]]:
    """Return the ways to fail a condition in just one respect: one question answered wrongly and the others rightly."""
    found = []
    for way in islice(ways([Goal(condition, context)]), 4):
        for wrong in way:
            rest = tuple(one for one in way if one is not wrong)
            found.append((attrs.evolve(wrong, holds=not wrong.holds), *rest, Goal(condition, context, holds=False)))
    return found


def asked_terms(conditions: Iterable[Condition]) -> Iterator[tuple[str, Any]]:
    """Yield what conditions ask for: each value with the last field of the path it is asked of."""
    for condition in conditions:
        match condition:
            case Test(path, _, asked):
                yield from ((path[-1], one) for one in asked)
            case Some(_, where) | Has(_, where):
                yield from asked_terms([where])
            case And(parts) | Or(parts):
                yield from asked_terms(parts)
            case Not(part):
                yield from asked_terms([part])
            case Named():
                continue


def asked_fields(condition: Condition, definitions: Mapping[str, Condition]) -> Iterator[str]:
    """Yield the fields that a condition asks about, in its definitions too, and the classes of what has happened."""
    match condition:
        case Test(path):
            yield from path
        case Some(first, where) | Has(first, where):
            yield first
            yield from asked_fields(where, definitions)
        case And(parts) | Or(parts):
            yield from chain.from_iterable(asked_fields(part, definitions) for part in parts)
        case Not(part):
            yield from asked_fields(part, definitions)
        case Named(name):
            yield from asked_fields(definitions[name], definitions)


def has_parts(condition: Condition, definitions: Any) -> list[Has]:
    """Return the questions about what has happened that a condition asks, those of its definitions too."""
    match condition:
        case Has():
            return [condition]
        case Some(_, where):
            return has_parts(where, definitions)
        case And(parts) | Or(parts):
            return [found for part in parts for found in has_parts(part, definitions)]
        case Not(part):
            return has_parts(part, definitions)
        case Named(name):
            return has_parts(definitions[name], definitions)
        case Test():
            return []
