"""What a subject must have for a condition to hold: most have none of it, and need not be asked about."""

from collections.abc import Mapping

from homeschool.engine.linking import Link, is_direct
from homeschool.engine.scope import Scope
from homeschool.model.links import link_field
from homeschool.model.register import Row
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Test


def circumstanced(scope: Scope, condition: Condition) -> Mapping[str, list[Row]] | None:
    """Return the circumstances of each who has some, where a condition asks of nothing else."""
    keeps = scope.view.keeps.classes.get("circumstance")
    if keeps is None or keeps.since is not None or not _asks_circumstances_alone(scope, condition):
        return None
    return scope.view.linked_rows("circumstance", "person")


def having(scope: Scope, condition: Condition, kind: str) -> Mapping[str, list[Row]] | None:
    """Return what each has of something without which a condition is surely false; None where it asks for no such."""
    match condition:
        case And(parts):
            found = (having(scope, part, kind) for part in parts)
            return next((one for one in found if one is not None), None)
        case Named(name):
            return having(scope, scope.definitions[name].condition, kind)
        case Has(of, _, field):
            keeps, link = scope.view.keeps.classes.get(of), Link(of, link_field(of, kind, field))
            is_known = keeps is not None and keeps.since is None and is_direct(link, kind)
            return scope.view.linked_rows(of, link.field) if is_known else None
        case _:
            return None


def _asks_circumstances_alone(scope: Scope, condition: Condition) -> bool:
    match condition:
        case And(parts) | Or(parts):
            return all(_asks_circumstances_alone(scope, part) for part in parts)
        case Not(part):
            return _asks_circumstances_alone(scope, part)
        case Named(name):
            return _asks_circumstances_alone(scope, scope.definitions[name].condition)
        case Test(path=("circumstances",), values=values):
            return not any(isinstance(value, Reference) for value in values)
        case _:
            return False
