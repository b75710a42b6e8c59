"""The values that conditions ask about: of fields stored and derived, at the end of paths, behind references."""

from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from homeschool.engine.scope import Context, Scope
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.derived import all_fields, derived_fields, is_kept
from homeschool.model.entities import Staff
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.fields import Shape
from homeschool.model.ties import standing_for, tie_edges
from homeschool.model.view import View, concerned_ids
from homeschool.policy.condition import Reference

T = TypeVar("T")
Standing = tuple[Micros, Micros, int, str | None]
"""For whom a subject stands, between which moments, and the number of the time between two changes of ties."""
Get = Callable[[Any, Context], Any]
Gather = Callable[[Any, Context], tuple[set[Any], bool]]
"""Gathers the values at the end of a path: those known, and whether they are all."""


def unknown(_: Any, __: Context) -> None:
    """Return that a value is not known."""
    return


def to_fraction(number: float | Fraction) -> Fraction:
    """Return a recorded number exactly as it was written: 0.1 is one tenth."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def as_ids(value: Any) -> tuple[str, ...]:
    """Return the ids that a field which refers to records holds."""
    if isinstance(value, str):
        return (value,)
    return tuple(item if isinstance(item, str) else item.id for item in value)


def getter(scope: Scope, class_name: str, field: str) -> Get:
    """Return the function that gets the value of a stored or derived field; None is unknown."""
    view = scope.view
    kept = view.keeps.classes.get(class_name)
    if kept is not None and field in kept.without:
        return unknown
    derived = derived_fields(class_name).get(field)
    if derived is None:
        return lambda fact, _: getattr(fact, field)
    needs, ask = derived.needs, derived.ask
    if all(need in view.keeps.classes and view.keeps.classes[need].since is None for need in needs):
        return lambda fact, context: ask(view, fact, context.at, context.subject)

    def get(fact: Any, context: Context) -> Any:
        if not all(is_kept(view, need, context.at) for need in needs):
            return None
        return ask(view, fact, context.at, context.subject)

    return get


def is_stored(scope: Scope, class_name: str, field: str) -> bool:
    """Tell whether records hold a field, and the host keeps it."""
    kept = scope.view.keeps.classes.get(class_name)
    return kept is not None and field in fact_classes()[class_name].fields and field not in kept.without


def kept_since(scope: Scope, class_name: str) -> Micros:
    """Return the moment since which the host keeps a class of facts: since ever, since a day, or never."""
    kept = scope.view.keeps.classes.get(class_name)
    if kept is None:
        return NEVER
    return ALWAYS if kept.since is None else scope.view.clock.midnight(kept.since)


def gather(scope: Scope, class_name: str, path: tuple[str, ...]) -> Gather:
    """Return the function that gathers the values at the end of a path: those known, and whether they are all."""
    first = getter(scope, class_name, path[0])
    info = all_fields(class_name)[path[0]]
    if len(path) == 1:
        has_roles = info.shape is Shape.CONCERNS

        def plain(fact: Any, context: Context) -> tuple[set[Any], bool]:
            value = first(fact, context)
            if value is None:
                return set(), False
            if has_roles:
                return set(concerned_ids(fact)), True
            return set(value) if isinstance(value, tuple) else {value}, True

        return plain
    remembered = remember(scope, class_name, path, _as_it_is)
    if remembered is not None:
        return remembered
    seconds = _seconds(scope, class_name, path)

    def two_steps(fact: Any, context: Context) -> tuple[set[Any], bool]:
        ids = first(fact, context)
        return (set(), False) if ids is None else _second_step(scope, as_ids(ids), seconds, context)

    return two_steps


def _as_it_is(known: set[Any], complete: bool) -> tuple[set[Any], bool]:
    return known, complete


def _seconds(scope: Scope, class_name: str, path: tuple[str, ...]) -> dict[str, Get]:
    """Return what gets the second field of a path, by the classes that the first may refer to and that have it."""
    targets = all_fields(class_name)[path[0]].targets or fact_classes()
    return {target: getter(scope, target, path[1]) for target in targets if path[1] in all_fields(target)}


_NOT_YET: Any = object()
_OF_TIES = frozenset({"role", "party"})
"""Derived fields that change only where some tie begins or ends, so that answers about them can be remembered."""


def remember(
    scope: Scope, class_name: str, path: tuple[str, ...], sum_up: Callable[[set[Any], bool], T]
) -> Callable[[Any, Context], T] | None:
    """Return what sums up the values at the end of a path, once for all who stand in one place while no tie changes.

    None where the values may change though no tie does.

    Args:
        scope: the evaluation.
        class_name: the class of the facts that are asked.
        path: the field that refers to others, and the field of those.
        sum_up: what to make of the values, and of whether they are all.
    """
    if (
        len(path) == 1
        or path[1] not in _OF_TIES
        or any(kept.since is not None for kept in scope.view.keeps.classes.values())
    ):
        return None
    view, first, seconds = scope.view, getter(scope, class_name, path[0]), _seconds(scope, class_name, path)
    edges, stands = tie_edges(view), standing(view)
    by_place: dict[tuple[str | None, int], dict[Any, T]] = {}
    of_others: dict[Any, T] = {}
    are_staff: dict[Any, bool] = {}
    not_known = sum_up(set(), False)
    here: tuple[str | None, Micros, Micros, int, dict[Any, T]] = (None, NEVER, ALWAYS, 0, {})

    def move(context: Context) -> tuple[int, dict[Any, T]]:
        nonlocal here
        subject, at = context.subject, context.at
        known = stands.get(subject)
        if known is None or not known[0] <= at < known[1]:
            span = bisect_right(edges, at)
            low, high = edges[span - 1] if span else ALWAYS, edges[span] if span < len(edges) else NEVER
            place = None if subject is None else standing_for(view, subject, at)
            known = stands[subject] = low, high, span, place
        low, high, span, place = known
        table = by_place.get((place, span))
        if table is None:
            table = by_place[place, span] = {}
        here = subject, low, high, span, table
        return span, table

    def answer(ids: Any, context: Context, span: int, table: dict[Any, T]) -> T:
        if ids not in are_staff:
            are_staff[ids] = all(isinstance(view.get(id_), Staff) for id_ in as_ids(ids))
        known, key = (table, ids) if are_staff[ids] else (of_others, (ids, context.subject, span))
        if key not in known:
            known[key] = sum_up(*_second_step(scope, as_ids(ids), seconds, context))
        return known[key]

    def ask(fact: Any, context: Context) -> T:
        ids = first(fact, context)
        if ids is None:
            return not_known
        subject, low, high, span, table = here
        if context.subject is not subject or not low <= context.at < high:
            span, table = move(context)
        found = table.get(ids, _NOT_YET)
        return answer(ids, context, span, table) if found is _NOT_YET else found

    return ask


def standing(view: View) -> dict[str | None, Standing]:
    """Return where to remember for whom each subject stood when that was last asked."""
    found: dict[str | None, Standing] = view.lasting.setdefault("standing", {})
    return found


def _second_step(
    scope: Scope, ids: tuple[str, ...], seconds: dict[str, Get], context: Context
) -> tuple[set[Any], bool]:
    known: set[Any] = set()
    complete = True
    for id_ in ids:
        record = scope.view.get(id_)
        get = None if record is None else seconds.get(CLASS_NAMES[type(record)])
        if record is not None and get is None:
            continue
        value = None if get is None else get(record, context)
        if value is None:
            complete = False
        elif isinstance(value, tuple):
            known.update(as_ids(value))
        else:
            known.add(value)
    return known, complete


def resolve(scope: Scope, reference: Reference, context: Context) -> tuple[set[Any], bool]:
    """Return the values that a reference stands for: those known, and whether they are all."""
    if reference.root == "bearer":
        return (set(), False) if context.bearers is None else (set(context.bearers), True)
    start = scope.view.get(context.subject or "") if reference.root == "subject" else context.trigger
    if start is None:
        return set(), False
    if not reference.path:
        return {start.id}, True
    key = ("gather", type(start), reference.path)
    found = scope.memory.get(key)
    if found is None:
        found = scope.memory[key] = gather(scope, CLASS_NAMES[type(start)], reference.path)
    return found(start, context)
