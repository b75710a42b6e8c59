"""What goes to and fro in writing between the school and each home: booklets, family forms, profiles."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.people import SCHOOL, Form, Pupil
from homeschool.demo.timetable import FIRST_DAY, Days, at
from homeschool.demo.world import World
from homeschool.model import Entry, Fact, Notice, Survey

_ENTRIES_A_TERM: Final = 9
_FIELDS: Final = ("family_structure", "guardian_occupation", "special_needs")


def booklets(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the entries of the contact booklets, the first of each term about an important notice to the class."""
    for term in world.timetable.terms:
        step = (len(term) - 8) // _ENTRIES_A_TERM
        for form in world.forms:
            days = [term[3 + step * n + dice.number(0, step - 1)] for n in range(_ENTRIES_A_TERM)]
            notice = _important_notice(world, (form, days[0]), dice)
            yield notice
            for day in days:
                about = (notice.id,) if day == days[0] else ()
                yield from _entries(world, form, (day, about), dice)


def _important_notice(world: World, when: tuple[Form, date], dice: Dice) -> Notice:
    form, day = when
    return Notice(
        id=f"notice-{form.id}-{day:%m%d}",
        occurred=at(day, 11, 30),
        concerns=(form.id,),
        kind="task",
        by=(world.staffing.class_teacher(form.id, day),),
        form="written",
        channel="contact_booklet",
        channel_is_verified=True,
        is_important=True,
        asks_action=True,
        has_reply_channel=not dice.slips("no reply channel"),
        asks_receipt=False,
        to_students=True,
        to_guardians=True,
        responsible_party="family",
    )


def _entries(world: World, form: Form, what: tuple[date, tuple[str, ...]], dice: Dice) -> Iterator[Fact]:
    day, about = what
    teacher = (world.staffing.class_teacher(form.id, day),)
    for number, pupil in enumerate(form.present(day)):
        if not dice.slips("booklet entry missing"):
            yield Entry(
                id=f"cb-{pupil.id}-{day:%m%d}",
                occurred=at(day, 15, 30 + number),
                concerns=(pupil.id,),
                about=about,
                kind="contact_booklet",
                by=teacher,
                confirmed=None if dice.slips("booklet entry unconfirmed") else True,
            )


def family_forms(world: World, dice: Dice) -> Iterator[Fact]:
    """Yield the family-situation form at the start of each term and the profiles brought up to date from it."""
    for number, term in enumerate(world.timetable.terms, start=1):
        form = _family_form(f"family-form-{number}", SCHOOL, (term[2], term[8]))
        yield form
        for pupil in world.pupils:
            day = _profile_day(pupil, term, dice)
            if day is not None and not dice.slips("profile not updated"):
                yield _profile(world, pupil, (day, (form.id,)), dice)
    yield from _forms_for_newcomers(world, dice)
    yield from _changed_profiles(world, dice)


def _family_form(id_: str, whom: str, when: tuple[date, date]) -> Survey:
    day, closed = when
    return Survey(
        id=id_,
        occurred=at(day, 9),
        concerns=(whom,),
        kind="family_situation",
        party="family",
        items=_FIELDS,
        closed_at=at(closed, 17),
    )


def _forms_for_newcomers(world: World, dice: Dice) -> Iterator[Fact]:
    for pupil in world.pupils:
        day = world.timetable.after(pupil.since, dice.number(1, 6))
        if pupil.since > FIRST_DAY and not dice.slips("form not given"):
            yield _family_form(f"family-form-{pupil.id}", pupil.id, (day, day + timedelta(days=5)))


def _changed_profiles(world: World, dice: Dice) -> Iterator[Fact]:
    for pupil in world.pupils:
        for spell in pupil.spells:
            day = spell.since + timedelta(days=dice.number(1, 6))
            if spell.since > FIRST_DAY and pupil.is_here(day) and not dice.slips("change unnoticed"):
                yield _profile(world, pupil, (day, ()), dice)


def _profile_day(pupil: Pupil, term: Days, dice: Dice) -> date | None:
    since = max(pupil.since, term[0])
    day = term[9 + dice.number(0, 5)] if since == term[0] else since + timedelta(days=dice.number(1, 4))
    return day if pupil.is_here(day) and day <= term[-1] else None


def _profile(world: World, pupil: Pupil, what: tuple[date, tuple[str, ...]], dice: Dice) -> Entry:
    day, about = what
    return Entry(
        id=f"profile-{pupil.id}-{day:%m%d}",
        occurred=at(day, 9, dice.number(0, 400)),
        concerns=(pupil.id,),
        about=about,
        kind="family_profile",
        by=(world.staffing.class_teacher(pupil.form, day),),
        confirmed=True,
        contents=_FIELDS,
    )
