"""The made-up school: the same for the same seed, of the promised size, and believable."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

import pytest

from homeschool.adapters.json_records import json_of
from homeschool.calendar import SHANGHAI
from homeschool.demo import demo_register
from homeschool.demo.people import KEY_KINDS
from homeschool.model import (
    Appointment,
    Circumstance,
    Enrolment,
    Fact,
    Feedback,
    Guardian,
    Guardianship,
    Register,
    SchoolClass,
    Seat,
    Staff,
    Student,
    View,
    fact_classes,
)

MONTHS = (date(2025, 9, 15), date(2025, 12, 1), date(2026, 1, 20), date(2026, 4, 1), date(2026, 6, 30))


@pytest.fixture(scope="module")
def register() -> Register:
    """Return the demo's register."""
    return demo_register()


@pytest.fixture(scope="module")
def facts(register: Register) -> Mapping[type, list[Fact]]:
    """Return the demo's facts by class."""
    found: dict[type, list[Fact]] = {}
    for fact in register.facts:
        found.setdefault(type(fact), []).append(fact)
    return found


def test_same_seed_same_school(register: Register) -> None:
    """The same seed gives an equal register."""
    again = demo_register(seed=2025)

    assert again == register


def test_same_seed_same_bytes(register: Register) -> None:
    """The same seed gives the same bytes when the register is written."""
    again = demo_register(seed=2025)

    assert json_of(again) == json_of(register)


def test_other_seed_other_school(register: Register) -> None:
    """Another seed gives another school of about the same size."""
    other = demo_register(seed=7)

    assert other != register
    assert 0.9 < len(other.facts) / len(register.facts) < 1.1


def test_size_is_as_promised(facts: Mapping[type, list[Fact]]) -> None:
    """There are 18 classes, about 720 children, some 60 staff and tens of thousands of events."""
    counts = {cls: len(same) for cls, same in facts.items()}

    assert counts[SchoolClass] == 18
    assert 690 <= counts[Student] <= 750
    assert 57 <= counts[Staff] <= 66
    assert 42_000 <= counts[Feedback] <= 52_000
    assert 80_000 <= sum(counts.values()) <= 110_000


def test_nearly_every_class_of_facts_occurs(facts: Mapping[type, list[Fact]]) -> None:
    """Every class of facts has records in the demo."""
    missing = {name for name, known in fact_classes().items() if known.cls not in facts}

    assert missing == set()


@pytest.mark.parametrize("day", MONTHS)
def test_classes_have_a_believable_size(facts: Mapping[type, list[Fact]], day: date) -> None:
    """In every class sit between 36 and 44 children at any time."""
    present = [tie for tie in facts[Enrolment] if isinstance(tie, Enrolment) and tie.since <= day]
    sizes = Counter(tie.school_class for tie in present if tie.until is None or day < tie.until)

    assert len(sizes) == 18
    assert all(36 <= size <= 44 for size in sizes.values())


def test_every_child_has_one_to_three_guardians(facts: Mapping[type, list[Fact]]) -> None:
    """Each child has one, two or three guardians."""
    numbers = Counter(tie.student for tie in facts[Guardianship] if isinstance(tie, Guardianship))

    assert set(numbers) == {child.id for child in facts[Student]}
    assert set(numbers.values()) == {1, 2, 3}


def test_children_come_and_go(facts: Mapping[type, list[Fact]]) -> None:
    """Some children join and some leave during the year."""
    ties = [tie for tie in facts[Enrolment] if isinstance(tie, Enrolment)]

    assert any(tie.since > date(2025, 9, 1) for tie in ties)
    assert any(tie.until is not None for tie in ties)


def test_a_sixth_of_the_children_need_attention(facts: Mapping[type, list[Fact]]) -> None:
    """Between a tenth and a fifth of the children are key-attention students, and for some that changes."""
    spells = [c for c in facts[Circumstance] if isinstance(c, Circumstance) and c.kind in KEY_KINDS]
    share = len({spell.person for spell in spells}) / len(facts[Student])

    assert 0.1 <= share <= 0.2
    assert any(spell.until is not None for spell in spells)
    assert any(spell.since > date(2025, 9, 1) for spell in spells)


def test_one_class_gets_another_class_teacher(facts: Mapping[type, list[Fact]]) -> None:
    """Exactly one class changes its class teacher in the year, without a day between."""
    posts = [a for a in facts[Appointment] if isinstance(a, Appointment) and a.role == "class_teacher"]
    changed = [unit for unit, number in Counter(post.unit for post in posts).items() if number > 1]

    (unit,) = changed
    first, second = sorted((post for post in posts if post.unit == unit), key=lambda post: post.since)
    assert first.until == second.since


def test_committee_is_complete(facts: Mapping[type, list[Fact]]) -> None:
    """The committee has a chair, two vice chairs and one or two members of each class."""
    seats = [seat for seat in facts[Seat] if isinstance(seat, Seat) and seat.committee == "committee"]
    offices = Counter(seat.office for seat in seats)
    classes = Counter(seat.represents for seat in seats)

    assert (offices["chair"], offices["vice_chair"]) == (1, 2)
    assert len(classes) == 18
    assert set(classes.values()) <= {1, 2}


def test_all_names_are_made_up(facts: Mapping[type, list[Fact]]) -> None:
    """Nobody bears a name that a person could have."""
    names = [person.name for cls in (Student, Guardian, Staff) for person in facts[cls]]  # type: ignore[union-attr]

    assert all(name is not None and name.startswith(("学生", "家长", "教师")) for name in names)


def test_some_facts_were_corrected(register: Register) -> None:
    """Some facts have a second recorded version."""
    corrected = [id_ for id_, same in register.versions.items() if len(same) > 1]

    assert corrected


def test_nothing_is_known_before_it_is_recorded(register: Register) -> None:
    """At the start of the year the view shows no feedback, in July it shows all of it."""
    start = View(register, as_of=datetime(2025, 9, 1, tzinfo=SHANGHAI))
    end = View(register, as_of=datetime(2026, 7, 10, tzinfo=SHANGHAI))

    assert len(start.facts("feedback")) == 0
    assert len(end.facts("feedback")) > 42_000
