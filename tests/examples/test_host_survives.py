"""The example host is killed between any two of its writes, and goes on as if nothing had happened."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from examples.host.mapping import register_of
from examples.host.rows import Entry, row_from_data
from homeschool import evaluate
from homeschool.adapters.findings import findings_to_data
from tests.examples.postgres import database
from tests.examples.stream import Step, long_stream, rules, steps

ROOT = Path(__file__).resolve().parents[2]
KILLED = -9
WEEKS = int(os.environ.get("HOMESCHOOL_HOST_WEEKS", "0"))
"""By how many weeks the stream is longer; none in the quick run."""


class KilledError(Exception):
    """The host did not answer, for it was killed."""


@dataclass
class Lives:
    """Hosts on one database, one after another, and what they have answered."""

    process: "subprocess.Popen[bytes]"
    database: str
    clock: Path
    port: int = 0
    killed_at: list[str] = field(default_factory=list)
    entries: dict[int, Entry] = field(default_factory=dict)

    def begin(self, until: int | None) -> None:
        """Begin a life; it ends at that point between two writes, if at any."""
        self._order(json.dumps({"database": self.database, "clock": str(self.clock), "until": until}))
        self.port = self._hear("port")

    def take(self, step: Step) -> None:
        """Take one step of the stream; a row that was refused leaves nothing behind."""
        self.clock.write_text(step.at.isoformat(), encoding="ascii")
        if step.table is None:
            self._order("tick")
            assert self._hear("ticked")
            return
        status, answer = self.ask("POST", f"/{step.table}", step.sent)
        assert status in (200, 201) or answer["error"] == "the record was refused"
        if status != http.HTTPStatus.UNPROCESSABLE_ENTITY:
            moment = datetime.fromisoformat(answer["recorded_at"])
            entry = Entry(answer["number"], moment, row_from_data(step.table, step.sent))
            assert self.entries.setdefault(entry.number, entry) == entry

    def ask(self, method: str, path: str, sent: Any = None) -> tuple[int, Any]:
        """Ask the host, and return the status and the data of its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, None if sent is None else json.dumps(sent).encode())
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException) as error:
            self._hear("an answer")
            raise AssertionError from error
        finally:
            connection.close()

    def stop(self) -> list[str]:
        """End the life in peace, and return the points that it came to."""
        self._order("stop")
        points: list[str] = self._hear("points")
        assert self._line() == {"ended": 0}
        return points

    def _order(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def _hear(self, what: str) -> Any:
        line = self._line()
        if what in line:
            return line[what]
        self.killed_at.append(line["at"])
        assert self._line() == {"ended": KILLED}
        raise KilledError

    def _line(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


@contextmanager
def lives_on(address: str, clock: Path) -> Iterator[Lives]:
    """Give the lives of hosts on a database; none outlives the block."""
    command = [sys.executable, "-m", "tests.examples.lives"]
    # A process that is killed reports no coverage; measuring it would only make each of many lives slower.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=unmeasured, stdin=pipe, stdout=pipe) as process:
        try:
            yield Lives(process, address, clock)
        finally:
            process.communicate()


@contextmanager
def two_databases(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Give the addresses of two empty databases of one kind."""
    if kind == "sqlite":
        yield str(folder / "quiet.sqlite"), str(folder / "disturbed.sqlite")
        return
    home = request.getfixturevalue("postgres")
    with database(home, "quiet") as quiet, database(home, "disturbed") as disturbed:
        yield quiet, disturbed


def live_quietly(lives: Lives, stream: list[Step]) -> tuple[list[str], Any]:
    """Take all steps in one life; return the points between its writes, and the changes it tells."""
    lives.clock.write_text(stream[0].at.isoformat(), encoding="ascii")
    lives.begin(None)
    for step in stream:
        lives.take(step)
    changes = lives.ask("GET", "/changes")[1]
    return lives.stop(), changes


def live_dangerously(lives: Lives, stream: list[Step], points: list[str]) -> tuple[Any, Any]:
    """Take all steps in many lives, each of which ends one point later than the one before; return what it tells.

    After a commit the next life does not come to the same writes again, and ends at the first that is new: the one
    after those that every life needs to begin.
    """
    lives.clock.write_text(stream[0].at.isoformat(), encoding="ascii")
    first_new = points.index("after COMMIT") + 2
    until, taken = 1, 0
    while len(lives.killed_at) <= len(points):
        try:
            lives.begin(until)
            while taken < len(stream):
                lives.take(stream[taken])
                taken += 1
            told = lives.ask("GET", "/findings")[1], lives.ask("GET", "/changes")[1]
            lives.stop()
        except KilledError:
            until = first_new if lives.killed_at[-1] == "after COMMIT" else until + 1
        else:
            return told
    message = f"killed more often than there are points between two writes: {len(points)}"
    raise AssertionError(message)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_host_killed_between_any_two_writes_goes_on(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Killed once at every point between two writes, it ends with the findings of `evaluate` and the same changes."""
    stream, clock = long_stream(WEEKS) if WEEKS else steps(), tmp_path / "clock"
    with two_databases(kind, tmp_path, request) as (quiet, disturbed):
        with lives_on(quiet, clock) as lives:
            points, told = live_quietly(lives, stream)
        with lives_on(disturbed, clock) as lives:
            found, changes = live_dangerously(lives, stream, points)
    entries = [lives.entries[number] for number in sorted(lives.entries)]
    as_of = stream[-1].at
    expected = evaluate(rules(), register_of(entries), as_of=as_of)

    assert lives.killed_at == points
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert found == {"as_of": as_of.isoformat(), "findings": findings_to_data(expected)}
    assert changes == told
    assert [change["number"] for change in changes["changes"]] == list(range(1, changes["last"] + 1))
    assert followed(changes["changes"]) == {finding.id: str(finding.status) for finding in expected}


def followed(changes: list[dict[str, Any]]) -> dict[str, str]:
    """Return the statuses that a client has who followed all changes, each of which begins where the last one ended."""
    states: dict[str, Any] = {}
    for change in changes:
        assert states.get(change["finding"]) == change["before"]
        states[change["finding"]] = change["after"]
    return {finding: state["status"] for finding, state in states.items() if state is not None}
