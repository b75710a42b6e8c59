"""The register: an immutable snapshot of what a host has recorded, checked when it is made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs

from homeschool.calendar import SchoolCalendar
from homeschool.errors import Mistake, RecordsError
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Clock, Micros
from homeschool.model.entities import School
from homeschool.model.facts import CLASS_NAMES, Fact, FactClass, fact_classes
from homeschool.model.fitting import Version, Versions, misfits
from homeschool.model.keeps import Keeps

Row = tuple[Micros, str, Micros, Micros, Any]
"""A fact with its span: when it begins, its id, when it ends, when it was recorded, the fact."""


def _by_class(versions: Versions) -> Mapping[str, list[Version]]:
    found: dict[type, list[Version]] = {cls: [] for cls in CLASS_NAMES}
    for same in versions.values():
        for version in same:
            found[version[1].__class__].append(version)
    return {CLASS_NAMES[cls]: versions for cls, versions in found.items()}


def _tables(by_class: Mapping[str, list[Version]], revised: frozenset[str], clock: Clock) -> Mapping[str, "Table"]:
    """Return the records that were never revised, by class."""
    return {name: Table(known, _unrevised(by_class[name], revised), clock) for name, known in fact_classes().items()}


def _unrevised(versions: list[Version], revised: frozenset[str]) -> list[Version]:
    return [version for version in versions if version[1].id not in revised] if revised else versions


def _is_school(versions: Sequence[tuple[Micros, Fact]]) -> bool:
    return any(isinstance(fact, School) for _, fact in versions)


def _to_tuple(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(facts)


@attrs.frozen(eq=False, repr=False, slots=False)
class Register:
    """What a host has recorded: facts in any order, each perhaps in several recorded versions.

    Every mistake is found when the register is made, and all of them are reported at once: an id that two different
    records share, an id that nothing has, a record of the wrong class, an interval that ends before it starts.

    >>> from datetime import date
    >>> from homeschool import Interval, Register, SchoolCalendar, SchoolYear, Term
    >>> from homeschool.model import School
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> register = Register([School(id="school")], calendar)
    >>> register
    <Register of 1 records>

    Args:
        facts: the records; order and repetition do not matter.
        calendar: the calendar of the schools.
        calendars: calendars of single schools, by school id, where they differ.
        keeps: which classes of facts the host keeps; by default all of them.
        follows: where a pack defines a name in several ways, which of them the host follows:
            ``{"left_behind_child": "school-roll"}``.

    Raises:
        RecordsError: with every mistake.
    """

    facts: tuple[Fact, ...] = attrs.field(converter=_to_tuple)
    calendar: SchoolCalendar
    calendars: Mapping[str, SchoolCalendar] = attrs.field(factory=dict)
    keeps: Keeps = attrs.field(factory=Keeps)
    follows: Mapping[str, str] = attrs.field(factory=dict)
    clock: Clock = attrs.field(init=False)
    versions: Versions = attrs.field(init=False)
    revised: tuple[str, ...] = attrs.field(init=False)
    memory: dict[Any, Any] = attrs.field(init=False)
    _tables: dict[str, "Table"] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Order the facts, drop repetitions and check that they fit together."""
        clock = Clock(self.calendar.zone)
        versions, mistakes = _collect(self.facts, clock)
        by_class = _by_class(versions)
        mistakes += misfits(versions, by_class)
        unknown = (id_ for id_ in self.calendars if not _is_school(versions.get(id_, ())))
        mistakes += [Mistake(f"calendars.{id_}", "no school has this id") for id_ in unknown]
        if mistakes:
            raise RecordsError(mistakes)
        facts = tuple([fact for id_ in sorted(versions) for _, fact in versions[id_]])
        revised = tuple([id_ for id_, same in versions.items() if same[1:] or getattr(same[0][1], "cancelled", False)])
        tables = _tables(by_class, frozenset(revised), clock)
        made = {"facts": facts, "clock": clock, "versions": versions, "revised": revised}
        made |= {"memory": {}, "_tables": tables}
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """Say how many records there are, and nothing of what they say."""
        return f"<Register of {len(self.versions)} records>"

    def __eq__(self, other: object) -> bool:
        """Tell whether another register holds the same records and calendars, keeps and follows the same."""
        if not isinstance(other, Register):
            return NotImplemented
        mine, theirs = ((r.facts, r.calendar, dict(r.calendars), r.keeps, dict(r.follows)) for r in (self, other))
        return mine == theirs

    __hash__ = None  # type: ignore[assignment]

    def table(self, class_name: str) -> "Table":
        """Return the records of a class that were never revised."""
        return self._tables[class_name]

    def calendar_of(self, school: str | None) -> SchoolCalendar:
        """Return the calendar of a school."""
        return self.calendar if school is None else self.calendars.get(school, self.calendar)


def recorded(fact: Fact, clock: Clock) -> Micros:
    """Return when a fact was written down: `recorded_at`, else when it occurred or began; entities are always known."""
    if fact.recorded_at is not None:
        return clock.start(fact.recorded_at)
    start = getattr(fact, "occurred", None) or getattr(fact, "since", None)
    if start is None or CLASS_NAMES[type(fact)] in _TIMELESS:
        return ALWAYS
    return clock.start(start)


def span(fact: Any, clock: Clock) -> Bounds:
    """Return the span of a fact as recorded: when it occurred, or while it holds; entities always are."""
    occurred = getattr(fact, "occurred", None)
    if occurred is not None:
        return clock.bounds(occurred)
    since, until = getattr(fact, "since", None), getattr(fact, "until", None)
    start = ALWAYS if since is None else clock.midnight(since)
    return start, NEVER if until is None else clock.midnight(until)


class Table:
    """Records of one class, of each a single version.  Nothing is worked out, nor put in order, before it is asked for.

    Args:
        known: the class.
        versions: the records, each after the moment at which it was recorded.
        clock: what turns days and instants into integers.
    """

    def __init__(self, known: FactClass, versions: Sequence[Version], clock: Clock) -> None:
        self._known = known
        self._versions = versions
        self._clock = clock
        self._links: dict[str, Mapping[str, list[Row]]] = {}

    @cached_property
    def last_recorded(self) -> Micros:
        """When the last of them was recorded."""
        return max([row[3] for row in self._unsorted], default=ALWAYS)

    @cached_property
    def last_end(self) -> Micros:
        """When the last of those ends that have an end."""
        return max((end for end in {row[2] for row in self._unsorted} if end < NEVER), default=ALWAYS)

    @cached_property
    def _unsorted(self) -> list[Row]:
        if "occurred" in self._known.fields:
            return _occurring(self._versions, self._clock)
        return _lasting(self._versions, self._clock) if self._known.lasts else _timeless(self._versions)

    @cached_property
    def rows(self) -> list[Row]:
        """The records in order of time and id."""
        return sorted(self._unsorted)

    def linked(self, field: str) -> Mapping[str, list[Row]]:
        """Return the records by the entity that a field names, in order of time and id.

        Few are of one entity: to sort those costs less than to sort the whole class.
        """
        found = self._links.get(field)
        if found is None:
            index = by_entity(self._unsorted, field)
            for rows in index.values():
                if len(rows) > 1:
                    rows.sort()
            found = self._links[field] = index
        return found


def _occurring(versions: Iterable[Version], clock: Clock) -> list[Row]:
    """Return events with their spans; what is recorded when it occurs need not be asked for its moment again."""
    rows: list[Row] = []
    for at, fact in versions:
        if fact.recorded_at is None and fact.occurred.__class__ is datetime:
            rows.append((at, fact.id, at + 1, at, fact))
        else:
            low, high = clock.bounds(fact.occurred)
            rows.append((low, fact.id, high, at, fact))
    return rows


def _lasting(versions: Iterable[Version], clock: Clock) -> list[Row]:
    midnight = clock.midnight
    return [
        (
            ALWAYS if fact.since is None else midnight(fact.since),
            fact.id,
            NEVER if fact.until is None else midnight(fact.until),
            at,
            fact,
        )
        for at, fact in versions
    ]


def _timeless(versions: Iterable[Version]) -> list[Row]:
    return [(ALWAYS, fact.id, NEVER, at, fact) for at, fact in versions]


def linked_ids(fact: Any, field: str) -> tuple[str, ...]:
    """Return the ids that a field of a fact names; of those concerned without their roles."""
    return ids_in(getattr(fact, field, None))


def ids_in(value: Any) -> tuple[str, ...]:
    """Return the ids in the value of a field that names records; of those concerned without their roles.

    Where each record passes, ask first whether the value is one plain id: that takes less than the call.
    """
    if value.__class__ is str:
        return (value,)
    if not value or (len(value) == 1 and value[0].__class__ is str):
        return value or ()
    return tuple([item if item.__class__ is str else item.id for item in value])


def by_entity(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    """Return rows by the entities that a field names, each in the order given."""
    index: dict[str, list[Row]] = {}
    for row in rows:
        value = getattr(row[4], field, None)
        if value.__class__ is str:
            entities: Iterable[str] = (value,)
        elif value.__class__ is tuple and len(value) == 1 and value[0].__class__ is str:
            entities = value
        else:
            entities = dict.fromkeys(linked_ids(row[4], field))
        for entity in entities:
            found = index.get(entity)
            if found is None:
                index[entity] = [row]
            else:
                found.append(row)
    return index


_TIMELESS = frozenset({"school_class", "partner", "committee"})


def _collect(facts: Iterable[Fact], clock: Clock) -> tuple[Versions, list[Mistake]]:
    versions: Versions = {}
    mistakes = []
    for fact in facts:
        at = recorded(fact, clock)
        same = versions.get(fact.id)
        if same is None:
            versions[fact.id] = [(at, fact)]
        elif (at, fact) not in same:
            mistakes += clash(at, fact, same)
            same.append((at, fact))
    for same in versions.values():
        if len(same) > 1:
            same.sort(key=_recorded_first)
    return versions, mistakes


def _recorded_first(version: tuple[Micros, Fact]) -> Micros:
    return version[0]


def clash(at: Micros, fact: Fact, same: Sequence[tuple[Micros, Fact]]) -> list[Mistake]:
    """Return what is wrong with one more version of a record: another class, or recorded at the moment of another."""
    place = f"{CLASS_NAMES[type(fact)]} `{fact.id}`"
    if type(fact) is not type(same[0][1]):
        other = CLASS_NAMES[type(same[0][1])]
        return [Mistake(place, f"the id is also that of a {other}; ids are unique in a register")]
    if any(at == earlier for earlier, _ in same):
        return [Mistake(place, "recorded twice at one moment, and differently; a correction has a later recorded_at")]
    return []
