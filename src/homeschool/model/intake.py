"""Taking in new records of one class quickly: what is the same for all of them is worked out once.

Most records that come are new events that fit, so this decides how fast a live view is.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from homeschool.model.facts import CLASS_NAMES, ENTITIES, FactClass
from homeschool.model.fields import Shape
from homeschool.model.fitting import references
from homeschool.model.register import Row, linked_ids

_TIMES = frozenset({Shape.DAY, Shape.INSTANT, Shape.WHEN})
_ENTITIES = frozenset(CLASS_NAMES[cls] for cls in ENTITIES)
_SPAN = frozenset({"occurred", "since", "until", "recorded_at"})


class Intake:
    """The standing records of one class, in order of time and id, and by the entities that their fields name.

    Args:
        known: the class.
        classes: the class of every record known, by its id.
    """

    def __init__(self, known: FactClass, classes: Mapping[str, str]) -> None:
        self.name = known.name
        self.is_event = known.family == "event"
        self.timed = _timed(known)
        self.table: list[Row] = []
        self.indexes: dict[str, dict[str, list[Row]]] = {}
        self._classes = classes
        found = references(known.name)
        self._named = attrgetter(*[field for field, _, _ in found]) if self.is_event else None
        self._fitting: Sequence[tuple[set[str], frozenset[str]]] = [(set(), targets) for _, _, targets in found]

    def fits(self, event: Any) -> bool:
        """Tell whether all that an event of the class refers to is there, and of the right class."""
        assert self._named is not None
        for value, (fitting, targets) in zip(self._named(event), self._fitting, strict=True):
            if value:
                items: tuple[Any, ...] = (value,) if value.__class__ is str else value
                for item in items:
                    if item not in fitting and not self._fits(item, fitting, targets):
                        return False
        return True

    def _fits(self, item: Any, fitting: set[str], targets: frozenset[str]) -> bool:
        """Tell whether one thing that is referred to fits, and remember people and places that do: they come again."""
        id_ = item if item.__class__ is str else item.id
        found = self._classes.get(id_)
        if found is None or (targets and found not in targets):
            return False
        if found in _ENTITIES:
            fitting.add(id_)
        return True

    def insert(self, row: Row) -> None:
        """Put in a record where it belongs; mostly that is the end."""
        _insert(self.table, row)
        for field, index in self.indexes.items():
            ids = linked_ids(row[4], field)
            for entity in ids if len(ids) == 1 else dict.fromkeys(ids):
                if entity in index:
                    _insert(index[entity], row)
                else:
                    index[entity] = [row]


def _insert(rows: list[Row], row: Row) -> None:
    if rows and row < rows[-1]:
        insort(rows, row)
    else:
        rows.append(row)


def _timed(known: FactClass) -> tuple[str, ...]:
    """Return the fields of a class that hold a time beside the span and the recording; of entities none does."""
    if known.family == "entity":
        return ()
    return tuple(info.name for info in known.fields.values() if info.shape in _TIMES and info.name not in _SPAN)
