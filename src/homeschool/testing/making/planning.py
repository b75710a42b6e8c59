"""When a norm may be broken."""

from collections.abc import Iterator

import attrs

from homeschool.model.clock import Micros
from homeschool.policy import Always, Every, Norm, Rolling, Share
from homeschool.testing.making.book import requirement_of
from homeschool.testing.making.bounds import is_preceding, window_before
from homeschool.testing.making.making import Making
from homeschool.testing.making.occasions import late_morning
from homeschool.testing.making.settling import edges_of
from homeschool.testing.making.windows import (
    DAY,
    Window,
    begins_in,
    day_of,
    first_moment,
    last_moment,
    opening,
    periods_of,
    recurring,
    rolling_stop,
    set_off_by,
    tolerated,
)

LONG: Micros = 9 * DAY
"""Longer than any reading of `at once`: so long nothing is done where that is to be a breach."""


@attrs.frozen
class Plan:
    """When a norm is to be broken: the window, the day that sets it off, and the moment from which it is broken."""

    window: Window
    at: Micros
    broken_at: Micros


def plans(making: Making, norm: Norm) -> Iterator[Plan]:
    """Yield when a norm may be broken: a chosen time first."""
    world, timing = making.world, norm.timing
    first = first_moment(world)
    start = making.choices.number(24, "day of breach")
    lead = 12 + (opening(world, norm) - first) // DAY
    days = [late_morning(making, lead + (start + step) % 24) for step in (0, 5, 10, 15)]
    vacations = (
        late_morning(making, (gap.period.start - day_of(world, first)).days + 3)
        for gap in world.calendar.years[0].vacations
    )
    if isinstance(timing, Every):
        known = [
            one
            for one in recurring(world, norm, (first, first + 900 * DAY), periods_of(world, norm))
            if one.stop <= last_moment(world)
            and not (is_preceding(norm) and window_before(making, norm, one.start) is None)
        ]
        for window in making.choices.turned(known[:3], "window of breach"):
            yield Plan(window, days[0], window.stop)
    elif any(edges_of(making, norm)):
        edges = [edge for day in edges_of(making, norm) if begins_in(norm, edge := world.clock.midnight(day), world)]
        for edge in making.choices.turned(edges[:3], "window of breach"):
            opened = set_off_by(world, norm, (edge, edge + 1))
            if opened is not None and edge < last_moment(world):
                yield Plan(opened, edge, max(edge, opened.stop))
    else:
        yield from (_plan(making, norm, day) for day in (*days, *vacations))


def _plan(making: Making, norm: Norm, day: Micros) -> Plan:
    world, timing = making.world, norm.timing
    first = opening(world, norm)
    match timing:
        case Always(tolerance=tolerance):
            starts = [day] if making.book.has_parts(norm) else [first, day]
            starts = [first] if isinstance(requirement_of(norm), Share) else starts
            start = world.clock.midnight(day_of(world, making.choices.turned(starts, "start of breach")[0]))
            stop = tolerated(world, tolerance, start) + DAY
            return Plan(Window(start, stop, start), day, max(stop, day + DAY))
        case Rolling():
            stop = rolling_stop(world, timing, day)
            return Plan(Window(day, stop, day), day, stop)
        case _:
            window = set_off_by(world, norm, (day, day + 1)) or Window(day, day + 1, day)
            return Plan(window, day, max(window.stop, day + LONG))
