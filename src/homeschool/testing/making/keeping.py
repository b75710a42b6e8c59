"""Duties met: the facts that a duty lacks are made, and so are those that the new facts call for in turn."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import attrs

from homeschool.model.clock import Micros
from homeschool.model.facts import fact_classes
from homeschool.model.register import linked_ids
from homeschool.policy import At, Before, Share
from homeschool.policy.condition import Has, Test
from homeschool.testing.making.book import is_prohibition, requirement_of
from homeschool.testing.making.counting import candidates, counts, touches
from homeschool.testing.making.crafting import (
    brief_of,
    crafted,
    fixed_fields,
    objections,
    set_off_subjects,
    spoils,
)
from homeschool.testing.making.drafts import Brief, is_to_come, meets
from homeschool.testing.making.lacking import Lack, lacks
from homeschool.testing.making.literals import Goal, ways
from homeschool.testing.making.making import Duty, Making
from homeschool.testing.making.moments import times
from homeschool.testing.making.windows import DAY, MINUTE, day_of, evening, first_moment, set_off_by
from homeschool.testing.making.world import class_of, lasts, naming_fields, reached_through

_STEPS = 120
_TIMES = 4
_EACH = 3
_DEPTH = 8


def place(making: Making, fact: Any, depth: int = 0, brief: Brief | None = None) -> bool:
    """Add a fact, what must go with it to meet its brief, and all that it calls for.

    Where that cannot be had, add nothing and return False.
    """
    world = making.world
    size = world.size()
    world.add(fact)
    if (
        depth < _DEPTH
        and (brief is None or _accompany(making, fact, brief, depth))
        and not spoils(making, fact)
        and all(meet(making, duty, depth + 1) for duty in (*called_for(making, fact), *_newly_owed(making, fact)))
    ):
        return True
    world.back(size)
    return False


def _accompany(making: Making, fact: Any, brief: Brief, depth: int) -> bool:
    """Let happen what must have happened beside a fact for it to meet its brief; False where that cannot be had."""
    world = making.world
    lacking = [goal for goal in brief.goals if not meets(world, goal, fact, brief.at)]
    size = world.size()
    for way in ways(lacking):
        if all(
            meets(world, one, fact, brief.at) or (is_to_come(one) and let_happen(making, one, fact.id, brief.at, depth))
            for one in way
        ):
            return True
        world.back(size)
    return False


def let_happen(making: Making, asked: Goal, id_: str, at: Micros, depth: int = 0) -> bool:
    """See to it that something has happened to a record by a moment; where it cannot, add nothing and return False."""
    world, has, record = making.world, asked.what, making.world.records[id_]
    assert isinstance(has, Has), "only what has happened is let happen"
    reach = reached_through(world, id_, has.of, at, link=has.link, link_to=None)
    size = world.size()
    for when in _earlier(making, has.of, record, at):
        for field, ids in reach.items():
            for named in reversed(ids):
                goals = (Goal(Test((field,), "any_of", (named,)), asked.context), Goal(has.where, asked.context))
                brief = brief_of(making, has.of, when, goals, is_accompanied=True)
                for fact in islice(crafted(making, brief), _EACH):
                    if place(making, fact, depth + 1, brief) and meets(world, asked, record, at):
                        return True
                    world.back(size)
    return False


def _earlier(making: Making, class_name: str, record: Any, at: Micros) -> Iterator[Micros]:
    """Yield moments at which something that concerns a record may have begun, or happened, before another one."""
    world = making.world
    begins = first_moment(world)
    if lasts(class_name):
        today = world.clock.midnight(day_of(world, at))
        first = max(begins, world.span(record)[0]) if lasts(class_of(record)) else begins
        yield from dict.fromkeys([min(first, today), today])
        return
    for days in (1, 3, 6):
        before = evening(world, day_of(world, at - days * DAY))
        when = max(begins + 10 * 60 * MINUTE, before)
        yield when if when < at else before


def called_for(making: Making, fact: Any, among: frozenset[str] | None = None) -> list[Duty]:
    """Return the duties that a fact sets off, or may set off: all of them, or those of the norms with some ids."""
    found = []
    for norm in making.book.set_off.get(class_of(fact), ()):
        if among is not None and norm.id not in among:
            continue
        for subject, happened in set_off_subjects(making, norm, fact):
            window = set_off_by(making.world, norm, happened)
            if window is not None and not (happened[0] > making.as_of and not isinstance(norm.timing, Before)):
                is_at = isinstance(norm.timing, At)
                found.append(Duty(norm, subject, window.start, window.stop, fact, is_standing=is_at))
    return found


def _newly_owed(making: Making, fact: Any) -> list[Duty]:
    """Return the duties that earlier facts have set off, where a new one tells that norms apply to somebody."""
    if class_of(fact) != "circumstance":
        return []
    book = making.book
    others = [other for name in sorted(book.set_off) for other in making.world.of(name) if other.id != fact.id]
    return [duty for other in others for duty in called_for(making, other, book.befalling)]


def meet(making: Making, duty: Duty, depth: int = 0) -> bool:
    """Make what a duty lacks; return False, with nothing added, where that cannot be had.

    The duty that is to be breached is left as it is.  What falls to a time after `as_of` is not made: it is still open.
    """
    if is_prohibition(duty.norm):
        return not _is_violated(making, duty)
    if making.is_the_gap(duty) and (making.gap is None or making.gap.withheld is None):
        return True
    size = making.world.size()
    for _ in range(_STEPS):
        lacking = lacks(making, duty)
        if not lacking:
            return True
        done = next((done for lack in lacking if (done := _provide(making, duty, lack, depth)) is not None), None)
        if done is None:
            making.world.back(size)
            return False
        if not done:
            return True
    making.world.back(size)
    return False


def _is_violated(making: Making, duty: Duty) -> bool:
    facts = [one for one in candidates(making, duty) if touches(making, duty, one)]
    return duty.norm.id not in making.lifted and any(counts(making, duty, one) is not False for one in facts)


def _provide(making: Making, duty: Duty, lack: Lack, depth: int) -> bool | None:
    """Make one fact that a duty lacks: True: made; False: its time has not come; None: it cannot be had."""
    requirement = requirement_of(duty.norm)
    duty = attrs.evolve(duty, member=lack.member)
    name_of_choice = (duty.norm.slug, duty.subject, duty.start, making.world.size())
    classes = requirement.of if lack.class_name is None else (lack.class_name,)
    for class_name in making.choices.turned(classes, "class", *name_of_choice):
        for at in islice(times(making, duty, class_name, lack), _TIMES):
            if at > making.as_of:
                return False
            if any(
                _make(making, (duty, class_name, at), (*goals, *lack.goals), depth)
                for goals in _own_goals(making, (duty, class_name, at), lack)
            ):
                return True
    return None


def _own_goals(making: Making, what: tuple[Duty, str, Micros], lack: Lack) -> Iterator[tuple[Goal, ...]]:
    """Yield what the norm itself asks of a fact, with each way of naming the subject."""
    if lack.class_name is not None:
        yield ()
        return
    duty = what[0]
    asked = Goal(requirement_of(duty.norm).where, making.context(duty.subject, duty.trigger))
    for goal in _reaching(making, *what):
        yield (goal,) if lack.is_outside else (goal, asked)


def _make(making: Making, what: tuple[Duty, str, Micros], goals: tuple[Goal, ...], depth: int) -> bool:
    duty, class_name, at = what
    key = _pattern_key(making, what, goals)
    again = None if key is None else _like_before(making, what, key)
    if again is not None and place(making, again, depth):
        return True
    requirement = requirement_of(duty.norm)
    moment = max(at, duty.start) if duty.is_standing else at
    fixed = fixed_fields(making, class_name, at)
    if requirement.placed_by is not None:
        fixed[requirement.placed_by] = making.world.clock.moment(at)
    brief = attrs.evolve(brief_of(making, class_name, moment, goals, is_accompanied=True), fixed=fixed)
    for fact in islice(crafted(making, brief), _EACH):
        if duty.is_standing and making.world.span(fact)[1] <= duty.start:
            continue
        if place(making, fact, depth, brief):
            if key is not None:
                making.patterns[key] = _pattern(duty, fact)
            return True
    return False


_OF_ONE = ("id", "occurred", "recorded_at")


def _pattern_key(making: Making, what: tuple[Duty, str, Micros], more: tuple[Goal, ...]) -> tuple[Any, ...] | None:
    duty, class_name, at = what
    requirement = requirement_of(duty.norm)
    is_plain = requirement.placed_by is None and not lasts(class_name) and not isinstance(requirement, Share)
    if not is_plain or not all(is_prohibition(norm) for norm in making.book.limits.get(class_name, ())):
        return None
    kind = making.choices.number(2, "pattern", duty.norm.slug, at)
    return duty.norm.id, duty.subject, class_name, kind, tuple(goal.what for goal in more)


def _pattern(duty: Duty, fact: Any) -> dict[str, Any]:
    """Return what a fact says, its time and the trigger it refers to apart."""
    said = {field.name: getattr(fact, field.name) for field in attrs.fields(type(fact)) if field.name not in _OF_ONE}
    if duty.trigger is not None:
        said["about"] = tuple(_TRIGGER if id_ == duty.trigger.id else id_ for id_ in fact.about)
    return said


_TRIGGER = "the trigger"


def _like_before(making: Making, what: tuple[Duty, str, Micros], key: tuple[Any, ...]) -> Any:
    """Return a fact like the one that was made for such a duty before; None where that will not do here."""
    duty, class_name, at = what
    said = making.patterns.get(key)
    if said is None:
        return None
    fixed = fixed_fields(making, class_name, at)
    about = tuple(duty.trigger.id if id_ == _TRIGGER else id_ for id_ in said["about"])
    fact = fact_classes()[class_name].cls(**{**said, "about": about, **fixed})
    named = {id_ for field in naming_fields(class_name) for id_ in linked_ids(fact, field)}
    is_known = named <= making.world.records.keys()
    return fact if is_known and counts(making, duty, fact) is True and not objections(making, fact) else None


def _reaching(making: Making, duty: Duty, class_name: str, at: Micros) -> Iterator[Goal]:
    """Yield the ways in which a fact may name the subject: what it lies within first, or itself first."""
    requirement = requirement_of(duty.norm)
    link, link_to = requirement.link, requirement.link_to
    moment = max(at, duty.start) if duty.is_standing else at
    reach = reached_through(making.world, duty.whom, class_name, moment, link=link, link_to=link_to)
    context = making.context(duty.subject, duty.trigger)
    for field, ids in reach.items():
        is_narrow = making.choices.happens(30, "narrow", duty.norm.slug)
        for id_ in reversed(ids) if is_narrow else ids:
            yield Goal(Test((field,), "any_of", (id_,)), context)


def make_like(making: Making, duty: Duty, at: Micros, goals: tuple[Goal, ...]) -> bool:
    """Make one fact that meets goals, and names whom a duty is about; False, with nothing added, where it cannot be."""
    what = (duty, requirement_of(duty.norm).of[0], at)
    return any(_make(making, what, (goal, *goals), 0) for goal in _reaching(making, *what))


def make_one(making: Making, duty: Duty, class_name: str, at: Micros) -> bool:
    """Make one fact at a moment that counts for a duty; False, with nothing added, where that cannot be had."""
    what = (duty, class_name, at)
    return any(_make(making, what, goals, 0) for goals in _own_goals(making, what, Lack()))
