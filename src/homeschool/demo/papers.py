"""What is in force at the made-up school over the year: its rules, plans, rosters, catalogues."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import GRADES, SCHOOL, Form
from homeschool.demo.representation import representatives
from homeschool.demo.society import INSTITUTIONS
from homeschool.demo.timetable import FIRST_DAY
from homeschool.demo.world import World
from homeschool.model import Catalogue, Facility, Fact, Plan, Regulation, Roster

_YEAR_ENDS: Final = date(2026, 9, 1)
_RULES: Final = (
    ("contact_system", ("rights", "duties", "cooperation_paths")),
    ("co_education_mechanism", ("duties", "cooperation_paths", "owner")),
    ("duty_list", ("duties", "owner", "family_education_guidance")),
    ("effect_tracking", ("indicators", "owner")),
    ("personal_information_rules", ("duties", "owner")),
    ("reporting_system", ("duties", "owner")),
    ("bullying_prevention", ("duties", "owner")),
    ("sexual_harm_prevention", ("duties", "owner")),
    ("volunteer_posts", ("duties",)),
    ("minor_protection", ("duties", "owner")),
    ("charter", ("co_education", "rights", "duties")),
    ("communication_mechanism", ("duties", "parent_meetings", "home_visits")),
    ("home_visit_system", ("duties", "steps")),
    ("parent_meeting_system", ("duties", "steps")),
    ("parents_school_rules", ("duties", "organisation")),
    ("committee_statute", ("rights", "duties", "organisation")),
    ("open_school_system", ("duties", "schedule")),
    ("evaluation_scheme", ("quantitative", "qualitative")),
    ("reward_discipline", ("rewards", "discipline")),
    ("mental_health_system", ("duties", "measures")),
    ("safety_system", ("duties", "measures")),
)
_FACILITIES: Final = (
    ("information_platform", ("school", "family", "society"), ("information_sharing", "learning_situation")),
    ("exchange_platform", ("school", "family"), ("two_way_exchange", "information_sharing")),
    ("website", ("school", "family", "society"), ("information_sharing",)),
    ("hotline", ("family",), ("opinions",)),
    ("mailbox", ("family",), ("opinions",)),
    ("counselling", ("school", "family"), ("mental_health",)),
    ("parents_school", ("school", "family"), ("family_education_guidance",)),
    ("practice_base", ("school", "society"), ("social_practice",)),
    ("library", ("school", "family"), ()),
)
_DIFFERENCES: Final = ("student_age", "family_background", "social_resource")


def regulations(_: World, __: Dice) -> Iterator[Fact]:
    """Yield the school's written rules."""
    for kind, contents in _RULES:
        yield Regulation(
            id=f"rule-{kind.replace('_', '-')}",
            concerns=(SCHOOL,),
            since=FIRST_DAY,
            contents=contents,
            parties=("school", "family", "society"),
            kind=kind,
            lead_party="school",
        )


def plans(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the plans of the school and its grades, and a course plan for the half-past-four class."""
    authors = (world.staffing.holder("principal"), representatives(world)[0][0], "p-community")
    for kind in ("annual", "three_year"):
        until = _YEAR_ENDS if kind == "annual" else date(2028, 9, 1)
        yield _plan(kind, SCHOOL, (FIRST_DAY, until), authors)
    yield _plan("contact", SCHOOL, (FIRST_DAY, _YEAR_ENDS), authors)
    for grade in GRADES:
        yield _plan("contact", f"g{grade}", (FIRST_DAY, _YEAR_ENDS), (world.staffing.head_of_grade(grade),))
    yield _plan("course", SCHOOL, (FIRST_DAY, _YEAR_ENDS), authors)


def _plan(kind: str, unit: str, when: tuple[date, date], authors: tuple[str, ...]) -> Plan:
    since, until = when
    return Plan(
        id=f"plan-{kind.replace('_', '-')}-{unit}-{since:%m%d}",
        concerns=(unit,),
        since=since,
        until=until,
        contents=_DIFFERENCES if kind == "contact" else ("indicators", "owner"),
        parties=("school", "family", "society"),
        kind=kind,
        authors=authors,
    )


def rosters(world: World, _: Dice) -> Iterator[Fact]:
    """Yield who is in the contact network at each level, in the class groups and on duty."""
    members = representatives(world)
    heads = (world.staffing.holder("principal"), members[0][0], "p-community", "p-science")
    yield _roster("contact_network", SCHOOL, "school", heads)
    for grade in GRADES:
        parents = tuple(guardian for guardian, form in members if form.startswith(f"c{grade}"))
        people = (world.staffing.head_of_grade(grade), *parents, "p-grid-1", "p-enterprise")
        yield _roster("contact_network", f"g{grade}", "grade", people)
    for form in world.forms:
        people = (*_class_staff(world, form), *(pupil.guardian for pupil in form.present(FIRST_DAY)))
        yield _roster("contact_network", form.id, "class", (*people, "p-instructor"))
        yield _roster("class_group", form.id, "class", people)
    yield _roster("volunteer_posts", SCHOOL, "school", tuple(guardian for guardian, _ in members[:12]))
    yield _roster("police_duty", SCHOOL, "school", ("p-station", "p-traffic"))
    yield _roster("after_school_tutors", SCHOOL, "school", ("p-worker", "p-retired"))
    yield _roster("protection_post", SCHOOL, "school", (world.staffing.holder("protection_officer"),))


def _class_staff(world: World, form: Form) -> tuple[str, ...]:
    teachers = (world.staffing.teacher(form.id, subject, FIRST_DAY) for subject in form.subjects)
    return tuple(dict.fromkeys((world.staffing.class_teacher(form.id, FIRST_DAY), *teachers)))


def _roster(kind: str, unit: str, level: str, members: tuple[str, ...]) -> Roster:
    return Roster(
        id=f"roster-{kind.replace('_', '-')}-{unit}",
        concerns=(unit,),
        since=FIRST_DAY,
        until=_YEAR_ENDS,
        parties=("school", "family", "society"),
        kind=kind,
        level=level,
        members=members,
        all_verified=True,
    )


def facilities(world: World, _: Dice) -> Iterator[Fact]:
    """Yield what stands open to families and partners: platforms, a hotline, a letter box, rooms, a practice base."""
    for kind, parties, contents in _FACILITIES:
        yield Facility(
            id=f"facility-{kind.replace('_', '-')}",
            concerns=(SCHOOL,),
            since=FIRST_DAY,
            contents=contents,
            parties=parties,
            kind=kind,
            keepers=(world.staffing.holder("moral_education_director"),),
        )


def catalogues(_: World, __: Dice) -> Iterator[Fact]:
    """Yield the lists of resources and services."""
    listed = (*INSTITUTIONS, "p-community")
    for kind in ("social_resources", "community_services", "government_services"):
        yield Catalogue(
            id=f"catalogue-{kind.replace('_', '-')}",
            concerns=(SCHOOL, "p-community", "p-residents"),
            since=FIRST_DAY,
            about=listed if kind == "social_resources" else (),
            contents=("social_resource", "family_education_guidance"),
            parties=("school", "society"),
            kind=kind,
        )
