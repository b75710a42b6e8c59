"""The common case of a new record, in a few steps: one fact more towards what is still owed.

Most records of a school are of this kind, so this decides how fast a monitor is.  Whatever it cannot tell for certain
it leaves to the general way.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.incur import Undecided
from homeschool.engine.matches import Match
from homeschool.engine.scope import Context
from homeschool.engine.sifting import may_meet
from homeschool.engine.truth import Truth
from homeschool.engine.values import is_stored
from homeschool.engine.watching.change import Change
from homeschool.engine.watching.kept import Item, Unit
from homeschool.engine.watching.matter import may_matter
from homeschool.engine.watching.progress import Progress, count_on, progress_of
from homeschool.engine.watching.reach import Reach, holds_at
from homeschool.engine.watching.watch import Watch
from homeschool.model.clock import NEVER, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.live import LiveView
from homeschool.model.register import Row, ids_in
from homeschool.policy.condition import And, Condition, Reference, Test
from homeschool.policy.finding import Status
from homeschool.policy.timing import Before, Every, Upon

_PENDING, _FULFILLED, _BREACHED = Status.PENDING, Status.FULFILLED, Status.BREACHED
"""At hand: to look a member of an enumeration up takes longer than all that is asked of it here."""
Doubts = Iterable[tuple[str, Any]]
"""Whose duties, and which, have to be looked at anew: what became of them cannot be told here."""


def counts_on(watch: Watch, class_name: str) -> bool:
    """Tell whether new facts of a class do nothing under a norm but count towards what its duties still ask for."""
    run, is_event = watch.run, fact_classes()[class_name].family == "event"
    if not (is_event and watch.reads.are_only(watch.reads.evidence, class_name)):
        return False
    if watch.is_whole or run.norm.unless_documented or run.asks_bearer or not run.matches.is_of_events:
        return False
    return isinstance(run.norm.timing, Every | Upon | Before) and progress_of(run) is not None


class Tally:
    """Counts new facts of one class towards what is owed.

    Args:
        watch: the norm, and what is kept of each subject.
        view: the records.
        class_name: the class of the facts that count.
    """

    def __init__(self, watch: Watch, view: LiveView, class_name: str) -> None:
        self._watch, self._run = watch, watch.run
        run, progress = watch.run, progress_of(watch.run)
        assert progress is not None
        self._progress: Progress = progress
        self._make = watch.maker.judged
        self.units = watch.units
        self._view = view
        link = watch.reads.evidence[class_name]
        self.field = link.field
        self._reach = Reach(run.scope, link, run.norm.subject)
        self.is_direct = self._reach.is_direct
        self._ask = run.matches.asks[class_name]
        self.may_count = may_meet(run.scope, run.requirement.where, class_name)
        self._least = progress.plain
        self._names_trigger = is_stored(run.scope, class_name, "about") and _names_trigger(run.requirement.where)

    def count(self, row: Row, changes: list[Change]) -> Doubts:
        """Note what changes by a new fact, and return the duties of which that cannot be told."""
        units, low, fact = self.units, row[0], row[4]
        if low > self._view.as_of or not self.may_count(fact):
            return ()
        doubts: list[tuple[str, Any]] = []
        for subject, tied in self._reach.of(ids_in(getattr(fact, self.field))).items():
            unit = units.get(subject)
            if unit is None or not (unit.open or unit.latest >= low):
                continue
            if holds_at(tied, low):
                doubts += self.count_for(subject, unit, row, changes)
        return doubts

    def count_for(self, subject: str, unit: Unit, row: Row, changes: list[Change]) -> Doubts:
        """Note what changes for one subject, to which a new fact is tied."""
        doubts: list[tuple[str, Any]] = []
        for source, item in self._open(unit, row):
            found = item.found
            if len(found) != 1 or isinstance(found[0], Undecided):
                doubts += [(subject, source)] if self._may_matter(item, row) else []
                continue
            duty, verdict = found[0]
            after = self._one_more(item, (duty, verdict), row)
            if after is None:
                doubts.append((subject, source))
            elif after is not verdict:
                now = duty, after
                item.found = (now,)
                change = Change((verdict.status, self._make, found[0]), (after.status, self._make, now), (row[1],))
                changes.append(change)
                if after.status is _FULFILLED and after.decided is not None:
                    item.until = NEVER
                    unit.settle(source, after.decided)
                elif after.remedied is not None:
                    unit.settle(source, after.remedied)
        return doubts

    def _open(self, unit: Unit, row: Row) -> Sequence[tuple[Any, Item]]:
        """Return the duties towards which a new fact may count, by what sets them apart."""
        items = unit.open_at(row[0])
        if not self._names_trigger:
            return tuple(items.items())
        return [(source, items[source]) for source in dict.fromkeys(row[4].about) if source in items]

    def _one_more(self, item: Item, judged: tuple[Duty, Verdict], row: Row) -> Verdict | None:
        """Return what became of a duty with one fact more: the same verdict, another, or None where there is doubt."""
        (duty, verdict), (low, id_, high, _, fact) = judged, row
        if verdict.status is _PENDING:
            if low >= duty.stop or high <= duty.start:
                return verdict
        elif verdict.status is not _BREACHED or verdict.remedied is not None:
            return verdict if _is_over(verdict, row) or not self._may_matter(item, row) else None
        truth = self._ask(fact, Context(low, duty.subject, duty.trigger, duty.bearers, duty.stay.school))
        if truth is False or high <= duty.start:
            return verdict
        is_inside = low >= duty.start and high <= duty.sure_stop and high <= duty.stay.end
        if truth is None or not (is_inside or low >= duty.stop):
            return None
        is_done = self._is_done(item, verdict, (low, id_, high, truth, fact), is_inside=is_inside)
        if is_done and item.latest >= duty.stop:
            return self._made_good(item, verdict, low)
        if is_done is None:
            return None
        return self._counted(verdict, low, id_, is_done=is_done) if is_inside else verdict

    def _made_good(self, item: Item, verdict: Verdict, low: Micros) -> Verdict | None:
        """Return what became of a breach that the last of the facts makes good; None where that cannot be told."""
        if low < item.latest or self._watch.waivers:
            return None
        return Verdict(verdict.status, verdict.decided, verdict.evidence, remedied=low)

    def _counted(self, verdict: Verdict, low: Micros, id_: str, *, is_done: bool) -> Verdict | None:
        """Return what became of what is not done with one fact more in its time; None where that cannot be told."""
        evidence = verdict.evidence
        place = self._place(evidence, low, id_) if evidence else 0
        if not is_done:
            return Verdict(verdict.status, verdict.decided, (*evidence[:place], id_, *evidence[place:]))
        return Verdict(_FULFILLED, low, (*evidence, id_)) if place == len(evidence) else None

    def _is_done(self, item: Item, verdict: Verdict, match: Match, *, is_inside: bool) -> Truth:
        """Tell whether nothing is owed any more with one fact more; None where that cannot be told."""
        least = self._least
        if least is not None and is_inside and len(verdict.evidence) + 1 >= least:
            return True
        if least is not None and verdict.status is _PENDING:
            return False
        return count_on(self._run, self._progress, item, match)

    def _may_matter(self, item: Item, row: Row) -> bool:
        return may_matter(self._run, item.found, ((row[0], row[2]),))

    def _place(self, evidence: Sequence[str], low: Micros, id_: str) -> int:
        """Return where a fact comes among those that were counted already, in order of time and id."""
        place = len(evidence)
        while place and self._view.row(evidence[place - 1])[:2] > (low, id_):
            place -= 1
        return place


def _names_trigger(where: Condition) -> bool:
    """Tell whether a fact has to be about what set a duty off."""
    if isinstance(where, And):
        return any(map(_names_trigger, where.parts))
    return where == Test(("about",), "any_of", (Reference("trigger"),))


def _is_over(verdict: Verdict, row: Row) -> bool:
    """Tell whether a fact comes after the one with which nothing was owed any more."""
    if verdict.status is not _FULFILLED or verdict.decided is None or not verdict.evidence:
        return False
    return row[:2] > (verdict.decided, verdict.evidence[-1])
