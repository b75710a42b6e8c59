"""Registers that grow: what is there at first, and then records and moments in turn."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.engine import Change, Monitor
from homeschool.model import Fact, Register, fact_classes
from homeschool.model.facts import ENTITIES, RELATIONS
from homeschool.testing.norm_parts import weighted

FIELDS = {known.cls: tuple(known.fields) for known in fact_classes().values()}


@attrs.frozen
class Day:
    """A register that grows: what is there at first, and then records and moments in turn, first of all a moment."""

    first: Register
    steps: tuple[Sequence[Fact] | datetime, ...]

    @property
    def start(self) -> datetime:
        """The moment to begin with."""
        assert isinstance(self.steps[0], datetime)
        return self.steps[0]


@st.composite
def growing(draw: DrawFn, registers: SearchStrategy[Register], moments: SearchStrategy[datetime]) -> Day:
    """Draw a register cut into what is there at first and what comes later, in any order that references allow.

    Mostly all people and places are there at first, and who belongs where.
    """
    whole = draw(registers)
    entities = [fact for fact in whole.facts if isinstance(fact, ENTITIES)]
    late = draw(weighted((4, st.just([])), (1, st.lists(st.sampled_from(entities), max_size=2))))
    known: tuple[type[Fact], ...] = draw(weighted((2, st.just((*ENTITIES, *RELATIONS))), (1, st.just(ENTITIES))))
    early = [fact for fact in whole.facts if isinstance(fact, known) and fact not in late]
    others = [fact for fact in whole.facts if fact not in early]
    latest_first = sorted(others, key=_when, reverse=True)
    coming = _in_order_of_reference([*early, *draw(weighted((2, st.permutations(others)), (1, st.just(latest_first))))])
    at_least = sum(1 for _ in takewhile(lambda fact: fact in early, coming))
    first = draw(st.integers(at_least, len(coming)))
    batches = draw(_batches(coming[first:]))
    times = sorted(draw(st.lists(moments, min_size=2, max_size=5)))
    places = sorted(draw(st.lists(st.integers(0, len(batches)), min_size=len(times) - 1, max_size=len(times) - 1)))
    steps: list[Sequence[Fact] | datetime] = [times[0]]
    done = 0
    for time, place in zip(times[1:], places, strict=True):
        steps += [*batches[done:place], time]
        done = place
    steps += batches[done:]
    return Day(attrs.evolve(whole, facts=coming[:first]), tuple(steps))


def _when(fact: Fact) -> str:
    """Return when something happened, or began, as a text to sort by."""
    return str(getattr(fact, "occurred", None) or getattr(fact, "since", None) or "")


@st.composite
def _batches(draw: DrawFn, facts: Sequence[Fact]) -> list[Sequence[Fact]]:
    """Cut facts into those that are observed together, mostly one at a time."""
    batches, left = list[Sequence[Fact]](), list(facts)
    while left:
        size = draw(st.sampled_from((1, 1, 1, 2, 3)))
        batches.append(left[:size])
        left = left[size:]
    return batches


def _in_order_of_reference(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts in the order given, each put off until what it refers to is there."""
    there, ids = set[str](), {fact.id for fact in facts}
    left, ordered = list(facts), list[Fact]()
    while left:
        fact = next(fact for fact in left if not (named(fact) & ids) - there - {fact.id})
        left.remove(fact)
        ordered.append(fact)
        there.add(fact.id)
    return ordered


def named(fact: Fact) -> set[str]:
    """Return the ids of all that a fact names."""
    values = [getattr(fact, field) for field in FIELDS[type(fact)] if field != "id"]
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    return {
        item if isinstance(item, str) else item.id for item in items if isinstance(item, str) or hasattr(item, "role")
    }


def take(monitor: Monitor, step: Sequence[Fact] | datetime) -> tuple[Change, ...]:
    """Have a monitor take in records, or move on to a moment."""
    return monitor.advance(step) if isinstance(step, datetime) else monitor.observe(*step)
