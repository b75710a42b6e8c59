"""Taking in new records of one class quickly: what is the same for all of them is worked out once.

Most records that come are new events that fit, so this decides how fast a live view is.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from homeschool.model.clock import ALWAYS, Micros
from homeschool.model.facts import CLASS_NAMES, ENTITIES, FactClass
from homeschool.model.fields import Shape
from homeschool.model.fitting import ClassOf, references
from homeschool.model.register import Row, by_entity, ids_in, linked_ids

_TIMES = frozenset({Shape.DAY, Shape.INSTANT, Shape.WHEN})
_ENTITIES = frozenset(CLASS_NAMES[cls] for cls in ENTITIES)
_SPAN = frozenset({"occurred", "since", "until", "recorded_at"})

_MANY = 10_000
"""So many values that fit are remembered, and no more."""

Index = dict[str, list[Row]]
"""Records by the entities that a field of theirs names."""
Targets = frozenset[str] | None
"""The classes of the records that a field may name; none: any; None: it need not name records."""


class Intake:
    """The standing records of one class, in order of time and id, and by the entities that their fields name.

    None of them lasts beyond `last_end`.

    Args:
        known: the class.
        class_of: tells the class of every record known.
    """

    def __init__(self, known: FactClass, class_of: ClassOf) -> None:
        self._known = known
        self.name = known.name
        self.timed = _timed(known)
        self.table: list[Row] = []
        self.last_end: Micros = ALWAYS
        self._class_of = class_of
        self._targets: dict[str, Targets] = {field: targets for field, _, targets in references(known.name)}
        self._indexes: dict[str, Index] = {}
        self._begin()

    def _begin(self) -> None:
        """Set apart the fields by which records are looked up, and the others that name records."""
        others = [field for field in self._targets if field not in self._indexes]
        self._others = _getter(others)
        self._other_targets = [self._targets[field] for field in others]
        self._fitting: set[tuple[Any, ...]] = set()
        self._looked_up = [
            (attrgetter(field), index, self._targets.get(field))
            for field, index in self._indexes.items()
            if field in self._known.fields
        ]

    def _fit(self, others: tuple[Any, ...]) -> bool:
        """Tell whether what the other fields name fits, and remember people and places that do: they come again."""
        are_entities = True
        for value, targets in zip(others, self._other_targets, strict=True):
            for id_ in ids_in(value) if value else ():
                name = self._class_of(id_)
                if not _fits(name, targets):
                    return False
                are_entities = are_entities and name in _ENTITIES
        if are_entities and len(self._fitting) < _MANY:
            self._fitting.add(others)
        return True

    def by_entity(self, field: str) -> Mapping[str, list[Row]]:
        """Return the records by the entities that a field names, kept up to date from now on."""
        found = self._indexes.get(field)
        if found is None:
            found = self._indexes[field] = by_entity(self.table, field)
            self._begin()
        return found

    def insert(self, row: Row) -> bool:
        """Put in a record where it belongs, mostly at the end; tell whether all that it names is there, and fits.

        If not, the record is not put in.  What was found to fit once is not looked at again.
        """
        fact = row[4]
        others = self._others(fact)
        if others not in self._fitting and not self._fit(others):
            return False
        table = self.table
        places = [table]
        for get, index, targets in self._looked_up:
            ids = get(fact)
            if ids.__class__ is not tuple or len(ids) != 1 or ids[0].__class__ is not str:
                ids = dict.fromkeys(ids_in(ids))
            for id_ in ids:
                rows = index.get(id_)
                if rows is None:
                    if targets is not None and not _fits(self._class_of(id_), targets):
                        return False
                    rows = index[id_] = []
                places.append(rows)
        if row[2] > self.last_end:  # noqa: PLR1730 - to call `max` takes three times as long
            self.last_end = row[2]
        if table and row < table[-1]:
            for rows in places:
                insort(rows, row)
        else:
            for rows in places:
                rows.append(row)
        return True

    def begin(self, rows: Iterable[Row]) -> None:
        """Begin with the records that stand."""
        self.table = sorted(rows)
        self.last_end = max((row[2] for row in self.table), default=ALWAYS)

    def remove(self, row: Row) -> None:
        """Take out a record."""
        _drop(self.table, row)
        for field, index in self._indexes.items():
            for entity in dict.fromkeys(linked_ids(row[4], field)):
                _drop(index[entity], row)


def _fits(name: str | None, targets: Targets) -> bool:
    """Tell whether a record is known, and of one of the classes that may be named."""
    return name is not None and (not targets or name in targets)


def _drop(rows: list[Row], row: Row) -> None:
    del rows[bisect_left(rows, row)]


def _getter(fields: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return the function that gets the values of some fields, as a tuple also where there is but one, or none."""
    if not fields:
        return lambda _: ()
    get = attrgetter(*fields)
    return get if len(fields) > 1 else lambda fact: (get(fact),)


def _timed(known: FactClass) -> tuple[str, ...]:
    """Return the fields of a class that hold a time beside the span and the recording; of entities none does."""
    if known.family == "entity":
        return ()
    return tuple(info.name for info in known.fields.values() if info.shape in _TIMES and info.name not in _SPAN)
