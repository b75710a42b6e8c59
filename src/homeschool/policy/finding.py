"""Findings: a duty judged at a moment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum

import attrs

from homeschool.model.fields import When
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Every

_MICROSECOND = timedelta(microseconds=1)


class Status(StrEnum):
    """What became of a duty by the moment it is judged.

    >>> from homeschool import Status
    >>> Status.BREACHED.is_final, Status.PENDING.is_final
    (True, False)
    """

    PENDING = "pending"
    HOLDING = "holding"
    FULFILLED = "fulfilled"
    BREACHED = "breached"
    WAIVED = "waived"
    LAPSED = "lapsed"
    UNDETERMINED = "undetermined"

    @property
    def is_final(self) -> bool:
        """Whether it stays so (a breach may still be waived)."""
        return self in _FINAL


_FINAL = frozenset({Status.FULFILLED, Status.BREACHED, Status.WAIVED, Status.LAPSED})


@attrs.frozen
class NearMiss:
    """A fact of the right class, for this subject, that did not count, and why.

    Args:
        fact: the id of the fact.
        class_name: its class, such as ``home_visit``.
        when: when it occurred (or, placed by another field, that field's time).
        why: ``too_early``, ``too_late``, ``planned``, ``straddles`` (known only by its day, and the day straddles a
            bound), ``condition`` (something asked of it does not hold), ``unknown`` (a field is not filled) or
            ``beyond`` (the upper bound was passed without it).
        detail: the field of the condition that failed or is not known, such as ``place``; None where time failed.
    """

    fact: str
    class_name: str
    when: When | None
    why: str
    detail: str | None = None


@attrs.frozen
class Owner:
    """Who bears a duty: the role, and the ids of those who hold it towards the subject; none: the role is vacant."""

    role: str
    holders: tuple[str, ...] = ()


@attrs.frozen
class Excuse:
    """What excuses a duty: a waiver, or the reason recorded on what set the duty off.

    Args:
        fact: the id of the record.
        class_name: its class: ``waiver``, or that of the trigger.
        recorded_at: when it was written down.
        granted_by: the id of who granted the waiver; None: not recorded, or a documented reason.
        since: the first day that the waiver covers; None for a documented reason.
        until: the first day that it no longer covers; None: without end, or a documented reason.
        has_reason: whether a reason is recorded with it. The reason itself is for those who may read the record.
    """

    fact: str
    class_name: str
    recorded_at: datetime
    granted_by: str | None = None
    since: date | None = None
    until: date | None = None
    has_reason: bool = False


@attrs.frozen
class Details:
    """What is worked out only when somebody looks: who owes, what nearly counted, how far the requirement is met.

    Args:
        bearers: who bears the duty, as the roles were held when it opened.
        remind: who holds the roles now, or held them at the deadline if that has passed.
        near_misses: facts that nearly counted.
        certain: how many facts (or members, or values) surely count.
        possible: how many may count.
        needed: the bound in force, as text; None where there is none.
        missing: values that a cover still lacks.
        is_unachievable: the duty is pending and can no longer be met.
        unknown: fields or tables whose absence leaves the finding undetermined.
        stood_from: of a standing norm: since when, in whatever wording, it has been asked of the subject.
        stood_until: when it, or this wording, ceased to be asked; None: not yet.
        excuse: the waiver or the documented reason that excuses the duty, or what went beyond its upper bound.
    """

    bearers: tuple[Owner, ...] = ()
    remind: tuple[Owner, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    certain: int = 0
    possible: int | None = 0
    needed: str | None = None
    missing: tuple[str, ...] = ()
    is_unachievable: bool = False
    unknown: tuple[str, ...] = ()
    stood_from: datetime | None = None
    stood_until: datetime | None = None
    excuse: Excuse | None = None


def _no_details() -> Details:
    return Details()


@attrs.frozen
class Finding:
    """What became of one duty.

    >>> from homeschool import Finding, Status, load_pack
    >>> norm = load_pack("work-system").norm("mechanism-sound")
    >>> Finding(norm, "school", Status.BREACHED, opens=None, deadline=None).id
    'work-system.mechanism-sound/school'

    Args:
        norm: the norm in the wording that opened the duty.
        subject: the id of what the norm is about here.
        status: what became of the duty.
        opens: when the duty's window opens; inclusive.
        deadline: when it closes. For `Every` the end of the period, excluded; for the others the last moment, included;
            None for what stands without end.
        trigger: the id of the fact that opened the duty.
        bearer: the id of the one person who bears it, where each bears it alone.
        decided_at: when it became what it is, for a final status.
        evidence: ids of the facts relied on.
        remedied_at: when a breach was made good.
        excused_by: the id of the waiver, or of the trigger that carries the documented reason; of a duty that holds,
            that of the waiver without which it would not.
        is_retroactive: the waiver was recorded after the breach.
        because: why the finding is undetermined: ``not_kept``, ``unknown_field``, ``calendar``, ``straddles``,
            ``applies_unknown``.
        look: works out the details; not part of the finding's identity.
    """

    norm: Norm
    subject: str
    status: Status
    opens: datetime | None
    deadline: datetime | None
    trigger: str | None = None
    bearer: str | None = None
    decided_at: datetime | None = None
    evidence: tuple[str, ...] = ()
    remedied_at: datetime | None = None
    excused_by: str | None = None
    is_retroactive: bool = False
    because: str | None = None
    look: Callable[[], Details] = attrs.field(default=_no_details, eq=False, repr=False)

    @property
    def id(self) -> str:
        """The finding's id: norm, subject, and what sets this duty apart from others of the norm."""
        parts = [self.norm.id, self.subject]
        if self.trigger is not None:
            parts.append(self.trigger)
        elif self.opens is not None:
            clock = self.opens.time().isoformat("minutes")
            parts.append(self.opens.date().isoformat() + ("" if clock == "00:00" else f"T{clock}"))
        if self.bearer is not None:
            parts.append(self.bearer)
        return "/".join(parts)

    @property
    def closes(self) -> datetime | None:
        """The first moment after the finding's window; None where it stands without end."""
        if self.deadline is None or isinstance(self.norm.timing, Every):
            return self.deadline
        return self.deadline + _MICROSECOND

    @property
    def details(self) -> Details:
        """Who owes it, what nearly counted and how far it is met; worked out anew at each call."""
        return self.look()
