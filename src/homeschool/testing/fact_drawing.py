"""Facts of every class, each drawn from what its fields declare."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.errors import InvalidValueError
from homeschool.model import Fact, FactClass, fact_classes
from homeschool.model.fields import When, near
from homeschool.testing.people import Among, People, calendar_among, people_among
from homeschool.testing.times import Range, range_of
from homeschool.testing.values import values_of

_CACHED = 512


def facts(
    *names: str, among: Among = None, min_day: date | None = None, max_day: date | None = None, **fields: Any
) -> SearchStrategy[Any]:
    """Draw a fact of one of some classes; of any class if none is named.

    A fact that is drawn is well formed, has an id of its own and refers to records of `among` only: together with them
    it makes a valid register.  It shrinks to the first of the classes,
    to the first record of those it may refer to, to the first day of the first term, and to fields left blank.

    >>> from hypothesis import find
    >>> from homeschool.testing import facts
    >>> find(facts("home_visit", place="home"), lambda visit: True)
    HomeVisit(id='home-visit-1', occurred=datetime.date(2025, 9, 1), concerns=('student-1',), place='home')

    Args:
        names: names of fact classes, such as ``home_visit``.
        among: what the fact may refer to: a register, or facts; left out: the records of `small_school`.
        min_day: the first day on which it may occur or begin; left out: the first of the calendar.
        max_day: the last such day, included; left out: the last of the calendar.
        fields: what fields hold: a value, or a strategy that draws one.

    Raises:
        InvalidValueError: a class or a field does not exist, no day lies within the bounds, or a field that must be
            filled has nothing to refer to.
    """
    known = fact_classes()
    for name in names:
        if name not in known:
            raise InvalidValueError(f"expected the name of a fact class, not `{name}`{near(name, known)}")
    people = people_among(among)
    within = range_of(min_day, max_day, calendar_among(among))
    wanted = names or tuple(known)
    return st.one_of([_facts(known[name], people, within, fields) for name in wanted])


def _facts(known: FactClass, people: People, within: Range, fields: Mapping[str, Any]) -> SearchStrategy[Fact]:
    for name in fields:
        if name not in known.fields:
            raise InvalidValueError(f"{known.name}: no field `{name}`{near(name, known.fields)}")
    if not fields:
        return facts_among(known.name, people, within)
    given = {name: value if isinstance(value, SearchStrategy) else st.just(value) for name, value in fields.items()}
    chosen = frozenset(given)
    return _made(known, {**_drawn(known, people, within, chosen), **given}, chosen, within)


@lru_cache(maxsize=_CACHED)
def facts_among(name: str, people: People, within: Range) -> SearchStrategy[Any]:
    """Draw a fact of a class that may refer to some people, within some days."""
    known = fact_classes()[name]
    return _made(known, _drawn(known, people, within, frozenset()), frozenset(), within)


def _drawn(known: FactClass, people: People, within: Range, given: frozenset[str]) -> dict[str, SearchStrategy[Any]]:
    attributes = attrs.fields_dict(known.cls)
    return {
        name: values_of(known, info, attributes[name], people, within)
        for name, info in known.fields.items()
        if name not in given
    }


def _made(
    known: FactClass, drawn: Mapping[str, SearchStrategy[Any]], given: frozenset[str], within: Range
) -> SearchStrategy[Any]:
    zone = within.calendar.zone

    def make(values: dict[str, Any]) -> Any:
        start = values.get("occurred") or values.get("since")
        placed = {name: _placed(start, name, value, zone) for name, value in values.items() if name not in given}
        return known.cls(**{**values, **placed})

    return st.fixed_dictionaries({**drawn}).map(make)


def _placed(start: When | None, name: str, value: Any, zone: ZoneInfo) -> Any:
    """Return the value of a field; an end, or an instant after the event, is drawn as what has passed since it."""
    if isinstance(value, timedelta):
        assert start is not None
        return value + (start if isinstance(start, datetime) else datetime.combine(start, time(), zone))
    if name == "until":
        return None if value is None or start is None else start + timedelta(days=value)
    return value
