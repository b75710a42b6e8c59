"""One norm over one register: its duties incurred, judged and settled."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import attrs

from homeschool.engine.always import always
from homeschool.engine.bearers import asks_bearer, bearer_ids, opening_moment
from homeschool.engine.bounds import preceding_window
from homeschool.engine.count import CountJudge
from homeschool.engine.cover import CoverJudge
from homeschool.engine.duty import BREACHED, FULFILLED, Duty, Verdict
from homeschool.engine.incur import Frame, Incurred, Undecided, every, windows
from homeschool.engine.instant import InstantJudge, Judge
from homeschool.engine.judge import context_of
from homeschool.engine.matches import Match, Matches, by_time
from homeschool.engine.rolling import rolling
from homeschool.engine.scope import Context, Scope
from homeschool.engine.share import ShareJudge
from homeschool.engine.stays import applying, existences
from homeschool.engine.trigger_duties import opener
from homeschool.engine.triggers import triggers
from homeschool.engine.truth import Truth
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.model.derived import all_fields
from homeschool.model.facts import CLASS_NAMES
from homeschool.policy.condition import Condition
from homeschool.policy.finding import Status
from homeschool.policy.norm import Norm
from homeschool.policy.requirement import MEMBER_CLASSES, TRIGGER, Count, Cover, Requirement, Share
from homeschool.policy.timing import Always, At, Before, Every, Rolling, Upon

Judged = tuple[Duty, Verdict]


class Run:
    """One norm in one evaluation.  `findings` yields each duty with its verdict, and what could not be told."""

    def __init__(self, scope: Scope, norm: Norm) -> None:
        self.scope = scope
        self.norm = norm
        in_force = self._days(norm.in_force)
        opening = self._days(norm.opens)
        applies = applying(scope, norm.subject, norm.applies_to, in_force)
        opens = max(in_force[0], opening[0]), min(in_force[1], opening[1])
        self.frame = Frame(scope, norm, applies, opens, existences(scope, norm.subject))
        assert norm.requirement is not None
        self.requirement: Requirement = norm.requirement
        self.matches = self._matches(self.requirement.where)
        self.judge = self._judge()
        self.instant = InstantJudge(scope, self.judge, self.matches, norm.subject)
        self.asks_trigger_alone = _asks_trigger_alone(self.requirement)
        self.asks_bearer = asks_bearer(self.requirement)

    def _days(self, interval: object) -> Bounds:
        if interval is None:
            return ALWAYS, NEVER
        clock = self.scope.view.clock
        start, end = interval.start, interval.end  # type: ignore[attr-defined]
        return clock.midnight(start), NEVER if end is None else clock.midnight(end)

    def _matches(self, where: Condition) -> Matches:
        requirement = self.requirement
        root, *path = requirement.of[0].split(".")
        of, kind = requirement.of, self.norm.subject
        if root == TRIGGER:
            of = self._trigger_classes(path)
        if isinstance(requirement, Share) and requirement.members is not None:
            kind = MEMBER_CLASSES[requirement.members][0]
        link = (requirement.link, requirement.link_to)
        return Matches(self.scope, of=of, where=where, kind=kind, placed_by=requirement.placed_by, link=link)

    def _trigger_classes(self, path: Sequence[str]) -> tuple[str, ...]:
        timing = self.norm.timing
        assert isinstance(timing, At)
        if not path:
            return timing.moment.of
        targets = (all_fields(name)[path[0]].targets for name in timing.moment.of)
        return tuple(dict.fromkeys(target for found in targets for target in found))

    def _judge(self) -> Judge:
        requirement = self.requirement
        match requirement:
            case Count():
                return CountJudge(self.scope, requirement, self.matches, self.meeting, self.preceding)
            case Cover():
                return CoverJudge(self.scope, requirement, self.matches, self.meeting)
            case Share():
                whole = self._matches(requirement.among_where)
                pair = (self.matches, whole)
                meetings = (self.meeting, lambda duty, window: self._meet(whole, duty, window))
                return ShareJudge(self.scope, requirement, pair, meetings, self._of_member)

    def meeting(self, duty: Duty, window: Bounds) -> Sequence[Match]:
        """Return the facts in a window that meet what the requirement asks of each, or may, for a duty."""
        return self._meet(self.matches, duty, window)

    def _of_member(self, duty: Duty, window: Bounds, member: str) -> Sequence[Match]:
        return self._meet(self.matches, duty, window, member)

    def _meet(self, matches: Matches, duty: Duty, window: Bounds, member: str | None = None) -> Sequence[Match]:
        """Return the facts in a window that meet what is asked, tied to the subject, or to one of its members."""
        whom = member or duty.subject
        asks_of_itself = duty.trigger is None or isinstance(self.norm.timing, At)
        but = None if asks_of_itself else duty.trigger.id
        found = matches.meeting(whom, lambda at: context_of(duty, at), but, window)
        if not (matches.of_lasting and isinstance(self.norm.timing, Before)):
            return found
        others = [match for match in found if not hasattr(match[4], "until") or match[0] >= duty.stop]
        return sorted([*others, *self._at_deadline(matches, duty, whom)], key=by_time)

    def _at_deadline(self, matches: Matches, duty: Duty, whom: str) -> Iterable[Match]:
        """Yield what is in force at the deadline of a `Before` duty, once that has come: only then it counts.

        Where it is not known when on a day the deadline falls, only what is in force at the first moment at which it
        may fall, and at the last, is surely in force.
        """
        first, last = duty.sure_stop - 1, duty.stop - 1
        if last > self.scope.as_of:
            return
        for at in (last,) if first == last else (last, first):
            for low, id_, high, truth, fact in matches.in_force(whom, at, context_of(duty, at)):
                is_new = at == last or high <= last
                if is_new and (duty.trigger is None or id_ != duty.trigger.id):
                    yield at, id_, duty.sure_stop if low <= first and high > last else duty.stop, truth, fact

    def preceding(self, duty: Duty) -> tuple[Micros, Micros] | None:
        """Return the window of the period before a duty's."""
        timing = self.norm.timing
        if not isinstance(timing, Every):
            return None
        calendar = self.scope.view.calendar_of(duty.stay.school)
        found = [(start, end) for _, start, end, _ in windows(self.scope, timing, calendar)]
        return preceding_window(found, duty.start)

    def findings(self, frame: Frame | None = None) -> Iterable[Judged | Undecided]:
        """Yield each duty with its verdict, before waivers and the like, and what could not be told.

        Args:
            frame: whose duties; by default those of every subject.
        """
        frame = frame or self.frame
        match self.norm.timing:
            case Always() as timing:
                yield from always(frame, timing, self.instant, self.meeting)
            case Rolling() as timing:
                yield from rolling(frame, timing, self.matches, self.meeting)
            case _:
                for duty in self.duties(frame):
                    yield duty if isinstance(duty, Undecided) else (duty, self.decide(duty))

    def duties(self, frame: Frame) -> Iterable[Incurred]:
        """Yield each duty that has a window or a moment, for each bearer where each bears it alone."""
        is_one = not self.norm.bearer.each and not self.asks_bearer
        for incurred in self._incurred(frame):
            if is_one or isinstance(incurred, Undecided):
                yield incurred
            else:
                yield from self._each(incurred)

    def _incurred(self, frame: Frame) -> Iterable[Incurred]:
        match self.norm.timing:
            case Every() as timing:
                return every(frame, timing)
            case Upon() | Before() | At() as timing:
                found = triggers(frame, timing.moment, planned=isinstance(timing, Before))
                return chain.from_iterable(map(opener(frame, timing), found))
            case _:
                return ()

    def _each(self, duty: Duty) -> Iterable[Duty]:
        bearer = self.norm.bearer
        found = bearer_ids(self.scope, self.norm, duty, opening_moment(duty))
        if not bearer.each or not found:
            duty.bearers = found
            yield duty
            return
        for person in found:
            yield attrs.evolve(duty, bearer=person, bearers=(person,))

    @cached_property
    def decide(self) -> Callable[[Duty], Verdict]:
        """Tells what became of a duty that has a window, or a moment."""
        if isinstance(self.norm.timing, At):
            return self._at
        if isinstance(self.norm.timing, Before) and isinstance(self.judge, CountJudge) and self.matches.of_lasting:
            self.judge.quick = None
        return self.judge.judge

    def _at(self, duty: Duty) -> Verdict:
        if self.asks_trigger_alone:
            return self.of_trigger(duty.trigger, context_of(duty, duty.start))
        truth, evidence, because = self.instant.holds(duty, duty.start, (duty.start, duty.stop))
        return _at_once(truth, duty.start, evidence, because)

    def of_trigger(self, trigger: Any, context: Context) -> Verdict:
        """Return what became of a duty under `At` that asks of the trigger alone."""
        truth = self.matches.asks[CLASS_NAMES[type(trigger)]](trigger, context)
        return _at_once(truth, context.at, (trigger.id,) if truth else (), "unknown_field")


def _at_once(truth: Truth, at: Micros, evidence: tuple[str, ...], because: str | None) -> Verdict:
    """Return what became of what is asked at a moment, if it is known whether it holds then."""
    if truth is None:
        return Verdict(Status.UNDETERMINED, None, evidence, because)
    return Verdict(FULFILLED if truth else BREACHED, at, evidence)


def _asks_trigger_alone(requirement: Requirement) -> bool:
    """Tell whether no more is asked than that the trigger itself meets a condition."""
    if not isinstance(requirement, Count) or requirement.of != (TRIGGER,):
        return False
    return requirement.at_least == 1 and requirement.at_most is None and requirement.distinct is None
