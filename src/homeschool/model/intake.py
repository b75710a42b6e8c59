"""Taking in new records of one class quickly: what is the same for all of them is worked out once.

Most records that come are new events that fit, so this decides how fast a live view is.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from homeschool.model.facts import FactClass
from homeschool.model.fields import Shape
from homeschool.model.fitting import references
from homeschool.model.register import Row, linked_ids

_TIMES = frozenset({Shape.DAY, Shape.INSTANT, Shape.WHEN})
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
        self._targets: Sequence[frozenset[str]] = [targets for _, _, targets in found]
        self._named = attrgetter(*[field for field, _, _ in found]) if self.is_event else None

    def fits(self, event: Any) -> bool:
        """Tell whether all that an event of the class refers to is there, and of the right class."""
        classes = self._classes
        assert self._named is not None
        for value, targets in zip(self._named(event), self._targets, strict=False):
            if value:
                items: tuple[Any, ...] = (value,) if value.__class__ is str else value
                for item in items:
                    found = classes.get(item if item.__class__ is str else item.id)
                    if found is None or (targets and found not in targets):
                        return False
        return True

    def insert(self, row: Row) -> None:
        """Put in a record where it belongs; mostly that is the end."""
        _insert(self.table, row)
        for field, index in self.indexes.items():
            ids = linked_ids(row[4], field)
            for entity in dict.fromkeys(ids) if ids[1:] else ids:
                rows = index.get(entity)
                if rows is None:
                    index[entity] = [row]
                else:
                    _insert(rows, row)


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
