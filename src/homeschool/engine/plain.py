"""The common case in one short loop: at least so many facts in each period, and nothing that could change the verdict.

Most duties of a school are of this kind, so this loop decides how fast the engine is.  Whatever it cannot tell for
certain it leaves to the general way.
"""

from collections.abc import Iterator

from homeschool.engine.count import CountJudge
from homeschool.engine.findings import Latent
from homeschool.engine.incur import Undecided, every_duty, openings
from homeschool.engine.make import Maker
from homeschool.engine.run import Run
from homeschool.engine.scope import Context
from homeschool.engine.stays import existences
from homeschool.engine.waive import settle
from homeschool.policy.finding import Status
from homeschool.policy.timing import Every


def is_ordered(run: Run) -> bool:
    """Tell whether findings come in order of themselves: period after period, where each subject exists but once."""
    if not isinstance(run.norm.timing, Every) or run.norm.bearer.each:
        return False
    found = existences(run.scope, run.norm.subject)
    return len(found) == len({existence.subject for existence in found})


def is_plain(run: Run) -> bool:
    """Tell whether a norm is a plain lower bound once a period, whose bearers do not matter to the verdict."""
    judge = run.judge
    is_count = isinstance(judge, CountJudge) and judge.quick is not None
    return is_count and not run.norm.unless_documented and not run.asks_bearer and is_ordered(run)


def plain_findings(run: Run, maker: Maker) -> Iterator[Latent]:
    """Yield the findings of a plain norm, in order of subject and time."""
    judge, timing = run.judge, run.norm.timing
    assert isinstance(judge, CountJudge)
    assert isinstance(timing, Every)
    assert judge.quick is not None
    scan, least, make = judge.scan, judge.quick, maker.plain
    context = Context(run.scope.as_of)
    for opened in openings(run.frame, timing):
        if isinstance(opened, Undecided):
            yield Status.UNDETERMINED, maker.undecided, opened
            continue
        stay, start, opens, stop = opened
        context.subject = stay.subject
        found = scan(context, stay, (start, stop, stop), least) if stay.is_sure else None
        if found is not None:
            status, decided, evidence = found
            yield status, make, (stay, start, opens, stop, status, decided, evidence)
            continue
        duty = every_duty(opened)
        for settled in settle(run.scope, run.norm, (duty, judge.judge(duty)), ()):
            yield settled[1].status, maker.judged, settled
