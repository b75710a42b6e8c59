"""Days, instants, intervals and spans: mostly at the edges of the school year, where mistakes hide."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.calendar import UNITS, Interval, SchoolCalendar, Span, Unit
from homeschool.errors import InvalidValueError
from homeschool.testing.calendar_drawing import CALENDAR, edges_of, first_day, last_day

_NEAR = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, 6, 7, 8, 9)
_LAST_MOMENT = time(23, 59, 59, 999999)
_LENGTHS = (1, 2, 3, 7, 14, 30, 60, 120, 180, 365)
_MAY_ELAPSE = frozenset({"day", "week"})


@attrs.frozen
class Range:
    """The days `low` to `high`, both included, within which something is drawn, and the calendar whose edges count."""

    low: date
    high: date
    calendar: SchoolCalendar


def range_of(min_day: date | None, max_day: date | None, calendar: SchoolCalendar | None) -> Range:
    """Return the days from `min_day` to `max_day`, both included; left out: all days of the calendar.

    Raises:
        InvalidValueError: no day lies within the bounds.
    """
    calendar = calendar or CALENDAR
    low = first_day(calendar) if min_day is None else min_day
    high = max(low, last_day(calendar)) if max_day is None else max_day
    if min_day is None:
        low = min(low, high)
    if low > high:
        raise InvalidValueError(f"min_day: `{low}` is after max_day `{high}`")
    return Range(low, high, calendar)


@lru_cache(maxsize=64)
def days_in(within: Range) -> SearchStrategy[date]:
    """Draw a day of a range: near an edge of the calendar, or anywhere."""
    edges = edges_of(within.calendar)
    near = dict.fromkeys(edge + timedelta(days=number) for number in _NEAR for edge in edges)
    close = [day for day in near if within.low <= day <= within.high]
    anywhere = st.integers(0, (within.high - within.low).days).map(lambda number: within.low + timedelta(days=number))
    return st.sampled_from(close) | anywhere if close else anywhere


@lru_cache(maxsize=64)
def instants_in(within: Range) -> SearchStrategy[datetime]:
    """Draw an instant on such a day: when teaching begins or ends, at midnight, at the last moment, at any minute."""
    hours = dict.fromkeys(hours for year in within.calendar.years for hours in year.teaching_hours)
    clocks = [clock for one in hours for clock in (one.start, one.end)]
    minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    clock = st.sampled_from((*clocks, time(0), _LAST_MOMENT)) | minutes
    zone = within.calendar.zone
    return st.builds(lambda day, clock: datetime.combine(day, clock, zone), days_in(within), clock)


def days(
    *, min_day: date | None = None, max_day: date | None = None, calendar: SchoolCalendar | None = None
) -> SearchStrategy[date]:
    """Draw a day, mostly near an edge of the school year; it shrinks to the first day of the first term.

    Args:
        min_day: the first day that may be drawn; left out: the first of the calendar.
        max_day: the last day that may be drawn, included; left out: the last of the calendar.
        calendar: the calendar whose edges count; left out: the school year 2025-26.
    """
    return days_in(range_of(min_day, max_day, calendar))


def instants(
    *, min_day: date | None = None, max_day: date | None = None, calendar: SchoolCalendar | None = None
) -> SearchStrategy[datetime]:
    """Draw an aware instant in the calendar's zone, mostly near an edge of the school year and of the day.

    Arguments as for `days`; both bounds are included.
    """
    return instants_in(range_of(min_day, max_day, calendar))


def moments(*, calendar: SchoolCalendar | None = None) -> SearchStrategy[datetime]:
    """Draw a moment to ask about: anywhere in the calendar, or up to three days outside of it."""
    known = calendar or CALENDAR
    outside = timedelta(days=3)
    return instants(min_day=first_day(known) - outside, max_day=last_day(known) + outside, calendar=known)


def intervals(
    *, min_day: date | None = None, max_day: date | None = None, calendar: SchoolCalendar | None = None
) -> SearchStrategy[Interval]:
    """Draw an interval that begins within the bounds and ends after a while, or goes on; arguments as for `days`."""
    start = days_in(range_of(min_day, max_day, calendar))
    return st.builds(_interval, start, lengths())


def _interval(start: date, days: int | None) -> Interval:
    return Interval(start, None if days is None else start + timedelta(days=days))


def lengths() -> SearchStrategy[int | None]:
    """Draw how many days something lasts, or None for what goes on."""
    return st.sampled_from((None, *_LENGTHS))


def spans(*, units: tuple[Unit, ...] = UNITS, min_amount: int = 0, max_amount: int = 30) -> SearchStrategy[Span]:
    """Draw a span of time in one of some units, of civil days or of elapsed time.

    Args:
        units: the units that may be drawn; the first is what it shrinks to.
        min_amount: the least amount; `at once` has none and is drawn all the same.
        max_amount: the greatest amount, included.

    Raises:
        InvalidValueError: there is no unit, a unit is not known, or no amount lies within the bounds.
    """
    if not units or not set(units) <= set(UNITS):
        raise InvalidValueError(f"units: expected some of {', '.join(UNITS)}, not `{', '.join(units)}`")
    if not 0 <= min_amount <= max_amount:
        raise InvalidValueError(f"min_amount: expected 0 to max_amount `{max_amount}`, not `{min_amount}`")
    amounts = st.integers(min_amount, max_amount)
    return st.one_of([_spans_in(unit, amounts) for unit in units])


def _spans_in(unit: Unit, amounts: SearchStrategy[int]) -> SearchStrategy[Span]:
    if unit == "at_once":
        return st.just(Span(0, "at_once"))
    elapsed = st.booleans() if unit in _MAY_ELAPSE else st.just(value=False)
    return st.builds(Span, amounts, st.just(unit), elapsed)
