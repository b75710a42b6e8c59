"""Bullying among the made-up children: stopped, told to both homes, talked through; one case is serious."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import attrs

from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL, Pupil
from homeschool.demo.timetable import at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import Concern, Concerned, Contact, Decision, Entry, Fact, Feedback, Report, Service

_DAYS: Final = (
    date(2025, 9, 29),
    date(2025, 11, 12),
    date(2025, 12, 18),
    date(2026, 3, 31),
    date(2026, 4, 21),
    date(2026, 6, 9),
)
_SERIOUS: Final = 2
_UNTOLD: Final = 3
"""The case in which one home is never told."""


@attrs.frozen
class _Case:
    """One case between two children of a class."""

    number: int
    victim: Pupil
    bully: Pupil
    seen_at: datetime

    @property
    def id(self) -> str:
        return f"bullying-{self.number}"

    def after(self, hours: float) -> datetime:
        return self.seen_at + timedelta(hours=hours)


def bullying(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the cases of the year and what the school did in each."""
    for number, day in enumerate(_DAYS, start=1):
        form = dice.pick(world.forms[6:])
        victim, bully = dice.some([pupil for pupil in form.present(day) if pupil.until is None], 2)
        case = _Case(number, victim, bully, at(day, 10, dice.number(0, 60)))
        yield _found(world, case)
        yield from _told(world, case)
        yield from _helped(world, case)
        if number == _SERIOUS:
            yield from _reported(case)


def _found(world: World, case: _Case) -> Concern:
    return Concern(
        id=case.id,
        occurred=case.seen_at - timedelta(minutes=15),
        concerns=(Concerned(case.victim.id, "victim"), Concerned(case.bully.id, "bully")),
        nature="bullying",
        situations=("bullying",) if case.number == _SERIOUS else (),
        discovered_at=case.seen_at,
        discovered_by=(world.staffing.class_teacher(case.victim.form, case.seen_at.date()),),
        severity="serious" if case.number == _SERIOUS else "minor",
        psychology_needed=False,
        recorded_at=case.after(0.5),
    )


def _told(world: World, case: _Case) -> Iterator[Fact]:
    for pupil in (case.victim, case.bully):
        if case.number != _UNTOLD or pupil == case.victim:
            yield Contact(
                id=f"bullying-call-{case.number}-{pupil.id}",
                occurred=case.after(3),
                concerns=(pupil.id,),
                about=(case.id,),
                by=(world.staffing.class_teacher(pupil.form, case.seen_at.date()),),
                whom="guardian",
                guardian=pupil.guardian,
                reached=True,
                channel="phone",
                channel_is_verified=True,
                mode="one_to_one",
                purpose="concern",
                tone="neutral",
            )


def _helped(world: World, case: _Case) -> Iterator[Fact]:
    teacher = world.staffing.class_teacher(case.victim.form, case.seen_at.date())
    psychologist = world.staffing.psychologist(world.form(case.victim.form))
    steps = (
        ("intervention", teacher, 0.5),
        ("counselling", psychologist, 200.0 if case.number == 1 else 50.0),
        ("guidance", psychologist, 240.0),
        ("behaviour_management", teacher, 72.0),
    )
    for kind, by, hours in steps:
        both = (case.victim.id, case.bully.id)
        yield Service(
            id=f"bullying-{kind.replace('_', '-')}-{case.number}",
            occurred=case.after(hours),
            concerns=both[1:] if kind == "behaviour_management" else both,
            about=(case.id,),
            kind=kind,
            by=(by, SCHOOL),
            hours=1.0,
        )


def _reported(case: _Case) -> Iterator[Fact]:
    report = Report(
        id=f"bullying-report-{case.number}",
        occurred=case.after(1),
        concerns=(case.victim.id, case.bully.id),
        about=(case.id,),
        kind="bullying",
        by=(SCHOOL,),
        to=("p-station", "p-education"),
        in_writing=True,
    )
    filing = changed(
        report, id="bullying-filing", occurred=case.after(30), about=(report.id,), kind="filing", to=("p-education",)
    )
    yield from (report, filing)
    yield from _answered(case, (report.id, case.id))


def _answered(case: _Case, about: tuple[str, str]) -> Iterator[Fact]:
    both = (case.victim.id, case.bully.id)
    for kind, hours in (("report_received", 2), ("case_accepted", 70)):
        yield Decision(
            id=f"bullying-{kind.replace('_', '-')}",
            occurred=case.after(hours),
            concerns=both,
            about=about,
            kind=kind,
            by=("p-station",),
        )
    yield Entry(
        id="bullying-record",
        occurred=case.after(6),
        concerns=both,
        about=about,
        kind="police_record",
        by=("p-station",),
    )
    for kind, hours in (("case_progress", 120), ("outcome", 500)):
        yield Feedback(
            id=f"bullying-{kind.replace('_', '-')}",
            occurred=case.after(hours),
            concerns=(*both, SCHOOL),
            about=("bullying-case-accepted", *about),
            kind=kind,
            by=("p-station",),
            form="written",
        )
