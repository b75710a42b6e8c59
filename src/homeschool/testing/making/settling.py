"""All duties of a school met: what stands, what recurs, what its people and bodies set off."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from homeschool.calendar import PERIOD_KINDS, periods
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.policy import Always, At, Before, Every, Norm, Rolling, Share
from homeschool.testing.making.book import asks_trigger, is_prohibition, moment_of, requirement_of
from homeschool.testing.making.bounds import is_preceding
from homeschool.testing.making.counting import candidates, found
from homeschool.testing.making.keeping import called_for, meet
from homeschool.testing.making.lacking import lacks
from homeschool.testing.making.making import Duty, Making
from homeschool.testing.making.windows import (
    begins_in,
    first_moment,
    periods_of,
    recurring,
    rolling_stop,
    set_off_by,
)

_ROUNDS = 20
_SAMPLES = 8


def settle(making: Making, *, only_standing: bool = False, without: str | None = None) -> None:
    """Meet every duty of the school, until no new fact sets off another one.

    Args:
        making: the school.
        only_standing: meet only what stands.
        without: the id of a norm that is left out.
    """
    norms = sorted(making.book.norms, key=lambda norm: not isinstance(norm.timing, Always))
    settled: dict[tuple[str, object], tuple[int, ...]] = {}
    for _ in range(_ROUNDS):
        size = making.world.size()
        for norm in norms:
            if norm.id == without or (only_standing and not isinstance(norm.timing, Always)):
                continue
            depends_on = _depends_on(making, norm)
            if settled.get((norm.id, norm.opens)) != depends_on:
                _settle(making, norm)
                settled[norm.id, norm.opens] = depends_on
        if making.world.size() == size:
            return


def _depends_on(making: Making, norm: Norm) -> tuple[int, ...]:
    """Return how much there is of what decides whom a norm is about, whether it applies, and how much is owed."""
    requirement = requirement_of(norm)
    counted = requirement.of if is_preceding(norm) or isinstance(requirement, Share) else ()
    kinds = {norm.subject, *(part.of for part in making.book.has_parts(norm)), *_TYING, *counted}
    return tuple(len(making.world.of(kind)) for kind in sorted(kinds))


_TYING = ("appointment", "circumstance", "enrolment", "guardianship", "seat")


def settle_ties(making: Making) -> None:
    """Meet what the people and bodies with which a school begins have set off."""
    for fact in making.world.since(0):
        for duty in called_for(making, fact):
            if not meet(making, duty):
                making.fallen.append(duty)


def in_the_way(making: Making) -> frozenset[str]:
    """Return the ids of the norms but for which the duties could be met that have fallen: each by itself forbids it."""
    found = set()
    size = making.world.size()
    for duty in making.fallen:
        for id_ in sorted(frozenset[str]().union(*(making.book.about(name) for name in requirement_of(duty.norm).of))):
            making.lifted = frozenset({id_})
            if id_ != duty.norm.id and meet(making, duty):
                found.add(id_)
            making.world.back(size)
    making.lifted = frozenset()
    return frozenset(found)


def _settle(making: Making, norm: Norm) -> None:
    for duty in list(_duties(making, norm)) if not isinstance(norm.timing, Always | Rolling) else ():
        if not meet(making, duty):
            making.fallen.append(duty)
    if isinstance(norm.timing, Always) and not is_prohibition(norm):
        for entity, there in making.lives(norm):
            _stand(making, norm, entity, there)
    if isinstance(norm.timing, Rolling):
        for entity, there in making.lives(norm):
            _roll(making, norm, entity, there)


def _duties(making: Making, norm: Norm) -> Iterator[Duty]:
    if is_prohibition(norm) or asks_trigger(requirement_of(norm)):
        return
    if isinstance(norm.timing, Every):
        known = periods_of(making.world, norm)
        for entity, there in making.lives(norm):
            yield from _recurring(making, norm, entity, (there, known))
        return
    for edge in edges_of(making, norm):
        yield from _of_edge(making, norm, edge)


def _recurring(making: Making, norm: Norm, entity: Any, when: tuple[Bounds, Any]) -> Iterator[Duty]:
    there, known = when
    for window in recurring(making.world, norm, there, known):
        if window.opens > making.as_of or there[1] < window.stop:
            continue
        start = applies_from(making, norm, entity.id, (window.opens, window.stop))
        if start is not None:
            yield Duty(norm, entity.id, start, window.stop)


def applies_from(making: Making, norm: Norm, subject: str, within: Bounds) -> Micros | None:
    """Return the first of some moments of a window at which a norm may apply to a subject; None: at none of them."""
    start, stop = within
    if making.applies(norm, subject, start) is not False:
        return start
    step = max(1, (stop - 1 - start) // (_SAMPLES if making.book.has_parts(norm) else 2))
    moments = (*range(start + step, stop - 1, step), stop - 1)
    return next((at for at in moments if making.applies(norm, subject, at) is not False), None)


def edges_of(making: Making, norm: Norm) -> Iterator[date]:
    """Yield the days on which the periods begin, or end, that set a norm off."""
    moment = moment_of(norm)
    for kind in PERIOD_KINDS:
        if moment is not None and kind in moment.of:
            for period in periods(making.world.calendar, kind):
                edge = period.interval.start if moment.edge == "start" else period.interval.end
                yield from () if edge is None else (edge,)


def _of_edge(making: Making, norm: Norm, edge: date) -> Iterator[Duty]:
    low = making.world.clock.midnight(edge)
    window = set_off_by(making.world, norm, (low, low + 1))
    is_over = low > making.as_of and not isinstance(norm.timing, Before)
    if window is None or is_over or not begins_in(norm, low, making.world):
        return
    for entity, there in making.lives(norm):
        if there[0] <= low < there[1] and making.applies(norm, entity.id, low) is not False:
            yield Duty(norm, entity.id, window.start, window.stop, is_standing=isinstance(norm.timing, At))


def _stand(making: Making, norm: Norm, entity: Any, there: Bounds) -> None:
    """See to it that a standing norm holds for a subject at every moment: what ends is made anew."""
    start = max(there[0], first_moment(making.world))
    stop = min(there[1], making.as_of + 1)
    if start >= stop or applies_from(making, norm, entity.id, (start, stop)) is None:
        return
    at: Micros | None = start
    while at is not None and at < stop:
        duty = Duty(norm, entity.id, at, at + 1, is_standing=True)
        if making.gap is not None and making.is_the_gap(duty) and making.gap.withheld is None:
            at = making.gap.duty.stop if making.gap.duty.stop < stop else None
            continue
        if lacks(making, duty) and not meet(making, duty):
            making.fallen.append(attrs.evolve(duty, stop=stop))
            return
        at = _next_change(making, duty)


def _next_change(making: Making, duty: Duty) -> Micros | None:
    """Return when something that counts for a standing duty, or somebody's tie, next ends, or the gap begins.

    What is owed as a share may also grow: with the beginning of a tie.
    """
    ties = [tie for name in _TYING for tie in making.world.of(name)]
    spans = [making.world.span(fact) for fact in (*candidates(making, duty), *ties)]
    edges = {high for _, high in spans if duty.start < high < NEVER}
    if isinstance(requirement_of(duty.norm), Share):
        edges |= {low for low, _ in spans if low > duty.start}
    if making.gap is not None and making.gap.duty.norm.id == duty.norm.id:
        edges |= {making.gap.duty.start} if making.gap.duty.start > duty.start else set()
    return min(edges, default=None)


def _roll(making: Making, norm: Norm, entity: Any, there: Bounds) -> None:
    timing = norm.timing
    assert isinstance(timing, Rolling), "only rolling norms are rolled"
    start, stop = max(there[0], first_moment(making.world)), min(there[1], making.as_of)
    edges = sorted({start, *_changes(making, start, stop)}) if start < stop else []
    base = next((edge for edge in edges if making.applies(norm, entity.id, edge) is not False), None)
    while base is not None and base < stop:
        end = rolling_stop(making.world, timing, base)
        duty = Duty(norm, entity.id, base + 1, end)
        if making.is_the_gap(duty):
            base = end
            continue
        if not meet(making, duty):
            making.fallen.append(duty)
            return
        base = max((making.world.span(fact)[0] for fact in found(making, duty)), default=end)


def _changes(making: Making, start: Micros, stop: Micros) -> Iterator[Micros]:
    """Yield when somebody's ties or circumstances begin within a time."""
    for name in _TYING:
        for fact in making.world.of(name):
            low, _ = making.world.span(fact)
            if start < low < stop:
                yield low
