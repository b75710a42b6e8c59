"""Which facts count for a duty, and how many they make: surely, and at most."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Literal

import attrs

from homeschool.calendar import Period
from homeschool.model import ties
from homeschool.model.clock import NEVER
from homeschool.model.derived import is_kept
from homeschool.model.facts import CLASS_NAMES
from homeschool.policy.norm import Norm
from homeschool.policy.requirement import (
    MEMBER_CLASSES,
    Bound,
    Count,
    Cover,
    PrecedingBound,
    ReferenceBound,
    Requirement,
    Share,
    ShareBound,
    SizeBound,
)
from tests.oracle.concern import behind, concerns, is_lasting, kind_of
from tests.oracle.conditions import Case, Truth, every, referred, some, truth, value_of, values

Anything = Any
SharesOrNot = tuple[Fraction, Fraction] | None | Literal["empty"]


@attrs.frozen
class Duty:
    """One duty: whose it is, its window ``[start, stop)``, surely until `sure_stop`, and what bounds it.

    Lasting facts count from the day on which they begin (`lasting` is "begin"), or if they are in force at an instant;
    where it is known only that a deadline falls between two, they surely count if they are at both.
    An upper bound counts from `joins` until `leaves`.
    """

    norm: Norm
    case: Case
    opens: int
    start: int
    stop: int
    sure_stop: int
    joins: int
    leaves: int
    trigger: str | None = None
    bearer: str | None = None
    maybe: str | None = None
    lasting: Literal["begin"] | int = "begin"
    preceding: Period | None = None
    cancelled_at: int | None = None
    may_be_trigger: bool = False
    deadline: int | None = None
    is_timed: bool = True

    @property
    def requirement(self) -> Requirement:
        """What is required."""
        assert self.norm.requirement is not None
        return self.norm.requirement


@attrs.frozen
class Match:
    """A fact that counts: `lo` where it is placed (None: not known); `is_inside` surely, or `may_be_inside` the window.

    `meets` says whether what is asked of it holds, asked at `at`; for a share `is_of_whole` says if it is of the whole.
    """

    fact: Anything
    lo: int | None
    at: int
    meets: Truth
    is_inside: bool
    may_be_inside: bool
    is_of_whole: Truth = True

    @property
    def counts(self) -> bool:
        """Whether the fact surely counts."""
        return self.is_inside and self.meets is True


def matches(duty: Duty) -> list[Match]:
    """Return the facts that may count, in order of time and id, whether inside the window or not."""
    requirement, view = duty.requirement, duty.case.view
    if requirement.of[0].split(".")[0] == "trigger":
        found = _of_trigger(duty)
    else:
        facts = [fact for name in requirement.of for fact in view.facts(name)]
        found = [one for fact in facts if (one := _match(duty, fact)) is not None]
    return sorted(found, key=lambda one: (NEVER if one.lo is None else one.lo, one.fact.id))


def _of_trigger(duty: Duty) -> list[Match]:
    case, name = duty.case, duty.requirement.of[0].removeprefix("trigger").removeprefix(".")
    facts = (
        [case.trigger]
        if not name
        else [case.view.get(id_) for id_ in value_of(case, case.trigger, name, duty.opens) or ()]
    )
    return [
        Match(fact, duty.opens, duty.opens, meets, is_inside=True, may_be_inside=True)
        for fact in facts
        if (meets := truth(case, duty.requirement.where, fact, duty.opens)) is not False
    ]


def _match(duty: Duty, fact: Anything) -> Match | None:
    case, requirement = duty.case, duty.requirement
    view, placed_by, class_name = case.view, requirement.placed_by, CLASS_NAMES[type(fact)]
    own, end = view.bounds(fact)
    if own > view.as_of or (duty.trigger == fact.id and not duty.may_be_trigger):
        return None
    lo: int | None = own
    if placed_by is not None:
        when = value_of(case, fact, placed_by, own)
        bounds = None if when is None else view.clock.bounds(when)
    elif not is_lasting(class_name):
        bounds = own, end
    elif duty.lasting == "begin":
        bounds = own, view.clock.day_bounds(fact.since)[1]
    else:
        bounds = None
    at, is_inside, may_be_inside = own, False, True
    if bounds is not None:
        lo, hi = bounds
        if lo > view.as_of:
            return None
        is_inside = duty.start <= lo and hi <= duty.sure_stop
        may_be_inside = lo < duty.stop and hi > duty.start
    elif placed_by is not None:
        lo = None
    elif duty.lasting != "begin":
        first = min(duty.lasting, duty.sure_stop - 1)
        is_there, has_come = own <= duty.lasting < end, duty.lasting <= view.as_of
        is_inside = has_come and is_there and own <= first
        may_be_inside = has_come and (is_there or own <= first < end)
        lo = at = duty.lasting if is_there and has_come else first if may_be_inside else own
    is_of_members = isinstance(requirement, Share) and requirement.members is not None
    if not is_of_members and not concerns(
        view, fact, case.subject, at, link=requirement.link, link_to=requirement.link_to
    ):
        return None
    meets = truth(case, requirement.where, fact, at)
    if isinstance(requirement, Share) and requirement.members is None:
        among = truth(case, requirement.among_where, fact, at)
        return None if among is False else Match(fact, lo, at, meets, is_inside and among is True, may_be_inside, among)
    return None if meets is False else Match(fact, lo, at, meets, is_inside, may_be_inside)


def _keys(duty: Duty, one: Match) -> tuple[frozenset[Anything], bool]:
    distinct = getattr(duty.requirement, "distinct", None)
    if distinct is None:
        return frozenset({one.fact.id}), True
    if distinct == "day":
        return (frozenset(), False) if one.lo is None else (frozenset({duty.case.view.clock.day(one.lo)}), True)
    return values(duty.case, one.fact, (distinct,), one.at)


def certain(duty: Duty, found: Iterable[Match]) -> int:
    """Return how many facts, days or values surely count."""
    return len(frozenset().union(*(_keys(duty, one)[0] for one in found if one.counts)))


def possible(duty: Duty, found: Iterable[Match]) -> int:
    """Return how many may count."""
    keys = [_keys(duty, one) for one in found if one.may_be_inside]
    return len(frozenset().union(*(some_ for some_, _ in keys))) + sum(1 for _, complete in keys if not complete)


def beyond(duty: Duty, found: Sequence[Match], most: Fraction) -> list[Match]:
    """Return the facts that surely count beyond an upper bound, in order."""
    sure = [one for one in found if one.counts]
    sizes = [certain(duty, sure[: index + 1]) for index in range(len(sure))]
    return [one for one, before, size in zip(sure, [0, *sizes], sizes, strict=False) if size > most and size > before]


def why(duty: Duty, found: Iterable[Match]) -> str:
    """Return why it is not known how many count: a field is not known, or a day straddles a bound."""
    may = [one for one in found if one.may_be_inside]
    unknown = any(None in (one.meets, one.lo, one.is_of_whole) for one in may)
    if isinstance(duty.requirement, Count):
        unknown = unknown or any(not _keys(duty, one)[1] for one in may)
    if isinstance(duty.requirement, Cover):
        unknown = unknown or any(not mentioned(duty, one)[1] for one in may if one.counts)
    return "unknown_field" if unknown else "straddles"


def is_evidence_kept(duty: Duty, at: int) -> bool:
    """Tell whether the host keeps the classes of facts that count."""
    names = [name for name in duty.requirement.of if name.split(".")[0] != "trigger"]
    members, kind = getattr(duty.requirement, "members", None), kind_of(duty.case.view, duty.case.subject)
    if members is not None:
        kind, membership = MEMBER_CLASSES[members]
        names.append(membership)
    names += behind(str(kind), duty.requirement.link_to)
    return all(is_kept(duty.case.view, name, at) for name in names)


def bound_of(duty: Duty, bound: Bound | None, at: int) -> Fraction | Literal["unknown"] | None:
    """Return a bound as a number; None where there is none."""
    case = duty.case
    if isinstance(bound, SizeBound | ShareBound) and not is_kept(case.view, MEMBER_CLASSES[bound.members][1], at):
        return "unknown"
    match bound:
        case SizeBound(kind, times):
            found = ties.members(case.view, kind, case.subject, at)
            return times * len(found or ties.members(case.view, kind, case.school or "", at))
        case ShareBound(kind, where):
            records = [case.view.get(id_) for id_ in ties.members(case.view, kind, case.school or "", at)]
            truths = [truth(case, where, record, at) for record in records]
            return "unknown" if None in truths else Fraction(truths.count(True), len(truths) or 1)
        case ReferenceBound(reference, times):
            found_, complete = referred(case, reference, at)
            return times * sum(Fraction(value) for value in found_) if complete and found_ else "unknown"
        case PrecedingBound(times):
            number = None if duty.preceding is None else _in_period(duty, duty.preceding)
            return times * number if isinstance(number, int) else number
        case _:
            return bound


def _in_period(duty: Duty, period: Period) -> int | Literal["unknown"]:
    midnight = duty.case.view.clock.midnight
    start, stop = (
        midnight(period.interval.start),
        NEVER if period.interval.end is None else midnight(period.interval.end),
    )
    if not is_evidence_kept(duty, start):
        return "unknown"
    other = attrs.evolve(duty, start=start, stop=stop, sure_stop=stop)
    return certain(other, matches(other))


def needed(duty: Duty, at: int) -> frozenset[str] | None:
    """Return the values that a cover must mention; None where they are not known."""
    cover = duty.requirement
    assert isinstance(cover, Cover)
    if isinstance(cover.values, tuple):
        return frozenset(cover.values)
    found, complete = referred(duty.case, cover.values, at)
    return found if complete else None


def mentioned(duty: Duty, one: Match) -> tuple[frozenset[str], bool]:
    """Return the values that a fact mentions for a cover, and whether these are all."""
    cover = duty.requirement
    assert isinstance(cover, Cover)
    return values(duty.case, one.fact, cover.field, one.at)


def covers(duty: Duty, found: Sequence[Match], wanted: frozenset[str]) -> Truth:
    """Tell whether the facts mention all that is wanted."""
    sure = frozenset[str]().union(*(mentioned(duty, one)[0] for one in found if one.counts))
    if wanted <= sure:
        return True
    may = [mentioned(duty, one) for one in found if one.may_be_inside]
    is_open = any(not complete for _, complete in may)
    return None if is_open or wanted <= sure.union(*(some_ for some_, _ in may)) else False


def share_range(duty: Duty, found: Sequence[Match], at: int) -> SharesOrNot:
    """Return the least and the greatest share that the part may be of the whole; None where it may be anything."""
    share = duty.requirement
    assert isinstance(share, Share)
    if share.members is not None:
        return _share_of_members(duty, share, found, at)
    whole = [one for one in found if one.may_be_inside]
    if not whole:
        return "empty"
    sure, unsure = [one for one in whole if one.is_inside], [one for one in whole if not one.is_inside]
    if not sure:
        return None
    part = sum(1 for one in sure if one.meets is True)
    against = sum(1 for one in unsure if one.meets is not True)
    may = [one for one in whole if one.meets is not False and not one.counts]
    outside = sum(1 for one in may if not one.is_inside)
    return Fraction(part, len(sure) + against), Fraction(part + len(may), len(sure) + outside)


def share_evidence(duty: Duty, found: Sequence[Match], at: int) -> tuple[str, ...]:
    """Return the facts of the part; of members the first that names each."""
    share, sure = duty.requirement, [one for one in found if one.counts]
    if not isinstance(share, Share) or share.members is None:
        return tuple(sorted(one.fact.id for one in sure))
    view = duty.case.view
    members = ties.members(view, share.members, duty.case.subject, at)
    naming = [[one for one in sure if _names(duty, one, who)] for who in members]
    return tuple(sorted(ones[0].fact.id for ones in naming if ones))


def _names(duty: Duty, one: Match, member: str) -> bool:
    asked = duty.requirement
    return concerns(duty.case.view, one.fact, member, one.at, link=asked.link, link_to=asked.link_to)


def _share_of_members(
    duty: Duty, share: Share, found: Sequence[Match], at: int
) -> tuple[Fraction, Fraction] | Literal["empty"]:
    view = duty.case.view
    members = ties.members(view, share.members or "", duty.case.subject, at)
    if not members:
        return "empty"
    reached = [
        some(
            every([one.meets, one.is_inside or None])
            for one in found
            if one.may_be_inside and _names(duty, one, member)
        )
        for member in members
    ]
    most = sum(1 for one in reached if one is not False)
    return Fraction(reached.count(True), len(members)), Fraction(most, len(members))
