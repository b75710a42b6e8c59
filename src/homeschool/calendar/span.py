"""Spans of time: elapsed time, or civil days counted as the Civil Code does (arts. 201-203)."""

import re
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal, get_args

from attrs import Attribute, field, frozen
from dateutil.relativedelta import relativedelta

from homeschool.calendar.interval import checked_day
from homeschool.calendar.school_calendar import SchoolCalendar
from homeschool.calendar.workday import working_days_after, working_days_before
from homeschool.errors import InvalidValueError

Unit = Literal["min", "h", "day", "school_day", "working_day", "week", "month", "year", "at_once"]
Language = Literal["zh", "en"]

UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
LARGEST_AMOUNT: Final = 999_999

_EXPECTED: Final = (
    "expected a number and one of min, h, day, school day, working day, week, month, year "
    "(a day or week may end in `elapsed`), or `at once`"
)
_WRITTEN: Final = re.compile(r"(?P<amount>[0-9]{1,6}) (?P<unit>[a-z]+(?: [a-z]+)?)")
_SPELLINGS: Final = MappingProxyType[str, Unit](
    {
        "min": "min",
        "minute": "min",
        "h": "h",
        "hour": "h",
        "day": "day",
        "school day": "school_day",
        "working day": "working_day",
        "week": "week",
        "month": "month",
        "year": "year",
    }
)
_ENGLISH: Final = MappingProxyType[Unit, str]({"min": "minute", "h": "hour"})
_CHINESE: Final = MappingProxyType[Unit, str](
    {
        "min": "分钟",
        "h": "小时",
        "day": "天",
        "school_day": "个上课日",
        "working_day": "个工作日",
        "week": "周",
        "month": "个月",
        "year": "年",
    }
)


def _check_amount(_span: "Span", _attribute: "Attribute[int]", amount: int) -> None:
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= LARGEST_AMOUNT:
        raise InvalidValueError(f"`{amount}` is no amount of time; expected a whole number from 0 to {LARGEST_AMOUNT}")


def _check_unit(span: "Span", _attribute: "Attribute[Unit]", unit: Unit) -> None:
    if unit not in UNITS:
        raise InvalidValueError(f"`{unit}` is no unit of time; expected one of {', '.join(UNITS)}")
    if unit == "at_once" and span.amount != 0:
        raise InvalidValueError(f"`{span.amount}` times at once is no span; expected the amount 0")


def _check_elapsed(span: "Span", _attribute: "Attribute[bool]", elapsed: bool) -> None:
    if elapsed and span.unit not in {"day", "week"}:
        raise InvalidValueError(
            f"`{span.unit}` cannot be marked elapsed; expected a day or a week (min and h always are)"
        )


@frozen
class Span:
    """An amount of a unit of time, for example ``3 working days``.

    Minutes, hours, and days and weeks marked `elapsed` are elapsed time, compared as instants (a day is 24 hours).  All
    others count civil days: the day of the event is not counted and the span ends with its last civil day (Civil Code
    arts. 201-203).  `at once` counts 0 civil days: it ends with the day of the event.

    >>> from homeschool.calendar import Span
    >>> Span.parse("1 working day").describe("zh")
    '1个工作日'

    Raises:
        InvalidValueError: the amount is negative or above 999,999, the unit unknown, or the unit cannot be elapsed.
    """

    amount: int = field(validator=_check_amount)
    unit: Unit = field(validator=_check_unit)
    elapsed: bool = field(default=False, validator=_check_elapsed)

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read a span such as ``24 h``, ``3 working days``, ``1 day elapsed`` or ``at once``.

        Singular and plural are alike; so are min and minute, h and hour.

        Raises:
            InvalidValueError: the text is no span; it says what is expected.
        """
        if text == "at once":
            return cls(0, "at_once")
        words = text.removesuffix(" elapsed")
        match = _WRITTEN.fullmatch(words)
        unit = _SPELLINGS.get(match["unit"].removesuffix("s")) if match else None
        if match is None or unit is None:
            raise InvalidValueError(f"`{text}` is no span of time; {_EXPECTED}")
        return cls(int(match["amount"]), unit, elapsed=words != text)

    def __str__(self) -> str:
        """Write the canonical text, which `parse` reads back."""
        if self.unit == "at_once":
            return "at once"
        plural = "s" if self.amount != 1 and self.unit not in {"min", "h"} else ""
        return f"{self.amount} {self.unit.replace('_', ' ')}{plural}{' elapsed' * self.elapsed}"

    @property
    def is_elapsed(self) -> bool:
        """Whether it is elapsed time, compared as instants; otherwise it counts civil days."""
        return self.elapsed or self.unit in {"min", "h"}

    @property
    def elapsed_time(self) -> timedelta:
        """The elapsed time; a day is 24 hours and a week 168.

        Raises:
            InvalidValueError: the span counts civil days.
        """
        match self.unit:
            case "min":
                return timedelta(minutes=self.amount)
            case "h":
                return timedelta(hours=self.amount)
            case "day" if self.elapsed:
                return timedelta(days=self.amount)
            case "week" if self.elapsed:
                return timedelta(weeks=self.amount)
            case _:
                raise InvalidValueError(
                    f"`{self}` counts civil days; expected elapsed time such as `24 h` or `1 day elapsed`"
                )

    def describe(self, language: Language) -> str:
        """Say the span in Chinese or English, for people."""
        if self.unit == "at_once":
            return "立即" if language == "zh" else "at once"
        if language == "zh":
            return f"{self.amount}{_CHINESE[self.unit]}{'（按小时连续计算）' if self.elapsed else ''}"
        noun = _ENGLISH.get(self.unit, self.unit.replace("_", " "))
        return f"{self.amount} {noun}{'s' * (self.amount != 1)}{' (elapsed)' if self.elapsed else ''}"


def day_after(day: date, span: Span, calendar: SchoolCalendar) -> date:
    """Return the last civil day of a span after an event on the day (Civil Code arts. 201-203).

    The day of the event is not counted; a month or year ends on the same day of the month or on its last.  Whether a
    last day that is a holiday moves to the next working day (art. 203) is not decided here.

    >>> from datetime import date
    >>> from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, Span, Term, day_after
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> day_after(date(2026, 1, 31), Span.parse("1 month"), calendar)
    datetime.date(2026, 2, 28)

    Raises:
        InvalidValueError: the span is elapsed time, or leaves the years 1 to 9999.
        CalendarRangeError: the count leaves the data of the calendar, or of the public working days.
    """
    return _moved(day, span, calendar, 1)


def day_before(day: date, span: Span, calendar: SchoolCalendar) -> date:
    """Return the day by the end of which something is due that far before an event on the day; `day_after` mirrored.

    ``1 day`` before an event on day D is by the end of D - 1.  Errors as for `day_after`.
    """
    return _moved(day, span, calendar, -1)


def _moved(day: date, span: Span, calendar: SchoolCalendar, sign: Literal[1, -1]) -> date:
    checked_day(day)
    match span.unit:
        case "working_day":
            count = working_days_after if sign == 1 else working_days_before
            return count(day, span.amount)
        case "school_day":
            walk = calendar.school_days_after if sign == 1 else calendar.school_days_before
            return walk(day, span.amount)
        case _:
            return _shifted(day, span, sign)


def _shifted(day: date, span: Span, sign: Literal[1, -1]) -> date:
    length = _civil_length(span) * sign
    try:
        return day + length
    except (OverflowError, ValueError) as error:
        raise InvalidValueError(f"`{span}` from `{day}` leaves the years 1 to 9999; expected a shorter span") from error


def _civil_length(span: Span) -> timedelta | relativedelta:
    match span.unit:
        case "at_once":
            return timedelta()
        case "day" if not span.elapsed:
            return timedelta(days=span.amount)
        case "week" if not span.elapsed:
            return timedelta(weeks=span.amount)
        case "month":
            return relativedelta(months=span.amount)
        case "year":
            return relativedelta(years=span.amount)
        case _:
            raise InvalidValueError(f"`{span}` is elapsed time; expected a span of civil days")
