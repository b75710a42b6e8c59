"""What is still lacking for a duty: so many facts, a value, a member who is left out."""

from fractions import Fraction
from typing import Any

import attrs

from homeschool.model.register import linked_ids
from homeschool.policy import Count, Cover, Share
from homeschool.policy.condition import Test
from homeschool.policy.requirement import PrecedingBound
from homeschool.testing.making.asking import truth
from homeschool.testing.making.book import requirement_of
from homeschool.testing.making.bounds import members_of, resolved, whole_number, window_before
from homeschool.testing.making.counting import counts, found, given, is_timely, needed, number_of
from homeschool.testing.making.literals import Goal
from homeschool.testing.making.making import Duty, Making


@attrs.frozen
class Lack:
    """What a fact that is lacking must be, besides what the norm asks of each.

    Args:
        goals: what it must meet.
        days: the days on which it may not be.
        member: whom it must name in the place of the subject.
        is_outside: what the norm itself asks of a fact is not asked of it: it is to belong to the whole of a share and
            not to the part.
        class_name: its class, where it is no fact that the norm asks for, but a new member of a whole.
    """

    goals: tuple[Goal, ...] = ()
    days: frozenset[Any] = frozenset()
    member: str | None = None
    is_outside: bool = False
    class_name: str | None = None


def lacks(making: Making, duty: Duty) -> list[Lack]:
    """Return what is lacking, each entry a way to go on; nothing: the duty is met."""
    requirement = requirement_of(duty.norm)
    match requirement:
        case Cover():
            return _uncovered(making, duty, found(making, duty))
        case Share():
            return _unshared(making, duty)
    facts = found(making, duty)
    if number_of(making, duty, facts) >= least_number(making, duty):
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


def least_number(making: Making, duty: Duty) -> int:
    """Return how many facts a duty asks for at least."""
    requirement = requirement_of(duty.norm)
    assert isinstance(requirement, Count), "only a count has a least number"
    before = window_before(making, duty.norm, duty.start)
    if isinstance(requirement.at_least, PrecedingBound):
        earlier = [] if before is None else found(making, attrs.evolve(duty, start=before[0], stop=before[1]))
        return whole_number(requirement.at_least.times * number_of(making, duty, earlier))
    return whole_number(resolved(making, duty, requirement.at_least))


def _unshared(making: Making, duty: Duty) -> list[Lack]:
    share = requirement_of(duty.norm)
    assert isinstance(share, Share), "only a share is shared"
    if share.members is not None:
        left = unnamed(making, duty)
        if len(left) <= may_be_left(making, duty):
            return []
        return [*_new_seats(making, duty), *(Lack(member=member) for member in left)]
    context = making.context(duty.subject, duty.trigger)
    among = Goal(share.among_where, context)
    whole = found(making, duty, share.among_where)
    part = sum(counts(making, duty, fact) is True for fact in whole)
    least, most = (resolved(making, duty, bound) for bound in (share.at_least, share.at_most))
    if most is not None and part > most * len(whole):
        return [Lack((among, Goal(share.where, context, holds=False)), is_outside=True)]
    return [Lack((among,))] if least is not None and part < least * len(whole) else []


def _new_seats(making: Making, duty: Duty) -> list[Lack]:
    """Return what a new seat must be for its holder to be one of those of whom a share of the seats is to consist."""
    share, world = requirement_of(duty.norm), making.world
    seats = [world.records[id_] for id_ in whole_of(making, duty)]
    if getattr(share, "members", None) != "seats" or share.link_to != "holder" or may_be_left(making, duty) == 0:
        return []
    context = making.context(duty.subject)
    facts = [
        fact
        for name in share.of
        for fact in world.of(name)
        if is_timely(making, duty, fact) and truth(world, context, share.where, fact, duty.start) is True
    ]
    named = {id_ for fact in facts for id_ in linked_ids(fact, share.link)} - {seat.holder for seat in seats}
    goals = (("committee", (duty.subject,)), ("holder", tuple(sorted(named))))
    asked = tuple(Goal(Test((field,), "any_of", values), context) for field, values in goals)
    return [Lack(asked, class_name="seat")] if named else []


def unnamed(making: Making, duty: Duty) -> list[str]:
    """Return the members of a duty's subject whom no fact that counts names yet."""
    return [one for one in whole_of(making, duty) if not found(making, attrs.evolve(duty, member=one))]


def may_be_left(making: Making, duty: Duty) -> int:
    """Return how many members a duty allows to be left out."""
    share = requirement_of(duty.norm)
    whole = len(whole_of(making, duty))
    return whole - whole_number((resolved(making, duty, getattr(share, "at_least", None)) or Fraction(0)) * whole)


def whole_of(making: Making, duty: Duty) -> tuple[str, ...]:
    """Return the members of whom a duty asks for a share: those there are when its window closes."""
    at = duty.start if duty.is_standing else duty.stop - 1
    return members_of(making, getattr(requirement_of(duty.norm), "members", None) or "", duty.subject, at)
