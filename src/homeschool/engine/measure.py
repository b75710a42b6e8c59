"""Measures: how much of what was owed was done, for any slice of the findings.

The words are those of quality measurement: population, exclusions, denominator, numerator.  An empty denominator has no
rate, and what is undetermined makes the rate an interval, so that missing data neither hides a breach nor invents one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import TypeVar

import attrs

from homeschool.policy.finding import Finding, Status
from homeschool.policy.timing import Always

Key = TypeVar("Key")


@attrs.frozen
class Measure:
    """How much of what was owed was done.

    >>> from homeschool.engine import Measure
    >>> Measure(population=5, denominator=3, numerator=3, undetermined=1, pending=1).rate
    (Fraction(3, 4), Fraction(1, 1))

    Args:
        population: all duties.
        exclusions: those waived or lapsed.
        denominator: those fulfilled or breached.
        numerator: those fulfilled.
        pending: those still open.
        holding: those that hold so far.
        undetermined: those that cannot be judged.
    """

    population: int = 0
    exclusions: int = 0
    denominator: int = 0
    numerator: int = 0
    pending: int = 0
    holding: int = 0
    undetermined: int = 0

    @property
    def rate(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest rate that the records allow, both included; None of an empty denominator."""
        whole = self.denominator + self.undetermined
        if whole == 0:
            return None
        return Fraction(self.numerator, whole), Fraction(self.numerator + self.undetermined, whole)


def measure(findings: Iterable[Finding]) -> Measure:
    """Measure some findings.

    A standing norm counts once for each subject: as kept if none of its findings is a breach.

    >>> from homeschool import Finding, Status, load_pack, measure
    >>> norm = load_pack("dongming").norm("visit-slip")
    >>> measure([Finding(norm, "g1", status, None, None) for status in (Status.FULFILLED, Status.BREACHED)]).rate
    (Fraction(1, 2), Fraction(1, 2))
    """
    counts: dict[Status, int] = defaultdict(int)
    standing: dict[tuple[str, str], set[Status]] = defaultdict(set)
    for finding in findings:
        if isinstance(finding.norm.timing, Always):
            standing[finding.norm.id, finding.subject].add(finding.status)
        else:
            counts[finding.status] += 1
    for statuses in standing.values():
        counts[standing_status(statuses)] += 1
    return measure_of(counts)


def measure_of(counts: Mapping[Status, int]) -> Measure:
    """Return the measure of so many duties of each status."""
    counts = Counter(counts)
    return Measure(
        population=sum(counts.values()),
        exclusions=counts[Status.WAIVED] + counts[Status.LAPSED],
        denominator=counts[Status.FULFILLED] + counts[Status.BREACHED],
        numerator=counts[Status.FULFILLED],
        pending=counts[Status.PENDING],
        holding=counts[Status.HOLDING],
        undetermined=counts[Status.UNDETERMINED],
    )


def standing_status(statuses: AbstractSet[Status]) -> Status:
    """Return as what a standing norm counts for one subject of which these statuses were found."""
    for status in (Status.BREACHED, Status.UNDETERMINED):
        if status in statuses:
            return status
    return Status.FULFILLED if Status.HOLDING in statuses else min(statuses)


def measure_by(findings: Iterable[Finding], key: Callable[[Finding], Key]) -> Mapping[Key, Measure]:
    """Measure the findings of each slice, in the order in which the slices first occur."""
    slices: dict[Key, list[Finding]] = {}
    for finding in findings:
        slices.setdefault(key(finding), []).append(finding)
    return {name: measure(found) for name, found in slices.items()}
