"""Whom a fact concerns."""

from typing import Any

from homeschool.model import View, ties
from homeschool.model.derived import derived_fields, is_kept
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.register import linked_ids

Anything = Any

REACHED = ("grade", "school_class", "student", "guardianship", "guardian", "staff")
"""The kinds of subjects that are concerned by what concerns a school, grade or class of theirs."""

RELATION_LINKS = {
    ("enrolment", "student"): "student",
    ("enrolment", "school_class"): "school_class",
    ("guardianship", "student"): "student",
    ("guardianship", "guardian"): "guardian",
    ("circumstance", "student"): "person",
    ("circumstance", "guardian"): "person",
    ("appointment", "staff"): "staff",
    ("appointment", "school"): "unit",
    ("appointment", "grade"): "unit",
    ("appointment", "school_class"): "unit",
    ("seat", "committee"): "committee",
    ("seat", "school_class"): "represents",
}


def kind_of(view: View, entity: str) -> str | None:
    """Return the class of the record with an id; None where none stands."""
    fact = view.get(entity)
    return None if fact is None else CLASS_NAMES[type(fact)]


def is_lasting(class_name: str) -> bool:
    """Tell whether facts of a class last, from `since` until `until`."""
    return "until" in fact_classes()[class_name].fields


def concerns(
    view: View, fact: Anything, subject: str, at: int, *, link: str = "concerns", link_to: str | None = None
) -> bool:
    """Tell whether a fact concerns a subject at a moment."""
    class_name, kind = CLASS_NAMES[type(fact)], kind_of(view, subject)
    if link == "concerns" and class_name == kind:
        link = "id"
    elif link == "concerns" and "concerns" not in fact_classes()[class_name].fields:
        link = RELATION_LINKS.get((class_name, str(kind)), "")
    named = {fact.id} if link == "id" else set(linked_ids(fact, link))
    if link_to is not None:
        return bool(named & _held(view, subject, link_to, at))
    if subject in named:
        return True
    if link != "concerns":
        return False
    over = set(ties.above(view, subject, at)) & named
    if kind in ("guardian", "guardianship") and any(kind_of(view, id_) == "student" for id_ in over):
        return True
    return bool(over) and fact_classes()[class_name].spreads and kind in REACHED


def _held(view: View, subject: str, field: str, at: int) -> set[str]:
    """Return the ids in a field of the subject, stored or derived."""
    fact = view.get(subject)
    derived = derived_fields(CLASS_NAMES[type(fact)]).get(field)
    if derived is None:
        return set(linked_ids(fact, field))
    if not all(is_kept(view, needed, at) for needed in derived.needs):
        return set()
    value = derived.ask(view, fact, at, None)
    return {value} if isinstance(value, str) else set(value or ())


def behind(kind: str, link_to: str | None) -> tuple[str, ...]:
    """Return the classes from which it is derived what facts must name to concern a kind of subject."""
    derived = derived_fields(kind).get(link_to or "")
    return () if derived is None else derived.needs
