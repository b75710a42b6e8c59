"""The periods of each school's calendar as integers, for asking in which of them a moment lies."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from homeschool.calendar import Period, PeriodKind, periods
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.model.view import View

Placed = tuple[Micros, Micros, Period]


class Periods:
    """The periods of one kind: those of a school's own calendar, weeks and months of vacation too."""

    def __init__(self, view: View, kind: PeriodKind) -> None:
        self._view = view
        self._kind = kind
        self._known: dict[str | None, Sequence[Placed]] = {}
        self._of(None)

    def _of(self, school: str | None) -> Sequence[Placed]:
        found = self._known.get(school)
        if found is None:
            clock = self._view.clock
            kind = self._kind
            found = self._known[school] = [
                (
                    clock.midnight(one.interval.start),
                    NEVER if one.interval.end is None else clock.midnight(one.interval.end),
                    one,
                )
                for one in periods(self._view.calendar_of(school), kind, min_school_days=0)
            ]
        return found

    def holding(self, school: str | None, at: Micros) -> Period | None:
        """Return the period in which a moment lies; None where the calendar has none."""
        known = self._of(school)
        index = bisect_right(known, at, key=_start) - 1
        return known[index][2] if index >= 0 and at < known[index][1] else None

    def meeting(self, school: str | None, span: Bounds) -> Iterator[tuple[Period, Micros, Micros]]:
        """Yield the periods, each with its bounds, that a half-open span meets."""
        for start, end, period in self._of(school):
            if start < span[1] and span[0] < end:
                yield period, start, end


def _start(placed: Placed) -> Micros:
    return placed[0]
