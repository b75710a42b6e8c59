"""Spans put to moments: when a deadline falls, counted as the Civil Code counts (arts. 201-203)."""

from collections.abc import Callable
from datetime import date, timedelta

from homeschool.calendar import SchoolCalendar, Span, day_after, day_before
from homeschool.engine.scope import Scope
from homeschool.model.clock import Bounds, Micros, to_micros_span

ONE_DAY = timedelta(days=1)


def read_span(scope: Scope, span: Span) -> Span:
    """Return a span with "at once" replaced by the host's reading of it."""
    return scope.readings.at_once if span.unit == "at_once" else span


def end_of_day(scope: Scope, day: date) -> Micros:
    """Return the moment at which a civil day is over: the first of the next."""
    return scope.view.clock.midnight(day + ONE_DAY)


def stopping_after(scope: Scope, span: Span) -> Callable[[Bounds, SchoolCalendar], Bounds]:
    """Return the function that tells when the time to act after a moment ends: surely, and at the latest; excluded.

    The two differ where a moment is known only by its day and the span is elapsed time.
    """
    read = read_span(scope, span)
    if read.is_elapsed:
        length = to_micros_span(read.elapsed_time)
        return lambda moment, _: (moment[0] + length + 1, moment[1] + length)

    def stop_on_day(moment: Bounds, calendar: SchoolCalendar) -> Bounds:
        stop = end_of_day(scope, day_after(scope.view.clock.day(moment[0]), read, calendar))
        return stop, stop

    return stop_on_day


def stop_after(scope: Scope, moment: Bounds, span: Span, calendar: SchoolCalendar) -> Bounds:
    """Return when the time to act after a moment surely ends, and when it ends at the latest; both excluded."""
    return stopping_after(scope, span)(moment, calendar)


def stop_before(scope: Scope, moment: Bounds, span: Span, calendar: SchoolCalendar) -> Bounds:
    """Return when the time to act ahead of a moment surely ends, and when it ends at the latest; both excluded.

    It ends when the moment begins, if not earlier.
    """
    span = read_span(scope, span)
    if span.is_elapsed:
        length = to_micros_span(span.elapsed_time)
        return min(moment[0] - length + 1, moment[0]), min(moment[1] - length, moment[1] - 1)
    stop = end_of_day(scope, day_before(scope.view.clock.day(moment[0]), span, calendar))
    return min(stop, moment[0]), min(stop, moment[1] - 1)


def opening_part(scope: Scope, start: Micros, span: Span, calendar: SchoolCalendar) -> Micros:
    """Return when the opening part of something that begins at `start` is over: of three days, after the third."""
    span = read_span(scope, span)
    if span.is_elapsed:
        return start + to_micros_span(span.elapsed_time)
    return end_of_day(scope, day_after(scope.view.clock.day(start) - ONE_DAY, span, calendar))


def not_before(scope: Scope, moment: Bounds, span: Span, calendar: SchoolCalendar) -> Micros:
    """Return the earliest moment that lies at most a span before a moment."""
    span = read_span(scope, span)
    if span.is_elapsed:
        return moment[0] - to_micros_span(span.elapsed_time)
    return scope.view.clock.midnight(day_before(scope.view.clock.day(moment[0]), span, calendar))
