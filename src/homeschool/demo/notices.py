"""What the school tells all homes, and the guardians' receipts; what it asks of single homes; who comes to the gate."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL, Pupil
from homeschool.demo.timetable import at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import Activity, Contact, Entry, Fact, Meeting, Notice, Receipt

_OCCASIONS: Final = (
    ("fees", "fee_collection", date(2025, 9, 22), 10),
    ("outing", "outing", date(2025, 10, 30), 6),
    ("holiday", None, date(2026, 1, 24), 8),
    ("fees", "fee_collection", date(2026, 3, 20), 8),
    ("holiday", None, date(2026, 7, 4), 4),
)
_STAYS: Final = 40
_CALLERS: Final = 60
_UNEXPLAINED: Final = 24
"""The guardian who is seen in class time with no reason written down."""


def notices(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the notices of what is to come, with receipts."""
    for kind, occasion, day, ahead in _OCCASIONS:
        told = day - timedelta(days=ahead)
        notice = school_notice(world, kind, told)
        if occasion is not None:
            activity = _occasion(occasion, day, told)
            yield activity
            notice = changed(notice, about=(activity.id,))
        yield notice
        yield from _receipts(world, notice, told, dice)


def school_notice(world: World, kind: str, day: date) -> Notice:
    """Return a notice of the school to all homes, written and with a way to reply."""
    return Notice(
        id=f"notice-{kind}-{day:%m%d}",
        occurred=at(day, 10),
        concerns=(SCHOOL,),
        kind=kind,
        by=(world.staffing.holder("vice_principal"),),
        form="written",
        channel="official_platform",
        channel_is_verified=True,
        is_important=False,
        asks_action=kind != "invitation",
        has_reply_channel=True,
        asks_receipt=kind != "invitation",
        to_students=True,
        to_guardians=True,
        responsible_party="school",
    )


def _occasion(kind: str, day: date, told: date) -> Activity:
    return Activity(
        id=f"{kind.replace('_', '-')}-{day:%m%d}",
        occurred=at(day, 9),
        concerns=(SCHOOL,),
        kind=kind,
        organisers=(SCHOOL,),
        venue="practice_base" if kind == "outing" else "school",
        recorded_at=at(told, 9),
    )


def _receipts(world: World, notice: Notice, day: date, dice: Dice) -> Iterator[Fact]:
    for pupil in world.pupils:
        for guardian, _ in pupil.family.guardians if pupil.is_here(day) else ():
            if not dice.slips("receipt missing"):
                late = 8 if dice.slips("receipt late") else dice.number(0, 4)
                yield Receipt(
                    id=f"rc-{notice.id[7:]}-{guardian[2:]}",
                    occurred=at(day + timedelta(days=late), 11, dice.number(0, 600)),
                    concerns=(pupil.id,),
                    about=(notice.id,),
                    guardian=guardian,
                )


def stays_after_school(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the children kept after school for help with homework, and the slip or call that asks the guardian."""
    for number, pupil in enumerate(dice.some(world.pupils, _STAYS), start=1):
        day = dice.pick(world.timetable.days[10:-5])
        if pupil.is_here(day):
            stay = Activity(
                id=f"stay-{number:02}",
                occurred=at(day, 16, 40),
                concerns=(pupil.id,),
                kind="after_school_stay",
                organisers=(SCHOOL,),
                venue="school",
                ends_at=at(day, 17, 30),
            )
            yield stay
            if not dice.slips("slip missing"):
                yield _slip(world, pupil, (stay.id, day - timedelta(days=dice.number(1, 3))), dice)


def _slip(world: World, pupil: Pupil, what: tuple[str, date], dice: Dice) -> Contact:
    stay, day = what
    return Contact(
        id=f"slip-{stay}",
        occurred=at(day, 16, 45),
        concerns=(pupil.id,),
        about=(stay,),
        by=(world.staffing.class_teacher(pupil.form, day),),
        whom="guardian",
        guardian=pupil.guardian,
        reached=True,
        channel=dice.pick(("contact_slip", "phone")),
        channel_is_verified=True,
        mode="one_to_one",
        purpose="after_school_notice",
        tone="neutral",
        outcome="agreed",
    )


def guardians_at_the_gate(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the guardians who come to see a teacher, the slip they fill in at the gate, and when they are seen."""
    for number, pupil in enumerate(dice.some(world.pupils, _CALLERS), start=1):
        day = dice.pick(world.timetable.days[5:-5])
        if pupil.is_here(day):
            in_class_time = number % 12 == 0
            yield Meeting(
                id=f"gate-{number:02}",
                occurred=at(day, 10 if in_class_time else 16, 40),
                concerns=(pupil.id,),
                kind="guardian_visit",
                topic="家长来访",
                participants=(pupil.guardian, world.staffing.class_teacher(pupil.form, day)),
                place="school",
                reason="家长远道而来, 当日返程" if in_class_time and number != _UNEXPLAINED else None,
            )
            if not dice.slips("gate slip missing"):
                yield Entry(
                    id=f"gate-slip-{number:02}",
                    occurred=at(day, 10 if in_class_time else 16, 32),
                    concerns=(pupil.id,),
                    about=(f"gate-{number:02}",),
                    kind="visit_slip",
                    by=(pupil.guardian, world.staffing.holder("school_guard")),
                    place="gate",
                )
