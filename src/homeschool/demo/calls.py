"""Talks with every home in every term: what teachers note of a child, and tell its guardians."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL, Form, Pupil
from homeschool.demo.timetable import at
from homeschool.demo.world import World
from homeschool.model import Contact, Entry, Fact

_ASPECTS: Final = ("emotion", "academic", "behaviour", "physical_mental")
_CHANNELS: Final = ("phone", "official_platform", "in_person")


def situations(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield what the class teacher writes of each child once a term and the call home about it."""
    for number, term in enumerate(world.timetable.terms, start=1):
        for form in world.forms:
            yield _call_outside(world, form, dice.pick(term[10:60]))
            for pupil in form.pupils:
                day = dice.pick(term[8:-7])
                if pupil.is_here(day) and not dice.slips("situation not noted"):
                    yield _noted(world, pupil, (number, day))
                    told = day + timedelta(days=9 if dice.slips("call late") else dice.number(0, 2))
                    yield _call(world, pupil, (number, told), dice)


def _noted(world: World, pupil: Pupil, when: tuple[int, date]) -> Entry:
    number, day = when
    return Entry(
        id=f"noted-{pupil.id}-{number}",
        occurred=at(day, 15, 40),
        concerns=(pupil.id,),
        kind="student_situation",
        by=(world.staffing.class_teacher(pupil.form, day),),
        topics=_ASPECTS,
    )


def _call(world: World, pupil: Pupil, when: tuple[int, date], dice: Dice) -> Contact:
    number, day = when
    is_private = dice.slips("channel private")
    return Contact(
        id=f"call-{pupil.id}-{number}",
        occurred=at(day, 16, 35 + dice.number(0, 90)),
        concerns=(pupil.id,),
        about=(f"noted-{pupil.id}-{number}",),
        by=(world.staffing.class_teacher(pupil.form, day),),
        whom="guardian",
        guardian=pupil.guardian,
        reached=None if dice.slips("reached unfilled") else True,
        channel="private_message" if is_private else dice.pick(_CHANNELS[:2]),
        channel_is_verified=not is_private,
        mode="one_to_one",
        purpose="situation",
        tone=dice.pick(("positive", "positive", "neutral")),
        topics=(*_ASPECTS, "study", "life"),
    )


def _call_outside(world: World, form: Form, day: date) -> Contact:
    teacher = world.staffing.class_teacher(form.id, day)
    return Contact(
        id=f"call-{form.id}-{day:%m%d}",
        occurred=at(day, 16, 40),
        concerns=(SCHOOL, form.id),
        by=(teacher,),
        channel="official_platform",
        channel_is_verified=True,
        reached=True,
        purpose="situation",
        tone="neutral",
        topics=("activity",),
        participants=(teacher, "p-instructor"),
    )


def talks_with_others(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the subject teachers' talks, once a term, with the guardians whom the class teacher does not call."""
    for number, term in enumerate(world.timetable.terms, start=1):
        for form in world.forms:
            others = [(pupil, guardian) for pupil in form.pupils for guardian, _ in pupil.family.guardians[1:]]
            for place, (pupil, guardian) in enumerate(others):
                day = dice.pick(term[3:-4])
                if pupil.is_here(day) and not dice.slips("talk missing"):
                    teacher = world.staffing.teacher(form.id, form.subjects[place % len(form.subjects)], day)
                    channel = _CHANNELS[place // len(form.subjects) % len(_CHANNELS)]
                    yield _talk(pupil, (number, day), (teacher, guardian, channel))


def _talk(pupil: Pupil, when: tuple[int, date], who: tuple[str, str, str]) -> Contact:
    number, day = when
    teacher, guardian, channel = who
    return Contact(
        id=f"call-{guardian}-{number}",
        occurred=at(day, 17, 10),
        concerns=(pupil.id,),
        by=(teacher,),
        whom="guardian",
        guardian=guardian,
        reached=True,
        channel=channel,
        channel_is_verified=True,
        mode="one_to_one",
        purpose="situation",
        tone="positive",
        topics=("study", "life"),
    )
