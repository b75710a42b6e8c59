"""The order in which findings are read: breaches first, and what may hide a breach that must be reported."""

from collections.abc import Iterable
from datetime import UTC, datetime

from homeschool.policy.finding import Finding, Status

URGENCY = (
    Status.BREACHED,
    Status.UNDETERMINED,
    Status.PENDING,
    Status.HOLDING,
    Status.WAIVED,
    Status.LAPSED,
    Status.FULFILLED,
)
_NEVER = datetime.max.replace(tzinfo=UTC)


def is_loud(finding: Finding) -> bool:
    """Tell whether a finding is shown loudest: a breach, or an undetermined finding of a mandatory report."""
    if finding.status is Status.BREACHED:
        return True
    return finding.status is Status.UNDETERMINED and finding.norm.is_mandatory_report


def urgency(finding: Finding) -> int:
    """Return how early a finding is read: 0 breaches, 1 undetermined mandatory reports, then as in `URGENCY`."""
    if finding.status is Status.BREACHED:
        return 0
    return 1 if is_loud(finding) else 1 + URGENCY.index(finding.status)


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings the most urgent first, then by deadline (none: last), then by id."""
    return sorted(findings, key=_key)


def _key(finding: Finding) -> tuple[int, datetime, str]:
    return urgency(finding), finding.deadline or _NEVER, finding.id
