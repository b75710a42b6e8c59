"""Judging at an instant: what is in force then, and the event itself."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from homeschool.engine.bounds import Unknown, within, work_out
from homeschool.engine.changes import Changes, changing, refers
from homeschool.engine.count import CountJudge
from homeschool.engine.cover import CoverJudge
from homeschool.engine.duty import Duty
from homeschool.engine.judge import Placed, context_of, ids, place
from homeschool.engine.linking import reaching, tied
from homeschool.engine.matches import Match, Matches
from homeschool.engine.scope import Scope
from homeschool.engine.share import Parts, ShareJudge
from homeschool.engine.truth import Truth
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.ties import members
from homeschool.policy.condition import And, Test
from homeschool.policy.requirement import TRIGGER, Bound, Count, Cover, PrecedingBound, Share

Answer = tuple[Truth, tuple[str, ...], str | None]
"""Whether the requirement holds, on what evidence, and why if that is not known."""
Judge = CountJudge | CoverJudge | ShareJudge


class InstantJudge:
    """Tells whether a requirement on subjects of a kind holds at an instant."""

    def __init__(self, scope: Scope, judge: Judge, matches: Matches, kind: str) -> None:
        self.scope = scope
        self.judge = judge
        self.matches = matches
        self.kind = kind
        self.of = judge.requirement.of[0].split(".")

    def holds(self, duty: Duty, at: Micros, window: Bounds | None = None) -> Answer:
        """Tell whether the requirement holds at a moment; events count only inside `window`, if one is given."""
        requirement = self.judge.requirement
        if isinstance(requirement, Share):
            return self._share(duty, at, window)
        placed = self.facts(duty, at, window)
        if placed is None:
            return None, (), "unknown_field"
        is_kept = self.of[0] == TRIGGER or self.matches.are_kept(at)
        decide = self._count if isinstance(requirement, Count) else self._cover
        try:
            truth = decide(duty, placed, at, is_kept=is_kept)
            because = None if truth is not None else self._why(duty, placed, at)
        except Unknown:
            truth, because = None, "unknown_field"
        return truth, ids(placed.certain), because if truth is not None or is_kept else "not_kept"

    def edges(self, subject: str) -> set[Micros] | None:
        """Return every moment at which the answer for a subject may change; None where no such list can be told."""
        if self._changes is None:
            return None
        found = self.matches.edges(subject)
        for link in self.matches.links:
            changes = self._changes[link.class_name]
            for row, _, _ in tied(self.scope, link, subject):
                found |= changes(row[1])
        return found

    def rests_on(self, subject: str) -> tuple[object, ...] | None:
        """Return what alone all the answers for a subject rest on; None where they rest on more.

        Where it is the same for two subjects, they have the same answers at every moment.
        """
        if not self._is_static:
            return None
        view, found = self.scope.view, list[object]()
        for link in self.matches.links:
            rows = view.linked_rows(link.class_name, link.field)
            parts = reaching(self.scope, link, subject)
            found += [(link, part.entity, part.start, part.end) for part in parts if part.entity in rows]
        return tuple(found)

    @cached_property
    def _is_static(self) -> bool:
        """Whether facts alone decide the answers."""
        is_static = self.matches.is_static and self._changes is not None
        return is_static and not (isinstance(self.judge, CoverJudge) and not self.judge.is_static)

    @cached_property
    def _changes(self) -> Mapping[str, Changes] | None:
        """When the answer about a fact that may count changes, by its class."""
        requirement = self.judge.requirement
        if not _is_fixed(requirement) or refers(self.scope, requirement.where, self.kind):
            return None
        asked = requirement.where
        if isinstance(requirement, Cover):
            asked = And((asked, Test(requirement.field, "filled", (True,))))
        return {name: changing(self.scope, asked, name) for name in self.matches.of}

    def _why(self, duty: Duty, placed: Placed, at: Micros) -> str:
        """Say why it is not known whether a requirement holds, of which the bound or what is asked for is known."""
        judge = self.judge
        assert not isinstance(judge, ShareJudge)
        return judge.doubt(placed) if isinstance(judge, CountJudge) else judge.doubt(duty, placed, at)

    def facts(self, duty: Duty, at: Micros, window: Bounds | None) -> Placed | None:
        """Return the facts at a moment that meet the condition, or may; None: a list in the trigger is not known."""
        if self.of[0] == TRIGGER:
            return self._of_trigger(duty, at)
        context = context_of(duty, at)
        found: Sequence[Match] = self.matches.in_force(duty.subject, at, context)
        placed = Placed([match for match in found if match[3]], [match for match in found if match[3] is None])
        if window is not None:
            events = [
                match
                for match in self.matches.meeting(duty.subject, lambda moment: context_of(duty, moment), None, window)
                if hasattr(match[4], "occurred")
            ]
            inside = place(events, window[0], window[1], window[1])
            placed.certain += inside.certain
            placed.possible += inside.possible
        return placed

    def _of_trigger(self, duty: Duty, at: Micros) -> Placed | None:
        records: list[Any] = [duty.trigger]
        if len(self.of) > 1:
            value = getattr(duty.trigger, self.of[1])
            if value is None:
                return None
            records = [self.scope.view.get(id_) for id_ in ((value,) if isinstance(value, str) else value)]
        placed = Placed([], [])
        for record in records:
            if record is None:
                return None
            ask = self.matches.asks[CLASS_NAMES[type(record)]]
            truth = ask(record, context_of(duty, at))
            if truth is not False:
                match = (at, record.id, at + 1, truth, record)
                (placed.certain if truth else placed.possible).append(match)
        return placed

    def _count(self, duty: Duty, placed: Placed, at: Micros, *, is_kept: bool) -> Truth:
        """Tell whether a number is within its bounds; where facts are not kept, there may be any number of others."""
        judge = self.judge
        assert isinstance(judge, CountJudge)
        least = self._bound(duty, judge.requirement.at_least, at)
        most = self._bound(duty, judge.requirement.at_most, at)
        truth = within((judge.number(placed.certain), judge.most(placed) if is_kept else NEVER), least, most)
        return None if truth and not is_kept and judge.requirement.at_most is not None else truth

    def _bound(self, duty: Duty, bound: Bound | None, at: Micros) -> Fraction | None:
        return (
            None
            if bound is None or isinstance(bound, PrecedingBound)
            else work_out(self.scope, bound, context_of(duty, at))
        )

    def _cover(self, duty: Duty, placed: Placed, at: Micros, *, is_kept: bool) -> Truth:
        """Tell whether all that is asked for is mentioned; where facts are not kept, others may mention the rest."""
        judge = self.judge
        assert isinstance(judge, CoverJudge)
        wanted = judge.wanted(duty, at)
        if wanted is None:
            raise Unknown
        missing = set(wanted)
        for match in placed.certain:
            missing -= judge.mentioned(duty, match, at)[0]
        if not missing or not is_kept:
            return None if missing else True
        left = set(missing)
        for match in placed.possible:
            known, complete = judge.mentioned(duty, match, at)
            left = left - known if complete else set()
        certain_unknown = any(not judge.mentioned(duty, match, at)[1] for match in placed.certain)
        return None if not left or certain_unknown else False

    def _share(self, duty: Duty, at: Micros, window: Bounds | None) -> Answer:
        judge = self.judge
        assert isinstance(judge, ShareJudge)
        is_kept = self.of[0] == TRIGGER or self.matches.are_kept(at)
        if not is_kept or not judge.members_are_kept(at):
            return None, (), "not_kept"
        divide = self._member_parts if judge.requirement.members else self._parts
        parts = divide(judge, duty, at, window)
        if parts is None:
            return None, (), "unknown_field"
        if not parts.whole:
            return True, (), None
        try:
            bounds = [self._bound(duty, bound, at) for bound in (judge.requirement.at_least, judge.requirement.at_most)]
        except Unknown:
            return None, (), "unknown_field"
        truth = within(parts.range(), *bounds) if parts.sure_whole else None
        return truth, (), None if truth is not None else parts.because

    def _parts(self, judge: ShareJudge, duty: Duty, at: Micros, window: Bounds | None) -> Parts | None:
        part = self.facts(duty, at, window)
        whole = InstantJudge(self.scope, judge, judge.whole, self.kind).facts(duty, at, window)
        if part is None or whole is None:
            return None
        truths: dict[str, Truth] = {match[1]: match[3] for match in (*part.certain, *part.possible)}
        parts = Parts()
        for belongs, matches in ((True, whole.certain), (None, whole.possible)):
            for match in matches:
                truth = truths.get(match[1], False)
                parts.add(belongs, truth)
                parts.note(match, truth)
        return parts

    def _member_parts(self, judge: ShareJudge, duty: Duty, at: Micros, window: Bounds | None) -> Parts:
        parts = Parts()
        for member in members(self.scope.view, judge.requirement.members or "", duty.subject, at):
            found: Sequence[Match] = self.matches.in_force(member, at, context_of(duty, at))
            certain = any(match[3] for match in found)
            possible = bool(found)
            if window is not None:
                placed = judge.of_member(duty, member, window[1])
                certain, possible = certain or bool(placed.certain), possible or bool(placed.possible)
                found = [*found, *placed.possible]
            for match in found:
                parts.note(match, match[3])
            parts.add(True, True if certain else None if possible else False)
        return parts


def _is_fixed(requirement: Count | Cover | Share) -> bool:
    """Tell whether what is asked for stays the same whatever changes: numbers and values that are written down."""
    if isinstance(requirement, Share):
        return False
    if isinstance(requirement, Cover):
        return isinstance(requirement.values, tuple)
    return all(bound is None or isinstance(bound, Fraction) for bound in (requirement.at_least, requirement.at_most))
