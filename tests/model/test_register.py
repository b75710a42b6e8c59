"""Registers: what is refused, what is dropped, what is equal."""

from datetime import date

import pytest

from homeschool.errors import InvalidValueError, RecordsError
from homeschool.model import Concerned, Keeps, Kept, Register, revise
from tests.model.builders import CALENDAR, at, day, fact, people, school, without


def test_repeated_facts_are_dropped() -> None:
    """A fact that is given twice, and the same, is one fact."""
    visit = fact("home_visit", "v", occurred=at(10, 1))

    register = school(visit, visit)

    assert register.versions["v"] == [(register.clock.bounds(at(10, 1))[0], visit)]
    assert register == school(visit)


def test_the_order_of_facts_does_not_matter() -> None:
    """Registers of the same facts in another order are equal."""
    facts = people()

    assert Register(facts, CALENDAR) == Register(tuple(reversed(facts)), CALENDAR)


def test_a_register_differs_by_facts_calendars_and_scope() -> None:
    """Registers are equal only if facts, calendars and what is kept are; nothing else equals one."""
    plain = school()

    assert plain != school(fact("home_visit", "v", occurred=at(10, 1)))
    assert plain != school(keeps=without("waiver"))
    assert plain != school(calendars={"school": CALENDAR})
    assert plain != "register"


def test_a_register_cannot_be_hashed_and_its_repr_says_nothing_of_anybody() -> None:
    """A register says how many records it holds, and is no key."""
    register = school()

    assert repr(register) == "<Register of 24 records>"
    with pytest.raises(TypeError, match="unhashable"):
        hash(register)


def test_all_mistakes_are_reported_at_once() -> None:
    """A register with many mistakes is refused once, with each mistake and its place."""
    visit = fact("home_visit", "v", occurred=at(10, 1))
    wrong = (
        visit,
        revise(visit, place="home"),
        fact("contact", "s-one", occurred=at(10, 1)),
        fact(
            "home_visit", "w", occurred=at(10, 1), concerns=("nobody", Concerned("no-one", "victim")), visitors=("x",)
        ),
        fact("home_visit", "u", occurred=at(10, 1), visitors=("s-one",)),
        fact("enrolment", "e-more", student="s-two", school_class="c31", since=day(10, 1), until=day(10, 1)),
    )

    with pytest.raises(RecordsError) as caught:
        Register((*people(), *wrong), CALENDAR, {"elsewhere": CALENDAR})

    found = [str(mistake) for mistake in caught.value.mistakes]
    assert found == [
        "home_visit `v`: recorded twice at one moment, and differently; a correction has a later recorded_at",
        "contact `s-one`: the id is also that of a student; ids are unique in a register",
        "home_visit `w`: concerns: nothing has the id `nobody`",
        "home_visit `w`: concerns: nothing has the id `no-one`",
        "home_visit `w`: visitors: nothing has the id `x`",
        "home_visit `u`: visitors: `s-one` is a student; expected a guardian or partner or staff",
        "enrolment `e-more`: until: `2025-10-01` is not after the start `2025-10-01`",
        "calendars.elsewhere: no school has this id",
    ]
    assert str(caught.value).startswith("8 mistakes in the records\n")


def test_a_calendar_belongs_to_a_school() -> None:
    """A calendar under the id of something that is no school is refused."""
    with pytest.raises(RecordsError, match=r"calendars\.s-one: no school has this id"):
        school(calendars={"s-one": CALENDAR})


def test_a_school_may_have_a_calendar_of_its_own() -> None:
    """A school's own calendar goes before the common one."""
    own = school(calendars={"school": CALENDAR})

    assert own.calendar_of("school") is own.calendars["school"]
    assert own.calendar_of(None) is own.calendar
    assert school().calendar_of("school") is CALENDAR


def test_what_is_kept_names_only_what_exists() -> None:
    """A misspelt class or field in what is kept is refused with the nearest right one."""
    with pytest.raises(InvalidValueError, match="fact class, not `home_vist`; did you mean `home_visit`"):
        Keeps({"home_vist": Kept()})
    with pytest.raises(InvalidValueError, match=r"keeps\.home_visit\.without: no field `plase`; did you mean `place`"):
        Keeps({"home_visit": Kept(without=frozenset({"plase"}))})


def test_a_host_may_keep_a_few_tables_only() -> None:
    """Keeping only some classes leaves out all others."""
    keeps = Keeps.only("student", "enrolment")

    assert set(keeps.classes) == {"student", "enrolment"}
    assert keeps.classes["student"] == Kept()
    assert len(Keeps().classes) == 38


def test_a_fact_is_recorded_when_it_occurs_unless_said_otherwise() -> None:
    """The time of recording is the one given, else that of the occurrence or the start; entities are always known."""
    late = fact("home_visit", "v", occurred=at(10, 1), recorded_at=at(10, 3))
    partner = fact("partner", "p-two", kind="community", since=date(2026, 1, 1))

    register = school(late, partner)

    clock = register.clock
    assert register.versions["v"][0][0] == clock.bounds(at(10, 3))[0]
    assert register.versions["e-one"][0][0] == clock.midnight(day(9, 1))
    assert register.versions["p-two"][0][0] == register.versions["school"][0][0] < clock.midnight(date(1900, 1, 1))
