"""What every step of the engine needs: the records as known, the definitions, and the readings a host has chosen."""

from collections.abc import Mapping
from typing import Any

import attrs

from homeschool.calendar import Span
from homeschool.model.clock import Micros
from homeschool.model.view import View
from homeschool.policy.pack import Definition


def _two_hours() -> Span:
    return Span(2, "h")


@attrs.frozen
class Readings:
    """What the texts leave open and a host decides.

    >>> from homeschool import Readings, Span
    >>> str(Readings().at_once), str(Readings(at_once=Span.parse("30 min")).at_once)
    ('2 h', '30 min')

    Args:
        at_once: how long "at once" (立即, 第一时间) may take before a finding turns breached.  The laws name no
            number of hours; the default of two hours is a reading.
    """

    at_once: Span = attrs.field(factory=_two_hours)


@attrs.frozen(eq=False)
class Scope:
    """One evaluation: what is known, what is defined, what is read into the texts; `memory` is its private cache."""

    view: View
    definitions: Mapping[str, Definition]
    readings: Readings
    memory: dict[Any, Any] = attrs.field(factory=dict, repr=False)

    @property
    def as_of(self) -> Micros:
        """The moment of the evaluation."""
        return self.view.as_of


@attrs.define(eq=False)
class Context:
    """What references in a condition start from, and the moment it is asked about."""

    at: Micros
    subject: str | None = None
    trigger: Any = None
    bearers: tuple[str, ...] | None = None
    school: str | None = None


def kept_edges(scope: Scope) -> set[Micros]:
    """Return the moments at which the host began to keep something."""
    days = (kept.since for kept in scope.view.keeps.classes.values() if kept.since is not None)
    return {scope.view.clock.midnight(day) for day in days}
