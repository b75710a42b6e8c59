"""Facts drawn for everybody who might be there, made to refer to those who are."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from homeschool.model import Concerned, Fact, Guardian, fact_classes, revise
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.ids import GuardianId
from homeschool.testing.people import People

_CAST = ("student", "school_class", "guardian", "staff", "school", "grade", "partner", "committee")
_SOME = (1, 2, 3)
EVERYBODY = People(tuple((name, tuple(f"{name.replace('_', '-')}-{n}" for n in _SOME)) for name in _CAST))
"""Everybody to whom a fact of a history may refer before it is made to fit."""

_PLACES = {id_: (name, number) for name, ids in EVERYBODY.ids for number, id_ in enumerate(ids)}
_REFERENCES = frozenset({Shape.REF, Shape.REFS, Shape.CONCERNS})


class Fitting:
    """Makes facts refer to the records of one school.

    Who is not there is replaced by another of the same class, counted round, or left out where there is none.  A
    guardian whom a fact cannot do without is added.
    """

    def __init__(self, people: Sequence[Fact]) -> None:
        self.people = list(people)
        self._ids: dict[str, list[str]] = {name: [] for name in fact_classes()}
        for fact in people:
            self._ids[CLASS_NAMES[type(fact)]].append(fact.id)

    def fit(self, fact: Any) -> Any:
        """Return a fact that refers to those who are there."""
        changes = {}
        for info in _references(CLASS_NAMES[type(fact)]):
            value = getattr(fact, info.name)
            if value:
                changes[info.name] = self._fitted(info, value)
        return revise(fact, **changes) if changes else fact

    def _fitted(self, info: FieldInfo, value: Any) -> Any:
        if info.shape is Shape.REF:
            return self._known(value) or (self._added() if info.required else None)
        found = {self._known(_id_of(item)): item for item in value}
        found.pop(None, None)
        fitted = tuple(
            Concerned(str(id_), item.role) if isinstance(item, Concerned) else id_ for id_, item in found.items()
        )
        return fitted or (("student-1",) if info.shape is Shape.CONCERNS else ())

    def _known(self, id_: str) -> str | None:
        name, number = _PLACES[id_]
        known = self._ids[name]
        return known[number % len(known)] if known else None

    def _added(self) -> str:
        guardian = Guardian(id=GuardianId("guardian-1"))
        self.people.insert(0, guardian)
        self._ids["guardian"].append(guardian.id)
        return guardian.id


@cache
def _references(class_name: str) -> Iterable[FieldInfo]:
    fields = fact_classes()[class_name].fields.values()
    return tuple(info for info in fields if info.shape in _REFERENCES and info.name != "about")


def _id_of(item: str | Concerned) -> str:
    return item if isinstance(item, str) else item.id
