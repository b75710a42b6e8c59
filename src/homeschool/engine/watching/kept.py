"""What a monitor keeps of one subject under one norm: its duties, and which of them a new fact may still change."""

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

    @property
    def mark(self) -> tuple[object, ...]:
        """What tells findings apart."""
        return tuple(map(_mark, self.found))


def item_of(found: Sequence[Found], until: Micros) -> Item:
    """Return what was found of one duty, or of several that are kept together."""
    if not found:
        return Item(None, None, until)
    first, others = found[0], tuple(found[1:])
    return Item(first, None, until, others) if isinstance(first, Undecided) else Item(*first, until, others)


NOTHING = Item(None, None, NEVER)


def _mark(found: Found) -> object:
    if isinstance(found, Undecided):
        return found
    duty, verdict = found
    trigger = None if duty.trigger is None else duty.trigger.id
    known = verdict.status, verdict.decided, verdict.evidence, verdict.because, verdict.remedied
    return duty.opens, duty.deadline, trigger, duty.bearer, known, verdict.excused_by, verdict.is_retroactive


_NO_ITEMS: Mapping[Any, Item] = {}


@attrs.define(eq=False)
class Unit:
    """The duties of one subject under one norm.

    Args:
        items: by what sets a duty apart.
        open: those that any event may still change; None: there are none.
        settled: the others, each after the moment from which no event changes it, sorted; some may have gone since.
        latest: the last of those moments.
    """

    items: dict[Any, Item] = attrs.field(factory=dict)
    open: dict[Any, Item] | None = None
    settled: list[tuple[Micros, Any]] | None = None
    latest: Micros = ALWAYS

    def put(self, source: Any, item: Item, settled_at: Micros) -> None:
        """Keep what was found of a duty; no event after `settled_at` changes it."""
        self.items[source] = item
        if settled_at != NEVER:
            self.settle(source, settled_at)
        elif self.open is None:
            self.open = {source: item}
        else:
            self.open[source] = item

    def settle(self, source: Any, settled_at: Micros) -> None:
        """Note that no event after a moment changes what is kept of a duty."""
        self._close(source)
        if settled_at == ALWAYS:
            return
        if self.settled is None:
            self.settled = [(settled_at, source)]
        elif settled_at > self.latest:
            self.settled.append((settled_at, source))
        else:
            insort(self.settled, (settled_at, source))
        self.latest = max(settled_at, self.latest)

    def drop(self, source: Any) -> None:
        """Keep a duty no longer."""
        self.items.pop(source, None)
        self._close(source)

    def _close(self, source: Any) -> None:
        if self.open is not None and self.open.pop(source, None) is not None and not self.open:
            self.open = None

    def open_at(self, moment: Micros) -> Mapping[Any, Item]:
        """Return the duties that an event at a moment, or later, may change."""
        found = self.open or _NO_ITEMS
        if self.settled is None or self.latest < moment:
            return found
        late = self.settled[bisect_left(self.settled, moment, key=_settled_at) :]
        return {**found, **{source: self.items[source] for _, source in late if source in self.items}}


def _settled_at(settled: tuple[Micros, Any]) -> Micros:
    return settled[0]
