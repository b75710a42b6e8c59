"""The shapes a field of a fact can have, and the specifiers that declare one.

Each specifier puts the field's shape, its Chinese name and its vocabulary into the attrs metadata, where the record
format, the language of norms and the reports find them, and attaches the check that refuses a wrong value at once.
"""

import difflib
import math
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from numbers import Real
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

import attrs

from homeschool.errors import InvalidValueError
from homeschool.model.vocabularies import CONCERNED_AS, Vocabulary

T = TypeVar("T")
When = date | datetime
"""When something happened: an aware instant, or a whole civil day in the register's zone."""

_KEY = "homeschool"


class Shape(StrEnum):
    """What a field holds; the language of norms decides by it what may be asked of the field."""

    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    TERM = "term"
    TERMS = "terms"
    DAY = "day"
    INSTANT = "instant"
    WHEN = "when"
    REF = "ref"
    REFS = "refs"
    CONCERNS = "concerns"
    LENGTH = "length"


@attrs.frozen
class FieldInfo:
    """One field, stored or derived: its `shape`, Chinese name `zh`, vocabulary, and the classes it may refer to."""

    name: str
    shape: Shape
    zh: str
    vocabulary: Vocabulary | None = None
    targets: tuple[str, ...] = ()
    sensitive: bool = False
    required: bool = False
    derived: bool = False


@attrs.frozen
class Concerned:
    """An entity that a fact concerns in a certain role, where roles matter: the bully is not the victim."""

    id: str
    role: str


Concerns = tuple[str | Concerned, ...]


_SHORT = 4
"""Below so many characters, as in Chinese names, one that is right out of two is near enough."""


def near(word: object, known: Iterable[str]) -> str:
    """Return ``; did you mean `…`?`` for the nearest of `known`, or an empty string."""
    text = str(word)
    close = difflib.get_close_matches(text, list(known), n=1, cutoff=0.5 if len(text) < _SHORT else 0.6)
    return f"; did you mean `{close[0]}`?" if close else ""


def is_aware(value: datetime) -> bool:
    """Tell whether an instant carries its time zone."""
    return value.tzinfo is not None and value.utcoffset() is not None


def _spot(instance: object, attribute: "attrs.Attribute[Any]") -> str:
    return f"{type(instance).__name__} `{getattr(instance, 'id', '?')}`: {attribute.name}"


def _refuse(instance: object, attribute: "attrs.Attribute[Any]", expected: str) -> InvalidValueError:
    return InvalidValueError(f"{_spot(instance, attribute)}: expected {expected}")


def _check_text(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value.__class__ is not str and value is not None:
        raise _refuse(instance, attribute, "text")


def _check_flag(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value is not None and value is not True and value is not False:
        raise _refuse(instance, attribute, "true or false")


def _check_number(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    is_wrong = isinstance(value, bool) or not isinstance(value, Real)
    if value is not None and (is_wrong or (isinstance(value, float) and not math.isfinite(value))):
        raise _refuse(instance, attribute, "a number")


def _check_day(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value is not None and value.__class__ is not date:
        raise _refuse(instance, attribute, "a day without a time, such as 2025-09-01")


def _check_instant(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value is not None and not (isinstance(value, datetime) and is_aware(value)):
        raise _refuse(instance, attribute, "an instant with its time zone, such as 2025-09-01T08:00+08:00")


def _check_when(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if isinstance(value, datetime):
        _check_instant(instance, attribute, value)
    else:
        _check_day(instance, attribute, value)


def _check_refs(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value is not None and not (isinstance(value, tuple) and all(item.__class__ is str for item in value)):
        raise _refuse(instance, attribute, "a tuple of ids")


def _check_concerns(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if not (isinstance(value, tuple) and all(isinstance(item, str | Concerned) for item in value)):
        raise _refuse(instance, attribute, "a tuple of ids, or of ids with their roles")
    for item in value:
        if isinstance(item, Concerned) and item.role not in CONCERNED_AS:
            expected = f"one of the terms of `{CONCERNED_AS.name}`, not `{item.role}`"
            raise _refuse(instance, attribute, expected + near(item.role, CONCERNED_AS.terms))


def _term_check(vocabulary: Vocabulary) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    terms = vocabulary.terms

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is None or value in vocabulary:
            return
        expected = f"one of the terms of `{vocabulary.name}`, not `{value}`{near(value, terms)}"
        raise _refuse(instance, attribute, expected)

    return check


def _terms_check(vocabulary: Vocabulary) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    check_one = _term_check(vocabulary)

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is None:
            return
        if not isinstance(value, tuple):
            raise _refuse(instance, attribute, f"a tuple of terms of `{vocabulary.name}`")
        for item in value:
            check_one(instance, attribute, item)

    return check


def _declare(shape: Shape, zh: str, check: Any, default: Any, **more: Any) -> Any:
    info = {"shape": shape, "zh": zh, **more}
    return attrs.field(
        default=default,
        validator=check,
        repr=not more.get("sensitive", False),
        metadata={_KEY: info},
    )


def text(*, zh: str, default: Any = attrs.NOTHING, sensitive: bool = False) -> Any:
    """Declare a field of free text; a `sensitive` one never shows in a ``repr``."""
    return _declare(Shape.TEXT, zh, _check_text, default, sensitive=sensitive)


def flag(*, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a field that is true, false, or unknown (None)."""
    return _declare(Shape.FLAG, zh, _check_flag, default)


def number(*, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a numeric field."""
    return _declare(Shape.NUMBER, zh, _check_number, default)


def term(vocabulary: Vocabulary, *, zh: str, default: Any = attrs.NOTHING, sensitive: bool = False) -> Any:
    """Declare a field that holds one term of a vocabulary."""
    return _declare(Shape.TERM, zh, _term_check(vocabulary), default, vocabulary=vocabulary, sensitive=sensitive)


def terms(vocabulary: Vocabulary, *, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a field that holds several terms of a vocabulary; None is unknown, an empty tuple is known to be none."""
    return _declare(Shape.TERMS, zh, _terms_check(vocabulary), default, vocabulary=vocabulary)


def day(*, zh: str, default: Any = attrs.NOTHING, sensitive: bool = False) -> Any:
    """Declare a field that holds a civil day."""
    return _declare(Shape.DAY, zh, _check_day, default, sensitive=sensitive)


def instant(*, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a field that holds an aware instant."""
    return _declare(Shape.INSTANT, zh, _check_instant, default)


def when(*, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a field that holds an aware instant or a whole day."""
    return _declare(Shape.WHEN, zh, _check_when, default)


def ref(*targets: str, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a field that holds the id of a record of one of the classes `targets` (none given: of any)."""
    return _declare(Shape.REF, zh, _check_text, default, targets=targets)


def refs(*targets: str, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a field that holds the ids of records of the classes `targets` (none given: of any)."""
    return _declare(Shape.REFS, zh, _check_refs, default, targets=targets)


def concerned(*, zh: str, default: Any = attrs.NOTHING) -> Any:
    """Declare the field that names the entities a fact concerns."""
    return _declare(Shape.CONCERNS, zh, _check_concerns, default)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(text, flag, number, term, terms, day, instant, when, ref, refs, concerned),
)
def fact(cls: type[T]) -> type[T]:
    """Make a class of immutable records whose fields are declared with the specifiers of this module."""
    return attrs.frozen(kw_only=True, repr=False, eq=False)(cls)


@cache
def _attributes(cls: Any) -> tuple["attrs.Attribute[Any]", ...]:
    return tuple(attrs.fields(cls))


@cache
def _values(cls: type) -> Callable[[object], tuple[Any, ...]]:
    return attrgetter(*(attribute.name for attribute in _attributes(cls)))


class Record:
    """What all facts have: equality and hash by value, and a ``repr`` without sensitive or empty fields.

    Said once here and not generated for each class: it halves the time the library takes to import.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Tell whether another record is of the same class and holds the same values."""
        if type(other) is not type(self):
            return NotImplemented
        cls: Any = type(self)
        values = _values(cls)
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        """Hash by value."""
        cls: Any = type(self)
        return hash((cls, _values(cls)(self)))

    def __repr__(self) -> str:
        """Show the fields that are filled, sensitive ones apart."""
        cls: Any = type(self)
        shown = (
            f"{attribute.name}={getattr(self, attribute.name)!r}"
            for attribute in _attributes(cls)
            if attribute.repr and getattr(self, attribute.name) not in (None, (), False)
        )
        return f"{cls.__name__}({', '.join(shown)})"


def field_infos(cls: type) -> Collection[FieldInfo]:
    """Return what the fields of a fact class declare, in order."""
    return tuple(
        FieldInfo(name=attribute.name, required=attribute.default is attrs.NOTHING, **attribute.metadata[_KEY])
        for attribute in _attributes(cls)
    )


R = TypeVar("R", bound=Record)


def revise(record: R, **changes: Any) -> R:
    """Return a copy of a record with some fields changed, checked like any new record.

    A correction is a copy under the same id with a later `recorded_at`.
    """
    cls: Any = type(record)
    values = {attribute.name: getattr(record, attribute.name) for attribute in _attributes(cls)}
    return cls(**{**values, **changes})  # type: ignore[no-any-return]
