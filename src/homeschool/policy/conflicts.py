"""Norms that cannot all be kept: a maximum of two against a minimum of three.

Told are only conflicts that follow from the words of two norms, whatever the records say.  Two norms that merely ask
for different numbers are none: who keeps the stricter keeps both.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

import attrs

from homeschool.calendar import PeriodKind
from homeschool.model.facts import fact_classes
from homeschool.policy.condition import And, Condition, Not, Reference, Test
from homeschool.policy.entailing import entails, exclude
from homeschool.policy.links import norms_of
from homeschool.policy.naming import spelled_out
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.requirement import TRIGGER, Count
from homeschool.policy.timing import Always, At, Every, Moment

_INSIDE: dict[PeriodKind, tuple[PeriodKind, ...]] = {
    "day": ("school_day",),
    "week": ("school_day", "day"),
    "month": ("school_day", "day", "week"),
    "term": ("school_day", "day", "week", "month"),
    "half_year": ("school_day", "day", "week", "month", "term"),
    "school_year": ("school_day", "day", "week", "month", "term", "half_year", "vacation"),
    "calendar_year": ("school_day", "day", "week", "month"),
    "vacation": ("day", "week"),
}
"""By kind of period, the kinds of which some lie wholly inside one."""


@attrs.frozen
class Conflict:
    """Two norms that cannot both be kept by a subject to which both apply."""

    one: Norm
    other: Norm


def conflicts(packs: Iterable[Pack]) -> Sequence[Conflict]:
    """Return each pair of norms of some packs that cannot both be kept."""
    known = norms_of(packs).values()
    plain = [(norm, spelled_out(norm, pack.definitions)) for norm, pack in known if norm.is_checkable]
    return [
        Conflict(one, other)
        for (one, first), (other, second) in combinations(plain, 2)
        if _meet(first, second) and (_forbids(first, second) or _forbids(second, first) or _contradict(first, second))
    ]


def _meet(one: Norm, other: Norm) -> bool:
    """Tell whether two norms may apply to one subject at one time."""
    apart = (
        one.in_force is not None and other.in_force is not None and one.in_force.intersection(other.in_force) is None
    )
    return one.subject == other.subject and not apart and not exclude(one.applies_to, other.applies_to, one.subject)


def _forbids(ceiling: Norm, floor: Norm) -> bool:
    """Tell whether the facts that one norm asks for are more than another allows."""
    upper, lower = ceiling.requirement, floor.requirement
    if not isinstance(upper, Count) or not isinstance(lower, Count):
        return False
    most, least = upper.at_most, lower.at_least
    if not isinstance(most, Fraction) or not isinstance(least, Fraction) or least <= most or upper.distinct is not None:
        return False
    same = (upper.link, upper.link_to, upper.placed_by) == (lower.link, lower.link_to, lower.placed_by)
    inside = _inside(ceiling, floor) and TRIGGER not in upper.of[0] and set(lower.of) <= set(upper.of)
    return same and inside and not _refers(upper.where) and entails(lower.where, upper.where)


def _inside(ceiling: Norm, floor: Norm) -> bool:
    """Tell whether some window in which facts are asked for lies inside one in which they are counted."""
    lasting = any(fact_classes()[name].lasts for name in floor.requirement.of if name in fact_classes())  # type: ignore[union-attr]
    match ceiling.timing, floor.timing:
        case Always(), Always():
            return True
        case Always(), Every():
            return not lasting
        case Every(within=None, during="any") as whole, Every() as part:
            return part.period == whole.period or part.period in _INSIDE.get(whole.period, ())
        case _:
            return False


def _refers(condition: Condition) -> bool:
    """Tell whether a condition refers to what differs from norm to norm: who bears it, what set it off."""
    parts = condition.parts if isinstance(condition, And) else (condition,)
    return not all(
        isinstance(part, Test) and not any(isinstance(value, Reference) for value in part.values) for part in parts
    )


def _contradict(one: Norm, other: Norm) -> bool:
    """Tell whether two norms ask of one event what it cannot be at once."""
    first, second = _asked_of_trigger(one), _asked_of_trigger(other)
    if first is None or second is None:
        return False
    shared = [name for name in first[0].of if name in second[0].of and name in fact_classes()]
    (moment, asked), (moment2, asked2) = first, second
    may_meet = moment.edge == moment2.edge and moment.link == moment2.link
    return may_meet and any(
        exclude(asked, asked2, name)
        and not any(
            exclude(condition, where, name)
            for condition, where in ((moment.where, moment2.where), (asked, moment2.where), (asked2, moment.where))
        )
        for name in shared
    )


def _asked_of_trigger(norm: Norm) -> tuple[Moment, Condition] | None:
    """Return the moment and what an `At` norm asks of the event itself; None for any other norm."""
    requirement = norm.requirement
    if not isinstance(norm.timing, At) or not isinstance(requirement, Count) or requirement.of != (TRIGGER,):
        return None
    if requirement.at_least == 1 and requirement.at_most is None:
        return norm.timing.moment, requirement.where
    if requirement.at_most == 0 and requirement.at_least is None:
        return norm.timing.moment, Not(requirement.where)
    return None
