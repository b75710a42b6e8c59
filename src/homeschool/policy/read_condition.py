"""Conditions out of plain data, and back.

A condition is a table: each key is a field (or ``either``, ``all``, ``not``, ``is``, ``has``), each value what is asked
of it, and all of them must hold.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from homeschool.calendar import Span
from homeschool.errors import InvalidValueError
from homeschool.policy.condition import (
    And,
    Condition,
    Has,
    Named,
    Not,
    Op,
    Or,
    Reference,
    Some,
    Test,
    Value,
)
from homeschool.policy.reading import Data, Mistaken, Reader

ROOTS = ("subject", "trigger", "bearer")
_LIST_OPS = ("any_of", "all_of", "none_of")
_BOUND_OPS = ("at_least", "at_most", "above", "below")
_FIELD_OPS = (*_LIST_OPS, *_BOUND_OPS, "filled", "during", "some", "every")
_WORDS = ("either", "all", "not", "is", "has")


def reference(text: str) -> Reference | None:
    """Return the reference that a text is (``subject``, ``trigger.hours``), or None where it is none."""
    root, *path = text.split(".")
    if root not in ROOTS:
        return None
    return Reference(root, tuple(path))  # type: ignore[arg-type]


def read_condition(reader: Reader, data: Data, place: str) -> Condition:
    """Read a condition; mistakes are noted and what is unreadable left out."""
    if not isinstance(data, Mapping):
        raise reader.fail(place, f'expected a condition, a table such as {{ place = "home" }}, not `{data}`')
    parts: list[Condition] = []
    for key, value in data.items():
        try:
            spot = f"{place}.{key}".lstrip(".")
            parts += _word(reader, key, value, spot) if key in _WORDS else _field(reader, (key,), value, spot)
        except Mistaken:
            continue
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _word(reader: Reader, word: str, data: Data, place: str) -> list[Condition]:
    match word:
        case "not":
            return [Not(read_condition(reader, data, place))]
        case "is":
            return [Named(name) for name in reader.texts(data, place)]
        case "has":
            return [_has(reader, data, place)]
        case _:
            if not isinstance(data, list | tuple) or not data:
                raise reader.fail(place, "expected a list of conditions")
            parts = tuple(read_condition(reader, item, f"{place}[{index}]") for index, item in enumerate(data))
            return [Or(parts) if word == "either" else And(parts)]


def _has(reader: Reader, data: Data, place: str) -> Has:
    table = reader.table(data, place, ("of", "where", "link"))
    if "of" not in table:
        raise reader.fail(place, "expected `of`, a fact class")
    where = read_condition(reader, table.get("where", {}), f"{place}.where")
    link = reader.text(table.get("link", "concerns"), f"{place}.link")
    return Has(reader.text(table["of"], f"{place}.of"), where, link)


def _field(reader: Reader, path: tuple[str, ...], data: Data, place: str) -> list[Condition]:
    path = tuple(part for step in path for part in step.split("."))
    if isinstance(data, bool):
        return [Test(path, "is", (data,))]
    if not isinstance(data, Mapping):
        return [Test(path, "any_of", _values(reader, data, place))]
    if data and not any(key in _FIELD_OPS for key in data):
        return [test for key, value in data.items() for test in _field(reader, (*path, key), value, f"{place}.{key}")]
    if not data:
        raise reader.fail(place, f"expected what is asked of the field: one of {', '.join(_FIELD_OPS)}")
    reader.table(data, place, (*_FIELD_OPS, "of"))
    of = () if data.get("of") is None else reader.texts(data["of"], f"{place}.of")
    if of and not any(key in data for key in ("some", "every")):
        reader.note(f"{place}.of", "goes with `some` or `every`")
    found = [
        _operation(reader, path, key, (value, f"{place}.{key}")) for key, value in data.items() if key in _FIELD_OPS
    ]
    return [attrs.evolve(one, of=of) if isinstance(one, Some) else one for one in found]


def _operation(reader: Reader, path: tuple[str, ...], op: str, asked: tuple[Data, str]) -> Condition:
    data, place = asked
    if op in ("some", "every"):
        if len(path) != 1:
            raise reader.fail(place, f"`{op}` is asked of one field, not of a path")
        return Some(path[0], read_condition(reader, data, place), every=op == "every")
    if op == "filled":
        return Test(path, "filled", (reader.flag(data, place),))
    if op == "during":
        return Test(path, "during", reader.texts(data, place))
    if op in _LIST_OPS:
        return Test(path, op, _values(reader, data, place))  # type: ignore[arg-type]
    return _bound(reader, path, op, asked)


def _bound(reader: Reader, path: tuple[str, ...], op: str, asked: tuple[Data, str]) -> Test:
    data, place = asked
    value: Value
    if isinstance(data, str):
        found = reference(data)
        if found is not None:
            return Test(path, op, (found,))  # type: ignore[arg-type]
        try:
            value = Span.parse(data)
        except InvalidValueError:
            value = reader.fraction(data, place)
        else:
            if op not in ("at_least", "at_most"):
                raise reader.fail(place, "a length is compared by `at_least` or `at_most`")
            lasts: Op = "lasts_at_least" if op == "at_least" else "lasts_at_most"
            return Test(path, lasts, (value,))
    else:
        value = reader.fraction(data, place)
    return Test(path, op, (value,))  # type: ignore[arg-type]


def _values(reader: Reader, data: Data, place: str) -> tuple[Value, ...]:
    items = data if isinstance(data, list | tuple) else [data]
    if not items:
        raise reader.fail(place, "expected at least one value")
    return tuple(_value(reader, item, f"{place}[{index}]") for index, item in enumerate(items))


def _value(reader: Reader, data: Data, place: str) -> Value:
    if isinstance(data, str):
        return reference(data) or reader.text(data, place)
    return reader.fraction(data, place)


def write_condition(condition: Condition) -> dict[str, Any]:
    """Write a condition as plain data that `read_condition` reads to the same condition."""
    match condition:
        case And(parts):
            return {"all": [write_condition(part) for part in parts]} if parts else {}
        case Or(parts):
            return {"either": [write_condition(part) for part in parts]}
        case Not(part):
            return {"not": write_condition(part)}
        case Named(name):
            return {"is": name}
        case Has(of, where, link):
            return {"has": {"of": of, "where": write_condition(where), "link": link}}
        case Some(path, where, every, of):
            return {path: {"every" if every else "some": write_condition(where), **({"of": list(of)} if of else {})}}
        case Test():
            return {".".join(condition.path): _write_test(condition)}


def _write_test(test: Test) -> Any:
    values = [_write_value(value) for value in test.values]
    match test.op:
        case "is":
            return values[0]
        case "lasts_at_least" | "lasts_at_most":
            return {test.op.removeprefix("lasts_"): values[0]}
        case "any_of" | "all_of" | "none_of" | "during":
            return {test.op: values}
        case _:
            return {test.op: values[0]}


def _write_value(value: Value) -> Any:
    if isinstance(value, Fraction):
        return write_number(value)
    return value if isinstance(value, bool | int) else str(value)


def write_number(number: Fraction) -> int | str:
    """Write an exact number as an integer or as ``"1/2"``."""
    return number.numerator if number.denominator == 1 else str(number)
