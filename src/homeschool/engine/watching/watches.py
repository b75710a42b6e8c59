"""All norms, watched over records that keep coming."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from homeschool.engine.always import forget_edges
from homeschool.engine.evaluate import runs
from homeschool.engine.findings import Latent
from homeschool.engine.scope import Readings
from homeschool.engine.waive import waivers_by_norm
from homeschool.engine.watching.alarms import Alarms
from homeschool.engine.watching.change import Change, changes_of
from homeschool.engine.watching.kept import Item
from homeschool.engine.watching.reach import STRUCTURE
from homeschool.engine.watching.tally import Counted, Tally
from homeschool.engine.watching.watch import Source, Watch
from homeschool.model.clock import NEVER, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.live import LiveView, Touched
from homeschool.model.records import Waiver
from homeschool.model.register import Row
from homeschool.policy.pack import Pack

Place = tuple[int, str, Source]
"""Which norm, whose duty, which of them; None: all."""


class Watches:
    """The findings of packs over a live view, each looked at anew where a record or the clock touches it.

    `counting` are the classes whose new records do nothing but count towards plain numbers, with the norms that count.
    """

    def __init__(self, packs: Sequence[Pack], view: LiveView, readings: Readings) -> None:
        self._packs = packs
        self._view = view
        self._readings = readings
        self.alarms = Alarms[Place](self._until)
        self._watches: list[Watch] = []
        self._readers: dict[str, list[int]] = {}
        self.counting: Mapping[type, Sequence[tuple[int, Tally]]] = {}

    def latent(self) -> list[Latent]:
        """Return the findings in the order in which an evaluation finds them, none of them put together."""
        return [one for watch in self._watches for one in watch.latent()]

    def begin(self) -> list[Change]:
        """Look at everything anew: who belongs where may have changed."""
        old = self._watches
        self._view.memory.clear()
        made = runs(self._packs, self._view, self._readings)
        self._watches = [Watch(run, self._view, maker, waivers) for run, maker, waivers in made]
        self._readers = {}
        changes: list[Change] = []
        for number, watch in enumerate(self._watches):
            if old:
                watch.carry_on(old[number])
            for name in watch.reads.classes:
                self._readers.setdefault(name, []).append(number)
            for subject in list(dict.fromkeys((*watch.units, *watch.subjects()))):
                changes += self._look((number, subject, None), ())
        self._begin_counting()
        return [*changes, *self.look_at_large()]

    def _begin_counting(self) -> None:
        """Tell which classes of records do nothing but count towards plain numbers."""
        counting: dict[type, Sequence[tuple[int, Tally]]] = {}
        for name, known in fact_classes().items():
            numbers = self._readers.get(name, ())
            counts = [(number, tally) for number in numbers if (tally := self._tally(number, name)) is not None]
            if known.family == "event" and len(counts) == len(numbers):
                counting[known.cls] = counts
        self.counting = counting

    def _tally(self, number: int, class_name: str) -> Tally | None:
        watch = self._watches[number]
        is_counted = watch.tally is not None and watch.tally.class_name == class_name and not watch.waivers
        return watch.tally if is_counted else None

    def count(self, row: Row) -> tuple[Change, ...]:
        """Follow up a new record of a class that does nothing but count towards plain numbers."""
        if row[0] > self._view.as_of:
            return ()
        changes: list[Change] = []
        for number, tally in self.counting[row[4].__class__]:
            counted = tally.count(row)
            if counted:
                for place in self._counted(number, counted, row[1], changes):
                    changes += self._look(place, (row[1],))
        return tuple(changes)

    def _counted(self, number: int, counted: Iterable[Counted], id_: str, changes: list[Change]) -> Iterator[Place]:
        """Note what a new record changes by counting, and yield the duties of which that cannot be told."""
        maker = self._watches[number].maker
        for subject, source, before, after in counted:
            if after is None:
                yield number, subject, source
            else:
                changes += changes_of(maker, before, after, (id_,))

    def follow(self, touched: Sequence[Touched], due: Iterable[Place]) -> tuple[Change, ...]:
        """Look anew at what records may have touched, and at what the clock has come to."""
        if any(one.class_name in STRUCTURE for one in touched):
            ids = tuple([one.id for one in touched])
            return tuple([Change(change.was, change.is_now, ids) for change in self.begin()])
        changes: list[Change] = []
        places: dict[Place, list[str]] = {place: [] for place in due}
        for one in touched:
            fresh = one.fresh if len(touched) == 1 else None
            for place in self._touched(one, fresh, changes):
                places.setdefault(place, []).append(one.id)
        for place, ids_ in places.items():
            changes += self._look(place, tuple(dict.fromkeys(ids_)))
        return tuple(changes)

    def _touched(self, touched: Touched, fresh: Row | None, changes: list[Change]) -> Iterator[Place]:
        """Yield the duties that a record may touch; what a `fresh` one simply counts towards is told at once."""
        name = touched.class_name
        if name == "waiver":
            yield from self._waived(touched)
        elif fact_classes()[name].lasts:
            for watch in self._watches:
                forget_edges(watch.run.scope)
        for number in self._readers.get(name, ()):
            tally = None if fresh is None else self._tally(number, name)
            if fresh is None or tally is None:
                yield from ((number, *place) for place in self._watches[number].touched(touched))
            elif fresh[0] <= self._view.as_of:
                yield from self._counted(number, tally.count(fresh), touched.id, changes)

    def _waived(self, touched: Touched) -> Iterator[Place]:
        waivers = waivers_by_norm(self._view.facts("waiver"))
        named = {waiver.norm for waiver in touched.versions if isinstance(waiver, Waiver)}
        for number, watch in enumerate(self._watches):
            if watch.run.norm.id in named:
                watch.waivers = waivers.get(watch.run.norm.id, ())
                yield from ((number, subject, None) for subject in watch.units)
        self._begin_counting()

    def _look(self, place: Place, because: tuple[str, ...]) -> Iterator[Change]:
        """Look anew at a duty, or all duties, of a subject, and yield what changed."""
        number, subject, asked = place
        watch, as_of = self._watches[number], self._view.as_of
        for source, before, after in watch.look(subject, asked):
            if after.until < NEVER and after.until != before.until:
                self.alarms.set(after.until, (number, subject, source))
            if before.mark != after.mark:
                yield from changes_of(watch.maker, before, after, because)
        self._view.as_of = as_of

    def _until(self, place: Place) -> Micros | None:
        number, subject, source = place
        unit = self._watches[number].units.get(subject)
        item = None if unit is None else unit.items.get(source)
        return None if item is None else item.until

    def look_at_large(self) -> list[Change]:
        """Look anew at what cannot be told of norms as a whole."""
        changes: list[Change] = []
        for watch in self._watches:
            before = watch.at_large
            watch.look_at_large()
            if before != watch.at_large:
                found = (Item((), before, NEVER), Item((), watch.at_large, NEVER))
                changes += changes_of(watch.maker, *found, ())
        return changes
