"""One connection to a database, SQLite or PostgreSQL, that says which of its statements stand and fall together.

The statements of `storage` are plain SQL that both understand, with ``?`` for a value.  Days and instants travel as ISO
8601 text: PostgreSQL turns it into its own types, SQLite keeps it as it is.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

LOCK = 7_465_110
"""The number of PostgreSQL's advisory lock that the host holds; any number that nobody else uses in this database."""

PATIENCE = 10.0
"""How many seconds to wait for another host to let go of the database."""


class StorageError(Exception):
    """The database failed, or another host has it; what was being written is not written."""


class Database:
    """A connection; every statement takes effect at once, or at the end of the transaction around it.

    Args:
        connection: an open connection that opens no transaction by itself.
        mark: what stands for a value in the statements of this driver.
        errors: the root of the driver's errors.
    """

    def __init__(self, connection: Any, mark: str, errors: type[Exception]) -> None:
        self._connection = connection
        self._mark = mark
        self._errors = errors

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement, and return the rows that it found.

        Raises:
            StorageError: the database refused it.
        """
        try:
            cursor = self._connection.execute(statement.replace("?", self._mark), values)
            return [] if cursor.description is None else cursor.fetchall()
        except self._errors as error:
            raise StorageError(type(error).__name__) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the statements within stand together; an error within undoes them all."""
        self.run("BEGIN")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            # A database that cannot be told to undo it has lost the connection, and undoes it by itself.
            with suppress(StorageError):
                self.run("ROLLBACK")
            raise

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()


def open_database(address: str, *, patience: float = PATIENCE) -> Database:
    """Open the database at an address that begins with ``postgresql:``, or else in the file of that name.

    One host at a time has the database, for its monitor would not see what another one writes.  The lock is the
    database's own and ends with the connection, however the host ends.

    Raises:
        StorageError: it cannot be opened, or another host has it for longer than `patience` seconds.
    """
    is_server = address.startswith(("postgresql:", "postgres:"))
    return _open_server(address, patience) if is_server else _open_file(address, patience)


def _open_file(path: str, patience: float) -> Database:
    try:
        # Threads take turns in the host, so the connection may go from one to another.
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise StorageError(type(error).__name__) from error
    database = Database(connection, "?", sqlite3.Error)
    return _locked(
        database, ["PRAGMA synchronous = FULL", "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT"]
    )


def _open_server(address: str, patience: float) -> Database:
    psycopg = _psycopg()
    try:
        connection = psycopg.connect(address, autocommit=True, connect_timeout=max(2, round(patience)))
    except psycopg.Error as error:
        raise StorageError(type(error).__name__) from error
    database = Database(connection, "%s", psycopg.Error)
    wait = f"SET lock_timeout = {round(patience * 1000)}"
    return _locked(database, [wait, f"SELECT pg_advisory_lock({LOCK})", "RESET lock_timeout"])


def _locked(database: Database, statements: Sequence[str]) -> Database:
    try:
        for statement in statements:
            database.run(statement)
    except StorageError:
        database.close()
        raise
    return database


def _psycopg() -> Any:
    try:
        import psycopg  # noqa: PLC0415
    except ImportError:
        message = "a PostgreSQL address needs the package psycopg; install `psycopg[binary]`"
        raise StorageError(message) from None
    return psycopg
