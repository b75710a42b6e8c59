"""Counts: how many facts, days or different values there are in a window."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from homeschool.engine.bounds import Unknown, work_out
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.judge import Placed, context_of, ids, is_left, lapsed, place, unclosed, until_left
from homeschool.engine.matches import Match, Matches
from homeschool.engine.scope import Context, Scope
from homeschool.engine.stays import Stay
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.model.register import Row
from homeschool.policy.finding import Status
from homeschool.policy.requirement import Bound, Count, PrecedingBound

Meeting = Callable[[Duty, Bounds], Sequence[Match]]
"""Gives the facts in a window that meet, or may meet, what a duty asks of each, in order of time."""
Preceding = Callable[[Duty], tuple[Micros, Micros] | None]
"""Gives the window of the period before a duty's."""


Scanned = tuple[Status, Micros | None, tuple[str, ...], Micros | None]
"""What became of a plain duty: its status, since when, on what evidence, and when a breach was made good."""


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
        self.quick = _whole(least) if plain and least and matches.placed_by is None else None  # type: ignore[arg-type]
        self._ask = matches.ask

    def judge(self, duty: Duty) -> Verdict:
        """Return what became of a duty by the moment of the evaluation."""
        if self.quick is not None:
            found = self._quickly(duty, self.quick)
            if found is not None:
                return found
        matches = self.meeting(duty, (duty.start, duty.stop))
        try:
            least, most = self.bounds(duty)
        except Unknown:
            return Verdict(Status.UNDETERMINED, because="unknown_field")
        if most is None:
            return self._lower(duty, matches, 0 if least is None else _whole(least))
        return self._upper(duty, matches, least, most)

    def _quickly(self, duty: Duty, least: int) -> Verdict | None:
        """Judge a plain lower bound in one pass over the subject's facts; None where there is any doubt."""
        found = self.scan(context_of(duty, duty.start), duty.stay, (duty.start, duty.sure_stop, duty.stop), least)
        if found is None:
            return None
        status, decided, evidence, remedied = found
        return Verdict(status, decided, evidence, remedied=remedied)

    def scan(self, context: Context, stay: Stay, window: tuple[Micros, Micros, Micros], least: int) -> Scanned | None:
        """Return what became of a plain lower bound; None where there is any doubt.

        Args:
            context: what references start from; its moment is set to that of each fact in turn.
            stay: the stay in which it is owed.
            window: from when facts count, when that surely ends, and when at the latest; ends excluded.
            least: how many facts are owed.
        """
        as_of, (start, sure_stop, stop) = self.scope.as_of, window
        end = min(stay.end, stop)
        sure_end = min(end, sure_stop)
        but = None if context.trigger is None else context.trigger.id
        ask = self._ask
        evidence = []
        rows = iter(self.matches.rows(stay.subject))
        beyond: Row | Match | None = None
        for low, id_, high, _, fact in rows:
            if low >= end or low > as_of:
                beyond = (low, id_, high, None, fact)
                break
            if high <= start or id_ == but:
                continue
            context.at = low
            truth = ask(fact, context)
            if truth is False:
                continue
            if truth is None or low < start or high > sure_end:
                return None
            evidence.append(id_)
            if len(evidence) == least:
                return Status.FULFILLED, low, tuple(evidence), None
        if (stay.end <= as_of and stay.end < stop) or not self.matches.are_kept(start):
            return None
        if as_of < stop:
            return Status.PENDING, None, tuple(evidence), None
        late = self._made_good(context, beyond, rows, least - len(evidence))
        return Status.BREACHED, stop, tuple(evidence), late

    def _made_good(
        self, context: Context, first: Row | Match | None, rest: Iterable[Row | Match], missing: int
    ) -> Micros | None:
        """Return when facts after the window make up for what was missing in it."""
        for low, _, _, _, fact in () if first is None else chain((first,), rest):
            if low > self.scope.as_of:
                return None
            context.at = low
            if self._ask(fact, context) is True:
                missing -= 1
                if not missing:
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

    def _lower(self, duty: Duty, matches: Sequence[Match], least: int) -> Verdict:
        as_of = self.scope.as_of
        if least <= 0:
            return Verdict(Status.FULFILLED, duty.opens)
        end = until_left(duty, as_of)
        placed = place(matches, duty.start, min(duty.sure_stop, end), end)
        last = self.reach(placed.certain, least)
        if last is not None:
            evidence = placed.certain[: placed.certain.index(last) + 1]
            return Verdict(Status.FULFILLED, last[0], ids(evidence))
        still = unclosed(duty, placed, as_of, is_kept=self.matches.are_kept(duty.opens))
        if still is not None:
            return still
        if self.most(placed) >= least:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), self._doubt(placed))
        return Verdict(Status.BREACHED, duty.stop, ids(placed.certain), remedied=self._remedy(duty, least))

    def _doubt(self, placed: Placed) -> str:
        """Say why the number is not known; where a fact's distinct value is not filled, that is why."""
        unfilled = any(self.values(match) is None for match in (*placed.certain, *placed.possible))
        return "unknown_field" if unfilled else placed.doubt

    def _remedy(self, duty: Duty, least: int) -> Micros | None:
        matches = self.meeting(duty, (duty.start, NEVER))
        found = [match for match in matches if match[3] is True and match[0] >= duty.start]
        last = self.reach(found, least)
        return None if last is None else last[0]

    def _upper(self, duty: Duty, matches: Sequence[Match], least: Fraction | None, most: Fraction) -> Verdict:
        as_of = self.scope.as_of
        end = until_left(duty, as_of)
        placed = place(matches, duty.start, min(duty.sure_stop, end), end)
        begin = max(duty.start, duty.stay.start)
        counted = Placed(
            [match for match in placed.certain if match[0] >= begin],
            [match for match in placed.possible if match[2] > begin],
        )
        beyond = self.reach(counted.certain, int(most) + 1)
        if beyond is not None:
            first = counted.certain.index(beyond)
            instants = tuple(match[0] for match in counted.certain[first:])
            return Verdict(Status.BREACHED, beyond[0], ids(counted.certain[: first + 1]), instants=instants)
        if not self.matches.are_kept(duty.opens):
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), "not_kept")
        if self.most(counted) > most:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), self._doubt(counted))
        if is_left(duty, as_of):
            return lapsed(duty, placed)
        is_met = least is None or self.number(placed.certain) >= least
        if as_of < duty.stop:
            return Verdict(Status.HOLDING if is_met else Status.PENDING, None, ids(placed.certain))
        if is_met:
            return Verdict(Status.FULFILLED, duty.stop, ids(placed.certain))
        if least is not None and self.most(placed) >= least:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), self._doubt(placed))
        remedied = None if least is None else self._remedy(duty, _whole(least))
        return Verdict(Status.BREACHED, duty.stop, ids(placed.certain), remedied=remedied)


def _whole(number: Fraction) -> int:
    """Return the least whole number that is not below a fraction."""
    return -(-number.numerator // number.denominator)
