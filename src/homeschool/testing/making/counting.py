"""What of the school counts for a duty so far."""

from collections.abc import Iterable
from typing import Any

import attrs

from homeschool.model.clock import Bounds, Micros
from homeschool.policy import Before, Cover
from homeschool.policy.condition import Condition, Reference
from homeschool.testing.making.asking import Truth, Values, refer, truth, values
from homeschool.testing.making.book import requirement_of
from homeschool.testing.making.making import Duty, Gap, Making
from homeschool.testing.making.world import class_of, lasts, linked, reached_through


def placed(making: Making, duty: Duty, fact: Any) -> Bounds | None:
    """Return where a fact lies for a duty: when it happened, or the day on which it began; None: nowhere."""
    requirement = requirement_of(duty.norm)
    world = making.world
    if requirement.placed_by is not None:
        when = getattr(fact, requirement.placed_by)
        return None if when is None else world.clock.bounds(when)
    low, high = world.span(fact)
    if instant_of(duty) is not None or not lasts(class_of(fact)):
        return low, high
    return low, low + 86_400_000_000


def instant_of(duty: Duty) -> Micros | None:
    """Return the moment at which what lasts must be in force for a duty; None where its beginning counts."""
    if duty.is_standing:
        return duty.start
    return duty.stop - 1 if isinstance(duty.norm.timing, Before) else None


def counts(making: Making, duty: Duty, fact: Any, where: Condition | None = None) -> Truth:
    """Tell whether a fact counts for a duty, its time apart; `where` in place of what the norm asks."""
    requirement = requirement_of(duty.norm)
    begins = making.world.span(fact)[0]
    instant = instant_of(duty)
    at = max(instant, begins) if instant is not None and lasts(class_of(fact)) else begins
    if duty.trigger is not None and fact.id == duty.trigger.id:
        return False
    if not linked(making.world, fact, duty.whom, at, link=requirement.link, link_to=requirement.link_to):
        return False
    context = making.context(duty.subject, duty.trigger)
    return truth(making.world, context, requirement.where if where is None else where, fact, at)


def is_timely(making: Making, duty: Duty, fact: Any) -> bool:
    """Tell whether a fact lies wholly within a duty's window; of what stands, whether it is in force when it opens."""
    span = placed(making, duty, fact)
    if span is None:
        return False
    instant = instant_of(duty)
    if instant is not None and lasts(class_of(fact)):
        return span[0] <= instant < span[1]
    return duty.start <= span[0] and span[1] <= duty.stop


def touches(making: Making, duty: Duty, fact: Any) -> bool:
    """Tell whether any part of a fact lies within a duty's window."""
    span, instant = placed(making, duty, fact), instant_of(duty)
    if span is not None and not duty.is_standing and instant is not None and lasts(class_of(fact)):
        return span[0] <= instant < span[1]
    return span is not None and span[0] < duty.stop and duty.start < span[1]


def found(making: Making, duty: Duty, where: Condition | None = None) -> list[Any]:
    """Return the facts that surely count for a duty, or of which surely holds what is asked in place of that."""
    return [
        fact
        for fact in candidates(making, duty)
        if is_timely(making, duty, fact) and counts(making, duty, fact, where) is True
    ]


def candidates(making: Making, duty: Duty) -> Iterable[Any]:
    """Return the facts of the classes asked for that name the subject, or what it lies within."""
    requirement = requirement_of(duty.norm)
    world = making.world
    at = max(duty.start, duty.stop - 1) if not duty.is_standing else duty.start
    for name in requirement.of:
        reach = reached_through(world, duty.whom, name, at, link=requirement.link, link_to=requirement.link_to)
        for field, ids in reach.items():
            yield from list(world.naming(name, field, ids))


def needed(making: Making, duty: Duty, at: Micros) -> frozenset[Any]:
    """Return the values that a cover asks for."""
    requirement = requirement_of(duty.norm)
    assert isinstance(requirement, Cover), "only a cover asks for values"
    if isinstance(requirement.values, Reference):
        return refer(making.world, making.context(duty.subject, duty.trigger), requirement.values, at) or frozenset()
    return frozenset(requirement.values)


def given(making: Making, duty: Duty, fact: Any) -> frozenset[Any]:
    """Return the values that a fact surely gives to a cover."""
    return _gives(making, duty, fact) or frozenset()


def _gives(making: Making, duty: Duty, fact: Any) -> Values:
    requirement = requirement_of(duty.norm)
    assert isinstance(requirement, Cover), "only a cover is given values"
    begins = making.world.span(fact)[0]
    at = max(duty.start, begins) if duty.is_standing else begins
    context = making.context(duty.subject, duty.trigger)
    return values(making.world, context, requirement.field, fact, at)


def would_close(making: Making, gap: Gap, fact: Any) -> bool:
    """Tell whether a fact might help to meet the duty that is to be breached."""
    duty = gap.duty
    if class_of(fact) not in requirement_of(duty.norm).of or not touches(making, duty, fact):
        return False
    if gap.members:
        spared = (attrs.evolve(duty, member=member) for member in gap.members)
        return any(counts(making, one, fact) is not False for one in spared)
    if counts(making, duty, fact) is False:
        return False
    if gap.withheld is not None:
        gives = _gives(making, duty, fact)
        return gives is None or gap.withheld in gives
    return number_of(making, duty, [*possible(making, duty, but=fact.id), fact]) > gap.allowed


def possible(making: Making, duty: Duty, but: str | None = None) -> list[Any]:
    """Return the facts that count for a duty, or may."""
    facts = [one for one in candidates(making, duty) if one.id != but and touches(making, duty, one)]
    return [one for one in facts if counts(making, duty, one) is not False]


def is_open(making: Making, gap: Gap) -> bool:
    """Tell whether what there is leaves the duty unmet that is to be breached."""
    duty = gap.duty
    for member in sorted(gap.members):
        spared = attrs.evolve(duty, member=member)
        if any(would_close(making, gap, one) for one in candidates(making, spared)):
            return False
    if gap.withheld is not None:
        return not any(would_close(making, gap, one) for one in candidates(making, duty))
    return bool(gap.members) or number_of(making, duty, possible(making, duty)) <= gap.allowed


def number_of(making: Making, duty: Duty, facts: Iterable[Any]) -> int:
    """Return how many facts there are, or how many different days, or values of a field, they have."""
    distinct = getattr(requirement_of(duty.norm), "distinct", None)
    if distinct is None:
        return len(list(facts))
    if distinct == "day":
        return len({making.world.clock.day(making.world.span(fact)[0]) for fact in facts})
    found_ = [getattr(fact, distinct) for fact in facts]
    return len({value for value in found_ if value is not None}) + found_.count(None)
