"""Home visits to the children to whom the school gives particular attention: arranged, made, written down."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from homeschool.demo.dice import Dice
from homeschool.demo.people import KEY_KINDS, Pupil
from homeschool.demo.timetable import Days, at
from homeschool.demo.versions import changed
from homeschool.demo.world import World
from homeschool.model import CaseFile, Contact, Entry, Fact, HomeVisit

_ENOUGH_DAYS: Final = 16
_WINTER: Final = date(2026, 1, 24)
_SEEN: Final = ("home_environment", "behaviour_at_home", "guardian_difficulties", "persons_present")
_FIELDS: Final = ("home_environment", "guardian_difficulties", "behaviour_at_home")


@attrs.frozen
class _Trip:
    """One visit to come: to which child, which of the term's, on which day."""

    pupil: Pupil
    number: int
    day: date
    is_comprehensive: bool = False

    @property
    def id(self) -> str:
        return f"visit-{self.pupil.id}-{self.day:%m%d}"


def key_visits(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the visits, two a term to each such child, with the arrangement before and the record after."""
    for pupil in world.pupils:
        yield from _files(pupil)
        for term in world.timetable.terms:
            for trip in _trips(pupil, term, dice):
                if not dice.slips("visit missing"):
                    yield from _visit(world, trip, dice)


def vacation_visits(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the class teachers' visits to every home in the winter vacation, with their records."""
    days = [_WINTER + timedelta(days=n) for n in (*range(2, 17), *range(31, 35))]
    for pupil in world.pupils:
        day = dice.pick(days)
        if not pupil.is_here(day) or dice.slips("vacation visit missing"):
            continue
        trip = _Trip(pupil, 1, day, is_comprehensive=True)
        yield from _visit(world, trip, dice) if pupil.is_key(day) else (_made(world, trip, dice),)
        if not dice.slips("record missing"):
            yield Entry(
                id=f"written-{pupil.id}-{day:%m%d}",
                occurred=at(day + timedelta(days=dice.number(0, 4)), 20),
                concerns=(pupil.id,),
                about=(trip.id,),
                kind="home_visit_record",
                by=(world.staffing.class_teacher(pupil.form, day),),
                contents=_FIELDS,
            )


def _files(pupil: Pupil) -> Iterator[Fact]:
    spells = [spell for spell in pupil.spells if spell.kind in KEY_KINDS]
    if spells:
        yield CaseFile(
            id=f"file-{pupil.id}",
            concerns=(pupil.id,),
            since=max(pupil.since, min(spell.since for spell in spells)),
            until=pupil.until,
            kind="special_student",
            contents=("family_structure", "special_needs"),
        )


def _trips(pupil: Pupil, term: Days, dice: Dice) -> Iterator[_Trip]:
    days = [day for day in term[6:-6] if pupil.is_key(day)]
    if len(days) < _ENOUGH_DAYS:
        return
    half = len(days) // 2
    yield _Trip(pupil, 1, dice.pick(days[: half - 2]))
    yield _Trip(pupil, 2, dice.pick(days[half:]))


def _visit(world: World, trip: _Trip, dice: Dice) -> Iterator[Fact]:
    visit = _made(world, trip, dice)
    if not dice.slips("appointment missing"):
        yield _arranged(world, trip, dice)
    if visit.place is None:
        yield visit
        yield changed(visit, place="home", recorded_at=at(trip.day + timedelta(days=60), 9))
    elif dice.slips("visit recorded late"):
        yield changed(visit, recorded_at=at(trip.day + timedelta(days=dice.number(10, 40)), 9))
    else:
        yield visit
    if not dice.slips("record missing"):
        yield _recorded(world, trip, dice)


def _arranged(world: World, trip: _Trip, dice: Dice) -> Contact:
    day = trip.day - timedelta(days=dice.number(2, 4))
    return Contact(
        id=f"arranged-{trip.pupil.id}-{trip.day:%m%d}",
        occurred=at(day, 12, dice.number(0, 400)),
        concerns=(trip.pupil.id,),
        about=(trip.id,),
        by=(world.staffing.class_teacher(trip.pupil.form, day),),
        whom="guardian",
        guardian=trip.pupil.guardian,
        reached=True,
        channel="phone",
        channel_is_verified=True,
        mode="one_to_one",
        purpose="appointment",
        tone="neutral",
        outcome="agreed",
    )


def _made(world: World, trip: _Trip, dice: Dice) -> HomeVisit:
    pupil, day = trip.pupil, trip.day
    visitors = (world.staffing.class_teacher(pupil.form, day), world.staffing.psychologist(world.form(pupil.form)))
    place = "online" if dice.slips("visit not at home") else "home"
    return HomeVisit(
        id=trip.id,
        occurred=at(day, 17, 10 + dice.number(0, 110)),
        concerns=(pupil.id,),
        visitors=visitors[:1] if dice.slips("visitor missing") else visitors,
        hosts=(pupil.guardian,),
        place=None if dice.slips("visit place unfilled") else place,
        is_comprehensive=trip.is_comprehensive,
        contents=_SEEN[1:] if dice.slips("home not described") else _SEEN,
    )


def _recorded(world: World, trip: _Trip, dice: Dice) -> Entry:
    pupil = trip.pupil
    day = world.timetable.after(trip.day, dice.number(1, 2))
    return Entry(
        id=f"record-{pupil.id}-{trip.day:%m%d}",
        occurred=at(day, 8, dice.number(0, 500)),
        concerns=(pupil.id,),
        about=(trip.id,),
        kind="special_student_file",
        by=(world.staffing.class_teacher(pupil.form, day),),
        contents=_FIELDS[:2] if dice.slips("record incomplete") else _FIELDS,
    )
