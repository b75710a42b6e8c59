"""What a monitor keeps of one subject under one norm: its duties, and which of them a new fact may still change."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from typing import Any

import attrs

from homeschool.engine.duty import Duty
from homeschool.engine.evaluate import Found
from homeschool.engine.incur import Undecided
from homeschool.model.clock import ALWAYS, NEVER, Micros


@attrs.define(eq=False)
class Item:
    """What was found of one duty, and until when the clock alone leaves it so.

    Where each bearer bears a duty of its own there are several.  `counted` is what was counted so far of what is still
    owed, or still to be made good, and `latest` is when the last of it came; None: nothing was counted on yet.
    """

    duties: tuple[Duty | Undecided, ...]
    found: tuple[Found, ...]
    until: Micros
    counted: Any = None
    latest: Micros = ALWAYS

    @property
    def mark(self) -> tuple[object, ...]:
        """What tells findings apart."""
        return tuple(map(_mark, self.found))


NOTHING = Item((), (), NEVER)


def _mark(found: Found) -> object:
    if isinstance(found, Undecided):
        return found
    duty, verdict = found
    trigger = None if duty.trigger is None else duty.trigger.id
    known = verdict.status, verdict.decided, verdict.evidence, verdict.because, verdict.remedied
    return duty.opens, duty.deadline, trigger, duty.bearer, known, verdict.excused_by, verdict.is_retroactive


@attrs.define(eq=False)
class Unit:
    """The duties of one subject under one norm.

    Args:
        items: by what sets a duty apart.
        open: those that any event may still change.
        settled: the others, each after the moment from which no event changes it, sorted; some may have gone since.
        latest: the last of those moments.
    """

    items: dict[Any, Item] = attrs.field(factory=dict)
    open: dict[Any, Item] = attrs.field(factory=dict)
    settled: list[tuple[Micros, Any]] = attrs.field(factory=list)
    latest: Micros = ALWAYS

    def put(self, source: Any, item: Item, settled_at: Micros) -> None:
        """Keep what was found of a duty; no event after `settled_at` changes it."""
        self.items[source] = item
        if settled_at == NEVER:
            self.open[source] = item
        else:
            self.settle(source, settled_at)

    def settle(self, source: Any, settled_at: Micros) -> None:
        """Note that no event after a moment changes what is kept of a duty."""
        self.open.pop(source, None)
        if settled_at > self.latest:
            self.latest = settled_at
            self.settled.append((settled_at, source))
        elif settled_at > ALWAYS:
            insort(self.settled, (settled_at, source))

    def drop(self, source: Any) -> None:
        """Keep a duty no longer."""
        self.items.pop(source, None)
        self.open.pop(source, None)

    def open_at(self, moment: Micros) -> Mapping[Any, Item]:
        """Return the duties that an event at a moment, or later, may change."""
        if self.latest < moment:
            return self.open
        late = self.settled[bisect_left(self.settled, moment, key=_settled_at) :]
        return self.open | {source: self.items[source] for _, source in late if source in self.items}


def _settled_at(settled: tuple[Micros, Any]) -> Micros:
    return settled[0]
