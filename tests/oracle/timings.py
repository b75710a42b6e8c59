"""The duties of a norm: which there are, with which windows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs

from homeschool.calendar import PERIOD_KINDS, Period, Span, day_after, day_before, periods
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import ALWAYS, NEVER, Bounds, to_micros_span
from homeschool.model.view import Cancelled
from homeschool.policy.norm import Norm
from homeschool.policy.timing import At, Before, Every, Moment, Upon
from tests.oracle.concern import concerns
from tests.oracle.conditions import Case, Truth, truth, value_of
from tests.oracle.matching import Duty
from tests.oracle.subjects import Existence, Stay, opening_range

Anything = Any
_DAY = timedelta(days=1)
_SCHOOL_DAY_KINDS = ("school_day", "week", "month", "vacation")


@attrs.frozen
class Undecidable:
    """A duty whose window cannot be worked out, and why."""

    duty: Duty
    because: str


def after(case: Case, at: int, span: Span) -> int:
    """Return the end of a span of civil days after the day of an instant."""
    clock = case.view.clock
    return clock.midnight(day_after(clock.day(at), span, case.calendar) + _DAY)


def before(case: Case, at: int, span: Span) -> int:
    """Return the end of the day by which something is due a span of civil days before the day of an instant."""
    clock = case.view.clock
    return clock.midnight(day_before(clock.day(at), span, case.calendar) + _DAY)


def elapsed(span: Span) -> int:
    """Return elapsed time in microseconds."""
    return to_micros_span(span.elapsed_time)


def _plain(norm: Norm, case: Case, opens: int) -> Duty:
    return Duty(norm, case, opens, opens, opens, opens, opens, NEVER)


def every_duties(norm: Norm, case: Case, stay: Stay) -> Iterator[Duty | Undecidable]:
    """Give the duties of a stay, one per period."""
    timing, view = norm.timing, case.view
    assert isinstance(timing, Every)
    first, last = opening_range(view, norm)
    kind = periods(case.calendar, timing.period, min_school_days=timing.min_school_days, during=timing.during)
    for index, period in enumerate(kind):
        start, end = _edges(case, period)
        opens = max(start, stay.start)
        if not (first <= start < last and opens < end and stay.end > opens and opens <= view.as_of):
            continue
        if not _is_present(timing, case, opens, (start, end)):
            continue
        maybe = None if stay.is_sure else "applies_unknown"
        duty = attrs.evolve(
            _plain(norm, case, opens),
            start=start,
            joins=opens,
            leaves=stay.end,
            maybe=maybe,
            preceding=kind[index - 1] if index else None,
        )
        try:
            stop = _stop(timing, case, opens, (start, end))
        except CalendarRangeError:
            yield Undecidable(duty, "calendar")
            continue
        duty = attrs.evolve(duty, stop=stop, sure_stop=stop, deadline=stop)
        rests_on_school_days = period.kind in _SCHOOL_DAY_KINDS and not (
            period.kind in ("week", "month") and (timing.min_school_days == 0 or timing.during == "vacation")
        )
        is_known = not rests_on_school_days or case.calendar.knows(period.interval)
        yield duty if is_known else Undecidable(duty, "calendar")


def _edges(case: Case, period: Period) -> Bounds:
    midnight = case.view.clock.midnight
    assert period.interval.end is not None
    return midnight(period.interval.start), midnight(period.interval.end)


def _is_present(timing: Every, case: Case, opens: int, edges: Bounds) -> bool:
    start, end = edges
    if opens == start:
        return True
    if timing.presence is None:
        return end - opens >= min(to_micros_span(timedelta(days=30)), (end - start) // 2)
    clock = case.view.clock
    return clock.midnight(day_after(clock.day(opens), timing.presence, case.calendar)) <= end


def _stop(timing: Every, case: Case, opens: int, edges: Bounds) -> int:
    start, end = edges
    if timing.within is None:
        return end
    stop = _opening_part(timing.within, case, start)
    return min(end, _opening_part(timing.within, case, opens) if opens >= stop else stop)


def _opening_part(within: Span, case: Case, start: int) -> int:
    return start + elapsed(within) if within.is_elapsed else after(case, start - _A_DAY, within)


_A_DAY = to_micros_span(_DAY)


@attrs.frozen
class Trigger:
    """What sets a norm off for a subject: an id, a time (None: not known), and whether it surely does."""

    id: str
    fact: Anything
    span: Bounds | None
    own: Bounds
    matches: Truth
    cancelled_at: int | None = None
    first_recorded: int | None = None


def triggers(norm: Norm, case: Case, moment: Moment) -> Iterator[Trigger]:
    """Give the triggers that concern a subject; with the moment alone, whether or not the norm applies then."""
    view = case.view
    for kind in moment.of:
        if kind in PERIOD_KINDS:
            yield from (one for one in _period_edges(case, moment, kind) if _is_in_range(norm, case, one))
            continue
        standing = [Cancelled(fact, NEVER) for fact in view.facts(kind)]
        for record in [*standing, *view.cancelled(kind)]:
            found = _trigger(case, moment, record)
            if found is not None and _is_in_range(norm, case, found):
                yield found


def _period_edges(case: Case, moment: Moment, kind: Anything) -> Iterator[Trigger]:
    for period in periods(case.calendar, kind):
        at = _edges(case, period)[0 if moment.edge == "start" else 1]
        yield Trigger(f"{kind}:{period.interval.start}", None, (at, at + 1), (at, at + 1), matches=True)


def _is_in_range(norm: Norm, case: Case, found: Trigger) -> bool:
    first, last = opening_range(case.view, norm)
    return first <= (found.span or found.own)[0] < last


def _trigger(case: Case, moment: Moment, record: Cancelled) -> Trigger | None:
    fact, view = record.before, case.view
    own = view.bounds(fact)
    if moment.edge is not None:
        at = own[0 if moment.edge == "start" else 1]
        if at in (ALWAYS, NEVER):
            return None
        own = at, at + 1
    case = attrs.evolve(case, trigger=fact)
    span: Bounds | None = own
    if moment.counted_from is not None:
        when = value_of(case, fact, moment.counted_from, own[0])
        span = None if when is None else view.clock.bounds(when)
    at = (span or own)[0]
    if at < view.clock.midnight(case.calendar.years[0].period.start):
        return None
    if not concerns(view, fact, case.subject, at, link=moment.link, link_to=moment.link_to):
        return None
    matches = truth(case, moment.where, fact, at)
    if matches is False:
        return None
    cancelled_at = None if record.at == NEVER else record.at
    return Trigger(fact.id, fact, span, own, matches, cancelled_at, view.register.versions[fact.id][0][0])


def _stay_at(stays: list[Stay], at: int) -> Stay | None:
    return next((stay for stay in stays if stay.start <= at < stay.end), None)


def upon_or_at_duties(norm: Norm, case: Case, existence: Existence, stays: list[Stay]) -> Iterator[Duty | Undecidable]:
    """Give the duties of a subject, one per moment that has come."""
    timing = norm.timing
    assert isinstance(timing, Upon | At)
    for one in triggers(norm, case, timing.moment):
        at = (one.span or one.own)[0]
        stay = _stay_at(stays, at)
        is_over = one.cancelled_at is not None and one.cancelled_at < at
        if stay is None or at > case.view.as_of or is_over or not existence.start <= at < existence.end:
            continue
        duty = _triggered(norm, case, one, stay, at)
        if one.span is None:
            if one.cancelled_at is None:
                yield Undecidable(attrs.evolve(duty, is_timed=False), "unknown_field")
        elif isinstance(timing, At):
            stop = one.span[1]
            yield attrs.evolve(duty, stop=stop, sure_stop=stop, lasting=at, may_be_trigger=True, deadline=at)
        else:
            found = _upon(timing, duty, one.span)
            if isinstance(found, Duty) or one.cancelled_at is None:
                yield found


def _triggered(norm: Norm, case: Case, one: Trigger, stay: Stay, opens: int) -> Duty:
    maybe = "unknown_field" if one.matches is None else None if stay.is_sure else "applies_unknown"
    return attrs.evolve(
        _plain(norm, attrs.evolve(case, trigger=one.fact), opens),
        joins=stay.start,
        leaves=stay.end,
        trigger=one.id,
        maybe=maybe,
        cancelled_at=one.cancelled_at,
    )


def _upon(timing: Upon, duty: Duty, span: Bounds) -> Duty | Undecidable:
    case, (low, high) = duty.case, span
    if timing.until is not None:
        holding = [
            edges for one in periods(case.calendar, timing.until) if (edges := _edges(case, one))[0] <= low < edges[1]
        ]
        if not holding:
            return Undecidable(duty, "calendar")
        stop = sure_stop = holding[0][1]
    elif timing.within is None:
        raise AssertionError
    elif timing.within.is_elapsed:
        stop, sure_stop = high + elapsed(timing.within), low + elapsed(timing.within) + 1
    else:
        try:
            stop = sure_stop = after(case, low, timing.within)
        except CalendarRangeError:
            return Undecidable(duty, "calendar")
    return attrs.evolve(duty, stop=stop, sure_stop=sure_stop, deadline=stop - 1)


def before_duties(norm: Norm, case: Case, stays: list[Stay]) -> Iterator[Duty | Undecidable]:
    """Give the duties of a subject, one per moment that has come or is planned."""
    timing = norm.timing
    assert isinstance(timing, Before)
    for one in triggers(norm, case, timing.moment):
        at = (one.span or one.own)[0]
        try:
            start, stop, sure_stop = _window_before(timing, case, one.span or one.own)
        except CalendarRangeError:
            start = stop = sure_stop = -1
        is_unknown = one.span is None or stop == -1
        last = at if is_unknown or timing.moment.edge == "start" else stop - 1
        first = at if is_unknown else min(start if one.first_recorded is None else one.first_recorded, last)
        staying = [stay for stay in stays if stay.start <= last and stay.end > first]
        if not staying:
            continue
        if is_unknown and one.cancelled_at is not None:
            continue
        stay = max(staying, key=lambda stay: (stay.is_sure, stay.start))
        duty = _triggered(norm, case, one, stay, at)
        if one.span is None:
            yield Undecidable(attrs.evolve(duty, is_timed=False), "unknown_field")
        elif stop == -1:
            yield Undecidable(duty, "calendar")
        else:
            yield attrs.evolve(
                duty,
                opens=start,
                start=start,
                stop=stop,
                sure_stop=sure_stop,
                lasting=stop - 1,
                deadline=stop - 1,
            )


def _window_before(timing: Before, case: Case, span: Bounds) -> tuple[int, int, int]:
    (low, high), clock = span, case.view.clock
    if timing.ahead.is_elapsed:
        stop, sure_stop = high - elapsed(timing.ahead), low - elapsed(timing.ahead) + 1
    else:
        stop = sure_stop = before(case, low, timing.ahead)
    stop, sure_stop = min(stop, high - 1), min(sure_stop, low)
    earliest = timing.no_earlier_than
    if earliest is None:
        start = clock.midnight(case.calendar.year_of(clock.day(low)).period.start)
    elif earliest.is_elapsed:
        start = low - elapsed(earliest)
    else:
        start = before(case, low, earliest) - _A_DAY
    if stop <= start:
        raise CalendarRangeError("over before it began", clock.day(stop))
    return start, stop, sure_stop
