"""What other norms ask of a planned fact when it happens: each visit by two teachers, each update with its topics.

A norm that is judged at the fact itself (`At`, of the trigger) would be breached by a fact planned only for the duty at
hand.  What it asks is asked along with the rest, wherever one fact can meet both.
"""

from collections.abc import Iterable, Mapping, Sequence

from homeschool.calendar import Interval
from homeschool.engine.conditions import compile_condition
from homeschool.engine.linking import Link, ties_of
from homeschool.engine.planning.asks import Asks, alternatives
from homeschool.engine.planning.draft import concerned, draft, make_fact
from homeschool.engine.planning.proof import DRAFT, Proof, question
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Ask as Question
from homeschool.model.clock import Micros
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.links import link_field
from homeschool.model.register import linked_ids
from homeschool.model.ties import above
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.requirement import TRIGGER, Count
from homeschool.policy.timing import At


class Companions:
    """The norms of some packs that ask something of each fact of a class when it happens."""

    def __init__(self, packs: Iterable[Pack], scopes: Mapping[str, Scope]) -> None:
        self.scopes = scopes
        self._by_class: dict[str, list[Norm]] = {}
        for pack in packs:
            for norm in pack.norms:
                if isinstance(norm.timing, At) and _asks_trigger(norm):
                    for name in norm.timing.moment.of:
                        self._by_class.setdefault(name, []).append(norm)

    def asks(self, proof: Proof, class_name: str, asks: Asks, who: tuple[str, Sequence[str]]) -> Asks:
        """Return what else should be asked of a fact, so far as it goes together with what is asked already.

        Args:
            proof: of the finding for which the fact is planned.
            class_name: the fact's class.
            asks: what is asked of it already.
            who: whom it concerns, and who acts.
        """
        target, actors = who
        added: Asks = ()
        for norm in self._by_class.get(class_name, ()):
            added += self._more(norm, proof, (class_name, (*asks, *added)), (target, actors))
        return added

    def _more(self, norm: Norm, proof: Proof, made_by: tuple[str, Asks], who: tuple[str, Sequence[str]]) -> Asks:
        class_name, asks = made_by
        target, actors = who
        scope, at = self.scopes[norm.id], proof.scope.as_of + 1
        fact = _fact(scope, class_name, asks, target, actors)
        if fact is None or not _is_open(norm, scope, at):
            return ()
        for subject in _subjects(norm, scope, fact, (target, at)):
            assert norm.requirement is not None
            context = Context(at, subject, fact)
            for way in alternatives(scope, norm.requirement.where, class_name, context):
                better = _fact(scope, class_name, (*asks, *way), target, actors)
                if better is not None and question(scope, norm.requirement.where, class_name)(better, context) is True:
                    return way
        return ()


def _asks_trigger(norm: Norm) -> bool:
    requirement = norm.requirement
    return (
        isinstance(requirement, Count)
        and requirement.of == (TRIGGER,)
        and requirement.at_least == 1
        and requirement.at_most is None
        and isinstance(norm.timing, At)
        and norm.timing.moment.edge is None
    )


def _fact(scope: Scope, class_name: str, asks: Asks, target: str, actors: Sequence[str]) -> Fact | None:
    fields = draft(scope.view, class_name, asks, actors)
    if fields is None:
        return None
    day = scope.view.clock.day(scope.as_of + 1)
    return make_fact(class_name, DRAFT, day, (concerned((target,), asks), fields))


def _is_open(norm: Norm, scope: Scope, at: Micros) -> bool:
    day = scope.view.clock.day(at)
    intervals: tuple[Interval | None, ...] = (norm.in_force, norm.opens)
    return all(interval is None or day in interval for interval in intervals)


def _applies(scope: Scope, norm: Norm) -> Question:
    key = ("plan applies", norm.id)
    found: Question | None = scope.memory.get(key)
    if found is None:
        found = scope.memory[key] = compile_condition(scope, norm.applies_to, norm.subject)
    return found


def _subjects(norm: Norm, scope: Scope, fact: Fact, where: tuple[str, Micros]) -> Iterable[str]:
    """Yield the subjects, near at hand, for whom the fact would set a norm off."""
    target, at = where
    assert isinstance(norm.timing, At)
    moment, name = norm.timing.moment, CLASS_NAMES[type(fact)]
    link = Link(name, link_field(name, norm.subject, moment.link), moment.link_to)
    named = linked_ids(fact, link.field) if link.field in fact_classes()[name].fields else ()
    view = scope.view
    for subject in dict.fromkeys((target, *above(view, target, at), *named)):
        itself = view.get(subject)
        if itself is None or CLASS_NAMES[type(itself)] != norm.subject:
            continue
        context = Context(at, subject, fact)
        if (
            any(start <= at < end for _, start, end in ties_of(scope, link, fact, subject))
            and question(scope, moment.where, name)(fact, context) is not False
            and _applies(scope, norm)(itself, Context(at, subject)) is not False
        ):
            yield subject
