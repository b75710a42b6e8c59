"""The everyday contact of teachers with homes: weekly class updates, monthly feedback in every subject."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import Form, Pupil
from homeschool.demo.timetable import at
from homeschool.demo.world import World
from homeschool.model import Contact, Fact, Feedback, Publication

_SHORT_MONTH: Final = 5
_COPIES: Final = 6
"""How many children get the same text when a teacher copies."""

_CONTENTS: Final = (
    ("homework_completion",),
    ("class_performance",),
    ("homework_completion", "class_performance"),
    ("homework_completion", "class_performance", "test_analysis"),
    ("test_analysis",),
)


def class_updates(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield each class's weekly update in its group, on one of the last school days of the week."""
    for form in world.forms:
        for week in world.timetable.weeks:
            if dice.slips("update missing"):
                continue
            day = dice.pick(week[-2:])
            topics = ("study", "activity", "psychological_summary")
            yield Publication(
                id=f"update-{form.id}-{day:%m%d}",
                occurred=at(day, 17, dice.number(0, 170)),
                concerns=(form.id,),
                kind="class_update",
                by=(world.staffing.class_teacher(form.id, day),),
                audience="class_guardians",
                channel="class_group",
                channel_is_verified=None if dice.slips("channel unfilled") else True,
                topics=topics[:2] if dice.slips("update incomplete") else topics,
                discloses=(),
            )


def subject_feedback(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the monthly feedback on every child in every subject."""
    for month in world.timetable.months:
        if len(month) < _SHORT_MONTH:
            continue
        for form in world.forms:
            for subject in form.subjects:
                yield from _month_of(world, form, (subject, month), dice)


def _month_of(world: World, form: Form, what: tuple[str, tuple[date, ...]], dice: Dice) -> Iterator[Fact]:
    subject, month = what
    day = dice.pick(month[-6:-1])
    tag = f"{subject}-{day:%m}"
    if dice.slips("feedback of a class late"):
        day += timedelta(days=14)
    by = (world.staffing.teacher(form.id, subject, day),)
    is_copied = dice.slips("feedback copied")
    for number, pupil in enumerate(form.present(day)):
        if dice.slips("feedback missing"):
            continue
        yield Feedback(
            id=f"fb-{pupil.id}-{tag}",
            occurred=at(day, 16, 30 + number),
            concerns=(pupil.id,),
            kind="subject_study",
            by=by,
            channel="official_platform",
            school_subject=subject,
            contents=None if dice.slips("feedback unfilled") else dice.pick(_CONTENTS),
            is_template=is_copied and number < _COPIES,
            form="electronic",
        )


def one_to_one_talks(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the monthly one-to-one talks with the guardians of children who find a subject hard."""
    for month in world.timetable.months:
        for form in world.forms:
            for pupil in form.pupils:
                for subject in pupil.difficulties(month[-1]):
                    if len(month) >= _SHORT_MONTH and not dice.slips("one-to-one missing"):
                        yield from _talk(world, pupil, (subject, dice.pick(month[3:-2])), dice)


def _talk(world: World, pupil: Pupil, what: tuple[str, date], dice: Dice) -> Iterator[Fact]:
    subject, day = what
    if not pupil.is_here(day):
        return
    teacher = world.staffing.teacher(pupil.form, subject, day)
    yield Contact(
        id=f"talk-{pupil.id}-{subject}-{day:%m%d}",
        occurred=at(day, 16, 40 + dice.number(0, 60)),
        concerns=(pupil.id,),
        by=(teacher,),
        whom="guardian",
        guardian=pupil.guardian,
        reached=True,
        channel=dice.pick(("phone", "in_person", "official_platform")),
        channel_is_verified=True,
        mode="one_to_one",
        purpose="situation",
        tone="neutral",
        topics=("study", "academic"),
        school_subject=subject,
        participants=(teacher, pupil.guardian),
    )
