"""Time as integers: microseconds since 1970 in UTC, so that a window test costs two comparisons.

Instants and days become half-open spans of microseconds: an instant is one microsecond long, a day lasts from its
local midnight to the next.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homeschool.errors import InvalidValueError
from homeschool.model.fields import When

Micros = int
Bounds = tuple[Micros, Micros]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

NEVER: Micros = 1 << 62
"""Later than every instant: the end of what goes on."""
ALWAYS: Micros = -NEVER
"""Earlier than every instant: the beginning of what always was."""


def to_micros(moment: datetime) -> Micros:
    """Return an aware instant as microseconds since 1970; a naive one is refused."""
    try:
        return (moment - _EPOCH) // _MICROSECOND
    except TypeError:
        message = f"expected an instant with its time zone, not `{moment.isoformat()}`"
        raise InvalidValueError(message) from None


def to_micros_span(span: timedelta) -> Micros:
    """Return a length of elapsed time in microseconds."""
    return span // _MICROSECOND


LAST: Micros = to_micros(datetime.max.replace(tzinfo=UTC) - timedelta(days=1))
"""No instant that can be written down in every zone is later."""


class Clock:
    """Turns days and instants of one zone into integers, and back."""

    __slots__ = ("_even_days", "_first", "_midnights", "_uneven_days", "zone")

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._first = datetime.min.replace(tzinfo=zone)
        self._midnights: dict[date, Micros] = {}
        self._even_days: dict[int, Micros] = {}
        self._uneven_days: set[int] = set()

    def micros(self, when: datetime) -> Micros:
        """Return an aware instant as microseconds since 1970; those of this zone are counted from their midnight.

        Raises:
            InvalidValueError: it has no time zone.
        """
        if when.tzinfo is not self.zone:
            return to_micros(when)
        shown = when - self._first
        try:
            return self._even_days[shown.days] + shown.seconds * 1_000_000 + shown.microseconds
        except KeyError:
            if shown.days not in self._uneven_days:
                self._look_at_day(shown.days)
            return to_micros(when)

    def _look_at_day(self, number: int) -> None:
        """Note the first moment of a day, told by how many come before it, or that a clock is put forward or back."""
        start = datetime.combine(date.min + timedelta(days=number), time(), self.zone)
        edges = [start.replace(hour=hour, fold=fold) for hour in range(24) for fold in (0, 1)]
        offsets = {edge.utcoffset() for edge in (*edges, start.replace(hour=23, minute=59, second=59))}
        if len(offsets) == 1:
            self._even_days[number] = to_micros(start)
        else:
            self._uneven_days.add(number)

    def midnight(self, day: date) -> Micros:
        """Return the first moment of a civil day."""
        try:
            return self._midnights[day]
        except KeyError:
            moment = datetime(day.year, day.month, day.day, tzinfo=self.zone)
            return self._midnights.setdefault(day, to_micros(moment))

    def day_bounds(self, day: date) -> Bounds:
        """Return the first moment of a civil day and of the next."""
        return self.midnight(day), self.midnight(day + timedelta(days=1))

    def bounds(self, when: When) -> Bounds:
        """Return the half-open span in which something that happened `when` lies."""
        if isinstance(when, datetime):
            micros = self.micros(when)
            return micros, micros + 1
        return self.day_bounds(when)

    def start(self, when: When) -> Micros:
        """Return the first moment of the span in which something that happened `when` lies."""
        return self.micros(when) if isinstance(when, datetime) else self.midnight(when)

    def moment(self, micros: Micros) -> datetime:
        """Return an instant in the clock's zone."""
        return (_EPOCH + timedelta(microseconds=micros)).astimezone(self.zone)

    def day(self, micros: Micros) -> date:
        """Return the civil day in which an instant lies."""
        return self.moment(micros).date()
