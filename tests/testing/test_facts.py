"""Strategies for facts of every class."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from homeschool import testing as t
from homeschool.errors import InvalidValueError
from homeschool.model import Fact, HomeVisit, Register, Staff, Student, fact_classes

NAMES = tuple(fact_classes())
FEW = settings(max_examples=10, database=None, phases=(Phase.generate, Phase.shrink))
SHRUNK = settings(max_examples=1000, database=None, phases=(Phase.generate, Phase.shrink))
UNSHRUNK = settings(max_examples=1000, database=None, phases=(Phase.generate,))


def strategy_of(name: str) -> Any:
    """Return the strategy of a class under its plural."""
    return getattr(t, t.PLURALS[name])


def test_every_class_has_a_plural() -> None:
    """There is a strategy for each class of facts, and for nothing else."""
    assert tuple(t.PLURALS) == NAMES


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=5)
@given(data=st.data())
def test_a_fact_fits_the_small_school(name: str, data: st.DataObject) -> None:
    """A fact that is drawn alone makes a valid register together with the small school."""
    fact: Fact = data.draw(strategy_of(name)())
    register = Register([*t.small_school(), fact], t.CALENDAR)

    assert type(fact) is fact_classes()[name].cls
    assert fact.id in register.versions


@pytest.mark.parametrize("name", ["student", "enrolment", "agreement", "home_visit", "waiver"])
def test_a_fact_shrinks_to_the_first_of_everything(name: str) -> None:
    """The simplest fact is of the first day, refers to the first records and leaves blank what may be left blank."""
    known = fact_classes()[name]
    fact = find(strategy_of(name)(), _anything, settings=FEW)
    blank = {"subjects", "recorded_at", "cancelled", "about"}

    assert getattr(fact, "since", None) in (None, date(2025, 9, 1))
    assert getattr(fact, "occurred", date(2025, 9, 1)) == date(2025, 9, 1)
    assert getattr(fact, "concerns", ("student-1",)) == ("student-1",)
    assert not [
        info.name
        for info in known.fields.values()
        if not info.required and getattr(fact, info.name) not in (None, (), False, 1) and info.name not in blank
    ]


def _anything(_: object) -> bool:
    return True


@given(visit=t.home_visits(min_day=date(2026, 1, 20), max_day=date(2026, 1, 26)))
def test_both_bounds_are_included(visit: HomeVisit) -> None:
    """An event occurs on a day from the first to the last that is given."""
    day = visit.occurred.date() if isinstance(visit.occurred, datetime) else visit.occurred

    assert date(2026, 1, 20) <= day <= date(2026, 1, 26)


@pytest.mark.parametrize("day", [date(2026, 1, 20), date(2026, 1, 26)])
def test_the_bounds_themselves_are_drawn(day: date) -> None:
    """The first and the last day are drawn as well."""
    visits = t.home_visits(min_day=date(2026, 1, 20), max_day=date(2026, 1, 26))

    assert find(visits, lambda visit: visit.occurred == day, settings=UNSHRUNK).occurred == day


@given(visit=t.home_visits(place="home", visitors=st.sampled_from([("staff-1",), ()]), occurred=date(2025, 10, 1)))
def test_a_field_holds_what_is_given(visit: HomeVisit) -> None:
    """A field may be given as a value or as a strategy."""
    assert (visit.place, visit.occurred) == ("home", date(2025, 10, 1))
    assert visit.visitors in [("staff-1",), ()]


@given(data=st.data())
def test_a_fact_refers_to_the_records_given(data: st.DataObject) -> None:
    """What a fact refers to is among the records given, and all of those given may be referred to."""
    among: list[Any] = [Student(id="pupil"), Staff(id="teacher")]  # type: ignore[arg-type]
    visit = data.draw(t.home_visits(among=among))
    register = Register([*among, visit], t.CALENDAR)

    assert {*register.versions} == {"pupil", "teacher", visit.id}


def test_a_drawn_id_is_new() -> None:
    """The ids that are drawn are none of those that the records given have."""
    among = [Student(id="student-7")]  # type: ignore[arg-type]

    assert find(t.students(among=among), _anything, settings=FEW).id == "student-8"


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: t.facts("home_vist"), "not `home_vist`; did you mean `home_visit`?"),
        (lambda: t.home_visits(plase="home"), "home_visit: no field `plase`; did you mean `place`?"),
        (lambda: t.home_visits(min_day=date(2026, 1, 2), max_day=date(2026, 1, 1)), "min_day: `2026-01-02` is after"),
        (lambda: t.receipts(among=[Student(id="s")]), "receipt.guardian: nothing to refer to"),  # type: ignore[arg-type]
        (lambda: t.home_visits(among=[]), "home_visit.concerns: nothing to refer to"),
    ],
    ids=["class", "field", "days", "required reference", "nobody"],
)
def test_a_wrong_argument_is_refused_at_once(make: Any, text: str) -> None:
    """A strategy with contradicting or unknown arguments is refused when it is made, and the message says why."""
    with pytest.raises(InvalidValueError) as caught:
        make()

    assert text in str(caught.value)


def test_facts_of_several_classes_are_drawn() -> None:
    """Without a name, or with several, any of the classes is drawn."""
    several, any_class = t.facts("contact", "plan"), t.facts()

    assert type(find(several, lambda fact: hasattr(fact, "authors"), settings=UNSHRUNK)).__name__ == "Plan"
    assert type(find(any_class, lambda fact: hasattr(fact, "hosts"), settings=UNSHRUNK)).__name__ == "HomeVisit"


def test_text_may_hold_what_breaks_files() -> None:
    """Drawn text holds commas, quotes and signs of any script, so that they are tried."""
    names = t.schools().map(lambda school: school.name or "")

    assert find(names, lambda name: "," in name, settings=SHRUNK) in {",", "示例, 二"}
    assert find(names, lambda name: '"' in name, settings=SHRUNK) in {'"', '"示例"三'}
