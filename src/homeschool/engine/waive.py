"""What changes a verdict from outside: a cancelled trigger, a doubt, a documented reason, a waiver."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import attrs

from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.scope import Scope
from homeschool.engine.stays import merge
from homeschool.errors import Mistake, NotWaivableError
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.records import Waiver
from homeschool.model.register import recorded
from homeschool.policy.finding import Status
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.requirement import Count
from homeschool.policy.timing import Always, At

Judged = tuple[Duty, Verdict]


@attrs.frozen
class Excuse:
    """What excuses a duty: the id of the record, when it was written down, since when it excuses."""

    id: str
    written: Micros
    since: Micros
    is_documented: bool = False


def waivers_by_norm(waivers: Iterable[Waiver]) -> Mapping[str, list[Waiver]]:
    """Return waivers by the id of the norm that they waive."""
    by_norm: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        by_norm.setdefault(waiver.norm, []).append(waiver)
    return by_norm


def refuse_waivers(waivers: Iterable[Waiver], packs: Iterable[Pack]) -> None:
    """Refuse the waivers of norms that cannot be waived.

    Raises:
        NotWaivableError: with every such waiver, in the order of the norms, and the clause.
    """
    named = waivers_by_norm(waivers)
    norms = {norm.id: norm for pack in packs for norm in pack.norms if not norm.is_waivable and norm.id in named}
    mistakes = [
        Mistake(f"waiver `{waiver.id}`", f"`{norm.id}` cannot be waived ({norm.citation.describe('en')})")
        for norm in norms.values()
        for waiver in named[norm.id]
    ]
    if mistakes:
        raise NotWaivableError(mistakes)


def settle(scope: Scope, norm: Norm, judged: Judged, waivers: Sequence[Waiver]) -> Iterable[Judged]:
    """Yield the verdict as it stands after cancellation, doubt, documented reason and waivers.

    A standing breach that is waived in part comes apart into pieces.
    """
    duty, verdict = judged
    if duty.cancelled_at is not None:
        verdict = _cancelled(duty, verdict, duty.cancelled_at)
    if duty.doubt is not None and verdict.status not in (Status.FULFILLED, Status.LAPSED):
        verdict = Verdict(Status.UNDETERMINED, None, verdict.evidence, duty.doubt)
    own = [waiver for waiver in waivers if not waiver.subjects or duty.subject in waiver.subjects]
    if own and isinstance(norm.timing, Always):
        yield from _waive_standing(scope, (duty, verdict), own)
    elif own or norm.unless_documented:
        verdict = _excuse(scope, norm, (duty, verdict), own)
        if verdict.status is Status.BREACHED and may_be_documented(scope, norm, duty):
            verdict = Verdict(Status.UNDETERMINED, None, verdict.evidence, "unknown_field")
        yield duty, verdict
    else:
        yield duty, verdict


def _cancelled(duty: Duty, verdict: Verdict, at: Micros) -> Verdict:
    if verdict.status.is_final and verdict.decided is not None and verdict.decided < at:
        return verdict
    if verdict.status is Status.UNDETERMINED and duty.stop <= at:
        return verdict
    return Verdict(Status.LAPSED, at, verdict.evidence)


def _excuse(scope: Scope, norm: Norm, judged: Judged, waivers: Sequence[Waiver]) -> Verdict:
    """Return what became of a duty that has a window, or a moment.

    A documented reason excuses all of it.  A waiver of its last day excuses what had to be done by then: where there is
    an upper bound, that is only what is short of the lower one.  Beyond the upper bound each fact needs a waiver of its
    own day.
    """
    duty, verdict = judged
    documented = _documented(scope, norm, duty)
    has_upper = isinstance(norm.requirement, Count) and norm.requirement.at_most is not None
    is_capped = has_upper and not isinstance(norm.timing, At)
    if is_capped and documented is None:
        excess_or_shortage = _excuse_excess if verdict.instants else _excuse_shortage
        return excess_or_shortage(scope, judged, waivers)
    excuses = [] if documented is None else [documented]
    if not is_capped:
        excuses += _covering(scope, waivers, duty.opens if isinstance(norm.timing, At) else duty.stop - 1, duty.opens)
    return _soonest(norm, verdict, excuses)


def _documented(scope: Scope, norm: Norm, duty: Duty) -> Excuse | None:
    """Return the reason recorded on the trigger, where the norm lets one excuse."""
    if not norm.unless_documented or not getattr(duty.trigger, "reason", None):
        return None
    written = recorded(duty.trigger, scope.view.clock)
    return Excuse(duty.trigger.id, written, max(duty.opens, written), is_documented=True)


def may_be_documented(scope: Scope, norm: Norm, duty: Duty) -> bool:
    """Tell whether a reason would excuse a duty, and the host does not keep reasons."""
    if not norm.unless_documented or not hasattr(duty.trigger, "reason"):
        return False
    kept = scope.view.keeps.classes.get(CLASS_NAMES[type(duty.trigger)])
    return kept is not None and "reason" in kept.without


def _span(scope: Scope, waiver: Waiver) -> Bounds:
    clock = scope.view.clock
    return clock.midnight(waiver.since), NEVER if waiver.until is None else clock.midnight(waiver.until)


def _covering(scope: Scope, waivers: Iterable[Waiver], moment: Micros, opens: Micros) -> list[Excuse]:
    """Return what the waivers whose days hold a moment excuse, the one recorded first before the others."""
    found = []
    for waiver in waivers:
        start, end = _span(scope, waiver)
        if start <= moment < end:
            written = recorded(waiver, scope.view.clock)
            found.append(Excuse(waiver.id, written, max(written, opens)))
    return sorted(found, key=lambda excuse: (excuse.written, excuse.id))


def _soonest(norm: Norm, verdict: Verdict, excuses: Sequence[Excuse]) -> Verdict:
    """Let what excuses soonest excuse; what was fulfilled or lapsed before stands, as does what holds at its moment."""
    if not excuses:
        return verdict
    first = min(excuses, key=lambda excuse: (excuse.since, excuse.is_documented, excuse.written, excuse.id))
    if verdict.status in (Status.FULFILLED, Status.LAPSED) and verdict.decided is not None:
        is_held = isinstance(norm.timing, At) and verdict.status is Status.FULFILLED
        if is_held or verdict.decided < first.since:
            return verdict
    return _waived(verdict, first, first.since)


def _waived(verdict: Verdict, excuse: Excuse, decided: Micros) -> Verdict:
    broken = verdict.decided if verdict.status is Status.BREACHED else None
    late = broken is not None and broken < excuse.written
    return Verdict(Status.WAIVED, decided, verdict.evidence, excused_by=excuse.id, is_retroactive=late)


def _excuse_shortage(scope: Scope, judged: Judged, waivers: Sequence[Waiver]) -> Verdict:
    """Excuse what is short of a lower bound; until the window closes the upper one may still be passed."""
    duty, verdict = judged
    is_short = verdict.is_short or verdict.status in (Status.PENDING, Status.BREACHED)
    covering = _covering(scope, waivers, duty.stop - 1, duty.stop)
    if not covering or not is_short:
        return verdict
    if verdict.status is Status.PENDING:
        return Verdict(Status.HOLDING, None, verdict.evidence, excused_by=covering[0].id)
    return _waived(verdict, covering[0], covering[0].since)


def _excuse_excess(scope: Scope, judged: Judged, waivers: Sequence[Waiver]) -> Verdict:
    """Excuse each fact beyond an upper bound by its own day; the first that is not excused is the breach.

    Where none was a breach before it was excused, the duty holds until the window closes: another fact may still
    break it.
    """
    duty, verdict = judged
    excuses: list[Excuse] = []
    for moment in verdict.instants:
        covering = _covering(scope, waivers, moment, moment)
        if not covering:
            return Verdict(Status.BREACHED, moment, verdict.evidence)
        excuses.append(covering[0])
    end = min(duty.stop, duty.stay.end, NEVER if duty.cancelled_at is None else duty.cancelled_at)
    late = [one.written for one, at in zip(excuses, verdict.instants, strict=True) if at < one.written]
    if not late and scope.as_of < end:
        return Verdict(Status.HOLDING, None, verdict.evidence, excused_by=excuses[0].id)
    decided = max(late) if late else end
    first = excuses[0].id
    return Verdict(Status.WAIVED, decided, verdict.evidence, excused_by=first, is_retroactive=bool(late))


def _waive_standing(scope: Scope, judged: Judged, waivers: Sequence[Waiver]) -> Iterable[Judged]:
    """Take the waived days out of an interval in which a standing norm was breached."""
    duty, verdict = judged
    if verdict.status is not Status.BREACHED:
        yield judged
        return
    if duty.trigger is not None:
        yield duty, _excuse_piece(scope, verdict, waivers, duty.opens)
        return
    last = min(duty.sure_stop, scope.as_of + 1)
    for start, stop in _pieces(duty.opens, last, merge(_span(scope, waiver) for waiver in waivers)):
        remedied = verdict.remedied if stop == last else None
        piece = Verdict(Status.BREACHED, start, verdict.evidence, remedied=remedied)
        yield _at(duty, start), _excuse_piece(scope, piece, waivers, start)


def _excuse_piece(scope: Scope, piece: Verdict, waivers: Sequence[Waiver], start: Micros) -> Verdict:
    covering = _covering(scope, waivers, start, start)
    return _waived(piece, covering[0], covering[0].since) if covering else piece


def _pieces(start: Micros, end: Micros, cuts: Sequence[Bounds]) -> Iterable[Bounds]:
    edges = sorted({start, end, *(edge for cut in cuts for edge in cut if start < edge < end)})
    return pairwise(edges)


def _at(duty: Duty, opens: Micros) -> Duty:
    return Duty(duty.subject, duty.stay, opens, opens, duty.sure_stop, duty.stop, duty.deadline, doubt=duty.doubt)
