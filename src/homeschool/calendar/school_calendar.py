"""A school's calendar: its school years in one time zone, and what follows from them for a day or an instant."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from homeschool.calendar.interval import Interval, checked_day, union
from homeschool.calendar.school_year import SchoolYear, Vacation
from homeschool.calendar.workday import FIRST_YEAR, LAST_YEAR, covered_years, is_working_day
from homeschool.errors import CalendarRangeError, InvalidValueError, Mistake, MistakesError

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def _in_order(years: Iterable[SchoolYear]) -> tuple[SchoolYear, ...]:
    return tuple(sorted(years, key=lambda year: year.period.start))


@frozen(cache_hash=True)
class SchoolCalendar:
    """The school years of one school, in order, and its time zone.

    A **school day** lies in a term, is a public working day or a make-up day of the school, and is no day off of the
    school.  The calendar answers only for the days of its school years, and, within a term, only where the public
    calendar has data or the school says itself whether it teaches; elsewhere it raises and never guesses.

    Args:
        years: school years, in any order, not overlapping; they need not touch.
        zone: the zone in which days begin and teaching hours are told.

    >>> from datetime import date
    >>> from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, Term
    >>> spring = Term("第二学期", Interval(date(2026, 3, 2), date(2026, 7, 4)))
    >>> year = SchoolYear("2025-2026学年", Interval(date(2025, 9, 1), date(2026, 9, 1)), (spring,))
    >>> calendar = SchoolCalendar((year,))
    >>> calendar.is_school_day(date(2026, 5, 9)), calendar.is_school_day(date(2026, 5, 4))
    (True, False)
    >>> calendar.school_days_after(date(2026, 4, 30), 1)
    datetime.date(2026, 5, 6)

    `school_days` are all days known to be school days, `unknown_days` those days of terms for which the public calendar
    has no data yet; both in order.

    Raises:
        MistakesError: there is no school year, or two overlap or share a name.
    """

    years: tuple[SchoolYear, ...] = field(converter=_in_order)
    zone: ZoneInfo = SHANGHAI
    school_days: tuple[date, ...] = field(init=False, eq=False, repr=False)
    unknown_days: tuple[date, ...] = field(init=False, eq=False, repr=False)
    _school_day_set: frozenset[date] = field(init=False, eq=False, repr=False)
    _blocks: tuple[Interval, ...] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse contradicting years, and work out the school days once."""
        mistakes = tuple(_mistakes(self.years))
        if mistakes:
            raise MistakesError(mistakes)
        days = [(day, _teaches(year, day)) for year in self.years for day in _term_days(year)]
        known = tuple(day for day, teaches in days if teaches)
        object.__setattr__(self, "school_days", known)
        object.__setattr__(self, "unknown_days", tuple(day for day, teaches in days if teaches is None))
        object.__setattr__(self, "_school_day_set", frozenset(known))
        object.__setattr__(self, "_blocks", union(year.period for year in self.years))

    def year_of(self, day: date) -> SchoolYear:
        """Return the school year that holds the day.

        Raises:
            CalendarRangeError: no school year holds it.
        """
        place = bisect_right(self.years, checked_day(day), key=lambda year: year.period.start) - 1
        if place < 0 or day not in self.years[place].period:
            raise _out_of_range(self, f"`{day}`", day)
        return self.years[place]

    def covers(self, day: date) -> bool:
        """Tell whether a school year holds the day."""
        return any(day in block for block in self._blocks)

    def knows(self, interval: Interval) -> bool:
        """Tell whether the calendar can say of every day of the interval if it is a school day or not."""
        inside = any(block.intersection(interval) == interval for block in self._blocks)
        return inside and not days_within(self.unknown_days, interval)

    def is_school_day(self, day: date) -> bool:
        """Tell whether the school teaches on that day.

        Raises:
            CalendarRangeError: no school year holds the day, or the public calendar has no data for it.
        """
        if day in self._school_day_set:
            return True
        self.year_of(day)
        place = bisect_left(self.unknown_days, day)
        return place < len(self.unknown_days) and self.unknown_days[place] == day and is_working_day(day)

    def is_day_off(self, day: date) -> bool:
        """Tell whether the school does not teach on that day; errors as for a school day."""
        return not self.is_school_day(day)

    def vacation_of(self, day: date) -> Vacation | None:
        """Return the vacation in which the day lies, or None in term and in gaps shorter than a week.

        Raises:
            CalendarRangeError: no school year holds the day.
        """
        return self.year_of(day).vacation_of(day)

    def teaching_week(self, day: date) -> int | None:
        """Return the number of the day's week in its term, or None outside the terms.

        Weeks begin on Monday; week 1 is the one in which the term starts.

        Raises:
            CalendarRangeError: no school year holds the day.
        """
        term = self.year_of(day).term_of(day)
        if term is None:
            return None
        return (_monday(day) - _monday(term.period.start)).days // 7 + 1

    def is_teaching_time(self, instant: datetime) -> bool:
        """Tell whether the instant falls into teaching hours ``[start, end)`` of a school day.

        Raises:
            CalendarRangeError: it can't be told whether it is a school day, or the school year has no teaching hours.
            InvalidValueError: the instant is naive.
        """
        day = self.day_of(instant)
        if not self.is_school_day(day):
            return False
        year = self.year_of(day)
        if not year.teaching_hours:
            raise CalendarRangeError(
                f"school year `{year.name}` has no teaching hours for `{day}`; expected at least one stretch", day
            )
        clock = instant.astimezone(self.zone).time()
        return any(clock in hours for hours in year.teaching_hours)

    def school_days_after(self, day: date, n: int) -> date:
        """Return the n-th school day after the day, which is not counted itself; 0 is the day itself.

        Raises:
            CalendarRangeError: the count leaves the school years that touch, or meets a day without data.
            InvalidValueError: n is negative.
        """
        place = bisect_right(self.school_days, checked_day(day)) + n - 1
        return _counted(self, day, n, place)

    def school_days_before(self, day: date, n: int) -> date:
        """Return the n-th school day before the day, which is not counted itself; 0 is the day itself.

        Raises:
            CalendarRangeError: the count leaves the school years that touch, or meets a day without data.
            InvalidValueError: n is negative.
        """
        place = bisect_left(self.school_days, checked_day(day)) - n
        return _counted(self, day, n, place)

    def day_of(self, instant: datetime) -> date:
        """Return the civil day of an instant in the calendar's zone.

        Raises:
            InvalidValueError: the instant is naive.
        """
        if instant.utcoffset() is None:
            raise InvalidValueError(f"`{instant.isoformat()}` has no time zone; expected one such as +08:00")
        return instant.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """Return the instant at which that civil day begins in the calendar's zone."""
        return datetime.combine(checked_day(day), time(), self.zone)


def days_within(days: tuple[date, ...], interval: Interval) -> tuple[date, ...]:
    """Return those of the days, which are in order, that lie in the interval."""
    stop = len(days) if interval.end is None else bisect_left(days, interval.end)
    return days[bisect_left(days, interval.start) : stop]


def _mistakes(years: tuple[SchoolYear, ...]) -> Iterator[Mistake]:
    if not years:
        yield Mistake("years", "no school year; expected at least one")
    for number, (year, following) in enumerate(pairwise(years), start=1):
        if year.period.overlaps(following.period):
            text = f"school years `{year.name}` and `{following.name}` overlap; expected years apart"
            yield Mistake(f"years[{number}].period", text)
    names = [year.name for year in years]
    for number, name in enumerate(names):
        if name in names[:number]:
            text = f"another school year is called `{name}`; expected different names"
            yield Mistake(f"years[{number}].name", text)


def _term_days(year: SchoolYear) -> Iterator[date]:
    for term in year.terms:
        first = term.period.start
        yield from (first + timedelta(days=number) for number in range(term.period.days or 0))


def _teaches(year: SchoolYear, day: date) -> bool | None:
    if day in year.days_off:
        return False
    if day in year.make_up_days:
        return True
    return is_working_day(day) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _counted(calendar: SchoolCalendar, day: date, n: int, place: int) -> date:
    if n < 0:
        raise InvalidValueError(f"`{n}` school days cannot be counted; expected 0 or more")
    calendar.year_of(day)
    if n == 0:
        return day
    reached = calendar.school_days[place] if 0 <= place < len(calendar.school_days) else None
    if reached is None or not calendar.knows(_between(day, reached)):
        raise _out_of_range(calendar, f"counting {n} school days from `{day}`", day)
    return reached


def _between(one: date, other: date) -> Interval:
    return Interval(min(one, other), max(one, other) + timedelta(days=1))


def _out_of_range(calendar: SchoolCalendar, what: str, day: date) -> CalendarRangeError:
    covered = ", ".join(str(block) for block in union(year.period for year in calendar.years))
    public = f"the public working days {covered_years()}"
    return CalendarRangeError(f"no data for {what}; the school calendar covers {covered}, {public}", day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
