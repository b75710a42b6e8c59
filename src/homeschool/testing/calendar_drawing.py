"""School calendars: one that all other strategies take if they are given none, and strategies for others."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, TeachingHours, Term
from homeschool.errors import InvalidValueError

_DAY = timedelta(days=1)
_HOURS = (TeachingHours(time(8, 20), time(12)), TeachingHours(time(14), time(16, 30)))
_YEARS = range(1900, 2999)


def school_calendar(first: date = date(2025, 9, 1)) -> SchoolCalendar:
    """Make the calendar of one school year that begins on a day: two terms, a day off, a day made up, teaching hours.

    >>> from homeschool.testing import school_calendar
    >>> [str(term.period) for term in school_calendar().years[0].terms]
    ['2025-09-01/2026-01-24', '2026-03-02/2026-07-04']
    """

    def on(days: int) -> date:
        return first + timedelta(days=days)

    terms = (Term("上", Interval(first, on(145))), Term("下", Interval(on(182), on(306))))
    year = SchoolYear("学年", Interval(first, on(365)), terms, frozenset({on(74)}), frozenset({on(75)}), _HOURS)
    return SchoolCalendar((year,))


CALENDAR = school_calendar()
"""The calendar of the school year 2025-26 that strategies take if they are given none."""


def edges_of(calendar: SchoolCalendar) -> tuple[date, ...]:
    """Return the days at which something of a calendar begins or ends: terms, days off, years; terms first."""
    found = dict.fromkeys(term.period.start for year in calendar.years for term in year.terms)
    for year in calendar.years:
        found |= dict.fromkeys(_ends(year))
    return tuple(found)


def _ends(year: SchoolYear) -> Iterator[date]:
    yield from (term.period.end for term in year.terms if term.period.end is not None)
    yield from sorted(year.days_off | year.make_up_days)
    yield year.period.start
    if year.period.end is not None:
        yield year.period.end


def first_day(calendar: SchoolCalendar) -> date:
    """Return the first day of a calendar."""
    return calendar.years[0].period.start


def last_day(calendar: SchoolCalendar) -> date:
    """Return the last day of a calendar, included."""
    return max(year.period.end for year in calendar.years if year.period.end is not None) - _DAY


def school_years(*, min_year: int = 2010, max_year: int = 2025) -> SearchStrategy[SchoolYear]:
    """Draw a school year from 1 September of a year to 31 August of the next, with one or two terms.

    It shrinks to the latest year with one term, no days off and nothing made up.

    Args:
        min_year: the earliest year in which it may begin.
        max_year: the latest year in which it may begin, included.

    Raises:
        InvalidValueError: no year lies within the bounds, or one lies outside of 1900 to 2998.
    """
    _check_years(min_year, max_year)
    return st.integers(0, max_year - min_year).flatmap(lambda ago: _years(max_year - ago))


def calendars(*, min_year: int = 2010, max_year: int = 2025, max_years: int = 1) -> SearchStrategy[SchoolCalendar]:
    """Draw a calendar of one school year or several that touch.

    Args:
        min_year: the earliest year in which its first school year may begin, where there is but one.
        max_year: the latest year in which its last school year may begin, included.
        max_years: how many school years it may have.

    Raises:
        InvalidValueError: as for `school_years`, or there may be no school year.
    """
    _check_years(min_year, max_year)
    if max_years < 1:
        raise InvalidValueError(f"max_years: expected 1 or more, not `{max_years}`")
    return _calendars(min_year, max_year, max_years)


def _check_years(min_year: int, max_year: int) -> None:
    for name, year in (("min_year", min_year), ("max_year", max_year)):
        if year not in _YEARS:
            raise InvalidValueError(f"{name}: expected a year from {_YEARS.start} to {_YEARS.stop - 1}, not `{year}`")
    if min_year > max_year:
        raise InvalidValueError(f"min_year: `{min_year}` is after max_year `{max_year}`")


@st.composite
def _calendars(draw: DrawFn, min_year: int, max_year: int, max_years: int) -> SchoolCalendar:
    last = max_year - draw(st.integers(0, max_year - min_year))
    count = draw(st.integers(1, max_years))
    return SchoolCalendar(tuple(draw(_years(last - ago)) for ago in reversed(range(count))))


@st.composite
def _years(draw: DrawFn, year: int) -> SchoolYear:
    first = date(year, 9, 1)
    autumn = Interval(first + timedelta(days=draw(st.integers(0, 6))), date(year + 1, 1, draw(st.integers(10, 31))))
    terms = [Term("第一学期", autumn)]
    if draw(st.booleans()):
        start = date(year + 1, 2, 10) + timedelta(days=draw(st.integers(0, 25)))
        terms.append(Term("第二学期", Interval(start, date(year + 1, 7, draw(st.integers(1, 20))))))
    in_term = st.sampled_from(terms).flatmap(_days_of)
    off = frozenset(draw(st.lists(in_term, max_size=2)))
    made_up = frozenset(draw(st.lists(in_term, max_size=2))) - off
    hours = draw(st.sampled_from((_HOURS, _HOURS[:1], ())))
    return SchoolYear(
        f"{year}-{year + 1}学年", Interval(first, date(year + 1, 9, 1)), tuple(terms), off, made_up, hours
    )


def _days_of(term: Term) -> SearchStrategy[date]:
    days = (term.period.days or 1) - 1
    return st.integers(0, days).map(lambda number: term.period.start + timedelta(days=number))
