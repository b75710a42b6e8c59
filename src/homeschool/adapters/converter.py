"""The one converter between records and plain data, strict about what a value is.

Nothing is bent to fit: ``"false"`` is no truth value, 3.9 no whole number, an instant no day, and an instant without
its zone is refused.  Rows are read on a quick path; a row that fails is read again field by field, so that every one
of its mistakes is told with its place.
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
from cattrs.errors import ForbiddenExtraKeysError

from homeschool.errors import InvalidValueError, Mistake
from homeschool.model import vocabularies
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.fields import Concerned, Concerns, When, is_aware, near

Data = Any
"""What TOML or JSON gives."""

_DAY_LENGTH: Final = len("2025-09-01")
_TEXTS = tuple[str, ...]
_STAND_IN: Final = SimpleNamespace(id="")
_STAND_IN_SPOT: Final = "SimpleNamespace ``: "
_MISFITS: Final = (InvalidValueError, ForbiddenExtraKeysError, KeyError, TypeError, AttributeError)


def _show(value: object) -> str:
    """Name the kind of a value, and not the value, which may be a person's."""
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a text", type(None): "nothing"}.get(
        type(value),
        "a list" if isinstance(value, list | tuple) else "a table" if isinstance(value, Mapping) else "a time",
    )


def _text(value: Data, _: object = None) -> str:
    if value.__class__ is not str:
        raise InvalidValueError(f"expected a text, not {_show(value)}")
    return str(value)


def _flag(value: Data, _: object = None) -> bool:
    if value is not True and value is not False:
        raise InvalidValueError(f"expected true or false, not {_show(value)}")
    return bool(value)


def _whole(value: Data, _: object = None) -> int:
    if value.__class__ is not int:
        raise InvalidValueError(f"expected a whole number, not {_show(value)}")
    return int(value)


def _number(value: Data, _: object = None) -> float:
    if value.__class__ is int or (value.__class__ is float and math.isfinite(value)):
        return value  # a whole number stays one: it is exact
    expected = "a finite number" if value.__class__ is float else f"a number, not {_show(value)}"
    raise InvalidValueError(f"expected {expected}")


def _is_day(text: str) -> bool:
    return len(text) == _DAY_LENGTH and text[4] == text[7] == "-"


def _day(value: Data, _: object = None) -> date:
    if value.__class__ is date:
        return value
    if value.__class__ is str and _is_day(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidValueError(f"expected a day without a time, such as 2025-09-01, not {_told(value)}")


def _instant(value: Data, _: object = None) -> datetime:
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


def _when(value: Data, _: object = None) -> When:
    if value.__class__ is date or (value.__class__ is str and _is_day(value)):
        return _day(value)
    return _instant(value)


def _told(value: object) -> str:
    return f"`{value}`" if isinstance(value, str | date) else _show(value)


def _texts(value: Data, _: object = None) -> tuple[str, ...]:
    if value.__class__ is not list and value.__class__ is not tuple:
        raise InvalidValueError(f"expected a list of texts, not {_show(value)}")
    for item in value:
        if item.__class__ is not str:
            raise InvalidValueError(f"expected a list of texts; one is {_show(item)}")
    return tuple(value)


def _concerns(value: Data, _: object = None) -> Concerns:
    if value.__class__ is not list and value.__class__ is not tuple:
        raise InvalidValueError(f"expected a list of ids, not {_show(value)}")
    return tuple(item if item.__class__ is str else _concerned(item) for item in value)


def _concerned(value: Data) -> Concerned:
    if not isinstance(value, Mapping) or value.keys() != {"id", "role"}:
        raise InvalidValueError('expected an id, or an id with its role: { id = "…", role = "…" }')
    role = _text(value["role"])
    if role not in vocabularies.CONCERNED_AS:
        terms = vocabularies.CONCERNED_AS.terms
        raise InvalidValueError(f"expected one of the terms of `concerned as`, not `{role}`{near(role, terms)}")
    return Concerned(_text(value["id"]), role)


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
    (str, _text),
    (bool, _flag),
    (int, _whole),
    (float, _number),
    (date, _day),
    (datetime, _instant),
    (When, _when),
    (_TEXTS, _texts),
    (Concerns, _concerns),
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
        cls = fact_classes()[class_name].cls
        read = self.converter.get_structure_hook(cls)
        facts: list[Fact] = []
        mistakes: list[Mistake] = []
        for number, row in enumerate(rows):
            try:
                fact = read(row, cls)
            except _MISFITS:
                mistakes += self.explain(class_name, row, place(number))
                continue
            if fact.id.strip():
                facts.append(fact)
            else:
                mistakes += self.explain(class_name, row, place(number))
        return facts, mistakes

    def write(self, fact: Fact) -> dict[str, Data]:
        """Write a fact as plain data, what is left out or unknown apart."""
        found: dict[str, Data] = self.converter.unstructure(fact)
        return found

    def explain(self, class_name: str, row: Data, place: str) -> list[Mistake]:
        """Return every mistake of a row that could not be read."""
        if not isinstance(row, Mapping):
            return [Mistake(place, f"expected a table, not {_show(row)}")]
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
