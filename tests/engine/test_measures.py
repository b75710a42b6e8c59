"""Measures by slices and over periods of time."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, Term
from homeschool.engine import Slice, evaluate, slices, trend
from homeschool.errors import InvalidValueError
from homeschool.model import Fact, Register
from homeschool.policy import Finding, Pack, amend_pack, make_pack
from tests.engine.builders import rule
from tests.model.builders import at, day, fact, school, without
from tests.policy.builders import pack_of

TERM = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"})
MONTH = rule({"every": "month"}, {"at_least": 1, "of": "home_visit"})
PLAN = rule({"always": True}, {"at_least": 1, "of": "plan"}, subject="school_class")
AFTER = at(2, 1)


def visit(id_: str = "v", when: Any = None, **fields: Any) -> Fact:
    """Return a home visit to the first child."""
    return fact("home_visit", id_, occurred=when or at(10, 1), **fields)


def by(pack: Pack, register: Register, *names: Any, as_of: Any = AFTER) -> dict[tuple[str | None, ...], Any]:
    """Evaluate a pack and return the measures of its slices."""
    found = slices(evaluate(pack, register, as_of=as_of), register, by=names, as_of=as_of)
    return {one.key: one.measure for one in found}


def rates(found: tuple[Slice, ...]) -> dict[str | None, str]:
    """Return, for each period of a trend, how many were kept of how many, and what is open."""
    return {
        None if one.period is None else one.period.name: f"{one.measure.numerator}/{one.measure.denominator}"
        + "?" * one.measure.undetermined
        + "-" * one.measure.exclusions
        + "+" * (one.measure.pending + one.measure.holding)
        for one in found
    }


def over(pack: Pack, register: Register, period: Any = "month", as_of: Any = AFTER, **more: Any) -> dict[Any, str]:
    """Evaluate a pack and return its trend."""
    return rates(trend(evaluate(pack, register, as_of=as_of), register, period=period, as_of=as_of, **more))


def test_classes_are_measured_apart() -> None:
    """The class of each child has its own rate."""
    found = by(TERM, school(visit()), "school_class")

    assert {key: one.rate for key, one in found.items()} == {
        ("c31",): (Fraction(1), Fraction(1)),
        ("c32",): (Fraction(0), Fraction(0)),
    }


def test_a_class_is_that_of_the_day_on_which_the_duty_opened() -> None:
    """A child that moved on counts where it was when the duty opened."""
    moved = (
        fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(11, 1)),
        fact("enrolment", "e-new", student="s-one", school_class="c32", since=day(11, 1)),
    )

    found = by(TERM, school(*moved), "school_class")

    assert {key: one.population for key, one in found.items()} == {("c31",): 1, ("c32",): 1}


def test_a_child_that_was_not_there_when_the_duty_opened_counts_where_it_came() -> None:
    """What had to be done before an event counts in the class that the child joined in the meantime."""
    pack = rule({"before": "meeting", "ahead": "1 day"}, {"at_least": 1, "of": "contact"})
    late = fact("enrolment", "e-one", student="s-one", school_class="c31", since=day(11, 1))
    meeting = fact("meeting", "m", occurred=at(12, 1), recorded_at=at(11, 5), kind="parent_meeting")

    assert list(by(pack, school(late, meeting), "school_class")) == [("c31",)]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("school_class", {("c31",), ("c32",)}),
        ("committee", {(None,)}),
        ("grade", {(None,)}),
        ("guardianship", {("c31",), ("c32",)}),
        ("seat", {(None,)}),
        ("staff", {(None,)}),
    ],
)
def test_what_is_no_child_lies_where_it_lies(kind: str, keys: set[tuple[str | None]]) -> None:
    """A class is in itself, a tie of a child in its class; what lies in no class is shown so."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "meeting"}, subject=kind)

    found = by(pack, school(), "school_class")

    assert set(found) == keys
    assert {key[0] for key in by(pack, school(), "school")} == {"school"}


def test_a_family_with_children_in_two_classes_counts_in_both() -> None:
    """A duty about a guardian lies in the class of each child."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "meeting"}, subject="guardian")
    tie = fact("guardianship", "gs-both", student="s-two", guardian="g-one", relation="father")

    found = by(pack, school(tie), "school_class")

    assert {key: one.population for key, one in found.items()} == {("c31",): 2, ("c32",): 2}


def test_bearers_and_roles_are_measured_apart() -> None:
    """A duty that two roles bear jointly counts for both; a role that nobody held counts for nobody."""
    pack = rule(
        {"every": "term"}, {"at_least": 1, "of": "home_visit"}, bearer=["class_teacher", "principal"], subject="student"
    )

    assert {key: one.population for key, one in by(pack, school(), "role").items()} == {
        ("class_teacher",): 2,
        ("principal",): 2,
    }
    assert {key: one.population for key, one in by(pack, school(), "bearer").items()} == {
        ("t-class",): 1,
        ("t-head",): 2,
    }
    assert list(by(TERM, school(drop=("a-class",)), "bearer")) == [(None,)]


def test_who_bears_alone_is_measured_alone() -> None:
    """Where each bears a duty of its own, each is a slice."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"}, bearer={"each": "guardian"})

    assert list(by(pack, school(), "bearer")) == [("g-one",), ("g-three",), ("g-two",)]


def test_slices_by_several_things_are_in_order() -> None:
    """Norms stand in the order of the pack, classes by id, and what has none last."""
    later = {"id": "a-later", "subject": "school"}
    pack = make_pack(pack_of({}, later))

    found = list(by(pack, school(), "norm", "school_class", "pack", "subject"))

    assert found == [
        ("made-up.visits", "c31", "made-up", "s-one"),
        ("made-up.visits", "c32", "made-up", "s-two"),
        ("made-up.a-later", None, "made-up", "school"),
    ]


def test_missing_data_makes_a_rate_an_interval() -> None:
    """A visit of which one does not know the place leaves the class between nothing and everything."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "home_visit", "where": {"place": "home"}})

    found = by(pack, school(visit()), "school_class")

    assert found["c31",].rate == (Fraction(0), Fraction(1))


def test_nothing_is_sliced_by_what_is_unknown() -> None:
    """A misspelt slice is refused, with the nearest spelling."""
    with pytest.raises(InvalidValueError, match="`clas` is nothing to slice by"):
        by(TERM, school(), "clas")
    with pytest.raises(InvalidValueError, match="`moon` is no kind of period"):
        over(TERM, school(), "moon")


def test_a_duty_counts_in_the_period_in_which_its_time_is_over() -> None:
    """Monthly duties count in their months, done or not; a term's in the month in which it ends."""
    assert over(MONTH, school(visit()), as_of=at(11, 15)) == {"2025-09": "0/2", "2025-10": "1/2", "2025-11": "0/0++"}
    assert over(TERM, school(visit())) == {"2026-01": "1/2"}
    assert over(TERM, school(visit()), "term", as_of=at(8, 31)) == {
        "2025-2026学年第一学期": "1/2",
        "2025-2026学年第二学期": "0/2",
    }


def test_what_is_due_in_no_such_period_is_shown_apart() -> None:
    """A duty that falls due in the winter vacation is of no term."""
    pack = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact"})
    concern = fact("concern", "c", occurred=at(2, 1), nature="emotional")

    assert over(pack, school(concern), "term", as_of=at(3, 1)) == {None: "0/1"}
    untold = rule(
        {"upon": "concern", "counted_from": "discovered_at", "within": "1 day"}, {"at_least": 1, "of": "contact"}
    )
    assert over(untold, school(concern), as_of=at(3, 1)) == {None: "0/0?"}


def test_a_trend_can_be_of_each_class() -> None:
    """Each class has its own months."""
    register = school(visit())
    found = trend(
        evaluate(MONTH, register, as_of=at(11, 1)), register, period="month", by=("school_class",), as_of=at(11, 1)
    )

    assert [(one.key[0], one.period and one.period.name, one.measure.numerator) for one in found][:2] == [
        ("c31", "2025-09", 0),
        ("c31", "2025-10", 1),
    ]


def plan(id_: str, since: Any, until: Any = None, concerns: str = "c31") -> Fact:
    """Return a plan of a class."""
    return fact("plan", id_, kind="annual", since=since, until=until, concerns=(concerns,))


OTHER = plan("p-two", day(9, 1), concerns="c32")


def test_a_standing_norm_is_kept_in_a_month_without_a_breach() -> None:
    """A breach counts in each month that it meets, and in no other; before and after, the norm was kept."""
    gap = (plan("p", day(9, 1), day(10, 20)), plan("q", day(11, 10)))

    found = over(PLAN, school(*gap, OTHER), as_of=at(12, 5))

    assert found == {"2025-09": "2/2", "2025-10": "1/2", "2025-11": "1/2", "2025-12": "2/2"}


def test_a_standing_norm_counts_in_the_terms_of_its_own_school() -> None:
    """Where a school has a calendar of its own, a standing norm counts in the terms of that one."""
    days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    own = SchoolCalendar((SchoolYear("own", days, (Term("all", Interval(date(2025, 9, 8), date(2026, 7, 4))),)),))

    found = over(PLAN, school(plan("p", day(9, 1)), OTHER, calendars={"school": own}), "term")

    assert found == {"ownall": "2/2"}


def test_the_months_of_a_trend_are_in_order_of_time() -> None:
    """The earliest period comes first, whoever owed something in it."""
    late = fact("enrolment", "e-one", student="s-one", school_class="c31", since=day(11, 1))

    assert list(over(MONTH, school(late), as_of=at(12, 15))) == ["2025-09", "2025-10", "2025-11", "2025-12"]


def test_between_two_breaches_a_standing_norm_was_kept() -> None:
    """In the months between the end of one breach and the beginning of the next the norm counts as kept."""
    twice = (plan("p", day(9, 5), day(11, 20)), plan("q", day(11, 25)))

    found = over(PLAN, school(*twice, OTHER), as_of=at(12, 5))

    assert found == {"2025-09": "1/2", "2025-10": "2/2", "2025-11": "1/2", "2025-12": "2/2"}


def test_a_breach_that_goes_on_counts_until_its_subject_is_gone() -> None:
    """A class that was dissolved in breach counts in the months in which it was there."""
    gone = fact("school_class", "c31", grade="g3", until=day(11, 5))

    found = over(PLAN, school(gone, OTHER), as_of=at(1, 5))

    assert found["2025-11"] == "1/2"
    assert found["2025-12"] == "1/1"


def test_what_lapsed_was_kept_before() -> None:
    """In the month in which a standing norm ceased to apply it is left out; before that it counts as kept."""
    gone = fact("school_class", "c31", grade="g3", until=day(11, 5))

    found = over(PLAN, school(gone, plan("p", day(9, 1)), OTHER), as_of=at(12, 5))

    assert found == {"2025-09": "2/2", "2025-10": "2/2", "2025-11": "1/1-", "2025-12": "1/1"}


def test_a_wording_that_was_superseded_counts_as_long_as_it_stood() -> None:
    """Under the earlier wording of a standing norm the months count too, kept or breached."""
    amended = amend_pack(PLAN, "visits", {"requires": {"at_least": 1}}, reason="why", starts_on=day(11, 1))

    found = over(amended, school(plan("p", day(9, 20)), OTHER), as_of=at(12, 5))

    assert found == {"2025-09": "1/2", "2025-10": "2/2", "2025-11": "2/2", "2025-12": "2/2"}


def test_a_waived_stretch_is_left_out() -> None:
    """A month in which a standing breach was waived throughout is an exclusion; one waived in part is kept."""
    waiver = fact("waiver", "w", norm="made-up.visits", since=day(9, 1), until=day(11, 1))

    found = over(PLAN, school(waiver, plan("p", day(11, 1)), OTHER), as_of=at(12, 5))

    assert found == {"2025-09": "1/1-", "2025-10": "1/1-", "2025-11": "2/2", "2025-12": "2/2"}


def test_a_forbidden_event_breaks_the_month_in_which_it_happened() -> None:
    """A standing prohibition of events is broken in the months in which they happened, and kept in the others."""
    pack = rule({"always": True}, {"none": True, "of": "contact"})

    found = over(pack, school(fact("contact", "k", occurred=at(10, 1))), as_of=at(11, 5))

    assert found == {"2025-09": "2/2", "2025-10": "1/2", "2025-11": "2/2"}


def test_what_is_not_kept_has_no_period() -> None:
    """Where the table of the subjects is not kept, the one finding of the school lies in no period."""
    register = school(drop=("seat-one", "seat-two"), keeps=without("seat"))
    pack = rule({"always": True}, {"at_least": 1, "of": "credential"}, subject="seat")

    assert over(pack, register) == {None: "0/0?"}


def test_what_has_no_time_is_of_the_school_only_if_its_subject_is_there() -> None:
    """What cannot be told of a child that has left, and at no known time, lies in no class."""
    untimed = {"upon": "concern", "counted_from": "discovered_at", "within": "1 day"}
    pack = rule(untimed, {"at_least": 1, "of": "contact"})
    concern = fact("concern", "c", occurred=at(10, 1), nature="emotional")
    gone = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(11, 1))

    assert {key: one.undetermined for key, one in by(pack, school(concern), "school_class").items()} == {("c31",): 1}
    assert {key: one.undetermined for key, one in by(pack, school(concern, gone), "school_class").items()} == {
        (None,): 1
    }


def test_any_findings_can_be_measured() -> None:
    """Findings may be chosen before they are measured."""
    register = school(visit())
    chosen: list[Finding] = list(evaluate(TERM, register, as_of=AFTER).breached)

    (found,) = slices(chosen, register, as_of=AFTER)

    assert (found.key, found.by, found.period, found.measure.numerator) == (("made-up.visits",), ("norm",), None, 0)
