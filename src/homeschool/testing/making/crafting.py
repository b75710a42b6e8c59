"""Facts that keep every norm about themselves: what one asks of each such fact is added to what the fact must be."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import attrs

from homeschool.model.clock import Bounds, Micros
from homeschool.model.facts import fact_classes
from homeschool.policy import Always, Count, Cover, Every, Norm
from homeschool.policy.condition import Condition, Not, Or, Reference, Test
from homeschool.policy.timing import Moment
from homeschool.testing.making.asking import refer, truth
from homeschool.testing.making.book import moment_of, requirement_of
from homeschool.testing.making.counting import counts, instant_of, is_open, possible, would_close
from homeschool.testing.making.drafts import Brief, drafts, meets
from homeschool.testing.making.literals import Goal, Inside
from homeschool.testing.making.making import Duty, Gap, Making
from homeschool.testing.making.windows import begins_in, first_moment, moment_span, periods_of, recurring
from homeschool.testing.making.world import class_of, lasts, life, linked, reached_through

_DEPTH = 7
_DRAFTS = 12
_EFFORT = 120
"""So many drafts are looked at in all for one brief: each objection of a norm leads to drafts of its own."""


def crafted(making: Making, brief: Brief) -> Iterator[Any]:
    """Yield facts that meet a brief and break no norm by themselves, but for those that are `lifted`."""
    yield from _crafted(making, brief, 0, iter(range(_EFFORT)))


def _crafted(making: Making, brief: Brief, depth: int, effort: Iterator[int]) -> Iterator[Any]:
    tried: list[tuple[Goal, ...]] = []
    for fact, _ in zip(islice(drafts(making.world, making.choices, brief), _DRAFTS), effort, strict=False):
        more = objections(making, fact)
        if not more:
            yield fact
        elif depth < _DEPTH and more not in tried and not any(goal in brief.goals for goal in more):
            tried.append(more)
            stricter = attrs.evolve(brief, goals=(*brief.goals, *more))
            yield from islice(_crafted(making, stricter, depth + 1, effort), 2)


def fixed_fields(making: Making, class_name: str, at: Micros) -> dict[str, Any]:
    """Return the fields that say which record it is, and when it is or begins."""
    fields = fact_classes()[class_name].fields
    moment = making.world.clock.moment(at)
    fixed: dict[str, Any] = {"id": making.new_id(class_name)}
    if "occurred" in fields:
        fixed["occurred"] = moment
    elif "since" in fields:
        is_from_the_start = at <= first_moment(making.world) and not fields["since"].required
        fixed["since"] = None if is_from_the_start else moment.date()
    return fixed | dict.fromkeys(making.book.counted_from.get(class_name, ()), moment)


def brief_of(
    making: Making, class_name: str, at: Micros, goals: tuple[Goal, ...], *, is_accompanied: bool = False
) -> Brief:
    """Return the brief of a new fact that happens, or begins, at a moment."""
    fixed = fixed_fields(making, class_name, at)
    book = making.book
    return Brief(class_name, fixed, at, goals, book.fields, book.referred, is_accompanied=is_accompanied)


def objections(making: Making, fact: Any) -> tuple[Goal, ...]:
    """Return the goals that a fact would have to meet besides, so as to break no norm by itself."""
    world, book, name = making.world, making.book, class_of(fact)
    if name not in book.about_itself and name not in book.limits and making.gap is None:
        return ()
    size = world.size()
    world.add(fact)
    try:
        return _objected(making, fact)
    finally:
        world.back(size)


def _objected(making: Making, fact: Any, among: frozenset[str] | None = None) -> tuple[Goal, ...]:
    asking, limiting = (
        [norm for norm in norms if norm.id not in making.lifted and (among is None or norm.id in among)]
        for norms in (making.book.about_itself.get(class_of(fact), ()), making.book.limits.get(class_of(fact), ()))
    )
    goals = [goal for norm in asking for goal in _asked(making, norm, fact)]
    goals += [goal for norm in limiting for goal in _limited(making, norm, fact)]
    goals += [] if making.gap is None else _closing(making, making.gap, fact)
    return tuple(dict.fromkeys(goals))


def forbidding(making: Making, fact: Any) -> frozenset[str]:
    """Return the ids of the norms that a fact breaks by itself."""
    asking, limiting = (table.get(class_of(fact), ()) for table in (making.book.about_itself, making.book.limits))
    found = [norm.id for norm in asking if any(True for _ in _asked(making, norm, fact))]
    return frozenset([*found, *(norm.id for norm in limiting if any(True for _ in _limited(making, norm, fact)))])


def set_off_subjects(making: Making, norm: Norm, fact: Any) -> Iterator[tuple[str, Bounds]]:
    """Yield the subjects for which a fact sets a norm off, or may, each with when."""
    moment = moment_of(norm)
    assert moment is not None, "only norms with a moment are asked"
    happened = moment_span(making.world, moment, fact)
    if happened is None or happened[0] < first_moment(making.world) or not begins_in(norm, happened[0], making.world):
        return
    for subject in named_subjects(making, norm, moment, fact, happened[0]):
        context = making.context(subject)
        low, high = life(making.world, making.world.records[subject])
        if not low <= happened[0] < high or _never_applies(making, norm, subject, happened[0]):
            continue
        if truth(making.world, context, moment.where, fact, happened[0]) is not False:
            yield subject, happened


def _never_applies(making: Making, norm: Norm, subject: str, at: int) -> bool:
    """Tell whether a norm does not apply at a moment, whatever else is still made to have happened before it."""
    return not making.book.has_parts(norm) and making.applies(norm, subject, at) is False


def spoils(making: Making, fact: Any) -> bool:
    """Tell whether another fact breaks a norm because of what a new one says to be so, or to have happened before."""
    book = making.book
    if class_of(fact) == "circumstance":
        others = (other for name in sorted({*book.about_itself, *book.limits}) for other in making.world.of(name))
        return any(_objected(making, other, book.befalling) for other in others)
    if making.gap is not None and class_of(fact) in _telling(making, making.gap) and not is_open(making, making.gap):
        return True
    return any(
        True
        for norm in book.looking_back.get(class_of(fact), ())
        for name in getattr(moment_of(norm), "of", ())
        for other in making.world.of(name)
        for _ in _asked(making, norm, other)
        if norm.id not in making.lifted
    )


def _telling(making: Making, gap: Gap) -> set[str]:
    """Return the classes of facts that tell whether others count for the duty that is to be breached."""
    return {part.of for part in making.book.parts_of(requirement_of(gap.duty.norm).where)}


def named_subjects(making: Making, norm: Norm, moment: Moment, fact: Any, at: int) -> Iterator[str]:
    """Yield the subjects of a norm's kind that a fact concerns by the moment's link."""
    if norm.subject == class_of(fact) and moment.link == "concerns" and moment.edge is not None:
        yield fact.id
        return
    for entity in making.subjects(norm):
        if linked(making.world, fact, entity.id, at, link=moment.link, link_to=moment.link_to):
            yield entity.id


def _asked(making: Making, norm: Norm, fact: Any) -> Iterator[Goal]:
    for subject, happened in set_off_subjects(making, norm, fact):
        if norm.unless_documented and getattr(fact, "reason", None):
            continue
        for goal in trigger_goals(making, norm, subject, fact):
            if not meets(making.world, goal, fact, happened[0]):
                yield goal


def trigger_goals(making: Making, norm: Norm, subject: str, fact: Any) -> list[Goal]:
    """Return what a norm asks of its own trigger."""
    requirement = requirement_of(norm)
    context = making.context(subject, fact)
    path = requirement.of[0].partition(".")[2]
    match requirement:
        case Count(at_most=0) if not path:
            return [Goal(requirement.where, context, holds=False)]
        case Count(at_least=least, at_most=most) if path:
            return [Goal(Inside(path, requirement.where, _whole(least), _whole(most)), context)]
        case Count():
            return [Goal(requirement.where, context)]
        case Cover(field=field, values=asked):
            values = asked if not isinstance(asked, Reference) else tuple(refer(making.world, context, asked, 0) or ())
            return [Goal(Test(field, "all_of", values), context), Goal(requirement.where, context)]
    return []


def _whole(bound: Any) -> int | None:
    return None if bound is None else int(bound)


def _limited(making: Making, norm: Norm, fact: Any) -> Iterator[Goal]:
    """Yield, for each subject for which a fact would be one too many, that the fact does not count."""
    requirement = requirement_of(norm)
    assert isinstance(requirement, Count), "only counts have upper bounds"
    at = making.world.span(fact)[0]
    for entity in making.subjects(norm):
        if not linked(making.world, fact, entity.id, at, link=requirement.link, link_to=requirement.link_to):
            continue
        context = making.context(entity.id)
        may_come_to_apply = not making.lifted and isinstance(norm.timing, Always) and lasts(class_of(fact))
        if not may_come_to_apply and _never_applies(making, norm, entity.id, at):
            continue
        matches = truth(making.world, context, requirement.where, fact, at)
        if matches is False:
            continue
        if matches is None or _beside(making, norm, entity, fact) >= int(requirement.at_most or 0):  # type: ignore[arg-type]
            yield Goal(_passed_over(making, norm, entity.id, fact), context)


def _passed_over(making: Making, norm: Norm, subject: str, fact: Any) -> Condition:
    """Return the condition that a fact does not name a subject, or is not what a norm asks for."""
    requirement = requirement_of(norm)
    at = making.world.span(fact)[0]
    link, link_to = requirement.link, requirement.link_to
    reach = reached_through(making.world, subject, class_of(fact), at, link=link, link_to=link_to)
    unnamed = tuple(Test((field,), "none_of", ids) for field, ids in reach.items() if field != "id")
    return Or((Not(requirement.where), *unnamed))


def _closing(making: Making, gap: Gap, fact: Any) -> Iterator[Goal]:
    """Yield what a fact would have to be so as not to help with the duty that is to stay unmet."""
    if not would_close(making, gap, fact):
        return
    duty, requirement = gap.duty, requirement_of(gap.duty.norm)
    context = making.context(duty.subject, duty.trigger)
    if gap.members:
        yield from (Goal(_passed_over(making, duty.norm, one, fact), context) for one in sorted(gap.members))
        return
    over = _passed_over(making, duty.norm, duty.subject, fact)
    if isinstance(requirement, Cover):
        over = Or((Test(requirement.field, "none_of", (gap.withheld,)), over))
    instant = instant_of(duty)
    if instant is not None and lasts(class_of(fact)):
        over = Or((over, Test(("until",), "at_most", (making.world.clock.day(instant),))))  # type: ignore[arg-type]
    distinct = getattr(requirement, "distinct", None)
    if distinct not in {None, "day"}:
        used = {getattr(one, distinct) for one in possible(making, duty, but=fact.id)} - {None}
        over = Or((over, Test((distinct,), "any_of", tuple(sorted(used))))) if used else over
    yield Goal(over, context)


def _beside(making: Making, norm: Norm, entity: Any, fact: Any) -> int:
    """Return how many facts already count beside a new one: at the same time, or in the same period."""
    requirement = requirement_of(norm)
    low, high = making.world.span(fact)
    for duty in _frames(making, norm, entity, (low, high)):
        others = [
            one
            for name in requirement.of
            for one in making.world.of(name)
            if one.id != fact.id
            and _meet(making.world.span(one), (duty.start, duty.stop))
            and counts(making, duty, one) is not False
        ]
        return len(others)
    return 0


def _frames(making: Making, norm: Norm, entity: Any, span: Bounds) -> list[Duty]:
    match norm.timing:
        case Always():
            return [Duty(norm, entity.id, span[0], span[1], is_standing=lasts(requirement_of(norm).of[0]))]
        case Every():
            found = recurring(making.world, norm, life(making.world, entity), periods_of(making.world, norm))
            return [Duty(norm, entity.id, one.start, one.stop) for one in found if one.start <= span[0] < one.stop]
    return []


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[1] and other[0] < one[1]
