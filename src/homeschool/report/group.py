"""Findings of several packs that say the same, on one line."""

from collections.abc import Iterable
from datetime import datetime

import attrs

from homeschool.calendar import Language
from homeschool.policy.finding import Finding, Status
from homeschool.policy.links import roots
from homeschool.report.order import sort_findings
from homeschool.report.times import closes


@attrs.frozen
class Group:
    """Findings that are the same duty under several norms, the most urgent first."""

    findings: tuple[Finding, ...]

    @property
    def lead(self) -> Finding:
        """The finding that speaks for the group: the most urgent one."""
        return self.findings[0]

    @property
    def status(self) -> Status:
        """The status of the most urgent finding."""
        return self.lead.status

    @property
    def strictest(self) -> Finding:
        """The finding whose window closes first, so that keeping it keeps all; without any deadline the lead."""
        timed = [
            (end, finding.id, finding) for finding in self.findings for end in [closes(finding)] if end is not None
        ]
        return min(timed, key=_first)[2] if timed else self.lead

    def citations(self, language: Language) -> tuple[str, ...]:
        """Return every clause that says so, each once."""
        return tuple(dict.fromkeys(finding.norm.citation.describe(language) for finding in self.findings))


def _first(timed: tuple[datetime, str, Finding]) -> tuple[datetime, str]:
    return timed[0], timed[1]


def group(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Group the findings of norms that `same_as` links, directly or through others; all others stay alone.

    Findings are of one group where their norms say the same and they are about the same subject, bearer and trigger
    (without a trigger: the window opens at the same moment).  A group holds at most one finding of a norm.
    """
    found = sort_findings(findings)
    linked = roots({id(finding.norm): finding.norm for finding in found}.values())
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in found:
        root = linked.get(finding.norm.id)
        when = finding.opens if finding.trigger is None else finding.trigger
        key = (finding.id,) if root is None else (root, finding.subject, finding.bearer, when)
        same = groups.setdefault(key, [])
        if any(other.norm.id == finding.norm.id for other in same):
            groups[(finding.id,)] = [finding]
        else:
            same.append(finding)
    return tuple(Group(tuple(same)) for same in groups.values())
