"""What is worked out when somebody looks at a finding: who owes, what nearly counted, how far it is met."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from homeschool.engine.bearers import opening_moment, owners
from homeschool.engine.bounds import Unknown, work_out
from homeschool.engine.conditions import compile_condition
from homeschool.engine.count import CountJudge
from homeschool.engine.cover import CoverJudge
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.incur import first_moment
from homeschool.engine.judge import Placed, context_of, place_for, until_left
from homeschool.engine.linking import tied
from homeschool.engine.run import Run
from homeschool.engine.scope import Scope
from homeschool.engine.share import ShareJudge
from homeschool.engine.truth import Truth
from homeschool.engine.waive import may_be_documented
from homeschool.model.clock import Micros
from homeschool.model.derived import is_kept
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.register import recorded
from homeschool.policy.condition import And, Condition, Named, Test
from homeschool.policy.finding import Details, Excuse, NearMiss, Status
from homeschool.policy.requirement import TRIGGER
from homeschool.policy.timing import Always, At

_AROUND = 31 * 24 * 3600 * 1_000_000
_MOST = 5
_KIND = frozenset({"kind"})
"""What a fact is, rather than what it lacks: a notice of another kind is no near miss."""


def look(run: Run, duty: Duty, verdict: Verdict) -> Details:
    """Work out the details of a finding."""
    scope = run.scope
    now = min(scope.as_of, duty.stop - 1)
    unmet = verdict.status not in (Status.FULFILLED, Status.HOLDING)
    certain, possible, needed, missing = _progress(run, duty, verdict)
    stood_from, stood_until = _stood(run, duty)
    misses = _near_misses(run, duty, verdict) if unmet else ()
    return Details(
        bearers=owners(scope, run.norm, duty, opening_moment(duty)),
        remind=owners(scope, run.norm, duty, now),
        near_misses=misses,
        certain=certain,
        possible=possible,
        needed=needed,
        missing=missing,
        is_unachievable=verdict.status is Status.PENDING and _is_unachievable(run, duty, certain),
        unknown=_unknown(run, duty, verdict, misses),
        stood_from=stood_from,
        stood_until=stood_until,
        excuse=_excuse(scope, duty, verdict),
    )


def _stood(run: Run, duty: Duty) -> tuple[datetime | None, datetime | None]:
    """Return from when, in whatever wording, until when a standing norm was asked of the subject."""
    if not isinstance(run.norm.timing, Always):
        return None, None
    moment = run.scope.view.clock.moment
    start = max(duty.stay.start, first_moment(run.scope, duty.stay.school))
    end = min(duty.stay.end, run.frame.opening[1])
    return moment(start), moment(end) if end <= run.scope.as_of else None


def _excuse(scope: Scope, duty: Duty, verdict: Verdict) -> Excuse | None:
    """Return who excuses the duty, when and for how long."""
    if verdict.excused_by is None:
        return None
    clock = scope.view.clock
    if duty.trigger is not None and duty.trigger.id == verdict.excused_by:
        written = clock.moment(recorded(duty.trigger, clock))
        return Excuse(duty.trigger.id, CLASS_NAMES[type(duty.trigger)], written, has_reason=True)
    waiver = scope.view.get(verdict.excused_by)
    written = clock.moment(recorded(waiver, clock))
    return Excuse(
        fact=waiver.id,
        class_name=CLASS_NAMES[type(waiver)],
        recorded_at=written,
        granted_by=waiver.granted_by,
        since=waiver.since,
        until=waiver.until,
        has_reason=bool(waiver.reason),
    )


def _placed(run: Run, duty: Duty) -> Placed:
    if isinstance(run.norm.timing, At | Always):
        window = (duty.start, duty.stop) if isinstance(run.norm.timing, At) else None
        return run.instant.facts(duty, min(duty.start, run.scope.as_of), window) or Placed([], [])
    return place_for(duty, run.meeting(duty, (duty.start, duty.stop)), run.scope.as_of)


def _progress(run: Run, duty: Duty, verdict: Verdict) -> tuple[int, int | None, str | None, tuple[str, ...]]:
    judge = run.judge
    if verdict.status is Status.FULFILLED and isinstance(judge, CountJudge) and judge.requirement.distinct is None:
        certain = len(verdict.evidence)
        return certain, certain, _needed(run, duty), ()
    placed = _placed(run, duty)
    match judge:
        case CountJudge():
            possible = judge.most(placed) if run.matches.are_kept(duty.opens) else None
            return judge.number(placed.certain), possible, _needed(run, duty), ()
        case CoverJudge():
            wanted = judge.wanted(duty, duty.opens) or set()
            mentioned = {value for match in placed.certain for value in judge.mentioned(duty, match, match[0])[0]}
            missing = tuple(sorted(str(value) for value in wanted - mentioned))
            return len(wanted & mentioned), len(wanted), str(len(wanted)), missing
        case ShareJudge():
            parts, _ = judge.divide(duty, until_left(duty, run.scope.as_of))
            return parts.part, parts.most, str(parts.whole), ()


def _needed(run: Run, duty: Duty) -> str | None:
    bound = run.requirement.at_least if isinstance(run.judge, CountJudge) else None  # type: ignore[union-attr]
    if bound is None:
        return None
    try:
        return str(work_out(run.scope, bound, context_of(duty, duty.opens)))
    except Unknown:
        return None


def _is_unachievable(run: Run, duty: Duty, certain: int) -> bool:
    """Tell whether fewer days are left than different days are still owed."""
    judge = run.judge
    if not isinstance(judge, CountJudge) or judge.requirement.distinct != "day":
        return False
    needed = _needed(run, duty)
    clock = run.scope.view.clock
    left = (clock.day(duty.stop - 1) - clock.day(run.scope.as_of)).days + 1
    return needed is not None and Fraction(needed) - certain > left


def _unknown(run: Run, duty: Duty, verdict: Verdict, misses: Iterable[NearMiss]) -> tuple[str, ...]:
    """Return the tables and fields whose absence leaves the finding open."""
    if verdict.status is not Status.UNDETERMINED:
        return ()
    if verdict.because == "not_kept":
        return tuple(name for name in run.matches.of if not is_kept(run.scope.view, name, duty.opens))
    found = [miss.detail for miss in misses if miss.why == "unknown" and miss.detail]
    if may_be_documented(run.scope, run.norm, duty):
        found.append(f"{CLASS_NAMES[type(duty.trigger)]}.reason")
    return tuple(dict.fromkeys(found))


def _near_misses(run: Run, duty: Duty, verdict: Verdict) -> tuple[NearMiss, ...]:
    if run.requirement.of[0].split(".")[0] == TRIGGER:
        return tuple(_of_trigger(run, duty)) if run.requirement.of == (TRIGGER,) else ()
    if isinstance(run.norm.timing, Always):
        return ()
    found = sorted(_candidates(run, duty, verdict), key=lambda item: (_distance(duty, item[0]), item[1].fact))
    return tuple(miss for _, miss in found[:_MOST])


def _distance(duty: Duty, moment: Micros) -> Micros:
    if moment < duty.start:
        return duty.start - moment
    return max(0, moment - duty.stop)


def _candidates(run: Run, duty: Duty, verdict: Verdict) -> Iterable[tuple[Micros, NearMiss]]:
    missing = _progress(run, duty, verdict)[3] if isinstance(run.judge, CoverJudge) else None
    seen = set(verdict.evidence) | ({duty.trigger.id} if duty.trigger is not None else set())
    for link in run.matches.links:
        for (low, _, high, _, fact), start, end in tied(run.scope, link, duty.subject):
            if fact.id in seen or not start <= low < end:
                continue
            if not duty.start - _AROUND <= low < duty.stop + _AROUND:
                continue
            seen.add(fact.id)
            miss = _miss(run, duty, (low, high), fact) if _adds(run, duty, missing, (low, fact)) else None
            if miss is not None:
                yield low, miss


def _adds(run: Run, duty: Duty, missing: Container[str] | None, fact: tuple[Micros, Any]) -> bool:
    """Tell whether a fact would bring a cover further: whether it mentions, or may mention, what is missing."""
    if missing is None or not isinstance(run.judge, CoverJudge):
        return True
    low, record = fact
    known, complete = run.judge.mentioned(duty, (low, record.id, low, None, record), low)
    return not complete or any(str(value) in missing for value in known)


def _miss(run: Run, duty: Duty, bounds: tuple[Micros, Micros], fact: Any) -> NearMiss | None:
    low, high = bounds
    failed = list(failing(run, run.requirement.where, fact, duty, low))
    when = _when(fact)
    name = CLASS_NAMES[type(fact)]
    if len(failed) > 1 or any(set(path) & _KIND for path, _ in failed):
        return None
    if failed:
        path, truth = failed[0]
        if low >= duty.stop or high <= duty.start:
            return None
        return NearMiss(fact.id, name, when, "condition" if truth is False else "unknown", ".".join(path))
    why = _time_miss(run, duty, low, high)
    return None if why is None else NearMiss(fact.id, name, when, why)


def _time_miss(run: Run, duty: Duty, low: Micros, high: Micros) -> str | None:
    if low > run.scope.as_of:
        return "planned"
    if high <= duty.start:
        return "too_early"
    if low >= min(duty.stop, duty.stay.end):
        return "too_late"
    if low < duty.start or high > duty.sure_stop:
        return "straddles"
    return None


def _of_trigger(run: Run, duty: Duty) -> Iterable[NearMiss]:
    records: Sequence[Any] = [duty.trigger]
    for record in records:
        if getattr(record, "occurred", None) is None and getattr(record, "since", None) is None:
            continue
        for path, truth in failing(run, run.requirement.where, record, duty, duty.start):
            why = "condition" if truth is False else "unknown"
            yield NearMiss(record.id, CLASS_NAMES[type(record)], _when(record), why, ".".join(path))


def _when(fact: Any) -> Any:
    occurred = getattr(fact, "occurred", None)
    return getattr(fact, "since", None) if occurred is None else occurred


Failing = tuple[tuple[str, ...], Truth]
"""The field of a part of a condition that does not hold, and the answer."""


def failing(run: Run, condition: Condition, fact: Any, duty: Duty, at: Micros) -> Iterable[Failing]:
    """Yield the parts of a condition that do not hold of a fact, or are not known to: the field, and the answer."""
    if isinstance(condition, And):
        for part in condition.parts:
            yield from failing(run, part, fact, duty, at)
        return
    name = CLASS_NAMES[type(fact)]
    key = ("leaf", condition, name)
    ask = run.scope.memory.get(key)
    if ask is None:
        ask = run.scope.memory[key] = compile_condition(run.scope, condition, name)
    truth = ask(fact, context_of(duty, at))
    if truth is not True:
        yield _named(condition), truth


def _named(condition: Condition) -> tuple[str, ...]:
    match condition:
        case Test(path=path):
            return path
        case Named(name):
            return (name,)
        case _:
            return (getattr(condition, "path", None) or type(condition).__name__.lower(),)
