"""Whether one more fact may change what was found: most facts come when all is decided."""

from collections.abc import Iterable, Sequence

from homeschool.engine.count import CountJudge
from homeschool.engine.duty import FULFILLED, LAPSED, PENDING, Duty, Verdict
from homeschool.engine.evaluate import Found
from homeschool.engine.incur import Undecided
from homeschool.engine.run import Run
from homeschool.engine.share import ShareJudge
from homeschool.engine.watching.kept import Item
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.policy.finding import Status
from homeschool.policy.timing import At


def settled_at(run: Run, item: Item) -> Micros:
    """Return the moment after which no event changes what was found of a duty; `NEVER` where any may."""
    if item.verdict is not None and not item.others:
        return _settled_at(run, item.duty, item.verdict)  # type: ignore[arg-type]
    return max((_settled_at(run, *one) for one in item.found if not isinstance(one, Undecided)), default=ALWAYS)


def may_matter(run: Run, found: Iterable[Found], spans: Sequence[Bounds]) -> bool:
    """Tell whether an event in one of some spans may change what was found of a duty."""
    for one in found:
        if not isinstance(one, Undecided):
            for low, high in spans:
                if high > one[0].start and low <= _settled_at(run, *one) and not _is_too_early(*one, low):
                    return True
    return False


def _is_too_early(duty: Duty, verdict: Verdict, low: Micros) -> bool:
    """Tell whether an event may count only for what is still owed, and falls after its time while nothing is missed."""
    return low >= duty.stop and (verdict.status is PENDING or verdict.status is Status.HOLDING)


def _settled_at(run: Run, duty: Duty, verdict: Verdict) -> Micros:
    if isinstance(run.norm.timing, At):
        return ALWAYS if run.asks_trigger_alone else duty.stop - 1
    if isinstance(run.judge, ShareJudge):
        return duty.stop - 1 if run.scope.as_of >= duty.stop else ALWAYS
    status, last = verdict.status, duty.stop - 1
    if status is PENDING:
        return NEVER
    if status is FULFILLED and verdict.decided is not None and _has_lower_alone(run):
        return verdict.decided
    if status is FULFILLED or status is LAPSED or verdict.instants:
        return last
    return NEVER if verdict.remedied is None else max(verdict.remedied, last)


def _has_lower_alone(run: Run) -> bool:
    return not isinstance(run.judge, CountJudge) or run.judge.requirement.at_most is None
