"""The school year as data: its terms, the vacations between them, its days off, make-up days and teaching hours."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

from attrs import Attribute, field, frozen

from homeschool.calendar.interval import Interval
from homeschool.errors import InvalidValueError, Mistake, MistakesError

VacationKind = Literal["winter", "summer", "other"]

SHORTEST_VACATION: Final = 7
LONGEST_YEAR: Final = 600

_VACATION_NAMES: Final = MappingProxyType[VacationKind, str]({"winter": "寒假", "summer": "暑假", "other": "假期"})
_CENTURIES: Final = range(1900, 3000)


@frozen
class Term:
    """A term: its name, for example 第一学期, and its days ``[start, end)``.

    >>> from datetime import date
    >>> from homeschool.calendar import Interval, Term
    >>> Term("第二学期", Interval(date(2026, 3, 2), date(2026, 7, 4))).period.days
    124
    """

    name: str
    period: Interval


@frozen
class Vacation:
    """A vacation: a gap of at least a week, whole days ``[start, end)``; it belongs to the school year before it."""

    name: str
    kind: VacationKind
    period: Interval


def _check_hours(hours: "TeachingHours", _attribute: "Attribute[time]", end: time) -> None:
    if hours.start.tzinfo is not None or end.tzinfo is not None:
        raise InvalidValueError(f"teaching hours `{hours.start}-{end}` carry a zone; expected local wall time")
    if end <= hours.start:
        raise InvalidValueError(
            f"teaching hours `{hours.start}-{end}` end before they start; expected hours of one day"
        )


@frozen
class TeachingHours:
    """A stretch of teaching within a day ``[start, end)``, in wall time of the calendar's zone.

    >>> from datetime import time
    >>> from homeschool.calendar import TeachingHours
    >>> time(11, 30) in TeachingHours(time(8), time(11, 30))
    False

    Raises:
        InvalidValueError: the end is not after the start, or a time carries a zone.
    """

    start: time
    end: time = field(validator=_check_hours)

    def __contains__(self, clock: time) -> bool:
        """Tell whether that wall time falls inside."""
        return self.start <= clock < self.end


@frozen(cache_hash=True)
class SchoolYear:
    """A school year as the school published it.

    Args:
        name: for example 2025-2026学年.
        period: the whole year, vacations included; it has an end.
        terms: the terms in order, inside the year.
        days_off: days of a term on which this school does not teach, besides the public holidays.
        make_up_days: days of a term on which this school teaches though the public calendar rests.
        teaching_hours: the stretches of a school day on which it teaches, in order; empty if not known.
        vacation_names: a name for each vacation in order, if 寒假, 暑假 and 假期 will not do.

    `vacations` follow from the terms: every gap of at least a week between two terms and after the last.

    >>> from datetime import date
    >>> from homeschool.calendar import Interval, SchoolYear, Term
    >>> autumn = Term("第一学期", Interval(date(2025, 9, 1), date(2026, 1, 31)))
    >>> spring = Term("第二学期", Interval(date(2026, 3, 2), date(2026, 7, 4)))
    >>> year = SchoolYear("2025-2026学年", Interval(date(2025, 9, 1), date(2026, 9, 1)), (autumn, spring))
    >>> [(vacation.name, str(vacation.period)) for vacation in year.vacations]
    [('寒假', '2026-01-31/2026-03-02'), ('暑假', '2026-07-04/2026-09-01')]

    Raises:
        MistakesError: the parts contradict each other; all mistakes, each with its place.
    """

    name: str
    period: Interval
    terms: tuple[Term, ...]
    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    teaching_hours: tuple[TeachingHours, ...] = ()
    vacation_names: tuple[str, ...] = ()
    vacations: tuple[Vacation, ...] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a year whose parts contradict each other, and derive its vacations."""
        mistakes = tuple(_mistakes(self))
        if mistakes:
            raise MistakesError(mistakes)
        object.__setattr__(self, "vacations", _vacations(self))

    def term_of(self, day: date) -> Term | None:
        """Return the term in which that day lies, or None."""
        return next((term for term in self.terms if day in term.period), None)

    def vacation_of(self, day: date) -> Vacation | None:
        """Return the vacation in which that day lies, or None."""
        return next((vacation for vacation in self.vacations if day in vacation.period), None)


def _mistakes(year: SchoolYear) -> Iterator[Mistake]:
    yield from _period_mistakes(year)
    if not year.terms:
        yield Mistake("terms", f"school year `{year.name}` has no term; expected at least one")
    yield from _term_mistakes(year)
    yield from _day_mistakes(year, "days_off", year.days_off)
    yield from _day_mistakes(year, "make_up_days", year.make_up_days)
    for day in sorted(year.days_off & year.make_up_days):
        yield Mistake("make_up_days", f"`{day}` is a day off too; expected one or the other")
    yield from _hours_mistakes(year.teaching_hours)
    yield from _vacation_mistakes(year)


def _period_mistakes(year: SchoolYear) -> Iterator[Mistake]:
    if year.period.end is None:
        yield Mistake("period", f"school year `{year.name}` has no end; expected the day after its last")
    elif (year.period.end - year.period.start).days > LONGEST_YEAR:
        yield Mistake("period", f"school year `{year.name}` is `{year.period}`; expected at most {LONGEST_YEAR} days")
    if year.period.start.year not in _CENTURIES:
        yield Mistake("period", f"school year `{year.name}` is `{year.period}`; expected a start from 1900 to 2999")


def _term_mistakes(year: SchoolYear) -> Iterator[Mistake]:
    for number, term in enumerate(year.terms):
        if not _within(term.period, year.period):
            text = f"term `{term.name}` is `{term.period}`; expected days of the school year `{year.period}`"
            yield Mistake(f"terms[{number}].period", text)
    for number, (term, following) in enumerate(pairwise(year.terms), start=1):
        if following.period.start < term.period.start or following.period.overlaps(term.period):
            text = f"term `{following.name}` starts before `{term.name}` ends; expected terms in order, apart"
            yield Mistake(f"terms[{number}].period", text)
    names = [term.name for term in year.terms]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Mistake(f"terms[{number}].name", f"another term is called `{name}`; expected different names")


def _within(inner: Interval, outer: Interval) -> bool:
    return inner.end is not None and inner.intersection(outer) == inner


def _day_mistakes(year: SchoolYear, place: str, days: Iterable[date]) -> Iterator[Mistake]:
    for day in sorted(days):
        if year.term_of(day) is None:
            yield Mistake(place, f"`{day}` lies in no term; expected a day of a term")


def _hours_mistakes(hours: tuple[TeachingHours, ...]) -> Iterator[Mistake]:
    for number, (one, following) in enumerate(pairwise(hours), start=1):
        if following.start < one.end:
            text = f"`{following.start}` is before `{one.end}`, where the hours before end; expected hours in order"
            yield Mistake(f"teaching_hours[{number}]", text)


def _vacation_mistakes(year: SchoolYear) -> Iterator[Mistake]:
    given, found = len(year.vacation_names), sum(1 for _ in _gaps(year))
    if given not in {0, found}:
        yield Mistake("vacation_names", f"{given} names for {found} vacations; expected one for each, or none")


def _gaps(year: SchoolYear) -> Iterator[tuple[int, Interval]]:
    """Yield each gap of at least a week after a term, with the number of that term counted from 1."""
    starts = [term.period.start for term in year.terms[1:]]
    for number, (term, following) in enumerate(zip(year.terms, [*starts, year.period.end], strict=False), start=1):
        end = term.period.end
        if end is not None and following is not None and (following - end).days >= SHORTEST_VACATION:
            yield number, Interval(end, following)


def _vacations(year: SchoolYear) -> tuple[Vacation, ...]:
    found = [(_kind(number, len(year.terms)), gap) for number, gap in _gaps(year)]
    names = year.vacation_names or tuple(_VACATION_NAMES[kind] for kind, _ in found)
    return tuple(Vacation(name, kind, gap) for name, (kind, gap) in zip(names, found, strict=True))


def _kind(number: int, terms: int) -> VacationKind:
    if number == terms:
        return "summer"
    return "winter" if number == 1 else "other"
