"""What sets norms off: occasions that a school need not have, and what must be so for a norm to apply at all."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import attrs

from homeschool.model import Circumstance
from homeschool.model.clock import Micros
from homeschool.policy import Norm
from homeschool.policy.condition import Condition, Has, Some, Test
from homeschool.testing.making.asking import expand, truth
from homeschool.testing.making.book import asks_trigger, is_prohibition, moment_of, requirement_of
from homeschool.testing.making.crafting import brief_of, crafted, fixed_fields
from homeschool.testing.making.drafts import Brief
from homeschool.testing.making.keeping import let_happen, place
from homeschool.testing.making.literals import Goal, Literal, nearly, ways
from homeschool.testing.making.making import Making
from homeschool.testing.making.windows import MINUTE, day_of, evening, first_moment
from homeschool.testing.making.world import held, lasts, reached_through

_EACH = 4


def make_applicable(making: Making, norm: Norm, subject: str, at: Micros) -> bool:
    """See to it that a norm applies to a subject at a moment; where it cannot, add nothing and return False."""
    return let_hold(making, norm.applies_to, subject, at)


def let_hold(making: Making, condition: Condition, subject: str, at: Micros) -> bool:
    """See to it that a condition holds of a subject at a moment; where it cannot, add nothing and return False."""
    world, context, entity = making.world, making.context(subject), making.world.records[subject]
    if truth(world, context, condition, entity, at) is True:
        return True
    size = world.size()
    for way in ways([Goal(condition, context)]):
        is_brought_about = all(_bring_about(making, literal, subject, at) for literal in way)
        if is_brought_about and truth(world, context, condition, entity, at) is True:
            return True
        world.back(size)
    return False


def _bring_about(making: Making, literal: Literal, subject: str, at: Micros) -> bool:
    what = literal.what
    entity = making.world.records[subject]
    if truth(making.world, literal.context, what, entity, at) is literal.holds:  # type: ignore[arg-type]
        return True
    if not literal.holds:
        return False
    match what:
        case Has():
            return let_happen(making, literal, subject, at)
        case Test(path, "any_of") if path[-1] == "circumstances":
            persons = (subject,) if len(path) == 1 else held(making.world, entity, path[0], at)
            return all(_in_circumstance(making, literal, person, at) for person in persons)
        case Some(path, Test(("circumstances",), "any_of") as where):
            inner = Goal(where, literal.context)
            return all(_in_circumstance(making, inner, person, at) for person in held(making.world, entity, path, at))
        case Some(path, where, is_every):
            each = (let_hold(making, where, id_, at) for id_ in held(making.world, entity, path, at))
            return all(each) if is_every else any(each)
    return False


def _in_circumstance(making: Making, literal: Literal, person: str, at: Micros) -> bool:
    what = literal.what
    assert isinstance(what, Test), "a circumstance is asked for by a test"
    kinds = sorted(expand(making.world, literal.context, what.values, at) or ())
    for kind in making.choices.turned(kinds, "circumstance", person):
        since = day_of(making.world, first_moment(making.world))
        id_ = making.new_id("circumstance")
        fact = Circumstance(id=id_, person=person, kind=kind, since=since)
        if is_sound(making, fact) and place(making, fact):
            return True
    return False


def is_sound(making: Making, fact: Any) -> bool:
    """Tell whether a circumstance breaks no norm by itself."""
    goals = (Goal(Test(("person",), "any_of", (fact.person,)), making.context(fact.person)),)
    fixed = {name: getattr(fact, name) for name in ("id", "person", "kind", "since")}
    brief = Brief("circumstance", fixed, making.world.clock.midnight(fact.since), goals)
    return any(True for _ in crafted(making, brief))


def triggers(making: Making, norm: Norm, subject: str | None, at: Micros, more: tuple[Goal, ...] = ()) -> Iterator[Any]:
    """Yield facts that set a norm off for a subject at a moment.

    Args:
        making: the school.
        norm: a norm with a moment.
        subject: whom the fact is to concern; None: the fact is itself the subject.
        at: when.
        more: what the fact must meet besides.
    """
    moment = moment_of(norm)
    assert moment is not None, "only norms with a moment are set off"
    for class_name in making.choices.turned([name for name in moment.of if name in making.book.classes], norm.slug):
        fixed = fixed_fields(making, class_name, at)
        if moment.edge == "end":
            fixed |= {"since": day_of(making.world, first_moment(making.world)), "until": day_of(making.world, at)}
        context = making.context(subject or fixed["id"])
        goals = (Goal(moment.where, context), *more)
        brief = attrs.evolve(brief_of(making, class_name, at, goals), fixed=fixed)
        if subject is None:
            yield from crafted(making, attrs.evolve(brief, goals=(Goal(norm.applies_to, context), *goals)))
            continue
        for goal in _naming(making, norm, subject, (class_name, at)):
            yield from crafted(making, attrs.evolve(brief, goals=(goal, *goals)))


def _naming(making: Making, norm: Norm, subject: str, when: tuple[str, Micros]) -> Iterator[Goal]:
    class_name, at = when
    moment = moment_of(norm)
    assert moment is not None, "only norms with a moment are set off"
    reach = reached_through(making.world, subject, class_name, at, link=moment.link, link_to=moment.link_to)
    for field, ids in reach.items():
        is_wide = making.choices.happens(50, "wide", norm.slug)
        for id_ in ids if is_wide else reversed(ids):
            yield Goal(Test((field,), "any_of", (id_,)), making.context(subject))


def is_its_own_subject(norm: Norm) -> bool:
    """Tell whether what sets a norm off is itself what the norm is about: the beginning of a seat."""
    moment = moment_of(norm)
    return moment is not None and moment.edge is not None and moment.link == "concerns" and norm.subject in moment.of


def occur(making: Making, norm: Norm, at: Micros) -> bool:
    """Let something happen at a moment that sets a norm off, or makes it apply; False where it cannot."""
    size = making.world.size()
    subjects = making.choices.turned(making.subjects(norm), "occasion", norm.slug, at)
    if moment_of(norm) is None:
        return any(make_applicable(making, norm, entity.id, at) for entity in subjects)
    for id_ in (None,) if is_its_own_subject(norm) else tuple(entity.id for entity in subjects):
        is_ready = id_ is None or make_applicable(making, norm, id_, at)
        if is_ready and any(place(making, fact) for fact in islice(triggers(making, norm, id_, at), _EACH)):
            return True
        making.world.back(size)
    return False


def near_miss(making: Making, norm: Norm, at: Micros) -> bool:
    """Let something happen that a norm forbids but for one respect; False where it cannot, or forbids nothing."""
    requirement = requirement_of(norm)
    if not is_prohibition(norm) or asks_trigger(requirement) or lasts(requirement.of[0]):
        return False
    for entity in making.choices.turned(making.subjects(norm), "near miss", norm.slug):
        context = making.context(entity.id)
        reach = reached_through(making.world, entity.id, requirement.of[0], at, link=requirement.link, link_to=None)
        naming = tuple(Goal(Test((field,), "any_of", ids[-1:]), context) for field, ids in reach.items())
        for goals in making.choices.turned(nearly(requirement.where, context), "near", norm.slug, at):
            brief = brief_of(making, requirement.of[0], at, (*naming, *goals))
            if any(place(making, fact) for fact in islice(crafted(making, brief), 2)):
                return True
    return False


def late_morning(making: Making, days: int) -> Micros:
    """Return 10:00 of the day so many days after the calendar begins."""
    first = day_of(making.world, first_moment(making.world))
    return evening(making.world, first + timedelta(days=days)) - 7 * 60 * MINUTE
