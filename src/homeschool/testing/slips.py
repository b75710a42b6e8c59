"""The clerical slips that records suffer, and how each spoils a record."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import attrs

from homeschool.model import Concerned, FactClass, Register, fact_classes, revise
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.fields import FieldInfo, Shape, When
from homeschool.model.register import linked_ids, recorded
from homeschool.testing.people import People, people_among

_DAYS = (1, -1, 7, -7, 30)
_DELAYS = (timedelta(days=1), timedelta(days=8), timedelta(days=60))
_HALF_DAY = timedelta(hours=12)
_NOON = 12
_NAMES = frozenset({"id", "about", "recorded_at", "cancelled"})


class Slip(StrEnum):
    """What can go wrong when a record is written down; the text says it in English."""

    WRONG_DAY = "a day was mistaken for another"
    SWAPPED_DAY_AND_MONTH = "day and month were swapped"
    WRONG_YEAR = "last year was written for this year"
    WRONG_HALF_OF_DAY = "morning was written for afternoon, or afternoon for morning"
    MISSING_PERSON = "one of several persons was left out"
    WRONG_PERSON = "another person, or another unit, was named"
    FORGOTTEN_FIELD = "a field was left blank"
    WRONG_TERM = "another term of the list was chosen"
    WRONG_FLAG = "yes was ticked for no, or no for yes"
    FORGOTTEN_END = "the end was not written down"
    LATE_ENTRY = "the record was written down late"
    DUPLICATE = "the record was written down twice"
    LOST_RECORD = "the record was lost"


@attrs.frozen
class Spoiling:
    """One way in which a slip spoils one record: the `field` that is wrong, if it is one, and what it holds then."""

    slip: Slip
    record: str
    field: str | None = None
    wrong: Any = attrs.field(default=None, repr=False)

    def spoil(self, fact: Any) -> tuple[Any, ...]:
        """Return what is written down in the place of the record."""
        if self.field is not None:
            return (revise(fact, **{self.field: self.wrong}),)
        return (fact, revise(fact, id=_again(fact))) if self.slip is Slip.DUPLICATE else ()


def _again(fact: Any) -> str:
    return f"{fact.id}-again"


@attrs.frozen
class _Record:
    fact: Any
    known: FactClass
    register: Register
    people: People


def spoilings(register: Register) -> Mapping[Slip, tuple[Spoiling, ...]]:
    """Return every way in which a slip may spoil a register that stays valid, by slip.

    Only records that were written down once are spoilt; one that has been corrected was looked at again.
    """
    people, found = people_among(register), dict[Slip, list[Spoiling]]()
    named = _named(register)
    for versions in register.versions.values():
        fact = versions[0][1]
        if len(versions) > 1:
            continue
        record = _Record(fact, fact_classes()[CLASS_NAMES[type(fact)]], register, people)
        for one in (*_of_fields(record), *_of_record(record, is_named=fact.id in named)):
            found.setdefault(one.slip, []).append(one)
    return MappingProxyType({slip: tuple(found[slip]) for slip in Slip if slip in found})


def _named(register: Register) -> frozenset[str]:
    """Return the ids that some record refers to, and those of the schools, which calendars may name."""
    named = set(register.calendars)
    for fact in register.facts:
        for info in fact_classes()[CLASS_NAMES[type(fact)]].fields.values():
            if info.shape in (Shape.REF, Shape.REFS, Shape.CONCERNS):
                named.update(linked_ids(fact, info.name))
    return frozenset(named)


def _of_record(record: _Record, *, is_named: bool) -> Iterator[Spoiling]:
    fact, register = record.fact, record.register
    is_dated = record.known.family in ("event", "instrument", "relation")
    if is_dated and _again(fact) not in register.versions:
        yield Spoiling(Slip.DUPLICATE, fact.id)
    if is_dated and not is_named:
        yield Spoiling(Slip.LOST_RECORD, fact.id)
    if record.known.family == "event":
        at = register.clock.moment(recorded(fact, register.clock))
        for delay in _DELAYS:
            yield Spoiling(Slip.LATE_ENTRY, fact.id, "recorded_at", at + delay)


def _of_fields(record: _Record) -> Iterator[Spoiling]:
    for name, info in record.known.fields.items():
        value = getattr(record.fact, name)
        if name in _NAMES or value is None or value == ():
            continue
        for slip, wrong in _wrong(record, info, value):
            if wrong != value and _is_in_order(record.fact, name, wrong):
                yield Spoiling(slip, record.fact.id, name, wrong)


def _is_in_order(fact: Any, name: str, wrong: Any) -> bool:
    """Tell whether what lasts still ends after it begins."""
    since, until = (wrong if name == end else getattr(fact, end, None) for end in ("since", "until"))
    return since is None or until is None or since < until


def _wrong(record: _Record, info: FieldInfo, value: Any) -> Iterator[tuple[Slip, Any]]:
    """Yield what a field may hold by mistake."""
    is_optional = not info.required and attrs.fields_dict(record.known.cls)[info.name].default is None
    if info.name == "until":
        yield Slip.FORGOTTEN_END, None
    elif is_optional:
        yield Slip.FORGOTTEN_FIELD, None
    match info.shape:
        case Shape.DAY | Shape.WHEN | Shape.INSTANT:
            yield from _wrong_times(value)
        case Shape.TERM if info.vocabulary is not None:
            yield from ((Slip.WRONG_TERM, term) for term in info.vocabulary.terms)
        case Shape.FLAG:
            yield Slip.WRONG_FLAG, not value
        case Shape.REF:
            yield from ((Slip.WRONG_PERSON, other) for other in _others(record, value))
        case Shape.REFS | Shape.CONCERNS:
            yield from _wrong_persons(record, value)
        case _:
            return


def _wrong_times(value: When) -> Iterator[tuple[Slip, When]]:
    for days in _DAYS:
        yield Slip.WRONG_DAY, value + timedelta(days=days)
    if value.day <= _NOON:
        yield Slip.SWAPPED_DAY_AND_MONTH, value.replace(month=value.day, day=value.month)
    if (value.month, value.day) != (2, 29) and value.year > date.min.year:
        yield Slip.WRONG_YEAR, value.replace(year=value.year - 1)
    if isinstance(value, datetime):
        yield Slip.WRONG_HALF_OF_DAY, value + (_HALF_DAY if value.hour < _NOON else -_HALF_DAY)


def _wrong_persons(record: _Record, value: tuple[str | Concerned, ...]) -> Iterator[tuple[Slip, Any]]:
    for place, item in enumerate(value):
        before, after = value[:place], value[place + 1 :]
        if before or after:
            yield Slip.MISSING_PERSON, before + after
        for other in _others(record, item if isinstance(item, str) else item.id):
            named = other if isinstance(item, str) else Concerned(other, item.role)
            yield Slip.WRONG_PERSON, (*before, named, *after)


def _others(record: _Record, id_: str) -> Iterator[str]:
    """Yield the other records of the same class as the one with an id."""
    name = CLASS_NAMES[type(record.register.versions[id_][0][1])]
    return (other for other in record.people.of(name) if other != id_)
