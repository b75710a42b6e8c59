"""Findings, together: a sequence in a fixed order, with views by status."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, overload

import attrs

from homeschool.policy.finding import Finding, Status
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack


class Make(Protocol):
    """Makes the findings of one norm, each from all that is known of it; whose it is can be told before."""

    norm: Norm

    def subject(self, known: Any, /) -> str:
        """Return the subject of the finding to be."""

    def __call__(self, latent: Any, /) -> Finding:
        """Return the finding."""


Latent = tuple[Status, Make, Any, *tuple[Any, ...]]
"""A finding not yet put together: its status, what makes it, whose it is, and what else it takes to make it.

All in one tuple: there are very many, and each object more is one more for the garbage collector to look at.
"""


@attrs.frozen(repr=False, eq=False, slots=False)
class Findings(Sequence[Finding]):
    """What was found at a moment, ordered by norm, subject and time.

    >>> from datetime import date, datetime
    >>> from homeschool import SHANGHAI, Interval, Register, SchoolCalendar, SchoolYear, Term, evaluate, load_pack
    >>> from homeschool.model import School
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> register = Register([School(id="school")], calendar)
    >>> findings = evaluate(load_pack("work-system"), register, as_of=datetime(2025, 9, 20, tzinfo=SHANGHAI))
    >>> [finding.id for finding in findings.breached][:1]
    ['work-system.mechanism-sound/school/2025-09-01']

    A finding is put together when somebody looks at it; how many there are of each status is known at once.

    Args:
        latent: the findings, made or latent.
        packs: the packs that were evaluated.
        as_of: the moment; facts recorded later were not seen.
    """

    latent: Sequence[Latent]
    packs: tuple[Pack, ...]
    as_of: datetime

    @cached_property
    def items(self) -> tuple[Finding, ...]:
        """The findings."""
        return tuple([one[1](one) for one in self.latent])

    def __eq__(self, other: object) -> bool:
        """Tell whether other findings are the same, of the same packs, at the same moment."""
        if not isinstance(other, Findings):
            return NotImplemented
        return (self.items, self.packs, self.as_of) == (other.items, other.packs, other.as_of)

    def __hash__(self) -> int:
        """Hash by what was evaluated, and when."""
        return hash((self.packs, self.as_of, len(self)))

    def __repr__(self) -> str:
        """Say how many findings there are of each status."""
        counts = ", ".join(f"{count} {status}" for status, count in self.summary.items() if count)
        return f"<Findings as of {self.as_of.isoformat()}: {counts or 'none'}>"

    def __len__(self) -> int:
        """Return how many findings there are."""
        return len(self.latent)

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
        return tuple([one[1](one) for one in self.latent if one[0] in statuses])

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
        counts = Counter([one[0] for one in self.latent])
        return {status: counts[status] for status in Status}

    def where(self, accept: Callable[[Norm, str], bool]) -> "Findings":
        """Return the findings whose norm and subject's id are accepted; none of them is put together."""
        latent = [one for one in self.latent if accept(one[1].norm, one[1].subject(one[2]))]
        return Findings(latent, self.packs, self.as_of)

    def of(self, norm: str) -> tuple[Finding, ...]:
        """Return the findings of a norm, by its full id or its slug."""
        return self.where(lambda one, _: norm in (one.id, one.slug)).items
