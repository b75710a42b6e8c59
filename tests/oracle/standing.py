"""Norms that hold at every instant, and norms that roll from one performance to the next."""

from collections.abc import Iterator
from itertools import groupby

import attrs

from homeschool.errors import CalendarRangeError
from homeschool.model.clock import NEVER, Bounds
from homeschool.policy.finding import Status
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Always, Rolling
from tests.oracle.concern import is_lasting
from tests.oracle.conditions import Case, Truth
from tests.oracle.judging import Verdict, evidence_of, holds_at
from tests.oracle.matching import Duty, Match, is_evidence_kept, matches, why
from tests.oracle.subjects import Stay, instants, opening_range, segments
from tests.oracle.timings import after, elapsed

Judgement = tuple[Duty, Verdict]
B, F, H, L, P, U = Status.BREACHED, Status.FULFILLED, Status.HOLDING, Status.LAPSED, Status.PENDING, Status.UNDETERMINED


@attrs.frozen
class Segment:
    """A stretch of time through which a requirement holds, does not hold, or is not known to hold."""

    start: int
    end: int
    holds: Truth
    because: str | None = None
    evidence: tuple[str, ...] = ()


def standing_range(norm: Norm, case: Case, stay: Stay) -> Bounds:
    """Return from when until when a standing norm is asked of a stay."""
    first, last = opening_range(case.view, norm)
    beginning = case.view.clock.midnight(case.calendar.years[0].period.start)
    return max(stay.start, first, beginning), min(stay.end, last)


def always(duty: Duty, stay: Stay) -> Iterator[Judgement]:
    """Judge a standing norm over a stay; `duty` runs from the beginning to the end of its range."""
    if duty.opens > duty.case.view.as_of or duty.opens >= duty.stop:
        return
    if any(not is_lasting(name) for name in duty.requirement.of):
        yield from _prohibited_events(duty, stay)
        return
    found = _segments(duty)
    opens = duty.opens
    for index, one in enumerate(found):
        if one.holds is False and _is_intolerable(duty, one):
            is_remedied = index + 1 < len(found) and found[index + 1].holds is True
            remedied_at = one.end if is_remedied else None
            yield _at(duty, one.start, one.end), Verdict(B, one.start, one.evidence, remedied_at)
            opens = one.end
    last = found[-1]
    if last.holds is False and _is_intolerable(duty, last):
        return
    if last.holds is None:
        if duty.stop > duty.case.view.as_of:
            yield _at(duty, last.start, NEVER), Verdict(U, None, last.evidence, because=last.because)
        return
    yield from _holding(duty, stay, opens, last.evidence)


def _at(duty: Duty, opens: int, end: int) -> Duty:
    return attrs.evolve(duty, opens=opens, stop=end)


def _holding(duty: Duty, stay: Stay, opens: int, evidence: tuple[str, ...]) -> Iterator[Judgement]:
    if duty.stop > duty.case.view.as_of:
        yield _at(duty, opens, NEVER), Verdict(H, None, evidence)
    elif duty.stop == stay.end:
        yield _at(duty, opens, NEVER), Verdict(L, duty.stop, evidence)


def _segments(duty: Duty) -> list[Segment]:
    view = duty.case.view
    found = []
    for start, end in segments((duty.opens, min(duty.stop, view.as_of + 1)), instants(view)):
        moment = attrs.evolve(duty, opens=start, lasting=start)
        matched = matches(moment)
        holds, because = holds_at(moment, matched, start)
        evidence = evidence_of(moment, matched)
        found.append(Segment(start, end, holds, because, evidence))
    runs = [list(run) for _, run in groupby(found, key=lambda one: one.holds)]
    return [
        attrs.evolve(run[0] if run[0].holds is False else run[-1], start=run[0].start, end=run[-1].end) for run in runs
    ]


def _is_intolerable(duty: Duty, one: Segment) -> bool:
    timing, as_of = duty.norm.timing, duty.case.view.as_of
    if not isinstance(timing, Always) or timing.tolerance is None:
        return True
    if timing.tolerance.is_elapsed:
        return min(one.end, as_of) >= one.start + elapsed(timing.tolerance)
    return min(one.end, as_of) >= after(duty.case, one.start, timing.tolerance)


def _prohibited_events(duty: Duty, stay: Stay) -> Iterator[Judgement]:
    window = attrs.evolve(duty, start=duty.opens, sure_stop=NEVER, stop=NEVER)
    for one in matches(window):
        if one.lo is not None and duty.opens <= one.lo < duty.stop:
            event = attrs.evolve(duty, opens=one.lo, stop=one.lo + 1, deadline=one.lo, trigger=one.fact.id)
            if one.meets is True:
                yield event, Verdict(B, one.lo, (one.fact.id,), excess=(one,))
            else:
                yield event, Verdict(U, None, (), because="unknown_field")
    if is_evidence_kept(duty, duty.opens):
        yield from _holding(duty, stay, duty.opens, ())
    else:
        yield _at(duty, duty.opens, NEVER), Verdict(U, None, (), because="not_kept")


def rolling(duty: Duty, stay: Stay) -> Iterator[Judgement]:
    """Judge a norm that rolls from one performance to the next over a stay; `duty` opens with the first window."""
    as_of, last = duty.case.view.as_of, opening_range(duty.case.view, duty.norm)[1]
    found = matches(attrs.evolve(duty, start=stay.start, stop=NEVER, sure_stop=NEVER))
    found = [one for one in found if one.lo is not None and stay.start <= one.lo < stay.end]
    sure = [one for one in found if one.meets is True]
    opens = base = since = duty.opens
    while opens <= as_of and opens < min(last, stay.end):
        one = attrs.evolve(duty, opens=opens)
        try:
            stop = _rolled(duty, base)
        except CalendarRangeError:
            yield attrs.evolve(one, maybe=None), Verdict(U, None, because="calendar")
            return
        one = attrs.evolve(one, stop=stop, deadline=stop - 1)
        following = _next(sure, since)
        unsure = [p for p in found if p.lo is not None and since <= p.lo < stop and (p.meets is None or p is following)]
        if following is not None and _end(duty, following) <= stop:
            yield one, Verdict(F, following.lo, (following.fact.id,))
            opens, base, since = _from(duty, following)
        elif unsure or not is_evidence_kept(duty, opens):
            is_kept = is_evidence_kept(duty, opens)
            if is_kept and stay.end < stop and stay.end <= as_of:
                yield one, Verdict(L, stay.end)
                return
            because = why(one, unsure) if is_kept else "not_kept"
            yield one, Verdict(P) if is_kept and as_of < stop else Verdict(U, None, because=because)
            following = _next(sure, stop)
            if following is None:
                return
            opens, base, since = _from(duty, following)
        elif as_of >= stop and stay.end >= stop:
            yield one, Verdict(B, stop, remedied_at=None if following is None else following.lo)
            opens, base, since = stop, stop - 1, stop
        else:
            has_left = stay.end < stop and stay.end <= as_of
            yield one, Verdict(L, stay.end) if has_left else Verdict(P)
            return


def _rolled(duty: Duty, base: int) -> int:
    timing = duty.norm.timing
    assert isinstance(timing, Rolling)
    return base + elapsed(timing.span) + 1 if timing.span.is_elapsed else after(duty.case, base, timing.span)


def _next(sure: list[Match], since: int) -> Match | None:
    return next((one for one in sure if one.lo is not None and one.lo >= since), None)


def _end(duty: Duty, one: Match) -> int:
    view = duty.case.view
    return view.clock.day_bounds(one.fact.since)[1] if hasattr(one.fact, "since") else view.bounds(one.fact)[1]


def _from(duty: Duty, one: Match) -> tuple[int, int, int]:
    assert one.lo is not None
    return one.lo, one.lo, _end(duty, one)
