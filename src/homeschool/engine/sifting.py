"""Facts that reach many subjects, sifted once: what a fact alone decides is not asked again for each subject."""

from collections.abc import Callable, Sequence
from typing import Any

from homeschool.engine.conditions import compile_condition, is_static
from homeschool.engine.linking import Link, Tied, is_direct, reaching
from homeschool.engine.scope import Context, Scope
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
    parts = where.parts if isinstance(where, And) else (where,)
    alone = And(tuple(part for part in parts if is_static(part, class_name)))
    if alone == TRUE:
        return lambda _: True
    ask, nobody = compile_condition(scope, alone, class_name), Context(scope.as_of)
    return lambda fact: ask(fact, nobody) is not False
