"""A duty: a norm incurred for one subject in one window; and a verdict on it."""

from typing import Any

import attrs

from homeschool.engine.stays import Stay
from homeschool.model.clock import Micros
from homeschool.policy.finding import Status


@attrs.frozen
class PeriodTrigger:
    """The start or end of a period as a trigger."""

    id: str


@attrs.define(eq=False)
class Duty:
    """A norm incurred for one subject in one window.

    Args:
        subject: the subject's id.
        stay: the stay in which it was incurred.
        start: the window's first moment; facts from then on count.
        opens: when the duty opens; never before `start`.
        sure_stop: the window's last moment, excluded, that surely lies within it.
        stop: when the window has surely closed.
        deadline: what people are told: for `Every` the end, excluded; else the last moment; None where none.
        trigger: the fact that opened the duty, or a `PeriodTrigger`.
        is_sure: whether the trigger and the stay are certain.
        doubt: why the duty is in doubt: ``unknown_field`` or ``applies_unknown``; None where it is sure.
        cancelled_at: when the trigger's cancellation was recorded.
        bearer: the one person who bears it, where each bears it alone.
        bearers: the ids of all who bear it.
    """

    subject: str
    stay: Stay
    start: Micros
    opens: Micros
    sure_stop: Micros
    stop: Micros
    deadline: Micros | None
    trigger: Any = None
    doubt: str | None = None
    cancelled_at: Micros | None = None
    bearer: str | None = None
    bearers: tuple[str, ...] | None = None


@attrs.define(eq=False)
class Verdict:
    """What became of a duty: its status, since when, on what evidence, and why if it cannot be judged.

    `instants` are the moments of all the facts beyond an upper bound, each of which is a breach; `is_short` says that
    the upper bound was kept and only the lower one may not be met; `is_doubtful` says of what is pending that facts
    beside the evidence may count.
    """

    status: Status
    decided: Micros | None = None
    evidence: tuple[str, ...] = ()
    because: str | None = None
    remedied: Micros | None = None
    excused_by: str | None = None
    is_retroactive: bool = False
    instants: tuple[Micros, ...] = ()
    is_short: bool = False
    is_doubtful: bool = False


PENDING, FULFILLED, BREACHED, LAPSED = Status.PENDING, Status.FULFILLED, Status.BREACHED, Status.LAPSED
"""At hand: to look a member of an enumeration up takes longer than most of what is asked of it."""
STILL_PENDING = Verdict(PENDING)
"""The verdict on a duty for which there is time and nothing has been done yet; most that are open are so."""
