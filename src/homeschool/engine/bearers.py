"""Who bears a duty: roles resolved to people, and whether a requirement asks for them."""

from homeschool.engine.duty import Duty
from homeschool.engine.judge import context_of
from homeschool.engine.scope import Scope
from homeschool.engine.values import resolve
from homeschool.model.clock import Micros
from homeschool.model.ties import holders
from homeschool.policy.condition import And, Condition, Has, Not, Or, Reference, Some, Test
from homeschool.policy.finding import Owner
from homeschool.policy.norm import Norm
from homeschool.policy.requirement import Requirement, Share


def opening_moment(duty: Duty) -> Micros:
    """Return when a duty opened for its subject: not before the norm applied to it."""
    return max(duty.opens, duty.stay.start)


def owners(scope: Scope, norm: Norm, duty: Duty, at: Micros) -> tuple[Owner, ...]:
    """Return who bears a duty at a moment: each role, or reference, with the ids of those who hold it."""
    if duty.bearer is not None:
        return tuple(Owner(str(who), (duty.bearer,)) for who in norm.bearer.who[:1])
    return tuple(Owner(str(who), _holders(scope, who, duty, at)) for who in norm.bearer.who)


def bearer_ids(scope: Scope, norm: Norm, duty: Duty, at: Micros) -> tuple[str, ...]:
    """Return the ids of all who bear a duty at a moment, sorted."""
    return tuple(sorted({id_ for who in norm.bearer.who for id_ in _holders(scope, who, duty, at)}))


def _holders(scope: Scope, who: str | Reference, duty: Duty, at: Micros) -> tuple[str, ...]:
    if isinstance(who, Reference):
        return tuple(sorted(resolve(scope, who, context_of(duty, at))[0]))
    return holders(scope.view, who, duty.subject, at)


def asks_bearer(requirement: Requirement) -> bool:
    """Tell whether what a requirement asks of facts refers to the bearer."""
    conditions = [requirement.where]
    if isinstance(requirement, Share):
        conditions.append(requirement.among_where)
    return any(_asks(condition) for condition in conditions)


def _asks(condition: Condition) -> bool:
    match condition:
        case And(parts) | Or(parts):
            return any(_asks(part) for part in parts)
        case Not(part):
            return _asks(part)
        case Some(where=where) | Has(where=where):
            return _asks(where)
        case Test(values=values):
            return any(isinstance(value, Reference) and value.root == "bearer" for value in values)
        case _:
            return False
