"""What the host keeps: the rows of its tables, the changes of findings, and the latest snapshot of the monitor.

Rows and changes are only ever added, each with the next number.  A snapshot is a copy and may be lost at any time.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from examples.host.database import Database
from examples.host.rows import COLUMNS, NAMES, TABLES, Entry, Row, Value
from examples.host.states import State, Turn
from homeschool import SHANGHAI

_TYPES: Mapping[type, str] = MappingProxyType(
    {str: "TEXT", int: "BIGINT", bool: "BOOLEAN", date: "DATE", datetime: "TIMESTAMPTZ"}
)


@dataclass(frozen=True)
class StoredChange:
    """What became of one finding (`turn`), at a moment; its number counts from 1 without a gap."""

    number: int
    at: datetime
    turn: Turn


@dataclass(frozen=True)
class Snapshot:
    """A monitor as plain data, the number of its last entry, and the version of the mapping that made its facts."""

    entries: int
    mapping: int
    data: Any


class Storage:
    """The tables of the host in a database; they are made where they are missing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.transaction():
            for statement in _schema():
                database.run(statement)

    def transaction(self) -> AbstractContextManager[None]:
        """Make what is written within stand together."""
        return self._database.transaction()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def add_entry(self, entry: Entry) -> None:
        """Add a row as it was entered."""
        names = ("number", "recorded_at", *COLUMNS[type(entry.row)])
        values = (entry.number, entry.recorded_at, *(getattr(entry.row, name) for name in names[2:]))
        self._insert(NAMES[type(entry.row)], dict(zip(names, values, strict=True)))

    def latest(self, row: Row) -> Entry | None:
        """Return the latest entry with the id of a row, of its table."""
        statement = f"{_select(type(row))} WHERE id = ? ORDER BY number DESC LIMIT 1"
        found = self._database.run(statement, row.id)
        return _entry(type(row), found[0]) if found else None

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the entries of all tables whose number is higher, in the order of their numbers."""
        found = [
            _entry(cls, values)
            for cls in TABLES.values()
            for values in self._database.run(f"{_select(cls)} WHERE number > ?", after)
        ]
        return sorted(found, key=attrgetter("number"))

    def last_entry(self) -> tuple[int, datetime | None]:
        """Return the number of the last entry, 0 if there is none, and the moment at which it was recorded."""
        each = " UNION ALL ".join(f"SELECT number, recorded_at FROM {name}" for name in TABLES)
        found = self._database.run(f"SELECT number, recorded_at FROM ({each}) AS entries ORDER BY number DESC LIMIT 1")
        return (found[0][0], _instant(found[0][1])) if found else (0, None)

    def add_change(self, change: StoredChange) -> None:
        """Add a change."""
        turn = change.turn
        texts = {"was": _json(turn.before), "became": _json(turn.after), "because": _json(turn.because)}
        self._insert("changes", {"number": change.number, "at": change.at, "finding": turn.finding, **texts})

    def changes(self, after: int, limit: int) -> list[StoredChange]:
        """Return so many changes at most whose number is higher, in the order of their numbers."""
        found = self._database.run(f"{_CHANGES} WHERE number > ? ORDER BY number LIMIT ?", after, limit)
        return [_change(values) for values in found]

    def last_change(self) -> tuple[int, datetime | None]:
        """Return the number of the last change, 0 if there is none, and its moment."""
        found = self._database.run("SELECT number, at FROM changes ORDER BY number DESC LIMIT 1")
        return (found[0][0], _instant(found[0][1])) if found else (0, None)

    def states(self) -> dict[str, State]:
        """Return the findings that one has who followed every change, by id."""
        newest = "number IN (SELECT max(number) FROM changes GROUP BY finding)"
        turns = [_change(values).turn for values in self._database.run(f"{_CHANGES} WHERE {newest}")]
        return {turn.finding: turn.after for turn in turns if turn.after is not None}

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Put a snapshot in the place of the one before."""
        with self.transaction():
            self._database.run("DELETE FROM snapshots")
            values = {"entries": snapshot.entries, "mapping": snapshot.mapping, "data": _json(snapshot.data)}
            self._insert("snapshots", values)

    def snapshot(self) -> Snapshot | None:
        """Return the snapshot, if there is one."""
        found = self._database.run("SELECT entries, mapping, data FROM snapshots")
        return Snapshot(found[0][0], found[0][1], json.loads(found[0][2])) if found else None

    def _insert(self, table: str, values: Mapping[str, Any]) -> None:
        marks = ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
        self._database.run(statement, *map(_written, values.values()))


def _schema() -> Iterable[str]:
    for name, cls in TABLES.items():
        own = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in COLUMNS[cls].items())
        head = "number BIGINT PRIMARY KEY, recorded_at TIMESTAMPTZ NOT NULL"
        yield f"CREATE TABLE IF NOT EXISTS {name} ({head}, {own}, UNIQUE (id, recorded_at))"
    yield (
        "CREATE TABLE IF NOT EXISTS changes (number BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL, "
        "finding TEXT NOT NULL, was TEXT NOT NULL, became TEXT NOT NULL, because TEXT NOT NULL)"
    )
    yield "CREATE INDEX IF NOT EXISTS changes_by_finding ON changes (finding, number)"
    own = "entries BIGINT PRIMARY KEY, mapping BIGINT NOT NULL, data TEXT NOT NULL"
    yield f"CREATE TABLE IF NOT EXISTS snapshots ({own})"


_CHANGES = "SELECT number, at, finding, was, became, because FROM changes"


def _select(cls: type[Row]) -> str:
    return f"SELECT {', '.join(('number', 'recorded_at', *COLUMNS[cls]))} FROM {NAMES[cls]}"


def _entry(cls: type[Row], values: tuple[Any, ...]) -> Entry:
    number, recorded_at, *own = values
    read: dict[str, Any] = {
        name: _value(kind, value) for (name, kind), value in zip(COLUMNS[cls].items(), own, strict=True)
    }
    return Entry(number, _instant(recorded_at), cls(**read))


def _change(values: tuple[Any, ...]) -> StoredChange:
    number, at, finding, *texts = values
    before, after, because = map(json.loads, texts)
    return StoredChange(number, _instant(at), Turn(finding, before, after, tuple(because)))


def _written(value: Any) -> Any:
    """Write a value for both databases: instants in UTC and always to the microsecond, so that text sorts as time."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _value(kind: type, value: Any) -> Value:
    """Read a value of either database: text or PostgreSQL's own type for a time, 0 or 1 or a flag for a flag."""
    if value is None:
        return None
    if kind is datetime:
        return _instant(value)
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    return bool(value) if kind is bool else value


def _instant(value: Any) -> datetime:
    found: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(SHANGHAI)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
