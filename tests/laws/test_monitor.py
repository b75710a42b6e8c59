"""Law 2: the monitor finds, at every moment, what bulk evaluation finds."""

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.engine import Findings, Monitor, Readings, evaluate
from homeschool.policy.norm import Norm
from tests.laws.growing import Day, growing, take
from tests.laws.judging import AT_ONCE, patiently
from tests.laws.norms import norms, pack_of
from tests.laws.strategies import moments, registers

READINGS = Readings(at_once=AT_ONCE)


def days() -> SearchStrategy[Day]:
    """Draw a register that grows."""
    return growing(registers(), moments())


def _start(norm: Norm, day: Day) -> Monitor:
    return Monitor(pack_of(norm), day.first, as_of=day.start, readings=READINGS)


def _in_bulk(norm: Norm, monitor: Monitor) -> Findings:
    return evaluate(pack_of(norm), monitor.register, as_of=monitor.as_of, readings=READINGS)


@patiently
@given(norm=norms(), day=days())
def test_monitor_agrees_with_evaluate(norm: Norm, day: Day) -> None:
    """Any order of observing and advancing gives the findings of bulk evaluation at that moment."""
    monitor = _start(norm, day)

    for step in day.steps[1:]:
        take(monitor, step)
        assert list(monitor.findings) == list(_in_bulk(norm, monitor))


@patiently
@given(norm=norms(), day=days())
def test_changes_tell_what_became_of_the_findings(norm: Norm, day: Day) -> None:
    """What was found before, with the changes, is what is found after."""
    monitor = _start(norm, day)

    for step in day.steps[1:]:
        before = Counter(monitor.findings)
        changes = take(monitor, step)
        gone = Counter(change.before for change in changes if change.before is not None)
        come = Counter(change.after for change in changes if change.after is not None)
        assert before - gone + come == Counter(monitor.findings)
        assert gone <= before


@patiently
@given(norm=norms(), day=days(), minutes=st.integers(1, 60 * 24 * 200))
def test_nothing_changes_before_the_next_change(norm: Norm, day: Day, minutes: int) -> None:
    """Until the moment that the monitor names, the clock alone changes no finding."""
    monitor = _start(norm, day)
    for step in day.steps[1:]:
        take(monitor, step)
    coming = monitor.next_change_at
    later = monitor.as_of + timedelta(minutes=minutes)
    last = later if coming is None else min(later, coming - timedelta(microseconds=1))

    before, after = (
        evaluate(pack_of(norm), monitor.register, as_of=as_of, readings=READINGS) for as_of in (monitor.as_of, last)
    )

    assert list(before) == list(after)
