"""Periods: the consecutive intervals, of a closed list of kinds, in which recurring duties fall due."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain
from types import MappingProxyType
from typing import Final, Literal, assert_never, get_args

from attrs import frozen

from homeschool.calendar.interval import Interval, day_interval
from homeschool.calendar.school_calendar import SchoolCalendar, days_within
from homeschool.calendar.school_year import SchoolYear
from homeschool.calendar.span import Language
from homeschool.errors import InvalidValueError

PeriodKind = Literal[
    "school_day", "day", "week", "month", "term", "half_year", "school_year", "vacation", "calendar_year"
]
During = Literal["any", "vacation"]

PERIOD_KINDS: Final[tuple[PeriodKind, ...]] = get_args(PeriodKind)

_VACATION_KINDS: Final = frozenset[PeriodKind]({"day", "week", "month", "vacation"})
_CHINESE: Final = MappingProxyType[PeriodKind, str](
    {
        "school_day": "上课日",
        "day": "日",
        "week": "周",
        "month": "月",
        "term": "学期",
        "half_year": "半学年",
        "school_year": "学年",
        "vacation": "假期",
        "calendar_year": "自然年",
    }
)


@frozen
class Period:
    """One period: its kind, its name (for example ``2025-W36``, ``2025-09`` or 2025-2026学年第一学期) and its days."""

    kind: PeriodKind
    name: str
    interval: Interval


def period_kind_name(kind: PeriodKind, language: Language) -> str:
    """Return the name of a kind of period for people, for example 学期 or half-year."""
    if language == "zh":
        return _CHINESE[kind]
    return "half-year" if kind == "half_year" else kind.replace("_", " ")


def periods(
    calendar: SchoolCalendar, kind: PeriodKind, *, min_school_days: int = 1, during: During = "any"
) -> tuple[Period, ...]:
    """Return all periods of the kind over the calendar's school years, in order and disjoint.

    A week is a whole week from Monday and a month a calendar month, also where it straddles the edge of a term or of a
    school year; it appears once.  A half-year is the school year up to, or from, the start of the second term; a year
    of one term is not divided.  Days are all civil days of the school years.

    >>> from datetime import date
    >>> from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, Term, periods
    >>> days, spring = Interval(date(2025, 9, 1), date(2026, 9, 1)), Interval(date(2026, 3, 2), date(2026, 7, 4))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("第二学期", spring),)),))
    >>> [month.name for month in periods(calendar, "month")]
    ['2026-03', '2026-04', '2026-05', '2026-06', '2026-07']

    Args:
        calendar: the school's calendar.
        kind: the kind of period.
        min_school_days: weeks and months count only with at least this many school days; days for which the public
            calendar has no data yet count as possible school days; 0 for norms that run through vacations.
        during: `vacation` keeps only the days, weeks and months with a day of vacation; they need no school days.

    Raises:
        InvalidValueError: the kind is unknown, `during` does not go with it, or `min_school_days` is negative.
    """
    _check(kind, min_school_days, during)
    found = (Period(kind, name, interval) for name, interval in _all(calendar, kind))
    if during == "vacation":
        vacations = tuple(vacation.period for year in calendar.years for vacation in year.vacations)
        return tuple(period for period in found if any(period.interval.overlaps(gap) for gap in vacations))
    if kind in {"week", "month"}:
        return tuple(period for period in found if _possible_school_days(calendar, period.interval) >= min_school_days)
    return tuple(found)


def _check(kind: PeriodKind, min_school_days: int, during: During) -> None:
    if kind not in PERIOD_KINDS:
        raise InvalidValueError(f"`{kind}` is no kind of period; expected one of {', '.join(PERIOD_KINDS)}")
    if during == "vacation" and kind not in _VACATION_KINDS:
        raise InvalidValueError(f"`{kind}` has no part in vacations; expected day, week, month or vacation")
    if min_school_days < 0:
        raise InvalidValueError(f"`{min_school_days}` school days cannot be asked for; expected 0 or more")


def _possible_school_days(calendar: SchoolCalendar, interval: Interval) -> int:
    return sum(len(days_within(days, interval)) for days in (calendar.school_days, calendar.unknown_days))


def _all(calendar: SchoolCalendar, kind: PeriodKind) -> Iterator[tuple[str, Interval]]:
    match kind:
        case "school_day":
            return ((day.isoformat(), day_interval(day)) for day in calendar.school_days)
        case "day":
            return _runs(calendar, lambda day: day, lambda day: day + timedelta(days=1), date.isoformat)
        case "week":
            return _runs(calendar, _monday, lambda monday: monday + timedelta(weeks=1), _week_name)
        case "month":
            return _runs(calendar, lambda day: day.replace(day=1), _next_month, lambda first: first.isoformat()[:7])
        case "calendar_year":
            return _runs(calendar, _january, lambda first: _january(first + timedelta(days=366)), _year_name)
        case "term" | "half_year" | "school_year" | "vacation":
            return chain.from_iterable(_of_year(year, kind) for year in calendar.years)
        case _:
            assert_never(kind)


def _of_year(
    year: SchoolYear, kind: Literal["term", "half_year", "school_year", "vacation"]
) -> Iterator[tuple[str, Interval]]:
    match kind:
        case "term":
            return ((_qualified(year, term.name), term.period) for term in year.terms)
        case "vacation":
            return ((_qualified(year, vacation.name), vacation.period) for vacation in year.vacations)
        case "school_year":
            return iter([(year.name, year.period)])
        case "half_year":
            return _halves(year)
        case _:
            assert_never(kind)


def _halves(year: SchoolYear) -> Iterator[tuple[str, Interval]]:
    if len(year.terms) == 1:
        yield year.name, year.period
        return
    second = year.terms[1].period.start
    yield f"{year.name}上半学年", Interval(year.period.start, second)
    yield f"{year.name}下半学年", Interval(second, year.period.end)


def _runs(
    calendar: SchoolCalendar,
    first_of: Callable[[date], date],
    following: Callable[[date], date],
    name_of: Callable[[date], str],
) -> Iterator[tuple[str, Interval]]:
    """Yield, once each, the runs of days that meet a school year; a run is known by its first day."""
    reached = date.min
    for year in calendar.years:
        for start in _starts(year, first_of, following):
            if start >= reached:
                reached = following(start)
                yield name_of(start), Interval(start, reached)


def _starts(year: SchoolYear, first_of: Callable[[date], date], following: Callable[[date], date]) -> Iterator[date]:
    start = first_of(year.period.start)
    while year.period.end is not None and start < year.period.end:
        yield start
        start = following(start)


def _qualified(year: SchoolYear, name: str) -> str:
    return name if name.startswith(year.name) else f"{year.name}{name}"


def _week_name(monday: date) -> str:
    number = monday.isocalendar()
    return f"{number.year}-W{number.week:02}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _january(day: date) -> date:
    return day.replace(month=1, day=1)


def _year_name(first: date) -> str:
    return str(first.year)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
