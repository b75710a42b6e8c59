"""One norm broken: a duty of it that stays unmet, a limit that is passed, or an event that is not as it should be."""

from collections.abc import Iterator
from itertools import islice

import attrs

from homeschool.model.clock import Micros
from homeschool.policy import Always, Count, Cover, Every, Norm, Rolling, Share
from homeschool.policy.condition import Test
from homeschool.testing.making.book import asks_trigger, requirement_of
from homeschool.testing.making.crafting import brief_of, crafted, fixed_fields
from homeschool.testing.making.exceeding import exceed, exceed_share
from homeschool.testing.making.keeping import let_happen, make_one, place
from homeschool.testing.making.leaving import leave_open, leave_tie, leave_trigger, trigger_subjects
from homeschool.testing.making.literals import Goal, Inside, nearly
from homeschool.testing.making.making import Duty, Gap, Making
from homeschool.testing.making.occasions import triggers
from homeschool.testing.making.planning import Plan, plans
from homeschool.testing.making.settling import edges_of, settle, settle_ties
from homeschool.testing.making.windows import DAY, MINUTE
from homeschool.testing.making.world import lasts

_EACH = 6


def break_norm(making: Making, norm: Norm, later: Micros) -> bool:
    """Fill a school so that it breaks one norm; False: it cannot be broken in this school.

    Args:
        making: a school with its people and bodies.
        norm: the norm to break.
        later: for how long the school is looked at after the breach.
    """
    size, fallen = making.world.size(), tuple(making.fallen)
    for plan in plans(making, norm):
        making.as_of = plan.broken_at + later
        if _broken(making, norm, plan):
            return True
        making.world.back(size)
        making.gap = None
        making.forbidding = frozenset()
        making.fallen[:] = fallen
        making.patterns.clear()
    return False


def _broken(making: Making, norm: Norm, plan: Plan) -> bool:
    if asks_trigger(requirement_of(norm)):
        return _prepare(making) and _break_trigger(making, norm, plan) and _finish(making)
    requirement = requirement_of(norm)
    if isinstance(requirement, Share) and requirement.members is None:
        return _prepare(making) and exceed_share(making, norm, plan)
    if _is_to_exceed(making, norm):
        return _prepare(making) and exceed(making, norm, plan) and _finish(making)
    if not isinstance(norm.timing, Always | Every | Rolling) and not any(edges_of(making, norm)):
        if leave_tie(making, norm):
            return _prepare(making) and _finish(making)
        return _leave_event(making, norm, plan) and _finish(making)
    if leave_open(making, norm, plan):
        return _prepare(making) and _finish(making)
    settle_ties(making)
    settle(making, only_standing=True, without=norm.id)
    return leave_open(making, norm, plan) and _finish(making)


def _leave_event(making: Making, norm: Norm, plan: Plan) -> bool:
    """Leave open what an event sets off: beside all that stands, or else so that what stands does not discharge it."""
    size, fallen = making.world.size(), tuple(making.fallen)
    if _prepare(making) and leave_trigger(making, norm, plan):
        return True
    making.world.back(size)
    making.fallen[:] = fallen
    return leave_trigger(making, norm, plan) and _prepare(making)


def _prepare(making: Making) -> bool:
    settle_ties(making)
    settle(making, only_standing=True)
    return True


def _finish(making: Making) -> bool:
    if making.gap is not None:
        _decoy(making, making.gap)
    settle(making)
    return True


def _is_to_exceed(making: Making, norm: Norm) -> bool:
    requirement = requirement_of(norm)
    if not isinstance(requirement, Count) or requirement.at_most is None:
        return False
    return requirement.at_least is None or making.choices.number(2, "exceed") == 1


def _break_trigger(making: Making, norm: Norm, plan: Plan) -> bool:
    for id_ in trigger_subjects(making, norm, plan.at):
        if id_ is not None:
            for has in making.book.parts_of(requirement_of(norm).where):
                let_happen(making, Goal(has, making.context(id_)), id_, plan.at)
        context_of = id_ or fixed_fields(making, norm.subject, plan.at)["id"]
        for goals in making.choices.turned(list(_wrongs(making, norm, context_of)), "wrong"):
            making.lifted = frozenset({norm.id})
            try:
                for fact in islice(triggers(making, norm, id_, plan.at, goals), _EACH):
                    if place(making, fact):
                        return True
            finally:
                making.lifted = frozenset()
    return False


def _wrongs(making: Making, norm: Norm, subject: str) -> Iterator[tuple[Goal, ...]]:
    """Yield the ways in which a trigger can fail what is asked of it."""
    requirement = requirement_of(norm)
    context = making.context(subject)
    path = requirement.of[0].partition(".")[2]
    match requirement:
        case Count(at_most=most) if most == 0 and not path:
            yield (Goal(requirement.where, context),)
        case Count(at_least=least) if path and least:
            yield (Goal(Inside(path, requirement.where, at_most=int(least) - 1), context),)  # type: ignore[arg-type]
        case Count():
            yield from nearly(requirement.where, context)
        case Cover(field=field, values=tuple(asked)):
            yield (Goal(Test(field, "all_of", asked), context, holds=False),)


def _decoy(making: Making, gap: Gap) -> None:
    """Perhaps add what nearly counts for the open duty: right but late, or in time but wrong in one respect."""
    kind = making.choices.turned(("none", "late", "wrong"), "decoy")[0]
    duty = gap.duty
    name = requirement_of(duty.norm).of[0]
    if kind == "late" and not duty.is_standing:
        at = duty.stop + 30 * MINUTE
        if at < making.as_of:
            make_one(making, attrs.evolve(duty, start=duty.stop, stop=duty.stop + 2 * DAY), name, at)
    if kind == "wrong" and not lasts(name):
        _nearly_right(making, duty, name)


def _nearly_right(making: Making, duty: Duty, name: str) -> None:
    at = duty.start + (min(duty.stop, making.as_of) - duty.start) // 2
    context = making.context(duty.subject, duty.trigger)
    for goals in making.choices.turned(nearly(requirement_of(duty.norm).where, context), "nearly"):
        brief = brief_of(making, name, at, goals)
        if any(place(making, fact) for fact in islice(crafted(making, brief), 2)):
            return
