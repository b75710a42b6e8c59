"""Two made-up school years, 2024-2026, of a school that keeps the usual Chinese calendar."""

from datetime import date, time

import pytest

from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, TeachingHours, Term

MORNING = TeachingHours(time(8), time(11, 30))
AFTERNOON = TeachingHours(time(14), time(17))


def school_year(start: int) -> SchoolYear:
    """Make a school year from 1 September of `start`, with a sports day off and a Sunday made up for it."""
    autumn = Term("第一学期", Interval(date(start, 9, 1), date(start + 1, 1, 18)))
    spring = Term("第二学期", Interval(date(start + 1, 2, 17), date(start + 1, 7, 5)))
    return SchoolYear(
        name=f"{start}-{start + 1}学年",
        period=Interval(date(start, 9, 1), date(start + 1, 9, 1)),
        terms=(autumn, spring),
        days_off=frozenset({date(start, 11, 14)}),
        make_up_days=frozenset({date(start, 11, 16)}),
        teaching_hours=(MORNING, AFTERNOON),
    )


@pytest.fixture(scope="session")
def calendar() -> SchoolCalendar:
    """Give the calendar of the school years 2024-2025 and 2025-2026."""
    return SchoolCalendar((school_year(2024), school_year(2025)))
