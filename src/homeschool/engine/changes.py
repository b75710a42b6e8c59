"""When the answer to a condition on a subject may change: the edges of what it asks about, and birthdays."""

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from homeschool.engine.linking import Link, belongings, tied
from homeschool.engine.scope import Scope, kept_edges
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.derived import all_fields, birthdays, derived_fields
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.links import link_field
from homeschool.model.register import linked_ids
from homeschool.model.ties import tie_edges
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Some, Test

Changes = Callable[[str], set[Micros]]
"""From the id of a subject to the moments at which the answer about it may change."""
Source = Callable[[Any], Iterable[Micros]]
"""From a fact to the moments at which the answer about it may change."""


def changing(scope: Scope, condition: Condition, kind: str) -> Changes:
    """Return the function that tells when a condition on a subject of a kind may change its answer."""
    sources = list(_sources(scope, condition, kind))
    kept = kept_edges(scope)

    def changes(subject: str) -> set[Micros]:
        fact = scope.view.get(subject)
        found = set(kept)
        if fact is not None:
            for source in sources:
                found.update(source(fact))
        return found

    return changes


def refers(scope: Scope, condition: Condition, kind: str) -> bool:
    """Tell whether a condition compares with what a reference stands for, which may change of itself.

    The subject, of a `kind`, is always itself, and what is recorded of it does not change; what is derived does.
    """
    match condition:
        case And(parts) | Or(parts):
            return any(refers(scope, part, kind) for part in parts)
        case Not(part):
            return refers(scope, part, kind)
        case Named(name):
            return refers(scope, scope.definitions[name].condition, kind)
        case Some(where=where) | Has(where=where):
            return refers(scope, where, kind)
        case Test(values=values):
            return any(isinstance(value, Reference) and not _is_constant(value, kind) for value in values)


def _is_constant(reference: Reference, kind: str) -> bool:
    own = fact_classes()[kind].fields
    return reference.root == "subject" and len(reference.path) <= 1 and set(reference.path) <= own.keys()


def _sources(scope: Scope, condition: Condition, kind: str) -> Iterable[Source]:
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _sources(scope, part, kind)
        case Not(part):
            yield from _sources(scope, part, kind)
        case Named(name):
            yield from _sources(scope, scope.definitions[name].condition, kind)
        case Test(path=("age",), values=(Fraction() | int() as age,)):
            ages = (math.floor(age), math.floor(age) + 1)
            yield lambda fact: birthdays(scope.view, fact, ages)
        case Test(path=(field,)):
            yield from _field_changes(scope, field, kind)
        case Test(path=(first, second)):
            yield from _through(scope, first, kind, lambda target: _second(scope, second, target))
        case Some(path, where, of=of):
            yield from _through(scope, path, kind, lambda target: list(_sources(scope, where, target)), of)
        case Has():
            yield _tied_changes(scope, condition, kind)


def _field_changes(scope: Scope, field: str, kind: str) -> Iterable[Source]:
    derived = derived_fields(kind).get(field)
    if derived is not None:
        changes = derived.changes
        yield lambda fact: changes(scope.view, fact)


def _second(scope: Scope, field: str, target: str) -> list[Source]:
    if field == "role":
        return [lambda _: tie_edges(scope.view)]
    return list(_field_changes(scope, field, target)) if field in all_fields(target) else []


def _through(
    scope: Scope, field: str, kind: str, inner: Callable[[str], list[Source]], of: Sequence[str] = ()
) -> Iterable[Source]:
    """Yield the changes of a field that refers to records, and of what is asked of every record it ever refers to."""
    own = list(_field_changes(scope, field, kind))
    sources = {target: inner(target) for target in of or all_fields(kind)[field].targets}
    derived = derived_fields(kind).get(field)
    view = scope.view

    def changes(fact: Any) -> set[Micros]:
        moments = {moment for source in own for moment in source(fact)}
        ids: set[str] = set()
        if derived is None:
            ids.update(linked_ids(fact, field))
        else:
            for moment in {ALWAYS, scope.as_of} | moments:
                value = derived.ask(view, fact, moment, None)
                ids.update((value,) if isinstance(value, str) else value or ())
        for id_ in ids:
            record = view.get(id_)
            for source in () if record is None else sources.get(CLASS_NAMES[type(record)], ()):
                moments.update(source(record))
        return moments

    return [changes]


def _tied_changes(scope: Scope, condition: Has, kind: str) -> Source:
    link = Link(condition.of, link_field(condition.of, kind, condition.link))
    inner = list(_sources(scope, condition.where, condition.of))

    def changes(fact: Any) -> set[Micros]:
        moments = {edge for part in belongings(scope, fact.id) for edge in (part.start, part.end)}
        for (low, _, high, _, item), _, _ in tied(scope, link, fact.id):
            moments.update((low, high))
            for source in inner:
                moments.update(source(item))
        return moments - {ALWAYS, NEVER}

    return changes
