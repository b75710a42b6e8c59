"""Duties that a moment opens: after it (`Upon`), ahead of it (`Before`), at it (`At`)."""

from collections.abc import Callable, Sequence
from functools import partial

from homeschool.calendar import SchoolCalendar
from homeschool.engine.duty import Duty, PeriodTrigger
from homeschool.engine.incur import Frame, Incurred, Undecided, windows
from homeschool.engine.scope import Scope
from homeschool.engine.stays import Existence, Stay
from homeschool.engine.triggers import Triggered
from homeschool.engine.windows import not_before, stop_before, stopping_after
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import Bounds, Micros
from homeschool.policy.timing import At, Before, Every, Upon

Stopping = Callable[[Bounds, SchoolCalendar], Bounds]
"""Tells when the time after a moment ends: surely, and at the latest; both excluded."""
Opener = Callable[[Triggered], Sequence[Incurred]]
"""Opens what a trigger sets off: one duty, or none."""


def opener(frame: Frame, timing: Upon | Before | At) -> Opener:
    """Return what opens the duties of a norm."""
    match timing:
        case Upon():
            return partial(upon, frame, stopping_upon(frame.scope, timing))
        case Before():
            return partial(before, frame, timing)
        case At():
            return partial(at, frame)


def upon(frame: Frame, stop_of: Stopping, found: Triggered) -> Sequence[Incurred]:
    """Return the duty that a trigger which has occurred sets off, if it does; its time ends as told."""
    if found.moment is None:
        return _untimed(frame, found)
    if not _opens(frame, found.moment) or (stay := stay_at(frame, found.existence, found.moment[0])) is None:
        return ()
    if found.cancelled_at is not None and found.cancelled_at < found.moment[0]:
        return ()
    calendar = frame.scope.view.calendar_of(found.existence.school)
    try:
        sure_stop, stop = stop_of(found.moment, calendar)
    except CalendarRangeError:
        return _beyond_calendar(found, stay.subject)
    return (_duty(found, stay, (found.moment[0], sure_stop, stop)),)


def stopping_upon(scope: Scope, timing: Upon) -> Stopping:
    """Return what tells when the time that a norm gives after a moment ends."""
    if timing.within is not None:
        return stopping_after(scope, timing.within)
    kind = timing.until or "school_year"

    def stop_with_period(moment: Bounds, calendar: SchoolCalendar) -> Bounds:
        for _, start, end, _ in windows(scope, Every(kind), calendar):
            if start <= moment[0] < end:
                return end, end
        day = scope.view.clock.day(moment[0])
        message = f"no {kind} holds {day}"
        raise CalendarRangeError(message, day)

    return stop_with_period


def before(frame: Frame, timing: Before, found: Triggered) -> Sequence[Incurred]:
    """Return the duty ahead of an event that has occurred or is planned, if there is one."""
    scope = frame.scope
    if found.moment is None:
        return _untimed(frame, found)
    if not _opens(frame, found.moment):
        return ()
    calendar = scope.view.calendar_of(found.existence.school)
    try:
        sure_stop, stop = stop_before(scope, found.moment, timing.ahead, calendar)
        start = _start_before(frame, timing, (found.moment, stop), calendar)
    except CalendarRangeError:
        stay = stay_at(frame, found.existence, found.moment[0])
        return () if stay is None else _beyond_calendar(found, stay.subject)
    first = _first_recorded(frame, found, start)
    last = found.moment[0] if timing.moment.edge == "start" else stop - 1
    stay = _stay_between(frame, found, min(first, last), last)
    return () if stay is None else (_duty(found, stay, (start, sure_stop, stop)),)


def _start_before(frame: Frame, timing: Before, window: tuple[Bounds, Micros], calendar: SchoolCalendar) -> Micros:
    """Return from when facts count; where the time was over before it began, the calendar cannot tell."""
    moment, stop = window
    clock = frame.scope.view.clock
    if timing.no_earlier_than is not None:
        start = not_before(frame.scope, moment, timing.no_earlier_than, calendar)
    else:
        start = clock.midnight(calendar.year_of(clock.day(moment[0])).period.start)
    if stop <= start:
        day = clock.day(stop)
        message = f"the time ended on {day}, before it began"
        raise CalendarRangeError(message, day)
    return start


def _first_recorded(frame: Frame, found: Triggered, start: Micros) -> Micros:
    if isinstance(found.fact, PeriodTrigger):
        return start
    return frame.scope.view.first_recorded(found.fact.id)


def at(frame: Frame, found: Triggered) -> Sequence[Incurred]:
    """Return the duty at a moment that has come, if there is one; it opens and closes with the moment."""
    moment = found.moment
    if moment is None:
        return _untimed(frame, found)
    if found.cancelled_at is not None and found.cancelled_at < moment[0]:
        return ()
    stay = stay_at(frame, found.existence, moment[0])
    if stay is None or not _opens(frame, moment):
        return ()
    at, end = moment
    return (Duty(stay.subject, stay, at, at, end, end, at, found.fact, _doubt(found, stay), found.cancelled_at),)


def _untimed(frame: Frame, found: Triggered) -> Sequence[Undecided]:
    """Return what cannot be told of a trigger whose time is not filled, if the norm applied when it occurred."""
    own = frame.scope.view.bounds(found.fact)
    if found.cancelled_at is not None or not _opens(frame, own) or stay_at(frame, found.existence, own[0]) is None:
        return ()
    return (Undecided(found.existence.subject, "unknown_field", trigger=found.fact.id),)


def _beyond_calendar(found: Triggered, subject: str) -> Sequence[Undecided]:
    """Return that the time of a trigger cannot be told, unless it was cancelled."""
    if found.cancelled_at is not None or found.moment is None:
        return ()
    return (Undecided(subject, "calendar", found.moment[0], found.fact.id),)


def _opens(frame: Frame, moment: Bounds) -> bool:
    return frame.opening[0] <= moment[0] < frame.opening[1]


def stay_at(frame: Frame, existence: Existence, moment: Micros) -> Stay | None:
    """Return the stay of a subject, within one existence, in which a moment lies."""
    for stay in frame.applying.stays(existence):
        if stay.start <= moment < stay.end:
            return stay
    return None


def _stay_between(frame: Frame, found: Triggered, first: Micros, last: Micros) -> Stay | None:
    stays = [stay for stay in frame.applying.stays(found.existence) if stay.start <= last and first < stay.end]
    sure = [stay for stay in stays if stay.is_sure]
    chosen = sure or stays
    return chosen[-1] if chosen else None


def _duty(found: Triggered, stay: Stay, window: tuple[Micros, Micros, Micros]) -> Duty:
    start, sure_stop, stop = window
    doubt = _doubt(found, stay)
    return Duty(stay.subject, stay, start, start, sure_stop, stop, stop - 1, found.fact, doubt, found.cancelled_at)


def _doubt(found: Triggered, stay: Stay) -> str | None:
    if not found.is_sure:
        return "unknown_field"
    return None if stay.is_sure else "applies_unknown"
