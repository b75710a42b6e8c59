"""What changes a verdict from outside: a cancelled trigger, a doubt, a documented reason, a waiver."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.scope import Scope
from homeschool.engine.stays import merge
from homeschool.errors import NotWaivableError
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.model.records import Waiver
from homeschool.model.register import recorded
from homeschool.policy.finding import Status
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Always, At

Judged = tuple[Duty, Verdict]


def waivers_by_norm(scope: Scope, norms: Iterable[Norm]) -> Mapping[str, list[Waiver]]:
    """Return the standing waivers by the norm that they waive.

    Raises:
        NotWaivableError: a norm that cannot be waived is named by one.
    """
    by_norm: dict[str, list[Waiver]] = {}
    for waiver in scope.view.facts("waiver"):
        by_norm.setdefault(waiver.norm, []).append(waiver)
    for norm in norms:
        if not norm.is_waivable and norm.id in by_norm:
            waiver = by_norm[norm.id][0]
            message = f"waiver `{waiver.id}`: `{norm.id}` cannot be waived ({norm.citation.describe('en')})"
            raise NotWaivableError(message)
    return by_norm


def settle(scope: Scope, norm: Norm, judged: Judged, waivers: Sequence[Waiver]) -> Iterable[Judged]:
    """Yield the verdict as it stands after cancellation, doubt, documented reason and waivers.

    A standing breach that is waived in part comes apart into pieces.
    """
    duty, verdict = judged
    if duty.cancelled_at is not None:
        verdict = _cancelled(duty, verdict, duty.cancelled_at)
    if duty.doubt is not None and verdict.status not in (Status.FULFILLED, Status.LAPSED):
        verdict = Verdict(Status.UNDETERMINED, None, verdict.evidence, duty.doubt)
    if norm.unless_documented and getattr(duty.trigger, "reason", None):
        verdict = _documented(scope, norm, duty, verdict)
    own = [waiver for waiver in waivers if not waiver.subjects or duty.subject in waiver.subjects]
    if own and isinstance(norm.timing, Always):
        yield from _waive_standing(scope, (duty, verdict), own)
    else:
        yield duty, _waive(scope, norm, (duty, verdict), own) if own else verdict


def _cancelled(duty: Duty, verdict: Verdict, at: Micros) -> Verdict:
    if verdict.status.is_final and verdict.decided is not None and verdict.decided < at:
        return verdict
    if verdict.status is Status.UNDETERMINED and duty.stop <= at:
        return verdict
    return Verdict(Status.LAPSED, at, verdict.evidence)


def _documented(scope: Scope, norm: Norm, duty: Duty, verdict: Verdict) -> Verdict:
    since = max(duty.opens, recorded(duty.trigger, scope.view.clock))
    stands = verdict.status in (Status.FULFILLED, Status.LAPSED) and verdict.decided is not None
    if stands and (isinstance(norm.timing, At) or verdict.decided < since):  # type: ignore[operator]
        return verdict
    retroactive = verdict.status is Status.BREACHED and verdict.decided is not None and verdict.decided < since
    return Verdict(Status.WAIVED, since, verdict.evidence, excused_by=duty.trigger.id, is_retroactive=retroactive)


def _span(scope: Scope, waiver: Waiver) -> Bounds:
    clock = scope.view.clock
    return clock.midnight(waiver.since), NEVER if waiver.until is None else clock.midnight(waiver.until)


def _covering(scope: Scope, waivers: Iterable[Waiver], moment: Micros) -> Waiver | None:
    """Return the waiver recorded first of those whose days hold a moment."""
    found = []
    for waiver in waivers:
        start, end = _span(scope, waiver)
        if start <= moment < end:
            found.append((recorded(waiver, scope.view.clock), waiver.id, waiver))
    return min(found)[2] if found else None


def _waive(scope: Scope, norm: Norm, judged: Judged, waivers: Sequence[Waiver]) -> Verdict:
    duty, verdict = judged
    if verdict.instants:
        return _waive_excess(scope, verdict, waivers)
    moment = duty.opens if isinstance(norm.timing, At) else duty.stop - 1
    waiver = _covering(scope, waivers, moment)
    if waiver is None:
        return verdict
    written = recorded(waiver, scope.view.clock)
    since = max(written, duty.opens)
    stands = verdict.status in (Status.FULFILLED, Status.LAPSED) or verdict.excused_by is not None
    if stands and verdict.decided is not None and (isinstance(norm.timing, At) or verdict.decided < since):
        return verdict
    late = verdict.status is Status.BREACHED and verdict.decided is not None and verdict.decided < written
    return Verdict(Status.WAIVED, since, verdict.evidence, excused_by=waiver.id, is_retroactive=late)


def _waive_excess(scope: Scope, verdict: Verdict, waivers: Sequence[Waiver]) -> Verdict:
    """Excuse each fact beyond an upper bound by its own day; one that is not excused is the breach."""
    excuses: list[Waiver] = []
    for moment in verdict.instants:
        waiver = _covering(scope, waivers, moment)
        if waiver is None:
            return Verdict(Status.BREACHED, moment, verdict.evidence)
        excuses.append(waiver)
    written = recorded(excuses[0], scope.view.clock)
    late = written > verdict.instants[0]
    since = max(written, verdict.instants[0])
    return Verdict(Status.WAIVED, since, verdict.evidence, excused_by=excuses[0].id, is_retroactive=late)


def _waive_standing(scope: Scope, judged: Judged, waivers: Sequence[Waiver]) -> Iterable[Judged]:
    """Take the waived days out of an interval in which a standing norm was breached."""
    duty, verdict = judged
    if verdict.status is not Status.BREACHED:
        yield judged
        return
    if duty.trigger is not None:
        waiver = _covering(scope, waivers, duty.opens)
        yield duty, verdict if waiver is None else _excused(scope, verdict, waiver, duty.opens)
        return
    end = min(duty.stop, NEVER) if verdict.remedied is None else verdict.remedied
    last = min(end, scope.as_of + 1)
    for start, stop in _pieces(duty.opens, last, merge(_span(scope, waiver) for waiver in waivers)):
        waiver = _covering(scope, waivers, start)
        remedied = verdict.remedied if stop == last else None
        piece = Verdict(Status.BREACHED, start, verdict.evidence, remedied=remedied)
        yield _at(duty, start), piece if waiver is None else _excused(scope, piece, waiver, start)


def _pieces(start: Micros, end: Micros, cuts: Sequence[Bounds]) -> Iterable[Bounds]:
    edges = sorted({start, end, *(edge for cut in cuts for edge in cut if start < edge < end)})
    return pairwise(edges)


def _at(duty: Duty, opens: Micros) -> Duty:
    return Duty(duty.subject, duty.stay, opens, opens, duty.sure_stop, duty.stop, duty.deadline, doubt=duty.doubt)


def _excused(scope: Scope, verdict: Verdict, waiver: Any, start: Micros) -> Verdict:
    written = recorded(waiver, scope.view.clock)
    return Verdict(
        Status.WAIVED,
        max(written, start),
        verdict.evidence,
        excused_by=waiver.id,
        is_retroactive=written > start,
    )
