"""The common case of a new record, in a few steps: one fact more towards what is still owed.

Most records of a school are of this kind, so this decides how fast a monitor is.  Whatever it cannot tell for certain
it leaves to the general way.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from homeschool.engine.duty import BREACHED, FULFILLED, PENDING, Verdict
from homeschool.engine.scope import Context
from homeschool.engine.sifting import sift
from homeschool.engine.truth import Truth
from homeschool.engine.values import is_stored
from homeschool.engine.watching.change import Change
from homeschool.engine.watching.kept import Item, Items, Ledger
from homeschool.engine.watching.matter import may_matter
from homeschool.engine.watching.progress import Progress, count_on, progress_of
from homeschool.engine.watching.reach import Reach, holds_at
from homeschool.engine.watching.watch import Watch
from homeschool.model.clock import NEVER, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.live import LiveView
from homeschool.model.register import Row, ids_in
from homeschool.policy.condition import And, Condition, Reference, Test
from homeschool.policy.timing import Before, Every, Upon

Coming = tuple[Row, Truth]
"""A new fact, and whether it meets what is asked of it as far as it alone decides: that is so, or not known."""
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
        self.ledger: Ledger = watch.ledger
        self._view = view
        link = watch.reads.evidence[class_name]
        self.field = link.field
        self._reach = Reach(run.scope, link, run.norm.subject)
        self.is_direct = self._reach.is_direct
        where = run.requirement.where
        self._names_trigger = is_stored(run.scope, class_name, "about") and _names_trigger(where)
        sifted = sift(run.scope, where, class_name, (_OF_TRIGGER,) if self._names_trigger else ())
        self.alone, self._rest = sifted.alone, sifted.rest
        self._least = progress.plain

    def count(self, row: Row, changes: list[Change]) -> Doubts:
        """Note what changes by a new fact, and return the duties of which that cannot be told."""
        low, fact = row[0], row[4]
        alone = self.alone(fact) if low <= self._view.as_of else False
        if alone is False:
            return ()
        doubts: list[tuple[str, Any]] = []
        for subject, tied in self._reach.of(ids_in(getattr(fact, self.field))).items():
            items = self.ledger.open_at(subject, low)
            if items and holds_at(tied, low):
                doubts += self.count_for(subject, items, (row, alone), changes)
        return doubts

    def count_for(self, subject: str, items: Items, coming: Coming, changes: list[Change]) -> Doubts:
        """Note what changes of the duties of one subject, to which a new fact is tied, that it may still change."""
        row, truth = coming
        doubts: list[tuple[str, Any]] = []
        for source, item in self._asked(items, row[4]):
            duty, verdict = item.duty, item.verdict
            if item.others or verdict is None:
                doubts += [(subject, source)] if self._may_matter(item, row) else []
                continue
            after = self._one_more(item, verdict, row, truth)
            if after is None:
                doubts.append((subject, source))
            elif after is not verdict:
                item.verdict = after
                was, now = (verdict.status, self._make, (duty, verdict)), (after.status, self._make, (duty, after))
                changes.append(Change(was, now, (row[1],)))
                if after.status is FULFILLED and after.decided is not None:
                    item.until = NEVER
                    self.ledger.settle(subject, source, after.decided)
                elif after.remedied is not None:
                    self.ledger.settle(subject, source, after.remedied)
        return doubts

    def _asked(self, items: Items, fact: Any) -> Sequence[tuple[Any, Item]]:
        """Return those duties of some towards which a new fact may count, by what sets them apart."""
        if not self._names_trigger:
            return [*items.items()]
        return [(source, items[source]) for source in dict.fromkeys(fact.about) if source in items]

    def _one_more(self, item: Item, verdict: Verdict, row: Row, truth: Truth) -> Verdict | None:
        """Return what became of a duty with one fact more: the same verdict, another, or None where there is doubt."""
        duty: Any = item.duty  # a `Duty`: there is a verdict on it
        low, _, high, _, fact = row
        is_pending = verdict.status is PENDING
        if is_pending:
            if low >= duty.stop:
                return verdict
        elif verdict.status is not BREACHED or verdict.remedied is not None:
            return verdict if _is_over(verdict, row) or not self._may_matter(item, row) else None
        if high <= duty.start:
            return verdict
        if self._rest is not None:
            more = self._rest(fact, Context(low, duty.subject, duty.trigger, duty.bearers, duty.stay.school))
            if more is False:
                return verdict
            truth = more and truth
        is_inside = low >= duty.start and high <= duty.sure_stop and high <= duty.stay.end
        if truth is None or not (is_inside or low >= duty.stop):
            return None
        least, number = self._least, len(verdict.evidence) + 1
        if least is not None and is_inside and (is_pending or number >= least):
            is_done: Truth = number >= least
        else:
            is_done = count_on(self._run, self._progress, item, (low, row[1], high, truth, fact))
        if is_done and item.latest >= duty.stop:
            return self._made_good(item, verdict, low)
        if is_done is None:
            return None
        return self._counted(verdict, row, is_done=is_done) if is_inside else verdict

    def _made_good(self, item: Item, verdict: Verdict, low: Micros) -> Verdict | None:
        """Return what became of a breach that the last of the facts makes good; None where that cannot be told."""
        if low < item.latest or self._watch.waivers:
            return None
        return Verdict(verdict.status, verdict.decided, verdict.evidence, remedied=low)

    def _counted(self, verdict: Verdict, row: Row, *, is_done: bool) -> Verdict | None:
        """Return what became of what is not done with one fact more in its time; None where that cannot be told."""
        low, id_, evidence = row[0], row[1], verdict.evidence
        place = self._place(evidence, low, id_) if evidence else 0
        if not is_done:
            evidence = (*evidence[:place], id_, *evidence[place:])
            return Verdict(verdict.status, verdict.decided, evidence, is_doubtful=verdict.is_doubtful)
        return Verdict(FULFILLED, low, (*evidence, id_)) if place == len(evidence) else None

    def _may_matter(self, item: Item, row: Row) -> bool:
        return may_matter(self._run, item.found, ((row[0], row[2]),))

    def _place(self, evidence: Sequence[str], low: Micros, id_: str) -> int:
        """Return where a fact comes among those that were counted already, in order of time and id."""
        place = len(evidence)
        while place and self._view.row(evidence[place - 1])[:2] > (low, id_):
            place -= 1
        return place


_OF_TRIGGER = Test(("about",), "any_of", (Reference("trigger"),))
"""Asks whether a fact is about what set a duty off."""


def _names_trigger(where: Condition) -> bool:
    """Tell whether a fact has to be about what set a duty off."""
    return where == _OF_TRIGGER or (isinstance(where, And) and _OF_TRIGGER in where.parts)


def _is_over(verdict: Verdict, row: Row) -> bool:
    """Tell whether a fact comes after the one with which nothing was owed any more."""
    if verdict.status is not FULFILLED or verdict.decided is None or not verdict.evidence:
        return False
    return row[:2] > (verdict.decided, verdict.evidence[-1])
