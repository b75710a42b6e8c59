"""Rows of plain data to facts, quickly: what is right is made at once, what is not is refused without a word.

Each class gets one function, made once for a reader.  It accepts what `converter` and the checks of the model accept,
and nothing else; as it has asked every value by then, the fact is made without asking again, in half the time.  Who
wants to know what is wrong with a row that is refused asks `FactReader.explain`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, get_args

import attrs

from homeschool.adapters.plain_values import (
    Data,
    read_concerns,
    read_day,
    read_flag,
    read_instant,
    read_number,
    read_when,
    read_whole,
)
from homeschool.errors import InvalidValueError
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.vocabularies import Vocabulary

Read = Callable[[Data], Any]
MISFITS = (InvalidValueError, KeyError, TypeError, AttributeError)
"""What a reader of rows raises for a row that is no fact of its class."""


def row_reader(class_name: str) -> Callable[[Mapping[str, Data]], Fact]:
    """Return the function that makes a fact of a class from a row, or raises one of `MISFITS`."""
    known = fact_classes()[class_name]
    cls: Any = known.cls
    attributes = attrs.fields_dict(cls)
    readers = {name: _reader(info, _kind(attributes[name])) for name, info in known.fields.items()}
    blank = frozenset(name for name in readers if type(None) in get_args(attributes[name].type))
    blanks = {name: at.default for name, at in attributes.items()}
    required = frozenset(name for name, at in attributes.items() if at.default is attrs.NOTHING)
    setters = [getattr(cls, name).__set__ for name in attributes]

    def read(row: Mapping[str, Data]) -> Fact:
        values: dict[str, Any] = blanks.copy()
        for name, value in row.items():
            values[name] = None if value is None and name in blank else readers[name](value)
        if not (row.keys() >= required and values["id"].strip()):
            raise KeyError
        made = cls.__new__(cls)
        for put, value in zip(setters, values.values(), strict=True):
            put(made, value)
        return made  # type: ignore[no-any-return]

    return read


def _kind(attribute: "attrs.Attribute[Any]") -> Any:
    """Return the type of a field without the None that leaves it blank."""
    kinds = [kind for kind in get_args(attribute.type) if kind is not type(None)]
    return kinds[0] if len(kinds) == 1 else attribute.type


def _reader(info: FieldInfo, kind: Any) -> Read:
    match info.shape:
        case Shape.TERM:
            return _term_reader(info.vocabulary)
        case Shape.TERMS:
            return _terms_reader(info.vocabulary)
        case Shape.FLAG:
            return read_flag
        case Shape.NUMBER:
            return read_whole if kind is int else read_number
        case Shape.DAY:
            return _remembering(read_day)
        case Shape.WHEN:
            return _remembering(read_when)
        case Shape.INSTANT:
            return _remembering(read_instant)
        case Shape.REFS:
            return _texts
        case Shape.CONCERNS:
            return _concerns
        case _:
            return _text


def _text(value: Data) -> str:
    if value.__class__ is str:
        return value
    raise TypeError


def _texts(value: Data) -> tuple[str, ...]:
    if value.__class__ is not list and value.__class__ is not tuple:
        raise TypeError
    for item in value:
        if item.__class__ is not str:
            raise TypeError
    return tuple(value)


def _concerns(value: Data) -> Any:
    if value.__class__ is list and len(value) == 1 and value[0].__class__ is str:
        return (value[0],)
    return read_concerns(value)


def _term_reader(vocabulary: Vocabulary | None) -> Read:
    known: Iterable[str] = () if vocabulary is None else vocabulary.terms
    terms = frozenset(known)

    def read(value: Data) -> str:
        if value.__class__ is str and (value in terms or (vocabulary is not None and value in vocabulary)):
            return value
        raise TypeError

    return read


def _terms_reader(vocabulary: Vocabulary | None) -> Read:
    read_term = _term_reader(vocabulary)

    def read(value: Data) -> tuple[str, ...]:
        if value.__class__ is not list and value.__class__ is not tuple:
            raise TypeError
        return tuple([read_term(item) for item in value])

    return read


def _remembering(read: Callable[[Data], date]) -> Read:
    """Return a reader that reads a text once: records of one day say the same days and instants many times."""
    known: dict[str, date] = {}

    def read_once(value: Data) -> date:
        if value.__class__ is not str:
            return read(value)
        found = known.get(value)
        if found is None:
            found = known[value] = read(value)
        return found

    return read_once
