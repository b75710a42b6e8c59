"""Findings, together: a sequence in a fixed order, with views by status."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import overload

import attrs

from homeschool.policy.finding import Finding, Status
from homeschool.policy.pack import Pack


@attrs.frozen(repr=False)
class Findings(Sequence[Finding]):
    """What was found at a moment, ordered by norm, subject and time.

    Args:
        items: the findings.
        packs: the packs that were evaluated.
        as_of: the moment; facts recorded later were not seen.
    """

    items: tuple[Finding, ...]
    packs: tuple[Pack, ...]
    as_of: datetime

    def __repr__(self) -> str:
        """Say how many findings there are of each status."""
        counts = ", ".join(f"{count} {status}" for status, count in self.summary.items() if count)
        return f"<Findings as of {self.as_of.isoformat()}: {counts or 'none'}>"

    def __len__(self) -> int:
        """Return how many findings there are."""
        return len(self.items)

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the findings."""
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        """Return the finding at a place, or those of a slice."""
        return self.items[index]

    def having(self, *statuses: Status) -> tuple[Finding, ...]:
        """Return the findings with one of some statuses."""
        return tuple(finding for finding in self.items if finding.status in statuses)

    @property
    def breached(self) -> tuple[Finding, ...]:
        """The breaches."""
        return self.having(Status.BREACHED)

    @property
    def pending(self) -> tuple[Finding, ...]:
        """What is owed and still has time."""
        return self.having(Status.PENDING)

    @property
    def undetermined(self) -> tuple[Finding, ...]:
        """What cannot be judged."""
        return self.having(Status.UNDETERMINED)

    @property
    def summary(self) -> Mapping[Status, int]:
        """How many findings there are of each status, none included."""
        counts = Counter(finding.status for finding in self.items)
        return {status: counts[status] for status in Status}

    def of(self, norm: str) -> tuple[Finding, ...]:
        """Return the findings of a norm, by its full id or its slug."""
        return tuple(finding for finding in self.items if norm in (finding.norm.id, finding.norm.slug))
