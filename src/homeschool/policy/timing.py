"""Timings: when a norm opens a duty.  A closed set; every norm is one timing and one requirement."""

from typing import Literal

import attrs

from homeschool.calendar import PeriodKind, Span
from homeschool.policy.condition import TRUE, Condition

Edge = Literal["start", "end"]


@attrs.frozen
class Moment:
    """What sets a norm off: facts of some classes (`of`), or the start or end (`edge`) of what lasts.

    Args:
        of: fact classes; with an `edge` also a period kind.
        edge: None for an event at its occurrence; else the start or the end of an instrument, relation or period.
        where: what is asked of the fact.
        counted_from: the field whose time counts; None for its occurrence.
        link: the field of the fact that names the subject.
        link_to: a field of the subject whose value `link` must name; None for the subject itself.
    """

    of: tuple[str, ...]
    edge: Edge | None = None
    where: Condition = TRUE
    counted_from: str | None = None
    link: str = "concerns"
    link_to: str | None = None


@attrs.frozen
class Every:
    """Once per period, while the norm applies.

    Args:
        period: the kind of period.
        within: the opening part of the period in which it is owed; None for the whole.
        during: ``terms`` counts only periods with at least `min_school_days` school days; ``vacation`` only periods
            with a vacation day.
        min_school_days: for weeks and months; 0 for norms that run through vacations.
        presence: how long the subject must be there, from arrival to the period's end; None for 30 days or half of the
            period, whichever is shorter.
    """

    period: PeriodKind
    within: Span | None = None
    during: Literal["any", "vacation"] = "any"
    min_school_days: int = 1
    presence: Span | None = None


@attrs.frozen
class Rolling:
    """Again and again, at most `span` after the last performance."""

    span: Span


@attrs.frozen
class Upon:
    """After each moment: within a span, or `until` the end of the period in which the moment lies."""

    moment: Moment
    within: Span | None = None
    until: PeriodKind | None = None


@attrs.frozen
class Before:
    """At least `ahead` before each moment, planned ones too; not earlier than `no_earlier_than` before it."""

    moment: Moment
    ahead: Span
    no_earlier_than: Span | None = None


@attrs.frozen
class At:
    """At each moment: what is in force then, and the event itself."""

    moment: Moment


@attrs.frozen
class Always:
    """Standing, while the norm applies; a vacancy shorter than `tolerance` is no breach."""

    tolerance: Span | None = None


Timing = Every | Rolling | Upon | Before | At | Always
