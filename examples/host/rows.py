"""What this host records, in its own words and shape: one class for each of its tables.

Nothing here knows the library's facts.  A row is never changed: a correction is another row with the same id, entered
later, and `withdrawn` takes an event back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from homeschool import SHANGHAI
from homeschool.errors import Mistake, RecordsError

Value = str | int | date | datetime | None


@dataclass(frozen=True, kw_only=True)
class Form:
    """A class of the school, in a grade."""

    id: str
    grade: int
    name: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Post:
    """A teacher works as something (`work`), in a form or, without one, in the school, from a day until another."""

    id: str
    teacher: str
    work: str
    form: str | None = None
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Pupil:
    """A child in a form; `left_on` is the first day on which the child is no longer there."""

    id: str
    name: str = field(repr=False)
    form: str
    joined_on: date
    left_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Care:
    """A pupil is looked after with special care for a `reason`, from a day until another."""

    id: str
    pupil: str
    reason: str = field(repr=False)
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One or two teachers visited a pupil's family, `at_home` or elsewhere."""

    id: str
    pupil: str
    teacher: str
    second_teacher: str | None = None
    day: date
    at_home: bool
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Observation:
    """A teacher noticed something about a pupil: `what` sort of thing it was, and when."""

    id: str
    pupil: str
    teacher: str
    noticed_at: datetime
    what: str = field(repr=False)
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Call:
    """A teacher called a pupil's parents, perhaps because of an observation; somebody `answered` or not."""

    id: str
    pupil: str
    teacher: str
    called_at: datetime
    answered: bool
    observation: str | None = None
    withdrawn: bool = False


Row = Form | Post | Pupil | Care | Visit | Observation | Call

TABLES: Mapping[str, type[Row]] = MappingProxyType(
    {
        "forms": Form,
        "posts": Post,
        "pupils": Pupil,
        "care": Care,
        "visits": Visit,
        "observations": Observation,
        "calls": Call,
    }
)
"""The classes of rows by the name of their table, which is also their path on the web."""

NAMES: Mapping[type, str] = MappingProxyType({cls: name for name, cls in TABLES.items()})


@dataclass(frozen=True)
class Entry:
    """A row as it was entered: its number in the order of all entries, from 1, and the moment."""

    number: int
    recorded_at: datetime
    row: Row


def _columns(cls: type[Row]) -> Mapping[str, type]:
    hints = get_type_hints(cls)
    return MappingProxyType({one.name: (get_args(hints[one.name]) or (hints[one.name],))[0] for one in fields(cls)})


COLUMNS: Mapping[type, Mapping[str, type]] = MappingProxyType({cls: _columns(cls) for cls in TABLES.values()})
"""The type of each field of each class of rows, None left out."""


def row_from_data(table: str, data: Any) -> Row:
    """Read a row out of what a client sent as JSON; days and instants are ISO 8601 text, instants with their zone.

    Raises:
        RecordsError: with every mistake.
    """
    cls = TABLES[table]
    if not isinstance(data, Mapping):
        raise RecordsError([Mistake(table, f"expected an object with the fields {', '.join(COLUMNS[cls])}")])
    values: dict[str, Any] = {name: _read(kind, data.get(name)) for name, kind in COLUMNS[cls].items()}
    mistakes = [Mistake(f"{table}.{name}", "no such field") for name in data if name not in values]
    for one in fields(cls):
        mistakes += _mistakes(table, one, data.get(one.name), values[one.name])
    if mistakes:
        raise RecordsError(mistakes)
    return cls(**{name: value for name, value in values.items() if value is not None})


def _mistakes(table: str, one: "Field[Any]", sent: Any, read: Value) -> Iterator[Mistake]:
    expected = _EXPECTED[COLUMNS[TABLES[table]][one.name]]
    if sent is None and one.default is MISSING:
        yield Mistake(f"{table}.{one.name}", f"expected {expected}")
    elif sent is not None and read is None:
        yield Mistake(f"{table}.{one.name}", f"expected {expected}, not what was sent")


def _read(kind: type[Any], sent: Any) -> Value:
    """Return a value of a kind, or None where what was sent is nothing of that kind that both databases can hold."""
    if kind in (date, datetime):
        return _time(kind, sent)
    if type(sent) is not kind:
        return None
    is_right = sent.isprintable() and sent != "" if kind is str else abs(sent) <= _LARGEST
    return sent if is_right else None


def _time(kind: type[date], sent: Any) -> date | None:
    try:
        found = kind.fromisoformat(sent)
    except (TypeError, ValueError):
        return None
    if found.year not in _YEARS:
        return None
    if isinstance(found, datetime):
        return None if found.utcoffset() is None else found.astimezone(SHANGHAI)
    return found


_YEARS = range(1900, 2200)
_LARGEST = 2**31 - 1
_EXPECTED: Mapping[type, str] = MappingProxyType(
    {
        str: "a text of one line that is not empty",
        int: "a whole number",
        bool: "true or false",
        date: "a day of the years 1900 to 2199, such as 2025-10-18",
        datetime: "an instant with its time zone, such as 2025-10-13T09:30+08:00",
    }
)
