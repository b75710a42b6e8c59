"""Standing duties: what must hold at every instant while the norm applies."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest

import attrs

from homeschool.calendar import SchoolCalendar
from homeschool.engine.count import Meeting
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.incur import Frame, Undecided, first_moment
from homeschool.engine.instant import Answer, InstantJudge
from homeschool.engine.linking import belongings
from homeschool.engine.matches import Matches
from homeschool.engine.scope import Scope, kept_edges
from homeschool.engine.stays import Stay
from homeschool.engine.windows import stop_after
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import NEVER, Micros
from homeschool.model.derived import derived_fields
from homeschool.model.facts import fact_classes
from homeschool.policy.finding import Status
from homeschool.policy.timing import Always

Judged = tuple[Duty, Verdict]
Answered = tuple[Micros, Micros, Answer]
"""A span within which nothing changes that is asked about, and the answer."""


@attrs.define(eq=False)
class Segment:
    """A span in which the answer stays the same."""

    start: Micros
    end: Micros
    answer: Answer


def always(frame: Frame, timing: Always, judge: InstantJudge, meeting: Meeting) -> Iterable[Judged | Undecided]:
    """Yield the findings of each stay: one for each interval in which the requirement fails, one while it holds."""
    scope = frame.scope
    prohibits = not judge.matches.of_lasting
    for existence in frame.existences:
        calendar = scope.view.calendar_of(existence.school)
        first = first_moment(scope, existence.school)
        for stay in frame.applying.stays(existence):
            start = max(stay.start, frame.opening[0], first)
            end = min(stay.end, frame.opening[1])
            if start >= end or start > scope.as_of:
                continue
            standing = _Standing(frame, stay, start, end, calendar)
            if prohibits:
                yield from standing.prohibited(judge.matches, meeting)
            else:
                yield from standing.held(judge, timing)


class _Standing:
    """One stay under a standing norm, from `start` to `end`."""

    def __init__(self, frame: Frame, stay: Stay, start: Micros, end: Micros, calendar: SchoolCalendar) -> None:
        self.frame = frame
        self.scope = frame.scope
        self.stay = stay
        self.start = start
        self.end = end
        self.calendar = calendar
        self.is_superseded = end < stay.end

    def _duty(self, opens: Micros, moment: Micros | None = None) -> Duty:
        doubt = None if self.stay.is_sure else "applies_unknown"
        stop = self.end if moment is None else moment + 1
        return Duty(self.stay.subject, self.stay, opens, opens, stop, stop, moment, doubt=doubt)

    @property
    def _has_ended(self) -> bool:
        return self.end <= self.scope.as_of

    def _current(self, opens: Micros, evidence: tuple[str, ...] = ()) -> Iterable[Judged]:
        """Yield what stands now: holding, or lapsed when the stay has ended; nothing when a new wording took over."""
        if not self._has_ended:
            yield self._duty(opens), Verdict(Status.HOLDING, None, evidence)
        elif not self.is_superseded:
            yield self._duty(opens), Verdict(Status.LAPSED, self.end, evidence)

    def prohibited(self, matches: Matches, meeting: Meeting) -> Iterable[Judged]:
        """Yield one breach for each event that must not be."""
        duty = self._duty(self.start)
        for low, id_, high, truth, fact in meeting(duty, (self.start, self.end)):
            if high <= self.start or low >= self.end:
                continue
            one = self._duty(max(low, self.start), max(low, self.start))
            one.trigger = fact
            if truth is True and low >= self.start and high <= self.end:
                yield one, Verdict(Status.BREACHED, low, (id_,))
            else:
                because = "unknown_field" if truth is None else "straddles"
                yield one, Verdict(Status.UNDETERMINED, because=because)
        if matches.are_kept(self.start):
            yield from self._current(self.start)
        else:
            yield duty, Verdict(Status.UNDETERMINED, because="not_kept")

    def held(self, judge: InstantJudge, timing: Always) -> Iterable[Judged | Undecided]:
        """Yield one breach for each interval in which the requirement does not hold."""
        segments = self._segments(judge)
        begin = self.start
        for segment, following in zip_longest(segments, segments[1:]):
            if segment.answer[0] is not False:
                continue
            try:
                is_breach = self._is_breach(segment, timing)
            except CalendarRangeError:
                yield Undecided(self.stay.subject, "calendar", segment.start)
                return
            if is_breach:
                over = following is not None
                remedied = segment.end if over and following.answer[0] else None
                duty = self._duty(segment.start)
                if over:
                    duty.sure_stop = segment.end
                yield duty, Verdict(Status.BREACHED, segment.start, segment.answer[1], remedied=remedied)
                begin = segment.end if over else NEVER
        last = segments[-1]
        if last.answer[0] is None:
            if not self._has_ended:
                verdict = Verdict(Status.UNDETERMINED, None, last.answer[1], last.answer[2])
                yield self._duty(last.start), verdict
        elif begin != NEVER:
            yield from self._current(begin, last.answer[1])

    def _segments(self, judge: InstantJudge) -> list[Segment]:
        end = min(self.end, self.scope.as_of + 1)
        found: list[Segment] = []
        for low, high, answer in self._answers(judge):
            if low >= end:
                break
            if found and found[-1].answer[0] is answer[0]:
                found[-1].end = high
                found[-1].answer = found[-1].answer if answer[0] is False else answer
            else:
                found.append(Segment(low, high, answer))
        found[-1].end = end
        return found

    def _answers(self, judge: InstantJudge) -> Iterable[Answered]:
        """Return the answer from edge to edge, those that are yet to come too; worked out once for all alike."""
        rests_on = judge.rests_on(self.stay.subject)
        if rests_on is None:
            return self._ask(judge)
        key, answers = (self.start, self.end, rests_on), self.frame.answers
        found: Sequence[Answered] | None = answers.get(key)
        if found is None:
            found = answers[key] = tuple(self._ask(judge))
        return found

    def _ask(self, judge: InstantJudge) -> Iterator[Answered]:
        edges = {edge for edge in self._edges(judge) if self.start < edge < self.end}
        for low, high in pairwise([self.start, *sorted(edges), self.end]):
            yield low, high, judge.holds(self._duty(low, low), low)

    def _edges(self, judge: InstantJudge) -> set[Micros]:
        """Return every moment at which the answer may change."""
        scope, subject = self.scope, self.stay.subject
        edges = {edge for part in belongings(scope, subject) for edge in (part.start, part.end)}
        own = judge.edges(subject)
        return edges | (lasting_edges(scope) if own is None else own | kept_edges(scope))

    def _is_breach(self, segment: Segment, timing: Always) -> bool:
        if timing.tolerance is None:
            return True
        end = min(segment.end, self.scope.as_of)
        _, stop = stop_after(self.scope, (segment.start, segment.start), timing.tolerance, self.calendar)
        return end >= stop


def lasting_edges(scope: Scope) -> set[Micros]:
    """Return every moment at which anything that lasts begins or ends, or a student has a birthday."""
    found = scope.memory.get("lasting edges")
    if found is None:
        view = scope.view
        lasting = [name for name, known in fact_classes().items() if known.lasts]
        found = {edge for name in lasting for fact in view.facts(name) for edge in view.bounds(fact)}
        birthdays = derived_fields("student")["age"].changes
        found |= {edge for student in view.facts("student") for edge in birthdays(view, student)}
        found |= kept_edges(scope)
        scope.memory["lasting edges"] = found
    return found


def forget_edges(scope: Scope) -> None:
    """Gather anew when `lasting_edges` is next asked."""
    scope.memory.pop("lasting edges", None)
