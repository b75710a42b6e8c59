"""Schools of many sizes: a part of the demo school, and several copies of a school in one register."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from homeschool.demo import demo_register
from homeschool.model import Concerned, Fact, Register, fact_classes
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.fields import Shape, revise
from homeschool.model.register import linked_ids

_LINKS = (Shape.REF, Shape.REFS, Shape.CONCERNS)


@cache
def links_of(class_name: str) -> tuple[str, ...]:
    """Return the fields of a class of facts that name other facts."""
    return tuple(name for name, info in fact_classes()[class_name].fields.items() if info.shape in _LINKS)


def part_of_demo(classes: int, seed: int = 2025) -> Register:
    """Return the demo school with only so many of its 18 classes, and with all that names nothing of the others."""
    whole = demo_register(seed=seed)
    units = [fact.id for fact in whole.facts if CLASS_NAMES[type(fact)] == "school_class"]
    lost = set(units[classes:])
    enrolments: list[Any] = [fact for fact in whole.facts if CLASS_NAMES[type(fact)] == "enrolment"]
    lost |= {one.student for one in enrolments} - {one.student for one in enrolments if one.school_class not in lost}
    guardians = {fact.id for fact in whole.facts if CLASS_NAMES[type(fact)] == "guardian"}
    kept = _without(whole.facts, lost)
    tied = {fact.guardian for fact in kept if CLASS_NAMES[type(fact)] == "guardianship"}  # type: ignore[union-attr]
    return Register(_without(kept, guardians - tied), whole.calendar)


def _without(facts: Iterable[Fact], lost: set[str]) -> list[Fact]:
    """Return facts that neither are lost nor name, directly or through others, one that is."""
    kept, before = list(facts), -1
    while len(lost) != before:
        before = len(lost)
        lost |= {fact.id for fact in kept if any(id_ in lost for id_ in named_by(fact))}
        kept = [fact for fact in kept if fact.id not in lost]
    return kept


def named_by(fact: Fact) -> list[str]:
    """Return the ids of all that a fact names."""
    return [id_ for field in links_of(CLASS_NAMES[type(fact)]) for id_ in linked_ids(fact, field)]


def copies(register: Register, number: int) -> Register:
    """Return a register with so many copies of all facts, each copy with ids of its own: as many schools."""
    facts = [_renamed(fact, f"{copy:03}-") for copy in range(number) for fact in register.facts]
    return Register(facts, register.calendar)


def _renamed(fact: Fact, prefix: str) -> Fact:
    changes: dict[str, Any] = {"id": prefix + fact.id}
    for field in links_of(CLASS_NAMES[type(fact)]):
        value = getattr(fact, field)
        if value:
            changes[field] = prefix + value if isinstance(value, str) else tuple(_name(one, prefix) for one in value)
    return revise(fact, **changes)


def _name(item: str | Concerned, prefix: str) -> str | Concerned:
    return prefix + item if isinstance(item, str) else Concerned(prefix + item.id, item.role)
