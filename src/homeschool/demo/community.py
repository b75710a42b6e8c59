"""The school and the community: liaison, joint activities with practice reports, after-school classes, feedback."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import GRADES, SCHOOL, Form
from homeschool.demo.representation import COMMITTEE, representatives
from homeschool.demo.society import INSTITUTIONS
from homeschool.demo.timetable import at
from homeschool.demo.world import World
from homeschool.model import Activity, Decision, Entry, Evaluation, Fact, Feedback, Meeting, Survey

_VENUES: Final = ("culture_centre", "library", "science_hall", "community")
_BODY: Final = (10, -22)
_REPORT: Final = ("volunteering", "follow_up")


def liaison(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the liaison meetings of the school and of each grade with family and society, in every term."""
    members = representatives(world)
    for number, term in enumerate(world.timetable.terms, start=1):
        leader = world.staffing.holder("principal")
        outside = ("p-community", "p-residents", "p-science", "p-sport", "p-enterprise")
        yield _liaison(f"liaison-{number}", SCHOOL, term[20], (leader, members[0][0], COMMITTEE, *outside))
        for grade in GRADES:
            parents = tuple(guardian for guardian, form in members if form.startswith(f"c{grade}"))
            people = (world.staffing.head_of_grade(grade), *parents, "p-grid-1", "p-enterprise")
            yield _liaison(f"liaison-g{grade}-{number}", f"g{grade}", dice.pick(term[12:70]), people)


def _liaison(id_: str, unit: str, day: date, people: tuple[str, ...]) -> Meeting:
    return Meeting(
        id=id_,
        occurred=at(day, 15),
        concerns=(unit,),
        kind="liaison",
        level="school" if unit == SCHOOL else "grade",
        topic="协同育人联系对接",
        topics=("campus_safety", "family_education"),
        participants=people,
        place="school",
    )


def outings(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield each class's two activities a term in the community, the children's reports and what came of them."""
    for number, term in enumerate(world.timetable.terms, start=1):
        body = term[_BODY[0] : _BODY[1]]
        for form in world.forms:
            days = (dice.pick(body[: len(body) // 2]), dice.pick(body[len(body) // 2 :]))
            for turn, day in enumerate(days, start=1):
                yield from _outing(world, form, (f"{number}{turn}", day), dice)


def _outing(world: World, form: Form, what: tuple[str, date], dice: Dice) -> Iterator[Fact]:
    tag, day = what
    leader = world.staffing.teacher(form.id, "science", day)
    class_teacher = world.staffing.class_teacher(form.id, day)
    present = form.present(day)
    outing = Activity(
        id=f"outing-{form.id}-{tag}",
        occurred=at(day, 14, 10),
        concerns=(form.id,),
        kind="community_integration",
        organisers=(SCHOOL, "p-community"),
        leaders=(leader,) if dice.slips("leader missing") else (class_teacher, leader),
        partners=("p-community",),
        topics=("activity", "moral_education"),
        venue=dice.pick(_VENUES),
        venue_provider="p-community",
        is_supported_by_provider=True,
        ends_at=at(day, 16, 20),
    )
    yield outing
    for pupil in present:
        if not dice.slips("practice report missing"):
            written = day + timedelta(days=dice.number(2, 11))
            yield Entry(
                id=f"pr-{pupil.id}-{tag}",
                occurred=at(written, 18, dice.number(0, 120)),
                concerns=(pupil.id,),
                about=(outing.id,),
                kind="practice_report",
                by=(pupil.id,),
            )


def growth_files(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield what goes into each child's growth file, and the year's assessment that rests on the practice reports."""
    for pupil in world.pupils:
        day = dice.pick(world.timetable.days[-60:-12])
        if not pupil.is_here(day) or dice.slips("growth entry missing"):
            continue
        teacher = (world.staffing.class_teacher(pupil.form, day),)
        yield Entry(
            id=f"growth-{pupil.id}",
            occurred=at(day, 17),
            concerns=(pupil.id,),
            kind="growth_file",
            by=teacher,
            contents=("volunteering", "neighbour_relations"),
        )
        yield Evaluation(
            id=f"quality-{pupil.id}",
            occurred=at(date(2026, 6, 26), 16),
            concerns=(pupil.id,),
            kind="comprehensive_quality",
            by=teacher,
            outcome="passed",
            contents=("practice_report",),
        )


def after_school(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the half-past-four class, weekly, with tutors from the community."""
    tutors = ("p-worker", "p-retired", representatives(world)[1][0])
    for week in world.timetable.weeks:
        day = week[-1]
        yield Activity(
            id=f"half-past-four-{day:%m%d}",
            occurred=at(day, 16, 30),
            concerns=(SCHOOL,),
            kind="after_school_class",
            organisers=(SCHOOL, "p-community"),
            tutors=dice.some(tutors, 2),
            partners=("p-community",),
            topics=("handicraft", "reading", "sport"),
            venue="school",
            venue_provider=SCHOOL,
            is_collective=False,
            ends_at=at(day, 17, 50),
        )


def joint_activities(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the moral education held together, what the school gives the community, and the grid workers' feedback."""
    for number, term in enumerate(world.timetable.terms, start=1):
        yield _joint("moral_education", number, term[30])
        yield _joint("community_support", number, term[45])
        for turn, day in enumerate((term[25], term[-9]), start=1):
            yield _joint("off_campus", 10 * number + turn, day)
        for place, worker in enumerate(("p-grid-1", "p-grid-2")):
            yield _conduct(world, (number, worker), (term[40 + place], place))


def _joint(kind: str, number: int, day: date) -> Activity:
    return Activity(
        id=f"{kind.replace('_', '-')}-{number}",
        occurred=at(day, 14, 30),
        concerns=(SCHOOL, "p-community"),
        kind=kind,
        organisers=(SCHOOL, "p-community"),
        partners=("p-community", *INSTITUTIONS) if kind == "off_campus" else ("p-community",),
        topics=("moral_education", "activity"),
        venue="science_hall" if kind == "off_campus" else "community",
        venue_provider="p-community",
        is_supported_by_provider=True,
        ends_at=at(day, 16),
    )


def _conduct(world: World, what: tuple[int, str], when: tuple[date, int]) -> Feedback:
    number, worker = what
    day, half = when
    pupils = tuple(pupil.id for pupil in world.pupils[half::2] if pupil.is_here(day))
    return Feedback(
        id=f"conduct-{worker[2:]}-{number}",
        occurred=at(day, 10),
        concerns=(SCHOOL, "p-community", *pupils),
        kind="community_conduct",
        by=(worker,),
        channel="paper",
        contents=("volunteering", "neighbour_relations"),
        form="written",
    )


def opinions(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the questions put to each party in every term and how contact was adjusted after them."""
    for number, term in enumerate(world.timetable.terms, start=1):
        for party, kind in (("school", "opinion"), ("family", "opinion"), ("society", "opinion")):
            survey = _survey((kind, party, number), term[55], dice)
            yield survey
            yield _adjusted(world, survey, term[68])
        for kind in ("satisfaction", "demand", "awareness"):
            yield _survey((kind, "family", number), term[6 if kind == "demand" else 75], dice)


def _survey(what: tuple[str, str, int], day: date, dice: Dice) -> Survey:
    kind, party, number = what
    return Survey(
        id=f"{kind}-{party}-{number}",
        occurred=at(day, 9),
        concerns=(SCHOOL,),
        kind=kind,
        party=party,
        items=("responsibility_awareness",) if kind == "awareness" else ("problems", "improvement_directions"),
        closed_at=at(day + timedelta(days=6), 17),
        responses=dice.number(640, 700) if party == "family" else dice.number(15, 55),
    )


def _adjusted(world: World, survey: Survey, day: date) -> Decision:
    return Decision(
        id=f"adjusted-{survey.id}",
        occurred=at(day, 16),
        concerns=(SCHOOL,),
        about=(survey.id,),
        kind="contact_adjustment",
        by=(world.staffing.holder("vice_principal"),),
        contents=("cooperation_paths",),
    )
