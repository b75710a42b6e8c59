"""The days on which something can be done, and the moment of such a day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from homeschool.calendar import SchoolCalendar, is_working_day
from homeschool.engine.planning.asks import Ask
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import Bounds, Micros
from homeschool.model.fields import When
from homeschool.model.view import View

_DAY = timedelta(days=1)
_HOUR = 3600 * 1_000_000
_HOURS = (9, 10, 11, 14, 15, 16, 17, 18, 19, 12, 13, 20, 8, 7, 21)
"""The hours of a day that are tried for what needs an hour, in this order."""
_TIMES = frozenset({"teaching_hours"})


class Days:
    """Finds days in windows, each kind of window once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._known: dict[object, tuple[date, ...]] = {}

    def fitting(self, window: Bounds, asks: Sequence[Ask], school: str | None, *, whole: bool) -> tuple[date, ...]:
        """Return the days of a window on which something asked can be done, the earliest first.

        School days where there are any, else working days, else all.

        Args:
            window: in microseconds, half-open.
            asks: what is asked of the time of the fact is heeded.
            school: by whose calendar.
            whole: whether the whole day must lie in the window.
        """
        timely = tuple(ask for ask in asks if ask.op in ("during", "not_during") and ask.field == "occurred")
        key = (window, timely, school, whole)
        found = self._known.get(key)
        if found is None:
            calendar = self.view.calendar_of(school)
            days = [day for day in self.all(window, whole=whole) if _suits(calendar, day, timely)]
            found = self._known[key] = _preferred(days, calendar)
        return found

    def all(self, window: Bounds, *, whole: bool) -> tuple[date, ...]:
        """Return all civil days of a window; `whole`: those that lie in it as a whole."""
        key = (window, whole)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(self._all(window, whole=whole))
        return found

    def _all(self, window: Bounds, *, whole: bool) -> Iterable[date]:
        start, stop = window
        clock = self.view.clock
        day = clock.day(start)
        while clock.midnight(day) < stop:
            low, high = clock.day_bounds(day)
            if not whole or (start <= low and high <= stop):
                yield day
            day += _DAY

    def moment(self, day: date, window: Bounds, asks: Iterable[Ask], school: str | None, *, whole: bool) -> When | None:
        """Return when on a day to do something: the day itself if all of it lies in the window, else an instant.

        None where the day has no such moment.
        """
        clock = self.view.clock
        low, high = clock.day_bounds(day)
        by_hour = [ask for ask in asks if ask.field == "occurred" and _TIMES & set(map(str, ask.values))]
        if window[0] <= low and high <= window[1] and not by_hour:
            return day
        if whole:
            return None
        calendar = self.view.calendar_of(school)
        for instant in self._instants(day, (max(low, window[0]), min(high, window[1]))):
            moment = clock.moment(instant)
            if all(_hour_suits(calendar, moment, ask) for ask in by_hour):
                return moment
        return None

    def _instants(self, day: date, window: Bounds) -> Iterable[Micros]:
        start, stop = window
        midnight = self.view.clock.midnight(day)
        for hour in _HOURS:
            if start <= midnight + hour * _HOUR < stop:
                yield midnight + hour * _HOUR
        if start < stop:
            yield start


def _suits(calendar: SchoolCalendar, day: date, asks: Iterable[Ask]) -> bool:
    for ask in asks:
        words = [str(word) for word in ask.values if word not in _TIMES or ask.op == "during"]
        if words and any(_is(calendar, day, word) for word in words) is not (ask.op == "during"):
            return False
    return True


def _is(calendar: SchoolCalendar, day: date, word: str) -> bool:
    try:
        match word:
            case "school_day" | "teaching_hours":
                return calendar.is_school_day(day)
            case "day_off":
                return calendar.is_day_off(day)
            case "vacation":
                return calendar.vacation_of(day) is not None
            case _:
                return is_working_day(day)
    except CalendarRangeError:
        return False


def _hour_suits(calendar: SchoolCalendar, moment: datetime, ask: Ask) -> bool:
    try:
        return calendar.is_teaching_time(moment) is (ask.op == "during")
    except CalendarRangeError:
        return False


def _preferred(days: Sequence[date], calendar: SchoolCalendar) -> tuple[date, ...]:
    kinds: tuple[Callable[[date], bool], ...] = (calendar.is_school_day, is_working_day)
    for is_one in kinds:
        found = tuple(day for day in days if _known(is_one, day))
        if found:
            return found
    return tuple(days)


def _known(is_one: Callable[[date], bool], day: date) -> bool:
    try:
        return is_one(day)
    except CalendarRangeError:
        return False
