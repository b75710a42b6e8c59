"""The made-up school's children, families and classes, and how they come and go in the year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from homeschool.demo.dice import Dice
from homeschool.demo.names import child_name, grown_up_name, occupation
from homeschool.demo.timetable import FIRST_DAY, SPRING
from homeschool.model import Circumstance, Enrolment, Fact, Grade, Guardian, Guardianship, School, SchoolClass, Student
from homeschool.model.ids import ClassId, FactId, GradeId, GuardianId, SchoolId, StudentId

SCHOOL: Final = SchoolId("school")
GRADES: Final = (1, 2, 3, 4, 5, 6)
CLASSES_A_GRADE: Final = 3
KEY_KINDS: Final = ("single_parent", "left_behind", "migrant", "low_income")

_LOWER: Final = ("chinese", "mathematics", "morality_and_law", "science", "physical_education", "music", "art")
_UPPER: Final = (*_LOWER[:2], "english", *_LOWER[2:])
_KEY_SHARES: Final = ((0.045, "single_parent"), (0.09, "left_behind"), (0.12, "migrant"), (0.145, "low_income"))
_JOINED: Final = (date(2025, 10, 13), date(2025, 11, 10), date(2025, 12, 8), SPRING, date(2026, 4, 13))
_LEFT: Final = (date(2025, 10, 27), date(2025, 12, 15), date(2026, 1, 24), date(2026, 4, 20))
_LONG_AGO: Final = (date(2022, 3, 1), date(2023, 9, 1), date(2024, 2, 20), date(2025, 3, 3))
_BEGAN: Final = (date(2025, 10, 20), date(2025, 11, 24), SPRING, date(2026, 3, 30))
_ENDED: Final = (date(2025, 12, 1), date(2026, 1, 5), date(2026, 2, 24), date(2026, 5, 6))


@attrs.frozen
class Spell:
    """Something that holds of a child from `since` to `until`, excluded; `subjects` are those of a difficulty."""

    kind: str
    since: date
    until: date | None = None
    subjects: tuple[str, ...] = ()

    def holds(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@attrs.frozen
class Family:
    """A child's guardians, each with the relation to the child; the first one is the one whom the school calls."""

    guardians: tuple[tuple[GuardianId, str], ...]


@attrs.frozen
class Pupil:
    """A child of the demo: when it is at the school, what holds of it, who answers for it."""

    id: StudentId
    form: ClassId
    since: date
    until: date | None
    spells: tuple[Spell, ...]
    family: Family

    @property
    def guardian(self) -> GuardianId:
        """The guardian whom the school calls first."""
        return self.family.guardians[0][0]

    @property
    def away(self) -> Spell | None:
        """The time in which both parents work away and a grandparent cares for the child, if there is one."""
        return next((spell for spell in self.spells if spell.kind == "left_behind"), None)

    def is_here(self, day: date) -> bool:
        """Tell whether the child is at the school on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def is_key(self, day: date) -> bool:
        """Tell whether the child is one to whom the school gives particular attention on a day."""
        return self.is_here(day) and any(spell.kind in KEY_KINDS and spell.holds(day) for spell in self.spells)

    def difficulties(self, day: date) -> tuple[str, ...]:
        """Return the school subjects in which the child has difficulties on a day."""
        spells = [spell for spell in self.spells if spell.kind == "learning_difficulty" and spell.holds(day)]
        return tuple(subject for spell in spells for subject in spell.subjects)


@attrs.frozen
class Form:
    """A class of the demo, its grade (1 to 6), the subjects it is taught and all its children of the year."""

    id: ClassId
    grade: int
    subjects: tuple[str, ...]
    pupils: tuple[Pupil, ...]

    def present(self, day: date) -> tuple[Pupil, ...]:
        """Return the children who belong to the class on a day."""
        return tuple(pupil for pupil in self.pupils if pupil.is_here(day))


def make_forms(dice: Dice) -> tuple[Form, ...]:
    """Make the classes and their children."""
    forms: list[Form] = []
    number = 0
    for grade in GRADES:
        for place in range(1, CLASSES_A_GRADE + 1):
            size = dice.number(38, 42)
            form = Form(ClassId(f"c{grade}-{place}"), grade, _LOWER if grade < 3 else _UPPER, ())  # noqa: PLR2004 - English
            pupils = tuple(_pupil(dice, number + n, form) for n in range(1, size + 1))
            forms.append(attrs.evolve(form, pupils=pupils))
            number += size
    return tuple(forms)


def _pupil(dice: Dice, number: int, form: Form) -> Pupil:
    since = dice.pick(_JOINED) if dice.happens(0.02) else FIRST_DAY
    until = dice.pick(_LEFT) if since == FIRST_DAY and dice.happens(0.015) else None
    spells = tuple(_spells(dice, form, since))
    return Pupil(StudentId(f"s-{number:04}"), form.id, since, until, spells, _family(dice, number, spells))


def _spells(dice: Dice, form: Form, since: date) -> Iterator[Spell]:
    chance = dice.random.random()
    kind = next((kind for share, kind in _KEY_SHARES if chance < share), None)
    if kind is not None:
        began = dice.pick(_BEGAN if since == FIRST_DAY and dice.happens(0.1) else _LONG_AGO)
        ends = [day for day in _ENDED if day > max(began, since)]
        yield Spell(kind, began, dice.pick(ends) if ends and dice.happens(0.1) else None)
        if kind == "single_parent" and dice.happens(0.15):
            yield Spell("low_income", dice.pick(_LONG_AGO))
    if dice.happens(0.035):
        yield Spell("learning_difficulty", dice.pick(_LONG_AGO), None, dice.some(form.subjects[:3], 1))


def _family(dice: Dice, number: int, spells: tuple[Spell, ...]) -> Family:
    kinds = {spell.kind for spell in spells}
    relations: tuple[str, ...]
    if "left_behind" in kinds:
        relations = (dice.pick(("paternal_grandmother", "maternal_grandmother")), "father", "mother")
    elif "single_parent" in kinds:
        relations = (dice.pick(("mother", "mother", "father")),)
    elif dice.happens(0.06):
        relations = ("mother", "father", "paternal_grandfather")
    else:
        relations = ("mother", "father") if dice.happens(0.7) else ("father", "mother")
    return Family(tuple((GuardianId(f"g-{number:04}{'abc'[n]}"), relation) for n, relation in enumerate(relations)))


def people_facts(forms: tuple[Form, ...], dice: Dice) -> Iterator[Fact]:
    """Yield the school, its grades and classes, the children, their guardians and what ties them together."""
    yield School(id=SCHOOL, name="样例小学", stage="primary")
    for grade in GRADES:
        yield Grade(id=GradeId(f"g{grade}"), school=SCHOOL, name=f"{grade}年级")
    for form in forms:
        name = f"{form.grade}年级({form.id[-1]})班"
        yield SchoolClass(
            id=form.id,
            grade=GradeId(f"g{form.grade}"),
            name=name,
            subjects=form.subjects,
            since=FIRST_DAY,
            until=date(2026, 9, 1),
        )
        for pupil in form.pupils:
            yield from _child_facts(pupil, form, dice)
            yield from _family_facts(pupil, dice)


def _child_facts(pupil: Pupil, form: Form, dice: Dice) -> Iterator[Fact]:
    rural = pupil.away is not None or dice.happens(0.3)
    born = date(2018 - form.grade + 1, 9, 1) + timedelta(days=dice.number(0, 364))
    yield Student(
        id=pupil.id,
        name=child_name(int(pupil.id[2:])),
        sex=dice.pick(("male", "female")),
        born_on=born,
        household="rural" if rural else "urban",
    )
    yield Enrolment(
        id=FactId(f"en-{pupil.id}"), student=pupil.id, school_class=form.id, since=pupil.since, until=pupil.until
    )
    for number, spell in enumerate(pupil.spells, start=1):
        yield Circumstance(
            id=FactId(f"ci-{pupil.id}-{number}"),
            person=pupil.id,
            kind=spell.kind,
            subjects=spell.subjects or None,
            since=spell.since,
            until=spell.until,
        )
        if spell.kind == "left_behind":
            yield Circumstance(
                id=FactId(f"care-{pupil.id}"),
                person=pupil.id,
                kind="entrusted_care",
                since=spell.since,
                until=spell.until,
            )


def _family_facts(pupil: Pupil, dice: Dice) -> Iterator[Fact]:
    away = pupil.away
    for guardian, relation in pupil.family.guardians:
        yield Guardian(id=guardian, name=grown_up_name(guardian), occupation=occupation(dice, relation))
        yield Guardianship(
            id=FactId(f"gs-{guardian[2:]}"), student=pupil.id, guardian=guardian, relation=relation, since=FIRST_DAY
        )
        if away is not None and relation in {"father", "mother"}:
            yield Circumstance(
                id=FactId(f"ci-{guardian}"), person=guardian, kind="away_working", since=away.since, until=away.until
            )
