"""Choosing the fewest actions with HiGHS, a solver of mixed-integer problems (the extra ``plan``).

Which bundles are done on which days by whom are whole numbers to be found: so many that as many findings as possible
are kept, and then as few as possible.  Needs that share no bundle and nobody whose time is short are solved apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import islice, product
from math import inf
from types import ModuleType

import attrs

from homeschool.engine.planning.bundles import Bundle, Member
from homeschool.engine.planning.greedy import Greedy, Load, Pick, roles_of
from homeschool.engine.planning.needs import Need
from homeschool.errors import MissingExtraError

MOST_COLUMNS = 20_000
"""Parts with more possible actions than this are left as the greedy choice has them."""
_MOST_NODES = 2_000
_MOST_CASTS = 6
"""So many ways of choosing who acts are looked at for one bundle on one day."""


def solve(needs: Sequence[Need], bundles: Sequence[Bundle], load: Load, greedy: Greedy) -> list[Pick]:
    """Return the least number of picks that keeps the most findings, of those that the bundles allow.

    Args:
        needs: what is needed.
        bundles: what can be met together.
        load: how much each person can do; what the greedy choice took is not counted.
        greedy: the greedy choice, kept for parts in which it is sure to be the least, or that are too large.

    Raises:
        MissingExtraError: HiGHS is not installed.
    """
    highs = _highs()
    fresh = Load(load.view, load.capacity)
    found: list[Pick] = []
    for numbers, inside in _parts(needs, bundles, fresh):
        chosen = [pick for pick in greedy.picks if pick.serves and pick.serves[0].number in numbers]
        all_kept = not any(needs[number].key in greedy.failed for number in numbers)
        if all_kept and all(len(bundle.members) == 1 for bundle in inside):
            found += chosen
            continue
        problem = _Problem(needs, numbers, fresh)
        is_small = all(problem.add(bundle) for bundle in inside)
        better = problem.solve(highs) if is_small else None
        found += chosen if better is None else better
    return found


def _highs() -> ModuleType:
    try:
        import highspy  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise MissingExtraError("the solver `highs`", "plan") from None
    return highspy


def _parts(needs: Sequence[Need], bundles: Sequence[Bundle], load: Load) -> Iterable[tuple[set[int], Sequence[Bundle]]]:
    """Yield the needs, by number, and the bundles that have nothing to do with any other needs and bundles."""
    roots: dict[object, object] = {}

    def root(one: object) -> object:
        while roots.setdefault(one, one) != one:
            roots[one] = roots[roots[one]]
            one = roots[one]
        return one

    def join(one: object, other: object) -> None:
        roots[root(one)] = root(other)

    busy = _busy(needs, load)
    for number, need in enumerate(needs):
        join(number, f"finding {need.key}")
        for person in busy & {person for role in need.roles for person in role}:
            join(number, f"person {person}")
    for bundle in bundles:
        for member in bundle.members[1:]:
            join(member.number, bundle.members[0].number)
    numbers: dict[object, set[int]] = {}
    for number in range(len(needs)):
        numbers.setdefault(root(number), set()).add(number)
    inside: dict[object, list[Bundle]] = {}
    for bundle in bundles:
        inside.setdefault(root(bundle.members[0].number), []).append(bundle)
    for key, group in numbers.items():
        yield group, inside.get(key, [])


Row = tuple[float, dict[int, float], float]
"""What must hold: a lower bound, the variables with their factors, an upper bound."""


def _busy(needs: Iterable[Need], load: Load) -> set[str]:
    """Return those whose time may run short: who might do more than they can on a day, if all fell on them."""
    most: Counter[str] = Counter()
    for need in needs:
        for person in {person for role in need.roles for person in role}:
            most[person] += need.count
    limits = {person: load.limit(person) for person in most}
    return {person for person, limit in limits.items() if limit is not None and most[person] > limit}


@attrs.frozen(eq=False)
class _Column:
    """One possible action: a bundle on a day by somebody."""

    bundle: Bundle
    day: date
    actors: tuple[str, ...]
    members: Sequence[Member]


class _Problem:
    """One part of the choice as a mixed-integer problem."""

    def __init__(self, needs: Sequence[Need], numbers: Iterable[int], load: Load) -> None:
        self.needs = {number: needs[number] for number in sorted(numbers)}
        self.load = load
        self.columns: list[_Column] = []

    def add(self, bundle: Bundle) -> bool:
        """Add what a bundle can do on each day; return False where the problem has become too large."""
        for occasion in bundle.occasions:
            for actors in self._casts(occasion.members):
                self.columns.append(_Column(bundle, occasion.day, actors, occasion.members))
        return len(self.columns) <= MOST_COLUMNS

    def _casts(self, members: Sequence[Member]) -> Iterable[tuple[str, ...]]:
        """Return some ways of choosing who acts; somebody whose time is not limited is chosen at once."""
        roles = roles_of(members)
        free = [next((person for person in role if self.load.limit(person) is None), None) for role in roles]
        choices = [role if one is None else (one,) for role, one in zip(roles, free, strict=True)]
        casts = (tuple(dict.fromkeys(cast)) for cast in product(*choices))
        return dict.fromkeys(islice(casts, _MOST_CASTS))

    def solve(self, highs: ModuleType) -> list[Pick] | None:
        """Return the picks of a solution that is proved the best; None where that was not found."""
        model = highs.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            model.setOptionValue(option, value)
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_abs_gap", 0.5)
        model.setOptionValue("mip_max_nodes", _MOST_NODES)
        for upper, cost in self._variables():
            model.addVar(0.0, upper)
            model.changeColCost(model.getNumCol() - 1, cost)
            model.changeColIntegrality(model.getNumCol() - 1, highs.HighsVarType.kInteger)
        for lower, terms, upper in (*self._needed(), *self._worked()):
            model.addRow(lower, upper, len(terms), list(terms), list(terms.values()))
        model.run()
        if model.getModelStatus() != highs.HighsModelStatus.kOptimal:
            return None
        values = model.getSolution().col_value
        return self._picks([round(value) for value in values[: len(self.columns)]])

    def _variables(self) -> Iterable[tuple[float, float]]:
        """Yield the upper bound and the cost of each variable: of each column, each finding, each day of a need."""
        most = sum(need.count for need in self.needs.values())
        for column in self.columns:
            stacking = [member.need.count for member in column.members if member.need.stacks]
            yield float(max(stacking, default=1)), 1.0
        for _ in self.findings:
            yield 1.0, -1.0 - most
        for _ in self.by_day:
            yield 1.0, 0.0

    @cached_property
    def findings(self) -> Mapping[str, int]:
        """The variable that says of a finding that it is kept."""
        keys = dict.fromkeys(need.key for need in self.needs.values())
        return {key: number for number, key in enumerate(keys, start=len(self.columns))}

    @cached_property
    def by_day(self) -> Mapping[tuple[int, date], int]:
        """The variable that says that a need which asks for different days is served on a day."""
        days = dict.fromkeys(
            (member.number, column.day)
            for column in self.columns
            for member in column.members
            if member.need.count > 1 and not member.need.stacks
        )
        return {key: number for number, key in enumerate(days, start=len(self.columns) + len(self.findings))}

    def _needed(self) -> Iterable[Row]:
        """Yield that each need is met if its finding is kept; where different days are asked, a day counts once."""
        serving: dict[int, dict[int, float]] = {number: {} for number in self.needs}
        on_days: dict[int, dict[int, float]] = {variable: {variable: -1.0} for variable in self.by_day.values()}
        for index, column in enumerate(self.columns):
            for member in column.members:
                day = self.by_day.get((member.number, column.day))
                if day is None:
                    serving[member.number][index] = 1.0
                else:
                    on_days[day][index] = 1.0
                    serving[member.number][day] = 1.0
        for number, need in self.needs.items():
            yield 0.0, {**serving[number], self.findings[need.key]: -float(need.count)}, inf
        yield from ((0.0, terms, inf) for terms in on_days.values())

    def _worked(self) -> Iterable[Row]:
        """Yield that nobody does more in a day than they can."""
        work: dict[tuple[str, date], dict[int, float]] = {}
        for index, column in enumerate(self.columns):
            for person in column.actors:
                if self.load.limit(person) is not None:
                    work.setdefault((person, column.day), {})[index] = 1.0
        for (person, _), terms in work.items():
            yield 0.0, terms, float(self.load.limit(person) or 0)

    def _picks(self, times: Sequence[int]) -> list[Pick]:
        """Return what was chosen, each pick with the needs that it serves and that nothing earlier has met."""
        chosen = [column for column, count in zip(self.columns, times, strict=True) for _ in range(count)]
        chosen.sort(key=lambda one: one.day)
        served = self._served(chosen, {number: need.count for number, need in self.needs.items()})
        met = Counter(member.number for members in served for member in members)
        short = {need.key for number, need in self.needs.items() if met[number] < need.count}
        kept = {number: need.count for number, need in self.needs.items() if need.key not in short}
        return [
            Pick(column.bundle, column.day, column.actors, members)
            for column, members in zip(chosen, self._served(chosen, kept), strict=True)
            if members
        ]

    def _served(self, chosen: Sequence[_Column], counts: Mapping[int, int]) -> list[list[Member]]:
        """Return for each of the columns the members that it is done for."""
        missing = dict(counts)
        days: set[tuple[int, date]] = set()
        served: list[list[Member]] = []
        for column in chosen:
            served.append([])
            for member in column.members:
                place = (member.number, column.day)
                if missing.get(member.number, 0) and (place not in days or member.need.stacks):
                    missing[member.number] -= 1
                    days.add(place)
                    served[-1].append(member)
        return served
