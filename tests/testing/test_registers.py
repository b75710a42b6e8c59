"""Strategies for registers and histories."""

from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from homeschool import testing as t
from homeschool.errors import InvalidValueError
from homeschool.model import Enrolment, Fact, Keeps, Register, Student, fact_classes
from homeschool.model.clock import Clock
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.fields import Shape
from homeschool.model.register import linked_ids, recorded

SHRUNK = settings(max_examples=1000, database=None, phases=(Phase.generate, Phase.shrink))
CLOCK = Clock(t.CALENDAR.zone)


def references(fact: Fact) -> set[str]:
    """Return the ids that a fact names."""
    fields = fact_classes()[CLASS_NAMES[type(fact)]].fields.values()
    shapes = (Shape.REF, Shape.REFS, Shape.CONCERNS)
    return {id_ for info in fields if info.shape in shapes for id_ in linked_ids(fact, info.name)}


def is_revised(register: Register) -> bool:
    """Tell whether some record of a register has several versions."""
    return any(len(versions) > 1 for versions in register.versions.values())


@given(history=t.histories())
def test_a_history_is_in_the_order_of_recording(history: tuple[Fact, ...]) -> None:
    """The facts of a history come in the order in which they are recorded."""
    times = [recorded(fact, CLOCK) for fact in history]

    assert times == sorted(times)


@given(history=t.histories())
def test_every_beginning_of_a_history_is_valid(history: tuple[Fact, ...]) -> None:
    """A fact refers only to what stands before it, so a host can take a history in one fact at a time."""
    known: set[str] = set()
    for fact in history:
        assert references(fact) <= known
        known.add(fact.id)

    assert len(Register(history, t.CALENDAR).versions) == len(known)


@given(register=t.registers("home_visit", "contact", min_students=2, max_students=2, min_events=1, max_events=4))
def test_the_bounds_of_a_register_hold(register: Register) -> None:
    """There are as many children and events as asked for, and of the classes asked for; classes not kept are absent."""
    names = [CLASS_NAMES[type(versions[0][1])] for versions in register.versions.values()]
    happened = [name for name in names if name in t.HAPPENINGS]

    assert names.count("student") == 2
    assert len(happened) <= 4
    assert set(happened) <= {"home_visit", "contact"} & register.keeps.classes.keys()
    assert happened or len(register.keeps.classes) < len(fact_classes())


@given(register=t.timely_registers())
def test_a_timely_register_records_all_on_time(register: Register) -> None:
    """In a timely register nothing is planned, late, corrected or cancelled, and everything is kept."""
    assert not is_revised(register)
    assert not [fact for fact in register.facts if fact.recorded_at is not None]
    assert register.keeps == Keeps()


def test_a_register_shrinks_to_one_child() -> None:
    """The simplest register is one child in one class of one school, from the first day on."""
    register = find(t.registers(), lambda _: True, settings=SHRUNK)
    (enrolment,) = (fact for fact in register.facts if isinstance(fact, Enrolment))

    assert len(register.facts) == 5
    assert [fact.id for fact in register.facts if isinstance(fact, Student)] == ["student-1"]
    assert (enrolment.since, enrolment.until) == (date(2025, 9, 1), None)


@pytest.mark.parametrize("name", ["home_visit", "receipt"])
def test_a_register_shrinks_to_one_event(name: str) -> None:
    """Whatever happens, the simplest example has one child and that event, on the first day of term."""
    register = find(
        t.timely_registers(name, max_students=2, max_events=1),
        lambda register: any(CLASS_NAMES[type(fact)] == name for fact in register.facts),
        settings=SHRUNK,
    )
    (event,) = (fact for fact in register.facts if CLASS_NAMES[type(fact)] == name)

    assert len(register.facts) == 6 + (name == "receipt")
    assert (getattr(event, "occurred", None) or getattr(event, "since", None)) == date(2025, 9, 1)


@pytest.mark.parametrize(
    "is_so",
    [
        is_revised,
        lambda register: any(getattr(fact, "cancelled", False) for fact in register.facts),
        lambda register: any(getattr(fact, "about", ()) for fact in register.facts),
        lambda register: len(register.keeps.classes) < len(fact_classes()),
        lambda register: any(kept.without for kept in register.keeps.classes.values()),
        lambda register: any(kept.since for kept in register.keeps.classes.values()),
        lambda register: sum(isinstance(fact, Enrolment) for fact in register.facts) > 3,
    ],
    ids=["corrected", "cancelled", "about another", "class not kept", "field not kept", "kept late", "moves"],
)
def test_edges_are_drawn(is_so: Any) -> None:
    """Among the registers are those in which mistakes hide."""
    unshrunk = settings(max_examples=1000, database=None, phases=(Phase.generate,))

    assert is_so(find(t.registers(), is_so, settings=unshrunk))


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: t.registers("student"), "expected events, instruments or waivers, not `student`"),
        (lambda: t.histories("home_vist"), "not `home_vist`; did you mean `home_visit`?"),
        (lambda: t.registers(min_students=0), "min_students: expected 1 to max_students"),
        (lambda: t.timely_registers(min_events=3, max_events=2), "min_events: expected 0 to max_events `2`, not `3`"),
    ],
    ids=["entity", "unknown", "children", "events"],
)
def test_a_wrong_argument_is_refused_at_once(make: Any, text: str) -> None:
    """Contradicting or unknown arguments are refused when the strategy is made."""
    with pytest.raises(InvalidValueError) as caught:
        make()

    assert text in str(caught.value)


@given(data=st.data())
def test_a_register_may_have_another_calendar(data: st.DataObject) -> None:
    """A register of another calendar has its events in the days of that calendar."""
    calendar = t.school_calendar(date(2020, 9, 1))
    register = data.draw(t.timely_registers("contact", calendar=calendar))
    years = {getattr(fact, "occurred", date(2020, 9, 1)).year for fact in register.facts}

    assert register.calendar == calendar
    assert years <= {2020, 2021}
