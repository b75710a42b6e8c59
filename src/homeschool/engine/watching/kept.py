"""What a monitor keeps under one norm: the duties of each subject, and which of them a new fact may still change."""

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.evaluate import Found
from homeschool.engine.incur import Undecided
from homeschool.model.clock import ALWAYS, NEVER, Micros


@attrs.define(eq=False)
class Item:
    """What was found of one duty, and until when the clock alone leaves it so.

    Very many are kept, so that what is told together elsewhere lies side by side here.

    Args:
        duty: the duty, or why none can be told; None: nothing was found.
        verdict: what became of it; None where there is no duty.
        until: the moment at which the clock may change it.
        others: what was found of the others, where each bearer bears a duty of its own.
        counted: what was counted so far of what is still owed, or still to be made good; None: nothing yet.
        latest: when the last of it came.
    """

    duty: Duty | Undecided | None
    verdict: Verdict | None
    until: Micros
    others: tuple[Found, ...] = ()
    counted: Any = None
    latest: Micros = ALWAYS

    @property
    def found(self) -> tuple[Found, ...]:
        """All that was found."""
        if isinstance(self.duty, Duty):
            assert self.verdict is not None
            return ((self.duty, self.verdict), *self.others)
        return () if self.duty is None else (self.duty, *self.others)

    @property
    def duties(self) -> tuple[Duty | Undecided, ...]:
        """The duties of which it was found."""
        return tuple([one if isinstance(one, Undecided) else one[0] for one in self.found])

    def says_as(self, other: "Item") -> bool:
        """Tell whether the same was found, as far as anybody is told."""
        one, another = self.verdict, other.verdict
        if self.duty is other.duty and one is not None and another is not None and not (self.others or other.others):
            return _said(one) == _said(another)
        return [*map(_mark, self.found)] == [*map(_mark, other.found)]


def item_of(found: Sequence[Found], until: Micros) -> Item:
    """Return what was found of one duty, or of several that are kept together."""
    if not found:
        return Item(None, None, until)
    first, others = found[0], tuple(found[1:])
    return Item(first, None, until, others) if isinstance(first, Undecided) else Item(*first, until, others)


NOTHING = Item(None, None, NEVER)


def _mark(found: Found) -> object:
    """Return what tells findings apart."""
    if isinstance(found, Undecided):
        return found
    duty, verdict = found
    trigger = None if duty.trigger is None else duty.trigger.id
    return duty.opens, duty.deadline, trigger, duty.bearer, _said(verdict)


def _said(verdict: Verdict) -> tuple[object, ...]:
    known = verdict.status, verdict.decided, verdict.evidence, verdict.because, verdict.remedied
    return *known, verdict.excused_by, verdict.is_retroactive


Items = Mapping[Any, Item]
"""What was found of the duties of one subject, by what sets them apart."""

NO_ITEMS: Items = {}


class Ledger:
    """What was found under one norm, and which of it a new event may still change.

    A new event looks first at `open`, and mostly there only: so what is open lies apart from all that is over.

    Attributes:
        items: what was found of the duties of each subject, by what sets them apart.
        open: of each subject that has any, those that any event may still change.
        latest: the last moment after which no event changes one of the others.
    """

    def __init__(self) -> None:
        self.items: dict[str, dict[Any, Item]] = {}
        self.open: dict[str, dict[Any, Item]] = {}
        self.latest: Micros = ALWAYS
        self._settled: dict[str, list[tuple[Micros, Any]]] = {}

    def of(self, subject: str) -> Items:
        """Return what was found of the duties of a subject."""
        return self.items.get(subject, NO_ITEMS)

    def put(self, subject: str, source: Any, item: Item, settled_at: Micros) -> None:
        """Keep what was found of a duty; no event after `settled_at` changes it."""
        mine = self.items.get(subject)
        if mine is None:
            self.items[subject] = {source: item}
        else:
            mine[source] = item
        if settled_at != NEVER:
            self.settle(subject, source, settled_at)
            return
        found = self.open.get(subject)
        if found is None:
            self.open[subject] = {source: item}
        else:
            found[source] = item

    def settle(self, subject: str, source: Any, settled_at: Micros) -> None:
        """Note that no event after a moment changes what is kept of a duty."""
        self._close(subject, source)
        if settled_at == ALWAYS:
            return
        mine = self._settled.get(subject)
        if mine is None:
            self._settled[subject] = [(settled_at, source)]
        elif settled_at > mine[-1][0]:
            mine.append((settled_at, source))
        else:
            insort(mine, (settled_at, source))
        self.latest = max(settled_at, self.latest)

    def drop(self, subject: str, source: Any) -> None:
        """Keep a duty no longer."""
        if subject in self.items:
            self.items[subject].pop(source, None)
            self._close(subject, source)

    def _close(self, subject: str, source: Any) -> None:
        found = self.open.get(subject)
        if found is not None and found.pop(source, None) is not None and not found:
            del self.open[subject]

    def open_at(self, subject: str, moment: Micros) -> Items:
        """Return the duties of a subject that an event at a moment, or later, may change."""
        found = self.open.get(subject, NO_ITEMS)
        mine = self._settled.get(subject) if moment <= self.latest else None
        if mine is None or mine[-1][0] < moment:
            return found
        items, late = self.items[subject], mine[bisect_left(mine, moment, key=_settled_at) :]
        return {**found, **{source: items[source] for _, source in late if source in items}}


def _settled_at(settled: tuple[Micros, Any]) -> Micros:
    return settled[0]
