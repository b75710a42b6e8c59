"""The machine that tests hosts which keep findings up to date."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from homeschool.adapters.monitor import monitor_from_data, monitor_to_data
from homeschool.engine import evaluate
from homeschool.engine.findings import Findings
from homeschool.engine.monitor import Monitor
from homeschool.errors import InvalidValueError
from homeschool.model import Register
from homeschool.testing import monitor_machine, timely_registers
from tests.testing.hosts import (
    NAMES,
    PACK,
    DeafToCancellations,
    DeafToCorrections,
    Forgetful,
    Host,
    StandingStill,
    expected,
)

QUICK = settings(max_examples=15, stateful_step_count=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEARCH = settings(
    max_examples=1000,
    stateful_step_count=10,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_a_right_host_passes() -> None:
    """A host that works everything out anew finds what is expected, whatever it observes."""
    machine = monitor_machine(make=Host, expected=expected, names=NAMES, save=Host.saved, restore=Host.restored)

    run_state_machine_as_test(machine, settings=QUICK)


def test_the_monitor_passes() -> None:
    """A host that embeds the library's monitor, and stores it as plain data, finds what a check finds."""

    def make(register: Register, as_of: datetime) -> Monitor:
        return Monitor(PACK, register, as_of=as_of)

    def check(register: Register, as_of: datetime) -> Findings:
        return evaluate(PACK, register, as_of=as_of)

    def restore(data: Any) -> Monitor:
        return monitor_from_data(PACK, data)

    machine = monitor_machine(make=make, expected=check, names=NAMES, save=monitor_to_data, restore=restore)

    run_state_machine_as_test(machine, settings=QUICK)


@pytest.mark.parametrize("wrong", [DeafToCancellations, DeafToCorrections, StandingStill, Forgetful])
def test_a_wrong_host_is_caught(wrong: type[Host]) -> None:
    """A host that is wrong in one way is caught, and the message says what it finds too much and too little."""
    machine = monitor_machine(make=wrong, expected=expected, names=NAMES, save=wrong.saved, restore=wrong.restored)

    with pytest.raises(AssertionError, match="the host finds"):
        run_state_machine_as_test(machine, settings=SEARCH)


def test_a_host_is_tested_without_being_stored() -> None:
    """A host that cannot be stored is tested all the same, with registers and any facts of its own."""
    starts = timely_registers(max_students=1, max_events=0)
    machine = monitor_machine(make=Host, expected=lambda register, _: len(register.facts), registers=starts)
    counting = type("Counting", (Host,), {"findings": property(lambda self: len(self.register.facts))})
    other = monitor_machine(make=counting, expected=lambda register, _: len(register.facts), registers=starts)

    run_state_machine_as_test(other, settings=QUICK)
    with pytest.raises(AssertionError, match="the host finds"):
        run_state_machine_as_test(machine, settings=SEARCH)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"names": ["student"]}, "expected facts that can be observed, not `student`"),
        ({"save": Host.saved}, "expected both, or none"),
    ],
    ids=["entity", "never restored"],
)
def test_a_wrong_argument_is_refused_at_once(more: dict[str, Any], text: str) -> None:
    """Classes that cannot be observed, and a host that is stored for nothing, are refused when the machine is made."""
    with pytest.raises(InvalidValueError, match=text):
        monitor_machine(make=Host, expected=expected, **more)
