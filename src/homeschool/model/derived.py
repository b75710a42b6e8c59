"""Derived fields: what can be asked of a fact at a moment although no record holds it.

Each says which classes of facts it needs (where the host does not keep them the value is unknown), how it is computed,
and when it may change.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs

from homeschool.model import ties
from homeschool.model import vocabularies as v
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.view import View, concerned_as

Value = Any
Ask = Callable[[View, Any, Micros, str | None], Value]
Changes = Callable[[View, Any], Iterable[Micros]]


@attrs.frozen
class Derived:
    """A derived field: its `info`, the fact classes it `needs`, how to `ask` for it and when it `changes`."""

    info: FieldInfo
    needs: tuple[str, ...] = attrs.field()
    ask: Ask = attrs.field(repr=False)
    changes: Changes = attrs.field(repr=False)


def age_on(born_on: date, day: date) -> int:
    """Return the full years of age on a day; 0 before the birth.

    A year of age is complete from the day after the birthday, as Chinese courts count 周岁.
    """
    years = day.year - born_on.year
    return max(years if _birthday(born_on, years) < day else years - 1, 0)


def is_kept(view: View, class_name: str, at: Micros, field: str | None = None) -> bool:
    """Tell whether the host kept a class of facts, and a field of it, at a moment."""
    kept = view.keeps.classes.get(class_name)
    if kept is None or field in kept.without:
        return False
    return kept.since is None or view.clock.midnight(kept.since) <= at


def _age(view: View, fact: Any, at: Micros, _: str | None) -> int | None:
    return None if fact.born_on is None else age_on(fact.born_on, view.clock.day(at))


def birthdays(view: View, fact: Any, ages: Iterable[int] = range(26)) -> Iterable[Micros]:
    """Return the moments at which a person comes to be of some ages; nothing where the birthday is not known."""
    if fact.born_on is None:
        return ()
    return [view.clock.midnight(_birthday(fact.born_on, years) + _ONE_DAY) for years in ages]


_ONE_DAY = timedelta(days=1)


def _birthday(born_on: date, years: int) -> date:
    """Return the birthday with which so many years are complete: 28 February where the 29th is missing."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return born_on.replace(year=born_on.year + years, day=28)


def _circumstances(view: View, fact: Any, at: Micros, _: str | None) -> tuple[str, ...]:
    ties_ = ties.ties_at(view, ("circumstance", "person"), fact.id, at)
    return tuple(sorted({tie.kind for tie in ties_}))


def _edges(view: View, facts: Iterable[Any]) -> set[Micros]:
    return {edge for fact in facts for edge in view.bounds(fact)} - {ALWAYS, NEVER}


def _circumstance_edges(view: View, fact: Any) -> set[Micros]:
    return _edges(view, view.linked("circumstance", "person", fact.id))


def _all_edges(*class_names: str) -> Changes:
    def changes(view: View, _: Any) -> Iterable[Micros]:
        key = ("edges", class_names)
        found = view.lasting.get(key)
        if found is None:
            facts = (fact for name in class_names for fact in view.facts(name))
            found = view.lasting[key] = sorted(_edges(view, facts))
        return found

    return changes


def _enrolment_edges(view: View, fact: Any) -> set[Micros]:
    return _edges(view, view.linked("enrolment", "student", fact.id))


def _guardianship_edges(view: View, fact: Any) -> set[Micros]:
    field = "student" if view.linked("guardianship", "student", fact.id) else "guardian"
    return _edges(view, view.linked("guardianship", field, fact.id))


def _guardians(view: View, fact: Any, at: Micros, _: str | None) -> tuple[str, ...]:
    return ties.members(view, "guardians", fact.id, at)


def _parents(view: View, fact: Any, at: Micros, _: str | None) -> tuple[str, ...] | None:
    found = ties.ties_at(view, ("guardianship", "student"), fact.id, at)
    if any(tie.relation is None for tie in found):
        return None
    return tuple(sorted({tie.guardian for tie in found if tie.relation in ties.PARENTS}))


def _lying(*class_names: str) -> Ask:
    def ask(view: View, fact: Any, at: Micros, _: str | None) -> str | None:
        for id_ in ties.above(view, fact.id, at):
            if CLASS_NAMES.get(type(view.get(id_))) in class_names:
                return id_
        return None

    return ask


def _stage(view: View, fact: Any, at: Micros, _: str | None) -> str | None:
    school = view.get(ties.school_of(view, fact.id, at) or "")
    return None if school is None else school.stage


def _members(kind: str) -> Ask:
    def ask(view: View, fact: Any, at: Micros, _: str | None) -> tuple[str, ...]:
        return ties.members(view, kind, fact.id, at)

    return ask


def _size(kind: str) -> Ask:
    def ask(view: View, fact: Any, at: Micros, _: str | None) -> int:
        return len(ties.members(view, kind, fact.id, at))

    return ask


def _role(view: View, fact: Any, at: Micros, towards: str | None) -> tuple[str, ...]:
    return tuple(sorted(ties.roles(view, fact.id, at, towards)))


def _party(view: View, fact: Any, at: Micros, towards: str | None) -> str | None:
    return ties.party(view, fact.id)


def _concerned_as(_: View, fact: Any, __: Micros, towards: str | None) -> tuple[str, ...]:
    return () if towards is None else concerned_as(fact, towards)


def _taking_part(_: View, fact: Any, __: Micros, towards: str | None) -> tuple[str, ...] | None:
    """Return who is concerned as a participant; not known where nobody is said to be."""
    named = (item for item in fact.concerns if not isinstance(item, str) and item.role == "participant")
    return tuple(item.id for item in named) or None


def _in_force(view: View, fact: Any, at: Micros, _: str | None) -> bool:
    start, end = view.bounds(fact)
    return start <= at < end


def _own_edges(view: View, fact: Any) -> set[Micros]:
    return _edges(view, [fact])


def _length(view: View, fact: Any, at: Micros, _: str | None) -> tuple[date, date | None]:
    return fact.since, fact.until


def _role_edges(view: View, fact: Any) -> set[Micros]:
    """Return when a person's roles towards itself, or whatever stays where it is, may change."""
    held = (("appointment", "staff"), ("guardianship", "guardian"), ("seat", "holder"))
    return _edges(view, (tie for name, field in held for tie in view.linked(name, field, fact.id)))


def _never(_: View, __: Any) -> Iterable[Micros]:
    return ()


def _field(name: str, shape: Shape, zh: str, vocabulary: v.Vocabulary | None = None, *targets: str) -> FieldInfo:
    return FieldInfo(name, shape, zh, vocabulary, targets, derived=True)


_ROLE = Derived(
    _field("role", Shape.TERMS, "身份", v.ROLE),
    ("appointment", "guardianship", "seat"),
    _role,
    _role_edges,
)
_PARTY = Derived(_field("party", Shape.TERM, "所属方", v.PARTY), (), _party, _never)
_CIRCUMSTANCES = Derived(
    _field("circumstances", Shape.TERMS, "情形", v.CIRCUMSTANCE), ("circumstance",), _circumstances, _circumstance_edges
)
_STAGE = Derived(_field("stage", Shape.TERM, "学段", v.STAGE), ("school",), _stage, _all_edges("enrolment"))
_SCHOOL = Derived(
    _field("school", Shape.REF, "学校", None, "school"),
    ("school",),
    _lying("school"),
    _all_edges("enrolment", "appointment"),
)
_SIZE = Derived(
    _field("size", Shape.NUMBER, "学生数"), ("enrolment",), _size("students"), _all_edges("enrolment", "school_class")
)
_STUDENTS = Derived(
    _field("students", Shape.REFS, "学生", None, "student"),
    ("enrolment",),
    _members("students"),
    _all_edges("enrolment", "guardianship"),
)
_CONCERNED_AS = Derived(_field("concerned_as", Shape.TERMS, "涉及身份", v.CONCERNED_AS), (), _concerned_as, _never)
_IN_FORCE = Derived(_field("in_force", Shape.FLAG, "有效"), (), _in_force, _own_edges)
_LENGTH = Derived(_field("length", Shape.LENGTH, "期限"), (), _length, _never)

_BY_CLASS: Mapping[str, tuple[Derived, ...]] = {
    "school": (_SIZE, _STUDENTS, _ROLE, _PARTY),
    "grade": (_SIZE, _STUDENTS, _STAGE),
    "school_class": (_SIZE, _STUDENTS, _STAGE, _SCHOOL),
    "student": (
        Derived(_field("age", Shape.NUMBER, "年龄"), ("student",), _age, birthdays),
        _CIRCUMSTANCES,
        Derived(
            _field("school_class", Shape.REF, "班级", None, "school_class"),
            ("enrolment",),
            _lying("school_class"),
            _enrolment_edges,
        ),
        Derived(_field("grade", Shape.REF, "年级", None, "grade"), ("enrolment",), _lying("grade"), _enrolment_edges),
        Derived(
            _field("school", Shape.REF, "学校", None, "school"), ("enrolment",), _lying("school"), _enrolment_edges
        ),
        Derived(
            _field("guardians", Shape.REFS, "监护人", None, "guardian"),
            ("guardianship",),
            _guardians,
            _guardianship_edges,
        ),
        Derived(
            _field("parents", Shape.REFS, "父母", None, "guardian"), ("guardianship",), _parents, _guardianship_edges
        ),
        _STAGE,
        _PARTY,
    ),
    "guardian": (_CIRCUMSTANCES, _ROLE, _PARTY, _STUDENTS),
    "staff": (_ROLE, _PARTY, _SCHOOL),
    "partner": (_ROLE, _PARTY),
    "activity": (
        Derived(
            _field("participants", Shape.REFS, "参加人", None, "student", "guardian", "staff", "partner", "committee"),
            (),
            _taking_part,
            _never,
        ),
    ),
    "committee": (
        _ROLE,
        _PARTY,
        Derived(_field("size", Shape.NUMBER, "成员数"), ("seat",), _size("seats"), _all_edges("seat")),
    ),
}


@cache
def derived_fields(class_name: str) -> Mapping[str, Derived]:
    """Return the derived fields of a class of facts, by name."""
    found = list(_BY_CLASS.get(class_name, ()))
    stored = fact_classes()[class_name].fields
    if "concerns" in stored:
        found.append(_CONCERNED_AS)
    if "until" in stored:
        found += [_IN_FORCE, _LENGTH]
    return MappingProxyType({derived.info.name: derived for derived in found})


@cache
def all_fields(class_name: str) -> Mapping[str, FieldInfo]:
    """Return every field that may be asked of a class of facts, stored and derived, by name."""
    derived = {name: field.info for name, field in derived_fields(class_name).items()}
    return MappingProxyType({**fact_classes()[class_name].fields, **derived})
