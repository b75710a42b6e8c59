"""Facts for which conditions hold, or fail: the language of norms run backwards."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

import attrs

from homeschool.calendar import day_after
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import Micros
from homeschool.model.derived import derived_fields
from homeschool.model.facts import fact_classes
from homeschool.model.fields import FieldInfo, Shape
from homeschool.policy.condition import Has, Some, Test
from homeschool.testing.making.asking import expand, truth
from homeschool.testing.making.choices import Choices
from homeschool.testing.making.literals import Goal, Inside, Literal, Way, ways
from homeschool.testing.making.picking import picks
from homeschool.testing.making.world import World

_COMBINATIONS = 40
_TRIES = 160
_VALUES = 16
_TIMES = frozenset({Shape.WHEN, Shape.INSTANT, Shape.DAY})
NEUTRAL = "x_other"
"""A term of the host's own, which no norm asks for."""


@attrs.frozen
class Brief:
    """What a fact is to be: its class, the fields that are settled, when it is or begins, and the goals it must meet.

    `said` are the fields that are not left blank where they hold a term or a number; `listed` those that are not left
    blank where they hold several terms.  With `is_accompanied`, what is to have happened beside it is made with it, and
    is not asked for here.
    """

    class_name: str
    fixed: Mapping[str, Any]
    at: Micros
    goals: tuple[Goal, ...]
    said: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    is_accompanied: bool = False


def drafts(world: World, choices: Choices, brief: Brief) -> Iterator[Any]:
    """Yield facts that meet every goal, the simplest first; none where no way is known."""
    cls: Any = fact_classes()[brief.class_name].cls
    seen = set()
    tried = ((made, way) for way in ways(brief.goals) for made in _fillings(world, choices, brief, way))
    for made, way in islice(tried, _TRIES):
        key = repr(made)
        if key in seen or not _in_order(made):
            continue
        seen.add(key)
        fact = cls(**made)
        if all(meets(world, goal, fact, brief.at) for goal in brief.goals) or (
            brief.is_accompanied
            and any(map(is_to_come, way))
            and all(is_to_come(one) or meets(world, one, fact, brief.at) for one in way)
        ):
            yield fact


def is_to_come(literal: Literal) -> bool:
    """Tell whether it is asked that something has happened beside a fact."""
    return isinstance(literal.what, Has) and literal.holds


def _fillings(world: World, choices: Choices, brief: Brief, way: Way) -> Iterator[dict[str, Any]]:
    fields = _options(world, choices, brief, way)
    if fields is not None:
        for combination in islice(product(*fields.values()), _COMBINATIONS):
            yield {**dict(zip(fields, combination, strict=True)), **brief.fixed}


def _in_order(made: Mapping[str, Any]) -> bool:
    return made.get("until") is None or made.get("since") is None or made["until"] > made["since"]


def meets(world: World, goal: Goal, fact: Any, at: Micros) -> bool:
    """Tell whether a fact surely meets a goal."""
    what = goal.what
    if not isinstance(what, Inside):
        return truth(world, goal.context, what, fact, at) is goal.holds
    ids = world.value(fact, what.path, at, goal.context.subject) or ()
    named = ids if isinstance(ids, tuple) else (ids,)
    number = sum(truth(world, goal.context, what.where, world.records[id_], at) is True for id_ in named)
    is_enough = what.at_least is None or number >= what.at_least
    is_few = what.at_most is None or number <= what.at_most
    return (is_enough and is_few) is goal.holds


def _options(world: World, choices: Choices, brief: Brief, way: Way) -> dict[str, list[Any]] | None:
    """Return the values to try for each field that a way asks about or that a record must have."""
    known = fact_classes()[brief.class_name].fields
    asked: dict[str, list[Literal]] = defaultdict(list)
    for literal in way:
        asked[_field_of(literal, brief.class_name)].append(literal)
    for name, info in known.items():
        if name not in asked and (info.required or _is_said(brief, info)):
            asked[name] = []
    options = {}
    for name, literals in asked.items():
        if name in brief.fixed or name not in known:
            continue
        found = list(islice(_candidates(world, choices, brief, (known[name], literals)), _VALUES))
        if not found:
            return None
        options[name] = found
    return options


def _is_said(brief: Brief, info: FieldInfo) -> bool:
    is_said = info.shape in {Shape.TERM, Shape.NUMBER} and info.name in brief.said
    return is_said or (info.shape is Shape.TERMS and info.name in brief.listed)


_STAND_INS = {"concerned_as": "concerns", "participants": "concerns", "length": "until"}


def _field_of(literal: Literal, class_name: str) -> str:
    match literal.what:
        case Test(path):
            name = path[0]
        case Some(path) | Inside(path):
            name = path
        case _:
            return ""
    return _STAND_INS.get(name, name) if name in derived_fields(class_name) else name


def _candidates(
    world: World, choices: Choices, brief: Brief, asked: tuple[FieldInfo, Sequence[Literal]]
) -> Iterator[Any]:
    info, literals = asked
    if any(_asks_filled(literal) is False for literal in literals):
        yield () if info.shape in {Shape.REFS, Shape.CONCERNS} else None
        return
    match info.shape:
        case Shape.TERM:
            yield from _terms_of(world, choices, brief, asked)
        case Shape.TERMS:
            yield from _sets_of_terms(world, choices, brief, asked)
        case Shape.FLAG:
            yield from dict.fromkeys([*_said(literals, "is"), True, False])
        case Shape.NUMBER:
            yield from _numbers(world, brief, literals)
        case Shape.TEXT:
            yield from _said_texts(world, brief, literals) or ["…"]
        case Shape.REF | Shape.REFS | Shape.CONCERNS:
            yield from picks(world, choices, (info, literals), brief.at)
        case _:
            yield from _times(world, brief, info, literals)


def _asks_filled(literal: Literal) -> bool | None:
    what = literal.what
    if isinstance(what, Test) and what.op == "filled" and len(what.path) == 1:
        return bool(what.values[0]) is literal.holds
    return None


def _said(literals: Sequence[Literal], op: str) -> list[Any]:
    tests = [(one.what, one.holds) for one in literals if isinstance(one.what, Test) and one.what.op == op]
    return [test.values[0] if holds else not test.values[0] for test, holds in tests]


def _wanted(
    world: World, brief: Brief, literals: Sequence[Literal]
) -> tuple[list[frozenset[Any]], frozenset[Any], list[tuple[Any, ...]]]:
    """Return the sets of which one value each is wanted, the values to avoid, and the sets that must not be whole."""
    needs: list[frozenset[Any]] = []
    avoid: frozenset[Any] = frozenset()
    partly = []
    for literal in literals:
        what = literal.what
        if not isinstance(what, Test) or what.op not in {"any_of", "all_of", "none_of"}:
            continue
        asked = expand(world, literal.context, what.values, brief.at) or frozenset()
        if (what.op == "none_of") is literal.holds and what.op != "all_of":
            avoid |= asked
        elif what.op == "all_of":
            ordered = sorted(asked, key=str)
            if literal.holds:
                needs += [frozenset({one}) for one in ordered]
            else:
                partly.append(tuple(ordered))
        else:
            needs.append(asked)
    return needs, avoid, partly


def _terms_of(
    world: World, choices: Choices, brief: Brief, asked: tuple[FieldInfo, Sequence[Literal]]
) -> Iterator[str]:
    info, literals = asked
    needs, avoid, _ = _wanted(world, brief, literals)
    if needs:
        common = sorted(frozenset.intersection(*needs) - avoid)
        yield from choices.turned(common, brief.class_name, info.name, brief.at)
        return
    yield NEUTRAL
    if info.vocabulary is not None and literals:
        yield from (term for term in info.vocabulary.terms if term not in avoid)


def _sets_of_terms(
    world: World, choices: Choices, brief: Brief, asked: tuple[FieldInfo, Sequence[Literal]]
) -> Iterator[tuple[str, ...]]:
    info, literals = asked
    needs, avoid, partly = _wanted(world, brief, literals)
    lists = [choices.turned(sorted(need - avoid), brief.class_name, info.name, brief.at) for need in needs]
    found = {tuple(dict.fromkeys(chosen)) for chosen in islice(product(*lists), _COMBINATIONS)}
    for chosen in sorted(found, key=lambda one: (len(one), one)):
        if not partly:
            yield chosen or (NEUTRAL,)
            continue
        for whole in partly:
            lacking = choices.turned(whole, "lacking", brief.class_name, info.name, brief.at)
            yield from (tuple(dict.fromkeys([*chosen, *(one for one in whole if one != lack)])) for lack in lacking)


def _numbers(world: World, brief: Brief, literals: Sequence[Literal]) -> Iterator[Any]:
    asked: set[Any] = set()
    for literal in literals:
        if isinstance(literal.what, Test):
            asked |= expand(world, literal.context, literal.what.values, brief.at) or frozenset()
    plain = [_plain(one + step) for step in (0, 1, -1) for one in sorted(asked)]
    yield from dict.fromkeys([*plain, 1, 0])


def _plain(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)


def _said_texts(world: World, brief: Brief, literals: Sequence[Literal]) -> list[str]:
    needs, _, _ = _wanted(world, brief, literals)
    return sorted(frozenset.intersection(*needs)) if needs else []


def _times(world: World, brief: Brief, info: FieldInfo, literals: Sequence[Literal]) -> Iterator[Any]:
    moment = world.clock.moment(brief.at)
    if info.name == "until":
        yield from _ends(world, moment.date(), literals)
    elif info.shape is Shape.DAY:
        yield moment.date()
    else:
        yield moment


def _ends(world: World, since: date, literals: Sequence[Literal]) -> Iterator[date | None]:
    """Yield ends that make an interval as long as is asked, the latest first."""
    yield None
    for literal in literals:
        if isinstance(literal.what, Test) and literal.what.path == ("until",):
            latest: Any = literal.what.values[0]
            yield latest
        if isinstance(literal.what, Test) and literal.what.op.startswith("lasts"):
            length: Any = literal.what.values[0]
            try:
                end = day_after(since, length, world.calendar)
            except CalendarRangeError:
                continue
            yield from (end, end + timedelta(days=1), end - timedelta(days=1))
