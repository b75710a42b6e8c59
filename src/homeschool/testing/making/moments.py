"""When something is done for a duty: a chosen moment of its window first, then others spread over it."""

from collections.abc import Iterator
from datetime import timedelta

from homeschool.model.clock import Micros
from homeschool.policy import Before
from homeschool.testing.making.lacking import Lack
from homeschool.testing.making.making import Duty, Making
from homeschool.testing.making.windows import MINUTE, day_of, days_in, evening, first_moment
from homeschool.testing.making.world import lasts


def times(making: Making, duty: Duty, class_name: str, lack: Lack) -> Iterator[Micros]:
    """Yield moments at which a fact counts for a duty: a chosen one first, then others spread over the window."""
    world = making.world
    if duty.is_standing and lasts(class_name):
        yield from _beginnings(making, duty)
        return
    if duty.stop - duty.start <= 1:
        yield duty.start
        return
    spread = _spread(making, duty, class_name)
    yield from (at for at in spread if day_of(world, at) not in lack.days)


def _beginnings(making: Making, duty: Duty) -> Iterator[Micros]:
    """Yield days from which on something may be in force: from the duty's moment, or from before."""
    world = making.world
    first = first_moment(world)
    today = world.clock.midnight(day_of(world, duty.start))
    yield min(first, today)
    if today != first:
        yield today
    yield world.clock.midnight(day_of(world, min(first, today)) - timedelta(days=30))


def _spread(making: Making, duty: Duty, class_name: str) -> Iterator[Micros]:
    world = making.world
    if lasts(class_name):
        days = days_in(world, duty.start, duty.stop)
        if days is not None:
            leaps = _in_leaps(making, duty, days.days or 0)
            yield from (world.clock.midnight(days.start + timedelta(days=number)) for number in leaps)
        return
    first = day_of(world, duty.start)
    first += timedelta(days=evening(world, first) < duty.start + MINUTE)
    last = day_of(world, duty.stop)
    last -= timedelta(days=evening(world, last) >= duty.stop - MINUTE)
    if last < first:
        yield duty.start + (duty.stop - duty.start) // 3
    for number in _in_leaps(making, duty, (last - first).days + 1):
        yield evening(world, first + timedelta(days=number))


def _in_leaps(making: Making, duty: Duty, number: int) -> list[int]:
    """Return places among so many days: a chosen one, then others far from it; before an event the last ones first."""
    if number <= 1:
        return list(range(number))
    start = making.choices.number(number, "day", duty.norm.slug, duty.subject, duty.start, making.world.size())
    leaps = [start, start + number * 2 // 7, number - 1, *(start + number * part // 7 for part in range(7))]
    places = list(dict.fromkeys(place % number for place in leaps))
    return [number - 1 - place for place in places] if isinstance(duty.norm.timing, Before) else places
