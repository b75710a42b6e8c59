"""Records that keep coming, at a moment that moves on: what stands is brought up to date record by record."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from homeschool.errors import Mistake, RecordsError
from homeschool.model.alarms import Alarms, Moments
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.fitting import mistakes_of
from homeschool.model.intake import Intake
from homeschool.model.register import Register, Row, clash, recorded, span
from homeschool.model.view import Cancelled, View, cancellation

Version = tuple[Micros, Fact]
"""When a version of a record was recorded, and the version."""


@attrs.define(eq=False)
class Touched:
    """A record that stands otherwise than before, or that has come to its time.

    Args:
        id: the record's id.
        class_name: its class.
        versions: all its versions, those not yet recorded too.
        fresh: how it stands, if nothing was known of it before.
        stands_as_before: whether it has but come to its time.
        is_of_field: whether that is not the time of what happened, but another that it tells in one of its fields.
    """

    id: str
    class_name: str
    versions: tuple[Fact, ...]
    fresh: Row | None = None
    stands_as_before: bool = False
    is_of_field: bool = False


class LiveView(View):
    """A view to which records are added and whose moment moves on.

    Taking in a record costs what its own links cost, however many records there are.

    Args:
        register: the records to begin with.
        as_of: the moment to begin with, an aware instant.

    Attributes:
        moments: the moments to come at which the clock may change something.
        moves: the ids of the records that then come to stand otherwise, or to a time.
    """

    def __init__(self, register: Register, *, as_of: datetime) -> None:
        super().__init__(register, as_of=as_of)
        self._versions: dict[str, Sequence[Version]] = dict(register.versions)
        self._stood: dict[str, Row | None] = {}  # all that are known; None: a record does not stand now
        self._intakes = {name: Intake(known, self._class_of) for name, known in fact_classes().items()}
        self._events = {
            known.cls: self._intakes[name] for name, known in fact_classes().items() if known.family == "event"
        }
        self._gone: dict[str, dict[str, Cancelled]] = {name: {} for name in fact_classes()}
        self.moments = Moments()
        self.moves = Alarms[str](self.moments)
        standing: dict[str, list[Row]] = {name: [] for name in self._intakes}
        for id_ in self._versions:
            row = self._stood[id_] = self._row(id_)
            if row is not None:
                standing[_name(row[4])].append(row)
        for name, rows in standing.items():
            self._intakes[name].begin(rows)

    def snapshot(self) -> Register:
        """Return all records, those recorded later too, as a register."""
        facts = [fact for id_ in self._stood for _, fact in self._known(id_)]
        register = self.register
        return Register(facts, register.calendar, register.calendars, register.keeps, register.follows)

    def take(self, facts: Iterable[Fact]) -> list[Touched]:
        """Take in records and later versions of records; what is known already changes nothing.

        Raises:
            RecordsError: with every mistake; then none of the facts is taken in.
        """
        new = self._checked(facts)
        fresh = {id_ for id_ in new if not self._known(id_)}
        self._versions |= new
        touched = []
        for id_, versions in new.items():
            self._renew(id_)
            if versions[0][0] <= self.as_of:
                touched.append(self._touched(id_))
                touched[-1].fresh = self._stood.get(id_) if id_ in fresh else None
        return touched

    def add(self, fact: Any) -> Row | None:
        """Take in an event of which nothing was known, that fits, and that stands from now on; return how it stands.

        Any other record is not taken in, and None is returned.
        """
        intake, id_ = self._events.get(fact.__class__), fact.id
        if intake is None or id_ in self._stood or fact.cancelled:
            return None
        (low, high), as_of = self.clock.bounds(fact.occurred), self.as_of
        at = low if fact.recorded_at is None else self.clock.start(fact.recorded_at)
        row = (low, id_, high, at, fact)
        if at > as_of or not intake.insert(row):
            return None
        self._stood[id_] = row
        if low > as_of:
            self.moves.set(low, id_)
        if intake.timed:
            self._note_times(id_, fact, intake)
        return row

    def move(self, as_of: Micros, passed: Iterable[Micros]) -> Sequence[Touched]:
        """Move on past some moments, and return the records that now stand otherwise or have come to their time."""
        self.as_of = as_of
        moments: dict[str, list[Micros]] = {}
        for moment, id_ in sorted(self.moves.take(passed)):
            moments.setdefault(id_, []).append(moment)
        touched = []
        for id_, those in moments.items():
            has_changed = self._renew(id_)
            one = self._touched(id_)
            row = self._stood[id_]
            one.stands_as_before = not has_changed and row is not None
            one.is_of_field = one.stands_as_before and row is not None and row[0] not in those
            touched.append(one)
        return touched

    def _class_of(self, id_: str) -> str | None:
        row = self._stood.get(id_)
        if row is not None:
            return _name(row[4])
        known = self._versions.get(id_)
        return None if known is None else _name(known[0][1])

    def _known(self, id_: str) -> Sequence[Version]:
        """Return all versions of a record; of one that has but one, and stands, only its row is kept."""
        versions = self._versions.get(id_)
        if versions is not None:
            return versions
        row = self._stood.get(id_)
        return () if row is None else ((row[3], row[4]),)

    def _touched(self, id_: str) -> Touched:
        versions = tuple([fact for _, fact in self._known(id_)])
        return Touched(id_, _name(versions[0]), versions)

    def _checked(self, facts: Iterable[Fact]) -> dict[str, list[Version]]:
        """Return the versions of all records that the facts add to, once they are known to fit."""
        new: dict[str, list[Version]] = {}
        added: list[Fact] = []
        mistakes: list[Mistake] = []
        for fact in facts:
            version = (recorded(fact, self.clock), fact)
            same = new.get(fact.id)
            if same is None:
                same = list(self._known(fact.id))
            if version not in same:
                mistakes += clash(version[0], fact, same) if same else ()
                same.append(version)
                same.sort(key=_recorded)
                new[fact.id] = same
                added.append(fact)

        def class_of(id_: str) -> str | None:
            return _name(new[id_][0][1]) if id_ in new else self._class_of(id_)

        mistakes += [mistake for fact in added for mistake in mistakes_of(fact, class_of)]
        if mistakes:
            raise RecordsError(mistakes)
        return new

    def _row(self, id_: str) -> Row | None:
        """Return how a record stands now, note when it next may stand otherwise, and how it was cancelled."""
        versions = self._known(id_)
        if len(versions) == 1:
            known = 1 if versions[0][0] <= self.as_of else 0
        else:
            known = bisect_right(versions, self.as_of, key=_recorded)
        if known < len(versions):
            self.moves.set(versions[known][0], id_)
        fact, gone = versions[known - 1][1] if known else None, self._gone[_name(versions[0][1])]
        if fact is None or getattr(fact, "cancelled", False):
            cancelled = cancellation(versions[:known])
            if cancelled is not None:
                gone[id_] = cancelled
            return None
        gone.pop(id_, None)
        return self._spanned(fact, versions[known - 1][0], span(fact, self.clock))

    def _spanned(self, fact: Fact, at: Micros, bounds: Bounds) -> Row:
        """Return the row of a version recorded `at`, and note the times that it comes to."""
        id_, name, as_of = fact.id, _name(fact), self.as_of
        low, high = bounds
        if low > as_of:
            self.moves.set(low, id_)
        if fact_classes()[name].lasts and as_of < high < NEVER:
            self.moves.set(high, id_)
            high = NEVER
        self._note_times(id_, fact, self._intakes[name])
        return low, id_, high, at, fact

    def _note_times(self, id_: str, fact: Fact, intake: Intake) -> None:
        """Note the times beside its span that a record comes to."""
        for field in intake.timed:
            when = getattr(fact, field)
            if when is not None and (start := self.clock.start(when)) > self.as_of:
                self.moves.set(start, id_)

    def _renew(self, id_: str) -> bool:
        """Bring up to date how a record stands, and tell whether it stands otherwise."""
        intake = self._intakes[_name(self._known(id_)[0][1])]
        before, after = self._stood.get(id_), self._row(id_)
        self._stood[id_] = after
        if before == after:
            return False
        if before is not None:
            intake.remove(before)
        if after is not None:
            is_put_in = intake.insert(after)
            assert is_put_in, "only what fits is taken in"
        return True

    def get(self, id_: str) -> Any:
        """Return the standing record with an id, or None where none stands."""
        row = self._stood.get(id_)
        return None if row is None else row[4]

    def row(self, id_: str) -> Row:
        """Return how a standing record stands."""
        row = self._stood[id_]
        assert row is not None
        return row

    def rows(self, class_name: str) -> Sequence[Row]:
        """Return the standing records of a class, planned ones too, each with its span, in order of time and id."""
        return self._intakes[class_name].table

    def facts(self, class_name: str) -> Sequence[Any]:
        """Return the standing records of a class, planned ones too, in order of time and id."""
        return [row[4] for row in self._intakes[class_name].table]

    def cancelled(self, class_name: str, id_: str | None = None) -> Sequence[Cancelled]:
        """Return the records of a class, or the one with an id, that once stood and were cancelled by now."""
        gone = self._gone[class_name]
        if id_ is None:
            return tuple(gone.values())
        return (gone[id_],) if id_ in gone else ()

    def is_as_recorded(self, class_name: str) -> bool:  # noqa: ARG002 - of no class: records keep coming
        """Tell that what stands is not what the register that it began with has recorded."""
        return False

    def linked_rows(self, class_name: str, field: str) -> Mapping[str, list[Row]]:
        """Return the standing records of a class, each with its span, by the entity that a field names."""
        return self._intakes[class_name].by_entity(field)

    def may_reach(self, class_name: str, moment: Micros) -> bool:
        """Tell whether a record of a class may last beyond a moment."""
        return self._intakes[class_name].last_end > moment

    def first_recorded(self, id_: str) -> Micros:
        """Return when the first version of a record was recorded."""
        return self._known(id_)[0][0]


def _recorded(version: Version) -> Micros:
    return version[0]


def _name(fact: Fact) -> str:
    return CLASS_NAMES[fact.__class__]
