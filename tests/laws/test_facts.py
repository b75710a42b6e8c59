"""Laws 4, 7, 9 and 10: what other facts, their order and their repetition may do to findings."""

import random
from datetime import datetime
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from homeschool.model import Concerned, Fact, Register, Waiver, fact_classes
from homeschool.model.fields import Shape
from homeschool.policy.norm import Norm
from homeschool.policy.timing import At, Before, Rolling, Upon
from tests.laws.judging import breached, found, has_window, is_lower_bound, is_upper_bound, patiently
from tests.laws.norms import COMBINATIONS, norms
from tests.laws.strategies import (
    EVENTS,
    events,
    facts_at_any_time,
    facts_on_time,
    moments,
    register_of,
    registers,
)
from tests.oracle.findings import in_order

LOWER = st.sampled_from([pair for pair in COMBINATIONS if pair[1] in ("at least", "cover") and pair[0] != "always"])
NAMES = {known.cls: name for name, known in fact_classes().items()}


@patiently
@given(norm=norms(), register=registers(), as_of=moments(), seed=st.integers(0, 99))
def test_order_and_duplicates_do_not_matter(norm: Norm, register: Register, as_of: datetime, seed: int) -> None:
    """Permuting, or repeating, the facts changes nothing."""
    facts = [*register.facts, *register.facts[::3]]
    random.Random(seed).shuffle(facts)  # noqa: S311 - an order, not a secret
    shuffled = Register(facts, register.calendar, keeps=register.keeps)

    assert found(norm, shuffled, as_of) == found(norm, register, as_of)


def _is_trigger(norm: Norm, fact: Fact) -> bool:
    return isinstance(norm.timing, Upon | Before | At) and NAMES[type(fact)] in norm.timing.moment.of


@patiently
@given(norm=LOWER.flatmap(lambda pair: norms(*pair)), facts=facts_on_time(), extra=events("extra"), as_of=moments())
def test_a_timely_fact_never_adds_a_breach(norm: Norm, facts: list[Fact], extra: Fact, as_of: datetime) -> None:
    """For lower bounds and covers a new fact that is no trigger makes nothing breached that was not."""
    assume(is_lower_bound(norm) and not _is_trigger(norm, extra) and "has" not in str(norm.applies_to).lower())
    before = found(norm, register_of(facts), as_of)
    after = found(norm, register_of([*facts, extra]), as_of)

    if isinstance(norm.timing, Rolling):
        assert len(breached(after)) <= len(breached(before))
    else:
        assert breached(after) <= breached(before)


UPPER = st.sampled_from(("every", "upon", "before", "at")).flatmap(lambda timing: norms(timing, "at most"))


@patiently
@given(norm=UPPER, facts=facts_on_time(), extra=events("extra"), as_of=moments())
def test_a_fact_never_removes_a_breach(norm: Norm, facts: list[Fact], extra: Fact, as_of: datetime) -> None:
    """Where there is only an upper bound, a new fact undoes no breach."""
    assume(is_upper_bound(norm) and has_window(norm) and not _is_trigger(norm, extra))
    before = found(norm, register_of(facts), as_of)
    after = found(norm, register_of([*facts, extra]), as_of)

    assert breached(before) <= breached(after)


def _names(fact: Fact, ids: set[str]) -> bool:
    return any(f"'{id_}'" in str(fact) for id_ in ids)


FAMILY = {"s-one", "g-one", "g-two", "c-one", "c-two", "grade", "school", "o-class", "o-grade", "other"}


OF_ONE_CHILD = st.sampled_from([pair for pair in COMBINATIONS if pair[1] != "share of members"]).flatmap(
    lambda pair: norms(*pair, subject="student")
)


@patiently
@given(norm=OF_ONE_CHILD, facts=facts_at_any_time(), as_of=moments())
def test_other_subjects_do_not_matter(norm: Norm, facts: list[Fact], as_of: datetime) -> None:
    """Events that name neither a child, nor its family, nor what it lies within, do not change its findings."""
    assume("Bound" not in str(norm.requirement))
    kept = [fact for fact in facts if NAMES[type(fact)] not in EVENTS or _names(fact, FAMILY)]
    whole, part = (found(norm, register_of(some), as_of) for some in (facts, kept))

    assert [one for one in part if one.subject == "s-one"] == [one for one in whole if one.subject == "s-one"]


def _elsewhere(fact: Any) -> Fact:
    """Return the same fact of other schools and people."""
    changes: dict[str, Any] = {"id": f"x-{fact.id}"}
    for name, info in fact_classes()[NAMES[type(fact)]].fields.items():
        value = getattr(fact, name)
        if info.shape is Shape.REF and value is not None:
            changes[name] = f"x-{value}"
        elif info.shape in (Shape.REFS, Shape.CONCERNS) and value is not None:
            changes[name] = tuple(_other(item) for item in value)
    made: Fact = attrs.evolve(fact, **changes)
    return made


def _other(item: str | Concerned) -> str | Concerned:
    return f"x-{item}" if isinstance(item, str) else Concerned(f"x-{item.id}", item.role)


@patiently
@given(norm=norms(), facts=facts_at_any_time(), others=facts_at_any_time(), as_of=moments())
def test_schools_are_independent(norm: Norm, facts: list[Fact], others: list[Fact], as_of: datetime) -> None:
    """For schools that share no subject and no fact, evaluating them together is evaluating them apart."""
    one = [fact for fact in facts if not isinstance(fact, Waiver) or fact.subjects]
    two = [_elsewhere(fact) for fact in others if not isinstance(fact, Waiver) or fact.subjects]
    together = found(norm, register_of([*one, *two]), as_of)
    apart = [*found(norm, register_of(one), as_of), *found(norm, register_of(two), as_of)]

    assert together == in_order(apart)
