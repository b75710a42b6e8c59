"""The findings of packs on a register, by the meaning of each norm alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import attrs

from homeschool.calendar import Span
from homeschool.errors import Mistake, NotWaivableError
from homeschool.model import Register, View, Waiver, ties
from homeschool.model.clock import NEVER
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.register import recorded
from homeschool.policy.condition import Reference
from homeschool.policy.finding import Finding, Status
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.requirement import Count
from homeschool.policy.timing import Always, At, Before, Every, Rolling, Upon
from tests.oracle.concern import behind
from tests.oracle.conditions import Case, referred
from tests.oracle.judging import Verdict, judge_instant, judge_window
from tests.oracle.matching import Duty
from tests.oracle.standing import Judgement, always, rolling, standing_range
from tests.oracle.subjects import Definitions, existences, stays
from tests.oracle.timings import Undecidable, before_duties, every_duties, upon_or_at_duties

Anything = Any
_TABLES = {
    "student": ("enrolment",),
    "guardian": ("enrolment", "guardianship"),
    "guardianship": ("enrolment", "guardianship"),
    "staff": ("appointment",),
    "appointment": ("appointment",),
    "school_class": ("school_class",),
    "partner": ("partner",),
    "committee": ("committee",),
    "seat": ("seat",),
}


@attrs.frozen(order=True)
class Judged:
    """What became of one duty, in plain values: what the engine and the oracle must agree on."""

    norm: str
    subject: str
    opens: Any
    trigger: str | None
    bearer: str | None
    status: str
    deadline: Any = None
    decided_at: Any = None
    evidence: tuple[str, ...] = ()
    remedied_at: Any = None
    because: str | None = None
    excused_by: str | None = None
    is_retroactive: bool = False


def in_order(judged: Iterable[Judged]) -> list[Judged]:
    """Return judgements in an order of their own."""
    return sorted(judged, key=lambda one: tuple(str(value) for value in attrs.astuple(one)))


def judged(finding: Finding) -> Judged:
    """Return what the engine found in plain values."""
    return Judged(
        finding.norm.id,
        finding.subject,
        finding.opens,
        finding.trigger,
        finding.bearer,
        finding.status.value,
        finding.deadline,
        finding.decided_at,
        tuple(sorted(finding.evidence)),
        finding.remedied_at,
        finding.because,
        finding.excused_by,
        finding.is_retroactive,
    )


def oracle_findings(
    packs: Pack | Iterable[Pack], register: Register, *, as_of: datetime, at_once: Span
) -> list[Judged]:
    """Judge every duty of some packs."""
    view = View(register, as_of=as_of)
    packs = (packs,) if isinstance(packs, Pack) else tuple(packs)
    given = {norm.id for pack in packs for norm in pack.norms if not norm.is_waivable}
    refused = [waiver.id for waiver in view.facts("waiver") if waiver.norm in given]
    if refused:
        raise NotWaivableError(Mistake(id_, "cannot be waived") for id_ in refused)
    found = []
    for pack in packs:
        definitions = {name: one.condition for name, one in pack.definitions.items()}
        for norm in pack.norms:
            if norm.is_checkable:
                found += list(_findings(_with_at_once(norm, at_once), view, definitions))
    return in_order(found)


def _with_at_once(norm: Norm, at_once: Span) -> Norm:
    timing = norm.timing
    if isinstance(timing, Upon) and timing.within is not None and timing.within.unit == "at_once":
        return attrs.evolve(norm, timing=attrs.evolve(timing, within=at_once))
    return norm


def _findings(norm: Norm, view: View, definitions: Definitions) -> Iterator[Judged]:
    moment = norm.timing.moment if isinstance(norm.timing, Upon | Before | At) else None
    of = () if moment is None else moment.of
    tables = set(() if moment is None else behind(norm.subject, moment.link_to))
    tables |= {name for name in of if name in view.keeps.classes or name not in _PERIODS} | set(
        _TABLES.get(norm.subject, ())
    )
    if not tables <= set(view.keeps.classes):
        yield from (_of_school(norm, school.id, "not_kept") for school in view.facts("school"))
    if isinstance(norm.timing, Every):
        for school in view.facts("school"):
            if not view.calendar_of(school.id).covers(view.clock.day(view.as_of)):
                yield _of_school(norm, school.id, "calendar")
    for duty, verdict in _judgements(norm, view, definitions):
        for one, outcome, excuse in _excused(duty, _cancelled(duty, _doubted(duty, verdict))):
            yield _judged(one, _unless_documented(one, outcome), excuse)


def _unless_documented(duty: Duty, verdict: Verdict) -> Verdict:
    """Leave open a breach that a reason would excuse, where the host does not keep reasons."""
    trigger = duty.case.trigger
    if verdict.status is not Status.BREACHED or not duty.norm.unless_documented or not hasattr(trigger, "reason"):
        return verdict
    kept = duty.case.view.keeps.classes[CLASS_NAMES[type(trigger)]]
    return (
        Verdict(Status.UNDETERMINED, None, verdict.evidence, because="unknown_field")
        if "reason" in kept.without
        else verdict
    )


_PERIODS = ("school_day", "day", "week", "month", "term", "half_year", "school_year", "vacation", "calendar_year")


def _of_school(norm: Norm, school: str, because: str) -> Judged:
    return Judged(norm.id, school, None, None, None, "undetermined", because=because)


def _judgements(norm: Norm, view: View, definitions: Definitions) -> Iterator[Judgement]:
    for existence in existences(view, norm.subject):
        case = Case(view, definitions, existence.subject, existence.school)
        staying = stays(case, existence, norm)
        match norm.timing:
            case Every():
                found = [duty for stay in staying for duty in every_duties(norm, case, stay)]
                yield from _each(found)
            case Upon() | At():
                yield from _each(upon_or_at_duties(norm, case, existence, staying))
            case Before():
                yield from _each(before_duties(norm, case, staying))
            case Always() | Rolling():
                judge = always if isinstance(norm.timing, Always) else rolling
                for stay in staying:
                    opens, stop = standing_range(norm, case, stay)
                    maybe = None if stay.is_sure else "applies_unknown"
                    duty = Duty(norm, case, opens, opens, stop, NEVER, opens, stay.end, maybe=maybe)
                    for one in _borne(duty):
                        yield from judge(one, stay)


def _each(duties: Iterable[Duty | Undecidable]) -> Iterator[Judgement]:
    for duty in duties:
        if isinstance(duty, Undecidable):
            yield attrs.evolve(duty.duty, maybe=None), Verdict(Status.UNDETERMINED, because=duty.because)
        else:
            for one in _borne(duty):
                yield one, judge_instant(one, one.opens) if isinstance(one.norm.timing, At) else judge_window(one)


def _borne(duty: Duty) -> list[Duty]:
    """Return one duty, or one for each of those who bear it alone."""
    case, bearer, at = duty.case, duty.norm.bearer, max(duty.opens, duty.joins)
    held: set[str] = set()
    for who in bearer.who:
        if isinstance(who, Reference):
            held |= referred(case, who, at)[0]
        else:
            held |= set(ties.holders(case.view, who, case.subject, at))
    if not bearer.each:
        return [attrs.evolve(duty, case=attrs.evolve(case, bearers=frozenset(held)))]
    alone: list[tuple[str | None, frozenset[str]]] = [(id_, frozenset({id_})) for id_ in sorted(held)]
    alone = alone or [(None, frozenset())]
    return [attrs.evolve(duty, bearer=id_, case=attrs.evolve(case, bearers=ids)) for id_, ids in alone]


def _doubted(duty: Duty, verdict: Verdict) -> Verdict:
    """Leave only what holds whether or not the norm applies."""
    if duty.maybe is None or verdict.status in (Status.FULFILLED, Status.LAPSED):
        return verdict
    return Verdict(Status.UNDETERMINED, None, verdict.evidence, because=duty.maybe)


def _cancelled(duty: Duty, verdict: Verdict) -> Verdict:
    """Let a duty lapse whose trigger was cancelled before it was decided."""
    at = duty.cancelled_at
    if (
        at is None
        or (verdict.status is Status.UNDETERMINED and duty.stop <= at)
        or (verdict.status.is_final and verdict.decided_at is not None and verdict.decided_at < at)
    ):
        return verdict
    return Verdict(Status.LAPSED, at, verdict.evidence)


@attrs.frozen
class Excuse:
    """What excuses a duty, when it was recorded, and from when it does."""

    id: str
    recorded_at: int
    at: int
    waiver: Waiver | None = None


def _waivers(duty: Duty) -> list[Excuse]:
    view = duty.case.view
    return [
        Excuse(waiver.id, at, at, waiver)
        for waiver in view.facts("waiver")
        for at in [recorded(waiver, view.clock)]
        if waiver.norm == duty.norm.id and (not waiver.subjects or duty.case.subject in waiver.subjects)
    ]


def _covers(duty: Duty, excuse: Excuse, at: int) -> bool:
    """Tell whether a waiver covers the day of an instant."""
    waiver = excuse.waiver
    if waiver is None:
        return False
    day = duty.case.view.clock.day(at)
    return waiver.since <= day and (waiver.until is None or day < waiver.until)


def _excused(duty: Duty, verdict: Verdict) -> Iterator[tuple[Duty, Verdict, Excuse | None]]:
    waivers, documented = _waivers(duty), _documented(duty)
    timing = duty.norm.timing
    if isinstance(timing, Always):
        if verdict.excess:
            yield duty, *_excuse_excess(duty, verdict, waivers)
        elif verdict.status is Status.BREACHED:
            yield from _excuse_interval(duty, verdict, waivers)
        else:
            yield duty, verdict, None
    elif duty.deadline is None:
        yield duty, verdict, None
    elif _is_capped(duty) and not documented:
        if verdict.excess:
            yield duty, *_excuse_excess(duty, verdict, waivers)
        else:
            yield duty, *_excuse_shortage(duty, verdict, waivers)
    else:
        last = duty.opens if isinstance(timing, At) else duty.stop - 1
        covering = [attrs.evolve(one, at=max(one.at, duty.opens)) for one in waivers if _covers(duty, one, last)]
        yield duty, *_sooner(duty, verdict, documented if _is_capped(duty) else covering + documented)


def _is_capped(duty: Duty) -> bool:
    """Tell whether a duty has a window and, over it, an upper bound."""
    requirement = duty.requirement
    return isinstance(requirement, Count) and requirement.at_most is not None and not isinstance(duty.norm.timing, At)


def _documented(duty: Duty) -> list[Excuse]:
    case = duty.case
    if not duty.norm.unless_documented or case.trigger is None or not hasattr(case.trigger, "reason"):
        return []
    if not case.trigger.reason:
        return []
    at = recorded(case.trigger, case.view.clock)
    return [Excuse(case.trigger.id, at, max(duty.opens, at))]


def _sooner(duty: Duty, verdict: Verdict, excuses: list[Excuse]) -> tuple[Verdict, Excuse | None]:
    if not excuses:
        return verdict, None
    first = min(excuses, key=lambda one: (one.at, one.waiver is None, one.recorded_at, one.id))
    is_good = verdict.status in (Status.FULFILLED, Status.LAPSED)
    if is_good and verdict.decided_at is not None:
        is_held = isinstance(duty.norm.timing, At) and verdict.status is Status.FULFILLED
        if is_held or verdict.decided_at < first.at:
            return verdict, None
    return _waived(verdict, first.at, first), first


def _waived(verdict: Verdict, decided_at: int, excuse: Excuse) -> Verdict:
    breached_at = verdict.decided_at if verdict.status is Status.BREACHED else None
    is_retroactive = breached_at is not None and breached_at < excuse.recorded_at
    return attrs.evolve(
        verdict,
        status=Status.WAIVED,
        decided_at=decided_at,
        remedied_at=None,
        because=None,
        is_retroactive=is_retroactive,
    )


def _first(waivers: Iterable[Excuse]) -> Excuse:
    return min(waivers, key=lambda one: (one.recorded_at, one.id))


def _excuse_shortage(duty: Duty, verdict: Verdict, waivers: list[Excuse]) -> tuple[Verdict, Excuse | None]:
    """Excuse what is short of a lower bound by the day of the deadline; the upper bound goes on being asked."""
    covering = [one for one in waivers if _covers(duty, one, duty.stop - 1)]
    if not covering or not (verdict.is_short or verdict.status in (Status.PENDING, Status.BREACHED)):
        return verdict, None
    first = _first(covering)
    if verdict.status is Status.PENDING:
        return attrs.evolve(verdict, status=Status.HOLDING), first
    return _waived(verdict, max(first.recorded_at, duty.stop), first), first


def _excuse_excess(duty: Duty, verdict: Verdict, waivers: list[Excuse]) -> tuple[Verdict, Excuse | None]:
    """Excuse each fact beyond an upper bound by its day; a duty with a window holds until that closes."""
    places = [
        (one.lo or 0, [waiver for waiver in waivers if _covers(duty, waiver, one.lo or 0)]) for one in verdict.excess
    ]
    left = [lo for lo, covering in places if not covering]
    if left:
        return attrs.evolve(verdict, decided_at=left[0]), None
    chosen = [(lo, _first(covering)) for lo, covering in places]
    late = [one.recorded_at for lo, one in chosen if lo < one.recorded_at]
    first = chosen[0][1]
    if late:
        return _late(verdict, max(late)), first
    if isinstance(duty.norm.timing, Always):
        return _waived(verdict, chosen[0][0], first), first
    closed = [end for end in (duty.stop, duty.leaves, duty.cancelled_at) if end is not None]
    end = min(closed)
    if duty.case.view.as_of < end:
        return attrs.evolve(verdict, status=Status.HOLDING, decided_at=None), first
    return _waived(verdict, end, first), first


def _late(verdict: Verdict, recorded_at: int) -> Verdict:
    return attrs.evolve(
        verdict, status=Status.WAIVED, decided_at=recorded_at, remedied_at=None, because=None, is_retroactive=True
    )


def _excuse_interval(
    duty: Duty, verdict: Verdict, waivers: list[Excuse]
) -> Iterator[tuple[Duty, Verdict, Excuse | None]]:
    """Split an interval in which a standing norm did not hold by the days that waivers cover."""
    view, end = duty.case.view, min(duty.stop, duty.case.view.as_of + 1)
    edges = {
        view.clock.midnight(day) for one in waivers if one.waiver for day in (one.waiver.since, one.waiver.until) if day
    }
    cuts = [duty.opens, *sorted(edge for edge in edges if duty.opens < edge < end)]
    pieces: list[tuple[int, Excuse | None]] = []
    for cut in cuts:
        covering = [one for one in waivers if _covers(duty, one, cut)]
        first = min(covering, key=lambda one: (one.at, one.id), default=None)
        if not pieces or (pieces[-1][1] is None) != (first is None):
            pieces.append((cut, first))
    for index, (start, excuse) in enumerate(pieces):
        remedied_at = verdict.remedied_at if index == len(pieces) - 1 else None
        piece = attrs.evolve(duty, opens=start)
        if excuse is None:
            yield piece, attrs.evolve(verdict, decided_at=start, remedied_at=remedied_at), None
        else:
            broken = attrs.evolve(verdict, decided_at=start, remedied_at=remedied_at)
            yield piece, _waived(broken, max(excuse.at, start), excuse), excuse


def _judged(duty: Duty, verdict: Verdict, excuse: Excuse | None) -> Judged:
    moment = duty.case.view.clock.moment
    opens = moment(duty.opens) if duty.is_timed else None

    def when(at: int | None) -> datetime | None:
        return None if at is None else moment(at)

    return Judged(
        duty.norm.id,
        duty.case.subject,
        opens,
        duty.trigger,
        duty.bearer,
        verdict.status.value,
        when(duty.deadline),
        when(verdict.decided_at),
        verdict.evidence,
        when(verdict.remedied_at),
        verdict.because,
        None if excuse is None else excuse.id,
        is_retroactive=verdict.is_retroactive,
    )
