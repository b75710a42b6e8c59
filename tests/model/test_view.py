"""Views: what was known at a moment."""

import pytest

from homeschool.errors import InvalidValueError
from homeschool.model import Concerned, View, revise
from homeschool.model.clock import ALWAYS, NEVER
from homeschool.model.view import Cancelled, concerned_as, concerned_ids
from tests.model.builders import CLOCK, at, day, fact, micros, school, view_of, without

VISIT = fact("home_visit", "v", occurred=at(10, 1), place="school")
CORRECTED = revise(VISIT, place="home", recorded_at=at(10, 5))
CANCELLED = revise(VISIT, cancelled=True, recorded_at=at(10, 7))


def test_a_view_needs_an_aware_moment() -> None:
    """A view at a naive moment is refused."""
    with pytest.raises(InvalidValueError, match="time zone"):
        View(school(), as_of=at(10, 1).replace(tzinfo=None))


def test_what_is_recorded_later_is_not_seen() -> None:
    """A fact is seen from the moment at which it was recorded."""
    late = fact("home_visit", "v", occurred=at(10, 1), recorded_at=at(10, 5))

    before, after = (view_of(late, as_of=at(10, number)) for number in (4, 5))

    assert before.get("v") is None
    assert before.facts("home_visit") == []
    assert before.linked("home_visit", "concerns", "s-one") == []
    assert after.get("v") == late
    assert list(after.facts("home_visit")) == [late]
    assert after.get("nothing") is None


def test_a_correction_stands_from_when_it_is_recorded() -> None:
    """The version recorded last by the moment stands, in every way of asking."""
    before, after = (view_of(VISIT, CORRECTED, as_of=at(10, number)) for number in (4, 5))

    assert before.get("v") == VISIT
    assert after.get("v") == CORRECTED
    assert [row[4] for row in after.rows("home_visit")] == [CORRECTED]
    assert after.linked("home_visit", "concerns", "s-one") == [CORRECTED]
    assert view_of(VISIT, CORRECTED, as_of=at(9, 30)).get("v") is None


def test_views_share_what_they_remember_where_all_stands_as_recorded() -> None:
    """What people and ties say is remembered for later views, unless one of them is yet to end or was corrected."""
    register = school(fact("home_visit", "v", occurred=at(10, 1), recorded_at=at(10, 5)))
    leaving = school(fact("seat", "seat-x", committee="pc", holder="g-two", until=day(3, 1)))
    enrolled = fact("enrolment", "e-two", student="s-two", school_class="c32")
    moved = school(enrolled, revise(enrolled, school_class="c31", recorded_at=at(10, 5)))

    assert View(register, as_of=at(10, 1)).lasting is View(register, as_of=at(10, 6)).lasting
    assert View(leaving, as_of=at(2, 1)).lasting is not View(leaving, as_of=at(2, 2)).lasting
    assert View(leaving, as_of=at(3, 1)).lasting is View(leaving, as_of=at(3, 2)).lasting
    assert View(moved, as_of=at(10, 6)).lasting is not View(moved, as_of=at(10, 7)).lasting


def test_a_cancelled_fact_does_not_stand() -> None:
    """A cancelled fact is kept apart as it stood before, with the moment of the cancellation."""
    view = view_of(VISIT, CORRECTED, CANCELLED, as_of=at(10, 7))

    assert view.get("v") is None
    assert view.facts("home_visit") == []
    assert view.cancelled("home_visit") == [Cancelled(CORRECTED, micros(10, 7))]
    assert view.cancelled("contact") == ()


def test_a_fact_that_was_never_anything_but_cancelled_is_nowhere() -> None:
    """A fact first recorded as cancelled neither stands nor counts as one that once stood."""
    view = view_of(revise(VISIT, cancelled=True))

    assert view.get("v") is None
    assert view.cancelled("home_visit") == ()


def test_a_cancelled_fact_may_stand_again() -> None:
    """A version recorded after a cancellation stands."""
    again = revise(CORRECTED, recorded_at=at(10, 9))

    view = view_of(VISIT, CANCELLED, again)

    assert view.get("v") == again
    assert view.cancelled("home_visit") == ()


def test_a_second_cancellation_does_not_move_the_first() -> None:
    """What is cancelled twice is cancelled from the first time."""
    second = revise(CANCELLED, recorded_at=at(10, 20))

    assert view_of(VISIT, CANCELLED, second).cancelled("home_visit")[0].at == micros(10, 7)


def test_planned_facts_are_seen() -> None:
    """A fact recorded by now that occurs later is there, in order of time."""
    planned = fact("home_visit", "w", occurred=at(11, 1), recorded_at=at(9, 5))

    assert list(view_of(VISIT, planned, as_of=at(10, 2)).facts("home_visit")) == [VISIT, planned]


def test_an_end_after_the_moment_is_not_foreseen() -> None:
    """What ends later has no end yet; what has ended has."""
    seat = fact("seat", "seat-x", committee="pc", holder="g-two", until=day(3, 1))
    before, after = view_of(seat, as_of=at(2, 28)), view_of(seat, as_of=at(3, 1))

    assert before.bounds(seat) == (CLOCK.midnight(day(9, 1)), NEVER)
    assert after.bounds(seat) == (CLOCK.midnight(day(9, 1)), CLOCK.midnight(day(3, 1)))
    assert {row[1]: row[2] for row in before.rows("seat")}["seat-x"] == NEVER
    assert {row[1]: row[2] for row in after.rows("seat")}["seat-x"] == CLOCK.midnight(day(3, 1))


def test_the_end_of_an_event_is_known_at_once() -> None:
    """An event of a whole day has its end though the day is not over; an entity always is."""
    event = fact("home_visit", "v", occurred=day(10, 1))
    view = view_of(event, as_of=at(10, 1))

    assert view.bounds(event) == CLOCK.day_bounds(day(10, 1))
    assert view.bounds(view.get("school")) == (ALWAYS, NEVER)


def test_facts_are_found_by_whom_they_name() -> None:
    """Facts are found by each id in a field, those concerned in a role too, once each, by time."""
    early = fact("home_visit", "u", occurred=at(9, 9), visitors=("t-class", "t-class"))
    view = view_of(revise(VISIT, concerns=("c31", Concerned("s-two", "victim"))), early)

    assert view.linked("home_visit", "concerns", "s-two")[0].id == "v"
    assert [one.id for one in view.linked("home_visit", "visitors", "t-class")] == ["u"]
    assert view.linked("home_visit", "visitors", "nobody") == []
    assert view.linked("contact", "guardian", "g-one") == []


def test_concerned_ids_and_roles_are_told_apart() -> None:
    """Whom a fact concerns, and as what, can be asked; a fact without the field concerns nobody."""
    bullying = fact(
        "concern", "c", occurred=at(10, 1), nature="bullying", concerns=("c31", Concerned("s-one", "victim"))
    )
    view = view_of(bullying)

    assert concerned_ids(bullying) == ("c31", "s-one")
    assert concerned_as(bullying, "s-one") == ("victim",)
    assert concerned_as(bullying, "c31") == ()
    assert concerned_ids(view.get("school")) == ()


def test_a_view_says_what_is_kept_and_which_calendar_counts() -> None:
    """A view hands on the register's scope and calendars."""
    register = school(keeps=without("contact"))
    view = View(register, as_of=at(10, 1))

    assert view.keeps is register.keeps
    assert view.calendar_of("school") is register.calendar
