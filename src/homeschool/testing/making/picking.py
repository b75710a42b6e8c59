"""Which records a field may name so that what is asked of them holds."""

from collections.abc import Iterator, Sequence
from typing import Any

from homeschool.model import Concerned
from homeschool.model.clock import Micros
from homeschool.model.derived import all_fields
from homeschool.model.fields import FieldInfo, Shape
from homeschool.policy.condition import Some, Test
from homeschool.testing.making.asking import Context, expand, truth, values
from homeschool.testing.making.choices import Choices
from homeschool.testing.making.literals import Inside, Literal
from homeschool.testing.making.world import World, class_of

_ROUNDS = 12
_TAKING_PART = "participants"
"""The field derived from whom an activity concerns, and as what."""
Asked = tuple[FieldInfo, Sequence[Literal]]


def picks(world: World, choices: Choices, asked: Asked, at: Micros) -> Iterator[Any]:
    """Yield what a field that names records may hold: fewest records first, then other ones."""
    info, literals = asked
    pool = _pool(world, info, literals, at)
    needs = [need for literal in literals for need in _needs(world, literal, pool, at)]
    if info.shape is Shape.REF and not needs:
        needs = [_least_used(world, info, pool) if info.required else frozenset(pool)]
    lists = [
        choices.turned([id_ for id_ in pool if id_ in need], info.name, number, at) for number, need in enumerate(needs)
    ]
    if not all(lists):
        return
    roles = _roles(literals)
    taking_part = frozenset().union(*(_needed_to_take_part(world, literal, pool, at) for literal in literals))
    for chosen in _chosen(lists, single=info.shape is Shape.REF):
        if info.shape is Shape.CONCERNS:
            yield from (tuple(Concerned(id_, role) for id_ in chosen) for role in roles)
            yield from (_in_role(chosen, whom, role) for whom in _asked_of(literals) for role in roles)
            yield tuple(Concerned(id_, "participant") if id_ in taking_part else id_ for id_ in chosen)
        elif info.shape is Shape.REF:
            yield chosen[0] if chosen else None
        else:
            yield chosen


def _asked_of(literals: Sequence[Literal]) -> list[str]:
    """Return the subjects of whom it is asked in which role a fact concerns them."""
    return list(dict.fromkeys(one.context.subject for one in literals if _path(one) == ("concerned_as",)))


def _in_role(chosen: tuple[str, ...], whom: str, role: str) -> tuple[str | Concerned, ...]:
    return (*(id_ for id_ in chosen if id_ != whom), Concerned(whom, role))


def _needed_to_take_part(world: World, literal: Literal, pool: Sequence[str], at: Micros) -> frozenset[str]:
    """Return the records that will do for what is asked of those who take part."""
    if _path(literal)[:1] != (_TAKING_PART,):
        return frozenset()
    return frozenset().union(*_needs(world, literal, pool, at))


def _path(literal: Literal) -> tuple[str, ...]:
    what = literal.what
    return what.path if isinstance(what, Test) else (what.path,) if isinstance(what, Some | Inside) else ()


def _roles(literals: Sequence[Literal]) -> list[str]:
    """Return the roles in which a fact may have to name whom it concerns."""
    tests = [one for one in literals if isinstance(one.what, Test) and one.what.path == ("concerned_as",)]
    wanted = [
        one.what.values for one in tests if isinstance(one.what, Test) and (one.what.op != "none_of") is one.holds
    ]
    return [str(role) for role in dict.fromkeys(role for values_ in wanted for role in values_)]


def _pool(world: World, info: FieldInfo, literals: Sequence[Literal], at: Micros) -> list[str]:
    """Return the records that may be named: those of the right class, and those that the questions name themselves."""
    named: dict[str, None] = {}
    for literal in literals:
        what = literal.what
        if isinstance(what, Test) and len(what.path) == 1 and what.path != ("concerned_as",):
            found = expand(world, literal.context, what.values, at) or frozenset()
            named |= dict.fromkeys(sorted(one for one in found if isinstance(one, str)))
    kinds = info.targets if info.shape is not Shape.CONCERNS else ()
    kinds = kinds or tuple(kind for one in literals if isinstance(one.what, Some) for kind in one.what.of)
    if info.shape is Shape.CONCERNS and any(_path(literal)[:1] == (_TAKING_PART,) for literal in literals):
        kinds = (*kinds, *all_fields("activity")[_TAKING_PART].targets)
    if not kinds and info.shape is not Shape.CONCERNS and any(_asks_for_any(literal) for literal in literals):
        kinds = ("school",)
    named |= dict.fromkeys(entity.id for kind in kinds for entity in world.of(kind))
    return [id_ for id_ in named if id_ in world.records and all(_allows(world, one, id_, at) for one in literals)]


def _asks_for_any(literal: Literal) -> bool:
    """Tell whether it is asked only that a field names something."""
    what = literal.what
    return isinstance(what, Test) and what.op == "filled" and what.values[0] is literal.holds


def _allows(world: World, literal: Literal, id_: str, at: Micros) -> bool:
    """Tell whether a record may be among those named at all."""
    what, context = literal.what, literal.context
    match what:
        case Some(_, where, is_every, of) if is_every is literal.holds:
            return (
                not _is_asked(world, of, id_) or truth(world, context, where, world.records[id_], at) is literal.holds
            )
        case Test(path, op) if op in {"any_of", "none_of"} and (op == "none_of") is literal.holds:
            if path == ("concerned_as",):
                return True
            return not _meets(world, literal, id_, at)
    return True


def _is_asked(world: World, of: Sequence[str], id_: str) -> bool:
    return not of or class_of(world.records[id_]) in of


def _meets(world: World, literal: Literal, id_: str, at: Micros) -> bool:
    """Tell whether a record by itself holds one of the values asked for."""
    what, context = literal.what, literal.context
    assert isinstance(what, Test), "only a test asks for values"
    asked = expand(world, context, what.values, at) or frozenset()
    return not _held(world, what, context, (id_, at)).isdisjoint(asked)


def _held(world: World, test: Test, context: Context, of: tuple[str, Micros]) -> frozenset[Any]:
    id_, at = of
    if len(test.path) == 1:
        return frozenset({id_})
    record = world.records[id_]
    if test.path[1] not in all_fields(class_of(record)):
        return frozenset()
    return values(world, context, (test.path[1],), record, at) or frozenset()


def _needs(world: World, literal: Literal, pool: Sequence[str], at: Micros) -> list[frozenset[str]]:
    """Return, for each record that is needed, which ones will do."""
    what, context = literal.what, literal.context
    match what:
        case Inside(_, where, at_least) if literal.holds and at_least:
            fit = frozenset(id_ for id_ in pool if truth(world, context, where, world.records[id_], at) is True)
            return [fit] * at_least
        case Some(_, where, is_every, of) if is_every is not literal.holds:
            asked = [id_ for id_ in pool if _is_asked(world, of, id_)]
            return [
                frozenset(id_ for id_ in asked if truth(world, context, where, world.records[id_], at) is literal.holds)
            ]
        case Test(path) if path == ("concerned_as",):
            return []
        case Test((first, *_), op) if first == _TAKING_PART and op != "all_of" and (op == "none_of") is literal.holds:
            kinds = all_fields("activity")[_TAKING_PART].targets
            return [frozenset(id_ for id_ in pool if class_of(world.records[id_]) in kinds)]
        case Test(_, "all_of", asked) if literal.holds:
            wanted = sorted(expand(world, context, asked, at) or (), key=str)
            return [frozenset(id_ for id_ in pool if one in _held(world, what, context, (id_, at))) for one in wanted]
        case Test(_, "all_of", asked):
            return _all_but_one(world, literal, pool, at)
        case Test(_, op) if op in {"any_of", "none_of"} and (op == "any_of") is literal.holds:
            return [frozenset(id_ for id_ in pool if _meets(world, literal, id_, at))]
        case Test(_, "filled", (wanted,)) if wanted is literal.holds:
            return [frozenset(pool)]
    return []


def _all_but_one(world: World, literal: Literal, pool: Sequence[str], at: Micros) -> list[frozenset[str]]:
    """Return a need for some record that holds one of the values and not another."""
    what = literal.what
    assert isinstance(what, Test), "only a test asks for values"
    asked = expand(world, literal.context, what.values, at) or frozenset()
    held = {id_: _held(world, what, literal.context, (id_, at)) for id_ in pool}
    return [frozenset(id_ for id_ in pool if not asked <= held[id_])]


def _least_used(world: World, info: FieldInfo, pool: Sequence[str]) -> frozenset[str]:
    """Return the records that fewest others of the first class that fits name, so that posts are spread."""
    if not pool:
        return frozenset()
    first = class_of(world.records[pool[0]])
    used = {id_: len(world.naming("seat", info.name, (id_,))) for id_ in pool if class_of(world.records[id_]) == first}
    return frozenset(id_ for id_, number in used.items() if number == min(used.values()))


def _chosen(lists: Sequence[Sequence[str]], *, single: bool) -> Iterator[tuple[str, ...]]:
    seen = set()
    for chosen in _rounds(lists):
        if chosen not in seen and not (single and len(chosen) > 1):
            seen.add(chosen)
            yield chosen


def _rounds(lists: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    if not lists:
        yield ()
        return
    yield from ((id_,) for id_ in lists[0] if all(id_ in other for other in lists[1:]))
    for start in range(_ROUNDS):
        chosen: list[str] = []
        for number, candidates in enumerate(lists):
            fresh = [id_ for id_ in candidates if id_ not in chosen]
            place = start if number == 0 else start // max(1, len(lists[0]))
            chosen.append((fresh or list(candidates))[place % len(fresh or candidates)])
        yield tuple(dict.fromkeys(chosen))
