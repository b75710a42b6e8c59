"""Findings put together for people: integers become instants, and details wait until somebody looks."""

from datetime import datetime
from functools import partial

from homeschool.engine.count import CountJudge
from homeschool.engine.details import look
from homeschool.engine.duty import Duty, Verdict
from homeschool.engine.incur import Undecided, every_duty
from homeschool.engine.judge import context_of
from homeschool.engine.run import Run
from homeschool.engine.stays import Stay
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.view import View
from homeschool.policy.finding import Finding, Status
from homeschool.policy.norm import Norm

Plain = tuple[Stay, Micros, Micros, Micros, Status, Micros | None, tuple[str, ...]]
"""A stay, a window (start, opening, end), what became of a plain duty in it: status, since when, on what evidence."""


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

    def __call__(self, found: tuple[Duty, Verdict]) -> Finding:
        """Return the finding."""
        duty, verdict = found
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
    """Makes findings of a norm from what the short loop found of a plain duty."""

    def __init__(self, run: Run, judged: Judged) -> None:
        self.norm = run.norm
        self._judge = run.judge
        self._judged = judged

    @staticmethod
    def subject(found: Plain) -> str:
        """Return the subject of the finding to be."""
        return found[0].subject

    def __call__(self, found: Plain) -> Finding:
        """Return the finding."""
        stay, start, opens, stop, status, decided, evidence = found
        duty, judge = every_duty((stay, start, opens, stop)), self._judge
        remedied = None
        if status is Status.BREACHED and isinstance(judge, CountJudge) and judge.quick is not None:
            remedied = judge.made_good(context_of(duty, duty.start), duty.start, judge.quick)
        return self._judged((duty, Verdict(status, decided, evidence, remedied=remedied)))


class Undecidedly:
    """Makes the findings of a norm that say that something cannot be told."""

    def __init__(self, norm: Norm, moments: Moments) -> None:
        self.norm = norm
        self._moments = moments

    @staticmethod
    def subject(found: Undecided) -> str:
        """Return the subject of the finding to be."""
        return found.subject

    def __call__(self, found: Undecided) -> Finding:
        """Return the finding."""
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
        self.plain = Plainly(run, self.judged)
        self.undecided = Undecidedly(run.norm, moments)
