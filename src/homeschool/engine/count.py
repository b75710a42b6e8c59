"""Counts: how many facts, days or different values there are in a window."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from homeschool.engine.bounds import Unknown, work_out
from homeschool.engine.duty import BREACHED, FULFILLED, PENDING, STILL_PENDING, Duty, Verdict
from homeschool.engine.judge import Placed, context_of, ids, is_left, lapsed, place, place_for, unclosed
from homeschool.engine.matches import Match, Matches
from homeschool.engine.scope import Context, Scope
from homeschool.engine.stays import Stay
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.policy.finding import Status
from homeschool.policy.requirement import Bound, Count, PrecedingBound

Meeting = Callable[[Duty, Bounds], Sequence[Match]]
"""Gives the facts in a window that meet, or may meet, what a duty asks of each, in order of time."""
Preceding = Callable[[Duty], tuple[Micros, Micros] | None]
"""Gives the window of the period before a duty's."""


Scanned = tuple[Status, Micros | None, tuple[str, ...]]
"""What became of a plain duty: its status, since when, on what evidence."""
Scan = Callable[[Context, Stay, tuple[Micros, Micros, Micros], int], Scanned | None]
"""Tells what became of a plain duty; None where there is any doubt."""


class CountJudge:
    """Judges duties whose requirement is a count."""

    def __init__(
        self, scope: Scope, requirement: Count, matches: Matches, meeting: Meeting, preceding: Preceding
    ) -> None:
        self.scope = scope
        self.requirement = requirement
        self.matches = matches
        self.meeting = meeting
        self.preceding = preceding
        least, most = requirement.at_least, requirement.at_most
        plain = isinstance(least, Fraction) and most is None and requirement.distinct is None
        self.quick = whole(least) if plain and least and matches.placed_by is None else None  # type: ignore[arg-type]
        self._ask = matches.ask

    def judge(self, duty: Duty) -> Verdict:
        """Return what became of a duty by the moment of the evaluation."""
        if self.quick is not None:
            found = self._quickly(duty, self.quick)
            if found is not None:
                return found
        placed = place_for(duty, self.meeting(duty, (duty.start, duty.stop)), self.scope.as_of)
        try:
            least, most = self.bounds(duty)
        except Unknown:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), "unknown_field")
        if most is None:
            return self._lower(duty, placed, 0 if least is None else whole(least))
        return self._upper(duty, placed, least, most)

    def _quickly(self, duty: Duty, least: int) -> Verdict | None:
        """Judge a plain lower bound in one pass over the subject's facts; None where there is any doubt."""
        context = context_of(duty, duty.start)
        found = self.scan(context, duty.stay, (duty.start, duty.sure_stop, duty.stop), least)
        if found is None:
            return None
        status, decided, evidence = found
        if status is PENDING and not evidence:
            return STILL_PENDING
        late = self.made_good(context, duty.start, least) if status is BREACHED else None
        return Verdict(status, decided, evidence, remedied=late)

    @cached_property
    def scan(self) -> Scan:
        """Tells what became of a plain lower bound in one pass over the subject's facts; None where there is any doubt.

        It takes what references start from, whose moment it sets to that of each fact in turn; the stay in which so
        much is owed; from when facts count, when that surely ends, and when at the latest, ends excluded; and how many
        facts are owed.
        """
        view, since, ask, are_kept = self.scope.view, self.matches.since, self._ask, self.matches.are_kept

        def scan(context: Context, stay: Stay, window: tuple[Micros, Micros, Micros], least: int) -> Scanned | None:
            as_of, (start, sure_stop, stop) = view.as_of, window
            end = stay.end
            leaves = end < stop
            if not leaves:
                end = stop
            but = None if context.trigger is None else context.trigger.id
            evidence: tuple[str, ...] = ()
            for low, id_, high, _, fact in since(stay.subject, start):
                if low >= end or low > as_of:
                    break
                if high <= start or id_ == but:
                    continue
                context.at = low
                truth = ask(fact, context)
                if truth is False:
                    continue
                if truth is None or low < start or high > end or high > sure_stop:
                    return None
                evidence += (id_,)
                if len(evidence) == least:
                    return FULFILLED, low, evidence
            if (leaves and end <= as_of) or not are_kept(start):
                return None
            pends = as_of < stop
            return PENDING if pends else BREACHED, None if pends else stop, evidence

        return scan

    def made_good(self, context: Context, start: Micros, least: int) -> Micros | None:
        """Return when the facts from a moment on reached a number, in time or not; None where they did not yet."""
        but = None if context.trigger is None else context.trigger.id
        for low, id_, _, _, fact in self.matches.since(context.subject or "", start):
            if low > self.scope.as_of:
                return None
            if low < start or id_ == but:
                continue
            context.at = low
            if self._ask(fact, context) is True:
                least -= 1
                if not least:
                    return low
        return None

    def bounds(self, duty: Duty) -> tuple[Fraction | None, Fraction | None]:
        """Return the lower and the upper bound of a duty; None where there is none."""
        least = self._bound(duty, self.requirement.at_least)
        most = self._bound(duty, self.requirement.at_most)
        return least, most

    def _bound(self, duty: Duty, bound: Bound | None) -> Fraction | None:
        if bound is None or isinstance(bound, Fraction):
            return bound
        if isinstance(bound, PrecedingBound):
            window = self.preceding(duty)
            if window is None:
                return None
            if not self.matches.are_kept(window[0]):
                raise Unknown
            found = place(self.meeting(duty, window), window[0], window[1], window[1])
            return bound.times * self.number(found.certain)
        return work_out(self.scope, bound, context_of(duty, duty.opens))

    def values(self, match: Match) -> tuple[Any, ...] | None:
        """Return what a fact counts as: itself, its day, or the values of a field; None where they are not known."""
        distinct = self.requirement.distinct
        if distinct is None:
            return (match[1],)
        if distinct == "day":
            return (self.scope.view.clock.day(match[0]),)
        value = getattr(match[4], distinct)
        return value if value is None or isinstance(value, tuple) else (value,)

    def number(self, matches: Iterable[Match]) -> int:
        """Return how many facts, or distinct values, there surely are."""
        return len({value for match in matches for value in self.values(match) or ()})

    def most(self, placed: Placed) -> int:
        """Return how many facts, or distinct values, there may be."""
        both = [*placed.certain, *placed.possible]
        return self.number(both) + sum(self.values(match) is None for match in both)

    def reach(self, matches: Sequence[Match], number: int) -> Match | None:
        """Return the fact with which the number is reached; None where it is not."""
        if self.requirement.distinct is None:
            return matches[number - 1] if 0 < number <= len(matches) else None
        found: set[Any] = set()
        for match in matches:
            found.update(self.values(match) or ())
            if len(found) >= number:
                return match
        return None

    def _lower(self, duty: Duty, placed: Placed, least: int) -> Verdict:
        as_of = self.scope.as_of
        if least <= 0:
            return Verdict(FULFILLED, duty.opens)
        last = self.reach(placed.certain, least)
        if last is not None:
            evidence = placed.certain[: placed.certain.index(last) + 1]
            return Verdict(FULFILLED, last[0], ids(evidence))
        still = unclosed(duty, placed, as_of, is_kept=self.matches.are_kept(duty.opens))
        if still is not None:
            return still
        if self.most(placed) >= least:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), self.doubt(placed))
        return Verdict(BREACHED, duty.stop, ids(placed.certain), remedied=self._remedy(duty, least))

    def doubt(self, placed: Placed) -> str:
        """Say why the number is not known; where a fact's distinct value is not filled, that is why."""
        unfilled = any(self.values(match) is None for match in (*placed.certain, *placed.possible))
        return "unknown_field" if unfilled else placed.doubt

    def _remedy(self, duty: Duty, least: int) -> Micros | None:
        matches = self.meeting(duty, (duty.start, NEVER))
        found = [match for match in matches if match[3] is True and match[0] >= duty.start]
        last = self.reach(found, least)
        return None if last is None else last[0]

    def _upper(self, duty: Duty, placed: Placed, least: Fraction | None, most: Fraction) -> Verdict:
        as_of = self.scope.as_of
        begin = max(duty.start, duty.stay.start)
        counted = Placed(
            [match for match in placed.certain if match[0] >= begin],
            [match for match in placed.possible if match[2] > begin],
        )
        beyond = self.reach(counted.certain, int(most) + 1)
        if beyond is not None:
            first = counted.certain.index(beyond)
            instants = tuple(match[0] for match in counted.certain[first:])
            return Verdict(BREACHED, beyond[0], ids(counted.certain[: first + 1]), instants=instants)
        if not self.matches.are_kept(duty.opens):
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), "not_kept")
        if self.most(counted) > most:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), self.doubt(counted))
        if is_left(duty, as_of):
            return lapsed(duty, placed)
        is_met = least is None or self.number(placed.certain) >= least
        if as_of < duty.stop:
            return Verdict(Status.HOLDING if is_met else PENDING, None, ids(placed.certain))
        if is_met:
            return Verdict(FULFILLED, duty.stop, ids(placed.certain))
        if least is not None and self.most(placed) >= least:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), self.doubt(placed), is_short=True)
        remedied = None if least is None else self._remedy(duty, whole(least))
        return Verdict(BREACHED, duty.stop, ids(placed.certain), remedied=remedied)


def whole(number: Fraction) -> int:
    """Return the least whole number that is not below a fraction."""
    return -(-number.numerator // number.denominator)
