"""The checks of staff, the training, the talks to classes and the care with personal data of the made-up school."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL
from homeschool.demo.timetable import FIRST_DAY, SPRING, at
from homeschool.demo.world import World
from homeschool.model import Activity, Decision, Disclosure, Evaluation, Fact, Meeting, Report

_CHECKED: Final = (date(2025, 8, 26), date(2026, 3, 10))
_UNCHECKED: Final = (5, 31)
"""The places, among the staff, of those whom the check of each year forgets."""

_EVENTS: Final = (
    ("training", date(2025, 9, 10), ("mandatory_reporting", "anti_bullying"), "p-procuratorate"),
    ("school_event", date(2025, 9, 17), ("anti_bullying", "law"), "p-station"),
    ("school_event", date(2025, 11, 5), ("sex_education", "mental_health"), "p-hospital"),
    ("school_event", date(2025, 12, 4), ("mandatory_reporting", "law"), "p-procuratorate"),
    ("family_education_guidance", date(2025, 10, 10), ("family_education",), "p-expert-1"),
    ("family_education_guidance", date(2025, 12, 12), ("family_education",), "p-expert-2"),
    ("family_education_guidance", date(2026, 4, 10), ("family_education",), "p-expert-1"),
    ("school_event", date(2026, 5, 20), ("anti_bullying", "law"), "p-station"),
    ("family_education_guidance", date(2026, 6, 5), ("family_education",), "p-expert-2"),
)


def staff_checks(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the checks of the staff's records, each year and before somebody is taken on; one comes too late."""
    since = {post.staff: post.since for post in reversed(world.staffing.posts)}
    for number, (staff, began) in enumerate(sorted(since.items())):
        if began < FIRST_DAY:
            yield _check(staff, began - timedelta(days=6))
        elif began > FIRST_DAY:
            hired = began + timedelta(days=4) if began == SPRING else began - timedelta(days=5)
            yield _check(staff, hired)
            yield _hire(world, staff, began)
        for day in _CHECKED:
            if began <= max(day, FIRST_DAY) and _UNCHECKED[day.year > FIRST_DAY.year] != number:
                yield _check(staff, day)


def _check(staff: str, day: date) -> Evaluation:
    return Evaluation(
        id=f"check-{staff}-{day:%y%m}",
        occurred=at(day, 10),
        concerns=(staff,),
        kind="background_check",
        by=("p-station",),
        outcome="clean",
    )


def _hire(world: World, staff: str, day: date) -> Decision:
    return Decision(
        id=f"hire-{staff}",
        occurred=at(day - timedelta(days=1), 16),
        concerns=(staff,),
        kind="hire",
        by=(world.staffing.holder("principal"), SCHOOL),
    )


def school_events(world: World, _: Dice) -> Iterator[Fact]:
    """Yield trainings and talks on children's protection, and the joint meeting of each term."""
    for kind, day, topics, guest in _EVENTS:
        yield Activity(
            id=f"talk-{day:%m%d}",
            occurred=at(day, 15),
            concerns=(SCHOOL,),
            kind=kind,
            organisers=(SCHOOL,),
            lecturers=(guest,),
            topics=topics,
            programme=("lecture",),
            venue="school",
            venue_provider=SCHOOL,
            ends_at=at(day, 16),
        )
    for number, term in enumerate(world.timetable.terms, start=1):
        yield Meeting(
            id=f"joint-meeting-{number}",
            occurred=at(term[50], 9, 30),
            concerns=(SCHOOL,),
            kind="joint_meeting",
            level="school",
            topic="未成年人保护联席会议",
            topics=("campus_safety", "law"),
            participants=(world.staffing.holder("principal"), "p-station", "p-procuratorate", "p-education", "p-civil"),
            place="school",
        )


def oversight(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the authority's inspection and the school's yearly reports to it."""
    yield Evaluation(
        id="inspection",
        occurred=at(date(2026, 4, 23), 9),
        concerns=(SCHOOL,),
        kind="inspection",
        by=("p-education",),
        outcome="passed",
        topics=("mandatory_reporting", "campus_safety"),
    )
    for day in (date(2025, 12, 19), date(2026, 6, 30)):
        yield Report(
            id=f"annual-{day:%y%m}",
            occurred=at(day, 16),
            concerns=(SCHOOL,),
            kind="annual",
            by=(world.staffing.holder("principal"), SCHOOL),
            to=("p-education",),
            in_writing=True,
        )


def uses_of_data(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield who looked into families' data and why; now and then without a purpose, or with none to see it."""
    for number, pupil in enumerate(dice.some(world.pupils, 160), start=1):
        day = dice.pick(world.timetable.days)
        if pupil.is_here(day):
            strays = dice.slips("data strays")
            yield Disclosure(
                id=f"use-{number:03}",
                occurred=at(day, 16, dice.number(0, 90)),
                concerns=(pupil.id,),
                data="family_profile",
                is_external=strays and number % 2 == 0,
                purpose="publicity" if strays else None if dice.slips("basis unfilled") else "education_support",
                basis=None if strays else "duty",
                by=(world.staffing.class_teacher(pupil.form, day),),
            )
