"""The one converter between records and plain data, strict about what a value is.

Rows are read on a quick path (`quick_rows`); a row that fails is read again field by field, so that every one of its
mistakes is told with its place.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import partial
from numbers import Real
from operator import eq
from types import SimpleNamespace
from typing import Any, Final

import attrs
from cattrs import Converter

from homeschool.adapters.plain_values import (
    Data,
    name_kind,
    read_concerns,
    read_day,
    read_flag,
    read_instant,
    read_number,
    read_text,
    read_texts,
    read_when,
    read_whole,
)
from homeschool.adapters.quick_rows import MISFITS, row_reader
from homeschool.errors import InvalidValueError, Mistake
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.fields import Concerns, When, near

_TEXTS = tuple[str, ...]
_STAND_IN: Final = SimpleNamespace(id="")
_STAND_IN_SPOT: Final = "SimpleNamespace ``: "


def _write_concerns(concerns: Concerns) -> list[Data]:
    return [item if isinstance(item, str) else {"id": item.id, "role": item.role} for item in concerns]


def _write_day(value: date) -> str:
    return value.isoformat()


def _write_when(value: When, zone: tzinfo | None) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(zone)
    return value.isoformat()


def _write_number(value: Real) -> int | float:
    """Write a number exactly, or refuse: a fraction such as 1/3 has no decimal that reads back to it."""
    if isinstance(value, int):
        return value
    plain = float(value)
    if not math.isfinite(plain) or plain != value:
        raise InvalidValueError(f"`{value}` has no exact decimal form and cannot be written")
    return int(plain) if plain.is_integer() else plain


def _write_whole(value: Real) -> int:
    found = _write_number(value)
    if isinstance(found, float):
        raise InvalidValueError(f"`{value}` is no whole number and cannot be written")
    return found


_BY_TYPE: Final[Sequence[tuple[Any, Callable[[Data, Any], Any]]]] = (
    (str, read_text),
    (bool, read_flag),
    (int, read_whole),
    (float, read_number),
    (date, read_day),
    (datetime, read_instant),
    (When, read_when),
    (_TEXTS, read_texts),
    (Concerns, read_concerns),
)


def make_converter(zone: tzinfo | None = None) -> Converter:
    """Make the converter: unknown keys are refused, and no value is bent into another type.

    Args:
        zone: the zone in which instants are written; None for that of the machine.  It plays no part in reading.
    """
    converter = Converter(detailed_validation=False, forbid_extra_keys=True, omit_if_default=True)
    for kind, hook in _BY_TYPE:
        if isinstance(kind, type) and kind != _TEXTS:
            converter.register_structure_hook(kind, hook)
        else:
            converter.register_structure_hook_func(partial(eq, kind), hook)
    converter.register_unstructure_hook_func(partial(eq, Concerns), _write_concerns)
    converter.register_unstructure_hook_func(partial(eq, _TEXTS), list)
    converter.register_unstructure_hook(int, _write_whole)
    converter.register_unstructure_hook(float, _write_number)
    converter.register_unstructure_hook_func(partial(eq, date), _write_day)
    for kind in (datetime, When):
        converter.register_unstructure_hook_func(partial(eq, kind), partial(_write_when, zone=zone))
    return converter


@attrs.frozen
class FactReader:
    """Reads and writes rows of one register with one converter."""

    converter: Converter = attrs.field(factory=make_converter)
    _rows: dict[str, Callable[[Mapping[str, Data]], Fact]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def read(
        self, class_name: str, rows: Iterable[Data], place: Callable[[int], str]
    ) -> tuple[list[Fact], list[Mistake]]:
        """Read the rows of a class of facts.

        Args:
            class_name: a fact class, such as ``home_visit``.
            rows: tables of plain data.
            place: says where the row with a number, counted from 0, stands.

        Returns:
            The facts that could be read, and every mistake of the others.
        """
        read = self._rows.get(class_name)
        if read is None:
            read = self._rows[class_name] = row_reader(class_name)
        facts: list[Fact] = []
        mistakes: list[Mistake] = []
        for number, row in enumerate(rows):
            try:
                facts.append(read(row))
            except MISFITS:
                told = self.explain(class_name, row, place(number))
                assert told
                mistakes += told
        return facts, mistakes

    def write(self, fact: Fact) -> dict[str, Data]:
        """Write a fact as plain data, what is left out or unknown apart."""
        found: dict[str, Data] = self.converter.unstructure(fact)
        return found

    def explain(self, class_name: str, row: Data, place: str) -> list[Mistake]:
        """Return every mistake of a row that could not be read."""
        if not isinstance(row, Mapping):
            return [Mistake(place, f"expected a table, not {name_kind(row)}")]
        cls: Any = fact_classes()[class_name].cls
        known = {attribute.name: attribute for attribute in attrs.fields(cls)}
        mistakes = [
            Mistake(f"{place}.{key}", f"unknown field `{key}` of {class_name}{near(key, known)}")
            for key in row
            if key not in known
        ]
        for name, attribute in known.items():
            if name in row:
                text = self._misfit(attribute, row[name])
                mistakes += [] if text is None else [Mistake(f"{place}.{name}", text)]
            elif attribute.default is attrs.NOTHING:
                mistakes.append(Mistake(place, f"expected `{name}`"))
        return mistakes

    def _misfit(self, attribute: "attrs.Attribute[Any]", data: Data) -> str | None:
        if attribute.name == "id" and isinstance(data, str) and not data.strip():
            return "expected an id; it is empty"
        try:
            value = self.converter.structure(data, attribute.type)  # type: ignore[arg-type]  # every field is annotated
            validate: Any = attribute.validator
            validate(_STAND_IN, attribute, value)
        except InvalidValueError as error:
            return str(error).removeprefix(f"{_STAND_IN_SPOT}{attribute.name}: ")
        return None
