"""The example host as it is run: ``python -m examples.host``, ended by force and in peace."""

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.examples.stream import steps

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def host_on(database: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Run the host on a free port until the block ends."""
    command = [sys.executable, "-m", "examples.host", "--database", str(database), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, int(process.stdout.readline().rpartition(":")[2])
        finally:
            process.kill()
            process.communicate()


def ask(port: int, method: str, path: str, sent: Any = None) -> tuple[int, Any]:
    """Ask the host, and return the status and the data of its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, json.dumps(sent).encode() if sent else None)
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer


def test_the_command_survives_a_kill(tmp_path: Path) -> None:
    """Killed at any moment the command keeps what it answered for; interrupted, it ends in peace."""
    database = tmp_path / "host.sqlite"
    forms = [{**steps()[0].sent, "id": str(number)} for number in range(3)]
    numbers = []
    for form in forms:
        with host_on(database) as (_, port):
            numbers.append(ask(port, "POST", "/forms", form)[1]["number"])
    with host_on(database) as (process, port):
        again = ask(port, "POST", "/forms", forms[0])
        told = ask(port, "GET", "/changes")[1]
        process.send_signal(signal.SIGTERM)
        status = process.wait(timeout=60)

    assert numbers == [1, 2, 3]
    assert again[0] == 200
    assert again[1]["number"] == 1
    assert [change["number"] for change in told["changes"]] == list(range(1, told["last"] + 1))
    assert status == 0


def test_the_command_says_that_it_has_no_database(tmp_path: Path) -> None:
    """Without its database the command ends with status 2 and a sentence."""
    command = [sys.executable, "-m", "examples.host", "--database", str(tmp_path / "none" / "host.sqlite")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert run.stderr == "the database cannot be opened, or another host has it (OperationalError)\n"
