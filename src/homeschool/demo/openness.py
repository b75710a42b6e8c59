"""Parents in the school: parent classes, open days, parents' meetings, volunteers and their points."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.notices import school_notice
from homeschool.demo.people import SCHOOL
from homeschool.demo.representation import COMMITTEE, representatives
from homeschool.demo.timetable import at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import Activity, Entry, Evaluation, Fact, Meeting, Publication, Service

_CLASS_DAYS: Final = (
    date(2025, 9, 26),
    date(2025, 10, 24),
    date(2025, 11, 28),
    date(2025, 12, 26),
    date(2026, 3, 27),
    date(2026, 4, 24),
    date(2026, 5, 29),
    date(2026, 6, 12),
)
_OPEN_DAYS: Final = (date(2025, 10, 16), date(2025, 12, 11), date(2026, 4, 16), date(2026, 6, 11))
_LESSONS: Final = ("family_education_methods", "policy", "mental_health")
_LATE_AGENDA: Final = date(2025, 12, 11)
_VOLUNTEERS: Final = 45


def parent_classes(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the sessions of the parent class, four a term, held by experts and by parents."""
    members = representatives(world)
    for number, day in enumerate(_CLASS_DAYS):
        parent = members[number][0]
        yield Activity(
            id=f"parent-class-{number + 1}",
            occurred=at(day, 18, 30),
            concerns=(SCHOOL,),
            kind="parent_class",
            organisers=(SCHOOL,),
            lecturers=(parent,) if number % 2 else ("p-expert-1", parent),
            topics=(_LESSONS[number % len(_LESSONS)], "family_education"),
            programme=("lecture",),
            venue="school",
            venue_provider=SCHOOL,
            ends_at=at(day, 20),
            recorded_at=at(day - timedelta(days=10), 9),
        )


def open_days(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the open days, two a term, with invitation and agenda; one agenda is out too late."""
    for number, day in enumerate(_OPEN_DAYS, start=1):
        ahead = 4 if day == _LATE_AGENDA else 9
        invitation = school_notice(world, "invitation", day - timedelta(days=14))
        yield Activity(
            id=f"open-day-{number}",
            occurred=at(day, 8, 30),
            concerns=(SCHOOL,),
            kind="open_day",
            organisers=(SCHOOL,),
            topics=("study", "activity"),
            programme=("lesson", "break_activity", "face_to_face"),
            venue="school",
            venue_provider=SCHOOL,
            ends_at=at(day, 16, 30),
            recorded_at=at(day - timedelta(days=14), 9),
        )
        yield changed(invitation, about=(f"open-day-{number}",))
        yield _agenda(world, number, day - timedelta(days=ahead))


def _agenda(world: World, number: int, day: date) -> Publication:
    return Publication(
        id=f"agenda-{number}",
        occurred=at(day, 16),
        concerns=(SCHOOL,),
        about=(f"open-day-{number}",),
        kind="agenda",
        by=(world.staffing.holder("moral_education_director"),),
        audience="all_guardians",
        channel="official_platform",
        channel_is_verified=True,
        topics=("activity",),
        discloses=(),
    )


def parent_meetings(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the parents' meetings: one of the whole school and one of each class in every term."""
    for day in (date(2025, 9, 19), date(2026, 3, 13)):
        yield Meeting(
            id=f"parents-{day:%m%d}",
            occurred=at(day, 18, 30),
            concerns=(SCHOOL,),
            kind="parent_meeting",
            level="school",
            topic="全校家长会",
            topics=("school_work_report", "guardian_guidance", "family_education"),
            participants=(world.staffing.holder("principal"), COMMITTEE),
            invites_all_guardians=True,
            place="school",
        )
    for day in (date(2025, 11, 21), date(2026, 5, 15)):
        for form in world.forms:
            teacher = world.staffing.class_teacher(form.id, day)
            yield Meeting(
                id=f"parents-{form.id}-{day:%m%d}",
                occurred=at(day, 18, 30),
                concerns=(form.id,),
                kind="parent_meeting",
                level="class",
                topic="家长会",
                topics=("school_work_report", "guardian_guidance", "family_education", "study"),
                participants=(teacher, *(pupil.guardian for pupil in form.present(day))),
                invites_all_guardians=True,
                place="school",
            )


def volunteers(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the hours that parents give and the points that they are credited, and the honours that follow."""
    people = tuple(pupil.guardian for pupil in dice.some(world.pupils, _VOLUNTEERS) if pupil.until is None)
    for number, guardian in enumerate(people):
        for turn in range(dice.number(5, 9)):
            day = dice.pick(world.timetable.days[10:-5])
            yield from _service(world, (f"{number + 1:02}-{turn + 1}", guardian, day), dice)
    for number, guardian in enumerate(people[:8], start=1):
        for day in (date(2026, 1, 14), date(2026, 6, 24)):
            yield _honour(world, (number, guardian, day))


def _service(world: World, what: tuple[str, str, date], dice: Dice) -> Iterator[Fact]:
    tag, guardian, day = what
    hours = dice.number(1, 3)
    service = Service(
        id=f"service-{tag}",
        occurred=at(day, 14 if hours > 1 else 7, 30),
        concerns=(SCHOOL, guardian),
        kind=dice.pick(("campus_safety", "after_school_service", "social_practice_lead")),
        by=(guardian,),
        hours=float(hours),
    )
    yield service
    if not dice.slips("points missing"):
        yield Entry(
            id=f"points-{tag}",
            occurred=at(world.timetable.after(day, 1), 17),
            concerns=(guardian,),
            about=(service.id,),
            kind="education_points",
            by=(world.staffing.holder("moral_education_director"),),
            points=float(hours),
        )


def _honour(world: World, what: tuple[int, str, date]) -> Evaluation:
    number, guardian, day = what
    return Evaluation(
        id=f"honour-{number}-{day:%m%d}",
        occurred=at(day, 15),
        concerns=(guardian,),
        kind="honour",
        by=(world.staffing.holder("moral_education_director"),),
        outcome="passed",
        contents=("points",),
    )
