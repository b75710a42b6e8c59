"""Half-open intervals of civil days."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from attrs import Attribute, field, frozen

from homeschool.errors import InvalidValueError


def checked_day(day: date) -> date:
    """Return the day itself, and refuse a datetime, which Python would let pass for a date.

    Raises:
        InvalidValueError: the value is a moment and not a civil day.
    """
    if isinstance(day, datetime):
        raise InvalidValueError(f"`{day.isoformat()}` is a moment; expected a civil day such as 2026-03-02")
    return day


def _check_start(_interval: "Interval", _attribute: "Attribute[Any]", start: date) -> None:
    checked_day(start)


def _check_end(interval: "Interval", _attribute: "Attribute[Any]", end: date | None) -> None:
    if end is not None and checked_day(end) <= interval.start:
        raise InvalidValueError(f"interval `{interval}` has no day; expected an end after its start, or none")


@frozen
class Interval:
    """A run of civil days ``[start, end)``: the start is in, the end is not; no end means that it goes on.

    It always holds at least one day.  The days are civil days in the zone of whoever uses them.

    >>> from datetime import date
    >>> from homeschool.calendar import Interval
    >>> term = Interval(date(2026, 3, 2), date(2026, 7, 4))
    >>> date(2026, 7, 3) in term, date(2026, 7, 4) in term
    (True, False)

    Raises:
        InvalidValueError: the end is not after the start, or a bound is a moment.
    """

    start: date = field(validator=_check_start)
    end: date | None = field(default=None, validator=_check_end)

    def __str__(self) -> str:
        """Write both bounds in ISO 8601, ``..`` for no end."""
        return f"{self.start}/{self.end or '..'}"

    def __contains__(self, day: date) -> bool:
        """Tell whether the day is one of the interval's days."""
        return self.start <= checked_day(day) and (self.end is None or day < self.end)

    @property
    def days(self) -> int | None:
        """The number of days, or None when it goes on."""
        return None if self.end is None else (self.end - self.start).days

    def overlaps(self, other: "Interval") -> bool:
        """Tell whether a day belongs to both; touching end to start is no overlap."""
        return self.intersection(other) is not None

    def intersection(self, other: "Interval") -> "Interval | None":
        """Return the days in both, or None if there are none."""
        start = max(self.start, other.start)
        end = _earlier(self.end, other.end)
        return None if end is not None and end <= start else Interval(start, end)


def day_interval(day: date) -> Interval:
    """Return the interval of that one day."""
    return Interval(day, day + timedelta(days=1))


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same days as disjoint intervals in order; overlapping and touching ones are joined.

    >>> from datetime import date
    >>> from homeschool.calendar import Interval, union
    >>> [str(run) for run in union([Interval(date(2026, 1, 5)), Interval(date(2026, 1, 1), date(2026, 1, 5))])]
    ['2026-01-01/..']
    """
    joined: list[Interval] = []
    for interval in sorted(intervals, key=lambda one: one.start):
        last = joined[-1] if joined else None
        if last is not None and (last.end is None or interval.start <= last.end):
            joined[-1] = Interval(last.start, _later(last.end, interval.end))
        else:
            joined.append(interval)
    return tuple(joined)


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
