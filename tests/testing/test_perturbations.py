"""Registers with one clerical slip."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from homeschool import testing as t
from homeschool.calendar import SHANGHAI
from homeschool.errors import InvalidValueError
from homeschool.model import Circumstance, Contact, HomeVisit, Register, revise
from homeschool.model.ids import StudentId

ONE = settings(max_examples=1, database=None, phases=(Phase.generate,))
VISIT = HomeVisit(
    id="visit",
    occurred=datetime(2025, 10, 9, 19, 30, tzinfo=SHANGHAI),
    concerns=("student-1",),
    visitors=("staff-1", "staff-2"),
    place="home",
    is_comprehensive=True,
)
FACTS = [
    *t.small_school(),
    VISIT,
    Circumstance(id="x", person="student-1", kind="boarding", since=date(2025, 9, 1), until=date(2025, 10, 1)),
]
REGISTER = Register(FACTS, t.CALENDAR)


@pytest.mark.parametrize("slip", t.Slip)
def test_every_slip_happens(slip: t.Slip) -> None:
    """A register of everyday records can suffer every kind of slip, and differs by it."""
    drawn = find(
        t.perturbations(REGISTER, slips=[slip]),
        lambda _: True,
        settings=settings(max_examples=3, phases=(Phase.generate,)),
    )

    assert drawn.slip is slip
    assert drawn.register != REGISTER
    assert drawn.description.startswith(drawn.record)
    assert drawn.description.endswith(slip.value)


@given(data=st.data())
def test_a_slip_is_in_one_record(data: st.DataObject) -> None:
    """What is drawn is a valid register in which the versions of one record differ, or one is written twice."""
    register = data.draw(t.registers(min_events=1))
    drawn = data.draw(t.perturbations(register))
    before, after = (Counter(one.facts) for one in (register, drawn.register))
    changed = (before - after) + (after - before)

    assert {fact.id.removesuffix("-again") for fact in changed} == {drawn.record}
    assert (drawn.register.calendar, drawn.register.keeps) == (register.calendar, register.keeps)


@pytest.mark.parametrize(
    ("slip", "wrong"),
    [
        (t.Slip.WRONG_DAY, {"occurred": datetime(2025, 10, 10, 19, 30, tzinfo=SHANGHAI)}),
        (t.Slip.SWAPPED_DAY_AND_MONTH, {"occurred": datetime(2025, 9, 10, 19, 30, tzinfo=SHANGHAI)}),
        (t.Slip.WRONG_YEAR, {"occurred": datetime(2024, 10, 9, 19, 30, tzinfo=SHANGHAI)}),
        (t.Slip.WRONG_HALF_OF_DAY, {"occurred": datetime(2025, 10, 9, 7, 30, tzinfo=SHANGHAI)}),
        (t.Slip.MISSING_PERSON, {"visitors": ("staff-2",)}),
        (t.Slip.WRONG_PERSON, {"concerns": ("student-2",)}),
        (t.Slip.FORGOTTEN_FIELD, {"place": None}),
        (t.Slip.WRONG_TERM, {"place": "school"}),
        (t.Slip.WRONG_FLAG, {"is_comprehensive": False}),
        (t.Slip.LATE_ENTRY, {"recorded_at": datetime(2025, 10, 10, 19, 30, tzinfo=SHANGHAI)}),
    ],
    ids=lambda value: value.name if isinstance(value, t.Slip) else "",
)
def test_what_a_slip_makes_of_a_visit(slip: t.Slip, wrong: dict[str, Any]) -> None:
    """Each slip can make of a visit what its name says."""
    expected = revise(VISIT, **wrong)
    unshrunk = settings(max_examples=2000, database=None, phases=(Phase.generate,))
    drawn = find(t.perturbations(REGISTER, slips=[slip]), lambda one: expected in one.register.facts, settings=unshrunk)

    assert drawn.record == VISIT.id


def test_a_record_that_others_name_is_not_lost() -> None:
    """A record to which another refers, or which is a person, is not lost: the register would not be valid."""
    call = Contact(id="call", occurred=date(2025, 10, 10), concerns=(StudentId("student-1"),), about=("visit",))
    drawn = t.perturbations(Register([*FACTS, call], t.CALENDAR), slips=[t.Slip.LOST_RECORD])
    lost = {one.record for one in _all(drawn)}

    assert "call" in lost
    assert not lost & {"visit", "student-1", "school-1"}


def _all(strategy: Any) -> list[Any]:
    found = []

    @settings(max_examples=100, database=None)
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


def test_no_slip_is_possible() -> None:
    """Where no record can suffer the slips asked for, that is said at once."""
    register = Register([t.small_school()[0]], t.CALENDAR)

    with pytest.raises(InvalidValueError, match="no record of the register can suffer"):
        t.perturbations(register, slips=[t.Slip.FORGOTTEN_END])
