"""A duty left open: which one, for whom, and how much of it is not done."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import attrs

from homeschool.model.clock import Micros
from homeschool.policy import Always, At, Cover, Norm, Share
from homeschool.policy.requirement import ShareBound
from homeschool.testing.making.book import moment_of, requirement_of
from homeschool.testing.making.bounds import member_class, resolved, window_before
from homeschool.testing.making.counting import is_open, needed
from homeschool.testing.making.crafting import forbidding
from homeschool.testing.making.keeping import called_for, make_one, meet
from homeschool.testing.making.lacking import Lack, least_number, may_be_left, whole_of
from homeschool.testing.making.making import Duty, Gap, Making
from homeschool.testing.making.moments import times
from homeschool.testing.making.occasions import is_its_own_subject, let_hold, make_applicable, triggers
from homeschool.testing.making.planning import LONG, Plan
from homeschool.testing.making.settling import settle
from homeschool.testing.making.windows import DAY
from homeschool.testing.making.world import life

_EACH = 6


def subjects(making: Making, norm: Norm, at: Micros) -> Iterator[Any]:
    """Yield the subjects to which a norm applies at a moment, or can be made to; each is ready when it is yielded."""
    size = making.world.size()
    for entity in making.choices.turned(list(making.subjects(norm)), "subject of breach"):
        low, high = life(making.world, entity)
        if low <= at < high and make_applicable(making, norm, entity.id, at):
            yield entity
            making.world.back(size)


def trigger_subjects(making: Making, norm: Norm, at: Micros) -> Iterator[str | None]:
    """Yield whom a trigger may concern, each made ready; None: it is itself what the norm is about."""
    if is_its_own_subject(norm):
        yield None
        return
    yield from (entity.id for entity in subjects(making, norm, at))


def duty_of(making: Making, norm: Norm, fact: Any, subject: str | None) -> Duty | None:
    """Return the duty that a fact would set off for a subject."""
    size = making.world.size()
    making.world.add(fact)
    found = [duty for duty in called_for(making, fact) if duty.norm is norm and duty.subject == (subject or fact.id)]
    making.world.back(size)
    if not found:
        return None
    duty = found[0]
    is_at_once = getattr(getattr(norm.timing, "within", None), "unit", None) == "at_once"
    return attrs.evolve(duty, stop=duty.start + LONG) if is_at_once else duty


def _gaps(making: Making, duty: Duty) -> Iterator[Gap]:
    requirement = requirement_of(duty.norm)
    if isinstance(requirement, Cover):
        asked = sorted(needed(making, duty, duty.start), key=str)
        yield from (Gap(duty, withheld=one) for one in making.choices.turned(asked, "withheld"))
        return
    if isinstance(requirement, Share):
        yield from _spared(making, duty)
        return
    numbers = range(least_number(making, duty) - 1, -1, -1)
    yield from (Gap(duty, allowed=number) for number in making.choices.turned(numbers, "allowed"))


def _spared(making: Making, duty: Duty) -> Iterator[Gap]:
    """Yield whom to leave out where a share of the members is owed: one more than may be left out."""
    number = may_be_left(making, duty) + 1
    whole = making.choices.turned(whole_of(making, duty), "spared")
    if number <= len(whole):
        yield from (Gap(duty, members=frozenset([*whole, *whole][at : at + number])) for at in range(len(whole)))


def leave_open(making: Making, norm: Norm, plan: Plan) -> bool:
    """Choose for the gap a duty that recurs, or stands; False where none can be left open."""
    window = plan.window
    at = window.start if isinstance(norm.timing, Always) else min(window.opens + 2 * DAY, window.stop - 1)
    for entity in subjects(making, norm, at):
        if making.applies(norm, entity.id, window.stop - 1) is not True:
            continue
        is_standing = isinstance(norm.timing, Always | At)
        is_to_the_end = isinstance(norm.timing, Always) and making.choices.number(2, "to the end") == 0
        stop = making.as_of + 1 if is_to_the_end else window.stop
        duty = Duty(norm, entity.id, window.start, stop, is_standing=is_standing)
        if not _has_something_owed(making, duty):
            continue
        for gap in _gaps(making, duty):
            if is_open(making, gap):
                making.gap = gap
                return True
    return False


def _has_something_owed(making: Making, duty: Duty) -> bool:
    """See to it that a duty asks for something, where how much it asks for depends on what there is.

    Where as much is owed as in the period before, all else is done in that one, and one thing more.
    """
    bound = getattr(requirement_of(duty.norm), "at_least", None)
    before = window_before(making, duty.norm, duty.start)
    if before is not None:
        as_of, making.as_of = making.as_of, duty.start - 1
        settle(making)
        making.as_of = as_of
        earlier = attrs.evolve(duty, start=before[0], stop=before[1])
        name = requirement_of(duty.norm).of[0]
        return any(make_one(making, earlier, name, at) for at in islice(times(making, earlier, name, Lack()), _EACH))
    if isinstance(bound, ShareBound) and not resolved(making, duty, bound):
        members = making.world.of(member_class(bound.members))
        return any(let_hold(making, bound.where, one.id, duty.start) for one in reversed(members))
    return True


def leave_tie(making: Making, norm: Norm) -> bool:
    """Choose for the gap what one of the ties with which the school begins has set off."""
    moment = moment_of(norm)
    ties = [tie for name in moment.of for tie in making.world.of(name)] if moment is not None and moment.edge else []
    for tie in making.choices.turned(ties, "tie of breach"):
        duties = [duty for duty in called_for(making, tie) if duty.norm is norm]
        for gap in (gap for duty in duties for gap in _gaps(making, duty)):
            if making.applies(norm, gap.duty.subject, gap.duty.start) is True and is_open(making, gap):
                making.gap = gap
                return True
    return False


def leave_trigger(making: Making, norm: Norm, plan: Plan) -> bool:
    """Let something happen, and choose for the gap what it sets off; False where nothing can.

    What other norms forbid happens only where nothing else sets this one off.
    """
    moment = moment_of(norm)
    forbidden = frozenset[str]().union(*(making.book.about(name) for name in getattr(moment, "of", ())))
    for lifted in dict.fromkeys((frozenset[str](), forbidden)):
        making.lifted = lifted
        try:
            if _leave_trigger(making, norm, plan):
                return True
        finally:
            making.lifted = frozenset()
    return False


def _leave_trigger(making: Making, norm: Norm, plan: Plan) -> bool:
    world = making.world
    for id_ in trigger_subjects(making, norm, plan.at):
        for fact in islice(triggers(making, norm, id_, plan.at), _EACH):
            duty = duty_of(making, norm, fact, id_)
            for gap in () if duty is None else _gaps(making, duty):
                if not is_open(making, gap):
                    continue
                making.gap = gap
                world.add(fact)
                making.lifted = frozenset()
                making.forbidding = forbidding(making, fact)
                _meet_others(making, fact)
                return True
    return False


def _meet_others(making: Making, fact: Any) -> None:
    for duty in called_for(making, fact):
        if not meet(making, duty):
            making.fallen.append(duty)
