"""A planned fact put together from what is asked of its fields, or nothing where the asks contradict each other."""

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from homeschool.engine.planning.asks import Ask
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.fields import Concerned, FieldInfo, Shape, When
from homeschool.model.view import View

ACTING = MappingProxyType(
    {
        "home_visit": "visitors",
        "contact": "by",
        "publication": "by",
        "notice": "by",
        "meeting": "participants",
        "activity": "organisers",
        "feedback": "by",
        "service": "by",
        "report": "by",
        "evaluation": "by",
        "entry": "by",
        "decision": "by",
        "disclosure": "by",
        "plan": "authors",
    }
)
"""The field of a class of facts that names who acted."""
_APART = frozenset({"id", "concerns", "occurred", "since", "until", "recorded_at", "cancelled"})
"""Fields that are given otherwise than by asks."""
_TEXT = "待定 to be settled"
_MANY = frozenset({Shape.TERMS, Shape.REFS})

Fields = Mapping[str, Any]


class Conflict(Exception):  # noqa: N818 - named for what happened; it never leaves the engine
    """Asks that no fact can meet together."""


def is_plannable(class_name: str) -> bool:
    """Tell whether facts of a class can be planned: events and instruments; people and their ties are not made up."""
    return fact_classes()[class_name].family in ("event", "instrument")


def is_lasting(class_name: str) -> bool:
    """Tell whether facts of a class last, and so begin with a day."""
    return fact_classes()[class_name].lasts


def draft(view: View, class_name: str, asks: Iterable[Ask], actors: Sequence[str]) -> Fields | None:
    """Return values for the fields of a fact that meet all asks; None where there are none.

    Args:
        view: says of which class an id is.
        class_name: the class of the fact.
        asks: what is asked of it.
        actors: who acts; taken first where somebody is asked for.
    """
    by_field: dict[str, list[Ask]] = {}
    for ask in asks:
        by_field.setdefault(ask.field, []).append(ask)
    found: dict[str, Any] = {}
    try:
        for name, info in fact_classes()[class_name].fields.items():
            if name in _APART:
                continue
            acting = _allowed(view, info, actors) if ACTING.get(class_name) == name else ()
            if name in by_field or info.required or acting:
                asked = [_to_targets(view, info, ask) for ask in by_field.get(name, ())]
                found[name] = _value(info, asked, (acting, tuple(actors)))
    except Conflict:
        return None
    return found


def _allowed(view: View, info: FieldInfo, actors: Iterable[str]) -> tuple[str, ...]:
    return tuple(id_ for id_ in actors if not info.targets or CLASS_NAMES[type(view.get(id_))] in info.targets)


def _to_targets(view: View, info: FieldInfo, ask: Ask) -> Ask:
    """Return an ask without the ids that a field may not name."""
    if not info.targets or ask.op not in ("any_of", "all_of"):
        return ask
    allowed = _allowed(view, info, ask.values)
    if len(allowed) < len(ask.values) and (ask.op == "all_of" or not allowed):
        raise Conflict
    return attrs.evolve(ask, values=allowed)


def _value(info: FieldInfo, asks: Sequence[Ask], people: tuple[tuple[str, ...], tuple[str, ...]]) -> Any:
    acting, actors = people
    if info.shape is Shape.NUMBER:
        return _number(info, asks)
    if info.shape in _MANY:
        return _several(info, asks, acting, actors)
    return _single(info, asks, actors)


def _number(info: FieldInfo, asks: Sequence[Ask]) -> Any:
    given = [set(ask.values) for ask in asks if ask.op in ("any_of", "all_of")]
    if given:
        common = set.intersection(*given)
        if len(common) != 1:
            raise Conflict
        return common.pop()
    low = [math.ceil(ask.values[0]) for ask in asks if ask.op == "at_least"]
    low += [math.floor(ask.values[0]) + 1 for ask in asks if ask.op == "above"]
    high = [math.floor(ask.values[0]) for ask in asks if ask.op == "at_most"]
    high += [math.ceil(ask.values[0]) - 1 for ask in asks if ask.op == "below"]
    if low and high and max(low) > min(high):
        raise Conflict
    if low or high:
        return max(low) if low else min(high)
    return 1 if asks or info.required else None


def _single(info: FieldInfo, asks: Sequence[Ask], preferred: Sequence[str]) -> Any:
    asked = [ask.values for ask in asks if ask.op in ("any_of", "all_of")]
    asked += [(one,) for ask in asks if ask.op == "all_of" for one in ask.values]
    excluded = {one for ask in asks if ask.op == "none_of" for one in ask.values}
    if any(ask.op == "blank" for ask in asks):
        if asked or info.required or any(ask.op == "filled" for ask in asks):
            raise Conflict
        return None
    choice = asked[0] if asked else _anything(info)
    fitting = [one for one in choice if one not in excluded and all(one in values for values in asked)]
    if not fitting:
        raise Conflict
    return next((one for one in preferred if one in fitting), fitting[0])


def _anything(info: FieldInfo) -> Sequence[Any]:
    if info.vocabulary is not None:
        return tuple(info.vocabulary.terms)
    match info.shape:
        case Shape.FLAG:
            return True, False
        case Shape.TEXT:
            return (_TEXT,)
        case _:
            return ()


def _several(info: FieldInfo, asks: Sequence[Ask], acting: Sequence[str], preferred: Sequence[str]) -> Any:
    excluded = {one for ask in asks if ask.op == "none_of" for one in ask.values}
    wanted = dict.fromkeys(one for ask in asks if ask.op == "all_of" for one in ask.values)
    wanted |= dict.fromkeys(one for one in acting if one not in excluded)
    for ask in sorted((ask for ask in asks if ask.op == "any_of"), key=_choices):
        if not wanted.keys() & set(ask.values):
            fitting = [one for one in ask.values if one not in excluded]
            if not fitting:
                raise Conflict
            wanted[next((one for one in preferred if one in fitting), fitting[0])] = None
    if any(ask.op == "filled" for ask in asks) and not wanted:
        wanted |= dict.fromkeys([one for one in _anything(info) if one not in excluded][:1])
        if not wanted:
            raise Conflict
    if wanted.keys() & excluded or (wanted and any(ask.op == "blank" for ask in asks)):
        raise Conflict
    return tuple(wanted)


def _choices(ask: Ask) -> int:
    return len(ask.values)


def concerned(targets: Iterable[str], asks: Iterable[Ask]) -> tuple[str | Concerned, ...]:
    """Return whom a planned fact concerns, in the roles that are asked for."""
    found = dict.fromkeys(targets)
    roles: list[str] = []
    for ask in asks:
        if ask.field == "concerned_as" and ask.op in ("any_of", "all_of"):
            roles += ask.values[:1] if ask.op == "any_of" else ask.values
        elif ask.field == "concerns" and ask.op in ("any_of", "all_of") and not found.keys() & set(ask.values):
            found |= dict.fromkeys(ask.values[:1] if ask.op == "any_of" else ask.values)
    if not roles:
        return tuple(found)
    return tuple(Concerned(id_, str(role)) for id_ in found for role in dict.fromkeys(roles))


def make_fact(class_name: str, id_: str, when: When, parts: tuple[tuple[str | Concerned, ...], Fields]) -> Fact:
    """Return a planned fact: of a class, at a time, concerning somebody, with values for its fields."""
    concerns, fields = parts
    time = {"since" if is_lasting(class_name) else "occurred": when}
    made: Fact = fact_classes()[class_name].cls(id=id_, concerns=concerns, **time, **fields)
    return made
