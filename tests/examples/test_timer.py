"""The example host's timer: how long it sleeps, and what it does when it wakes."""

from datetime import timedelta

import pytest

from examples.host.timer import LONGEST, keep_time
from tests.examples.in_process import Clock, Desks
from tests.examples.stream import steps

STREAM = steps()


class Sleep:
    """A wait that passes at once and moves the clock on instead, so many times."""

    def __init__(self, clock: Clock, times: int) -> None:
        self.pauses: list[float] = []
        self._clock = clock
        self._times = times

    def __call__(self, seconds: float) -> bool:
        """Move the clock on by so many seconds, and tell whether it was the last time."""
        self.pauses.append(seconds)
        self._clock.now += timedelta(seconds=seconds)
        return len(self.pauses) > self._times


def test_the_timer_wakes_when_something_changes(desks: Desks) -> None:
    """The timer sleeps a minute at most, less where a deadline comes first, and the deadline is found as it passes."""
    desk = desks()
    desk.take(STREAM[:7])
    desk.clock.now = STREAM[6].at + timedelta(hours=23, minutes=28, seconds=30)
    known = len(desk.host.changes())
    sleep = Sleep(desk.clock, times=3)
    keep_time(desk.host, sleep)
    changes = desk.host.changes(known)

    assert sleep.pauses[:2] == [0.0, LONGEST.total_seconds()]
    assert sleep.pauses[2] == pytest.approx(30, abs=0.001)
    assert [change.at.isoformat() for change in changes] == ["2025-09-13T07:30:00.000001+08:00"]


def test_the_timer_goes_on_after_a_failure(desks: Desks, caplog: pytest.LogCaptureFixture) -> None:
    """Where the database cannot be had, the timer says so, without a word of what is in it, and tries again."""
    desk = desks()
    desk.host.tick()
    rival = desks()
    sleep = Sleep(rival.clock, times=2)
    keep_time(rival.host, sleep)

    assert sleep.pauses == [0.0, LONGEST.total_seconds(), LONGEST.total_seconds()]
    assert caplog.messages == ["the database failed (OperationalError); trying again"] * 2


def test_a_host_for_whom_nothing_changes_sleeps(desks: Desks) -> None:
    """With no rule that the clock could break, the timer still looks every minute for rows that came in."""
    desk = desks()
    desk.clock.now += timedelta(days=3650)
    sleep = Sleep(desk.clock, times=1)
    keep_time(desk.host, sleep)

    assert desk.host.tick() is None
    assert sleep.pauses == [0.0, LONGEST.total_seconds()]
