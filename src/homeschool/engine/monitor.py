"""Staying right all day: records come one by one, the clock moves on, and what changes is told."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

import attrs

from homeschool.engine.always import forget_edges
from homeschool.engine.evaluate import checked_packs, latent_of
from homeschool.engine.findings import Findings, Latent
from homeschool.engine.kept import Item
from homeschool.engine.make import Maker, Moments
from homeschool.engine.reach import STRUCTURE
from homeschool.engine.run import Run
from homeschool.engine.scope import Readings, Scope
from homeschool.engine.tally import Tally
from homeschool.engine.waive import refuse_waivers, waivers_by_norm
from homeschool.engine.watch import Source, Watch
from homeschool.errors import InvalidValueError
from homeschool.model.clock import NEVER, Micros, to_micros
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.live import LiveView, Touched
from homeschool.model.records import Waiver
from homeschool.model.register import Register, Row
from homeschool.policy.finding import Finding
from homeschool.policy.pack import Pack

Place = tuple[int, str, Source]
"""Which norm, whose duty, which of them; None: all."""


@attrs.frozen(eq=False, repr=False, slots=False)
class Change:
    """A finding that came, changed or went; what was found is put together when somebody looks.

    Args:
        was: what was found, not yet put together; None where there was nothing.
        is_now: what is found now; None where there is nothing any more.
        because: the ids of the records that made the change; none: the clock alone did.
    """

    was: Latent | None
    is_now: Latent | None
    because: tuple[str, ...] = ()

    @cached_property
    def before(self) -> Finding | None:
        """What was found; None where there was nothing."""
        return None if self.was is None else self.was[1](self.was[2])

    @cached_property
    def after(self) -> Finding | None:
        """What is found now; None where there is nothing any more."""
        return None if self.is_now is None else self.is_now[1](self.is_now[2])

    @property
    def id(self) -> str:
        """The finding's id."""
        finding = self.after or self.before
        assert finding is not None
        return finding.id

    @property
    def is_of_status(self) -> bool:
        """Whether the status changed, and not only what it rests on."""
        return self.was is None or self.is_now is None or self.was[0] is not self.is_now[0]

    def __eq__(self, other: object) -> bool:
        """Tell whether another change is the same: the findings before and after, and what made it."""
        if not isinstance(other, Change):
            return NotImplemented
        return (self.before, self.after, self.because) == (other.before, other.after, other.because)

    def __hash__(self) -> int:
        """Hash by the finding and what made the change."""
        return hash((self.id, self.because))

    def __repr__(self) -> str:
        """Say which finding changed, and its status before and after."""
        before, after = (None if one is None else one[0].value for one in (self.was, self.is_now))
        return f"<Change of {self.id}: {before} to {after}>"


class Monitor:
    """The findings of packs over records that keep coming, at a moment that moves on.

    At every moment it finds what `evaluate` finds over the same records.  Taking in a record costs what the duties
    that it touches cost, however long the history is; a record that says who belongs where (an enrolment, an
    appointment, a circumstance) may touch everything, and everything is looked at anew.

    A monitor belongs to one thread at a time.  It reads no clock: the host moves it on.

    >>> from datetime import date, datetime
    >>> from homeschool import SHANGHAI, Interval, Monitor, Register, SchoolCalendar, SchoolYear, Term, load_pack
    >>> from homeschool.model import School
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> register = Register([School(id="school")], calendar)
    >>> monitor = Monitor(load_pack("work-system"), register, as_of=datetime(2025, 9, 20, tzinfo=SHANGHAI))
    >>> len(monitor.findings.breached) > 0
    True

    Args:
        packs: one pack or several.
        register: the records to begin with.
        as_of: the moment to begin with, an aware instant.
        readings: what the texts leave open and the host decides.

    Raises:
        InvalidValueError: `as_of` has no time zone.
        PackError: a pack made in Python has mistakes.
        NotWaivableError: waivers name norms that cannot be waived; with every one of them.
    """

    def __init__(
        self, packs: Pack | Iterable[Pack], register: Register, *, as_of: datetime, readings: Readings | None = None
    ) -> None:
        self.packs = checked_packs(packs)
        self.readings = readings or Readings()
        refuse_waivers((fact for fact in register.facts if isinstance(fact, Waiver)), self.packs)
        self._view = LiveView(register, as_of=as_of)
        self._due: list[tuple[Micros, int, Place]] = []
        self._numbers = count()
        self._watches: list[Watch] = []
        self._readers: dict[str, list[int]] = {}
        self._counted: dict[type, list[tuple[Tally, Watch]]] = {}
        self._next_day = self._view.clock.day_bounds(self._view.clock.day(self._view.as_of))[1]
        self._begin()

    def __repr__(self) -> str:
        """Say the moment, and nothing of what the records say."""
        return f"<Monitor as of {self.as_of.isoformat()}>"

    @property
    def as_of(self) -> datetime:
        """The moment up to which the monitor has come, inclusive; in the zone of the records."""
        return self._view.clock.moment(self._view.as_of)

    @property
    def register(self) -> Register:
        """All records so far, those recorded later than the moment too, as a register of its own."""
        return self._view.snapshot()

    @property
    def findings(self) -> Findings:
        """What is found at the moment: the same as `evaluate` finds."""
        latent = [one for watch in self._watches for one in watch.latent()]
        return Findings(latent, self.packs, self.as_of)

    @property
    def next_change_at(self) -> datetime | None:
        """The earliest moment at which the clock alone may change a finding; None: it never will.

        Until then nothing changes but by records.  At that moment something may change, or not.
        """
        times = [self._view.next_move, self._next_due(), self._next_coverage()]
        coming = [time for time in times if time is not None]
        return self._view.clock.moment(min(coming)) if coming else None

    def observe(self, *facts: Fact) -> tuple[Change, ...]:
        """Take in records: new ones, later versions of known ones, cancellations, late ones, in any order.

        A record that is already known changes nothing; one that is recorded later than the moment is kept until the
        clock comes to it.

        Returns:
            The findings that changed, each with the records that changed it.

        Raises:
            RecordsError: with every mistake; then nothing is taken in.
            NotWaivableError: a waiver names a norm that cannot be waived; then nothing is taken in.
        """
        if len(facts) == 1 and facts[0].__class__ in self._counted:
            row = self._view.add(facts[0])
            if row is not None:
                return self._count(row)
        refuse_waivers((fact for fact in facts if isinstance(fact, Waiver)), self.packs)
        touched = self._view.take(facts)
        return self._follow(touched, ()) if touched else ()

    def advance(self, as_of: datetime) -> tuple[Change, ...]:
        """Move the clock on, however far, and return the findings that changed.

        Raises:
            InvalidValueError: the moment has no time zone, or lies before the one reached.
        """
        moment = to_micros(as_of)
        if moment < self._view.as_of:
            message = f"expected a moment not before {self.as_of.isoformat()}, not `{as_of.isoformat()}`"
            raise InvalidValueError(message)
        touched, due = self._view.move(moment), self._fallen_due()
        changes = self._follow(touched, due) if touched or due else ()
        if moment < self._next_day:
            return changes
        self._next_day = self._view.clock.day_bounds(self._view.clock.day(moment))[1]
        return (*changes, *self._look_at_large())

    def _begin(self) -> list[Change]:
        """Look at everything anew: who belongs where may have changed."""
        old = [watch.units for watch in self._watches]
        self._view.memory.clear()
        self._watches = list(self._watch_all())
        self._readers = {}
        self._due = []
        changes: list[Change] = []
        for number, watch in enumerate(self._watches):
            watch.units = old[number] if old else {}
            for name in watch.reads.classes:
                self._readers.setdefault(name, []).append(number)
            for subject in list(dict.fromkeys((*watch.units, *watch.subjects()))):
                changes += self._look((number, subject, None), ())
        changes += self._look_at_large()
        self._begin_counting()
        return changes

    def _begin_counting(self) -> None:
        """Tell which classes of records do nothing but count towards plain numbers."""
        self._counted = {}
        for name, known in fact_classes().items():
            watches = [self._watches[number] for number in self._readers.get(name, ())]
            counts = all(one.tally is not None and one.tally.class_name == name and not one.waivers for one in watches)
            if counts and known.family == "event":
                self._counted[known.cls] = [(one.tally, one) for one in watches if one.tally is not None]

    def _count(self, row: Row) -> tuple[Change, ...]:
        """Follow up a new record that does nothing but count towards plain numbers."""
        if row[0] > self._view.as_of:
            return ()
        changes: list[Change] = []
        because = (row[1],)
        for tally, watch in self._counted[row[4].__class__]:
            for subject, source, before, after in tally.count(row, watch.units):
                if after is None:
                    changes += self._look((self._watches.index(watch), subject, source), because)
                else:
                    changes += _changes(watch, before, after, because)
        return tuple(changes)

    def _watch_all(self) -> Iterator[Watch]:
        moments = Moments(self._view)
        waivers = waivers_by_norm(self._view.facts("waiver"))
        for pack in self.packs:
            scope = Scope(self._view, pack.definitions, self.readings)
            for norm in pack.norms:
                if norm.is_checkable:
                    run = Run(scope, norm)
                    yield Watch(run, self._view, Maker(run, moments), waivers.get(norm.id, ()))

    def _follow(self, touched: Sequence[Touched], fallen_due: Iterable[Place]) -> tuple[Change, ...]:
        """Work out anew what records, and the clock, may have touched."""
        if any(one.class_name in STRUCTURE for one in touched):
            ids = tuple([one.id for one in touched])
            return tuple([Change(change.was, change.is_now, ids) for change in self._begin()])
        changes: list[Change] = []
        places: dict[Place, list[str]] = {place: [] for place in fallen_due}
        for one in touched:
            for place in self._touched(one, changes):
                places.setdefault(place, []).append(one.id)
        for place, ids_ in places.items():
            changes += self._look(place, tuple(dict.fromkeys(ids_)))
        return tuple(changes)

    def _touched(self, touched: Touched, changes: list[Change]) -> Iterator[Place]:
        """Yield the duties that a record may touch, but for those that are simply counted on."""
        name, fresh = touched.class_name, touched.fresh
        if name == "waiver":
            yield from self._waived(touched)
        elif _lasts(name):
            for watch in self._watches:
                forget_edges(watch.run.scope)
        has_come = fresh is not None and fresh[0] <= self._view.as_of
        for number in self._readers.get(name, ()):
            watch = self._watches[number]
            tally = watch.tally
            if fresh is None or tally is None or tally.class_name != name or watch.waivers:
                yield from ((number, subject, source) for subject, source in watch.touched(touched))
            elif has_come:
                for subject, source, before, after in tally.count(fresh, watch.units):
                    if after is None:
                        yield number, subject, source
                    else:
                        changes += _changes(watch, before, after, (touched.id,))

    def _waived(self, touched: Touched) -> Iterator[Place]:
        waivers = waivers_by_norm(self._view.facts("waiver"))
        named = {waiver.norm for waiver in touched.versions if isinstance(waiver, Waiver)}
        for number, watch in enumerate(self._watches):
            if watch.run.norm.id in named:
                watch.waivers = waivers.get(watch.run.norm.id, ())
                yield from ((number, subject, None) for subject in watch.units)
        self._begin_counting()

    def _look(self, place: Place, because: tuple[str, ...]) -> Iterator[Change]:
        """Work out anew a duty, or all duties, of a subject, and yield what changed."""
        number, subject, asked = place
        watch, as_of = self._watches[number], self._view.as_of
        for source, before, after in watch.look(subject, asked):
            if after.until < NEVER:
                heappush(self._due, (after.until, next(self._numbers), (number, subject, source)))
            if before.mark != after.mark:
                yield from _changes(watch, before, after, because)
        self._view.as_of = as_of

    def _look_at_large(self) -> Iterator[Change]:
        """Look anew at what cannot be told of norms as a whole."""
        for watch in self._watches:
            before = watch.at_large
            watch.look_at_large()
            if before != watch.at_large:
                yield from _changes(watch, Item((), before, NEVER), Item((), watch.at_large, NEVER), ())

    def _fallen_due(self) -> list[Place]:
        """Return the duties that the clock has come to."""
        places: dict[Place, None] = {}
        while self._due and self._due[0][0] <= self._view.as_of:
            until, _, place = heappop(self._due)
            if self._is_due(until, place):
                places[place] = None
        return list(places)

    def _is_due(self, until: Micros, place: Place) -> bool:
        """Tell whether a duty has not been worked out anew since it was noted down."""
        number, subject, source = place
        item = self._watches[number].unit(subject).items.get(source)
        return item is not None and item.until == until

    def _next_due(self) -> Micros | None:
        while self._due and not self._is_due(self._due[0][0], self._due[0][2]):
            heappop(self._due)
        return self._due[0][0] if self._due else None

    def _next_coverage(self) -> Micros | None:
        """Return when the first calendar next begins or ceases to know the day."""
        register, clock = self._view.register, self._view.clock
        years = (year for one in (register.calendar, *register.calendars.values()) for year in one.years)
        edges = {edge for year in years for edge in (year.period.start, year.period.end) if edge is not None}
        return min((edge for edge in map(clock.midnight, edges) if edge > self._view.as_of), default=None)


def _lasts(class_name: str) -> bool:
    return "until" in fact_classes()[class_name].fields


def _changes(watch: Watch, before: Item, after: Item, because: tuple[str, ...]) -> Iterator[Change]:
    """Yield what changed between what was found of the same duties."""
    was = [latent_of(watch.maker, one) for one in before.found]
    is_now = [latent_of(watch.maker, one) for one in after.found]
    if not (was and is_now):
        yield from (Change(one, None, because) for one in was)
        yield from (Change(None, one, because) for one in is_now)
    elif len(before.duties) == 1 and len(after.duties) == 1 and len(was) == len(is_now) == 1:
        yield Change(was[0], is_now[0], because)
    else:
        old, new = ({make(known).id: (status, make, known) for status, make, known in some} for some in (was, is_now))
        for id_ in dict.fromkeys((*old, *new)):
            change = Change(old.get(id_), new.get(id_), because)
            if change.before != change.after:
                yield change
