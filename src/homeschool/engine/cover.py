"""Covers: whether the facts in a window together mention every value asked for."""

from collections.abc import Sequence
from typing import Any

from homeschool.engine.count import Meeting
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.judge import Placed, context_of, ids, place_for, unclosed
from homeschool.engine.matches import Match, Matches
from homeschool.engine.scope import Scope
from homeschool.engine.values import gather, resolve
from homeschool.model.clock import NEVER, Micros
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.policy.condition import Reference
from homeschool.policy.finding import Status
from homeschool.policy.requirement import Cover


class CoverJudge:
    """Judges duties whose requirement is a cover."""

    def __init__(self, scope: Scope, requirement: Cover, matches: Matches, meeting: Meeting) -> None:
        self.scope = scope
        self.requirement = requirement
        self.matches = matches
        self.meeting = meeting
        is_stored = all(requirement.field[0] in fact_classes()[name].fields for name in matches.of)
        without = [kept.without for name, kept in scope.view.keeps.classes.items() if name in matches.of]
        is_kept = not any(requirement.field[0] in fields for fields in without)
        self._plain = requirement.field[0] if len(requirement.field) == 1 and is_stored and is_kept else None
        self._gather = {name: gather(scope, name, requirement.field) for name in matches.of}

    @property
    def is_static(self) -> bool:
        """Whether a fact alone decides what it mentions."""
        return self._plain is not None

    def wanted(self, duty: Duty, at: Micros) -> set[Any] | None:
        """Return the values asked for; None where they are not known."""
        values = self.requirement.values
        if isinstance(values, Reference):
            found, sure = resolve(self.scope, values, context_of(duty, at))
            return found if sure else None
        return set(values)

    def mentioned(self, duty: Duty, match: Match, at: Micros) -> tuple[set[Any], bool]:
        """Return the values that a fact mentions, and whether they are all that it does."""
        if self._plain is not None:
            value = getattr(match[4], self._plain)
            return (set(), False) if value is None else (set(value) if isinstance(value, tuple) else {value}, True)
        return self._gather[CLASS_NAMES[type(match[4])]](match[4], context_of(duty, at))

    def _at(self, match: Match) -> Micros:
        return match[0] if self.matches.placed_by is None else self.scope.view.bounds(match[4])[0]

    def judge(self, duty: Duty) -> Verdict:
        """Return what became of a duty by the moment of the evaluation."""
        wanted, as_of = self.wanted(duty, duty.opens), self.scope.as_of
        if wanted is not None and not wanted:
            return Verdict(Status.FULFILLED, duty.opens)
        placed = place_for(duty, self.meeting(duty, (duty.start, duty.stop)), as_of)
        if wanted is None:
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), "unknown_field")
        last, missing = self._complete(duty, placed.certain, wanted)
        if last is not None:
            evidence = placed.certain[: placed.certain.index(last) + 1]
            return Verdict(Status.FULFILLED, last[0], ids(evidence))
        still = unclosed(duty, placed, as_of, is_kept=self.matches.are_kept(duty.opens))
        if still is not None:
            return still
        if self.may_cover(duty, [*placed.certain, *placed.possible], missing):
            return Verdict(Status.UNDETERMINED, None, ids(placed.certain), self.doubt(duty, placed))
        ever = self.meeting(duty, (duty.start, NEVER))
        late = [match for match in ever if match[3] is True and match[0] >= duty.start]
        remedy, _ = self._complete(duty, late, wanted)
        return Verdict(Status.BREACHED, duty.stop, ids(placed.certain), remedied=None if remedy is None else remedy[0])

    def doubt(self, duty: Duty, placed: Placed, at: Micros | None = None) -> str:
        """Say why it is not known whether all is mentioned, each fact asked at its time, or all `at` one moment.

        Where a fact is not fully known, that is why.
        """
        certain = [(match, self._at(match) if at is None else at) for match in placed.certain]
        unknown = any(not self.mentioned(duty, match, moment)[1] for match, moment in certain)
        return "unknown_field" if unknown else placed.doubt

    def _complete(self, duty: Duty, matches: Sequence[Match], wanted: set[Any]) -> tuple[Match | None, set[Any]]:
        """Return the fact that completes the cover, and what is still missing where none does."""
        missing = set(wanted)
        for match in matches:
            missing -= self.mentioned(duty, match, self._at(match))[0]
            if not missing:
                return match, missing
        return None, missing

    def may_cover(self, duty: Duty, matches: Sequence[Match], missing: set[Any]) -> bool:
        """Tell whether facts may mention all that is missing; one that is not fully known may mention anything."""
        left = set(missing)
        for match in matches:
            known, complete = self.mentioned(duty, match, self._at(match))
            if not complete:
                return True
            left -= known
        return not left
