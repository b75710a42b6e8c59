"""The example host without a process of its own, with a clock that the test sets and a database that may fail."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from examples.host.database import Database, StorageError, open_database
from examples.host.host import Host
from examples.host.mapping import register_of
from examples.host.rows import row_from_data
from examples.host.storage import Storage
from examples.host.web import application
from homeschool import Findings, Pack, RecordsError, evaluate
from tests.examples.stream import Step


@dataclass
class Clock:
    """A clock that shows what it was set to."""

    now: datetime

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


class WatchedDatabase(Database):
    """A database that writes down the statements run on it, and fails once one of them has been run so often.

    Args:
        database: what runs the statements.
        run: the verbs of the statements run so far, also on other databases.
        fails: a verb, and the time at which it fails, counted from 1; the statement takes effect all the same.
    """

    def __init__(self, database: Database, run: list[str], fails: tuple[str, int] = ("", 0)) -> None:
        self._database = database
        self._run = run
        self._verb, self._time = fails

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement."""
        verb = statement.split(maxsplit=1)[0]
        self._run.append(verb)
        found = self._database.run(statement, *values)
        if verb == self._verb and self._run.count(verb) == self._time:
            message = "made to fail"
            raise StorageError(message)
        return found

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


@dataclass
class Desk:
    """A host, its clock, and the address of its database."""

    address: str
    clock: Clock
    pack: Pack
    snapshot_every: int = 4
    wrap: Callable[[Database], Database] = lambda database: database
    host: Host = field(init=False)

    def __post_init__(self) -> None:
        """Make the host."""
        self.host = Host([self.pack], self._connect, self.clock, snapshot_every=self.snapshot_every)

    def open(self) -> Storage:
        """Open the storage apart from the host."""
        return Storage(open_database(self.address, patience=0.1))

    def _connect(self) -> Storage:
        return Storage(self.wrap(open_database(self.address, patience=0.1)))

    def take(self, steps: Iterable[Step]) -> None:
        """Take steps of a stream, each once more if the database fails; what is refused is left out."""
        for step in steps:
            self.clock.now = step.at
            assert self._taken(step) or self._taken(step)

    def _taken(self, step: Step) -> bool:
        try:
            if step.table is None:
                self.host.tick()
            else:
                self.host.record(row_from_data(step.table, step.sent))
        except StorageError:
            return False
        except RecordsError:
            return True
        return True

    def ask(self, method: str, path: str, sent: Any = None, **environ: Any) -> tuple[int, Any]:
        """Ask the web application, and return the status and the data of its answer."""
        body = sent if isinstance(sent, bytes) else b"" if sent is None else json.dumps(sent).encode()
        path, _, query = path.partition("?")
        made = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body))}
        statuses: list[str] = []
        found = application(self.host)(
            {**made, "wsgi.input": io.BytesIO(body), **environ}, lambda status, _: statuses.append(status)
        )
        return int(statuses[0].split(maxsplit=1)[0]), json.loads(b"".join(found))

    def findings(self) -> Findings:
        """Return what the host finds."""
        with self.host.monitor() as monitor:
            return monitor.findings

    def expected(self) -> Findings:
        """Return what follows from the rows as they lie in the database; the host is closed for it."""
        self.host.close()
        storage = self.open()
        register = register_of(storage.entries())
        storage.close()
        return evaluate(self.pack, register, as_of=self.clock.now)


class Desks(Protocol):
    """Makes hosts."""

    def __call__(self, name: str = "host.sqlite", **more: object) -> Desk:
        """Make a host on the database of that name, with other rules or another wrapping where they are given."""
