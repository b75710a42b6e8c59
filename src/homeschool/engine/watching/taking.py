"""New events, each taken in under every norm that reads its class, in the shortest way that the norm allows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter

from homeschool.engine.watching.change import Change
from homeschool.engine.watching.opening import Opening, opens_on
from homeschool.engine.watching.tally import Tally, counts_on
from homeschool.engine.watching.touching import Touching
from homeschool.engine.watching.watch import Place, Replaced
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.live import LiveView, Touched
from homeschool.model.register import Row, ids_in

Take = Callable[[Row, list[Change]], Iterable[Place]]
"""Takes in a new event: notes what changes, and returns the duties that have to be looked at anew."""
Tell = Callable[[Place, Replaced, tuple[str, ...]], Iterable[Change]]
"""Tells what changed of a duty, and by which records."""


def takers(view: LiveView, norms: Sequence[tuple[int, Touching]], class_name: str, tell: Tell) -> Sequence[Take]:
    """Return what takes in the new events of a class under some norms, each given with its number."""
    found: list[Take] = []
    by_field: dict[str, list[tuple[int, Tally]]] = defaultdict(list)
    for number, touching in norms:
        watch = touching.watch
        if counts_on(watch, class_name):
            tally = Tally(watch, view, class_name)
            if tally.is_direct:
                by_field[tally.field].append((number, tally))
            else:
                found.append(partial(_count, number, tally))
        elif opens_on(watch, class_name):
            found.append(partial(_open, number, Opening(watch, class_name), tell))
        else:
            found.append(partial(_touch, number, touching))
    return [*(Tallies(view, field, tallies).count for field, tallies in by_field.items()), *found]


def _count(number: int, tally: Tally, row: Row, changes: list[Change]) -> Iterable[Place]:
    doubts = tally.count(row, changes)
    return [(number, *doubt) for doubt in doubts] if doubts else ()


def _open(number: int, opening: Opening, tell: Tell, row: Row, changes: list[Change]) -> Iterable[Place]:
    for subject, opened in opening.open(row):
        changes += tell((number, subject, opened[0]), opened, (row[1],))
    return ()


def _touch(number: int, touching: Touching, row: Row, _: list[Change]) -> Iterable[Place]:
    fact = row[4]
    if not touching.may_touch(fact):
        return ()
    places = dict.fromkeys(touching.places(Touched(row[1], CLASS_NAMES[fact.__class__], (fact,))))
    return [(number, *place) for place in places]


class Tallies:
    """Counts new facts of one class towards what is owed under the norms whose subjects they name in one field.

    Args:
        view: the records.
        field: the field.
        tallies: what counts under each norm, with its number.
    """

    def __init__(self, view: LiveView, field: str, tallies: Sequence[tuple[int, Tally]]) -> None:
        self._view = view
        self._named = attrgetter(field)
        self._tallies = [(number, one.ledger, one.ledger.open.get, one.alone, one.count_for) for number, one in tallies]

    def count(self, row: Row, changes: list[Change]) -> Iterable[Place]:
        """Note what changes by a new fact, and return the duties of which that cannot be told."""
        low, _, _, _, fact = row
        if low > self._view.as_of:
            return ()
        doubts: list[Place] = []
        ids = self._named(fact)
        if ids.__class__ is not tuple or len(ids) != 1 or ids[0].__class__ is not str:
            ids = dict.fromkeys(ids_in(ids))
        for id_ in ids:
            for number, ledger, still_open, ask_alone, count_for in self._tallies:
                items = still_open(id_) if low > ledger.latest else ledger.open_at(id_, low)
                if items:
                    alone = ask_alone(fact)
                    if alone is not False and (found := count_for(id_, items, (row, alone), changes)):
                        doubts += [(number, *doubt) for doubt in found]
        return doubts
