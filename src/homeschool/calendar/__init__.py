"""Days and spans of time: public working days, the school year, spans and periods (floor F1).

May import: the standard library, attrs, dateutil and `homeschool.errors`; it knows no people and no rules.

Guarantees: every value is immutable and every function pure, no clock is read.  Days are civil days and intervals are
half-open; instants are aware.  Where there is no data the answer is a `CalendarRangeError`, never a guess.
"""

from homeschool.calendar.interval import Interval, checked_day, day_interval, union
from homeschool.calendar.period import PERIOD_KINDS, During, Period, PeriodKind, period_kind_name, periods
from homeschool.calendar.school_calendar import SHANGHAI, SchoolCalendar, days_within
from homeschool.calendar.school_year import SchoolYear, TeachingHours, Term, Vacation, VacationKind
from homeschool.calendar.span import UNITS, Language, Span, Unit, day_after, day_before
from homeschool.calendar.workday import (
    FIRST_YEAR,
    LAST_YEAR,
    Notice,
    covered_years,
    is_working_day,
    notice_of,
    working_days_after,
    working_days_before,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "PERIOD_KINDS",
    "SHANGHAI",
    "UNITS",
    "During",
    "Interval",
    "Language",
    "Notice",
    "Period",
    "PeriodKind",
    "SchoolCalendar",
    "SchoolYear",
    "Span",
    "TeachingHours",
    "Term",
    "Unit",
    "Vacation",
    "VacationKind",
    "checked_day",
    "covered_years",
    "day_after",
    "day_before",
    "day_interval",
    "days_within",
    "is_working_day",
    "notice_of",
    "period_kind_name",
    "periods",
    "union",
    "working_days_after",
    "working_days_before",
]
