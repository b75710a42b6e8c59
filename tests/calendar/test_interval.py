"""Intervals: half-open runs of civil days."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeschool.calendar import Interval, checked_day, day_interval, union
from homeschool.errors import InvalidValueError

JANUARY = Interval(date(2026, 1, 1), date(2026, 2, 1))
FROM_MARCH = Interval(date(2026, 3, 1))

days = st.dates(date(2025, 12, 1), date(2026, 3, 31))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Draw an interval of up to 30 days, or one that goes on."""
    start = draw(days)
    length = draw(st.none() | st.integers(1, 30))
    return Interval(start, None if length is None else start + timedelta(days=length))


def test_the_start_is_in_and_the_end_is_not() -> None:
    """An interval holds its start and not its end."""
    held = [day in JANUARY for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1))]

    assert held == [False, True, True, False]


def test_an_interval_without_an_end_goes_on() -> None:
    """Without an end every later day is in, and the days can't be counted."""
    assert date(2999, 1, 1) in FROM_MARCH
    assert date(2026, 2, 28) not in FROM_MARCH
    assert FROM_MARCH.days is None


def test_days_are_counted_without_the_end() -> None:
    """January has 31 days."""
    assert JANUARY.days == 31


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_an_interval_without_days_is_refused(end: date) -> None:
    """An end on or before the start is refused, and the message shows both."""
    with pytest.raises(InvalidValueError, match=f"`2026-01-01/{end}` has no day"):
        Interval(date(2026, 1, 1), end)


def test_a_moment_is_no_day() -> None:
    """A datetime is refused wherever a civil day is expected, though Python counts it as a date."""
    moment = datetime(2026, 1, 1, 8, tzinfo=UTC)

    with pytest.raises(InvalidValueError, match="is a moment"):
        Interval(moment)
    with pytest.raises(InvalidValueError, match="is a moment"):
        Interval(date(2025, 1, 1), moment)
    with pytest.raises(InvalidValueError, match="is a moment"):
        checked_day(moment)


def test_touching_intervals_do_not_overlap() -> None:
    """What ends where another starts shares no day with it."""
    february = Interval(date(2026, 2, 1), date(2026, 3, 1))

    assert not JANUARY.overlaps(february)
    assert not february.overlaps(JANUARY)
    assert JANUARY.overlaps(day_interval(date(2026, 1, 31)))


def test_an_interval_is_written_with_both_bounds() -> None:
    """The text shows both bounds, and two dots for no end."""
    assert [str(JANUARY), str(FROM_MARCH)] == ["2026-01-01/2026-02-01", "2026-03-01/.."]


@given(intervals(), intervals(), days)
def test_a_day_is_in_the_intersection_if_it_is_in_both(one: Interval, other: Interval, day: date) -> None:
    """The intersection holds exactly the days of both, whichever is asked."""
    shared = one.intersection(other)

    assert (shared is not None and day in shared) == (day in one and day in other)
    assert shared == other.intersection(one)
    assert one.overlaps(other) == (shared is not None)


@given(st.lists(intervals(), max_size=6), days)
def test_a_union_holds_the_same_days(some: list[Interval], day: date) -> None:
    """The union holds exactly the days of any part."""
    joined = union(some)

    assert any(day in interval for interval in joined) == any(day in interval for interval in some)


@given(st.lists(intervals(), max_size=6))
def test_a_union_is_in_order_and_apart(some: list[Interval]) -> None:
    """The parts of a union are in order with at least a day between them, and joining again changes nothing."""
    joined = union(some)

    assert all(one.end is not None and one.end < other.start for one, other in pairwise(joined))
    assert union(joined) == joined
