"""Conditions made into functions: asked of a fact in a context, they answer True, False, or None for unknown."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from homeschool.engine.linking import has_candidates
from homeschool.engine.questions import ask_of_test
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Ask, Truth, all_of, any_of, negate
from homeschool.engine.values import as_ids, getter, kept_since
from homeschool.model.clock import ALWAYS
from homeschool.model.derived import all_fields, is_kept
from homeschool.model.facts import CLASS_NAMES
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Some, Test


def _true(_: Any, __: Context) -> Truth:
    return True


def compile_condition(scope: Scope, condition: Condition, class_name: str) -> Ask:
    """Return the function that asks a condition of facts of one class."""
    match condition:
        case And(()):
            return _true
        case And(parts):
            return _every_part([compile_condition(scope, part, class_name) for part in parts])
        case Or(parts):
            asks = [compile_condition(scope, part, class_name) for part in parts]
            return lambda fact, context: any_of(ask(fact, context) for ask in asks)
        case Not(part):
            inner = compile_condition(scope, part, class_name)
            return lambda fact, context: negate(inner(fact, context))
        case Named(name):
            return compile_condition(scope, scope.definitions[name].condition, class_name)
        case Some():
            return _some(scope, condition, class_name)
        case Has():
            return _has(scope, condition)
        case Test():
            return ask_of_test(scope, condition, class_name)
        case _:
            assert_never(condition)


def _every_part(asks: Sequence[Ask]) -> Ask:
    return _both(*asks) if len(asks) == 2 else _each_part(asks)  # noqa: PLR2004 - most conditions have two parts


def _both(first: Ask, second: Ask) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        one = first(fact, context)
        if one is False:
            return False
        other = second(fact, context)
        return other if one is True or other is False else None

    return ask


def _each_part(asks: Sequence[Ask]) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        answer: Truth = True
        for part in asks:
            found = part(fact, context)
            if found is False:
                return False
            if found is None:
                answer = None
        return answer

    return ask


def _some(scope: Scope, condition: Some, class_name: str) -> Ask:
    get = getter(scope, class_name, condition.path)
    targets = condition.of or all_fields(class_name)[condition.path].targets
    asks = {target: compile_condition(scope, condition.where, target) for target in targets}
    combine = all_of if condition.every else any_of

    def answers(ids: Sequence[str], context: Context) -> Iterator[Truth]:
        for id_ in ids:
            record = scope.view.get(id_)
            if record is None:
                yield None
            elif CLASS_NAMES[type(record)] in asks:
                yield asks[CLASS_NAMES[type(record)]](record, context)

    def ask(fact: Any, context: Context) -> Truth:
        ids = get(fact, context)
        return None if ids is None else combine(answers(as_ids(ids), context))

    return ask


def _has(scope: Scope, condition: Has) -> Ask:
    where = compile_condition(scope, condition.where, condition.of)

    def ask(fact: Any, context: Context) -> Truth:
        if context.subject == fact.id:
            inner = context
        else:
            inner = Context(context.at, fact.id, context.trigger, context.bearers)
        found = any_of(where(item, inner) for item in has_candidates(scope, condition, fact, context.at))
        if found is not True and not is_kept(scope.view, condition.of, context.at):
            return None
        return found

    return ask


def is_static(scope: Scope, condition: Condition, class_name: str) -> bool:
    """Tell whether a condition on facts of a class depends on the fact alone, not on subject, moment or trigger."""
    match condition:
        case And(parts) | Or(parts):
            return all(is_static(scope, part, class_name) for part in parts)
        case Not(part):
            return is_static(scope, part, class_name)
        case Test(path, op, values):
            info = all_fields(class_name)[path[0]]
            refers = any(isinstance(value, Reference) for value in values)
            is_timed = op == "during" or (op == "filled" and kept_since(scope, class_name) > ALWAYS)
            return len(path) == 1 and not info.derived and not refers and not is_timed
        case _:
            return False
