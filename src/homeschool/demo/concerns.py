"""Worrying signs in children's moods and behaviour, the call home within the day, the plan that follows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import attrs

from homeschool.demo.away import looked_after
from homeschool.demo.dice import Dice
from homeschool.demo.people import Pupil
from homeschool.demo.timetable import at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import Concern, Contact, Fact, Plan

_CONCERNS_A_YEAR = 120


@attrs.frozen
class _Sign:
    """A sign seen in a child at an instant, and whether the psychology teacher is needed."""

    number: int
    pupil: Pupil
    seen_at: datetime
    is_psychological: bool

    @property
    def id(self) -> str:
        return f"concern-{self.number:03}"

    @property
    def day(self) -> date:
        return self.seen_at.date()


def worrying_signs(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the concerns of the year with the contacts and plans that answer them."""
    number = 0
    for pupil in dice.some(world.pupils, _CONCERNS_A_YEAR):
        day = dice.pick(world.timetable.days[3:-8])
        if pupil.is_here(day) and pupil.is_here(day + timedelta(days=8)):
            number += 1
            yield from _case(world, _Sign(number, pupil, at(day, 9, dice.number(0, 400)), dice.happens(0.35)), dice)


def _case(world: World, sign: _Sign, dice: Dice) -> Iterator[Fact]:
    teacher = world.staffing.class_teacher(sign.pupil.form, sign.day)
    yield Concern(
        id=sign.id,
        occurred=sign.seen_at - timedelta(minutes=dice.number(0, 60)),
        concerns=(sign.pupil.id,),
        nature=dice.pick(("emotional", "behavioural")),
        situations=(),
        discovered_at=None if dice.slips("discovery unfilled") else sign.seen_at,
        discovered_by=(teacher,),
        severity="minor",
        psychology_needed=sign.is_psychological,
        closed_at=sign.seen_at + timedelta(days=dice.number(20, 60)),
        recorded_at=sign.seen_at + timedelta(minutes=20),
    )
    contact = _contact(world, sign, dice)
    if dice.slips("contact not reached"):
        contact = changed(contact, reached=False, outcome="no_answer")
    yield contact
    if not dice.slips("parent does nothing"):
        yield from looked_after(sign.pupil, contact)
    if not dice.slips("plan missing"):
        yield _plan(world, sign, dice)


def _contact(world: World, sign: _Sign, dice: Dice) -> Contact:
    pupil = sign.pupil
    teacher = world.staffing.class_teacher(pupil.form, sign.day)
    psychologist = world.staffing.psychologist(world.form(pupil.form))
    joins = sign.is_psychological and not dice.slips("psychologist missing")
    minutes = dice.number(25 * 60, 29 * 60) if dice.slips("contact late") else dice.number(30, 9 * 60)
    return Contact(
        id=f"answer-{sign.number:03}",
        occurred=sign.seen_at + timedelta(minutes=minutes),
        concerns=(pupil.id,),
        about=(sign.id,),
        by=(teacher,),
        whom="guardian",
        guardian=pupil.guardian,
        reached=True,
        channel="phone",
        channel_is_verified=True,
        mode="one_to_one",
        purpose="concern",
        tone="neutral",
        topics=("emotion", "behaviour"),
        participants=(teacher, psychologist, pupil.guardian) if joins else (teacher, pupil.guardian),
    )


def _plan(world: World, sign: _Sign, dice: Dice) -> Plan:
    pupil = sign.pupil
    since = sign.day + timedelta(days=dice.number(1, 5))
    authors = (world.staffing.class_teacher(pupil.form, since), pupil.guardian)
    return Plan(
        id=f"intervention-{sign.number:03}",
        concerns=(pupil.id,),
        since=since,
        until=since + timedelta(days=dice.number(30, 90)),
        about=(sign.id,),
        parties=("school", "family"),
        kind="intervention",
        authors=(*authors, world.staffing.psychologist(world.form(pupil.form))),
    )
