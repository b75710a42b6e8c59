"""The common case of what an event sets off, in one short loop: at least so many facts in time after it.

As with what each period asks, whatever it cannot tell for certain it leaves to the general way.
"""

from collections.abc import Callable, Iterable, Iterator

from homeschool.calendar import SchoolCalendar
from homeschool.engine.count import CountJudge
from homeschool.engine.findings import Latent
from homeschool.engine.incur import first_moment
from homeschool.engine.linking import Link, is_direct
from homeschool.engine.make import Maker
from homeschool.engine.plain import Span, are_unique, counts_plainly, judged
from homeschool.engine.run import Run
from homeschool.engine.scope import Context
from homeschool.engine.stays import Existence
from homeschool.engine.trigger_duties import stay_at, stopping_upon, upon
from homeschool.engine.triggers import Triggered, When, asked, setting_off
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import ALWAYS, Bounds, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.links import link_field
from homeschool.model.register import Row
from homeschool.policy.timing import Upon


def is_plain_upon(run: Run) -> bool:
    """Tell whether a norm is a plain lower bound after events of one class that name their subjects."""
    timing = run.norm.timing
    if not isinstance(timing, Upon) or run.norm.bearer.each or not counts_plainly(run):
        return False
    link = _link(run, timing)
    return link is not None and not run.scope.view.cancelled(link.class_name) and are_unique(run)


def _link(run: Run, timing: Upon) -> Link | None:
    """Return what ties triggers to subjects; None where they are of several classes, or reach others than they name."""
    name, moment, kind = timing.moment.of[0], timing.moment, run.norm.subject
    if len(moment.of) > 1 or name not in fact_classes():
        return None
    link = Link(name, link_field(name, kind, moment.link), moment.link_to)
    return link if is_direct(link, kind) else None


def upon_findings(run: Run, maker: Maker) -> list[Latent]:
    """Return the findings of such a norm, in order of subject, time and trigger."""
    timing = run.norm.timing
    assert isinstance(timing, Upon)
    link = _link(run, timing)
    assert link is not None
    table = run.scope.view.linked_rows(link.class_name, link.field)
    looking = _Looking(run, maker, timing)
    look, opens = looking.look, _opening(looking.when)
    findings: list[Latent] = []
    for existence in run.frame.existences:
        rows = table.get(existence.subject)
        if rows is not None:
            for row in rows if len(rows) == 1 else sorted(rows, key=opens):
                findings += look(existence, row)
    return findings


def _opening(when: When) -> Callable[[Row], tuple[Micros, str]]:
    """Return the function that tells when what a trigger sets off opens, and the trigger's id."""

    def opens(row: Row) -> tuple[Micros, str]:
        bounds = when(row[4], (row[0], row[2]))
        return ALWAYS if bounds is None else bounds[0], row[1]

    return opens


class _Looking:
    """Finds what became of the duties of a norm, trigger by trigger."""

    def __init__(self, run: Run, maker: Maker, timing: Upon) -> None:
        assert isinstance(run.judge, CountJudge)
        assert run.judge.quick is not None
        self._run = run
        self._maker = maker
        self.when = setting_off(run.scope, timing.moment, timing.moment.of[0])
        self._where = asked(run.scope, timing.moment, timing.moment.of[0])
        self._stop_of = stopping_upon(run.scope, timing)
        self._scan = run.judge.scan
        self._least = run.judge.quick
        self._context = Context(run.scope.as_of)
        self._schools: dict[str | None, tuple[Micros, SchoolCalendar]] = {}

    def look(self, existence: Existence, row: Row) -> Iterable[Latent]:
        """Return the finding of what a trigger sets off for a subject; none if it sets nothing off."""
        low, _, high, _, fact = row
        scope, context = self._run.scope, self._context
        bounds = self.when(fact, (low, high))
        at = low if bounds is None else bounds[0]
        first, calendar = self._schools.get(existence.school) or self._school(existence.school)
        if not existence.start <= at < existence.end or not first <= at <= scope.view.as_of:
            return ()
        context.at, context.subject, context.trigger = at, existence.subject, fact
        truth = self._where(fact, context)
        if truth is False:
            return ()
        if truth and bounds is not None:
            found = self._find(existence, bounds, calendar)
            if found is not None:
                return (found,)
        return self._generally(Triggered(existence, fact, bounds, truth is True))

    def _school(self, school: str | None) -> tuple[Micros, SchoolCalendar]:
        scope = self._run.scope
        found = self._schools[school] = first_moment(scope, school), scope.view.calendar_of(school)
        return found

    def _find(self, existence: Existence, bounds: Bounds, calendar: SchoolCalendar) -> Latent | None:
        """Return the finding of what a sure trigger sets off; None where there is none, or any doubt."""
        frame, context, at = self._run.frame, self._context, bounds[0]
        stay = stay_at(frame, existence, at)
        if stay is None or not stay.is_sure or not frame.opening[0] <= at < frame.opening[1]:
            return None
        try:
            span: Span = (at, *self._stop_of(bounds, calendar))
        except CalendarRangeError:
            return None
        found = self._scan(context, stay, span, self._least)
        if found is None:
            return None
        status, decided, evidence = found
        return status, self._maker.plain, stay, context.trigger, span, decided, *evidence

    def _generally(self, trigger: Triggered) -> Iterator[Latent]:
        """Yield the finding of what a trigger sets off, in the way that always serves."""
        for incurred in upon(self._run.frame, self._stop_of, trigger):
            yield from judged(self._run, self._maker, incurred)
