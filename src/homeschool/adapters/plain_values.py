"""Single values out of plain data, strictly: nothing is bent to fit.

``"false"`` is no truth value, 3.9 no whole number, an instant no day, and an instant without its zone is refused.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from homeschool.errors import InvalidValueError
from homeschool.model import vocabularies
from homeschool.model.fields import Concerned, Concerns, When, is_aware, near

Data = Any
"""What TOML or JSON gives."""

_DAY_LENGTH: Final = len("2025-09-01")


def name_kind(value: object) -> str:
    """Name the kind of a value, and not the value, which may be a person's."""
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a text", type(None): "nothing"}.get(
        type(value),
        "a list" if isinstance(value, list | tuple) else "a table" if isinstance(value, Mapping) else "a time",
    )


def read_text(value: Data, _: object = None) -> str:
    """Read a text.

    Raises:
        InvalidValueError: it is something else.
    """
    if value.__class__ is not str:
        raise InvalidValueError(f"expected a text, not {name_kind(value)}")
    return str(value)


def read_flag(value: Data, _: object = None) -> bool:
    """Read true or false; 0 and 1 are neither.

    Raises:
        InvalidValueError: it is something else.
    """
    if value is not True and value is not False:
        raise InvalidValueError(f"expected true or false, not {name_kind(value)}")
    return bool(value)


def read_whole(value: Data, _: object = None) -> int:
    """Read a whole number; 3.0 is none.

    Raises:
        InvalidValueError: it is something else.
    """
    if value.__class__ is not int:
        raise InvalidValueError(f"expected a whole number, not {name_kind(value)}")
    return int(value)


def read_number(value: Data, _: object = None) -> float:
    """Read a finite number; a whole one stays whole.

    Raises:
        InvalidValueError: it is something else.
    """
    if value.__class__ is int or (value.__class__ is float and math.isfinite(value)):
        return value  # a whole number stays one: it is exact
    expected = "a finite number" if value.__class__ is float else f"a number, not {name_kind(value)}"
    raise InvalidValueError(f"expected {expected}")


def _is_day(text: str) -> bool:
    return len(text) == _DAY_LENGTH and text[4] == text[7] == "-"


def read_day(value: Data, _: object = None) -> date:
    """Read a civil day: a date, or a text such as ``2025-09-01``.

    Raises:
        InvalidValueError: it is something else.
    """
    if value.__class__ is date:
        return value
    if value.__class__ is str and _is_day(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidValueError(f"expected a day without a time, such as 2025-09-01, not {_told(value)}")


def read_instant(value: Data, _: object = None) -> datetime:
    """Read an aware instant, or a text such as ``2025-09-01T08:00+08:00``.

    Raises:
        InvalidValueError: it is something else.
    """
    moment = value
    if value.__class__ is str and len(value) > _DAY_LENGTH and value[_DAY_LENGTH] in "T ":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
    if moment.__class__ is datetime and is_aware(moment):
        return moment
    raise InvalidValueError(
        f"expected an instant with its time zone, such as 2025-09-01T08:00+08:00, not {_told(value)}"
    )


def read_when(value: Data, _: object = None) -> When:
    """Read a civil day or an aware instant.

    Raises:
        InvalidValueError: it is something else.
    """
    if value.__class__ is date or (value.__class__ is str and _is_day(value)):
        return read_day(value)
    return read_instant(value)


def _told(value: object) -> str:
    return f"`{value}`" if isinstance(value, str | date) else name_kind(value)


def read_texts(value: Data, _: object = None) -> tuple[str, ...]:
    """Read a list of texts.

    Raises:
        InvalidValueError: it is something else.
    """
    if value.__class__ is not list and value.__class__ is not tuple:
        raise InvalidValueError(f"expected a list of texts, not {name_kind(value)}")
    for item in value:
        if item.__class__ is not str:
            raise InvalidValueError(f"expected a list of texts; one is {name_kind(item)}")
    return tuple(value)


def read_concerns(value: Data, _: object = None) -> Concerns:
    """Read a list of ids, some of them with a role.

    Raises:
        InvalidValueError: it is something else.
    """
    if value.__class__ is not list and value.__class__ is not tuple:
        raise InvalidValueError(f"expected a list of ids, not {name_kind(value)}")
    return tuple(item if item.__class__ is str else _concerned(item) for item in value)


def _concerned(value: Data) -> Concerned:
    if not isinstance(value, Mapping) or value.keys() != {"id", "role"}:
        raise InvalidValueError('expected an id, or an id with its role: { id = "…", role = "…" }')
    role = read_text(value["role"])
    if role not in vocabularies.CONCERNED_AS:
        terms = vocabularies.CONCERNED_AS.terms
        raise InvalidValueError(f"expected one of the terms of `concerned as`, not `{role}`{near(role, terms)}")
    return Concerned(read_text(value["id"]), role)
