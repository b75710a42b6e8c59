"""What is due: by whom, until when, how much time is left, what is missing."""

from datetime import date, timedelta

import attrs
import pytest

from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, Span, Term
from homeschool.engine.due import Due, by_bearer, due
from homeschool.errors import InvalidValueError
from homeschool.policy import Pack
from tests.engine.builders import Table, findings, rule
from tests.model.builders import at, day, fact, school

TWO_VISITS: Table = {"at_least": 2, "of": "home_visit"}
TERM: Table = {"every": "term"}
VISITS = rule(TERM, TWO_VISITS)
AS_OF = at(1, 19)  # a Monday, in the last week of the term


def dues(pack: Pack = VISITS, *facts: object, **more: object) -> tuple[Due, ...]:
    """Return what is due over the small made-up school."""
    as_of, calendar = more.pop("as_of", AS_OF), more.pop("calendar", None)
    register = school(*facts, **({} if calendar is None else {"calendar": calendar}))  # type: ignore[arg-type]
    return due(findings(pack, register, as_of), register, **more)  # type: ignore[arg-type]


def test_says_who_owes_how_much_until_when() -> None:
    """A duty is due with those who bear it, its deadline, the time left, and how much is missing."""
    visit = fact("home_visit", "v1", occurred=day(10, 10))

    found = {one.finding.subject: one for one in dues(VISITS, visit)}

    one = found["s-one"]
    assert one.holders == ("t-class",)
    assert one.closes == at(1, 24, 0)
    assert one.slack == timedelta(days=4, hours=12)
    assert (one.school_days, one.working_days, one.because) == (5, 5, None)
    assert (str(one.needed), one.missing, one.is_unachievable) == ("2", 1, False)
    assert found["s-two"].missing == 2
    assert found["s-two"].holders == ()


def test_the_days_left_end_with_the_last_day_of_the_window() -> None:
    """Of a window that ends with a Wednesday the Thursday after it is not left."""
    early = rule({"every": "term", "within": "17 days"}, TWO_VISITS)

    found = dues(early, as_of=at(9, 15))

    assert [(one.closes, one.school_days, one.working_days) for one in found] == [(at(9, 18, 0), 3, 3)] * 2


def test_comes_in_order_of_deadline() -> None:
    """The earliest deadline comes first, whatever the order of the norms."""
    contact = rule({"upon": "concern", "within": "24 h"}, {"at_least": 1, "of": "contact"}, id="contact")
    both = attrs.evolve(VISITS, norms=(*VISITS.norms, *contact.norms), digest="")
    concern = fact("concern", "k1", occurred=at(1, 19, 8), nature="emotional")

    found = dues(both, concern)

    assert [one.finding.norm.slug for one in found] == ["contact", "visits", "visits"]
    assert found[0].slack == timedelta(hours=20, microseconds=1)


def test_within_counts_as_deadlines_do() -> None:
    """A civil span ends with its last day, an elapsed one with the instant, and without one all is due."""
    assert len(dues(within=Span.parse("4 days"))) == 2
    assert dues(within=Span.parse("3 days")) == ()
    assert len(dues(within=Span.parse("5 school days"))) == 2
    assert dues(within=Span.parse("3 school days")) == ()
    assert len(dues(within=timedelta(days=4, hours=12))) == 2
    assert dues(within=Span.parse("100 h")) == ()
    assert len(dues()) == 2
    with pytest.raises(InvalidValueError, match="leaves the years"):
        dues(within=Span.parse("9000 years"))
    with pytest.raises(InvalidValueError, match="leaves the years"):
        dues(within=timedelta.max)


def test_one_bearer_or_role_alone() -> None:
    """What is due may be asked of one person or one role."""
    assert [one.finding.subject for one in dues(bearer="t-class")] == ["s-one"]
    assert len(dues(bearer="class_teacher")) == 2
    assert dues(bearer="t-none") == ()


def test_days_that_no_calendar_knows_are_left_out_with_the_reason() -> None:
    """Where a calendar has no data for the days left, it says so and counts nothing."""
    year = SchoolYear(
        "2026-2027",
        Interval(date(2026, 9, 1), date(2027, 9, 1)),
        (Term("one", Interval(date(2026, 9, 1), date(2027, 1, 24))),),
    )

    found = dues(calendar=SchoolCalendar((year,)), as_of=at(1, 19).replace(year=2027))

    assert [(one.school_days, one.working_days, one.because) for one in found] == [(None, None, "calendar")] * 2


def test_what_can_no_longer_be_kept_is_said() -> None:
    """A duty that asks for more different days than are left is due and can no longer be kept."""
    days = rule(TERM, {"at_least": 8, "of": "home_visit", "distinct": "day"})

    found = dues(days)

    assert [(one.missing, one.is_unachievable) for one in found] == [(8, True)] * 2


def test_a_share_has_no_number() -> None:
    """Of a share nothing is said to be missing, for how many it takes depends on the rest."""
    share = rule(TERM, {"share": {"at_least": "1/2"}, "of": "contact", "where": {"reached": True}, "among": {}})
    contact = fact("contact", "k1", occurred=day(10, 10), reached=False)

    found = dues(share, contact)

    assert {(one.needed, one.missing) for one in found} == {(None, None)}


def test_grouped_by_those_who_owe() -> None:
    """Grouped by bearer, each person has what they owe; what nobody can owe stands under no name."""
    found = by_bearer(dues())

    assert {holder: [one.finding.subject for one in same] for holder, same in found.items()} == {
        "": ["s-two"],
        "t-class": ["s-one"],
    }
