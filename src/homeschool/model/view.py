"""The register as it was known at a moment: the standing version of each record, and nothing recorded later."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs

from homeschool.calendar import SchoolCalendar
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Clock, Micros, to_micros
from homeschool.model.facts import CLASS_NAMES, ENTITIES, RELATIONS, Fact, fact_classes
from homeschool.model.fields import Concerned
from homeschool.model.keeps import Keeps
from homeschool.model.register import Register, Row, by_entity, linked_ids, span
from homeschool.model.relations import Circumstance

_STRUCTURE = tuple(CLASS_NAMES[cls] for cls in (*ENTITIES, *RELATIONS) if cls is not Circumstance)
"""The classes that say who there is, and who belongs where."""


@attrs.frozen
class Cancelled:
    """A record that was cancelled: how it stood `before`, and when the cancellation was recorded (`at`)."""

    before: Fact
    at: Micros


def cancellation(known: Sequence[tuple[Micros, Fact]]) -> Cancelled | None:
    """Return how a record was cancelled, of its versions known by now; None where it was not, or never stood."""
    cut = len(known)
    while cut and getattr(known[cut - 1][1], "cancelled", False):
        cut -= 1
    return Cancelled(known[cut - 1][1], known[cut][0]) if 0 < cut < len(known) else None


def concerned_ids(fact: Any) -> tuple[str, ...]:
    """Return the ids of the entities that a fact names as concerned."""
    return linked_ids(fact, "concerns")


def concerned_as(fact: Any, entity: str) -> tuple[str, ...]:
    """Return the roles in which a fact names `entity` as concerned."""
    concerns = getattr(fact, "concerns", ())
    return tuple(item.role for item in concerns if isinstance(item, Concerned) and item.id == entity)


class View:
    """What was known at `as_of`: records recorded later are invisible, corrections by then have taken effect.

    A cancelled record does not stand.  An interval that ends after `as_of` has no end yet: nobody's leaving is
    foreseen.

    Args:
        register: the records.
        as_of: the moment, an aware instant; inclusive.
    """

    def __init__(self, register: Register, *, as_of: datetime) -> None:
        self.register = register
        self.as_of = to_micros(as_of)
        self.clock: Clock = register.clock
        self.memory: dict[Any, Any] = {}
        self._rows: dict[str, Sequence[Row]] = {}
        self._facts: dict[str, Sequence[Any]] = {}
        self._links: dict[tuple[str, str], Mapping[str, list[Row]]] = {}
        self._corrected: dict[str, Fact | None] = {}
        self._standing_again: dict[str, list[Fact]] = defaultdict(list)
        self._cancelled: dict[str, list[Cancelled]] = defaultdict(list)
        for id_ in register.revised:
            self._stand(id_)

    def _stand(self, id_: str) -> None:
        """Find the standing version of a record that has several, or was cancelled."""
        versions = self.register.versions[id_]
        known = versions[: bisect_right(versions, self.as_of, key=_recorded)]
        fact = known[-1][1] if known else None
        if fact is not None and getattr(fact, "cancelled", False):
            cancelled = cancellation(known)
            if cancelled is not None:
                self._cancelled[CLASS_NAMES[type(fact)]].append(cancelled)
            fact = None
        self._corrected[id_] = fact
        if fact is not None:
            self._standing_again[CLASS_NAMES[type(fact)]].append(fact)

    @property
    def keeps(self) -> Keeps:
        """What the host keeps."""
        return self.register.keeps

    def calendar_of(self, school: str | None) -> SchoolCalendar:
        """Return the calendar of a school."""
        return self.register.calendar_of(school)

    def get(self, id_: str) -> Any:
        """Return the standing record with an id, or None where none stands."""
        if id_ in self._corrected:
            return self._corrected[id_]
        versions = self.register.versions.get(id_)
        return None if versions is None or versions[0][0] > self.as_of else versions[0][1]

    def rows(self, class_name: str) -> Sequence[Row]:
        """Return the standing records of a class, planned ones too, each with its span, in order of time and id."""
        found = self._rows.get(class_name)
        if found is None:
            found = self._rows[class_name] = self._find_rows(class_name)
        return found

    def _find_rows(self, class_name: str) -> Sequence[Row]:
        as_of = self.as_of
        table = self.register.table(class_name)
        if self.is_as_recorded(class_name):
            return table.rows
        rows = table.rows
        if table.last_recorded > as_of:
            rows = [row for row in rows if row[3] <= as_of]
        again = self._standing_again.get(class_name)
        if again:
            more = [(*span(fact, self.clock), fact) for fact in again]
            rows = sorted([*rows, *((low, fact.id, high, ALWAYS, fact) for low, high, fact in more)], key=_by_time)
        if fact_classes()[class_name].lasts:
            rows = [row if not as_of < row[2] < NEVER else (row[0], row[1], NEVER, row[3], row[4]) for row in rows]
        return rows

    def is_as_recorded(self, class_name: str) -> bool:
        """Tell whether of a class just those records stand that were never revised, and as they were recorded.

        So it is where none was recorded later, none stands in a corrected version, and none has an end ahead.
        """
        table = self.register.table(class_name)
        if table.last_recorded > self.as_of or class_name in self._standing_again:
            return False
        return not fact_classes()[class_name].lasts or table.last_end <= self.as_of

    @cached_property
    def lasting(self) -> dict[Any, Any]:
        """Where to remember what depends on people, organisations and what ties them alone.

        Where those stand as they were recorded, all views share it: a later one need not work it out again.
        """
        return self.register.memory if all(map(self.is_as_recorded, _STRUCTURE)) else self.memory

    def facts(self, class_name: str) -> Sequence[Any]:
        """Return the standing records of a class, planned ones too, in order of time and id."""
        found = self._facts.get(class_name)
        if found is None:
            found = self._facts[class_name] = [row[4] for row in self.rows(class_name)]
        return found

    def cancelled(self, class_name: str, id_: str | None = None) -> Sequence[Cancelled]:
        """Return the records of a class, or the one with an id, that once stood and were cancelled by now."""
        found = self._cancelled.get(class_name, ())
        return found if id_ is None else [one for one in found if one.before.id == id_]

    def linked(self, class_name: str, field: str, entity: str) -> Sequence[Any]:
        """Return the standing records of a class whose `field` names an entity, earliest first."""
        return [row[4] for row in self.linked_rows(class_name, field).get(entity, ())]

    def linked_rows(self, class_name: str, field: str) -> Mapping[str, list[Row]]:
        """Return the standing records of a class, each with its span, by the entity that a field names."""
        index = self._links.get((class_name, field))
        if index is None:
            if self.is_as_recorded(class_name):
                index = self.register.table(class_name).linked(field)
            else:
                index = by_entity(self.rows(class_name), field)
            self._links[class_name, field] = index
        return index

    def may_reach(self, class_name: str, moment: Micros) -> bool:
        """Tell whether a record of a class may last beyond a moment."""
        return any(row[2] > moment for row in reversed(self.rows(class_name)))

    def first_recorded(self, id_: str) -> Micros:
        """Return when the first version of a record was recorded."""
        return self.register.versions[id_][0][0]

    def bounds(self, fact: Any) -> Bounds:
        """Return the span of a fact: when it occurred, or while it holds; an end after `as_of` is not yet known."""
        low, high = span(fact, self.clock)
        return low, NEVER if hasattr(fact, "until") and high > self.as_of else high


def _recorded(version: tuple[Micros, Fact]) -> Micros:
    return version[0]


def _by_time(row: Row) -> tuple[Micros, str]:
    return row[0], row[1]
