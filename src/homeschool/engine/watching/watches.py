"""All norms, watched over records that keep coming."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import chain

from homeschool.engine.always import forget_edges
from homeschool.engine.evaluate import runs
from homeschool.engine.findings import Latent
from homeschool.engine.scope import Readings
from homeschool.engine.waive import waivers_by_norm
from homeschool.engine.watching.change import Change, told
from homeschool.engine.watching.family import beyond, families, given, is_of_one_family
from homeschool.engine.watching.kept import item_of
from homeschool.engine.watching.reach import carry_over
from homeschool.engine.watching.reads import STRUCTURE
from homeschool.engine.watching.taking import Take, takers
from homeschool.engine.watching.touching import Touching
from homeschool.engine.watching.watch import Asked, Place, Replaced, Watch
from homeschool.model.alarms import Alarms
from homeschool.model.clock import NEVER, Micros
from homeschool.model.collector import collector_paused
from homeschool.model.facts import fact_classes
from homeschool.model.live import LiveView, Touched
from homeschool.model.records import Waiver
from homeschool.model.register import Row
from homeschool.policy.pack import Pack

_MANY = 100
"""So many duties looked at in one step make so many objects that the collector is spared them."""


class Watches:
    """The findings of packs over a live view, each looked at anew where a record or the clock touches it."""

    def __init__(self, packs: Sequence[Pack], view: LiveView, readings: Readings) -> None:
        self._packs = packs
        self._view = view
        self._readings = readings
        self._alarms = Alarms[Place](view.moments)
        self._watches: list[Watch] = []
        self._touching: list[Touching] = []
        self._readers: dict[str, list[int]] = {}
        self._schools: list[tuple[str, bool]] = []
        self._taking: dict[type, Sequence[Take]] = {}

    def latent(self) -> list[Latent]:
        """Return the findings in the order in which an evaluation finds them, none of them put together."""
        return [one for watch in self._watches for one in watch.latent()]

    def begin(self, because: tuple[str, ...] = ()) -> list[Change]:
        """Look at everything anew, because of some records."""
        self._renew()
        changes: list[Change] = []
        for number, watch in enumerate(self._watches):
            changes += self._look_at(number, {(subject, None): because for subject in watch.everybody()})
        return [*changes, *self.look_at_large(because)]

    def _renew(self, ties: Sequence[Touched] = ()) -> None:
        """Begin anew with each norm, for what is remembered of who belongs where may be wrong; keep the findings.

        Where only some `ties` have changed, what is remembered of others than their families goes on being right.
        """
        old = self._watches
        self._view.memory.clear()
        made = runs(self._packs, self._view, self._readings)
        self._watches = [Watch(*one, before=old[number] if old else None) for number, one in enumerate(made)]
        if ties:
            family = families(self._view, ties).keys()
            scopes = {
                id(new.run.scope): (was.run.scope, new.run.scope) for was, new in zip(old, self._watches, strict=True)
            }
            for before, after in scopes.values():
                carry_over(before, after, family)
        self._touching = [Touching(watch) for watch in self._watches]
        self._readers = {}
        for number, watch in enumerate(self._watches):
            for name in watch.reads.classes:
                self._readers.setdefault(name, []).append(number)
        self._begin_taking()

    def _begin_taking(self) -> None:
        """Tell how each norm takes in new events of each class that it reads."""
        self._taking = {}
        for name, known in fact_classes().items():
            if known.family == "event":
                readers = [(number, self._touching[number]) for number in self._readers.get(name, ())]
                self._taking[known.cls] = takers(self._view, readers, name, self._told)

    def take(self, row: Row) -> tuple[Change, ...]:
        """Follow up a new event."""
        changes: list[Change] = []
        for take in self._taking[row[4].__class__]:
            for place in take(row, changes):
                changes += self._look(place, (row[1],))
        return tuple(changes) if changes else ()

    def follow(self, touched: Sequence[Touched], due: Sequence[Place]) -> tuple[Change, ...]:
        """Look anew at what records may have touched, and at what the clock has come to."""
        ties = [one for one in touched if one.class_name in STRUCTURE]
        with collector_paused() if ties or len(touched) + len(due) > _MANY else nullcontext():
            if all(map(is_of_one_family, ties)):
                return self._follow(touched, due, ties)
            return tuple(self.begin(tuple([one.id for one in touched])))

    def _follow(self, touched: Sequence[Touched], due: Sequence[Place], ties: Sequence[Touched]) -> tuple[Change, ...]:
        """Look anew at what the clock has come to, and at what records may have touched, `ties` among them."""
        places: dict[Place, dict[str, None]] = {place: {} for place in due}
        if ties:
            if not all(tie.stands_as_before for tie in ties):
                self._renew(ties)
            ids = tuple([one.id for one in ties])
            places |= {place: dict.fromkeys(ids) for place in self._tied(ties)}
        for one in touched:
            for place in self._touched(one):
                places.setdefault(place, {})[one.id] = None
        changes: list[Change] = []
        for number, asked in _by_norm(places).items():
            changes += self._look_at(number, asked)
        return (*changes, *self.look_at_large()) if ties else tuple(changes)

    def _tied(self, ties: Sequence[Touched]) -> Iterator[Place]:
        """Yield whose duties may be others now that people belong elsewhere."""
        family = families(self._view, ties)
        roles = [(tie, {role for fact in tie.versions for role in given(fact)}) for tie in ties]
        for number, watch in enumerate(self._watches):
            far = [beyond(watch, *tie) for tie in roles]
            yield from ((number, id_, None) for id_ in dict.fromkeys(chain(family, *far)) if watch.knows(id_))

    def _touched(self, touched: Touched) -> Iterator[Place]:
        """Yield the duties that a record may touch."""
        name = touched.class_name
        if name == "waiver":
            yield from self._waived(touched)
        elif fact_classes()[name].lasts:
            for watch in self._watches:
                forget_edges(watch.run.scope)
        for number in self._readers.get(name, ()):
            yield from ((number, *place) for place in self._touching[number].places(touched))

    def _waived(self, touched: Touched) -> Iterator[Place]:
        waivers = waivers_by_norm(self._view.facts("waiver"))
        named = {waiver.norm for waiver in touched.versions if isinstance(waiver, Waiver)}
        for number, watch in enumerate(self._watches):
            if watch.run.norm.id in named:
                watch.waivers = waivers.get(watch.run.norm.id, ())
                yield from ((number, subject, None) for subject in watch.ledger.items)

    def _look(self, place: Place, because: tuple[str, ...]) -> Iterable[Change]:
        """Look anew at a duty, or all duties, of a subject, and return what changed."""
        return self._look_at(place[0], {place[1:]: because})

    def _look_at(self, number: int, asked: Mapping[Asked, tuple[str, ...]]) -> list[Change]:
        """Look anew at duties under one norm, each asked about because of some records, and return what changed."""
        watch, as_of = self._watches[number], self._view.as_of
        changes: list[Change] = []
        for subject, asked_for, replaced in watch.look(asked):
            changes += self._told((number, subject, replaced[0]), replaced, asked[subject, asked_for])
        self._view.as_of = as_of
        return changes

    def _told(self, place: Place, replaced: Replaced, because: tuple[str, ...]) -> Iterable[Change]:
        """Set the alarm of a duty that was looked at anew, and return what changed."""
        _, before, after = replaced
        if after.until < NEVER and after.until != before.until:
            self._alarms.set(after.until, place)
        if before.duty is None and after.duty is None:
            return ()
        return told(self._watches[place[0]].maker, before, after, because)

    def due(self, passed: Iterable[Micros]) -> Sequence[Place]:
        """Return the duties that are to be looked at now that some moments have passed."""
        return [place for moment, place in self._alarms.take(passed) if self._waits(place, moment)]

    def wait_for(self, moment: Micros) -> bool:
        """Tell whether any duty is to be looked at when a moment comes; forget those that were set anew."""
        places = self._alarms.at(moment)
        while places and not self._waits(places[-1], moment):
            places.pop()
        return bool(places)

    def _waits(self, place: Place, moment: Micros) -> bool:
        """Tell whether a duty is still to be looked at when a moment comes: it may have been set anew."""
        number, subject, source = place
        item = self._watches[number].ledger.of(subject).get(source)
        return item is not None and item.until == moment

    def look_at_large(self, because: tuple[str, ...] = ()) -> list[Change]:
        """Look anew at what cannot be told of norms as a whole, where schools or what their calendars know changed."""
        day = self._view.clock.day(self._view.as_of)
        schools = [(fact.id, self._view.calendar_of(fact.id).covers(day)) for fact in self._view.facts("school")]
        if schools == self._schools:
            return []
        self._schools = schools
        changes: list[Change] = []
        for watch in self._watches:
            before = watch.at_large
            watch.look_at_large()
            if before != watch.at_large:
                found = (item_of(before, NEVER), item_of(watch.at_large, NEVER))
                changes += told(watch.maker, *found, because)
        return changes


def _by_norm(places: Mapping[Place, Iterable[str]]) -> Mapping[int, Mapping[Asked, tuple[str, ...]]]:
    """Return places, and what touched them, by norm; those left out of whose subjects all duties are looked at."""
    found: dict[int, dict[Asked, tuple[str, ...]]] = {}
    for (number, subject, source), by in places.items():
        asked = found.setdefault(number, {})
        key = subject, None if (number, subject, None) in places else source
        asked[key] = tuple(dict.fromkeys((*asked[key], *by))) if key in asked else tuple(by)
    return found
