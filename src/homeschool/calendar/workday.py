"""Public working days of mainland China, from the State Council's yearly notices.

The data is `data/workdays.toml`: each notice with its number, its date and the days it moved.  It is read on first use.
Outside the covered years nothing is guessed from the weekday: the answer is a `CalendarRangeError`.
"""

import pkgutil
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal

from attrs import frozen

from homeschool.calendar.interval import Interval, checked_day
from homeschool.errors import CalendarRangeError, InvalidValueError

FIRST_YEAR: Final = 2004
LAST_YEAR: Final = 2026

Verification = Literal["text", "number"]

_SATURDAY: Final = 5


@frozen
class Notice:
    """A notice of the State Council that arranges days off and make-up working days (调休).

    Args:
        number: the document number, for example 国办发明电〔2025〕7号.
        issued_on: the date it bears; None where that could not be confirmed.
        title: its title.
        verified: `text` if number and days were read in a reprint of the notice, `number` if the number comes from
            secondary sources.
        off: days of rest that the weekday alone would not give, in order.
        worked: weekend days on which people work, in order.
    """

    number: str
    issued_on: date | None
    title: str
    verified: Verification
    off: tuple[date, ...]
    worked: tuple[date, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years in which it moves days; a notice may reach back into December."""
        return tuple(sorted({day.year for day in (*self.off, *self.worked)}))


def notice_of(year: int) -> tuple[Notice, ...]:
    """Return the notices that arrange days of a calendar year, oldest first; where they differ the later one stands.

    >>> from homeschool.calendar import notice_of
    >>> [notice.number for notice in notice_of(2026)]
    ['国办发明电〔2025〕7号']

    Raises:
        CalendarRangeError: the year is not covered.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        edge = date(FIRST_YEAR - 1, 12, 31) if year < FIRST_YEAR else date(LAST_YEAR + 1, 1, 1)
        raise CalendarRangeError(_uncovered(f"the year {year}"), edge)
    return tuple(notice for notice in _notices() if year in notice.years)


def is_working_day(day: date) -> bool:
    """Tell whether people work on that civil day by the public calendar, make-up days included.

    >>> from datetime import date
    >>> from homeschool.calendar import is_working_day
    >>> is_working_day(date(2026, 2, 14)), is_working_day(date(2026, 2, 16))
    (True, False)

    Raises:
        CalendarRangeError: the day's year is not covered; it names the year and the covered years.
        InvalidValueError: the value is a moment and not a day.
    """
    if not FIRST_YEAR <= checked_day(day).year <= LAST_YEAR:
        raise CalendarRangeError(_uncovered(f"`{day}`"), day)
    return day in _working_day_set()


def working_days_after(day: date, n: int) -> date:
    """Return the n-th working day after the day, which is not counted; 0 is the day itself (Civil Code art. 201).

    >>> from datetime import date
    >>> from homeschool.calendar import working_days_after
    >>> working_days_after(date(2026, 2, 13), 2)
    datetime.date(2026, 2, 24)

    Raises:
        CalendarRangeError: the count leaves the covered years.
        InvalidValueError: n is negative, or the day is a moment.
    """
    return _counted(day, n, 1)


def working_days_before(day: date, n: int) -> date:
    """Return the n-th working day before the day, which is not counted itself; 0 is the day itself.

    >>> from datetime import date
    >>> from homeschool.calendar import working_days_before
    >>> working_days_before(date(2026, 2, 24), 2)
    datetime.date(2026, 2, 13)

    Raises:
        CalendarRangeError: the count leaves the covered years.
        InvalidValueError: n is negative, or the day is a moment.
    """
    return _counted(day, n, -1)


def covered_years() -> Interval:
    """Return the days for which the table is true."""
    return Interval(date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1))


def _counted(day: date, n: int, step: Literal[1, -1]) -> date:
    if n < 0:
        raise InvalidValueError(f"`{n}` working days cannot be counted; expected 0 or more")
    is_working_day(day)
    days = _working_days()
    place = bisect_right(days, day) + n - 1 if step == 1 else bisect_left(days, day) - n
    if n == 0:
        return day
    if not 0 <= place < len(days):
        edge = date(LAST_YEAR + 1, 1, 1) if step == 1 else date(FIRST_YEAR - 1, 12, 31)
        direction = "after" if step == 1 else "before"
        raise CalendarRangeError(_uncovered(f"{n} working days {direction} `{day}`"), edge)
    return days[place]


def _uncovered(what: str) -> str:
    return f"no working-day data for {what}; the table covers the years {FIRST_YEAR} to {LAST_YEAR}"


@cache
def _notices() -> tuple[Notice, ...]:
    data = pkgutil.get_data(__name__, "data/workdays.toml") or b""  # importlib.resources costs 10 ms to import
    return tuple(_notice(table) for table in tomllib.loads(data.decode())["notices"])


def _notice(table: dict[str, Any]) -> Notice:
    return Notice(
        number=table["number"],
        issued_on=table.get("issued_on"),
        title=table["title"],
        verified=table["verified"],
        off=tuple(table["off"]),
        worked=tuple(table["worked"]),
    )


@cache
def _moved() -> dict[date, bool]:
    moved: dict[date, bool] = {}
    for notice in _notices():
        moved.update(dict.fromkeys(notice.off, False))
        moved.update(dict.fromkeys(notice.worked, True))
    return moved


@cache
def _working_days() -> tuple[date, ...]:
    moved = _moved()
    return tuple(day for day in _every_day() if moved.get(day, day.weekday() < _SATURDAY))


@cache
def _working_day_set() -> frozenset[date]:
    return frozenset(_working_days())


def _every_day() -> Iterator[date]:
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        yield day
        day += timedelta(days=1)
