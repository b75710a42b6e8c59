"""How far a duty has come that asks for facts to come: a number, a number of different values, a cover."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from homeschool.engine.count import CountJudge, whole
from homeschool.engine.cover import CoverJudge
from homeschool.engine.duty import PENDING, Duty
from homeschool.engine.matches import Match
from homeschool.engine.run import Run
from homeschool.engine.truth import Truth
from homeschool.engine.watching.kept import Item
from homeschool.model.clock import ALWAYS, NEVER


class Number:
    """Counts facts, or their different values, up to a number.

    Args:
        judge: judges the norm.
        number: how many are asked for.
    """

    def __init__(self, judge: CountJudge, number: int) -> None:
        self._judge = judge
        self._number = number
        self.plain = number if judge.requirement.distinct is None else None

    def begin(self, _: Duty) -> set[Any]:
        """Return what was counted of no facts."""
        return set()

    def add(self, counted: set[Any], _: Duty, match: Match) -> bool:
        """Count a fact, and tell whether it is known what it counts as."""
        values = self._judge.values(match)
        counted.update(values or ())
        return values is not None

    def is_met(self, counted: set[Any]) -> bool:
        """Tell whether nothing is owed any more."""
        return len(counted) >= self._number


class Missing:
    """Crosses out the values that facts mention of those that are asked for."""

    plain = None

    def __init__(self, judge: CoverJudge) -> None:
        self._judge = judge

    def begin(self, duty: Duty) -> set[Any]:
        """Return all that is asked for."""
        return set(self._judge.wanted(duty, duty.opens) or ())

    def add(self, counted: set[Any], duty: Duty, match: Match) -> bool:
        """Cross out what a fact mentions, and tell whether it is known all that it does."""
        mentioned, is_all = self._judge.mentioned(duty, match, match[0])
        counted -= mentioned
        return is_all

    @staticmethod
    def is_met(counted: set[Any]) -> bool:
        """Tell whether nothing is missing."""
        return not counted


Progress = Number | Missing


def progress_of(run: Run) -> Progress | None:
    """Return what counts new facts, where a norm asks for no more than a number of them, or for a cover."""
    judge = run.judge
    if isinstance(judge, CoverJudge):
        return Missing(judge)
    if not isinstance(judge, CountJudge):
        return None
    least = judge.requirement.at_least
    is_plain = judge.requirement.at_most is None and isinstance(least, Fraction)
    return Number(judge, whole(least)) if is_plain else None  # type: ignore[arg-type]


def count_on(run: Run, progress: Progress, item: Item, match: Match) -> Truth:
    """Count one more fact of a duty that is owed, or was missed; tell whether that does it, None: it cannot be told.

    The facts before it are looked for but once: the evidence, or where the time is over all that came since it began.
    """
    duty, verdict = item.duty, item.verdict
    assert isinstance(duty, Duty)
    assert verdict is not None
    if item.counted is None:
        before = _evidence(run, verdict.evidence) if verdict.status is PENDING else _all_since(run, duty)
        counted = progress.begin(duty)
        if before is None or not all(progress.add(counted, duty, one) for one in before):
            return None
        item.counted, item.latest = counted, max((one[0] for one in before), default=ALWAYS)
    is_known = progress.add(item.counted, duty, match)
    item.latest = max(item.latest, match[0])
    return progress.is_met(item.counted) if is_known else None


def _evidence(run: Run, ids: Iterable[str]) -> Sequence[Match]:
    view = run.scope.view
    facts = [(id_, view.get(id_)) for id_ in ids]
    return [(view.bounds(fact)[0], id_, view.bounds(fact)[1], True, fact) for id_, fact in facts]


def _all_since(run: Run, duty: Duty) -> Sequence[Match] | None:
    """Return all facts since a duty began that meet what is asked; None where one only may, or may lie in its time."""
    found = run.meeting(duty, (duty.start, NEVER))
    for low, _, high, truth, _ in found:
        if truth is None or low < duty.start < high or (low < duty.stop and high > min(duty.sure_stop, duty.stay.end)):
            return None
    return [match for match in found if match[0] >= duty.start]
