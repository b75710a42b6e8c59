"""How much is owed: numbers that are written in a norm, and those that follow from what there is."""

from fractions import Fraction
from math import ceil

from homeschool.model.clock import Bounds, Micros
from homeschool.model.ties import members, school_of
from homeschool.policy import Every, Norm
from homeschool.policy.requirement import MEMBER_CLASSES, Bound, PrecedingBound, ReferenceBound, ShareBound, SizeBound
from homeschool.testing.making.asking import refer, truth
from homeschool.testing.making.book import requirement_of
from homeschool.testing.making.making import Duty, Making
from homeschool.testing.making.windows import periods_of


def members_of(making: Making, kind: str, subject: str, at: Micros) -> tuple[str, ...]:
    """Return the ids of a subject's members of a kind at a moment."""
    return members(making.world.view, kind, subject, at)


def resolved(making: Making, duty: Duty, bound: Bound | None) -> Fraction | None:
    """Return the number that a bound stands for when a duty opens; None where there is none.

    What the count of a period before decides is worked out from that count: see `window_before`.
    """
    world, subject, at = making.world, duty.subject, duty.start
    school = school_of(world.view, subject, at) or ""
    match bound:
        case SizeBound(kind, times):
            found = members_of(making, kind, subject, at) or members_of(making, kind, school, at)
            return times * len(found)
        case ShareBound(kind, where):
            whole = members_of(making, kind, school, at)
            met = [truth(world, making.context(one), where, world.records[one], at) is True for one in whole]
            return Fraction(sum(met), len(whole)) if whole else Fraction(0)
        case ReferenceBound(reference, times):
            numbers = refer(world, making.context(subject, duty.trigger), reference, at) or frozenset()
            return max((times * Fraction(number) for number in numbers), default=None)
        case PrecedingBound():
            return None
        case _:
            return bound


def window_before(making: Making, norm: Norm, start: Micros) -> Bounds | None:
    """Return the period before the one that begins at a moment; None for the first, and where nothing recurs."""
    if not isinstance(norm.timing, Every) or not is_preceding(norm):
        return None
    clock = making.world.clock
    known = [(one.interval.start, one.interval.end) for one in periods_of(making.world, norm)]
    spans = [(clock.midnight(first), clock.midnight(end)) for first, end in known if end is not None]
    return max((span for span in spans if span[1] <= start), default=None)


def is_preceding(norm: Norm) -> bool:
    """Tell whether as much is owed as there was in the period before."""
    return isinstance(getattr(requirement_of(norm), "at_least", None), PrecedingBound)


def whole_number(bound: Fraction | None) -> int:
    """Return the least whole number that reaches a bound."""
    return 0 if bound is None else ceil(bound)


def member_class(kind: str) -> str:
    """Return the class of the members of a kind."""
    return MEMBER_CLASSES[kind][0]
