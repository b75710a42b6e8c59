"""One norm broken: a duty of it that stays unmet, a limit that is passed, or an event that is not as it should be."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import attrs

from homeschool.model.clock import Micros
from homeschool.policy import Always, At, Count, Cover, Every, Norm, Rolling
from homeschool.policy.condition import Test
from homeschool.testing.making.book import asks_trigger, moment_of, requirement_of
from homeschool.testing.making.counting import Lack, candidates, counts, needed, touches, would_close
from homeschool.testing.making.crafting import brief_of, crafted, fixed_fields
from homeschool.testing.making.keeping import called_for, let_happen, make_one, meet, place
from homeschool.testing.making.literals import Goal, Inside, nearly
from homeschool.testing.making.making import Duty, Gap, Making
from homeschool.testing.making.moments import times
from homeschool.testing.making.occasions import is_its_own_subject, make_applicable, triggers
from homeschool.testing.making.planning import LONG, Plan, plans
from homeschool.testing.making.settling import edges_of, settle, settle_ties
from homeschool.testing.making.windows import DAY, MINUTE
from homeschool.testing.making.world import lasts, life

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
        making.fallen[:] = fallen
        making.patterns.clear()
    return False


def _broken(making: Making, norm: Norm, plan: Plan) -> bool:
    if asks_trigger(requirement_of(norm)):
        return _prepare(making) and _break_trigger(making, norm, plan) and _finish(making)
    if _is_to_exceed(making, norm):
        return _prepare(making) and _exceed(making, norm, plan) and _finish(making)
    if not isinstance(norm.timing, Always | Every | Rolling) and not any(edges_of(making, norm)):
        if _leave_tie(making, norm):
            return _prepare(making) and _finish(making)
        return _prepare(making) and _leave_trigger(making, norm, plan) and _finish(making)
    if _leave_open(making, norm, plan):
        return _prepare(making) and _finish(making)
    settle_ties(making)
    settle(making, only_standing=True, without=norm.id)
    return _leave_open(making, norm, plan) and _finish(making)


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


def _subjects(making: Making, norm: Norm, at: Micros) -> Iterator[Any]:
    """Yield the subjects to which a norm applies at a moment, or can be made to; each is ready when it is yielded."""
    size = making.world.size()
    for entity in making.choices.turned(list(making.subjects(norm)), "subject of breach"):
        low, high = life(making.world, entity)
        if low <= at < high and make_applicable(making, norm, entity.id, at):
            yield entity
            making.world.back(size)


def _gaps(making: Making, duty: Duty) -> Iterator[Gap]:
    requirement = requirement_of(duty.norm)
    if isinstance(requirement, Cover):
        asked = sorted(needed(making, duty, duty.start), key=str)
        yield from (Gap(duty, withheld=one) for one in making.choices.turned(asked, "withheld"))
        return
    least = int(getattr(requirement, "at_least", None) or 0)
    yield from (Gap(duty, allowed=number) for number in making.choices.turned(range(least - 1, -1, -1), "allowed"))


def _is_open(making: Making, gap: Gap) -> bool:
    """Tell whether what there is so far leaves a duty open."""
    duty = gap.duty
    facts = [one for one in candidates(making, duty) if touches(making, duty, one)]
    if gap.withheld is not None:
        return not any(would_close(making, gap, one) for one in facts)
    return sum(counts(making, duty, one) is not False for one in facts) <= gap.allowed


def _leave_open(making: Making, norm: Norm, plan: Plan) -> bool:
    window = plan.window
    at = window.start if isinstance(norm.timing, Always) else min(window.opens + 2 * DAY, window.stop - 1)
    for entity in _subjects(making, norm, at):
        if making.applies(norm, entity.id, window.stop - 1) is not True:
            continue
        is_standing = isinstance(norm.timing, Always | At)
        is_to_the_end = isinstance(norm.timing, Always) and making.choices.number(2, "to the end") == 0
        stop = making.as_of + 1 if is_to_the_end else window.stop
        duty = Duty(norm, entity.id, window.start, stop, is_standing=is_standing)
        for gap in _gaps(making, duty):
            if _is_open(making, gap):
                making.gap = gap
                return True
    return False


def _leave_tie(making: Making, norm: Norm) -> bool:
    """Choose for the gap what one of the ties with which the school begins has set off."""
    moment = moment_of(norm)
    ties = [tie for name in moment.of for tie in making.world.of(name)] if moment is not None and moment.edge else []
    for tie in making.choices.turned(ties, "tie of breach"):
        duties = [duty for duty in called_for(making, tie) if duty.norm is norm]
        for gap in (gap for duty in duties for gap in _gaps(making, duty)):
            if making.applies(norm, gap.duty.subject, gap.duty.start) is True and _is_open(making, gap):
                making.gap = gap
                return True
    return False


def _leave_trigger(making: Making, norm: Norm, plan: Plan) -> bool:
    world = making.world
    for id_ in _trigger_subjects(making, norm, plan.at):
        for fact in islice(triggers(making, norm, id_, plan.at), _EACH):
            duty = _duty_of(making, norm, fact, id_)
            for gap in () if duty is None else _gaps(making, duty):
                if not _is_open(making, gap):
                    continue
                making.gap = gap
                world.add(fact)
                _meet_others(making, fact)
                return True
    return False


def _trigger_subjects(making: Making, norm: Norm, at: Micros) -> Iterator[str | None]:
    if is_its_own_subject(norm):
        yield None
        return
    yield from (entity.id for entity in _subjects(making, norm, at))


def _duty_of(making: Making, norm: Norm, fact: Any, subject: str | None) -> Duty | None:
    size = making.world.size()
    making.world.add(fact)
    found = [duty for duty in called_for(making, fact) if duty.norm is norm and duty.subject == (subject or fact.id)]
    making.world.back(size)
    if not found:
        return None
    duty = found[0]
    is_at_once = getattr(getattr(norm.timing, "within", None), "unit", None) == "at_once"
    return attrs.evolve(duty, stop=duty.start + LONG) if is_at_once else duty


def _meet_others(making: Making, fact: Any) -> None:
    for duty in called_for(making, fact):
        if not meet(making, duty):
            making.fallen.append(duty)


def _break_trigger(making: Making, norm: Norm, plan: Plan) -> bool:
    for id_ in _trigger_subjects(making, norm, plan.at):
        if id_ is not None:
            for has in making.book.parts_of(requirement_of(norm).where):
                let_happen(making, has, id_, plan.at)
        context_of = id_ or fixed_fields(making, norm.subject, plan.at)["id"]
        for goals in making.choices.turned(list(_wrongs(making, norm, context_of)), "wrong"):
            making.lifted = norm.id
            try:
                for fact in islice(triggers(making, norm, id_, plan.at, goals), _EACH):
                    if place(making, fact):
                        return True
            finally:
                making.lifted = None
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


def _exceed(making: Making, norm: Norm, plan: Plan) -> bool:
    for duty in _exceedable(making, norm, plan):
        requirement = requirement_of(norm)
        most = int(getattr(requirement, "at_most", 0))
        size = making.world.size()
        making.lifted = norm.id
        try:
            while sum(counts(making, duty, one) is True for one in candidates(making, duty)) <= most:
                if not any(make_one(making, duty, name, _during(making, duty, plan)) for name in requirement.of):
                    break
            else:
                return True
        finally:
            making.lifted = None
        making.world.back(size)
    return False


def _during(making: Making, duty: Duty, plan: Plan) -> Micros:
    """Return a moment of a duty's window: the day of the plan, where the duty is of all days."""
    if isinstance(duty.norm.timing, Always):
        return plan.window.start if duty.is_standing else plan.at
    return next(times(making, duty, requirement_of(duty.norm).of[0], Lack()))


def _exceedable(making: Making, norm: Norm, plan: Plan) -> Iterator[Duty]:
    window = plan.window
    if isinstance(norm.timing, Always):
        is_standing = lasts(requirement_of(norm).of[0])
        for entity in _subjects(making, norm, plan.at):
            stop = plan.at + 1 if is_standing else window.stop
            yield Duty(norm, entity.id, window.start, stop, is_standing=is_standing)
        return
    if isinstance(norm.timing, Every):
        for entity in _subjects(making, norm, window.opens):
            yield Duty(norm, entity.id, window.start, window.stop)
        return
    for id_ in _trigger_subjects(making, norm, plan.at):
        for fact in islice(triggers(making, norm, id_, plan.at), _EACH):
            duty = _duty_of(making, norm, fact, id_)
            if duty is not None and place(making, fact):
                yield duty


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
