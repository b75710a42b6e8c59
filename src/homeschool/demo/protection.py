"""The few grave cases of the year, all made up: suspicions of harm, reported to the police, and what the police did."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import attrs

from homeschool.demo.away import looked_after
from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL, Pupil
from homeschool.demo.timetable import at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import Concern, Contact, Decision, Disclosure, Entry, Fact, Feedback, Report, Service

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR


@attrs.frozen
class _Script:
    """How a case goes: what was suspected, when, and after how many minutes it was reported (None: never)."""

    nature: str
    situation: str
    day: date
    minutes: int | None
    of_left_behind: bool = False
    is_timed: bool = True


_SCRIPTS: Final = (
    _Script("harm", "abuse", date(2025, 10, 14), 50),
    _Script("harm", "domestic_violence", date(2025, 11, 6), 35, of_left_behind=True),
    _Script("danger", "missing", date(2025, 11, 26), 26 * _HOUR),
    _Script("sexual_harm", "sexual_assault", date(2025, 12, 9), 40),
    _Script("harm", "guardian_neglect", date(2026, 1, 7), None, of_left_behind=True),
    _Script("harm", "multiple_injuries", date(2026, 1, 13), 90, is_timed=False),
    _Script("harm", "unlawful_harm", date(2026, 3, 24), 70, of_left_behind=True),
    _Script("danger", "imminent_danger", date(2026, 5, 12), 30),
)


@attrs.frozen
class _Case:
    """One case: its number, the child, who discovered it and when."""

    number: int
    pupil: Pupil
    script: _Script
    teacher: str
    seen_at: datetime

    @property
    def id(self) -> str:
        return f"grave-{self.number}"

    def after(self, minutes: int) -> datetime:
        return self.seen_at + timedelta(minutes=minutes)


def grave_cases(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the cases, from the suspicion to the answer of the police; one is reported late and one not at all."""
    for number, script in enumerate(_SCRIPTS, start=1):
        pupil = _child(world, script, dice)
        teacher = world.staffing.class_teacher(pupil.form, script.day)
        case = _Case(number, pupil, script, teacher, at(script.day, 9, dice.number(0, 120)))
        yield _suspicion(case)
        contact = _told_guardian(case)
        yield contact
        yield from looked_after(pupil, contact)
        yield _care(world, case)
        if script.minutes is not None:
            yield from _reported(world, case, script.minutes)


def _child(world: World, script: _Script, dice: Dice) -> Pupil:
    staying = [pupil for pupil in world.pupils if pupil.until is None and pupil.is_here(script.day)]
    left = [pupil for pupil in staying if pupil.away is not None and pupil.away.holds(script.day)]
    return dice.pick(left if script.of_left_behind else staying)


def _suspicion(case: _Case) -> Concern:
    return Concern(
        id=case.id,
        occurred=case.script.day,
        concerns=(case.pupil.id,),
        nature=case.script.nature,
        situations=(case.script.situation,),
        discovered_at=case.seen_at if case.script.is_timed else None,
        discovered_by=(case.teacher,),
        severity="serious",
        psychology_needed=True,
        recorded_at=case.after(10),
    )


def _told_guardian(case: _Case) -> Contact:
    return Contact(
        id=f"grave-call-{case.number}",
        occurred=case.after(3 * _HOUR),
        concerns=(case.pupil.id,),
        about=(case.id,),
        by=(case.teacher,),
        whom="guardian",
        guardian=case.pupil.guardian,
        reached=True,
        channel="in_person",
        channel_is_verified=True,
        mode="one_to_one",
        purpose="concern",
        tone="neutral",
    )


def _care(world: World, case: _Case) -> Service:
    return Service(
        id=f"grave-care-{case.number}",
        occurred=case.after(2 * _HOUR),
        concerns=(case.pupil.id,),
        about=(case.id,),
        kind="counselling",
        by=(world.staffing.psychologist(world.form(case.pupil.form)),),
        hours=1.0,
    )


def _reported(world: World, case: _Case, minutes: int) -> Iterator[Fact]:
    report = Report(
        id=f"grave-report-{case.number}",
        occurred=case.after(minutes),
        concerns=(case.pupil.id,),
        about=(case.id,),
        kind="mandatory",
        by=(SCHOOL, case.teacher),
        to=("p-station", "p-education"),
        in_writing=True,
        contents=("preliminary_verification",),
    )
    yield report
    yield changed(
        report,
        id=f"grave-filing-{case.number}",
        occurred=case.after(minutes + 2 * _DAY),
        about=(report.id, case.id),
        kind="filing",
        by=(SCHOOL,),
        to=("p-education",),
    )
    yield _passed_on(world, case, minutes)
    yield from _police(case, report.id, minutes)


def _passed_on(world: World, case: _Case, minutes: int) -> Disclosure:
    return Disclosure(
        id=f"grave-passed-on-{case.number}",
        occurred=case.after(minutes + 5),
        concerns=(case.pupil.id,),
        about=(case.id,),
        data="case_details",
        is_external=True,
        purpose="mandatory_reporting",
        basis="statute",
        by=(world.staffing.holder("protection_officer"),),
    )


def _police(case: _Case, report: str, minutes: int) -> Iterator[Fact]:
    yield _decided(case, (report, "report_received"), minutes + 30)
    accepted = _decided(case, (report, "case_accepted"), minutes + 3 * _DAY)
    yield accepted
    yield Entry(
        id=f"grave-record-{case.number}",
        occurred=case.after(minutes + 4 * _HOUR),
        concerns=(case.pupil.id,),
        about=(report, case.id),
        kind="police_record",
        by=("p-station",),
    )
    for kind, about, later in (("case_progress", accepted.id, 5 * _DAY), ("outcome", report, 20 * _DAY)):
        if kind == "outcome" or case.number != len(_SCRIPTS) - 1:
            yield Feedback(
                id=f"grave-{kind.replace('_', '-')}-{case.number}",
                occurred=case.after(minutes + later),
                concerns=(case.pupil.id, SCHOOL),
                about=(about, case.id),
                kind=kind,
                by=("p-station",),
                contents=("case_progress",),
                form="written",
            )


def _decided(case: _Case, what: tuple[str, str], minutes: int) -> Decision:
    report, kind = what
    return Decision(
        id=f"grave-{kind.replace('_', '-')}-{case.number}",
        occurred=case.after(minutes),
        concerns=(case.pupil.id,),
        about=(report, case.id),
        kind=kind,
        by=("p-station",),
    )
