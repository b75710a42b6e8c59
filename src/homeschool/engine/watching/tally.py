"""The common case of a new record, in a few steps: one fact more towards a number that is not yet reached.

Most records of a school are of this kind, so this decides how fast a monitor is.  Whatever it cannot tell for certain
it leaves to the general way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from homeschool.engine.count import CountJudge
from homeschool.engine.duty import Verdict
from homeschool.engine.incur import Undecided
from homeschool.engine.linking import Link, is_direct
from homeschool.engine.run import Run
from homeschool.engine.scope import Context
from homeschool.engine.watching.kept import Item, Unit
from homeschool.engine.watching.matter import may_matter
from homeschool.engine.watching.reach import Reads
from homeschool.model.clock import NEVER, Micros
from homeschool.model.live import LiveView
from homeschool.model.register import Row, linked_ids
from homeschool.policy.finding import Status
from homeschool.policy.timing import Every, Upon

Counted = tuple[str, Any, Item, Item | None]
"""Whose duty, which, what was found before, and what is found now; None: it cannot be told here."""


def tally_of(run: Run, reads: Reads, view: LiveView, units: Mapping[str, Unit]) -> "Tally | None":
    """Return what counts new facts of a norm, if it asks for a plain number of facts that name its subjects."""
    judge, timing = run.judge, run.norm.timing
    if not (isinstance(judge, CountJudge) and judge.quick is not None and isinstance(timing, Every | Upon)):
        return None
    if len(reads.evidence) != 1 or run.asks_bearer or run.norm.unless_documented or run.matches.of_lasting:
        return None
    name, link = next(iter(reads.evidence.items()))
    is_read_otherwise = name in reads.anywhere or name in reads.of_subjects or name in reads.triggers
    if is_read_otherwise or not is_direct(link, run.norm.subject):
        return None
    return Tally(run, view, units, link)


class Tally:
    """Counts new facts of one class towards what is owed.

    Args:
        run: the norm.
        view: the records.
        units: what is kept of each subject.
        link: the class of the facts that count, and the field in which they name the subject.
    """

    def __init__(self, run: Run, view: LiveView, units: Mapping[str, Unit], link: Link) -> None:
        self.class_name = link.class_name
        self._run = run
        self._view = view
        self._units = units
        self._field = link.field
        self._ask = run.matches.ask
        assert isinstance(run.judge, CountJudge)
        self._least = run.judge.quick

    def count(self, row: Row) -> Sequence[Counted]:
        """Return the duties for which a new fact, which has occurred, counts or may count."""
        ids = linked_ids(row[4], self._field)
        if len(ids) != 1:
            return [one for id_ in dict.fromkeys(ids) for one in self._count(id_, row)]
        return self._count(ids[0], row)

    def _count(self, subject: str, row: Row) -> Sequence[Counted]:
        unit = self._units.get(subject)
        if unit is None:
            return ()
        items = unit.open_at(row[0])
        if not items:
            return ()
        counted: list[Counted] = []
        for source, item in items.items():
            if item.found:
                after = self._one_more(item, subject, row)
                if after is not item:
                    counted.append((subject, source, item, after))
        for _, source, _, after in counted:
            if after is not None:
                unit.put(source, after, row[0] if after.until == NEVER else NEVER)
        return counted

    def _one_more(self, item: Item, subject: str, row: Row) -> Item | None:
        """Return what is found of a duty with one fact more; None where there is any doubt."""
        low, id_, high, _, fact = row
        found = item.found[0]
        if isinstance(found, Undecided) or found[1].status is not Status.PENDING or len(item.found) > 1:
            return None if may_matter(self._run, item.found, ((low, high),)) else item
        duty, verdict = found
        if low >= duty.stop or high <= duty.start:
            return item
        if low < duty.start or high > duty.sure_stop or high > duty.stay.end or self._is_before(id_, low, verdict):
            return None
        truth = self._ask(fact, Context(low, subject, duty.trigger, duty.bearers, duty.stay.school))
        if not truth:
            return item if truth is False else None
        evidence = (*verdict.evidence, id_)
        if len(evidence) == self._least:
            return Item(item.duties, ((duty, Verdict(Status.FULFILLED, low, evidence)),), NEVER)
        return Item(item.duties, ((duty, Verdict(Status.PENDING, None, evidence)),), item.until)

    def _is_before(self, id_: str, low: Micros, verdict: Verdict) -> bool:
        """Tell whether a fact comes before one that was counted already."""
        return bool(verdict.evidence) and self._view.row(verdict.evidence[-1])[:2] > (low, id_)
