"""Law 2: the monitor finds, at every moment, what bulk evaluation finds."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from homeschool.engine import Change, Findings, Monitor, Readings, evaluate
from homeschool.model import Fact, Register, fact_classes
from homeschool.model.facts import ENTITIES
from homeschool.policy.norm import Norm
from tests.laws.judging import AT_ONCE, patiently
from tests.laws.norms import norms, pack_of
from tests.laws.strategies import moments, registers

READINGS = Readings(at_once=AT_ONCE)
FIELDS = {known.cls: tuple(known.fields) for known in fact_classes().values()}


@attrs.frozen
class Day:
    """A register that grows: what is there at first, and then records and moments in turn."""

    first: Register
    steps: tuple[Sequence[Fact] | datetime, ...]


@st.composite
def growing(draw: DrawFn) -> Day:
    """Draw a register cut into what is there at first and what comes later, in any order that references allow."""
    whole = draw(registers())
    entities = [fact for fact in whole.facts if isinstance(fact, ENTITIES)]
    others = [fact for fact in whole.facts if not isinstance(fact, ENTITIES)]
    coming = _in_order_of_reference(draw(st.permutations(others)), entities)
    first = draw(st.integers(0, len(coming)))
    batches = draw(_batches(coming[first:]))
    times = sorted(draw(st.lists(moments(), min_size=2, max_size=5)))
    places = sorted(draw(st.lists(st.integers(0, len(batches)), min_size=len(times) - 1, max_size=len(times) - 1)))
    steps: list[Sequence[Fact] | datetime] = [times[0]]
    done = 0
    for time, place in zip(times[1:], places, strict=True):
        steps += [*batches[done:place], time]
        done = place
    steps += batches[done:]
    return Day(attrs.evolve(whole, facts=[*entities, *coming[:first]]), tuple(steps))


@st.composite
def _batches(draw: DrawFn, facts: Sequence[Fact]) -> list[Sequence[Fact]]:
    """Cut facts into those that are observed together, mostly one at a time."""
    batches, left = list[Sequence[Fact]](), list(facts)
    while left:
        size = draw(st.sampled_from((1, 1, 1, 2, 3)))
        batches.append(left[:size])
        left = left[size:]
    return batches


def _in_order_of_reference(facts: Sequence[Fact], known: Sequence[Fact]) -> list[Fact]:
    """Return the facts in the order given, each put off until what it refers to is there."""
    there, ids = {fact.id for fact in known}, {fact.id for fact in facts}
    left, ordered = list(facts), list[Fact]()
    while left:
        fact = next(fact for fact in left if not (_named(fact) & ids) - there - {fact.id})
        left.remove(fact)
        ordered.append(fact)
        there.add(fact.id)
    return ordered


def _named(fact: Fact) -> set[str]:
    values = [getattr(fact, field) for field in FIELDS[type(fact)] if field != "id"]
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    return {
        item if isinstance(item, str) else item.id for item in items if isinstance(item, str) or hasattr(item, "role")
    }


def _start(norm: Norm, day: Day) -> Monitor:
    assert isinstance(day.steps[0], datetime)
    return Monitor(pack_of(norm), day.first, as_of=day.steps[0], readings=READINGS)


def _take(monitor: Monitor, step: Sequence[Fact] | datetime) -> tuple[Change, ...]:
    return monitor.advance(step) if isinstance(step, datetime) else monitor.observe(*step)


def _in_bulk(norm: Norm, monitor: Monitor) -> Findings:
    return evaluate(pack_of(norm), monitor.register, as_of=monitor.as_of, readings=READINGS)


@patiently
@given(norm=norms(), day=growing())
def test_monitor_agrees_with_evaluate(norm: Norm, day: Day) -> None:
    """Any order of observing and advancing gives the findings of bulk evaluation at that moment."""
    monitor = _start(norm, day)

    for step in day.steps[1:]:
        _take(monitor, step)
        assert list(monitor.findings) == list(_in_bulk(norm, monitor))


@patiently
@given(norm=norms(), day=growing())
def test_changes_tell_what_became_of_the_findings(norm: Norm, day: Day) -> None:
    """What was found before, with the changes, is what is found after."""
    monitor = _start(norm, day)

    for step in day.steps[1:]:
        before = Counter(monitor.findings)
        changes = _take(monitor, step)
        gone = Counter(change.before for change in changes if change.before is not None)
        come = Counter(change.after for change in changes if change.after is not None)
        assert before - gone + come == Counter(monitor.findings)
        assert gone <= before


@patiently
@given(norm=norms(), day=growing(), minutes=st.integers(1, 60 * 24 * 200))
def test_nothing_changes_before_the_next_change(norm: Norm, day: Day, minutes: int) -> None:
    """Until the moment that the monitor names, the clock alone changes no finding."""
    monitor = _start(norm, day)
    for step in day.steps[1:]:
        _take(monitor, step)
    coming = monitor.next_change_at
    later = monitor.as_of + timedelta(minutes=minutes)
    last = later if coming is None else min(later, coming - timedelta(microseconds=1))

    before, after = (
        evaluate(pack_of(norm), monitor.register, as_of=as_of, readings=READINGS) for as_of in (monitor.as_of, last)
    )

    assert list(before) == list(after)
