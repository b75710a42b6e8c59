"""A bound passed: one event too many, or a share of the events that is too large."""

from collections.abc import Iterator
from itertools import cycle, islice

from homeschool.model.clock import Micros
from homeschool.policy import Always, Every, Norm, Share
from homeschool.testing.making.book import requirement_of
from homeschool.testing.making.counting import candidates, counts
from homeschool.testing.making.keeping import make_like, make_one, place
from homeschool.testing.making.lacking import Lack, lacks
from homeschool.testing.making.leaving import duty_of, subjects, trigger_subjects
from homeschool.testing.making.literals import Goal
from homeschool.testing.making.making import Duty, Gap, Making
from homeschool.testing.making.moments import times
from homeschool.testing.making.occasions import triggers
from homeschool.testing.making.planning import Plan
from homeschool.testing.making.settling import settle
from homeschool.testing.making.world import lasts

_EACH = 6
_MANY = 60
_ROUNDS = 3


def exceed(making: Making, norm: Norm, plan: Plan) -> bool:
    """Let there be one more of what a norm limits; False where that cannot be had."""
    for duty in _exceedable(making, norm, plan):
        requirement = requirement_of(norm)
        most = int(getattr(requirement, "at_most", 0))
        size = making.world.size()
        making.lifted = frozenset({norm.id})
        try:
            while sum(counts(making, duty, one) is True for one in candidates(making, duty)) <= most:
                if not any(make_one(making, duty, name, _during(making, duty, plan)) for name in requirement.of):
                    break
            else:
                return True
        finally:
            making.lifted = frozenset()
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
        for entity in subjects(making, norm, plan.at):
            stop = plan.at + 1 if is_standing else window.stop
            yield Duty(norm, entity.id, window.start, stop, is_standing=is_standing)
        return
    if isinstance(norm.timing, Every):
        for entity in subjects(making, norm, window.opens):
            yield Duty(norm, entity.id, window.start, window.stop)
        return
    for id_ in trigger_subjects(making, norm, plan.at):
        for fact in islice(triggers(making, norm, id_, plan.at), _EACH):
            duty, size = duty_of(making, norm, fact, id_), making.world.size()
            if duty is not None and place(making, fact):
                yield duty
            making.world.back(size)


def exceed_share(making: Making, norm: Norm, plan: Plan) -> bool:
    """Pass the bound of a share of facts, after all else is done; False where that cannot be had."""
    for entity in subjects(making, norm, plan.window.opens):
        duty = Duty(norm, entity.id, plan.window.start, plan.window.stop)
        making.gap = Gap(duty, allowed=_MANY)
        settle(making)
        for _ in range(_ROUNDS):
            if not _tip(making, duty):
                break
            settle(making)
            if lacks(making, duty):
                return True
        making.gap = None
    return False


def _tip(making: Making, duty: Duty) -> bool:
    """Make what tips a share, until it is no longer within its bound; False where that cannot be had."""
    share, context = requirement_of(duty.norm), making.context(duty.subject)
    assert isinstance(share, Share), "only a share is tipped"
    goals = (Goal(share.among_where, context), Goal(share.where, context, holds=share.at_most is not None))
    spread = cycle(islice(times(making, duty, share.of[0], Lack()), _EACH))
    for _, at in zip(range(_MANY), spread, strict=False):
        if lacks(making, duty):
            return True
        if not make_like(making, duty, at, goals):
            return False
    return False
