"""Law 14: a breach that is reported is real."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.engine import evaluate
from homeschool.model import Contact, Fact, Register, fact_classes
from homeschool.model.register import span
from homeschool.policy.finding import Finding
from homeschool.policy.norm import Norm
from homeschool.policy.requirement import Count
from homeschool.policy.timing import Before
from tests.laws.judging import breached, found, is_lower_bound, is_upper_bound, key, patiently
from tests.laws.norms import norms, pack_of
from tests.laws.strategies import EVENTS, facts_on_time, moments, register_of
from tests.oracle.findings import judged

NAMES = {known.cls: name for name, known in fact_classes().items()}


def windows(requirement: str) -> SearchStrategy[Norm]:
    """Draw a norm whose duties have a window."""
    return st.sampled_from(("every", "upon", "before")).flatmap(lambda timing: norms(timing, requirement))


def _breaches(norm: Norm, facts: Iterable[Fact], as_of: datetime) -> list[Finding]:
    return [
        one for one in evaluate(pack_of(norm), register_of([*facts]), as_of=as_of).breached if one.opens is not None
    ]


def _occurs(fact: Any, since: datetime, register: Register) -> bool:
    return NAMES[type(fact)] in EVENTS and register.clock.bounds(fact.occurred)[0] >= register.clock.bounds(since)[0]


@patiently
@given(norm=windows("at least") | windows("cover"), facts=facts_on_time(), as_of=moments())
def test_the_reported_breach_is_real_without_its_near_misses(norm: Norm, facts: list[Fact], as_of: datetime) -> None:
    """Without the events that nearly counted, or made it good, a breached lower bound or cover stays breached."""
    assume(is_lower_bound(norm))
    for one in _breaches(norm, facts, as_of):
        near = {miss.fact for miss in one.details.near_misses} - {one.trigger}
        left = [fact for fact in facts if fact.id not in near or NAMES[type(fact)] not in EVENTS]

        assert key(judged(one)) in breached(found(norm, register_of(left), as_of))


@patiently
@given(norm=windows("at most"), facts=facts_on_time(), as_of=moments())
def test_the_reported_breach_is_real_by_what_is_beyond(norm: Norm, facts: list[Fact], as_of: datetime) -> None:
    """Without the events from the breaching one on, an upper bound is not breached."""
    assume(is_upper_bound(norm))
    of = norm.requirement.of if norm.requirement else ()
    for one in _breaches(norm, facts, as_of):
        since, register = one.decided_at or as_of, register_of(facts)
        left = [
            fact
            for fact in facts
            if fact.id == one.trigger or NAMES[type(fact)] not in of or not _occurs(fact, since, register)
        ]
        assume(of[0] in EVENTS)

        assert key(judged(one)) not in breached(found(norm, register_of(left), as_of))


def _may_begin(facts: Iterable[Fact], id_: str | None, moment: datetime) -> bool:
    """Tell whether an event may begin at a moment, or before: then there may be no time ahead of it."""
    clock = register_of([]).clock
    return any(fact.id == id_ and span(fact, clock)[0] <= clock.micros(moment) for fact in facts)


def _contacts(norm: Norm, number: int) -> Norm:
    return attrs.evolve(norm, requirement=Count(("contact",), Fraction(number)))


@patiently
@given(norm=st.builds(_contacts, windows("at least"), st.integers(1, 2)), facts=facts_on_time(), as_of=moments())
def test_the_reported_breach_is_real_and_can_be_avoided(norm: Norm, facts: list[Fact], as_of: datetime) -> None:
    """With what was asked for, inside the window, a breached lower bound is fulfilled."""
    for one in _breaches(norm, facts, as_of):
        if isinstance(norm.timing, Before) and _may_begin(facts, one.trigger, one.opens or as_of):
            continue
        done = [
            Contact(id=f"done-{number}", occurred=one.opens or as_of, concerns=(one.subject,)) for number in range(2)
        ]
        after = found(norm, register_of([*facts, *done]), as_of)

        assert {other.status for other in after if key(other) == key(judged(one))} == {"fulfilled"}
