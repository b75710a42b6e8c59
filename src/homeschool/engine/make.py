"""Findings put together for people: integers become instants, and details wait until somebody looks."""

from datetime import datetime
from functools import partial

from homeschool.engine.details import look
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.incur import Opened, Undecided, every_duty
from homeschool.engine.run import Run
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.view import View
from homeschool.policy.finding import Finding, Status

Plain = tuple[Opened, Status, Micros | None, tuple[str, ...], Micros | None]
"""A window, and what became of a plain duty in it: status, since when, on what evidence, when made good."""


class Moments:
    """Turns integers into instants, each once: windows share their ends."""

    def __init__(self, view: View) -> None:
        self._clock = view.clock
        self._known: dict[Micros, datetime] = {}

    def __call__(self, micros: Micros | None) -> datetime | None:
        """Return an instant, or None for what is open or not there."""
        if micros is None or not ALWAYS < micros < NEVER - 1:
            return None
        found = self._known.get(micros)
        if found is None:
            found = self._known[micros] = self._clock.moment(micros)
        return found


class Maker:
    """Puts together the findings of one norm."""

    def __init__(self, run: Run, moments: Moments) -> None:
        self.run = run
        self.moments = moments

    def judged(self, found: tuple[Duty, Verdict]) -> Finding:
        """Return the finding of a duty and its verdict."""
        duty, verdict = found
        moments, trigger = self.moments, duty.trigger
        return Finding(
            norm=self.run.norm,
            subject=duty.subject,
            status=verdict.status,
            opens=moments(duty.opens),
            deadline=moments(duty.deadline),
            trigger=None if trigger is None else trigger.id,
            bearer=duty.bearer,
            decided_at=moments(verdict.decided),
            evidence=verdict.evidence,
            remedied_at=moments(verdict.remedied),
            excused_by=verdict.excused_by,
            is_retroactive=verdict.is_retroactive,
            because=verdict.because,
            look=partial(look, self.run, duty, verdict),
        )

    def plain(self, found: Plain) -> Finding:
        """Return the finding of a plain duty."""
        opened, status, decided, evidence, remedied = found
        return self.judged((every_duty(opened), Verdict(status, decided, evidence, remedied=remedied)))

    def undecided(self, found: Undecided) -> Finding:
        """Return the finding that says that something cannot be told."""
        return Finding(
            norm=self.run.norm,
            subject=found.subject,
            status=Status.UNDETERMINED,
            opens=self.moments(found.opens),
            deadline=None,
            trigger=found.trigger,
            because=found.because,
        )
