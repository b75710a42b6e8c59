"""Findings put together for people: integers become instants, and details wait until somebody looks."""

from datetime import datetime
from functools import partial
from typing import Any

from homeschool.engine.count import CountJudge
from homeschool.engine.details import look
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.findings import Latent
from homeschool.engine.incur import Undecided
from homeschool.engine.judge import context_of
from homeschool.engine.run import Run
from homeschool.engine.stays import Stay
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.view import View
from homeschool.policy.finding import Details, Finding, Status
from homeschool.policy.norm import Norm

Plain = tuple[Status, "Plainly", Stay, Any, tuple[Micros, Micros, Micros], Micros | None, *tuple[str, ...]]
"""A plain duty: its status, what makes its finding, its stay, its trigger (None: a period opened it), its window (when
it opens, surely ends, and ends at the latest), since when it is so, and the evidence."""


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


class Judged:
    """Makes findings of a norm from a duty and its verdict."""

    def __init__(self, run: Run, moments: Moments) -> None:
        self.norm = run.norm
        self._run = run
        self._moments = moments

    @staticmethod
    def subject(found: tuple[Duty, Verdict]) -> str:
        """Return the subject of the finding to be."""
        return found[0].subject

    def __call__(self, latent: Latent) -> Finding:
        """Return the finding."""
        duty, verdict = latent[2]
        moments, trigger = self._moments, duty.trigger
        return Finding(
            norm=self.norm,
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
            look=partial(look, self._run, duty, verdict),
        )


class Plainly:
    """Makes findings of a norm from what a short loop found of a plain duty."""

    def __init__(self, run: Run, moments: Moments) -> None:
        self.norm = run.norm
        self._run = run
        self._moments = moments

    @staticmethod
    def subject(stay: Stay) -> str:
        """Return the subject of the finding to be."""
        return stay.subject

    def __call__(self, found: Plain) -> Finding:
        """Return the finding."""
        status, _, stay, trigger, (start, _, _), decided, *evidence = found
        moments = self._moments
        return Finding(
            norm=self.norm,
            subject=stay.subject,
            status=status,
            opens=moments(start),
            deadline=moments(_duty(found).deadline),
            trigger=None if trigger is None else trigger.id,
            decided_at=moments(decided),
            evidence=tuple(evidence),
            remedied_at=moments(self._remedied(found)) if status is Status.BREACHED else None,
            look=partial(self._look, found),
        )

    def _remedied(self, found: Plain) -> Micros | None:
        """Return when a breach was made good."""
        duty, judge = _duty(found), self._run.judge
        assert isinstance(judge, CountJudge)
        assert judge.quick is not None
        return judge.made_good(context_of(duty, duty.start), duty.start, judge.quick)

    def _look(self, found: Plain) -> Details:
        """Work out the details."""
        status, _, _, _, _, decided, *evidence = found
        return look(self._run, _duty(found), Verdict(status, decided, tuple(evidence)))


def _duty(found: Plain) -> Duty:
    """Return a plain duty; for what a period asks people are told its end, else the last moment."""
    _, _, stay, trigger, (start, sure_stop, stop), *_ = found
    deadline = stop if trigger is None else stop - 1
    return Duty(stay.subject, stay, start, start, sure_stop, stop, deadline, trigger)


class Undecidedly:
    """Makes the findings of a norm that say that something cannot be told."""

    def __init__(self, norm: Norm, moments: Moments) -> None:
        self.norm = norm
        self._moments = moments

    @staticmethod
    def subject(found: Undecided) -> str:
        """Return the subject of the finding to be."""
        return found.subject

    def __call__(self, latent: Latent) -> Finding:
        """Return the finding."""
        found = latent[2]
        return Finding(
            norm=self.norm,
            subject=found.subject,
            status=Status.UNDETERMINED,
            opens=self._moments(found.opens),
            deadline=None,
            trigger=found.trigger,
            because=found.because,
        )


class Maker:
    """Puts together the findings of one norm: `judged`, `plain` and `undecided` each from what was found."""

    def __init__(self, run: Run, moments: Moments) -> None:
        self.judged = Judged(run, moments)
        self.plain = Plainly(run, moments)
        self.undecided = Undecidedly(run.norm, moments)
