"""When evidence counts: the windows that timings open, on the safe side."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import attrs

from homeschool.calendar import Interval, Period, Span, day_after, day_before, periods
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros, to_micros_span
from homeschool.policy import Before, Every, Norm, Rolling, Upon
from homeschool.policy.timing import At, Moment
from homeschool.testing.making.world import World

DAY: Micros = 86_400_000_000
MINUTE: Micros = 60_000_000
_NEEDS_DAYS = frozenset({"school_day", "week", "month", "vacation"})
AT_ONCE = Span(30, "min")
"""What is owed at once is done within this time here; by far less than any reading of the words."""


@attrs.frozen
class Window:
    """A duty's window ``[start, stop)``: what happens within it counts; what began by then is over at `stop`."""

    start: Micros
    stop: Micros
    opens: Micros


def begins_in(norm: Norm, moment: Micros, world: World) -> bool:
    """Tell whether a moment lies in the range in which a norm opens duties."""
    day = world.clock.day(moment)
    return all(day in interval for interval in (norm.in_force, norm.opens) if interval is not None)


def day_of(world: World, moment: Micros) -> date:
    """Return the civil day of a moment."""
    return world.clock.day(moment)


def first_moment(world: World) -> Micros:
    """Return the first midnight of the calendar."""
    return world.clock.midnight(world.calendar.years[0].period.start)


def opening(world: World, norm: Norm) -> Micros:
    """Return the first midnight of the calendar at which a norm may open duties."""
    starts = [interval.start for interval in (norm.in_force, norm.opens) if interval is not None]
    return max(first_moment(world), *(world.clock.midnight(day) for day in starts), ALWAYS)


def last_moment(world: World) -> Micros:
    """Return the midnight at which the calendar ends."""
    end = world.calendar.years[-1].period.end
    assert end is not None, "a school year has an end"
    return world.clock.midnight(end)


def recurring(world: World, norm: Norm, there: Bounds, known: tuple[Period, ...]) -> Iterator[Window]:
    """Yield the windows of a norm that recurs with the periods of the calendar, for a subject that is there."""
    timing = norm.timing
    assert isinstance(timing, Every), "only what recurs with a period has such windows"
    for period in known:
        ends_on = period.interval.end
        if ends_on is None or (period.kind in _NEEDS_DAYS and not world.calendar.knows(period.interval)):
            continue
        start, end = world.clock.midnight(period.interval.start), world.clock.midnight(ends_on)
        opens = max(start, there[0])
        if opens >= end or there[1] <= opens or not begins_in(norm, start, world):
            continue
        if not _is_there(world, timing, (start, end), opens):
            continue
        stop = _stop(world, timing, start, end)
        yield Window(start, stop if opens < stop else _stop(world, timing, opens, end), opens)


def _is_there(world: World, timing: Every, period: Bounds, opens: Micros) -> bool:
    start, end = period
    if timing.presence is not None:
        return world.clock.midnight(day_after(day_of(world, opens), timing.presence, world.calendar)) <= end
    return end - opens >= min(30 * DAY, (end - start) // 2)


def _stop(world: World, timing: Every, start: Micros, end: Micros) -> Micros:
    if timing.within is None:
        return end
    if timing.within.is_elapsed:
        return min(end, start + to_micros_span(timing.within.elapsed_time))
    last = day_after(day_of(world, start) - timedelta(days=1), timing.within, world.calendar)
    return min(end, world.clock.midnight(last + timedelta(days=1)))


def periods_of(world: World, norm: Norm) -> tuple[Period, ...]:
    """Return the periods of a norm that recurs with them."""
    timing = norm.timing
    if not isinstance(timing, Every):
        return ()
    return periods(world.calendar, timing.period, min_school_days=timing.min_school_days, during=timing.during)


def set_off_by(world: World, norm: Norm, happened: Bounds) -> Window | None:
    """Return the window of a norm for something that `happened`; None where the calendar cannot tell."""
    low, high = happened
    try:
        match norm.timing:
            case Upon(_, within, until):
                return Window(low, _after(world, within, until, low), low)
            case Before(_, ahead, no_earlier_than):
                start = _earliest(world, no_earlier_than, low)
                return Window(start, min(low, _before(world, ahead, happened)), start)
            case At():
                return Window(low, high, low)
            case _:
                return None
    except CalendarRangeError:
        return None


def _after(world: World, within: Span | None, until: Any, low: Micros) -> Micros:
    if within is None:
        day = day_of(world, low)
        for period in periods(world.calendar, until, min_school_days=0 if until in {"week", "month"} else 1):
            if day in period.interval and period.interval.end is not None:
                return world.clock.midnight(period.interval.end)
        raise CalendarRangeError("no period of the calendar holds the moment", day)
    span = AT_ONCE if within.unit == "at_once" else within
    if span.is_elapsed:
        return low + to_micros_span(span.elapsed_time) + 1
    return _end_of(world, day_after(day_of(world, low), span, world.calendar))


def _before(world: World, ahead: Span, happens: Bounds) -> Micros:
    if ahead.is_elapsed:
        return happens[0] - to_micros_span(ahead.elapsed_time) + 1
    return _end_of(world, day_before(day_of(world, happens[0]), ahead, world.calendar))


def _end_of(world: World, day: date) -> Micros:
    return world.clock.midnight(day + timedelta(days=1))


def _earliest(world: World, no_earlier_than: Span | None, low: Micros) -> Micros:
    if no_earlier_than is None:
        return world.clock.midnight(world.calendar.year_of(day_of(world, low)).period.start)
    if no_earlier_than.is_elapsed:
        return low - to_micros_span(no_earlier_than.elapsed_time)
    return world.clock.midnight(day_before(day_of(world, low), no_earlier_than, world.calendar))


def rolling_stop(world: World, timing: Rolling, base: Micros) -> Micros:
    """Return by when, excluded, a performance is due again after `base`."""
    if timing.span.is_elapsed:
        return base + to_micros_span(timing.span.elapsed_time) + 1
    return _end_of(world, day_after(day_of(world, base), timing.span, world.calendar))


def tolerated(world: World, tolerance: Span | None, start: Micros) -> Micros:
    """Return until when, excluded, something may be lacking from `start` on."""
    if tolerance is None:
        return start
    if tolerance.is_elapsed:
        return start + to_micros_span(tolerance.elapsed_time)
    return _end_of(world, day_after(day_of(world, start), tolerance, world.calendar))


def moment_span(world: World, moment: Moment, fact: Any) -> Bounds | None:
    """Return when a fact sets a norm off; None where it does not, or not yet."""
    if moment.counted_from is not None:
        when = getattr(fact, moment.counted_from)
        return None if when is None else world.clock.bounds(when)
    low, high = world.span(fact)
    if moment.edge is None:
        return low, high
    edge = low if moment.edge == "start" else high
    return None if abs(edge) >= NEVER else (edge, edge + 1)


def evening(world: World, day: date) -> Micros:
    """Return 17:00 of a day: after lessons."""
    return world.clock.midnight(day) + 17 * 60 * MINUTE


def days_in(world: World, start: Micros, stop: Micros) -> Interval | None:
    """Return the days that lie wholly within ``[start, stop)``."""
    first = day_of(world, start)
    if world.clock.midnight(first) < start:
        first += timedelta(days=1)
    last = day_of(world, stop)
    return Interval(first, last) if first < last else None
