"""The school that is being made: its records so far, found by what they name, and what they mean to each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from homeschool.calendar import SchoolCalendar
from homeschool.model import Concerned, Fact, Register, View
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Clock, Micros
from homeschool.model.derived import derived_fields
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.fields import Shape
from homeschool.model.links import link_field
from homeschool.model.register import linked_ids, span
from homeschool.model.ties import above

REACHED = frozenset({"grade", "school_class", "student", "guardianship", "guardian", "staff"})
"""The kinds of subject that are concerned by what concerns a school, grade or class of theirs."""
TIES = frozenset(name for name, known in fact_classes().items() if known.family in {"entity", "relation"})
"""The classes whose records say who belongs to whom; all others say what was done."""


@cache
def naming_fields(class_name: str) -> tuple[str, ...]:
    """Return the fields of a class of facts that name other records."""
    shapes = {Shape.REF, Shape.REFS, Shape.CONCERNS}
    return tuple(info.name for info in fact_classes()[class_name].fields.values() if info.shape in shapes)


@cache
def lasts(class_name: str) -> bool:
    """Tell whether the facts of a class last, rather than happen."""
    return fact_classes()[class_name].lasts


def class_of(fact: Any) -> str:
    """Return the name of a fact's class."""
    return CLASS_NAMES[type(fact)]


@attrs.define(eq=False)
class World:
    """The records made so far.  Only records are added, and the last ones can be taken back.

    Args:
        calendar: the school's calendar.
        clock: turns its days and instants into microseconds.
        records: every record by its id.
    """

    calendar: SchoolCalendar
    clock: Clock
    records: dict[str, Any] = attrs.field(factory=dict)
    _order: list[str] = attrs.field(factory=list)
    _classes: dict[str, list[Any]] = attrs.field(factory=lambda: defaultdict(list))
    _naming: dict[tuple[str, str, str], list[Any]] = attrs.field(factory=lambda: defaultdict(list))
    _spans: dict[str, Bounds] = attrs.field(factory=dict)
    _view: View | None = None

    @property
    def view(self) -> View:
        """Who belongs to whom, as it will have been known when the calendar ends."""
        if self._view is None:
            ties = [fact for name in sorted(TIES) for fact in self._classes[name]]
            last = self.calendar.years[-1].period.end
            assert last is not None, "a school year has an end"
            self._view = View(Register(ties, self.calendar), as_of=self.calendar.midnight(last))
        return self._view

    def add(self, fact: Fact) -> None:
        """Add a record."""
        name = class_of(fact)
        self.records[fact.id] = fact
        self._order.append(fact.id)
        self._classes[name].append(fact)
        for key in _keys(name, fact):
            self._naming[key].append(fact)
        self._spans[fact.id] = span(fact, self.clock)
        if name in TIES:
            self._view = None

    def size(self) -> int:
        """Return how many records there are: a point to go back to."""
        return len(self._order)

    def back(self, size: int) -> None:
        """Take back the records that were added since there were `size`."""
        while len(self._order) > size:
            fact = self.records.pop(self._order.pop())
            name = class_of(fact)
            self._classes[name].pop()
            for key in _keys(name, fact):
                self._naming[key].pop()
            if name in TIES:
                self._view = None

    def since(self, size: int) -> list[Any]:
        """Return the records that were added since there were `size`."""
        return [self.records[id_] for id_ in self._order[size:]]

    def of(self, class_name: str) -> list[Any]:
        """Return the records of a class, in the order in which they were added."""
        return self._classes[class_name]

    def span(self, fact: Any) -> Bounds:
        """Return when a record happened, or while it lasts."""
        found = self._spans.get(fact.id)
        return span(fact, self.clock) if found is None or self.records.get(fact.id) is not fact else found

    def naming(self, class_name: str, field: str, ids: Iterable[str]) -> list[Any]:
        """Return the records of a class whose field names one of the ids, each once."""
        if field == "id":
            return [
                self.records[id_] for id_ in ids if id_ in self.records and class_of(self.records[id_]) == class_name
            ]
        lists = [found for id_ in ids if (found := self._naming.get((class_name, field, id_)))]
        if len(lists) <= 1:
            return lists[0] if lists else []
        return list({fact.id: fact for found in lists for fact in found}.values())

    def value(self, fact: Any, field: str, at: Micros, towards: str) -> Any:
        """Return what a field holds, stored or derived; None: not known; (): the class has no such field."""
        derived = derived_fields(class_of(fact)).get(field)
        if derived is None:
            return getattr(fact, field, ())
        return derived.ask(self.view, fact, at, None if fact.id == towards else towards)


def _keys(name: str, fact: Any) -> Iterator[tuple[str, str, str]]:
    for field in naming_fields(name):
        for id_ in dict.fromkeys(linked_ids(fact, field)):
            yield name, field, id_


def life(world: World, subject: Any) -> Bounds:
    """Return from when to when a subject is there; within a student's time no leaving and return."""
    match class_of(subject):
        case "school" | "grade":
            return ALWAYS, NEVER
        case "student":
            ties = world.of("enrolment")
            return _joined(world, [tie for tie in ties if tie.student == subject.id])
        case "guardianship":
            return _both(world.span(subject), life(world, world.records[subject.student]))
        case "guardian":
            ties = [tie for tie in world.of("guardianship") if tie.guardian == subject.id]
            lives = [life(world, tie) for tie in ties]
            return (min((low for low, _ in lives), default=NEVER), max((high for _, high in lives), default=ALWAYS))
        case "staff":
            return _joined(world, [tie for tie in world.of("appointment") if tie.staff == subject.id])
        case _:
            return world.span(subject)


def _joined(world: World, ties: Iterable[Any]) -> Bounds:
    spans = [world.span(tie) for tie in ties]
    return (min((low for low, _ in spans), default=NEVER), max((high for _, high in spans), default=ALWAYS))


def _both(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), min(one[1], other[1])


def linked(world: World, fact: Any, subject: str, at: Micros, *, link: str, link_to: str | None = None) -> bool:
    """Tell whether a fact concerns a subject at a moment, by the field `link` of the fact."""
    entity = world.records[subject]
    name, kind = class_of(fact), class_of(entity)
    field = link_field(name, kind, link)
    named = (fact.id,) if field == "id" else linked_ids(fact, field)
    if link_to is not None:
        return not set(named).isdisjoint(held(world, entity, link_to, at))
    if subject in named:
        return True
    if field != "concerns" or kind not in REACHED:
        return False
    over = set(above(world.view, subject, at)).intersection(named)
    if kind in {"guardian", "guardianship"} and any(class_of(world.records[id_]) == "student" for id_ in over):
        return True
    return bool(over) and fact_classes()[name].spreads


def held(world: World, entity: Any, field: str, at: Micros) -> tuple[str, ...]:
    """Return the ids that a field of a subject holds, stored or derived."""
    value = world.value(entity, field, at, entity.id)
    if value is None:
        return ()
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item.id if isinstance(item, Concerned) else item for item in items)


def reached_through(
    world: World, subject: str, class_name: str, at: Micros, *, link: str, link_to: str | None
) -> Mapping[str, tuple[str, ...]]:
    """Return by which field of a class, and which ids in it, a fact reaches a subject, the widest first."""
    entity = world.records[subject]
    kind = class_of(entity)
    field = link_field(class_name, kind, link)
    if link_to is not None:
        return {field: held(world, entity, link_to, at)}
    if field != "concerns" or kind not in REACHED or field == "id":
        return {field: (subject,)}
    over = above(world.view, subject, at)
    if fact_classes()[class_name].spreads:
        return {field: tuple(reversed(over))}
    children = () if kind == "student" else tuple(id_ for id_ in over if class_of(world.records[id_]) == "student")
    return {field: (*children, subject)}
