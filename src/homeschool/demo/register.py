"""The whole made-up school year as a register."""

from collections.abc import Callable, Iterator
from typing import Final

from homeschool.demo import (
    away,
    bullying,
    calls,
    community,
    concerns,
    exceptions,
    homes,
    notices,
    openness,
    papers,
    protection,
    representation,
    safeguards,
    teaching,
    visits,
)
from homeschool.demo.dice import Dice
from homeschool.demo.people import people_facts
from homeschool.demo.society import partner_facts
from homeschool.demo.staffing import staff_facts
from homeschool.demo.world import World, make_world
from homeschool.model import Fact, Register

Part = Callable[[World, Dice], Iterator[Fact]]

_PARTS: Final[tuple[Part, ...]] = (
    representation.bodies,
    papers.regulations,
    papers.plans,
    papers.rosters,
    papers.catalogues,
    papers.facilities,
    teaching.class_updates,
    teaching.subject_feedback,
    teaching.one_to_one_talks,
    homes.booklets,
    calls.situations,
    calls.talks_with_others,
    homes.family_forms,
    notices.notices,
    notices.stays_after_school,
    notices.guardians_at_the_gate,
    visits.key_visits,
    visits.vacation_visits,
    away.entrusted_care,
    away.calls_home,
    concerns.worrying_signs,
    protection.grave_cases,
    bullying.bullying,
    safeguards.staff_checks,
    safeguards.school_events,
    safeguards.oversight,
    safeguards.uses_of_data,
    representation.committee_meetings,
    representation.school_events,
    openness.parent_classes,
    openness.open_days,
    openness.parent_meetings,
    openness.volunteers,
    community.liaison,
    community.outings,
    community.growth_files,
    community.after_school,
    community.joint_activities,
    community.opinions,
    exceptions.waivers,
)


def demo_register(*, seed: int = 2025) -> Register:
    """Return the register of a made-up primary school for the school year from September 2025 to July 2026.

    About 720 children in 18 classes, their guardians, some 60 staff, partners, and tens of thousands of events.  The
    school keeps most of its rules and breaks some.  The same seed gives an equal register.

    >>> from homeschool.demo import demo_register
    >>> demo_register()
    <Register of ... records>
    """
    world = make_world(seed)
    facts: list[Fact] = [
        *people_facts(world.forms, Dice.of(seed, "people")),
        *staff_facts(world.staffing),
        *partner_facts(),
    ]
    for part in _PARTS:
        facts.extend(part(world, Dice.of(seed, f"{part.__module__}.{part.__name__}")))
    return Register(facts, world.timetable.calendar)
