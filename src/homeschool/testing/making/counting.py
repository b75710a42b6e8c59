"""What of the school counts for a duty so far, and what is still lacking."""

from collections.abc import Iterable
from typing import Any

import attrs

from homeschool.model.clock import Bounds, Micros
from homeschool.policy import Count, Cover
from homeschool.policy.condition import Reference, Test
from homeschool.testing.making.asking import Truth, Values, refer, truth, values
from homeschool.testing.making.book import requirement_of
from homeschool.testing.making.literals import Goal
from homeschool.testing.making.making import Duty, Gap, Making
from homeschool.testing.making.world import class_of, lasts, linked, reached_through


@attrs.frozen
class Lack:
    """What a fact that is lacking must be, besides what the norm asks of each, and the days on which it may not be."""

    goals: tuple[Goal, ...] = ()
    days: frozenset[Any] = frozenset()


def placed(making: Making, duty: Duty, fact: Any) -> Bounds | None:
    """Return where a fact lies for a duty: when it happened, or the day on which it began; None: nowhere."""
    requirement = requirement_of(duty.norm)
    world = making.world
    if requirement.placed_by is not None:
        when = getattr(fact, requirement.placed_by)
        return None if when is None else world.clock.bounds(when)
    low, high = world.span(fact)
    if duty.is_standing or not lasts(class_of(fact)):
        return low, high
    return low, low + 86_400_000_000


def counts(making: Making, duty: Duty, fact: Any) -> Truth:
    """Tell whether a fact counts for a duty, its time apart."""
    requirement = requirement_of(duty.norm)
    begins = making.world.span(fact)[0]
    at = max(duty.start, begins) if duty.is_standing and lasts(class_of(fact)) else begins
    if duty.trigger is not None and fact.id == duty.trigger.id:
        return False
    if not linked(making.world, fact, duty.subject, at, link=requirement.link, link_to=requirement.link_to):
        return False
    return truth(making.world, making.context(duty.subject, duty.trigger), requirement.where, fact, at)


def is_timely(making: Making, duty: Duty, fact: Any) -> bool:
    """Tell whether a fact lies wholly within a duty's window; of what stands, whether it is in force when it opens."""
    span = placed(making, duty, fact)
    if span is None:
        return False
    if duty.is_standing and lasts(class_of(fact)):
        return span[0] <= duty.start < span[1]
    return duty.start <= span[0] and span[1] <= duty.stop


def touches(making: Making, duty: Duty, fact: Any) -> bool:
    """Tell whether any part of a fact lies within a duty's window."""
    span = placed(making, duty, fact)
    return span is not None and span[0] < duty.stop and duty.start < span[1]


def found(making: Making, duty: Duty) -> list[Any]:
    """Return the facts that surely count for a duty."""
    return [
        fact
        for fact in candidates(making, duty)
        if is_timely(making, duty, fact) and counts(making, duty, fact) is True
    ]


def candidates(making: Making, duty: Duty) -> Iterable[Any]:
    """Return the facts of the classes asked for that name the subject, or what it lies within."""
    requirement = requirement_of(duty.norm)
    world = making.world
    at = max(duty.start, duty.stop - 1) if not duty.is_standing else duty.start
    for name in requirement.of:
        reach = reached_through(world, duty.subject, name, at, link=requirement.link, link_to=requirement.link_to)
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


def lacks(making: Making, duty: Duty) -> list[Lack]:
    """Return what is lacking, each entry a way to go on; nothing: the duty is met."""
    requirement = requirement_of(duty.norm)
    facts = found(making, duty)
    if isinstance(requirement, Cover):
        return _uncovered(making, duty, facts)
    assert isinstance(requirement, Count), "shares are refused before"
    least = requirement.at_least
    if least is None or _number(making, requirement, facts) >= least:  # type: ignore[operator]
        return []
    if requirement.distinct is None:
        return [Lack()]
    if requirement.distinct == "day":
        return [Lack(days=frozenset(making.world.clock.day(making.world.span(fact)[0]) for fact in facts))]
    field = (requirement.distinct,)
    used = tuple(sorted({getattr(fact, requirement.distinct) for fact in facts} - {None}))
    context = making.context(duty.subject, duty.trigger)
    fresh = (
        Goal(Test(field, "filled", (True,)), context),
        *([Goal(Test(field, "none_of", used), context)] if used else []),
    )
    return [Lack(fresh)]


def _number(making: Making, requirement: Count, facts: list[Any]) -> int:
    if requirement.distinct is None:
        return len(facts)
    if requirement.distinct == "day":
        return len({making.world.clock.day(making.world.span(fact)[0]) for fact in facts})
    return len({getattr(fact, requirement.distinct) for fact in facts} - {None})


def _uncovered(making: Making, duty: Duty, facts: list[Any]) -> list[Lack]:
    requirement = requirement_of(duty.norm)
    assert isinstance(requirement, Cover), "only a cover asks for values"
    missing = needed(making, duty, duty.start).difference(*(given(making, duty, fact) for fact in facts))
    if making.gap is not None and making.is_the_gap(duty):
        missing -= {making.gap.withheld}
    if not missing:
        return []
    context = making.context(duty.subject, duty.trigger)
    ordered = sorted(missing, key=str)
    whole = Goal(Test(requirement.field, "all_of", tuple(ordered)), context)
    return [Lack((whole,)), *(Lack((Goal(Test(requirement.field, "any_of", (one,)), context),)) for one in ordered)]


def would_close(making: Making, gap: Gap, fact: Any) -> bool:
    """Tell whether a fact might help to meet the duty that is to be breached."""
    duty = gap.duty
    if class_of(fact) not in requirement_of(duty.norm).of or not touches(making, duty, fact):
        return False
    if counts(making, duty, fact) is False:
        return False
    if gap.withheld is not None:
        gives = _gives(making, duty, fact)
        return gives is None or gap.withheld in gives
    others = [
        one
        for one in candidates(making, duty)
        if one.id != fact.id and touches(making, duty, one) and counts(making, duty, one) is not False
    ]
    return len(others) + 1 > gap.allowed
