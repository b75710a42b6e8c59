"""Which facts concern which subject, and which field says so."""

from collections.abc import Container, Iterable, Sequence
from itertools import pairwise
from typing import Any

import attrs

from homeschool.engine.scope import Scope, kept_edges
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.derived import derived_fields, is_kept
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.links import link_field
from homeschool.model.register import Row, linked_ids
from homeschool.model.ties import above
from homeschool.model.view import View
from homeschool.policy.condition import Has

_REACHED = frozenset({"grade", "school_class", "student", "guardianship", "guardian", "staff"})
"""The kinds of subject that a fact about a school, grade or class may reach."""


@attrs.define(eq=False)
class Belonging:
    """A span of time in which facts about `entity` may also concern a subject.

    `by_spread`: only facts of classes that spread downwards do.
    """

    entity: str
    start: Micros
    end: Micros
    by_spread: bool


def belongings(scope: Scope, subject: str) -> Sequence[Belonging]:
    """Return through which entities, and when, facts reach a subject: itself, its child, its class, grade, school."""
    key = (_BELONGINGS, subject)
    found = scope.memory.get(key)
    if found is None:
        found = scope.memory[key] = _belongings(scope, subject)
    return found


_BELONGINGS = "belongings"


def remember_belongings(before: Scope, after: Scope, but: Container[str]) -> None:
    """Go on with what is remembered of all subjects but some."""
    for key, found in before.memory.items():
        if key[0] == _BELONGINGS and key[1] not in but:
            after.memory[key] = found


def _belongings(scope: Scope, subject: str) -> list[Belonging]:
    view = scope.view
    fact = view.get(subject)
    itself = [Belonging(subject, ALWAYS, NEVER, by_spread=False)]
    if fact is None or CLASS_NAMES[type(fact)] not in _REACHED:
        return itself
    edges = sorted({ALWAYS, NEVER, *_edges(view, fact)})
    children = CLASS_NAMES[type(fact)] in {"guardianship", "guardian"}
    found: dict[tuple[str, bool], list[tuple[Micros, Micros]]] = {}
    for start, end in pairwise(edges):
        for entity in above(view, subject, start)[1:]:
            is_child = children and CLASS_NAMES[type(view.get(entity))] == "student"
            spans = found.setdefault((entity, not is_child), [])
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return itself + [
        Belonging(entity, start, end, by_spread) for (entity, by_spread), spans in found.items() for start, end in spans
    ]


def _edges(view: View, fact: Any) -> Iterable[Micros]:
    """Return the moments at which what lies above a subject may change."""
    match CLASS_NAMES[type(fact)]:
        case "student":
            rows = _ties(view, "enrolment", "student", fact.id)
        case "guardianship":
            yield from view.bounds(fact)
            rows = _ties(view, "enrolment", "student", fact.student)
        case "guardian":
            own = _ties(view, "guardianship", "guardian", fact.id)
            rows = [*own, *(row for held in own for row in _ties(view, "enrolment", "student", held[4].student))]
        case "staff":
            rows = _ties(view, "appointment", "staff", fact.id)
        case _:
            rows = []
    for row in rows:
        yield row[0]
        yield row[2]


def _ties(view: View, class_name: str, field: str, entity: str) -> Sequence[Row]:
    return view.linked_rows(class_name, field).get(entity, ())


@attrs.frozen
class Link:
    """How facts of one class are tied to subjects of one kind: by `field`, to the subject or to its `to`."""

    class_name: str
    field: str
    to: str | None = None


Tied = tuple[Row, Micros, Micros]
"""A fact with its span, and the span of moments in which it is tied to a subject."""


def tied(scope: Scope, link: Link, subject: str) -> Iterable[Tied]:
    """Yield the standing facts that a link may tie to a subject, each with the span of moments in which it does."""
    rows = scope.view.linked_rows(link.class_name, link.field)
    for belonging in reaching(scope, link, subject):
        for row in rows.get(belonging.entity, ()):
            yield row, belonging.start, belonging.end


def ties_of(scope: Scope, link: Link, fact: Any, subject: str) -> Iterable[Tied]:
    """Yield one fact, standing or not, with the spans of moments in which a link ties it to a subject."""
    named = linked_ids(fact, link.field)
    low, high = scope.view.bounds(fact)
    for belonging in reaching(scope, link, subject):
        if belonging.entity in named:
            yield (low, fact.id, high, ALWAYS, fact), belonging.start, belonging.end


def is_direct(link: Link, kind: str) -> bool:
    """Tell whether facts reach subjects of a kind only by naming them, at any moment."""
    if link.to is not None or link.field != "concerns":
        return link.to is None
    if kind in {"guardian", "guardianship"}:
        return False
    return not fact_classes()[link.class_name].spreads or kind not in _REACHED


def reaching(scope: Scope, link: Link, subject: str) -> Sequence[Belonging]:
    """Return through which entities facts reach a subject by a link."""
    if link.to is not None:
        return _held(scope, link.to, subject)
    if link.field != "concerns":
        return [Belonging(subject, ALWAYS, NEVER, by_spread=False)]
    if is_direct(link, CLASS_NAMES.get(type(scope.view.get(subject)), "")):
        return [Belonging(subject, ALWAYS, NEVER, by_spread=False)]
    found = belongings(scope, subject)
    if fact_classes()[link.class_name].spreads:
        return found
    return [belonging for belonging in found if not belonging.by_spread]


def _held(scope: Scope, field: str, subject: str) -> Sequence[Belonging]:
    """Return the entities that a field of the subject holds, and while it does: what is recorded, always."""
    fact = scope.view.get(subject)
    derived = None if fact is None else derived_fields(CLASS_NAMES[type(fact)]).get(field)
    if derived is None:
        return [Belonging(entity, ALWAYS, NEVER, by_spread=False) for entity in dict.fromkeys(linked_ids(fact, field))]
    key = ("held", field, subject)
    found = scope.memory.get(key)
    if found is None:
        edges = sorted({ALWAYS, NEVER, *derived.changes(scope.view, fact), *kept_edges(scope)})
        found = scope.memory[key] = [
            Belonging(entity, start, end, by_spread=False)
            for start, end in pairwise(edges)
            if all(is_kept(scope.view, needed, start) for needed in derived.needs)
            for entity in _ids(derived.ask(scope.view, fact, start, None))
        ]
    return found


def _ids(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def tables_behind(kind: str, link_to: str | None) -> tuple[str, ...]:
    """Return the classes without which it is not known what a field of a kind of subject holds."""
    derived = None if link_to is None else derived_fields(kind).get(link_to)
    return () if derived is None else derived.needs


def has_candidates(scope: Scope, condition: Has, fact: Any, at: Micros) -> Iterable[Any]:
    """Yield the facts of a `Has` that are tied to a fact, standing or not, and in force, or have occurred, by then."""
    link = Link(condition.of, link_field(condition.of, CLASS_NAMES[type(fact)], condition.link))
    lasting = fact_classes()[condition.of].lasts
    seen = set()
    for (low, id_, high, _, item), start, end in tied(scope, link, fact.id):
        moment = at if lasting else low
        occurred = low <= at < high if lasting else low <= at
        if occurred and start <= moment < end and id_ not in seen:
            seen.add(id_)
            yield item
