"""The demo's school calendar, and the days and hours at which things happen in it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

import attrs

from homeschool.calendar import SHANGHAI, Interval, SchoolCalendar, SchoolYear, Span, TeachingHours, Term, day_before

Days = tuple[date, ...]

FIRST_DAY: Final = date(2025, 9, 1)
SPRING: Final = date(2026, 3, 2)

_HOURS: Final = (TeachingHours(time(8, 20), time(12)), TeachingHours(time(14), time(16, 30)))


def demo_calendar() -> SchoolCalendar:
    """Return the calendar of the made-up school: the school year from September 2025, its two terms, its hours."""
    autumn = Term("第一学期", Interval(FIRST_DAY, date(2026, 1, 24)))
    spring = Term("第二学期", Interval(SPRING, date(2026, 7, 4)))
    year = Interval(FIRST_DAY, date(2026, 9, 1))
    return SchoolCalendar((SchoolYear("2025-2026学年", year, (autumn, spring), teaching_hours=_HOURS),))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a wall time of a day in the school's zone; minutes beyond 59 run on into the next hours."""
    return datetime(day.year, day.month, day.day, hour + minute // 60, minute % 60, tzinfo=SHANGHAI)


@attrs.frozen
class Timetable:
    """The school days of the demo, all and by week, month and term."""

    calendar: SchoolCalendar
    days: Days
    weeks: tuple[Days, ...]
    months: tuple[Days, ...]
    terms: tuple[Days, ...]

    def on_or_after(self, day: date) -> date:
        """Return the first school day that is not before `day`; after the last one, the last."""
        return self.days[min(bisect_left(self.days, day), len(self.days) - 1)]

    def after(self, day: date, number: int) -> date:
        """Return the school day that is `number` school days after `day`, or the last of the year."""
        place = bisect_left(self.days, day + timedelta(days=1)) + number - 1
        return self.days[min(place, len(self.days) - 1)]

    def working_days_before(self, day: date, number: int) -> date:
        """Return the day that is `number` public working days before `day`."""
        return day_before(day, Span.parse(f"{number} working days"), self.calendar)


def make_timetable() -> Timetable:
    """Return the demo's timetable."""
    calendar = demo_calendar()
    days = calendar.school_days
    spans = [term.period for term in calendar.years[0].terms]
    return Timetable(
        calendar=calendar,
        days=days,
        weeks=_grouped(days, lambda day: day.isocalendar()[:2]),
        months=_grouped(days, lambda day: (day.year, day.month)),
        terms=tuple(tuple(day for day in days if day in span) for span in spans),
    )


def _grouped(days: Iterable[date], key: Callable[[date], tuple[int, ...]]) -> tuple[Days, ...]:
    return tuple(tuple(group) for _, group in groupby(days, key))
