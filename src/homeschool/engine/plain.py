"""The common case in one short loop: at least so many facts in each period, and nothing that could change the verdict.

Most duties of a school are of this kind, so this loop decides how fast the engine is.  Whatever it cannot tell for
certain it leaves to the general way.
"""

from collections.abc import Iterator, Sequence

from homeschool.engine.count import CountJudge
from homeschool.engine.findings import Latent
from homeschool.engine.incur import Incurred, Undecided, Window, every_duty, opening, windows
from homeschool.engine.make import Maker
from homeschool.engine.run import Run
from homeschool.engine.scope import Context
from homeschool.engine.stays import Stay, existences
from homeschool.engine.waive import settle
from homeschool.model.clock import ALWAYS, Micros
from homeschool.policy.finding import Status
from homeschool.policy.timing import Every

Span = tuple[Micros, Micros, Micros]
"""A window: when it begins, when it surely ends, and when at the latest; ends excluded."""


def is_ordered(run: Run) -> bool:
    """Tell whether findings come in order of themselves: period after period, where each subject exists but once."""
    return isinstance(run.norm.timing, Every) and not run.norm.bearer.each and are_unique(run)


def are_unique(run: Run) -> bool:
    """Tell whether each subject of a norm exists but once: none left and came back, none is of two schools."""
    memory, key = run.scope.view.lasting, ("are unique", run.norm.subject)
    found: bool | None = memory.get(key)
    if found is None:
        subjects = [existence.subject for existence in existences(run.scope, run.norm.subject)]
        found = memory[key] = len(subjects) == len(set(subjects))
    return found


def counts_plainly(run: Run) -> bool:
    """Tell whether a norm asks for a plain number of facts, whoever bears it and whatever the reasons."""
    is_count = isinstance(run.judge, CountJudge) and run.judge.quick is not None
    return is_count and not run.norm.unless_documented and not run.asks_bearer


def is_plain(run: Run) -> bool:
    """Tell whether a norm is a plain lower bound once a period."""
    return counts_plainly(run) and is_ordered(run)


def plain_findings(run: Run, maker: Maker) -> list[Latent]:
    """Return the findings of a plain norm, in order of subject and time."""
    judge = run.judge
    assert isinstance(judge, CountJudge)
    assert judge.quick is not None
    scan, least, make, context = judge.scan, judge.quick, maker.plain, Context(run.scope.as_of)
    begun: dict[str | None, Sequence[tuple[Window, Span | None]]] = {}
    findings: list[Latent] = []
    for existence, stays in run.frame.applying.all_stays(run.frame.existences):
        periods = begun.get(existence.school)
        if periods is None:
            periods = begun[existence.school] = list(_begun(run, existence.school))
        for stay in stays:
            context.subject = stay.subject
            for period, span in periods:
                if span is not None and stay.start <= span[0] < stay.end and stay.is_sure:
                    found = scan(context, stay, span, least)
                    if found is not None:
                        status, decided, evidence = found
                        findings.append((status, make, stay, context.trigger, span, decided, *evidence))
                        continue
                findings += _generally(run, maker, stay, period)
    return findings


def _begun(run: Run, school: str | None) -> Iterator[tuple[Window, Span | None]]:
    """Yield the periods that have begun, each with its window for whoever was there before; None: it cannot be told."""
    frame, calendar = run.frame, run.scope.view.calendar_of(school)
    assert isinstance(run.norm.timing, Every)
    for period in windows(run.scope, run.norm.timing, calendar):
        start = period[1]
        opened = opening(frame, Stay("", school, ALWAYS, start + 1), period) if start <= run.scope.as_of else None
        if isinstance(opened, Undecided):
            yield period, None
        elif opened is not None:
            yield period, (start, opened[3], opened[3])


def _generally(run: Run, maker: Maker, stay: Stay, period: Window) -> Iterator[Latent]:
    """Yield the finding of a period for a stay, if there is a duty, in the way that always serves."""
    opened = opening(run.frame, stay, period) if stay.start <= run.scope.as_of else None
    if opened is not None:
        yield from judged(run, maker, opened if isinstance(opened, Undecided) else every_duty(opened))


def judged(run: Run, maker: Maker, incurred: Incurred) -> Iterator[Latent]:
    """Yield what became of a duty that no waiver excuses, or what could not be told."""
    if isinstance(incurred, Undecided):
        yield Status.UNDETERMINED, maker.undecided, incurred
    else:
        for settled in settle(run.scope, run.norm, (incurred, run.judge.judge(incurred)), ()):
            yield settled[1].status, maker.judged, settled
