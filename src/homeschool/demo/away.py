"""Children whose parents work away: in whose care they are, how that was agreed, and the parents' weekly calls."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL, Pupil, Spell
from homeschool.demo.timetable import FIRST_DAY, at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import Agreement, CaseFile, Contact, Evaluation, Fact, Notice, Plan, Service

_HORIZON: Final = date(2026, 7, 31)
_EVENING: Final = 19


def _left(world: World) -> Iterator[tuple[Pupil, Spell]]:
    for pupil in world.pupils:
        if pupil.away is not None:
            yield pupil, pupil.away


def entrusted_care(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the files on these children, the plans for them, and how those newly entrusted came into care."""
    for pupil, spell in _left(world):
        yield CaseFile(
            id=f"left-behind-{pupil.id}",
            concerns=(pupil.id,),
            since=max(spell.since, pupil.since),
            until=spell.until or pupil.until,
            kind="left_behind",
            contents=("family_structure", "guardian_occupation", "special_needs"),
        )
        yield Plan(
            id=f"care-plan-{pupil.id}",
            concerns=(pupil.id,),
            since=max(spell.since, pupil.since),
            until=spell.until or pupil.until,
            parties=("school", "family"),
            kind="care",
            authors=(world.staffing.class_teacher(pupil.form, pupil.since), pupil.guardian),
        )
        yield from _entrusted(pupil, spell)
        if spell.since > FIRST_DAY:
            yield from _told(pupil, spell, dice)


def _entrusted(pupil: Pupil, spell: Spell) -> Iterator[Fact]:
    parent = pupil.family.guardians[1][0]
    yield Evaluation(
        id=f"carer-{pupil.id}",
        occurred=at(spell.since - timedelta(days=6), 10),
        concerns=(pupil.id,),
        kind="carer_assessment",
        by=(parent,),
        outcome="passed",
        contents=("moral_character", "family_situation", "health", "bond_with_child"),
    )
    yield Agreement(
        id=f"entrusted-{pupil.id}",
        concerns=(pupil.id,),
        since=spell.since,
        until=spell.until,
        contents=("entrusting_reason",),
        parties=("family",),
        kind="entrusted_care",
        signatories=(parent, pupil.guardian),
        in_writing=True,
        child_was_heard=True,
    )


def _told(pupil: Pupil, spell: Spell, dice: Dice) -> Iterator[Fact]:
    parent = pupil.family.guardians[1][0]
    for place, told in (("school", SCHOOL), ("residents", "p-residents")):
        if not dice.slips("entrusting untold"):
            yield Notice(
                id=f"told-{place}-{pupil.id}",
                occurred=at(spell.since + timedelta(days=dice.number(0, 5)), 12),
                concerns=(pupil.id,),
                kind="entrusted_care",
                by=(parent,),
                to=(told,),
                form="written",
                channel="paper",
                channel_is_verified=True,
            )


def looked_after(pupil: Pupil, contact: Contact) -> Iterator[Service]:
    """Yield what a parent who works away does after the school has called about a concern."""
    day = contact.occurred + timedelta(days=2)
    if pupil.away is not None and pupil.away.holds(day.date() if isinstance(day, datetime) else day):
        yield Service(
            id=f"care-after-{contact.id}",
            occurred=day,
            concerns=(pupil.id,),
            about=(contact.id, *contact.about),
            kind="care",
            by=(pupil.family.guardians[1][0],),
        )


def calls_home(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the calls that parents who work away make every week to the child and to the grandparent."""
    for pupil, spell in _left(world):
        until = min(day for day in (spell.until, pupil.until, _HORIZON) if day is not None)
        since = max(spell.since, pupil.since)
        for parent, _ in pupil.family.guardians[1:]:
            if dice.slips("parent rarely calls"):
                yield from _calls(pupil, parent, (since, until, 13), dice)
            else:
                yield from _calls(pupil, parent, (since, until, 6), dice)
        yield from _monthly(world, pupil, (since, until), dice)


def _calls(pupil: Pupil, parent: str, when: tuple[date, date, int], dice: Dice) -> Iterator[Fact]:
    since, until, most = when
    day = since + timedelta(days=dice.number(0, 4))
    while day < until:
        if not dice.slips("weekly call missing"):
            child = _call(pupil, parent, day, dice)
            yield child
            yield changed(
                child, id=f"{child.id}-carer", occurred=at(day, 20, 30), whom="carer", guardian=pupil.guardian
            )
        day += timedelta(days=dice.number(4, most))


def _call(pupil: Pupil, parent: str, day: date, dice: Dice) -> Contact:
    return Contact(
        id=f"home-{parent}-{day:%y%m%d}",
        occurred=at(day, _EVENING, dice.number(0, 59)),
        concerns=(pupil.id,),
        by=(parent,),
        whom="student",
        reached=True,
        channel="video",
        channel_is_verified=True,
        purpose="guardianship",
        tone="positive",
        topics=("life", "study", "emotion"),
    )


def _monthly(world: World, pupil: Pupil, when: tuple[date, date], dice: Dice) -> Iterator[Fact]:
    since, until = when
    parent = pupil.family.guardians[1][0]
    day = since + timedelta(days=dice.number(3, 12))
    while day < until:
        yield Contact(
            id=f"school-{parent}-{day:%y%m%d}",
            occurred=at(day, 18),
            concerns=(pupil.id,),
            by=(world.staffing.class_teacher(pupil.form, day),),
            whom="guardian",
            guardian=parent,
            reached=True,
            channel="phone",
            channel_is_verified=True,
            mode="one_to_one",
            purpose="situation",
            tone="positive",
            topics=("life", "study", "emotion"),
        )
        day += timedelta(days=dice.number(22, 26))
