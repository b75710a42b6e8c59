"""Taking in new records of one class quickly: what is the same for all of them is worked out once.

Most records that come are new events that fit, so this decides how fast a live view is.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from homeschool.model.facts import CLASS_NAMES, ENTITIES, FactClass
from homeschool.model.fields import Shape
from homeschool.model.fitting import references
from homeschool.model.register import Row, by_entity, ids_in, linked_ids

_TIMES = frozenset({Shape.DAY, Shape.INSTANT, Shape.WHEN})
_ENTITIES = frozenset(CLASS_NAMES[cls] for cls in ENTITIES)
_SPAN = frozenset({"occurred", "since", "until", "recorded_at"})

Named = tuple[Any, ...]
"""What the fields of a record hold that refer to records, and then what others hold by which it is looked up."""


class Intake:
    """The standing records of one class, in order of time and id, and by the entities that their fields name.

    Args:
        known: the class.
        classes: the class of every record known, by its id.
    """

    def __init__(self, known: FactClass, classes: Mapping[str, str]) -> None:
        self._known = known
        self.name = known.name
        self.timed = _timed(known)
        self.table: list[Row] = []
        self._indexes: dict[str, dict[str, list[Row]]] = {}
        self._kept: list[tuple[int, dict[str, list[Row]]]] = []
        self._classes = classes
        found = references(known.name)
        self._fields = [field for field, _, _ in found]
        self._fitting: list[tuple[set[Any], frozenset[str]]] = [(set(), targets) for _, _, targets in found]
        self.named = _getter(self._fields)

    def fits(self, named: Named) -> bool:
        """Tell whether all that a record of the class refers to is there, and of the right class."""
        for value, (fitting, targets) in zip(named, self._fitting):  # noqa: B905 - what refers to records comes first
            if value and value not in fitting and not self._fits(value, fitting, targets):
                return False
        return True

    def _fits(self, value: Any, fitting: set[Any], targets: frozenset[str]) -> bool:
        """Tell whether what a field names fits, and remember people and places that do: they come again."""
        items: tuple[Any, ...] = (value,) if value.__class__ is str else value
        found = [self._classes.get(item if item.__class__ is str else item.id) for item in items]
        if None in found or (targets and not targets.issuperset(found)):
            return False
        if _ENTITIES.issuperset(found):
            fitting.add(value)
        return True

    def by_entity(self, field: str) -> Mapping[str, list[Row]]:
        """Return the records by the entities that a field names, kept up to date from now on."""
        found = self._indexes.get(field)
        if found is None:
            found = self._indexes[field] = by_entity(self.table, field)
            if field in self._known.fields:
                if field not in self._fields:
                    self._fields.append(field)
                    self.named = _getter(self._fields)
                self._kept.append((self._fields.index(field), found))
        return found

    def insert(self, row: Row, named: Named) -> None:
        """Put in a record where it belongs; mostly that is the end."""
        table = self.table
        if table and row < table[-1]:
            insort(table, row)
        else:
            table.append(row)
        for place, index in self._kept:
            ids = ids_in(named[place])
            for entity in ids if len(ids) == 1 else dict.fromkeys(ids):
                rows = index.get(entity)
                if rows is None:
                    index[entity] = [row]
                elif rows and row < rows[-1]:
                    insort(rows, row)
                else:
                    rows.append(row)

    def remove(self, row: Row) -> None:
        """Take out a record."""
        _drop(self.table, row)
        for field, index in self._indexes.items():
            for entity in dict.fromkeys(linked_ids(row[4], field)):
                _drop(index[entity], row)


def _drop(rows: list[Row], row: Row) -> None:
    del rows[bisect_left(rows, row)]


def _getter(fields: Sequence[str]) -> Callable[[Any], Named]:
    """Return the function that gets the values of some fields, as a tuple also where there is but one, or none."""
    if len(fields) > 1:
        return attrgetter(*fields)
    return lambda fact: tuple([getattr(fact, field) for field in fields])


def _timed(known: FactClass) -> tuple[str, ...]:
    """Return the fields of a class that hold a time beside the span and the recording; of entities none does."""
    if known.family == "entity":
        return ()
    return tuple(info.name for info in known.fields.values() if info.shape in _TIMES and info.name not in _SPAN)
