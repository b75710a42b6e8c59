"""The register: an immutable snapshot of what a host has recorded, checked when it is made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import attrs

from homeschool.calendar import SchoolCalendar
from homeschool.errors import InvalidValueError, Mistake, RecordsError
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Clock, Micros
from homeschool.model.entities import School
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.fields import near
from homeschool.model.fitting import Versions, misfits

Row = tuple[Micros, str, Micros, Micros, Any]
"""A fact with its span: when it begins, its id, when it ends, when it was recorded, the fact."""


@attrs.frozen
class Kept:
    """How far a host keeps one class of facts: from the day `since` (None: always), but not the fields in `without`.

    >>> from datetime import date
    >>> from homeschool import Kept
    >>> Kept(since=date(2025, 10, 1)).without
    frozenset()
    """

    since: date | None = None
    without: frozenset[str] = frozenset()


def _everything() -> Mapping[str, Kept]:
    return MappingProxyType(dict.fromkeys(fact_classes(), Kept()))


@attrs.frozen
class Keeps:
    """What a host keeps.  A class that is not in `classes` is not kept; norms that need it are undetermined.

    >>> from homeschool import Keeps
    >>> "contact" in Keeps.only("home_visit").classes, "contact" in Keeps().classes
    (False, True)
    """

    classes: Mapping[str, Kept] = attrs.field(factory=_everything, hash=False)

    def __attrs_post_init__(self) -> None:
        """Refuse class and field names that do not exist."""
        known = fact_classes()
        for name, kept in self.classes.items():
            if name not in known:
                message = f"keeps: expected the name of a fact class, not `{name}`{near(name, known)}"
                raise InvalidValueError(message)
            for field in sorted(kept.without - known[name].fields.keys()):
                message = f"keeps.{name}.without: no field `{field}`{near(field, known[name].fields)}"
                raise InvalidValueError(message)

    @classmethod
    def only(cls, *names: str) -> "Keeps":
        """Keep the classes named and no other."""
        return cls(dict.fromkeys(names, Kept()))


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
    _by_class: dict[str, tuple[list[Row], Micros]] = attrs.field(init=False)
    _links: dict[tuple[str, str], Mapping[str, list[Row]]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Order the facts, drop repetitions and check that they fit together."""
        clock = Clock(self.calendar.zone)
        versions, mistakes = _collect(self.facts, clock)
        mistakes += misfits(versions)
        unknown = (id_ for id_ in self.calendars if not _is_school(versions.get(id_, ())))
        mistakes += [Mistake(f"calendars.{id_}", "no school has this id") for id_ in unknown]
        if mistakes:
            raise RecordsError(mistakes)
        facts = tuple([fact for id_ in sorted(versions) for _, fact in versions[id_]])
        revised = tuple([id_ for id_, same in versions.items() if same[1:] or getattr(same[0][1], "cancelled", False)])
        made = {"facts": facts, "clock": clock, "versions": versions, "revised": revised}
        made |= {"_by_class": {}, "_links": {}}
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

    def rows(self, class_name: str) -> tuple[list[Row], Micros]:
        """Return the records of a class that were never revised, in order of time and id, and the last recording."""
        if not self._by_class:
            self._by_class.update(_by_class(self.versions, frozenset(self.revised), self.clock))
        return self._by_class[class_name]

    def linked(self, class_name: str, field: str) -> Mapping[str, list[Row]]:
        """Return the records of a class that were never revised by the entity that a field names, in order of time."""
        found = self._links.get((class_name, field))
        if found is None:
            found = self._links[class_name, field] = by_entity(self.rows(class_name)[0], field)
        return found

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


def _by_class(versions: Versions, revised: frozenset[str], clock: Clock) -> Mapping[str, tuple[list[Row], Micros]]:
    found: dict[str, list[Row]] = {name: [] for name in fact_classes()}
    for id_, same in versions.items():
        if id_ not in revised:
            at, fact = same[0]
            low, high = span(fact, clock)
            found[CLASS_NAMES[type(fact)]].append((low, id_, high, at, fact))
    for rows in found.values():
        rows.sort(key=_by_time)
    return {name: (rows, max((row[3] for row in rows), default=ALWAYS)) for name, rows in found.items()}


def linked_ids(fact: Any, field: str) -> tuple[str, ...]:
    """Return the ids that a field of a fact names; of those concerned without their roles."""
    value = getattr(fact, field, None)
    if value is None:
        return ()
    if value.__class__ is str:
        return (value,)
    if field == "concerns" and not (len(value) == 1 and value[0].__class__ is str):
        return tuple([item if item.__class__ is str else item.id for item in value])
    return value  # type: ignore[no-any-return]


def by_entity(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    """Return rows by the entities that a field names, each in the order given."""
    index: dict[str, list[Row]] = {}
    for row in rows:
        ids = linked_ids(row[4], field)
        for entity in dict.fromkeys(ids) if ids[1:] else ids:
            if entity in index:
                index[entity].append(row)
            else:
                index[entity] = [row]
    return index


def _by_time(row: Row) -> tuple[Micros, str]:
    return row[0], row[1]


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
