"""Incurring: which duties a norm opens, for whom, in which windows."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from homeschool.calendar import Period, SchoolCalendar, Span, day_after, periods
from homeschool.engine.duty import Duty
from homeschool.engine.scope import Scope
from homeschool.engine.stays import Applying, Existence, Stay, existences
from homeschool.engine.windows import opening_part
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import ALWAYS, Bounds, Micros
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Every

_THIRTY_DAYS = 30 * 24 * 3600 * 1_000_000
_BY_SCHOOL_DAYS = frozenset({"school_day", "week", "month", "vacation"})


@attrs.frozen
class Undecided:
    """No duty can be told: the calendar, or a table, has no data."""

    subject: str
    because: str
    opens: Micros | None = None
    trigger: str | None = None


Incurred = Duty | Undecided


@attrs.define(eq=False)
class Frame:
    """What incurring needs of a norm: whose duties are asked for, whom it applies to, when it may open duties.

    `trigger` is the id of the one trigger to look at; None looks at all.  Duties of periods are those that open after
    a moment; when the clock opens the next one for a subject is noted in `coming`.  In `answers` is kept what many
    subjects have in common.
    """

    scope: Scope
    norm: Norm
    applying: Applying
    opening: Bounds
    existences: Sequence[Existence]
    trigger: str | None = None
    after: Micros = ALWAYS
    coming: dict[str, Micros] = attrs.field(factory=dict)
    answers: dict[Any, Any] = attrs.field(factory=dict)

    def of(self, existences: Sequence[Existence]) -> "Frame":
        """Return the part of the frame in which it is only about some existences."""
        head = self.scope, self.norm, self.applying, self.opening
        return Frame(*head, existences, self.trigger, self.after, self.coming, self.answers)


Window = tuple[Period, Micros, Micros, bool]
"""A period, its start and its end, excluded, and whether the calendar knows all its days."""


def windows(scope: Scope, timing: Every, calendar: SchoolCalendar) -> Sequence[Window]:
    """Return the periods of a timing in a calendar: each with its ends, and whether the calendar knows all its days."""
    key = ("windows", timing.period, timing.min_school_days, timing.during, calendar)
    found = scope.memory.get(key)
    if found is None:
        clock = scope.view.clock
        needs_days = _asks_school_days(timing)
        found = scope.memory[key] = [
            (
                period,
                clock.midnight(period.interval.start),
                clock.midnight(period.interval.end),
                not needs_days or calendar.knows(period.interval),
            )
            for period in periods(calendar, timing.period, min_school_days=timing.min_school_days, during=timing.during)
            if period.interval.end is not None
        ]
    return found


def _asks_school_days(timing: Every) -> bool:
    """Tell whether it depends on the school days in a period that it counts."""
    if timing.period in ("week", "month"):
        return timing.during == "any" and timing.min_school_days > 0
    return timing.period in _BY_SCHOOL_DAYS


Opened = tuple[Stay, Micros, Micros, Micros]
"""A stay, and the window that a period opened in it: its start, when it opens for the subject, its end, excluded."""


def every(frame: Frame, timing: Every) -> Iterable[Incurred]:
    """Yield one duty for each stay and period that has opened."""
    for found in openings(frame, timing):
        yield found if isinstance(found, Undecided) else every_duty(found)


def every_duty(opened: Opened) -> Duty:
    """Return the duty of a window that a period opened."""
    stay, start, opens, stop = opened
    return Duty(stay.subject, stay, start, opens, stop, stop, stop, doubt=None if stay.is_sure else "applies_unknown")


def openings(frame: Frame, timing: Every) -> Iterable[Opened | Undecided]:
    """Yield the window of each stay and period that has opened."""
    by_school: dict[str | None, Sequence[Window]] = {}
    as_of, coming = frame.scope.as_of, frame.coming
    for existence, stays in frame.applying.all_stays(frame.existences):
        if existence.school not in by_school:
            calendar = frame.scope.view.calendar_of(existence.school)
            by_school[existence.school] = windows(frame.scope, timing, calendar)
        found = by_school[existence.school]
        for stay in stays:
            for window in found if stay.start > frame.after else _starting_after(found, frame.after):
                opens = max(stay.start, window[1])
                if opens > as_of:
                    coming[stay.subject] = min(opens, coming.get(stay.subject, opens))
                    break
                opened = opening(frame, stay, window)
                if opened is not None:
                    yield opened


def opening(frame: Frame, stay: Stay, window: Window) -> Opened | Undecided | None:
    """Return what a period that has begun opens in a stay that has begun; None where it opens nothing."""
    timing, (_, start, end, is_known) = frame.norm.timing, window
    assert isinstance(timing, Every)
    opens = max(stay.start, start)
    if opens >= end or opens >= stay.end or not frame.opening[0] <= start < frame.opening[1]:
        return None
    if not is_known:
        return Undecided(stay.subject, "calendar", opens)
    calendar = frame.scope.view.calendar_of(stay.school)
    if opens > start and not _is_present(frame.scope, timing, (start, end, opens), calendar):
        return None
    if timing.within is None:
        return stay, start, opens, end
    return _opening_part(frame.scope, timing.within, stay, (start, end, opens, calendar))


def _starting_after(found: Sequence[Window], moment: Micros) -> Sequence[Window]:
    return found[bisect_right(found, moment, key=_start) :]


def _start(window: Window) -> Micros:
    return window[1]


def beyond_calendar(scope: Scope) -> Iterable[Undecided]:
    """Yield what cannot be told of periods, once a school, where its calendar does not know the day."""
    day = scope.view.clock.day(scope.as_of)
    for school in existences(scope, "school"):
        if not scope.view.calendar_of(school.subject).covers(day):
            yield Undecided(school.subject, "calendar")


def _is_present(scope: Scope, timing: Every, span: tuple[Micros, Micros, Micros], calendar: SchoolCalendar) -> bool:
    start, end, opens = span
    if timing.presence is None:
        return end - opens >= min(_THIRTY_DAYS, (end - start) // 2)
    last = day_after(scope.view.clock.day(opens), timing.presence, calendar)
    return scope.view.clock.midnight(last) <= end


def _opening_part(
    scope: Scope, within: Span, stay: Stay, window: tuple[Micros, Micros, Micros, SchoolCalendar]
) -> Opened | Undecided:
    start, end, opens, calendar = window
    try:
        stop = min(opening_part(scope, start, within, calendar), end)
        if opens >= stop:
            stop = min(opening_part(scope, opens, within, calendar), end)
    except CalendarRangeError:
        return Undecided(stay.subject, "calendar", opens)
    return stay, start, opens, stop


def first_moment(scope: Scope, school: str | None) -> Micros:
    """Return when a school's calendar begins: what came about earlier is not for this register to judge."""
    key = ("first moment", school)
    found = scope.memory.get(key)
    if found is None:
        first = scope.view.calendar_of(school).years[0].period.start
        found = scope.memory[key] = scope.view.clock.midnight(first)
    return found
