"""Evaluating packs over a register at a moment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from homeschool.engine.details import look
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.findings import Findings
from homeschool.engine.incur import Undecided
from homeschool.engine.run import Run
from homeschool.engine.scope import Readings, Scope
from homeschool.engine.stays import existences
from homeschool.engine.waive import settle, waivers_by_norm
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.records import Waiver
from homeschool.model.register import Register
from homeschool.model.view import View
from homeschool.policy.finding import Finding, Status
from homeschool.policy.make import make_pack
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.timing import At, Before, Upon

_TABLES = {
    "school": (),
    "grade": (),
    "student": ("enrolment",),
    "guardian": ("guardianship", "enrolment"),
    "guardianship": ("guardianship", "enrolment"),
    "staff": ("appointment",),
}
"""The tables without which the subjects of a kind are not known, where that is not their own."""


def evaluate(
    packs: Pack | Iterable[Pack], register: Register, *, as_of: datetime, readings: Readings | None = None
) -> Findings:
    """Judge every duty that packs open over a register, as it was known at a moment.

    Args:
        packs: one pack or several.
        register: the records.
        as_of: the moment, an aware instant; what was recorded later is not seen.
        readings: what the texts leave open and the host decides; by default that "at once" is two hours.

    Returns:
        One finding for each duty, in the order of the packs and their norms, then of subject and time.

    Raises:
        InvalidValueError: `as_of` has no time zone.
        PackError: a pack made in Python has mistakes.
        NotWaivableError: a waiver names a norm that cannot be waived.
    """
    packs = tuple(pack if pack.digest else make_pack(pack) for pack in ((packs,) if isinstance(packs, Pack) else packs))
    view = View(register, as_of=as_of)
    moments = _Moments(view)
    items: list[Finding] = []
    for pack in packs:
        scope = Scope(view, pack.definitions, readings or Readings())
        norms = [norm for norm in pack.norms if norm.is_checkable]
        waivers = waivers_by_norm(scope, norms)
        for norm in norms:
            items += _findings(Run(scope, norm), waivers.get(norm.id, ()), moments)
    return Findings(tuple(items), packs, view.clock.moment(view.as_of))


class _Moments:
    """Turns integers into instants, each once: windows share their ends."""

    def __init__(self, view: View) -> None:
        self._clock = view.clock
        self._known: dict[Micros, datetime] = {}

    def __call__(self, micros: Micros | None) -> datetime | None:
        """Return an instant, or None for what is open or not there."""
        if micros is None or not ALWAYS < micros < NEVER - 1:
            return None
        found = self._known.get(micros)
        if found is None:
            found = self._known[micros] = self._clock.moment(micros)
        return found


Found = Undecided | tuple[Duty, Verdict]


def _order(found: Found) -> tuple[str, Micros, str, str]:
    if isinstance(found, Undecided):
        return found.subject, ALWAYS if found.opens is None else found.opens, found.trigger or "", ""
    duty = found[0]
    return duty.subject, duty.opens, "" if duty.trigger is None else duty.trigger.id, duty.bearer or ""


def _findings(run: Run, waivers: Sequence[Waiver], moments: _Moments) -> Iterator[Finding]:
    yield from _not_kept(run.scope, run.norm)
    for found in sorted(_settled(run, waivers), key=_order):
        if isinstance(found, Undecided):
            yield _undecided(run.norm, found, moments)
        else:
            yield _finding(run, found[0], found[1], moments)


def _settled(run: Run, waivers: Sequence[Waiver]) -> Iterator[Found]:
    settles = bool(waivers) or run.norm.unless_documented
    for found in run.findings():
        if isinstance(found, Undecided):
            yield found
        elif settles or found[0].doubt is not None or found[0].cancelled_at is not None:
            yield from settle(run.scope, run.norm, found, waivers)
        else:
            yield found


def _finding(run: Run, duty: Duty, verdict: Verdict, moments: _Moments) -> Finding:
    trigger = duty.trigger
    return Finding(
        norm=run.norm,
        subject=duty.subject,
        status=verdict.status,
        opens=moments(duty.opens),
        deadline=moments(duty.deadline),
        trigger=None if trigger is None else trigger.id,
        bearer=duty.bearer,
        decided_at=moments(verdict.decided),
        evidence=verdict.evidence,
        remedied_at=moments(verdict.remedied),
        excused_by=verdict.excused_by,
        is_retroactive=verdict.is_retroactive,
        because=verdict.because,
        look=partial(look, run, duty, verdict),
    )


def _undecided(norm: Norm, found: Undecided, moments: _Moments) -> Finding:
    return Finding(
        norm=norm,
        subject=found.subject,
        status=Status.UNDETERMINED,
        opens=moments(found.opens),
        deadline=None,
        trigger=found.trigger,
        because=found.because,
    )


def _not_kept(scope: Scope, norm: Norm) -> Iterator[Finding]:
    """Yield one finding for each school where a table is not kept that says who is concerned, or when a duty opens."""
    needed = set(_TABLES.get(norm.subject, (norm.subject,)))
    match norm.timing:
        case Upon(moment) | Before(moment) | At(moment):
            needed.update(name for name in moment.of if name in fact_classes())
        case _:
            pass
    if not needed <= scope.view.keeps.classes.keys():
        for school in existences(scope, "school"):
            yield Finding(norm, school.subject, Status.UNDETERMINED, None, None, because="not_kept")
