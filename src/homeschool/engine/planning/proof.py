"""Proof that a planned fact counts: the fact is made and put to the engine's own conditions."""

from collections.abc import Iterable, Sequence
from typing import Any

from homeschool.engine.conditions import compile_condition
from homeschool.engine.linking import Link, ties_of
from homeschool.engine.planning.asks import Asks
from homeschool.engine.planning.draft import concerned, draft, is_lasting, make_fact
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Ask as Question
from homeschool.model.clock import Micros, to_micros
from homeschool.model.facts import CLASS_NAMES, Fact
from homeschool.model.fields import When
from homeschool.model.links import link_field
from homeschool.model.register import span
from homeschool.model.ties import school_of
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or
from homeschool.policy.finding import Finding
from homeschool.policy.timing import Before

DRAFT = "planned"
"""The id of a fact that is made only to be asked about."""


class Proof:
    """Tells of one pending finding whether a fact would count for it.

    `is_doubtful` says of the last fact asked about that the engine could not tell: what it rests on is not kept.
    """

    def __init__(self, scope: Scope, finding: Finding, bearers: tuple[str, ...] | None) -> None:
        self.scope = scope
        self.finding = finding
        self.bearers = bearers
        self.trigger: Any = None if finding.trigger is None else scope.view.get(finding.trigger)
        assert finding.closes is not None
        self.stop = to_micros(finding.closes)
        self.is_doubtful = False
        self._in_force_at = self.stop - 1 if isinstance(finding.norm.timing, Before) else None

    def context(self, at: Micros) -> Context:
        """Return what references in the requirement start from, at a moment."""
        subject = self.finding.subject
        return Context(at, subject, self.trigger, self.bearers, school_of(self.scope.view, subject, at))

    def counts(self, class_name: str, asks: Asks, targets: Iterable[str], when: When, actors: Sequence[str]) -> bool:
        """Tell whether a fact made by asks would surely count."""
        fields = draft(self.scope.view, class_name, asks, actors)
        if fields is None:
            return False
        return self.takes(make_fact(class_name, DRAFT, when, (concerned(targets, asks), fields)))

    def takes(self, fact: Fact) -> bool:
        """Tell whether a fact is tied to the subject and surely meets what the requirement asks of each fact.

        That it lies in the window is seen to elsewhere.
        """
        name = CLASS_NAMES[type(fact)]
        requirement = self.finding.norm.requirement
        if requirement is None or name not in requirement.of:
            return False
        low, _ = span(fact, self.scope.view.clock)
        at = self._in_force_at if is_lasting(name) and self._in_force_at is not None else low
        link = Link(name, link_field(name, self.finding.norm.subject, requirement.link), requirement.link_to)
        is_tied = any(start <= at < end for _, start, end in ties_of(self.scope, link, fact, self.finding.subject))
        if not is_tied:
            return False
        truth = question(self.scope, requirement.where, name)(fact, self.context(at))
        self.is_doubtful = truth is None and not asks_around(self.scope, requirement.where)
        return truth is True


def question(scope: Scope, condition: Condition, class_name: str) -> Question:
    """Return what the engine asks of a planned fact, compiled once in an evaluation.

    What asks for other facts about the fact itself is never answered: there are none yet.
    """
    key = ("plan", condition, class_name)
    found: Question | None = scope.memory.get(key)
    if found is None:
        found = _never if asks_around(scope, condition) else compile_condition(scope, condition, class_name)
        scope.memory[key] = found
    return found


def _never(_: Any, __: Context) -> None:
    return None


def asks_around(scope: Scope, condition: Condition) -> bool:
    """Tell whether a condition on a fact asks for other facts about it."""
    match condition:
        case And(parts) | Or(parts):
            return any(asks_around(scope, part) for part in parts)
        case Not(part):
            return asks_around(scope, part)
        case Named(name):
            return asks_around(scope, scope.definitions[name].condition)
        case _:
            return isinstance(condition, Has)
