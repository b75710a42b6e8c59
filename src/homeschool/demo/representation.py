"""The parents' committee and the review group: their seats, meetings, papers, memos, and what members take part in."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL
from homeschool.demo.timetable import at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import (
    Activity,
    Committee,
    Concerned,
    Decision,
    Entry,
    Fact,
    Feedback,
    Meeting,
    Publication,
    Seat,
)
from homeschool.model.ids import ClassId, CommitteeId, GuardianId

COMMITTEE: Final = CommitteeId("committee")
REVIEW_GROUP: Final = CommitteeId("review-group")
ELECTED: Final = date(2025, 9, 5)

_TOPICS: Final = ("development_plan", "curriculum", "campus_safety", "uniform", "canteen")
_EVENTS: Final = (
    date(2025, 9, 24),
    date(2025, 10, 22),
    date(2025, 11, 19),
    date(2025, 12, 24),
    date(2026, 3, 18),
    date(2026, 4, 22),
    date(2026, 5, 27),
    date(2026, 6, 17),
)
_HALF: Final = 4


def representatives(world: World) -> tuple[tuple[GuardianId, ClassId], ...]:
    """Return the committee's members, each with the class that it represents: of every second class two."""
    found: list[tuple[GuardianId, ClassId]] = []
    for number, form in enumerate(world.forms):
        staying = [pupil for pupil in form.present(ELECTED) if pupil.until is None]
        found.extend((pupil.guardian, form.id) for pupil in staying[4 : 6 - number % 2])
    return tuple(found)


def bodies(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the parents' committee of the school and the review group, with their seats of one year."""
    yield Committee(id=COMMITTEE, kind="parents_committee", unit=SCHOOL, level="school", name="校级家长委员会")
    yield Committee(id=REVIEW_GROUP, kind="review_group", unit=SCHOOL, level="school", name="社会资源审核小组")
    offices = ("chair", "vice_chair", "vice_chair")
    members = representatives(world)
    for number, (guardian, form) in enumerate(members):
        office = offices[number // 4] if number % 4 == 0 and number < 4 * len(offices) else "member"
        yield _seat(f"seat-{number + 1:02}", COMMITTEE, guardian, office, form)
    group = (world.staffing.holder("vice_principal"), world.staffing.holder("psychology_teacher"), members[2][0])
    for number, holder in enumerate(group, start=1):
        yield _seat(f"review-seat-{number}", REVIEW_GROUP, holder, "leader" if number == 1 else "member", None)


def _seat(id_: str, committee: CommitteeId, holder: str, office: str, form: str | None) -> Seat:
    return Seat(
        id=id_,
        committee=committee,
        holder=holder,
        office=office,
        represents=form,
        obtained_by="nomination" if form is None else "election",
        since=ELECTED,
        until=date(2026, 9, 5),
    )


def committee_meetings(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the committee's monthly meetings with papers before and a memo after; one is called off and held later."""
    for number, month in enumerate(world.timetable.months, start=1):
        if len(month) < _HALF:
            continue
        day = world.timetable.on_or_after(date(month[0].year, month[0].month, 18))
        topics = (_TOPICS[number % len(_TOPICS)], _TOPICS[(number + 2) % len(_TOPICS)])
        meeting = _meeting(world, (number, day), topics)
        yield meeting
        if day.month == 12:  # noqa: PLR2004 - December
            yield changed(meeting, cancelled=True, recorded_at=at(day - timedelta(days=7), 9))
            day = world.timetable.after(day, 5)
            meeting = _meeting(world, (number + 20, day), topics)
            yield meeting
        yield from _papers(world, meeting, day, dice)
        yield _decision(world, meeting, day)


def _meeting(world: World, when: tuple[int, date], topics: tuple[str, ...]) -> Meeting:
    number, day = when
    members = tuple(guardian for guardian, _ in representatives(world))
    return Meeting(
        id=f"meeting-{number:02}",
        occurred=at(day, 19),
        concerns=(COMMITTEE,),
        kind="committee",
        level="school",
        topic="月度工作会议",
        topics=topics,
        participants=(*members, world.staffing.holder("principal")),
        place="school",
        recorded_at=at(day - timedelta(days=12), 9),
    )


def _papers(world: World, meeting: Meeting, day: date, dice: Dice) -> Iterator[Fact]:
    ahead = 2 if day.month == 11 else dice.number(4, 6)  # noqa: PLR2004 - November
    yield _published(world, meeting, "materials", world.timetable.working_days_before(day, ahead))
    memo_day = world.timetable.after(day, 9 if dice.slips("memo late") else dice.number(1, 3))
    memo = Entry(
        id=f"memo-{meeting.id[8:]}",
        occurred=at(memo_day, 10),
        concerns=(COMMITTEE,),
        about=(meeting.id,),
        kind="resolution_memo",
        by=(representatives(world)[0][0], COMMITTEE),
        contents=("follow_up", "owner"),
        topics=meeting.topics,
    )
    yield memo
    published = _published(world, meeting, "resolution_memo", memo_day)
    yield changed(published, about=(memo.id, meeting.id), concerns=(COMMITTEE, SCHOOL))


def _published(world: World, meeting: Meeting, kind: str, day: date) -> Publication:
    return Publication(
        id=f"{'papers' if kind == 'materials' else 'memo-out'}-{meeting.id[8:]}",
        occurred=at(day, 15),
        concerns=(COMMITTEE,),
        about=(meeting.id,),
        kind=kind,
        by=(world.staffing.holder("moral_education_director"),),
        audience="committee" if kind == "materials" else "all_guardians",
        channel="official_platform",
        channel_is_verified=True,
        topics=meeting.topics,
        discloses=(),
    )


def _decision(world: World, meeting: Meeting, day: date) -> Decision:
    return Decision(
        id=f"decision-{meeting.id[8:]}",
        occurred=at(day + timedelta(days=6), 16),
        concerns=(SCHOOL,),
        about=(meeting.id,),
        kind="school_plan",
        by=(world.staffing.holder("principal"), SCHOOL),
        topics=meeting.topics,
    )


def school_events(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the school events that committee members attend as observers, and what they report after."""
    members = tuple(guardian for guardian, _ in representatives(world))
    for half in (_EVENTS[:_HALF], _EVENTS[_HALF:]):
        absent = tuple(guardian for guardian in members if dice.slips("seat idle"))
        silent = tuple(guardian for guardian in members if dice.slips("observer silent"))
        for number, day in enumerate(half):
            present = tuple(g for place, g in enumerate(members) if place % 2 == number % 2 and g not in absent)
            yield _event(world, present, day)
        for guardian in members:
            if guardian not in silent:
                yield _observed(guardian, half[-1] + timedelta(days=dice.number(1, 8)))


def _event(world: World, present: tuple[str, ...], day: date) -> Activity:
    return Activity(
        id=f"event-{day:%m%d}",
        occurred=at(day, 14, 30),
        concerns=(SCHOOL, *(Concerned(guardian, "campus_observer") for guardian in present)),
        kind="school_event",
        organisers=(SCHOOL,),
        leaders=(world.staffing.holder("moral_education_director"),),
        topics=("activity", "campus_safety"),
        venue="school",
        venue_provider=SCHOOL,
        ends_at=at(day, 16, 20),
    )


def _observed(guardian: str, day: date) -> Feedback:
    return Feedback(
        id=f"observed-{guardian}-{day:%m%d}",
        occurred=at(day, 20),
        concerns=(SCHOOL, guardian),
        kind="observer",
        by=(guardian,),
        channel="official_platform",
        contents=("problems", "improvement_directions"),
        form="electronic",
    )
