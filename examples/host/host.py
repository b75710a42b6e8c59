"""The host: the one place that holds the monitor, feeds it, and writes down what it says.

The database is the source of truth, and the monitor a memory of it.  A row and the changes of findings that it brings
are written in one transaction.  If that fails halfway, the memory is dropped and made again from the database, as after
a restart: there is one way of recovery, and every start takes it.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from examples.host.mapping import VERSION, facts_of, register_of
from examples.host.rows import Entry, Row
from examples.host.states import Turn, differences, turns_of
from examples.host.storage import Snapshot, Storage, StoredChange
from homeschool import HomeschoolError, Monitor, Pack
from homeschool.adapters.monitor import monitor_from_data, monitor_to_data

Clock = Callable[[], datetime]
"""Returns the moment that it is, an aware instant."""

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Receipt:
    """What a client hears of its row: the number of the entry, when it was recorded, and whether it `is_new`."""

    number: int
    recorded_at: datetime
    is_new: bool


@dataclass
class _Memory:
    """What is made from the database at a start and kept in step with it: the last numbers, and the monitor."""

    storage: Storage
    monitor: Monitor
    entry: int
    recorded_at: datetime | None
    change: int
    snapshot: int


class Host:
    """Records rows and answers what follows from them; its methods may be called from several threads.

    Args:
        packs: the rules.
        connect: opens the storage; it is called again after a failure.
        clock: says what time it is.  It may go back: the host then waits until it has caught up.
        snapshot_every: after how many entries a snapshot of the monitor is due; 0: never.
    """

    def __init__(
        self, packs: Iterable[Pack], connect: Callable[[], Storage], clock: Clock, *, snapshot_every: int = 0
    ) -> None:
        self._packs = tuple(packs)
        self._connect = connect
        self._clock = clock
        self._snapshot_every = snapshot_every
        self._memory: _Memory | None = None
        # The monitor and the connection are for one thread at a time.
        self._lock = threading.Lock()

    def record(self, row: Row) -> Receipt:
        """Write down a row, now, and what it changes; one that repeats the latest of its id is already written.

        So a client that heard no answer sends its row again.

        Raises:
            RecordsError: it contradicts what is known, or names what is not; nothing is written.
            StorageError: the database failed; whether the row is written is not known.
        """
        with self._working() as memory:
            known = memory.storage.latest(row)
            if known is not None and known.row == row:
                return Receipt(known.number, known.recorded_at, is_new=False)
            entry = Entry(memory.entry + 1, self._moment_of_next(memory), row)
            facts = facts_of(entry)
            self._advance(memory, entry.recorded_at)
            self._save(memory, turns_of(memory.monitor.observe(*facts)), entry)
            return Receipt(entry.number, entry.recorded_at, is_new=True)

    @contextmanager
    def monitor(self) -> Iterator[Monitor]:
        """Give the monitor, as of now, to one thread at a time; it is only read."""
        with self._working() as memory:
            yield memory.monitor

    def changes(self, after: int = 0, limit: int = 1000) -> list[StoredChange]:
        """Return so many changes at most whose number is higher, up to now, in the order of their numbers."""
        with self._working() as memory:
            return memory.storage.changes(after, limit)

    def tick(self) -> timedelta | None:
        """Write down what the clock alone changed, and a snapshot if one is due; return how long nothing more changes.

        None: the clock alone changes nothing, ever.
        """
        with self._working() as memory:
            if 0 < self._snapshot_every <= memory.entry - memory.snapshot:
                self._save_snapshot(memory)
            following = memory.monitor.next_change_at
            return None if following is None else max(following - self._clock(), timedelta(0))

    def close(self) -> None:
        """Leave a snapshot for the next start, if there are to be any, and let go of the database."""
        with self._lock:
            memory = self._memory
            try:
                if memory is not None and self._snapshot_every > 0 and memory.entry > memory.snapshot:
                    self._save_snapshot(memory)
            finally:
                self._forget()

    @contextmanager
    def _working(self) -> Iterator[_Memory]:
        """Give the memory, as of now, to one thread at a time; drop it if anything fails but the library refusing.

        What the library refuses it has not taken in, so the memory is still what the database says.
        """
        with self._lock:
            try:
                if self._memory is None:
                    self._memory = self._remember()
                self._advance(self._memory, max(self._clock(), self._memory.monitor.as_of))
                yield self._memory
            except HomeschoolError:
                raise
            except BaseException:
                self._forget()
                raise

    def _moment_of_next(self, memory: _Memory) -> datetime:
        """Return now, but later than the entry before: two versions of one record never share a moment."""
        now = max(self._clock(), memory.monitor.as_of)
        return now if memory.recorded_at is None else max(now, memory.recorded_at + _MICROSECOND)

    def _advance(self, memory: _Memory, moment: datetime) -> None:
        turns = turns_of(memory.monitor.advance(moment))
        if turns:
            self._save(memory, turns, None)

    def _save(self, memory: _Memory, turns: Iterable[Turn], entry: Entry | None) -> None:
        """Write an entry and what it changed, together."""
        at = memory.monitor.as_of
        numbered = enumerate(sorted(turns, key=_by_finding), memory.change + 1)
        changes = [StoredChange(number, at, turn) for number, turn in numbered]
        with memory.storage.transaction():
            if entry is not None:
                memory.storage.add_entry(entry)
            for change in changes:
                memory.storage.add_change(change)
        memory.change += len(changes)
        if entry is not None:
            memory.entry, memory.recorded_at = entry.number, entry.recorded_at

    def _save_snapshot(self, memory: _Memory) -> None:
        memory.storage.save_snapshot(Snapshot(memory.entry, VERSION, monitor_to_data(memory.monitor)))
        memory.snapshot = memory.entry

    def _forget(self) -> None:
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.storage.close()

    def _remember(self) -> _Memory:
        """Make the memory from the database, and write down what changed since the last change was written.

        That is what the clock did while no host was running, and what other rules or another mapping say of the same
        rows.
        """
        storage = self._connect()
        with ExitStack() as failing:
            failing.callback(storage.close)
            entry, recorded_at = storage.last_entry()
            change, changed_at = storage.last_change()
            now = max(moment for moment in (self._clock(), recorded_at, changed_at) if moment is not None)
            monitor, snapshot = self._monitor_from(storage, now)
            memory = _Memory(storage, monitor, entry, recorded_at, change, snapshot)
            turns = differences(storage.states(), monitor.findings)
            if turns:
                self._save(memory, turns, None)
            failing.pop_all()
        return memory

    def _monitor_from(self, storage: Storage, now: datetime) -> tuple[Monitor, int]:
        """Return the monitor at a moment, and how many entries its snapshot holds."""
        snapshot = storage.snapshot()
        if snapshot is not None and snapshot.mapping == VERSION:
            monitor = self._thawed(snapshot)
            if monitor is not None:
                facts = [fact for entry in storage.entries(snapshot.entries) for fact in facts_of(entry)]
                monitor.observe(*facts)
                monitor.advance(max(now, monitor.as_of))
                return monitor, snapshot.entries
        return Monitor(self._packs, register_of(storage.entries()), as_of=now), 0

    def _thawed(self, snapshot: Snapshot) -> Monitor | None:
        """Return the monitor of a snapshot; None if it was made under other rules."""
        try:
            return monitor_from_data(self._packs, snapshot.data)
        except HomeschoolError:
            return None


def _by_finding(turn: Turn) -> str:
    return turn.finding
