"""Which needs one action can meet: bundles of needs whose asks one fact can surely meet together.

Facts that do not spread (a visit, a contact, an entry) are shared only by duties about one and the same target.  What
is made known to many or done with many (a notice, a meeting) may serve several targets of one school if the same people
act; at a gathering those who only take part may be others.  A merge that is not proved is not made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import attrs

from homeschool.engine.planning.asks import Ask, Asks
from homeschool.engine.planning.days import Days
from homeschool.engine.planning.draft import draft
from homeschool.engine.planning.needs import FactShape, Need, is_met
from homeschool.model.clock import Bounds, Clock
from homeschool.model.facts import fact_classes
from homeschool.model.view import View

GATHERINGS = frozenset({"activity", "meeting"})
_MOST_CLIQUES = 64
"""So many maximal merges of one group are looked at; what is left out is still planned, on its own."""
_MOST_SEARCHED = 80
"""In groups with more different asks than this, each merge is grown from one of them and not searched for."""


@attrs.frozen(eq=False)
class Member:
    """A need, by its number, in one of its shapes."""

    number: int
    need: Need
    shape: FactShape


@attrs.frozen(eq=False)
class Occasion:
    """Members of a bundle that can be met by one fact on a day: their windows share a moment of it."""

    day: date
    members: tuple[Member, ...]


@attrs.define(eq=False, slots=False)
class Bundle:
    """Needs that one fact of a class can meet together, where their windows meet."""

    class_name: str
    members: tuple[Member, ...]
    clock: Clock

    @cached_property
    def occasions(self) -> Sequence[Occasion]:
        """The days on which it can be done, the earliest first, each with the members that can then be met at once."""
        by_day: dict[date, list[Member]] = {}
        for member in self.members:
            for day in member.shape.days:
                by_day.setdefault(day, []).append(member)
        return [
            Occasion(day, together)
            for day in sorted(by_day)
            for together in _together(by_day[day], self.clock.day_bounds(day))
        ]


def _together(members: Sequence[Member], day: Bounds) -> Iterable[tuple[Member, ...]]:
    """Return the largest sets of members whose windows share a moment of a day."""
    windows = [(max(member.need.window[0], day[0]), min(member.need.window[1], day[1])) for member in members]
    found = {
        frozenset(index for index, (low, high) in enumerate(windows) if low <= start < high) for start, _ in windows
    }
    largest = sorted(sorted(one) for one in found if not any(one < other for other in found))
    return [tuple(members[index] for index in one) for one in largest]


@attrs.define(eq=False)
class _Kind:
    """Members that ask the same of a fact and of who acts."""

    asks: Asks
    roles: tuple[tuple[str, ...], ...]
    in_person: bool
    members: list[Member]

    @property
    def targets(self) -> frozenset[str]:
        return frozenset(member.shape.target for member in self.members)


def merged(asks: Iterable[Asks]) -> tuple[Ask, ...]:
    """Return what several lists of asks ask together, each thing once."""
    return tuple(dict.fromkeys(ask for one in asks for ask in one))


def bundles(view: View, days: Days, needs: Sequence[Need]) -> list[Bundle]:
    """Return the largest bundles found among needs; every need is in one at least, if on its own."""
    found: list[Bundle] = []
    known: dict[tuple[str, Asks], bool] = {}
    for (class_name, *_), members in _groups(needs).items():
        kinds = _kinds(members)
        seen: set[tuple[int, ...]] = set()
        for chosen in _merges(_Merging(view, class_name, known), kinds):
            for bundle in _proved(view, days, class_name, [kinds[index] for index in chosen]):
                key = tuple(sorted(member.number for member in bundle.members))
                if key not in seen:
                    seen.add(key)
                    found.append(bundle)
    return found


def _groups(needs: Sequence[Need]) -> Mapping[tuple[str, ...], list[Member]]:
    found: dict[tuple[str, ...], list[Member]] = {}
    for number, need in enumerate(needs):
        for shape in need.shapes:
            spreads = fact_classes()[shape.class_name].spreads
            place = f"school {need.school}" if spreads else f"about {shape.target}"
            found.setdefault((shape.class_name, place), []).append(Member(number, need, shape))
    return found


def _kinds(members: Iterable[Member]) -> list[_Kind]:
    found: dict[object, _Kind] = {}
    for member in members:
        need = member.need
        key = (member.shape.asks, need.roles, need.in_person)
        kind = found.setdefault(key, _Kind(member.shape.asks, need.roles, need.in_person, []))
        kind.members.append(member)
    return list(found.values())


@attrs.frozen(eq=False)
class _Merging:
    view: View
    class_name: str
    known: dict[tuple[str, Asks], bool]

    def go_together(self, kinds: Sequence[_Kind]) -> bool:
        """Tell whether one fact can be all that some kinds of members ask, and the right people do it."""
        for index, one in enumerate(kinds):
            if not all(self._share_actors(one, other) for other in kinds[index + 1 :]):
                return False
        asks = merged(kind.asks for kind in kinds)
        found = self.known.get((self.class_name, asks))
        if found is None:
            found = self.known[self.class_name, asks] = draft(self.view, self.class_name, asks, ()) is not None
        return found

    def _share_actors(self, one: _Kind, other: _Kind) -> bool:
        if one.roles == other.roles:
            return True
        if self.class_name in GATHERINGS and (one.in_person or other.in_person):
            return True
        return len(one.targets) == 1 and one.targets == other.targets


def _merges(merging: _Merging, kinds: Sequence[_Kind]) -> Iterator[tuple[int, ...]]:
    """Yield sets of kinds that go together, by their places: maximal ones, and each kind in one at least."""
    if len(kinds) > _MOST_SEARCHED:
        for index in range(len(kinds)):
            yield _grown(merging, kinds, [index])
        return
    numbers = range(len(kinds))
    beside = {
        one: {two for two in numbers if two != one and merging.go_together([kinds[one], kinds[two]])} for one in numbers
    }
    for count, clique in enumerate(_cliques(beside)):
        if count == _MOST_CLIQUES:
            break
        if merging.go_together([kinds[index] for index in clique]):
            yield tuple(clique)
        else:
            yield from (_grown(merging, kinds, [index], clique) for index in clique)
    yield from ((index,) for index in numbers)


def _grown(
    merging: _Merging, kinds: Sequence[_Kind], start: list[int], among: Iterable[int] | None = None
) -> tuple[int, ...]:
    """Return kinds that go together: those given, and whatever else still does, in order."""
    chosen = list(start)
    for index in range(len(kinds)) if among is None else among:
        if index not in chosen and merging.go_together([kinds[one] for one in (*chosen, index)]):
            chosen.append(index)
    return tuple(sorted(chosen))


def _cliques(beside: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """Yield the maximal sets of places all of which are beside each other (Bron and Kerbosch, with a pivot)."""
    stack: list[tuple[list[int], set[int], set[int]]] = [([], set(beside), set())]
    while stack:
        chosen, open_, done = stack.pop()
        if not open_ and not done:
            yield sorted(chosen)
            continue
        pivot = max(sorted(open_ | done), key=lambda one: len(beside[one] & open_))
        branches = []
        for one in sorted(open_ - beside[pivot]):
            branches.append(([*chosen, one], open_ & beside[one], done & beside[one]))
            open_ = open_ - {one}
            done = done | {one}
        stack.extend(reversed(branches))


def _proved(view: View, days: Days, class_name: str, kinds: Sequence[_Kind]) -> Iterator[Bundle]:
    """Yield the bundle of those members for which the engine counts a fact that asks for all."""
    members = [member for kind in kinds for member in kind.members]
    if len(kinds) > 1:
        asks = merged(kind.asks for kind in kinds)
        members = [member for member in members if is_met(days, member.need, member.shape, asks)]
    chosen: dict[int, Member] = {}
    for member in members:
        chosen.setdefault(member.number, member)
    if chosen:
        yield Bundle(class_name, tuple(chosen.values()), view.clock)
