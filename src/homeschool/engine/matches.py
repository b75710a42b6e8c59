"""The facts that may discharge a duty: for each subject, sorted by time, with what is asked of them answered."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from homeschool.engine.conditions import compile_condition, is_static
from homeschool.engine.linking import Link, is_direct, reaching, tables_behind, tied
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Ask, Truth
from homeschool.engine.values import is_stored, kept_since
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.links import link_field
from homeschool.model.register import Row
from homeschool.policy.condition import Condition

Match = tuple[Micros, str, Micros, Truth, Any]
"""When the fact begins, its id, when it ends, whether what is asked of it holds (True, or None: unknown), the fact."""


class Matches:
    """The facts of some classes that are tied to subjects of a kind and meet a condition, or may.

    Args:
        scope: the evaluation.
        of: fact classes.
        where: what is asked of each fact.
        kind: the kind of subject.
        placed_by: the time field that places the fact; None for its occurrence (of what lasts: its first day).
        link: the field that names the subject, and optionally the subject's field that it must name.
    """

    def __init__(
        self,
        scope: Scope,
        *,
        of: tuple[str, ...],
        where: Condition,
        kind: str,
        placed_by: str | None = None,
        link: tuple[str, str | None] = ("concerns", None),
    ) -> None:
        self.scope = scope
        self.of = of
        self.placed_by = placed_by
        self._needed = (*of, *tables_behind(kind, link[1]))
        self.links = [Link(name, link_field(name, kind, link[0]), link[1]) for name in of]
        self.asks: dict[str, Ask] = {name: compile_condition(scope, where, name) for name in of}
        self.of_lasting = any(fact_classes()[name].lasts for name in of)
        self.is_static = all(is_static(scope, where, name) for name in of)
        self._is_pooled = True
        self._pools: dict[str, Sequence[Match]] = {}
        self._shared: dict[str, Sequence[Match]] = scope.memory.setdefault(("pools", placed_by, *self.links), {})
        self.is_of_events = placed_by is None and not self.of_lasting
        self._is_direct = self.is_of_events and len(of) == 1 and is_direct(self.links[0], kind)

    def are_kept(self, at: Micros) -> bool:
        """Tell whether the host kept all the classes at a moment."""
        return self._kept_from <= at

    @cached_property
    def _kept_from(self) -> Micros:
        """From when on the host kept all that is needed; never, where it does not keep a class."""
        return max(kept_since(self.scope, name) for name in self._needed)

    def may_reach(self, moment: Micros) -> bool:
        """Tell whether any fact may last beyond a moment, or be placed there."""
        return not self.is_of_events or any(self.scope.view.may_reach(name, moment) for name in self.of)

    def pool(self, subject: str) -> Sequence[Match]:
        """Return the facts tied to a subject that have occurred; where the condition is static it is answered."""
        found = self._pools.get(subject)
        if found is None:
            found = self._pools[subject] = self._find(subject)
        return found

    def look_in_windows(self) -> None:
        """Look for events in each window anew from now on, where more of them keep coming, and not in pools.

        They are kept at hand by whom they name.
        """
        self._is_pooled = not self.is_of_events
        for link in self.links if self.is_of_events else ():
            self.scope.view.linked_rows(link.class_name, link.field)

    def forget(self, subjects: Iterable[str] | None) -> None:
        """Look again at the facts tied to some subjects when they are next asked for; None: to any."""
        for pools in (self._pools, self._shared):
            if pools and subjects is None:
                pools.clear()
            elif pools:
                for subject in subjects or ():
                    pools.pop(subject, None)

    @cached_property
    def since(self) -> Callable[[str, Micros], Sequence[Row | Match]]:
        """Gives the facts tied to a subject that may reach beyond a moment, perhaps others and some yet to come too."""
        if self._is_pooled and not self._is_direct:
            return lambda subject, _: self._tied(subject)
        if not self._is_direct:
            return lambda subject, moment: self._in_window(subject, (moment, NEVER))
        table = self.scope.view.linked_rows(self.of[0], self.links[0].field)
        if self._is_pooled:
            return lambda subject, _: table.get(subject, ())
        return lambda subject, moment: _latest(table.get(subject, ()), moment)

    @cached_property
    def ask(self) -> Ask:
        """Asks the condition of a fact of any of the classes."""
        if len(self.of) == 1:
            return self.asks[self.of[0]]
        asks = self.asks
        return lambda fact, context: asks[CLASS_NAMES[fact.__class__]](fact, context)

    def _find(self, subject: str) -> Sequence[Match]:
        pool = self._tied(subject)
        if not self.is_static:
            return pool
        blank = Context(self.scope.as_of)
        asks, name_of = self.asks, CLASS_NAMES
        answered = [
            (low, id_, high, asks[name_of[fact.__class__]](fact, blank), fact) for low, id_, high, _, fact in pool
        ]
        return [match for match in answered if match[3] is not False]

    def _tied(self, subject: str) -> Sequence[Match]:
        """Return the facts tied to a subject that have occurred, whatever is asked of them; shared by all norms."""
        found = self._shared.get(subject)
        if found is None:
            found = self._shared[subject] = self._find_tied(subject)
        return found

    def _find_tied(self, subject: str) -> Sequence[Match]:
        as_of = self.scope.as_of
        found: dict[str, Match] = {}
        for link in self.links:
            as_recorded = self.placed_by is None and not fact_classes()[link.class_name].lasts
            for (low, id_, high, _, fact), start, end in tied(self.scope, link, subject):
                if low <= as_of and start <= low < end and id_ not in found:
                    placed = (low, high) if as_recorded else self.placed(fact, (low, high))
                    if placed[0] <= as_of:
                        found[id_] = (placed[0], id_, placed[1], True, fact)
        return sorted(found.values(), key=by_time)

    def placed(self, fact: Any, bounds: Bounds) -> Bounds:
        """Return the span in which a fact counts: its own, its first day if it lasts, or that of another field."""
        clock = self.scope.view.clock
        if self.placed_by is not None:
            is_known = is_stored(self.scope, CLASS_NAMES[type(fact)], self.placed_by)
            when = getattr(fact, self.placed_by) if is_known else None
            if when is None and self.placed_by == "recorded_at":
                return bounds
            return (ALWAYS, NEVER) if when is None else clock.bounds(when)
        if fact_classes()[CLASS_NAMES[type(fact)]].lasts:
            return (ALWAYS, NEVER) if bounds[0] == ALWAYS else clock.day_bounds(clock.day(bounds[0]))
        return bounds

    def meeting(
        self, subject: str, make_context: Callable[[Micros], Context], but: str | None, window: Bounds
    ) -> Sequence[Match]:
        """Return the facts that meet the condition, or may, for one duty.

        Args:
            subject: the subject's id.
            make_context: what references start from, at the moment of each fact.
            but: the id of the trigger, which never discharges its own duty.
            window: outside of it facts need not be told.
        """
        if self._is_direct:
            return self._meeting_directly(subject, make_context, but, window)
        if not self._is_pooled:
            return self._meeting_in_window(subject, make_context, but, window)
        pool = self.pool(subject)
        if self.is_static:
            return pool if but is None else [match for match in pool if match[1] != but]
        found = [match for match in pool if match[2] > window[0] and match[0] < window[1] and match[1] != but]
        return [match for match in map(self._asked(make_context), found) if match[3] is not False]

    def _meeting_directly(
        self, subject: str, make_context: Callable[[Micros], Context], but: str | None, window: Bounds
    ) -> Sequence[Match]:
        """Return the events that name a subject and meet the condition, or may: those of the window alone are asked."""
        (start, stop), as_of = window, self.scope.as_of
        rows = self.since(subject, start)
        blank = Context(as_of) if self.is_static else None
        found: list[Match] = []
        for low, id_, high, _, fact in rows[bisect_left(rows, (start - LONGEST,)) :]:
            if low >= stop or low > as_of:
                break
            if high > start and id_ != but:
                truth = self.ask(fact, blank or make_context(low))
                if truth is not False:
                    found.append((low, id_, high, truth, fact))
        return found

    def _meeting_in_window(
        self, subject: str, make_context: Callable[[Micros], Context], but: str | None, window: Bounds
    ) -> Sequence[Match]:
        """Return the events tied to a subject that meet the condition, or may: those of the window alone are asked."""
        blank = Context(self.scope.as_of) if self.is_static else None
        asks, found = self.asks, list[Match]()
        for low, id_, high, _, fact in self._in_window(subject, window):
            if id_ != but:
                truth = asks[CLASS_NAMES[fact.__class__]](fact, blank or make_context(low))
                if truth is not False:
                    found.append((low, id_, high, truth, fact))
        return found

    def _in_window(self, subject: str, window: Bounds) -> Sequence[Row]:
        """Return the events tied to a subject in a window that have occurred, in order of time."""
        (start, stop), as_of = window, self.scope.as_of
        found: dict[str, Row] = {}
        for link in self.links:
            if not self.scope.view.may_reach(link.class_name, start):
                continue
            table = self.scope.view.linked_rows(link.class_name, link.field)
            for part in reaching(self.scope, link, subject):
                for row in _latest(table.get(part.entity, ()), start):
                    if row[0] >= stop or row[0] > as_of:
                        break
                    if row[2] > start and part.start <= row[0] < part.end:
                        found[row[1]] = row
        return sorted(found.values())

    def _asked(self, make_context: Callable[[Micros], Context]) -> Callable[[Match], Match]:
        """Return the function that answers, for one duty, what is asked of a fact at the moment of the fact."""
        placed = self.placed_by is not None

        def ask(match: Match) -> Match:
            low, id_, high, _, fact = match
            start = self.scope.view.bounds(fact)[0] if placed else low
            return low, id_, high, self.asks[CLASS_NAMES[type(fact)]](fact, make_context(start)), fact

        return ask

    def in_force(self, subject: str, at: Micros, context: Context) -> list[Match]:
        """Return the lasting facts in force at a moment that meet the condition, or may."""
        found: dict[str, Match] = {}
        for link in self.links:
            if not fact_classes()[link.class_name].lasts:
                continue
            for (low, id_, high, _, fact), start, end in tied(self.scope, link, subject):
                if low <= at < high and start <= at < end and id_ not in found:
                    truth = self.asks[link.class_name](fact, context)
                    if truth is not False:
                        found[id_] = (low, id_, high, truth, fact)
        return sorted(found.values(), key=by_time)

    def edges(self, subject: str) -> set[Micros]:
        """Return the moments at which what is in force for a subject may change."""
        found: set[Micros] = set()
        for link in self.links:
            for (low, _, high, _, _), start, end in tied(self.scope, link, subject):
                found.update((low, high, start, end))
        return found - {ALWAYS, NEVER}


def _latest(rows: Sequence[Row], moment: Micros) -> Sequence[Row]:
    """Return the last of some events, those that may reach beyond a moment; of few all."""
    return rows if len(rows) <= _FEW else rows[bisect_left(rows, (moment - LONGEST,)) :]


def by_time(match: Match) -> tuple[Micros, str]:
    """Return what facts are sorted by: when they begin, and their id."""
    return match[0], match[1]


_FEW = 8
"""So many facts are sooner looked at than searched."""
LONGEST = int(timedelta(hours=25) / timedelta(microseconds=1))
"""No fact placed by its day lasts longer."""
