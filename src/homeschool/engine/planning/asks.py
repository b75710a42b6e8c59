"""What a condition asks of a fact yet to be made, as demands on its single fields.

A condition is taken apart into alternatives, each a list of asks that together meet it.  What cannot be said as an ask
(a question about other records, say) is left out: whether a fact that is made by the asks meets the whole condition is
in the end put to the engine itself.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, Literal, assert_never

import attrs

from homeschool.engine.scope import Context, Scope
from homeschool.engine.values import resolve, to_fraction
from homeschool.model.derived import all_fields
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.ties import holders
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Some, Test

AskOp = Literal[
    "any_of", "all_of", "none_of", "filled", "blank", "at_least", "at_most", "above", "below", "during", "not_during"
]
MOST_ALTERNATIVES = 8
"""So many ways of meeting one condition are looked at."""


@attrs.frozen
class Ask:
    """One thing asked of one field of a planned fact.

    Args:
        field: the field.
        op: ``any_of``, ``all_of``, ``none_of`` of `values`; ``filled`` or ``blank``; ``at_least``, ``at_most``,
            ``above``, ``below`` a number; ``during`` or ``not_during`` the times of the day or kinds of day named.
        values: what it is compared with: terms, ids, flags, a number.
        roles: where the values are people: the roles for which they were found.
    """

    field: str
    op: AskOp
    values: tuple[Any, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def is_vacant(self) -> bool:
        """Whether it asks for somebody in a role that nobody holds."""
        return bool(self.roles) and self.op == "any_of" and not self.values


Asks = tuple[Ask, ...]

_OPPOSITE: dict[str, AskOp] = {
    "at_least": "below",
    "below": "at_least",
    "at_most": "above",
    "above": "at_most",
    "during": "not_during",
    "any_of": "none_of",
    "none_of": "any_of",
}


def alternatives(scope: Scope, condition: Condition, class_name: str, context: Context) -> tuple[Asks, ...]:
    """Return the ways in which a fact of a class can meet a condition, so far as asks can say."""
    return tuple(dict.fromkeys(_ways(_Asking(scope, class_name, context), condition, holds=True)))[:MOST_ALTERNATIVES]


@attrs.frozen(eq=False)
class _Asking:
    scope: Scope
    class_name: str
    context: Context


_ANYTHING: tuple[Asks, ...] = ((),)


def _ways(asking: _Asking, condition: Condition, *, holds: bool) -> Sequence[Asks]:
    match condition:
        case And(parts):
            return _all(asking, parts, holds=holds) if holds else _one(asking, parts, holds=holds)
        case Or(parts):
            return _one(asking, parts, holds=holds) if holds else _all(asking, parts, holds=holds)
        case Not(part):
            return _ways(asking, part, holds=not holds)
        case Named(name):
            return _ways(asking, asking.scope.definitions[name].condition, holds=holds)
        case Test():
            return _test(asking, condition, holds=holds)
        case Some(path, Test((field,), op, values), of=()):
            return _test(asking, Test((path, field), op, values), holds=holds)
        case Some() | Has():
            return _ANYTHING
        case _:
            assert_never(condition)


def _all(asking: _Asking, parts: Iterable[Condition], *, holds: bool) -> Sequence[Asks]:
    ways: Sequence[Asks] = _ANYTHING
    for part in parts:
        pairs = product(ways, _ways(asking, part, holds=holds))
        ways = [tuple(dict.fromkeys(one + other)) for one, other in pairs][:MOST_ALTERNATIVES]
    return ways


def _one(asking: _Asking, parts: Iterable[Condition], *, holds: bool) -> Sequence[Asks]:
    return [way for part in parts for way in _ways(asking, part, holds=holds)][:MOST_ALTERNATIVES]


def _test(asking: _Asking, test: Test, *, holds: bool) -> Sequence[Asks]:
    if len(test.path) > 1:
        return _people(asking, test, holds=holds)
    field = test.path[0]
    match test.op:
        case "is":
            return ((Ask(field, "any_of", ((test.values[0] is True) is holds,)),),)
        case "filled":
            return ((Ask(field, "filled" if (test.values[0] is True) is holds else "blank"),),)
        case "any_of" | "none_of":
            op: AskOp = test.op if holds else _OPPOSITE[test.op]
            return ((Ask(field, op, _values(asking, test.values)),),)
        case "all_of":
            values = _values(asking, test.values)
            return ((Ask(field, "all_of", values),),) if holds else [(Ask(field, "none_of", (one,)),) for one in values]
        case "during":
            words = tuple(str(value) for value in test.values)
            return ((Ask(field, "during" if holds else "not_during", words),),)
        case "at_least" | "at_most" | "above" | "below":
            return _bound(asking, test, holds=holds)
        case "lasts_at_least" | "lasts_at_most":
            return _ANYTHING
        case _:
            assert_never(test.op)


def _bound(asking: _Asking, test: Test, *, holds: bool) -> Sequence[Asks]:
    values = _values(asking, test.values)
    if len(values) != 1 or isinstance(values[0], str | bool) or not hasattr(values[0], "__float__"):
        return _ANYTHING
    op: AskOp = test.op if holds else _OPPOSITE[test.op]  # type: ignore[assignment]
    return ((Ask(test.path[0], op, (to_fraction(values[0]),)),),)


def _values(asking: _Asking, values: Iterable[object]) -> tuple[Any, ...]:
    """Return the values asked for, references among them resolved: those that are known."""
    found: dict[Any, None] = {}
    for value in values:
        if isinstance(value, Reference):
            known, _ = resolve(asking.scope, value, asking.context)
            found |= dict.fromkeys(sorted(known, key=str))
        else:
            found[value] = None
    return tuple(found)


def _people(asking: _Asking, test: Test, *, holds: bool) -> Sequence[Asks]:
    """Return what is asked of a field that names people by what is asked of their roles."""
    field, second = test.path
    if second != "role" or test.op not in ("any_of", "all_of", "none_of"):
        return _ANYTHING
    roles = [str(role) for role in test.values]
    if test.op == "all_of":
        single = [
            Ask(field, "any_of" if holds else "none_of", _holding(asking, field, [role]), (role,)) for role in roles
        ]
        return (tuple(single),) if holds else [(ask,) for ask in single]
    op: AskOp = test.op if holds else _OPPOSITE[test.op]
    return ((Ask(field, op, _holding(asking, field, roles), tuple(roles)),),)


def _holding(asking: _Asking, field: str, roles: Iterable[str]) -> tuple[str, ...]:
    """Return who holds one of some roles towards the subject, so far as the field may name them."""
    view, context = asking.scope.view, asking.context
    targets = all_fields(asking.class_name)[field].targets
    found = (id_ for role in roles for id_ in holders(view, role, context.subject or "", context.at))
    return tuple(id_ for id_ in dict.fromkeys(found) if not targets or CLASS_NAMES[type(view.get(id_))] in targets)
