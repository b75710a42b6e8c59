"""Whether one more fact may change what was found: most facts come when all is decided."""

from collections.abc import Iterable, Sequence

from homeschool.engine.count import CountJudge
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.evaluate import Found
from homeschool.engine.incur import Undecided
from homeschool.engine.run import Run
from homeschool.engine.share import ShareJudge
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.policy.finding import Status
from homeschool.policy.timing import At


def settled_at(run: Run, found: Sequence[Found]) -> Micros:
    """Return the moment after which no event changes what was found of a duty; `NEVER` where any may."""
    if len(found) == 1 and not isinstance(found[0], Undecided):
        return _settled_at(run, *found[0])
    return max((_settled_at(run, *one) for one in found if not isinstance(one, Undecided)), default=ALWAYS)


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
    return low >= duty.stop and verdict.status in (Status.PENDING, Status.HOLDING)


def _settled_at(run: Run, duty: Duty, verdict: Verdict) -> Micros:
    if isinstance(run.norm.timing, At):
        return duty.stop - 1
    if isinstance(run.judge, ShareJudge):
        return duty.stop - 1 if run.scope.as_of >= duty.stop else ALWAYS
    match verdict.status:
        case Status.FULFILLED if _has_lower_alone(run) and verdict.decided is not None:
            return verdict.decided
        case Status.FULFILLED | Status.LAPSED:
            return duty.stop - 1
        case Status.BREACHED if verdict.instants:
            return duty.stop - 1
        case Status.BREACHED if verdict.remedied is not None:
            return max(verdict.remedied, duty.stop - 1)
        case _:
            return NEVER


def _has_lower_alone(run: Run) -> bool:
    return not isinstance(run.judge, CountJudge) or run.judge.requirement.at_most is None
