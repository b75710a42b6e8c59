"""Rolling duties: again and again, at most a span after the last performance."""

from collections.abc import Iterable, Sequence
from datetime import date

from homeschool.calendar import SchoolCalendar, day_after
from homeschool.engine.count import Meeting
from homeschool.engine.duty import STILL_PENDING, Duty, Verdict
from homeschool.engine.incur import Frame, Undecided, first_moment
from homeschool.engine.matches import Match, Matches
from homeschool.engine.stays import Stay
from homeschool.engine.windows import end_of_day, read_span
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import Micros, to_micros_span
from homeschool.policy.finding import Status
from homeschool.policy.timing import Rolling

Judged = tuple[Duty, Verdict]


def rolling(frame: Frame, timing: Rolling, matches: Matches, meeting: Meeting) -> Iterable[Judged | Undecided]:
    """Yield the windows of each stay, each with its verdict: a performance closes one and opens the next."""
    for existence in frame.existences:
        for stay in frame.applying.stays(existence):
            calendar = frame.scope.view.calendar_of(stay.school)
            chain = _Chain(frame, timing, calendar, stay)
            try:
                yield from chain.windows(matches, meeting)
            except CalendarRangeError:
                yield Undecided(stay.subject, "calendar", chain.opens)


class _Chain:
    """One stay's windows, one after the other."""

    def __init__(self, frame: Frame, timing: Rolling, calendar: SchoolCalendar, stay: Stay) -> None:
        self.scope = frame.scope
        self.opening = frame.opening
        self.span = read_span(frame.scope, timing.span)
        self.calendar = calendar
        self.stay = stay
        start = max(stay.start, frame.opening[0])
        self.opens = max(start, first_moment(self.scope, stay.school))

    def _stop(self, base: Micros, missed_day: date | None = None) -> tuple[Micros, date | None]:
        """Return when the window ends that is counted from a moment, or from a last day that was missed."""
        if self.span.is_elapsed:
            return base + to_micros_span(self.span.elapsed_time) + 1, None
        last = day_after(missed_day or self.scope.view.clock.day(base), self.span, self.calendar)
        return end_of_day(self.scope, last), last

    def _duty(self, stop: Micros) -> Duty:
        doubt = None if self.stay.is_sure else "applies_unknown"
        return Duty(self.stay.subject, self.stay, self.opens, self.opens, stop, stop, stop - 1, doubt=doubt)

    def windows(self, matches: Matches, meeting: Meeting) -> Iterable[Judged]:
        as_of = self.scope.as_of
        if self.opens > as_of or self.opens >= self.stay.end:
            return
        found = meeting(self._duty(self.stay.end), (self.opens, self.stay.end))
        found = [match for match in found if self.opens <= match[0] < self.stay.end]
        after, missed = self.opens, None
        base = self.opens
        while self.opens <= as_of and self.opening[0] <= self.opens < self.opening[1] and self.opens < self.stay.end:
            stop, last = self._stop(base, missed)
            duty = self._duty(stop)
            sure = next((match for match in found if match[3] and match[0] >= after), None)
            is_kept = matches.are_kept(self.opens)
            if sure is not None and sure[2] <= stop:
                yield duty, Verdict(Status.FULFILLED, sure[0], (sure[1],))
                self.opens = base = sure[0]
                after, missed = sure[2], None
            elif not is_kept or any(match[0] >= after and match[0] < stop for match in found):
                not_kept = Verdict(Status.UNDETERMINED, because="not_kept")
                yield duty, self._doubtful(duty, found, after) if is_kept else not_kept
                later = next((match for match in found if match[3] and match[0] >= stop), None)
                if later is None:
                    return
                self.opens = base = later[0]
                after, missed = later[2], None
            elif as_of >= stop and self.stay.end >= stop:
                remedy = None if sure is None else sure[0]
                yield duty, Verdict(Status.BREACHED, stop, remedied=remedy)
                self.opens = after = stop
                base, missed = stop - 1, last
            else:
                yield duty, self._open()
                return

    def _doubtful(self, duty: Duty, found: Sequence[Match], after: Micros) -> Verdict:
        if self.stay.end <= self.scope.as_of and self.stay.end < duty.stop:
            return Verdict(Status.LAPSED, self.stay.end)
        if self.scope.as_of < duty.stop:
            return STILL_PENDING
        inside = [match for match in found if after <= match[0] < duty.stop]
        doubt = "unknown_field" if any(match[3] is None for match in inside) else "straddles"
        return Verdict(Status.UNDETERMINED, because=doubt)

    def _open(self) -> Verdict:
        if self.stay.end <= self.scope.as_of:
            return Verdict(Status.LAPSED, self.stay.end)
        return STILL_PENDING
