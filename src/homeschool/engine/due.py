"""What is owed next: by whom, until when, and how much time is left for it."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

import attrs

from homeschool.calendar import SchoolCalendar, Span, day_after, is_working_day
from homeschool.engine.findings import Findings
from homeschool.errors import CalendarRangeError, InvalidValueError
from homeschool.model.clock import to_micros
from homeschool.model.register import Register
from homeschool.model.ties import school_of
from homeschool.model.view import View
from homeschool.policy.finding import Details, Finding, Owner, Status
from homeschool.policy.requirement import Share
from homeschool.policy.timing import Rolling

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)


@attrs.frozen
class Due:
    """One pending duty, and the time that is left for it.

    Args:
        finding: the pending finding.
        bearers: who owes it now, or owed it when it opened where nobody holds the role now.
        closes: the first moment after the window; what happens from then on is too late.
        slack: the elapsed time from the moment of the check to `closes`.
        school_days: the school days from that moment's day to the last one of the window, both included, by the
            calendar of the subject's school; None where it has no data.
        working_days: the working days likewise, by the public calendar.
        because: ``calendar`` where one of the two is not known; None otherwise.
        needed: how many facts, or different days or values, are asked; None where the requirement has no number.
        missing: how many of them are still missing; None likewise.
        is_unachievable: whether it can no longer be kept.
    """

    finding: Finding
    bearers: tuple[Owner, ...]
    closes: datetime
    slack: timedelta
    school_days: int | None
    working_days: int | None
    because: str | None
    needed: Fraction | None
    missing: int | None
    is_unachievable: bool

    @property
    def holders(self) -> tuple[str, ...]:
        """The ids of all who owe it, each once."""
        return tuple(dict.fromkeys(id_ for owner in self.bearers for id_ in owner.holders))


def due(
    findings: Findings, register: Register, *, within: Span | timedelta | None = None, bearer: str | None = None
) -> tuple[Due, ...]:
    """Return the pending duties, the earliest deadline first.

    >>> from datetime import datetime
    >>> from homeschool import SHANGHAI, Interval, Register, SchoolCalendar, SchoolYear, Span, Term, evaluate, load_pack
    >>> from homeschool.engine.due import due
    >>> from homeschool.model import School
    >>> from datetime import date
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> register = Register([School(id="school")], calendar)
    >>> findings = evaluate(load_pack("contact-system"), register, as_of=datetime(2026, 8, 20, tzinfo=SHANGHAI))
    >>> [(one.working_days, one.missing) for one in due(findings, register) if one.finding.norm.slug == "open-day"]
    [(8, 2)]

    Args:
        findings: what was found; only what is pending is due.
        register: the records that were evaluated; its calendars count the days.
        within: only what closes within this time of the findings' moment: civil spans end with their last day, as
            deadlines do, elapsed ones with the instant; None: all.
        bearer: only what this person owes, or whoever holds this role; None: all.

    Raises:
        CalendarRangeError: `within` counts school or working days for which there is no data.
        InvalidValueError: `within` leaves the years 1 to 9999.
    """
    until = None if within is None else horizon(findings.as_of, within, register.calendar)
    view = View(register, as_of=findings.as_of)
    days = DaysLeft(view)
    found = [
        _due(finding, details, closes, days)
        for finding, closes in pending(findings, until)
        for details in [finding.details]
        if bearer is None or is_of(finding, details, bearer)
    ]
    return tuple(sorted(found, key=_by_deadline))


def pending(findings: Findings, until: datetime | None) -> Iterator[tuple[Finding, datetime]]:
    """Yield the pending findings that close by a moment (None: at any time), each with when it closes."""
    for finding in findings.having(Status.PENDING):
        closes = finding.closes
        if closes is not None and (until is None or closes <= until):
            yield finding, closes


def horizon(as_of: datetime, within: Span | timedelta, calendar: SchoolCalendar) -> datetime:
    """Return the moment up to which duties are due: so long after now, or the end of the last of so many days.

    Raises:
        CalendarRangeError: the calendar has no data for the days to count.
        InvalidValueError: it would lie beyond the year 9999.
    """
    message = f"`{within}` from `{as_of.isoformat()}` leaves the years 1 to 9999; expected a shorter span"
    try:
        if isinstance(within, timedelta):
            return as_of + within
        if within.is_elapsed:
            return as_of + within.elapsed_time
        last = day_after(as_of.astimezone(calendar.zone).date(), within, calendar)
        return calendar.midnight(last + _DAY)
    except OverflowError:
        raise InvalidValueError(message) from None


def is_of(finding: Finding, details: Details, bearer: str) -> bool:
    """Tell whether somebody, or a role, bears a finding or is to be reminded of it."""
    if bearer == finding.bearer or bearer in map(str, finding.norm.bearer.who):
        return True
    return any(bearer in owner.holders for owner in (*details.bearers, *details.remind))


def still_missing(finding: Finding, details: Details) -> tuple[Fraction | None, int | None]:
    """Return how many facts, days or values a requirement asks for, and how many are missing; a share has no number."""
    if details.needed is None or isinstance(finding.norm.requirement, Share):
        return None, None
    needed = Fraction(details.needed)
    if isinstance(finding.norm.timing, Rolling):
        return needed, math.ceil(needed)  # the last performance opened the window, and does not count in it
    return needed, max(0, math.ceil(needed - details.certain))


class DaysLeft:
    """Counts the school and working days that are left, each stretch of days once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.now = view.clock.moment(view.as_of)
        self._known: dict[tuple[str | None, date], tuple[int | None, int | None]] = {}

    def until(self, closes: datetime, subject: str) -> tuple[int | None, int | None]:
        """Return the school days and the working days from now to the last day; None where there is no data."""
        clock = self.view.clock
        school = school_of(self.view, subject, self.view.as_of)
        last = clock.day(to_micros(closes - _MICROSECOND))
        found = self._known.get((school, last))
        if found is None:
            days = [self.now.date() + _DAY * number for number in range((last - self.now.date()).days + 1)]
            calendar = self.view.calendar_of(school)
            found = self._known[school, last] = _count(days, calendar.is_school_day), _count(days, is_working_day)
        return found


def _count(days: Iterable[date], is_one: Callable[[date], bool]) -> int | None:
    try:
        return sum(map(is_one, days))
    except CalendarRangeError:
        return None


def _due(finding: Finding, details: Details, closes: datetime, days: DaysLeft) -> Due:
    school_days, working_days = days.until(closes, finding.subject)
    needed, missing = still_missing(finding, details)
    return Due(
        finding=finding,
        bearers=details.remind or details.bearers,
        closes=closes,
        slack=closes - days.now,
        school_days=school_days,
        working_days=working_days,
        because="calendar" if school_days is None or working_days is None else None,
        needed=needed,
        missing=missing,
        is_unachievable=details.is_unachievable,
    )


def _by_deadline(one: Due) -> tuple[datetime, str]:
    return one.closes, one.finding.id


def by_bearer(dues: Iterable[Due]) -> Mapping[str, Sequence[Due]]:
    """Return what is due by the ids of those who owe it, sorted.

    What several owe stands under each of them, what nobody owes because the role is vacant under an empty id.
    """
    found: dict[str, list[Due]] = {}
    for one in dues:
        for holder in one.holders or ("",):
            found.setdefault(holder, []).append(one)
    return dict(sorted(found.items()))
