"""Whether one more fact may change what was found: most facts come when all is decided."""

from collections.abc import Iterable, Sequence

from homeschool.engine.count import CountJudge
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.evaluate import Found
from homeschool.engine.incur import Undecided
from homeschool.engine.run import Run
from homeschool.engine.share import ShareJudge
from homeschool.model.clock import Bounds
from homeschool.policy.finding import Status
from homeschool.policy.timing import At

_OPEN_LATER = frozenset({Status.UNDETERMINED, Status.WAIVED})
"""Statuses that may rest on facts after the window."""


def may_matter(run: Run, found: Iterable[Found], spans: Sequence[Bounds]) -> bool:
    """Tell whether an event in one of some spans may change what was found of a duty."""
    for one in found:
        if not isinstance(one, Undecided):
            for span in spans:
                if _may_matter(run, *one, span):
                    return True
    return False


def _may_matter(run: Run, duty: Duty, verdict: Verdict, span: Bounds) -> bool:
    low, high = span
    if high <= duty.start:
        return False
    if isinstance(run.norm.timing, At):
        return low < duty.stop
    if low >= duty.stop:
        if verdict.status is Status.BREACHED:
            return verdict.remedied is None or low <= verdict.remedied
        return verdict.status in _OPEN_LATER
    if isinstance(run.judge, ShareJudge):
        return run.scope.as_of >= duty.stop
    if verdict.status is Status.FULFILLED and verdict.decided is not None and _has_no_upper(run):
        return low <= verdict.decided
    return True


def _has_no_upper(run: Run) -> bool:
    return not isinstance(run.judge, CountJudge) or run.judge.requirement.at_most is None
