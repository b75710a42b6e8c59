"""Shares: which part of the facts, or of the subject's members, meets a condition."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from homeschool.engine.bounds import Unknown, within, work_out
from homeschool.engine.count import Meeting
from homeschool.engine.duty import STILL_PENDING, Duty, Verdict
from homeschool.engine.judge import Placed, context_of, ids, is_left, lapsed, place, until_left
from homeschool.engine.matches import Match, Matches
from homeschool.engine.scope import Scope
from homeschool.engine.truth import Truth
from homeschool.model.clock import ALWAYS, Bounds, Micros
from homeschool.model.derived import is_kept
from homeschool.model.ties import members
from homeschool.policy.finding import Status
from homeschool.policy.requirement import MEMBER_CLASSES, Share

MeetingMember = Callable[[Duty, Bounds, str], Sequence[Match]]
"""Gives the facts in a window that meet, or may meet, what a duty asks of each, tied to one of the members."""


@attrs.define(eq=False)
class Parts:
    """How a whole divides: members of the part and of the rest, each sure or not.

    Args:
        part: surely in the whole and in the part.
        rest: surely in the whole, surely not in the part.
        open_part: surely in the whole, perhaps in the part.
        free_part: perhaps in the whole; if so, surely in the part.
        free_rest: perhaps in the whole; if so, surely not in the part.
        free: perhaps in the whole; if so, perhaps in the part.
        because: why some are not sure: ``unknown_field``, or ``straddles`` where only days do.
    """

    part: int = 0
    rest: int = 0
    open_part: int = 0
    free_part: int = 0
    free_rest: int = 0
    free: int = 0
    because: str = "straddles"

    def note(self, match: Match, part: Truth) -> None:
        """Note why a fact may not be sure."""
        if match[3] is None or part is None or match[0] == ALWAYS:
            self.because = "unknown_field"

    def add(self, whole: Truth, part: Truth) -> None:
        """Count one more, of which `part` is told for the case that it belongs to the whole."""
        if whole is True:
            self.part += part is True
            self.rest += part is False
            self.open_part += part is None
        else:
            self.free_part += part is True
            self.free_rest += part is False
            self.free += part is None

    @property
    def sure_whole(self) -> int:
        """How many surely belong to the whole."""
        return self.part + self.rest + self.open_part

    @property
    def whole(self) -> int:
        """How many belong to the whole, or may."""
        return self.sure_whole + self.free_part + self.free_rest + self.free

    @property
    def most(self) -> int:
        """How many belong to the part, or may."""
        return self.part + self.open_part + self.free_part + self.free

    def range(self) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest share; of a whole with at least one sure member.

        Whoever may belong to the whole raises the share if in the part and lowers it if not, never neither.
        """
        least = Fraction(self.part, self.sure_whole + self.free_rest + self.free)
        return least, Fraction(self.most, self.sure_whole + self.free_part + self.free)


class ShareJudge:
    """Judges duties whose requirement is a share.

    `matches` are the facts that meet `where`; `whole` those that meet `among_where`, for a share of facts.
    """

    def __init__(
        self,
        scope: Scope,
        requirement: Share,
        matches: tuple[Matches, Matches],
        meeting: tuple[Meeting, Meeting],
        meeting_member: MeetingMember,
    ) -> None:
        self.scope = scope
        self.requirement = requirement
        self.matches, self.whole = matches
        self.meeting, self.meeting_whole = meeting
        self.meeting_member = meeting_member

    def judge(self, duty: Duty) -> Verdict:
        """Return what became of a duty: a share is judged when its window closes."""
        as_of = self.scope.as_of
        if not self.matches.are_kept(duty.opens) or not self.members_are_kept(duty.opens):
            return Verdict(Status.UNDETERMINED, because="not_kept")
        if is_left(duty, as_of):
            return lapsed(duty, Placed([], []))
        if as_of < duty.stop:
            return STILL_PENDING
        parts, evidence = self.divide(duty, until_left(duty, as_of))
        return self.decide(duty, parts, evidence)

    def members_are_kept(self, at: Micros) -> bool:
        """Tell whether the host kept at a moment the table that says who the members are, if the share is of such."""
        kind = self.requirement.members
        return kind is None or is_kept(self.scope.view, MEMBER_CLASSES[kind][1], at)

    def divide(self, duty: Duty, end: Micros) -> tuple[Parts, tuple[str, ...]]:
        """Return how the whole divides in the window that ends at `end`, and the ids of the facts in the part."""
        if self.requirement.members is not None:
            return self._divide_members(duty, end)
        sure_stop = min(duty.sure_stop, end)
        window = (duty.start, duty.stop)
        whole = place(self.meeting_whole(duty, window), duty.start, sure_stop, end)
        part = {match[1]: match[3] for match in self.meeting(duty, window)}
        parts = Parts()
        evidence: list[str] = []
        for belongs, matches in ((True, whole.certain), (None, whole.possible)):
            for match in matches:
                truth: Truth = part.get(match[1], False)
                parts.add(belongs, truth)
                parts.note(match, truth)
                if belongs and truth:
                    evidence.append(match[1])
        return parts, tuple(evidence)

    def _divide_members(self, duty: Duty, end: Micros) -> tuple[Parts, tuple[str, ...]]:
        parts = Parts()
        evidence: list[str] = []
        for member in members(self.scope.view, self.requirement.members or "", duty.subject, duty.stop - 1):
            placed = self.of_member(duty, member, end)
            for match in placed.possible:
                parts.note(match, match[3])
            parts.add(True, True if placed.certain else None if placed.possible else False)
            evidence += ids(placed.certain[:1])
        return parts, tuple(evidence)

    def of_member(self, duty: Duty, member: str, end: Micros) -> Placed:
        """Return the facts that name one member."""
        matches = self.meeting_member(duty, (duty.start, end), member)
        return place(matches, duty.start, min(duty.sure_stop, end), end)

    def decide(self, duty: Duty, parts: Parts, evidence: tuple[str, ...]) -> Verdict:
        """Return the verdict on a divided whole."""
        if not parts.whole:
            return Verdict(Status.FULFILLED, duty.stop)
        try:
            least, most = (
                None if bound is None else work_out(self.scope, bound, context_of(duty, duty.opens))
                for bound in (self.requirement.at_least, self.requirement.at_most)
            )
        except Unknown:
            return Verdict(Status.UNDETERMINED, because="unknown_field")
        if not parts.sure_whole:
            return Verdict(Status.UNDETERMINED, because=parts.because)
        truth = within(parts.range(), least, most)
        if truth is None:
            return Verdict(Status.UNDETERMINED, None, evidence, parts.because)
        return Verdict(Status.FULFILLED if truth else Status.BREACHED, duty.stop, evidence)
