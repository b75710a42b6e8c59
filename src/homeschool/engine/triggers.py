"""What sets duties off: the facts, planned and cancelled ones too, and the periods that are triggers for a subject."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from homeschool.engine.conditions import compile_condition
from homeschool.engine.duty import PeriodTrigger
from homeschool.engine.incur import Frame, first_moment, windows
from homeschool.engine.linking import Link, Tied, ties_of
from homeschool.engine.scope import Context, Scope
from homeschool.engine.sifting import tied_to
from homeschool.engine.stays import Existence
from homeschool.engine.truth import Ask
from homeschool.engine.values import is_stored
from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.links import link_field
from homeschool.model.view import Cancelled
from homeschool.policy.timing import Every, Moment


@attrs.define(eq=False)
class Triggered:
    """A trigger that concerns a subject: the fact, its moment (None: not known), its certainty and cancellation."""

    existence: Existence
    fact: Any
    moment: Bounds | None
    is_sure: bool
    cancelled_at: Micros | None = None


When = Callable[[Any, Bounds], Bounds | None]
"""Tells of a fact and its span when it sets off what it sets off; None where that is not known."""


@attrs.define(eq=False)
class Setting:
    """Tells which facts of one class set a norm off.

    Args:
        scope: the evaluation.
        when: tells when a fact sets off what it sets off.
        where: what is asked of the facts.
        cancelled: how facts were cancelled, by their ids.
        planned: whether events yet to come count.
    """

    scope: Scope
    when: When
    where: Ask
    cancelled: Mapping[str, Cancelled]
    planned: bool

    def among(self, existence: Existence, ties: Iterable[Tied]) -> Iterator[Triggered]:
        """Yield those of the facts tied to a subject that are triggers for it, those that may be one too."""
        seen: set[str] = set()
        for (low, id_, high, _, fact), start, end in ties:
            moment = self.when(fact, (low, high))
            at = low if moment is None else moment[0]
            if id_ not in seen and start <= at < end:
                found = self.trigger(existence, fact, moment, at)
                if found is not None:
                    seen.add(id_)
                    yield found

    def trigger(self, existence: Existence, fact: Any, moment: Bounds | None, at: Micros) -> Triggered | None:
        """Return a fact as a trigger for a subject, if it is one, or may be, at its moment (None: not known)."""
        if not self.is_time(existence, at):
            return None
        truth = self.where(fact, Context(at, existence.subject, fact))
        if truth is False:
            return None
        stopped = self.cancelled.get(fact.id)
        return Triggered(existence, fact, moment, truth is True, None if stopped is None else stopped.at)

    def is_time(self, existence: Existence, at: Micros) -> bool:
        """Tell whether what came about at a moment may set the norm off for a subject."""
        if not self.planned and (not existence.start <= at < existence.end or at > self.scope.view.as_of):
            return False
        return first_moment(self.scope, existence.school) <= at < NEVER


def triggers(frame: Frame, moment: Moment, *, planned: bool) -> Iterable[Triggered]:
    """Yield the triggers of a norm for each subject, those that may be one too.

    Args:
        frame: the norm.
        moment: what sets it off.
        planned: whether events yet to come count.
    """
    scope = frame.scope
    for name in moment.of:
        if name not in fact_classes():
            yield from _period_triggers(frame, moment, name, planned=planned)
            continue
        cancelled = {found.before.id: found for found in scope.view.cancelled(name, frame.trigger)}
        when = setting_off(scope, moment, name)
        setting = Setting(scope, when, asked(scope, moment, name), cancelled, planned)
        tied_to = _tied_to(frame, moment, name, cancelled)
        for existence in frame.existences:
            found = tied_to(existence.subject)
            if found:
                yield from setting.among(existence, found)


def asked(scope: Scope, moment: Moment, class_name: str) -> Ask:
    """Return the function that asks of a fact of a class what a moment asks of it."""
    key = ("asked", id(moment), class_name)
    found: Ask | None = scope.memory.get(key)
    if found is None:
        found = scope.memory[key] = compile_condition(scope, moment.where, class_name)
    return found


def _tied_to(
    frame: Frame, moment: Moment, class_name: str, gone: Mapping[str, Cancelled]
) -> Callable[[str], Sequence[Tied]]:
    """Return the function that gives the facts tied to a subject that may be triggers, those cancelled too."""
    scope, one = frame.scope, frame.trigger
    link = Link(class_name, link_field(class_name, frame.norm.subject, moment.link), moment.link_to)
    if one is None:
        standing = tied_to(scope, link, frame.norm.subject, moment.where)
        if not gone:
            return standing
        return lambda subject: [
            *standing(subject),
            *(tie for found in gone.values() for tie in ties_of(scope, link, found.before, subject)),
        ]
    fact = gone[one].before if one in gone else scope.view.get(one)
    if not isinstance(fact, fact_classes()[class_name].cls):
        return lambda _: ()
    return lambda subject: list(ties_of(scope, link, fact, subject))


def setting_off(scope: Scope, moment: Moment, class_name: str) -> When:
    """Return what tells when facts of a class set off what they do: in their span, at an edge of it, or otherwise."""
    if moment.edge is not None:
        edge = moment.edge == "end"
        return lambda _, span: (span[edge], span[edge] + 1)
    field, bounds = moment.counted_from, scope.view.clock.bounds
    if field is None:
        return lambda _, span: span
    if not is_stored(scope, class_name, field):
        return lambda *_: None

    def at_time_in_field(fact: Any, _: Bounds) -> Bounds | None:
        when = getattr(fact, field)
        return None if when is None else bounds(when)

    return at_time_in_field


def _period_triggers(frame: Frame, moment: Moment, kind: str, *, planned: bool) -> Iterable[Triggered]:
    scope = frame.scope
    timing = Every(kind)  # type: ignore[arg-type]
    for existence in frame.existences:
        for period, start, end, _ in windows(scope, timing, scope.view.calendar_of(existence.school)):
            at = end if moment.edge == "end" else start
            if planned or (existence.start <= at < existence.end and at <= scope.as_of):
                trigger = PeriodTrigger(f"{kind}:{period.interval.start.isoformat()}")
                yield Triggered(existence, trigger, (at, at + 1), is_sure=True)
