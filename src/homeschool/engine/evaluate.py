"""Evaluating packs over a register at a moment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.findings import Findings, Latent
from homeschool.engine.incur import Frame, Undecided, beyond_calendar
from homeschool.engine.linking import tables_behind
from homeschool.engine.make import Maker, Moments
from homeschool.engine.plain import is_ordered, is_plain, plain_findings
from homeschool.engine.plain_upon import is_plain_upon, upon_findings
from homeschool.engine.run import Run
from homeschool.engine.scope import Readings, Scope
from homeschool.engine.stays import existences
from homeschool.engine.waive import refuse_waivers, settle, waivers_by_norm
from homeschool.model.clock import ALWAYS, Micros
from homeschool.model.collector import collector_paused
from homeschool.model.facts import fact_classes
from homeschool.model.records import Waiver
from homeschool.model.register import Register
from homeschool.model.view import View
from homeschool.policy.finding import Status
from homeschool.policy.make import make_pack
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.timing import At, Before, Every, Upon

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

    >>> from datetime import date, datetime
    >>> from homeschool import SHANGHAI, Interval, Register, SchoolCalendar, SchoolYear, Term, evaluate, load_pack
    >>> from homeschool.model import School
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> register = Register([School(id="school")], calendar)
    >>> findings = evaluate(load_pack("work-system"), register, as_of=datetime(2025, 9, 20, tzinfo=SHANGHAI))
    >>> findings.of("mechanism-sound")[0].status
    <Status.BREACHED: 'breached'>

    Args:
        packs: one pack or several.
        register: the records.
        as_of: the moment, an aware instant; what was recorded later is not seen.
        readings: what the texts leave open and the host decides; by default that "at once" is two hours.

    Returns:
        One finding for each duty, in the order of the packs and their norms, then of subject and time.

    Raises:
        InvalidValueError: `as_of` has no time zone, or the register follows a definition that a pack does not have.
        PackError: a pack made in Python has mistakes.
        NotWaivableError: waivers name norms that cannot be waived; with every one of them.
    """
    packs = followed(packs, register)
    view = View(register, as_of=as_of)
    latent: list[Latent] = []
    with collector_paused():
        refuse_waivers(view.facts("waiver"), packs)
        for run, maker, waivers in runs(packs, view, readings or Readings()):
            latent += _latent(run, waivers, maker)
    return Findings(latent, packs, view.clock.moment(view.as_of))


def runs(packs: Iterable[Pack], view: View, readings: Readings) -> Iterator[tuple[Run, Maker, Sequence[Waiver]]]:
    """Yield each norm that can be checked over what is known, with what puts its findings together and its waivers."""
    moments = Moments(view)
    waivers = waivers_by_norm(view.facts("waiver"))
    for pack in packs:
        scope = Scope(view, pack.definitions, readings)
        for norm in pack.norms:
            if norm.is_checkable:
                run = Run(scope, norm)
                yield run, Maker(run, moments), waivers.get(norm.id, ())


def followed(packs: Pack | Iterable[Pack], register: Register) -> tuple[Pack, ...]:
    """Return packs, those made in Python checked, with the definitions that a register follows.

    Raises:
        PackError: a pack made in Python has mistakes.
        InvalidValueError: the register follows a definition that a pack does not have.
    """
    return tuple(pack.following(register.follows) for pack in checked_packs(packs))


def checked_packs(packs: Pack | Iterable[Pack]) -> tuple[Pack, ...]:
    """Return one pack or several as a tuple, those made in Python checked.

    Raises:
        PackError: a pack made in Python has mistakes.
    """
    return tuple(pack if pack.digest else make_pack(pack) for pack in ((packs,) if isinstance(packs, Pack) else packs))


Found = Undecided | tuple[Duty, Verdict]


def _latent(run: Run, waivers: Sequence[Waiver], maker: Maker) -> Iterable[Latent]:
    """Return the findings of one norm, in order of subject and time."""
    large = [latent_of(maker, found) for found in at_large(run)]
    if not waivers and is_plain(run):
        return chain(large, plain_findings(run, maker))
    if not waivers and is_plain_upon(run):
        return chain(large, upon_findings(run, maker))
    found = settled(run, waivers)
    return chain(large, [latent_of(maker, one) for one in (found if is_ordered(run) else sorted(found, key=order))])


def latent_of(maker: Maker, found: Found) -> Latent:
    """Return a finding not yet put together."""
    if isinstance(found, Undecided):
        return Status.UNDETERMINED, maker.undecided, found
    return found[1].status, maker.judged, found


def order(found: Found) -> tuple[str, Micros, str, str]:
    """Return what the findings of a norm are sorted by: subject, time, trigger, bearer."""
    if isinstance(found, Undecided):
        return found.subject, ALWAYS if found.opens is None else found.opens, found.trigger or "", ""
    duty = found[0]
    return duty.subject, duty.opens, "" if duty.trigger is None else duty.trigger.id, duty.bearer or ""


def settled(run: Run, waivers: Sequence[Waiver], frame: Frame | None = None) -> Iterator[Found]:
    """Yield what became of each duty of a norm, of those in a frame if one is given."""
    for found in run.findings(frame):
        if isinstance(found, Undecided):
            yield found
        else:
            yield from outcome(run, found, waivers)


def outcome(run: Run, judged: tuple[Duty, Verdict], waivers: Sequence[Waiver]) -> Iterable[tuple[Duty, Verdict]]:
    """Return what became of a duty, all things considered: mostly just the verdict."""
    duty = judged[0]
    if waivers or run.norm.unless_documented or duty.doubt is not None or duty.cancelled_at is not None:
        return settle(run.scope, run.norm, judged, waivers)
    return (judged,)


def at_large(run: Run) -> Iterator[Undecided]:
    """Yield what cannot be told of a norm as a whole, once a school: a table is not kept, the calendar has no data."""
    yield from _not_kept(run.scope, run.norm)
    if isinstance(run.norm.timing, Every):
        yield from beyond_calendar(run.scope)


def _not_kept(scope: Scope, norm: Norm) -> Iterator[Undecided]:
    needed = set(_TABLES.get(norm.subject, (norm.subject,)))
    match norm.timing:
        case Upon(moment) | Before(moment) | At(moment):
            needed.update(name for name in moment.of if name in fact_classes())
            needed.update(tables_behind(norm.subject, moment.link_to))
        case _:
            pass
    if not needed <= scope.view.keeps.classes.keys():
        for school in existences(scope, "school"):
            yield Undecided(school.subject, "not_kept")
