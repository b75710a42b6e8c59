"""Registers out of plain data, and back: ``{ calendar, calendars, keeps, follows, facts }``.

A class of facts that is absent from ``facts`` is not kept, unless ``keeps`` says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from homeschool.adapters.calendar_data import read_calendar, write_calendar
from homeschool.adapters.converter import FactReader, make_converter
from homeschool.calendar import SchoolCalendar
from homeschool.errors import InvalidValueError, Mistake, RecordsError
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.fields import near
from homeschool.model.keeps import Keeps, Kept
from homeschool.model.register import Register
from homeschool.policy.reading import Data, Mistaken, Reader

DOCUMENT_KEYS = ("calendar", "calendars", "keeps", "follows", "facts")


@attrs.frozen
class Spot:
    """Where a fact was read from; `joint` stands between its place and the name of a field."""

    place: str
    file: str | None = None
    joint: str = "."

    def mistake(self, field: str | None, text: str) -> Mistake:
        """Return a mistake of the fact, or of one of its fields."""
        return Mistake(self.place if field is None else f"{self.place}{self.joint}{field}", text, self.file)


@attrs.define
class Draft:
    """A register in the making: its parts, and the mistakes found so far."""

    calendar: SchoolCalendar | None = None
    calendars: dict[str, SchoolCalendar] = attrs.field(factory=dict)
    keeps: dict[str, Kept | None] = attrs.field(factory=dict)
    follows: Mapping[str, str] = attrs.field(factory=dict)
    facts: list[Fact] = attrs.field(factory=list)
    tables: set[str] = attrs.field(factory=set)
    mistakes: list[Mistake] = attrs.field(factory=list)
    placed: list[tuple[str, list[Fact], Callable[[int], Spot]]] = attrs.field(factory=list)
    reader: FactReader = attrs.field(factory=FactReader)

    def read_frame(self, data: Mapping[str, Data], known: tuple[str, ...] = DOCUMENT_KEYS) -> None:
        """Read what stands around the facts: the calendars, what is kept, which definitions are followed."""
        reader = Reader(self.mistakes)
        try:
            reader.table(data, "", known)
            self._read_calendars(reader, data)
            self._read_keeps(reader, data.get("keeps", {}))
            self.follows = reader.names(data.get("follows", {}), "follows")
        except Mistaken:
            return

    def _read_calendars(self, reader: Reader, data: Mapping[str, Data]) -> None:
        if "calendar" not in data:
            reader.note("calendar", "expected a calendar: { years = [ … ] }")
        self.calendar = reader.optional(data, "calendar", "", lambda item, spot: read_calendar(reader, item, spot))
        table = data.get("calendars", {})
        for school in reader.table(table, "calendars", table):
            found = reader.optional(table, school, "calendars", lambda item, spot: read_calendar(reader, item, spot))
            if found is not None:
                self.calendars[school] = found

    def _read_keeps(self, reader: Reader, data: Data) -> None:
        for name, value in reader.table(data, "keeps", fact_classes()).items():
            if name in fact_classes():
                try:
                    self.keeps[name] = _kept(reader, value, name)
                except Mistaken:
                    continue

    def read_facts(self, data: Data, place: str = "facts") -> None:
        """Read tables of facts by class name."""
        if not isinstance(data, Mapping):
            self.mistakes.append(Mistake(place, "expected a table of lists of records, one for each class of facts"))
            return
        for name, rows in data.items():
            self.read_rows(name, rows, f"{place}.{name}")

    def read_rows(self, name: str, rows: Data, place: str) -> None:
        """Read the records of one class."""
        if name not in fact_classes():
            self.mistakes.append(Mistake(place, f"no fact class `{name}`{near(name, fact_classes())}"))
        elif not isinstance(rows, list | tuple):
            self.mistakes.append(Mistake(place, "expected a list of records"))
        else:
            facts, mistakes = self.reader.read(name, rows, lambda number: f"{place}[{number}]")
            self.tables.add(name)
            self.facts += facts
            self.mistakes += mistakes
            self.placed += [] if mistakes else [(name, facts, lambda number: Spot(f"{place}[{number}]"))]

    def spots(self) -> dict[str, Spot]:
        """Say where each fact stands, by ``home_visit `v1```; worked out only when something is wrong."""
        return {
            f"{name} `{fact.id}`": spot(number)
            for name, facts, spot in self.placed
            for number, fact in enumerate(facts)
        }

    def finish(self) -> Register:
        """Return the register.

        Raises:
            RecordsError: with every mistake; that records do not fit together is told once each of them can be read.
        """
        if self.mistakes or self.calendar is None:
            raise RecordsError(self.mistakes)
        kept: dict[str, Kept] = {}
        for name in fact_classes():
            how = self.keeps.get(name, Kept() if name in self.tables else None)
            if how is not None:
                kept[name] = how
        try:
            return Register(self.facts, self.calendar, self.calendars, Keeps(kept), self.follows)
        except RecordsError as error:
            raise RecordsError(relocated(error.mistakes, self.spots(), "")) from None


def _kept(reader: Reader, data: Data, name: str) -> Kept | None:
    place = f"keeps.{name}"
    if isinstance(data, bool):
        return Kept() if data else None
    table = reader.table(data, place, ("since", "without"))
    without = reader.optional(table, "without", place, reader.texts) or ()
    known = fact_classes()[name].fields
    for field in without:
        if field not in known:
            reader.note(f"{place}.without", f"no field `{field}`{near(field, known)}")
    return Kept(reader.optional(table, "since", place, reader.day), frozenset(without))


def register_from_data(data: Data) -> Register:
    """Make a register from plain data, as JSON or TOML gives it.

    Raises:
        RecordsError: with every mistake, each with its place, such as ``facts.home_visit[7].place``.
    """
    if not isinstance(data, Mapping):
        raise RecordsError([Mistake("", f"expected a table with the keys {', '.join(DOCUMENT_KEYS)}")])
    draft = Draft()
    draft.read_frame(data)
    draft.read_facts(data.get("facts", {}))
    return draft.finish()


def register_to_data(register: Register) -> dict[str, Any]:
    """Write a register as plain data, in a fixed order, that `register_from_data` reads to the same register."""
    frame = register_frame(register)
    return {**frame, "facts": register_tables(register)}


def register_frame(register: Register) -> dict[str, Any]:
    """Write what stands around the facts: the calendars and, where it is not plain from the tables, what is kept."""
    tables = _tables_of(register)
    keeps: dict[str, Any] = {}
    for name in fact_classes():
        kept = register.keeps.classes.get(name)
        if kept is None:
            keeps |= {name: False} if name in tables else {}
        elif kept != Kept():
            since = {} if kept.since is None else {"since": kept.since.isoformat()}
            keeps[name] = since | ({"without": sorted(kept.without)} if kept.without else {})
    calendars = {school: write_calendar(register.calendars[school]) for school in sorted(register.calendars)}
    frame = {
        "calendar": write_calendar(register.calendar),
        "calendars": calendars,
        "keeps": keeps,
        "follows": dict(register.follows),
    }
    return {key: value for key, value in frame.items() if value}


def _tables_of(register: Register) -> set[str]:
    return {CLASS_NAMES[type(fact)] for fact in register.facts} | set(register.keeps.classes)


def register_tables(register: Register) -> dict[str, list[dict[str, Any]]]:
    """Write the facts of a register, by class, in the order of the classes and of the ids."""
    writer = FactReader(make_converter(register.calendar.zone))
    present = _tables_of(register)
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in fact_classes() if name in present}
    for fact in register.facts:
        tables[CLASS_NAMES[type(fact)]].append(_written(writer, fact))
    return tables


def _written(writer: FactReader, fact: Fact) -> dict[str, Any]:
    try:
        return writer.write(fact)
    except InvalidValueError as error:
        raise RecordsError([Mistake(f"{CLASS_NAMES[type(fact)]} `{fact.id}`", str(error))]) from None


_OF_FACT = re.compile(r"(?P<fact>\w+ `.*`)(?:: (?P<field>\w+))?")


def relocated(mistakes: Iterable[Mistake], spots: Mapping[str, Spot], otherwise: str) -> list[Mistake]:
    """Return mistakes about facts (place ``home_visit `v1`: place``) with the places at which the facts stand.

    Args:
        mistakes: as a register raises them.
        spots: where each fact stands, by ``home_visit `v1```.
        otherwise: the place of what is not found there.
    """
    found = []
    for mistake in mistakes:
        match = _OF_FACT.fullmatch(mistake.place)
        if match and match["fact"] in spots:
            found.append(spots[match["fact"]].mistake(match["field"], mistake.text))
        else:
            found.append(Mistake(otherwise or mistake.place, mistake.text))
    return found
