"""Lives of the example host, one after another, each in a process of its own that may be killed between two writes.

``python -m tests.examples.lives`` reads one order a line and forks a host for each, so that a life costs no import.
While a host lives it reads the orders: ``tick``, and ``stop``.  A life may be told to end at the nth point between two
writes of its own: it says where it is, and kills itself with the signal that no process can catch.
"""

import gc
import json
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from examples.host.database import Database, open_database
from examples.host.host import Host
from examples.host.mapping import calendar
from examples.host.server import make_host_server
from examples.host.storage import Storage
from homeschool import Monitor, Pack, Register
from homeschool.adapters.monitor import monitor_from_data, monitor_to_data
from tests.examples.stream import rules, steps

PRELOADED = (psycopg,)
"""What a host imports when it first needs it; imported before the first fork, it costs no life anything."""

_WRITES = {"BEGIN", "CREATE", "INSERT", "DELETE", "COMMIT"}


class WatchedDatabase(Database):
    """A database that says before each write, and after each commit, that the host has come to this point."""

    def __init__(self, database: Database, reached: Callable[[str], None]) -> None:
        self._database = database
        self._reached = reached

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement."""
        verb = statement.split(maxsplit=1)[0]
        if verb in _WRITES:
            self._reached(f"before {verb}")
        found = self._database.run(statement, *values)
        if verb == "COMMIT":
            self._reached("after COMMIT")
        return found

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


class Points:
    """Counts the points between two writes, and ends the process at one of them."""

    def __init__(self, last: int | None) -> None:
        self.reached: list[str] = []
        self._last = last

    def reach(self, point: str) -> None:
        """Come to a point."""
        self.reached.append(point)
        if len(self.reached) == self._last:
            say(at=point)
            os.kill(os.getpid(), signal.SIGKILL)


def say(**data: Any) -> None:
    """Say something to the test, on one line."""
    os.write(1, json.dumps(data).encode() + b"\n")


def hear() -> str:
    """Return the next line from the test, and no more of what it says; empty at the end."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return ""
        line += byte
    return line.decode().strip()


def live(pack: Pack, order: dict[str, Any]) -> None:
    """Be a host until told to stop, or until the point to be killed at."""
    points = Points(order["until"])
    clock = Path(order["clock"])

    def connect() -> Storage:
        return Storage(WatchedDatabase(open_database(order["database"]), points.reach))

    def now() -> datetime:
        return datetime.fromisoformat(clock.read_text(encoding="ascii"))

    host = Host([pack], connect, now, snapshot_every=4)
    host.changes()
    with make_host_server(host) as server:
        listening = threading.Thread(target=server.serve_forever)
        listening.start()
        say(port=server.server_port)
        while hear() == "tick":
            host.tick()
            say(ticked=True)
        server.shutdown()
        listening.join()
    host.close()
    say(points=points.reached)


def warm_up(pack: Pack) -> None:
    """Have what a host first needs loaded before there is one: a register and findings, written and read."""
    register = Register([], calendar())
    monitor_from_data([pack], json.loads(json.dumps(monitor_to_data(Monitor(pack, register, as_of=steps()[0].at)))))


def main() -> None:
    """Give a host its life for each order, and say how it ended."""
    pack = rules()
    warm_up(pack)
    gc.freeze()
    while order := hear():
        child = os.fork()
        if child == 0:
            live(pack, json.loads(order))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
