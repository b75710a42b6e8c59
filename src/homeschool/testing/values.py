"""A strategy for each field of a fact, made from what the field declares: its shape, vocabulary and targets."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, assert_never

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.model import Concerned, FactClass
from homeschool.model.facts import CLASS_NAMES, EVENTS, INSTRUMENTS
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.vocabularies import CONCERNED_AS
from homeschool.testing.people import CONCERNED, ID_STEMS, People, needed
from homeschool.testing.times import Range, days_in, instants_in, lengths

_MOST = 2
_MOST_TERMS = 3
_MANY = 9999
_NAMES = ("示例", "示例, 二", '"示例"三')
_CHARACTERS = "a1Zß甲乙㐀𠮷éא한ก🏫👩‍🏫,;\"'`\\/&<>{}%=+-@#|，。：（）·"
_BIRTHDAYS = (date(2016, 9, 1), date(2016, 8, 31), date(2012, 2, 29))
_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 30, 120, 1440, 1441, 4320, 10080, 43200))

_ABOUT = tuple(CLASS_NAMES[cls] for cls in (*INSTRUMENTS, *EVENTS))
"""The classes whose facts others may be about."""

FILLED_LATER = frozenset({"cancelled", "recorded_at"})
"""What is said of a record after it was made; a history fills it, a fact that is drawn alone leaves it blank."""


def texts() -> SearchStrategy[str]:
    """Draw a made-up name, or a few characters: letters of several scripts, signs to which files give a meaning."""
    return st.sampled_from(_NAMES) | st.text(_CHARACTERS, min_size=1, max_size=12)


def ids(class_name: str, people: People) -> SearchStrategy[str]:
    """Draw an id of a class that no record has yet: ``home-visit-1``."""
    stem = f"{ID_STEMS[class_name]}-"
    numbers = (id_.removeprefix(stem) for id_ in people.of(class_name) if id_.startswith(stem))
    first = 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)
    return st.integers(first, first + _MANY).map(lambda number: f"{stem}{number}")


_SPECIAL: Mapping[str, SearchStrategy[Any]] = MappingProxyType(
    {
        "norm": st.just("pack.norm"),
        "born_on": st.sampled_from(_BIRTHDAYS) | st.dates(date(2007, 9, 1), date(2022, 8, 31)),
    }
)
"""Fields whose shape does not say enough."""


def values_of(
    known: FactClass, info: FieldInfo, attribute: "attrs.Attribute[Any]", people: People, within: Range
) -> SearchStrategy[Any]:
    """Return the strategy of one field, its default included where the field may be left blank.

    The end of what lasts is drawn as a number of days, and an instant that follows the event as a time that has passed
    since then; whoever makes the fact adds them to its beginning.
    """
    if info.name in FILLED_LATER:
        return st.just(attribute.default)
    if info.name == "id":
        return ids(known.name, people)
    is_blank = attribute.default is None
    choices = (None, *_choices(info, people)) if is_blank else _choices(info, people)
    if choices not in ((), (None,)):
        return st.sampled_from(choices)
    filled = _by_shape(known, info, attribute.type, people, within)
    return st.none() | filled if is_blank else filled


def _choices(info: FieldInfo, people: People) -> tuple[Any, ...]:
    """Return the few values that a field may have, for one draw is quicker than two; none where there are many."""
    match info.shape:
        case Shape.FLAG:
            return (False, True)
        case Shape.TERM:
            return _terms(info)
        case Shape.INSTANT:
            return _DELAYS
        case Shape.REF:
            return people.of(*info.targets)
        case _:
            return ()


def _by_shape(known: FactClass, info: FieldInfo, kind: Any, people: People, within: Range) -> SearchStrategy[Any]:
    match info.shape:
        case Shape.TEXT | Shape.DAY if info.name in _SPECIAL:
            return _SPECIAL[info.name]
        case Shape.TEXT:
            return texts()
        case Shape.NUMBER:
            return _numbers(whole=float not in (kind, *getattr(kind, "__args__", ())))
        case Shape.TERMS:
            return _some_of(_terms(info), _MOST_TERMS)
        case Shape.DAY:
            return lengths() if info.name == "until" else days_in(within)
        case Shape.WHEN:
            return days_in(within) | instants_in(within)
        case Shape.REFS:
            about = CONCERNED if info.name == "subjects" else _ABOUT
            return _some_of(people.of(*(info.targets or about)), _MOST)
        case Shape.CONCERNS:
            return _concerns(known, people)
        case Shape.REF if info.required:
            raise needed(known.name, info.name, info.targets)
        case Shape.REF:
            return st.none()
        case Shape.FLAG | Shape.TERM | Shape.INSTANT | Shape.LENGTH:
            raise AssertionError(info)
        case _:
            assert_never(info.shape)


def _terms(info: FieldInfo) -> tuple[str, ...]:
    assert info.vocabulary is not None
    return tuple(info.vocabulary.terms)


def _numbers(*, whole: bool) -> SearchStrategy[float]:
    if whole:
        return st.integers(1, 3) | st.integers(1, 500)
    return st.integers(0, 3) | st.integers(0, 40).map(lambda halves: halves / 2)


def _some_of(items: tuple[Any, ...], most: int) -> SearchStrategy[tuple[Any, ...]]:
    if not items:
        return st.just(())
    return st.lists(st.sampled_from(items), max_size=most, unique=True).map(tuple)


def _concerns(known: FactClass, people: People) -> SearchStrategy[Any]:
    found = people.of(*CONCERNED)
    if not found:
        raise needed(known.name, "concerns", ("student", "school"))
    persons = people.of("student", "guardian", "staff") or found
    in_role = st.builds(Concerned, id=st.sampled_from(persons), role=st.sampled_from(tuple(CONCERNED_AS.terms)))
    one = st.one_of(st.sampled_from(people.of("student") or found), st.sampled_from(found), in_role)
    return st.lists(one, min_size=1, max_size=_MOST, unique_by=_id_of).map(tuple)


def _id_of(item: str | Concerned) -> str:
    return item if isinstance(item, str) else item.id
