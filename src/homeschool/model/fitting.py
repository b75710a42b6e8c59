"""Whether records fit together: ids that somebody has, of the right class, and ends that come after starts.

What fits is passed over in bulk, a field of a class at a time; only where something is wrong is each record looked at.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from homeschool.errors import Mistake
from homeschool.model.clock import Micros
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.fields import Concerned, Shape

Version = tuple[Micros, Any]
"""When a version of a fact was recorded, and the version."""
Versions = dict[str, list[Version]]
"""By id, the recorded versions of a fact, each with the moment it was recorded, the earliest first."""
Reference = tuple[str, Shape, frozenset[str]]
"""A field that refers to records: its name, its shape, and the classes that it may refer to (none: any)."""
ClassOf = Callable[[str], str | None]
"""Tells the class of a record by its id; None: none has it."""


def misfits(versions: Versions, by_class: Mapping[str, Sequence[Version]]) -> list[Mistake]:
    """Return every mistake of records that are each in order but do not fit together, in the order of the records.

    Args:
        versions: the records by their ids.
        by_class: the same by their classes.
    """
    classes = {id_: CLASS_NAMES[same[0][1].__class__] for id_, same in versions.items()}
    if all(_fit(name, [fact for _, fact in same], classes) for name, same in by_class.items()):
        return []
    return [mistake for same in versions.values() for _, fact in same for mistake in mistakes_of(fact, classes.get)]


def mistakes_of(fact: Fact, class_of: ClassOf) -> list[Mistake]:
    """Return every mistake of one record, beside records whose classes are known by their ids."""
    name = CLASS_NAMES[type(fact)]
    return [*(mistake for part in references(name) for mistake in _dangling(fact, part, class_of)), *_reversed(fact)]


def _fit(name: str, facts: Sequence[Fact], classes: Mapping[str, str]) -> bool:
    """Tell whether all records of a class fit."""
    if not all(_refer(facts, reference, classes) for reference in references(name)):
        return False
    return not (fact_classes()[name].lasts and any(map(_reversed, facts)))


@cache
def references(name: str) -> Sequence[Reference]:
    """Return the fields of a class that refer to records."""
    shapes = {Shape.REF, Shape.REFS, Shape.CONCERNS}
    fields = fact_classes()[name].fields.values()
    return [(info.name, info.shape, frozenset(info.targets)) for info in fields if info.shape in shapes]


def _refer(facts: Sequence[Fact], reference: Reference, classes: Mapping[str, str]) -> bool:
    """Tell whether all that a field names is there, and of the right class."""
    field, shape, targets = reference
    values: Iterable[Any] = filter(None, map(attrgetter(field), facts))
    named = set(values if shape is Shape.REF else chain.from_iterable(values))
    found = {classes.get(item.id if item.__class__ is Concerned else item) for item in named}
    return None not in found and (not targets or found <= targets)


def _dangling(fact: Fact, reference: Reference, class_of: ClassOf) -> Iterable[Mistake]:
    field, shape, targets = reference
    value = getattr(fact, field) or ()
    ids: Iterable[str | Concerned] = (value,) if value and shape is Shape.REF else value
    for item in ids:
        id_ = item if isinstance(item, str) else item.id
        found = class_of(id_)
        if found is None:
            yield Mistake(_place(fact, field), f"nothing has the id `{id_}`")
        elif targets and found not in targets:
            expected = " or ".join(sorted(targets))
            yield Mistake(_place(fact, field), f"`{id_}` is a {found}; expected a {expected}")


def _reversed(fact: Any) -> list[Mistake]:
    since, until = getattr(fact, "since", None), getattr(fact, "until", None)
    if since is not None and until is not None and until <= since:
        return [Mistake(_place(fact, "until"), f"`{until}` is not after the start `{since}`")]
    return []


def _place(fact: Fact, field: str) -> str:
    return f"{CLASS_NAMES[type(fact)]} `{fact.id}`: {field}"
