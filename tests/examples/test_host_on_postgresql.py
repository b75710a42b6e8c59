"""What the example host does on PostgreSQL that a file cannot do: another host waits, and a connection is lost."""

from pathlib import Path

import psycopg
import pytest

from examples.host.database import StorageError, open_database
from tests.examples.in_process import Clock, Desk
from tests.examples.postgres import database
from tests.examples.stream import rules, steps

STREAM = steps()


def test_one_host_has_a_database_of_a_server(postgres: Path) -> None:
    """A second host on the same database is refused, until the first lets go."""
    with database(postgres, "one") as address:
        first = open_database(address)
        with pytest.raises(StorageError, match="LockNotAvailable"):
            open_database(address, patience=0.1)
        first.close()
        second = open_database(address)
        answer = second.run("SELECT 1")
        second.close()

    assert answer == [(1,)]


def test_a_lost_connection_is_made_anew(postgres: Path) -> None:
    """A host whose connection the server ends fails once, and goes on with the next call."""
    with database(postgres, "lost") as address:
        desk = Desk(address, Clock(STREAM[0].at), rules())
        desk.take(STREAM[:7])
        with psycopg.connect(address, autocommit=True) as other:
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'lost' AND pid <> "
            other.execute(f"{end} pg_backend_pid()".encode())
        with pytest.raises(StorageError):
            desk.host.changes()
        desk.take(STREAM[7:])
        found, expected = desk.findings(), desk.expected()

    assert len(found) > 0
    assert found == expected
