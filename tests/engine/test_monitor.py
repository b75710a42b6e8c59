"""The monitor: what it tells, what it refuses."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from homeschool.engine import Monitor, evaluate
from homeschool.errors import InvalidValueError, NotWaivableError, RecordsError
from homeschool.model import Fact
from homeschool.policy import Status
from tests.engine.builders import rule
from tests.model.builders import at, day, fact, school

UPON = rule(
    {"upon": "concern", "counted_from": "discovered_at", "within": "24 h"},
    {"at_least": 1, "of": "contact", "where": {"reached": True}},
)
EVERY = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"})


def _concern(**more: Any) -> Fact:
    return fact(
        "concern",
        "co-one",
        **({"occurred": at(10, 13, 9), "discovered_at": at(10, 13, 9), "nature": "emotional"} | more),
    )


def _contact(hour: int, id_: str = "k-one", **more: Any) -> Fact:
    return fact("contact", id_, **({"occurred": at(10, 13, hour), "whom": "guardian", "reached": True} | more))


def _watching(as_of: datetime, *facts: Fact) -> Monitor:
    return Monitor(UPON, school(*facts), as_of=as_of)


def _statuses(monitor: Monitor) -> list[str]:
    return [finding.status.value for finding in monitor.findings]


def test_an_observed_fact_tells_what_it_changed() -> None:
    """A concern opens a duty, a contact meets it, and each change names the record that made it."""
    monitor = _watching(at(10, 13, 10))

    opened, met = monitor.observe(_concern()), monitor.observe(_contact(10))

    assert [(change.before, change.because) for change in opened] == [(None, ("co-one",))]
    assert [change.before and change.before.status for change in met] == [Status.PENDING]
    assert [change.after and change.after.status for change in met] == [Status.FULFILLED]
    assert met[0].because == ("k-one",)
    assert met[0].id == opened[0].id == "made-up.visits/s-one/co-one"
    assert met[0].is_of_status


def test_the_clock_alone_breaches() -> None:
    """When the time is over the duty is breached, at the moment that was named, because of no record."""
    monitor = _watching(at(10, 13, 10), _concern())
    coming = monitor.next_change_at
    assert coming is not None

    early = monitor.advance(coming - timedelta(microseconds=1))
    late = monitor.advance(coming)

    assert early == ()
    assert [(change.after and change.after.status, change.because) for change in late] == [(Status.BREACHED, ())]
    assert coming == at(10, 14, 9) + timedelta(microseconds=1)


def test_a_known_fact_changes_nothing() -> None:
    """A record observed again changes nothing."""
    monitor = _watching(at(10, 13, 10), _concern())

    assert monitor.observe(_concern()) == ()


def test_a_correction_undoes() -> None:
    """A later version of a record takes the place of the earlier one."""
    monitor = _watching(at(10, 13, 12), _concern(), _contact(10))

    changes = monitor.observe(_contact(10, reached=False, recorded_at=at(10, 13, 11)))

    assert [change.after and change.after.status for change in changes] == [Status.PENDING]


def test_a_cancelled_trigger_lapses_its_duty() -> None:
    """A cancelled concern asks for nothing any more."""
    monitor = _watching(at(10, 13, 12), _concern())

    changes = monitor.observe(_concern(cancelled=True, recorded_at=at(10, 13, 11)))

    assert [change.after and change.after.status for change in changes] == [Status.LAPSED]


def test_a_fact_recorded_later_waits_for_the_clock() -> None:
    """What is recorded after the moment is seen when the clock comes to it."""
    monitor = _watching(at(10, 13, 9), _concern())

    before = monitor.observe(_contact(10))
    after = monitor.advance(at(10, 13, 10))

    assert before == ()
    assert [change.after and change.after.status for change in after] == [Status.FULFILLED]


def test_a_new_period_opens_duties_and_old_ones_stay() -> None:
    """When a term begins its duties open, and those of the term before are left as they are."""
    monitor = Monitor(EVERY, school(), as_of=at(10, 13))
    monitor.observe(fact("home_visit", "v-one", occurred=day(10, 14)))

    monitor.advance(at(3, 3))

    assert list(monitor.findings) == list(evaluate(EVERY, monitor.register, as_of=at(3, 3)))
    assert {finding.status for finding in monitor.findings} >= {Status.FULFILLED, Status.BREACHED, Status.PENDING}


def test_a_tie_that_changes_is_looked_at_everywhere() -> None:
    """A student who is enrolled owes, and is owed, from then on."""
    monitor = Monitor(EVERY, school(), as_of=at(10, 13))
    known = len(monitor.findings)
    left = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(10, 1), recorded_at=at(10, 12))

    changes = monitor.observe(left)

    assert [change.after and change.after.status for change in changes] == [Status.LAPSED]
    assert changes[0].because == ("e-one",)
    assert len(monitor.findings) == known


def test_all_mistakes_are_told_and_nothing_is_taken_in() -> None:
    """Facts that do not fit are refused together, with those beside them."""
    monitor = _watching(at(10, 13, 10))
    before = monitor.register

    with pytest.raises(RecordsError) as caught:
        monitor.observe(_concern(), _contact(10, concerns=("s-nobody",)), _contact(10, "s-one"))

    assert len(caught.value.mistakes) == 2
    assert monitor.register == before
    assert list(monitor.findings) == []


def test_a_waiver_excuses_and_one_of_what_cannot_be_waived_is_refused() -> None:
    """A waiver takes effect when it is observed; of a norm that cannot be waived it is refused."""
    waiver = fact("waiver", "w-one", norm="made-up.visits", until=day(11, 1), recorded_at=at(10, 13, 9))
    strict = rule({"upon": "concern", "within": "24 h"}, {"at_least": 1, "of": "contact"}, waivable=False)
    monitor = _watching(at(10, 13, 10), _concern())

    changes = monitor.observe(waiver)

    assert [change.after and change.after.status for change in changes] == [Status.WAIVED]
    with pytest.raises(NotWaivableError):
        Monitor(strict, school(), as_of=at(10, 13)).observe(waiver)


@pytest.mark.parametrize("moment", [at(10, 12), datetime(2025, 10, 14)])  # noqa: DTZ001 - naive on purpose
def test_the_clock_goes_forward_only(moment: datetime) -> None:
    """A moment that lies back, or has no zone, is refused."""
    monitor = _watching(at(10, 13))

    with pytest.raises(InvalidValueError):
        monitor.advance(moment)

    assert monitor.as_of == at(10, 13)


def test_the_representation_says_nothing_of_anybody() -> None:
    """The representation of a monitor is its moment."""
    assert repr(_watching(at(10, 13))) == "<Monitor as of 2025-10-13T12:00:00+08:00>"


def test_where_nothing_is_to_come_no_moment_is_named() -> None:
    """After the calendar's last year the clock alone changes nothing that holds for good, and no moment is named."""
    standing = rule({"always": True}, {"at_least": 1, "of": "plan", "where": {"kind": "contact"}}, subject="student")
    plan = fact("plan", "p-one", kind="contact", since=day(9, 1))
    monitor = Monitor(standing, school(plan), as_of=at(8, 31) + timedelta(days=4))

    assert monitor.next_change_at is None
    assert monitor.findings.having(Status.HOLDING)


def test_the_moment_named_lies_ahead() -> None:
    """At the very beginning of the calendar's year the next moment is its end, and not the one that has come."""
    assert _watching(at(9, 1, 0)).next_change_at == at(9, 1, 0).replace(year=2026)
