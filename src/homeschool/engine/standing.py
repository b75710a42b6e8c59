"""What became of a standing norm over time: the stretches in which it was kept, breached, waived or not known."""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

import attrs

from homeschool.model.clock import Bounds, Micros, to_micros
from homeschool.policy.finding import Finding, Status


@attrs.frozen
class Stretch:
    """A stretch of time, its end excluded, of one standing duty; `finding` is the one that tells of it."""

    status: Status
    start: Micros
    end: Micros
    finding: Finding


def stretches(findings: Sequence[Finding], as_of: Micros) -> Iterator[Stretch]:
    """Yield the stretches that the findings of one standing norm on one subject tell of.

    A breach ends when it was made good, where another finding begins or where the norm ceased to be asked; else it goes
    on.  All the time that it was asked and no finding tells of, the norm was kept.  A forbidden event is a moment.
    """
    for finding in findings:
        if finding.trigger is not None:
            start = _opens(finding)
            yield Stretch(finding.status, start, start + 1, finding)
    lasting = sorted((finding for finding in findings if finding.trigger is None), key=_opens)
    for (start, end), same in groupby(lasting, key=lambda finding: _stood(finding, as_of)):
        yield from _of_one_stay(list(same), start, end)


def _stood(finding: Finding, as_of: Micros) -> Bounds:
    """Return from when until when the norm was asked; what is still asked ends after the present moment."""
    details = finding.details
    start = _opens(finding) if details.stood_from is None else to_micros(details.stood_from)
    return start, as_of + 1 if details.stood_until is None else to_micros(details.stood_until)


def _of_one_stay(findings: Sequence[Finding], start: Micros, end: Micros) -> Iterator[Stretch]:
    reached = start
    for finding, following in zip_longest(findings, findings[1:]):
        opens = _opens(finding)
        if reached < opens:
            yield Stretch(Status.HOLDING, reached, opens, finding)
        reached = end if following is None else _opens(following)
        if finding.status is Status.BREACHED and finding.remedied_at is not None:
            reached = to_micros(finding.remedied_at)
        yield Stretch(finding.status, opens, reached, finding)
    if reached < end:
        yield Stretch(Status.HOLDING, reached, end, findings[-1])


def _opens(finding: Finding) -> Micros:
    assert finding.opens is not None
    return to_micros(finding.opens)
