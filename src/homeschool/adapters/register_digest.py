"""One short hash of all that a register holds, whatever the format or the order in which it was read."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from homeschool.adapters.register_data import register_frame
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.register import Register


def register_digest(register: Register) -> str:
    """Return a short hash of all that a register holds; equal registers have equal digests.

    Hashed are the columns of each class of facts, in the order of the ids, instants as microseconds.
    """
    found = hashlib.sha256(_canonical([register_frame(register), sorted(register.keeps.classes)]))
    by_class = sorted(register.facts, key=_class_name)
    for name, facts in groupby(by_class, key=_class_name):
        for column in _columns(name, list(facts)):
            found.update(column)
    return found.hexdigest()[:16]


def _class_name(fact: Fact) -> str:
    return CLASS_NAMES[type(fact)]


def _columns(name: str, facts: Sequence[Fact]) -> Iterator[bytes]:
    for field, info in fact_classes()[name].fields.items():
        values = list(map(attrgetter(field), facts))
        if values.count(None) < len(values):
            yield _canonical([name, field, _plain(info, values)])


def _plain(info: FieldInfo, values: list[Any]) -> list[Any]:
    write = _WRITERS.get(info.shape)
    return values if write is None else [None if value is None else write(value) for value in values]


def _write_when(value: Any) -> int | str:
    return (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value.isoformat()


def _write_number(value: Any) -> str:
    return str(value) if value in _ENDLESS else str(Fraction(value))


def _write_concerns(value: Any) -> list[Any]:
    return [item if isinstance(item, str) else [item.id, item.role] for item in value]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ENDLESS = (float("inf"), float("-inf"))
_WRITERS: Mapping[Shape, Callable[[Any], Any]] = MappingProxyType(
    {
        Shape.DAY: _write_when,
        Shape.WHEN: _write_when,
        Shape.INSTANT: _write_when,
        Shape.NUMBER: _write_number,
        Shape.CONCERNS: _write_concerns,
    }
)


def _canonical(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
