"""What many have in common is looked at together by the monitor: it must find what bulk evaluation finds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from homeschool.engine import Monitor, evaluate
from homeschool.model import Fact
from homeschool.model.alarms import Alarms, Moments
from homeschool.model.clock import NEVER
from homeschool.policy import Pack, Status
from tests.engine.builders import Table, rule
from tests.model.builders import at, day, fact, school

LEVELS: Table = {"cover": "level", "values": ["school", "grade", "class"], "of": "roster"}
COVERED = rule({"always": True}, {**LEVELS, "where": {"kind": "contact_network"}})
SOON_COVERED = rule({"always": True, "tolerance": "2 day"}, LEVELS)
UNTIL_THEN = rule({"always": True}, LEVELS, in_force={"from": day(9, 10), "until": day(10, 10)})
MONTHLY = rule({"every": "month"}, {"at_least": 1, "of": "publication"})
WITHIN_A_DAY = rule({"upon": "concern", "within": "24 h"}, {"at_least": 1, "of": "contact"})
SEATED = rule(
    {"every": "month"},
    {"at_least": 1, "of": "contact"},
    subject="guardian",
    applies_to={"has": {"of": "seat", "link": "holder"}},
)
NONE_OF = rule({"always": True}, {"none": True, "of": "contact", "where": {"tone": "complaint"}})


def _roster(level: str, unit: str, since: Any = None, **more: Any) -> Fact:
    given = {"kind": "contact_network", "since": since or day(9, 2)} | more
    return fact("roster", f"r-{unit}", level=level, concerns=(unit,), **given)


def _follows(pack: Pack, steps: Sequence[Fact | datetime], *facts: Fact) -> Monitor:
    """Return a monitor that took in records and moments, whose changes told after each what had become of what."""
    monitor = Monitor(pack, school(*facts), as_of=at(9, 1, 0))
    for step in steps:
        before = {one.id: one for one in monitor.findings}
        changes = monitor.advance(step) if isinstance(step, datetime) else monitor.observe(step)
        after = {one.id: one for one in evaluate(pack, monitor.register, as_of=monitor.as_of)}
        assert {one.id: one for one in monitor.findings} == after
        assert all(change.before == before.pop(change.id, None) for change in changes)
        assert before | {change.id: change.after for change in changes if change.after is not None} == after
    return monitor


CLASSMATES = [
    fact("student", "s-mate"),
    fact("enrolment", "e-mate", student="s-mate", school_class="c31"),
    fact("student", "s-late"),
    fact("enrolment", "e-late", student="s-late", school_class="c31", since=day(9, 12), recorded_at=at(9, 1, 0)),
]
ALL_LEVELS = [_roster("school", "school"), _roster("grade", "g3"), _roster("class", "c31")]
STANDING: dict[str, tuple[Pack, list[Fact | datetime]]] = {
    "one after the other": (COVERED, [at(9, 3), *ALL_LEVELS, at(9, 21), _roster("class", "c32"), at(10, 1)]),
    "of one child": (COVERED, [at(9, 3), *ALL_LEVELS[:2], _roster("class", "s-mate"), at(9, 30)]),
    "planned": (COVERED, [*ALL_LEVELS[:2], _roster("class", "c31", day(9, 25), recorded_at=at(9, 1, 0)), at(9, 26)]),
    "one ends": (
        COVERED,
        [
            at(9, 3),
            *ALL_LEVELS,
            at(9, 21),
            _roster("grade", "g3", until=day(9, 20), recorded_at=at(9, 21)),
            _roster("school", "school", until=day(10, 20), recorded_at=at(9, 22)),
            at(10, 21),
        ],
    ),
    "one was of another kind": (
        COVERED,
        [at(9, 3), *ALL_LEVELS, at(9, 4), _roster("class", "c31", kind="class_group", recorded_at=at(9, 4))],
    ),
    "soon": (SOON_COVERED, [at(9, 2), *ALL_LEVELS[:2], at(9, 3), ALL_LEVELS[2], at(9, 6)]),
    "for a time": (UNTIL_THEN, [at(9, 3), *ALL_LEVELS, at(9, 11), at(9, 21), at(10, 11)]),
    "a child moves": (
        COVERED,
        [
            at(9, 3),
            *ALL_LEVELS,
            at(9, 23),
            fact("enrolment", "e-mate", student="s-mate", school_class="c31", until=day(9, 22), recorded_at=at(9, 23)),
            fact("enrolment", "e-mate-2", student="s-mate", school_class="c32", since=day(9, 22)),
            at(9, 24),
            _roster("class", "c32"),
        ],
    ),
}


@pytest.mark.parametrize("case", STANDING)
def test_what_stands_for_many_is_found_for_each(case: str) -> None:
    """Whom the same records reach at the same times has the same found of it, and nobody else."""
    pack, steps = STANDING[case]

    monitor = _follows(pack, steps, *CLASSMATES)

    assert {one.subject for one in monitor.findings} >= {"s-one", "s-two", "s-mate"}


def _published(number: int, month: int, *concerns: str, **more: Any) -> Fact:
    return fact(
        "publication", f"p-{number}", occurred=at(month, number), concerns=concerns, kind="class_update", **more
    )


def _leaves(id_: str, student: str, month: int, number: int) -> Fact:
    until, recorded_at = day(month, number), at(month, number, 0)
    return fact("enrolment", id_, student=student, school_class="c31", until=until, recorded_at=recorded_at)


GROWING: dict[str, tuple[Pack, list[Fact | datetime]]] = {
    "month after month": (
        MONTHLY,
        [at(9, 5), _published(5, 9, "c31"), at(10, 1, 0), at(10, 8), _published(8, 10, "school"), at(12, 1)],
    ),
    "not in force to the end": (
        rule(
            {"every": "month"}, {"at_least": 1, "of": "publication"}, in_force={"from": day(9, 1), "until": day(9, 20)}
        ),
        [at(9, 5), _published(5, 9, "c31"), at(10, 2)],
    ),
    "planned for too late": (
        MONTHLY,
        [at(9, 5), _published(2, 10, "c31", recorded_at=at(9, 5)), at(10, 3)],
    ),
    "over several months": (MONTHLY, [at(9, 5), _published(5, 9, "g3"), at(1, 10), _published(9, 1, "c32")]),
    "a child leaves": (
        MONTHLY,
        [
            at(9, 5),
            _published(5, 9, "c31"),
            at(9, 30),
            _leaves("e-mate", "s-mate", 9, 30),
            at(10, 8),
            _published(8, 10, "c31", "g-one"),
            at(11, 8),
        ],
    ),
    "a child leaves and comes back": (
        MONTHLY,
        [
            at(9, 30),
            _leaves("e-mate", "s-mate", 9, 30),
            _published(6, 9, "c31"),
            fact("enrolment", "e-back", student="s-mate", school_class="c32", since=day(10, 9), recorded_at=at(9, 30)),
            at(10, 10),
            _published(10, 10, "c32"),
            at(11, 2),
        ],
    ),
    "a child moves": (
        MONTHLY,
        [
            at(9, 5),
            _published(5, 9, "g3"),
            at(10, 8),
            _leaves("e-mate", "s-mate", 10, 8),
            fact("enrolment", "e-there", student="s-mate", school_class="c32", since=day(10, 8)),
            at(10, 9),
            _published(9, 10, "c31"),
            at(11, 2),
        ],
    ),
    "who takes a seat": (
        SEATED,
        [
            at(9, 5),
            fact("seat", "seat-new", committee="pc", holder="g-two", since=day(10, 8), recorded_at=at(9, 5)),
            at(10, 9),
            fact("contact", "k-1", occurred=at(10, 9, 9), concerns=("g-two", "g-three")),
            fact("seat", "seat-one", committee="pc", holder="g-one", until=day(10, 9), recorded_at=at(10, 9)),
            at(11, 10),
        ],
    ),
    "nobody does wrong, then somebody": (
        NONE_OF,
        [at(9, 21), fact("contact", "k-1", occurred=at(9, 21, 9), concerns=("c31",), tone="complaint"), at(9, 22)],
    ),
}


def test_a_deadline_is_noticed_after_something_else_that_was_planned() -> None:
    """What was planned does not count, and when it comes the time for what counts is not over yet."""
    own = rule({"every": "month"}, {"at_least": 1, "of": "contact", "where": {"whom": "guardian"}})
    planned = fact("contact", "k-1", occurred=at(9, 20), recorded_at=at(9, 1, 0), whom="student")

    monitor = _follows(own, [at(9, 21), at(10, 2)], *CLASSMATES, planned)

    assert [one.status for one in monitor.findings if one.subject == "s-one"] == [Status.BREACHED, Status.PENDING]


def test_a_deadline_is_noticed_for_each_who_bears_a_duty_of_its_own() -> None:
    """Where both teachers of a class owe the same each, both are told when it was not done."""
    both = rule({"every": "month"}, {"at_least": 1, "of": "contact"}, bearer={"each": "class_teacher"})
    second = fact("appointment", "a-second", staff="t-maths", role="class_teacher", unit="c31")

    monitor = _follows(both, [at(9, 30), at(10, 1, 0)], second)

    missed = [one.bearer for one in monitor.findings.breached if one.subject == "s-one"]
    assert missed == ["t-class", "t-maths"]


@pytest.mark.parametrize("case", GROWING)
def test_what_opens_for_many_opens_for_each(case: str) -> None:
    """The clock opens and closes the duties of many at once, and each is what bulk evaluation finds of it."""
    pack, steps = GROWING[case]

    monitor = _follows(pack, steps, *CLASSMATES)

    assert monitor.findings


def test_a_planned_tie_that_begins_concerns_its_family_alone() -> None:
    """When the day of a planned tie comes, what is known of others is as right as before."""
    steps = [_published(5, 9, "c31"), at(9, 20), _published(20, 9, "c31"), at(10, 1)]

    monitor = _follows(MONTHLY, [at(9, 5), *steps], *CLASSMATES)

    assert [one.evidence for one in monitor.findings if one.subject == "s-late"] == [("p-20",), ()]


def test_an_alarm_goes_off_once_with_all_that_share_its_moment() -> None:
    """Moments come in order, whoever waits for them; what was set for one is told with it, and then no longer."""
    moments = Moments()
    ones, others = Alarms[str](moments), Alarms[int](moments)
    for moment, key in [(7, "c"), (5, "a"), (5, "b")]:
        ones.set(moment, key)
    others.set(6, 1)

    assert moments.take(4) == []
    passed = moments.take(6)
    assert passed == [5, 6]
    assert [*ones.take(passed)] == [(5, "a"), (5, "b")]
    assert [*others.take(passed)] == [(6, 1)]
    assert (ones.at(5), ones.at(7)) == ([], ["c"])
    ones.set(5, "late")
    assert moments.take(7) == [5, 7]
    assert moments.heap == [NEVER]


def test_a_deadline_that_nothing_waits_for_any_more_may_be_waited_for_again() -> None:
    """Once a contact was made in time nothing waits for the deadline; a worry about another child of that hour does."""
    worry = {"nature": "emotional", "occurred": at(9, 3, 10)}
    contact = fact("contact", "call", whom="guardian", occurred=at(9, 3, 11))
    monitor = _follows(WITHIN_A_DAY, [at(9, 3, 12), fact("concern", "one", **worry), contact], *CLASSMATES)

    assert monitor.next_change_at == at(9, 12, 0), "a classmate comes"
    monitor.observe(fact("concern", "two", concerns=("s-two",), **worry))
    monitor.observe(fact("concern", "three", concerns=("s-mate",), **worry))
    monitor.observe(fact("contact", "again", concerns=("s-mate",), whom="guardian", occurred=at(9, 3, 11)))
    assert monitor.next_change_at == at(9, 4, 10).replace(microsecond=1)
    (change,) = monitor.advance(at(9, 5))
    assert (change.is_now or [None])[0] is Status.BREACHED
