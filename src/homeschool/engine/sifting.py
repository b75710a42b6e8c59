"""Facts that reach many subjects, sifted once: what a fact alone decides is not asked again for each subject."""

from collections.abc import Callable, Container, Sequence
from typing import Any

import attrs

from homeschool.engine.conditions import compile_condition, is_static
from homeschool.engine.linking import Link, Tied, is_direct, reaching
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Ask, Truth
from homeschool.model.clock import ALWAYS, NEVER
from homeschool.model.register import Row
from homeschool.policy.condition import TRUE, And, Condition


def tied_to(scope: Scope, link: Link, kind: str, where: Condition) -> Callable[[str], Sequence[Tied]]:
    """Return the function that gives the standing facts that a link may tie to a subject and that may meet a condition.

    Args:
        scope: the evaluation.
        link: what ties facts to subjects.
        kind: the kind of the subjects.
        where: what is asked of the facts.  Facts that fail it whatever the subject may be left out already.
    """
    table = scope.view.linked_rows(link.class_name, link.field)
    if is_direct(link, kind):
        return lambda subject: [(row, ALWAYS, NEVER) for row in table[subject]] if subject in table else ()
    may = may_meet(scope, where, link.class_name)
    sifted: dict[str, list[Row]] = {}

    def rows(entity: str) -> Sequence[Row]:
        found = sifted.get(entity)
        if found is None:
            found = sifted[entity] = [row for row in table.get(entity, ()) if may(row[4])]
        return found

    return lambda subject: [
        (row, part.start, part.end) for part in reaching(scope, link, subject) for row in rows(part.entity)
    ]


def may_meet(scope: Scope, where: Condition, class_name: str) -> Callable[[Any], bool]:
    """Return the function that tells whether a fact may meet a condition, as far as the fact alone decides."""
    alone = sift(scope, where, class_name).alone
    return lambda fact: alone(fact) is not False


@attrs.frozen
class Sift:
    """A condition on facts of one class, asked in two steps.

    Args:
        alone: tells whether a fact meets what it alone decides.
        rest: tells whether it meets what rests on the subject, the moment or the trigger too; None: nothing does.
    """

    alone: Callable[[Any], Truth]
    rest: Ask | None


def sift(scope: Scope, where: Condition, class_name: str, granted: Container[Condition] = ()) -> Sift:
    """Divide a condition on facts of a class into what a fact alone decides and the rest.

    Args:
        scope: the evaluation.
        where: the condition.
        class_name: the class.
        granted: parts that are known to be met.
    """
    parts = [part for part in (where.parts if isinstance(where, And) else (where,)) if part not in granted]
    alone = And(tuple(part for part in parts if is_static(scope, part, class_name)))
    rest = And(tuple(part for part in parts if not is_static(scope, part, class_name)))
    ask, nobody = compile_condition(scope, alone, class_name), Context(scope.as_of)
    is_open = alone == TRUE
    return Sift(
        (lambda _: True) if is_open else lambda fact: ask(fact, nobody),
        None if rest == TRUE else compile_condition(scope, rest, class_name),
    )
