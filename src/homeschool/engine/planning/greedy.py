"""Choosing actions one by one: the earliest deadline first, and of its actions the one that discharges the most."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs

from homeschool.engine.planning.bundles import Bundle, Member, Occasion
from homeschool.engine.planning.needs import Need
from homeschool.model.entities import Guardian, Partner, Staff, Student
from homeschool.model.view import View

_PEOPLE = (Staff, Guardian, Student, Partner)


@attrs.define(eq=False)
class Pick:
    """A bundle done on a day by somebody, and those of its members that it is done for."""

    bundle: Bundle
    day: date
    actors: tuple[str, ...]
    serves: list[Member]


@attrs.define(eq=False)
class Load:
    """How much each person already does on each day, and how much each can do.

    A number holds for each person (staff, guardians, students and partners; schools and bodies are many people); a
    mapping for those whom it names, and all others can do any number.
    """

    view: View
    capacity: int | Mapping[str, int]
    done: Counter[tuple[str, date]] = attrs.field(factory=Counter)

    def limit(self, person: str) -> int | None:
        """Return how many actions a day somebody can take part in; None: any number."""
        if not isinstance(self.capacity, int):
            return self.capacity.get(person)
        return self.capacity if isinstance(self.view.get(person), _PEOPLE) else None

    def room(self, person: str, day: date) -> bool:
        """Tell whether somebody can do one thing more on a day."""
        limit = self.limit(person)
        return limit is None or self.done[person, day] < limit

    def choose(self, roles: Sequence[Sequence[str]], day: date) -> tuple[str, ...] | None:
        """Return somebody for each role who has room on a day, who does least; None where somebody is missing."""
        chosen: dict[str, None] = {}
        for role in roles:
            if any(person in chosen for person in role):
                continue
            able = [person for person in role if self.room(person, day)]
            if not able:
                return None
            chosen[min(able, key=lambda person: self.done[person, day])] = None
        return tuple(chosen)

    def take(self, actors: Sequence[str], day: date, *, times: int = 1) -> None:
        """Note that somebody does something on a day; with a negative number that it is called off."""
        for person in actors:
            self.done[person, day] += times


def roles_of(members: Sequence[Member]) -> tuple[tuple[str, ...], ...]:
    """Return the roles that act for some needs, each once; those with the fewest holders first."""
    found = dict.fromkeys(role for member in members for role in member.need.roles)
    return tuple(sorted(found, key=len))


class Greedy:
    """One run of the choice; `picks` are what was chosen, `failed` the findings for which there was no room."""

    def __init__(self, needs: Sequence[Need], bundles: Sequence[Bundle], load: Load) -> None:
        self.needs = needs
        self.load = load
        self.picks: list[Pick] = []
        self.failed: set[str] = set()
        self._missing = [need.count for need in needs]
        self._days: list[Counter[date]] = [Counter() for _ in needs]
        self._picks_for: dict[str, list[Pick]] = {}
        self._bundles: list[list[Bundle]] = [[] for _ in needs]
        for bundle in bundles:
            for member in bundle.members:
                self._bundles[member.number].append(bundle)

    def run(self) -> None:
        """Choose actions for all needs, in their order."""
        for number, need in enumerate(self.needs):
            while self._missing[number] and need.key not in self.failed:
                best = self._best(number)
                if best is None:
                    self._fail(need.key)
                else:
                    self._commit(best)
        self.picks = [pick for pick in self.picks if pick.serves]

    def _best(self, number: int) -> Pick | None:
        found = [pick for bundle in self._bundles[number] for pick in self._picks(bundle, number)]
        return min(found, key=lambda pick: self._rank(pick, number), default=None)

    def _picks(self, bundle: Bundle, number: int) -> Iterator[Pick]:
        """Yield what a bundle can do for a need and others on each day, up to the first day on which it does all."""
        most = sum(bool(self._missing[member.number]) for member in bundle.members)
        for occasion in bundle.occasions:
            found = self._pick(bundle, occasion, number)
            if found is not None:
                yield found
                if len(found.serves) == most and not self._days[number][occasion.day]:
                    return

    def _rank(self, pick: Pick, number: int) -> tuple[int, int, int, date]:
        return -len(pick.serves), self._days[number][pick.day], len(pick.actors), pick.day

    def _pick(self, bundle: Bundle, occasion: Occasion, number: int) -> Pick | None:
        day = occasion.day
        members = [member for member in occasion.members if self._is_served(member, day)]
        first = next((member for member in members if member.number == number), None)
        if first is None:
            return None
        actors = self.load.choose(roles_of(members), day)
        if actors is None:
            members = [member for member in members if member.need.roles == first.need.roles]
            actors = self.load.choose(roles_of(members), day)
        return None if actors is None else Pick(bundle, day, actors, members)

    def _is_served(self, member: Member, day: date) -> bool:
        number, need = member.number, member.need
        if not self._missing[number] or need.key in self.failed:
            return False
        return not self._days[number][day] or need.stacks

    def _commit(self, pick: Pick) -> None:
        self.picks.append(pick)
        self.load.take(pick.actors, pick.day)
        for member in pick.serves:
            self._picks_for.setdefault(member.need.key, []).append(pick)
            self._missing[member.number] -= 1
            self._days[member.number][pick.day] += 1

    def _fail(self, finding: str) -> None:
        """Give a finding up, with what was chosen for it alone."""
        self.failed.add(finding)
        for pick in self._picks_for.pop(finding, ()):
            pick.serves = [member for member in pick.serves if member.need.key != finding]
            if not pick.serves:
                self.load.take(pick.actors, pick.day, times=-1)
