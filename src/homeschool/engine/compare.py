"""What changes between two evaluations: for whom there is a duty more or less, and whose finding is another.

Mostly of the same records: once under the packs as they are, and once as they might be.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

import attrs

from homeschool.policy.finding import Finding, Status
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Every

Key = TypeVar("Key")
Move = tuple[Status | None, Status | None]
"""From which status to which; None where there was, or is, no such duty."""
_Duty = tuple[object, ...]


class Kind(StrEnum):
    """What became of a duty: there is a new one, there is none any more, its status or its deadline is another."""

    NEW = "new"
    GONE = "gone"
    STATUS = "status"
    DEADLINE = "deadline"


@attrs.frozen
class Difference:
    """One duty that is not as it was; one of the two findings may be missing, but not both."""

    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> Finding:
        """The finding as it is after, or, of a duty that is gone, as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def move(self) -> Move:
        """From which status to which."""
        return (
            None if self.before is None else self.before.status,
            None if self.after is None else self.after.status,
        )

    @property
    def kind(self) -> Kind:
        """What became of the duty."""
        if self.before is None:
            return Kind.NEW
        if self.after is None:
            return Kind.GONE
        return Kind.DEADLINE if self.before.status is self.after.status else Kind.STATUS


@attrs.frozen
class Comparison:
    """What differs between two evaluations.

    Args:
        differences: the duties that are not as they were, in the order of the findings after, those gone last.
        unchanged: how many duties have the same status and deadline in both.
        before: how many findings there were of each status.
        after: how many there are.
        amended: the norms whose wording differs, as they read after.
    """

    differences: tuple[Difference, ...]
    unchanged: int
    before: Mapping[Status, int] = attrs.field(hash=False)
    after: Mapping[Status, int] = attrs.field(hash=False)
    amended: tuple[Norm, ...] = ()

    def having(self, *kinds: Kind) -> tuple[Difference, ...]:
        """Return the differences of some kinds."""
        return tuple(found for found in self.differences if found.kind in kinds)

    @property
    def moves(self) -> Mapping[Move, int]:
        """How many duties moved from which status to which; new ones from None, those gone to None."""
        return Counter(found.move for found in self.differences)

    def by_norm(self) -> Mapping[str, Mapping[Move, int]]:
        """Return the moves of each norm, by its full id."""
        return self._by(lambda finding: (finding.norm.id,))

    def by_subject(self) -> Mapping[str, Mapping[Move, int]]:
        """Return the moves of each subject, by its id."""
        return self._by(lambda finding: (finding.subject,))

    def by_bearer(self) -> Mapping[str | None, Mapping[Move, int]]:
        """Return the moves of each who bears a duty, by id; one borne jointly is of each, a vacancy of None."""
        return self._by(_bearers)

    def _by(self, keys: Callable[[Finding], Iterable[Key]]) -> Mapping[Key, Mapping[Move, int]]:
        found: dict[Key, Counter[Move]] = defaultdict(Counter)
        for difference in self.differences:
            for key in keys(difference.finding):
                found[key][difference.move] += 1
        return dict(found)


def compare(before: Iterable[Finding], after: Iterable[Finding]) -> Comparison:
    """Compare two evaluations, duty by duty.

    A duty is the same where the norm's id, the subject, the bearer (where each bears it alone) and what opened it, a
    record or a period of the same kind, are the same.  The wording of the norm may differ: an amended norm keeps its id
    and its place in the document, and the finding carries the norm with its amendments.

    Args:
        before: the findings of one evaluation.
        after: those of the other.
    """
    earlier, later = list(before), list(after)
    pairs = [Difference(*pair) for pair in _paired(earlier, later)]
    differences = [pair for pair in pairs if not _is_same(pair)]
    return Comparison(
        differences=tuple(differences),
        unchanged=len(pairs) - len(differences),
        before=_counts(earlier),
        after=_counts(later),
        amended=_amended(earlier, later),
    )


def _duty(finding: Finding) -> _Duty:
    timing = finding.norm.timing
    opened = finding.opens if finding.trigger is None else finding.trigger
    period = timing.period if isinstance(timing, Every) else None
    return finding.norm.id, finding.subject, finding.bearer, period, opened


def _paired(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[tuple[Finding | None, Finding | None]]:
    """Yield the findings of each duty before and after, in the order of those after; those gone come last."""
    earlier: dict[_Duty, list[Finding]] = defaultdict(list)
    later: dict[_Duty, list[Finding]] = defaultdict(list)
    for found, by_duty in ((before, earlier), (after, later)):
        for finding in found:
            by_duty[_duty(finding)].append(finding)
    for duty in (*later, *(duty for duty in earlier if duty not in later)):
        yield from zip_longest(earlier.get(duty, ()), later.get(duty, ()))


def _is_same(pair: Difference) -> bool:
    before, after = pair.before, pair.after
    return (
        before is not None and after is not None and pair.move[0] is pair.move[1] and before.deadline == after.deadline
    )


def _counts(findings: Iterable[Finding]) -> Mapping[Status, int]:
    counts = Counter(finding.status for finding in findings)
    return {status: counts[status] for status in Status}


def _amended(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Norm, ...]:
    wordings = {finding.norm for finding in before}
    amended = {finding.norm: None for finding in after if finding.norm.amendments}
    return tuple(norm for norm in amended if norm not in wordings)


def _bearers(finding: Finding) -> tuple[str | None, ...]:
    if finding.bearer is not None:
        return (finding.bearer,)
    return tuple(dict.fromkeys(id_ for owner in finding.details.bearers for id_ in owner.holders)) or (None,)
