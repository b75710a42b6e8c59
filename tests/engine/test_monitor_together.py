"""What many have in common is looked at together by the monitor: it must find what bulk evaluation finds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from homeschool.engine import Monitor, evaluate
from homeschool.engine.watching.alarms import Alarms
from homeschool.model import Fact
from homeschool.policy import Pack
from tests.engine.builders import Table, rule
from tests.model.builders import at, day, fact, school

LEVELS: Table = {"cover": "level", "values": ["school", "grade", "class"], "of": "roster"}
COVERED = rule({"always": True}, {**LEVELS, "where": {"kind": "contact_network"}})
SOON_COVERED = rule({"always": True, "tolerance": "2 day"}, LEVELS)
UNTIL_THEN = rule({"always": True}, LEVELS, in_force={"from": day(9, 10), "until": day(10, 10)})
MONTHLY = rule({"every": "month"}, {"at_least": 1, "of": "publication"})
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


def _published(number: int, month: int, *concerns: str) -> Fact:
    return fact("publication", f"p-{number}", occurred=at(month, number), concerns=concerns, kind="class_update")


def _leaves(id_: str, student: str, month: int, number: int) -> Fact:
    until, recorded_at = day(month, number), at(month, number, 0)
    return fact("enrolment", id_, student=student, school_class="c31", until=until, recorded_at=recorded_at)


GROWING: dict[str, tuple[Pack, list[Fact | datetime]]] = {
    "month after month": (
        MONTHLY,
        [at(9, 5), _published(5, 9, "c31"), at(10, 1, 0), at(10, 8), _published(8, 10, "school"), at(12, 1)],
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


def test_an_alarm_goes_off_once_and_only_as_it_was_set_last() -> None:
    """Places that share a moment go off with it, each once; one that was set anew goes off only then."""
    times = {"a": 5, "b": 5, "c": 7}
    alarms = Alarms[str](times.get)
    for place, moment in [("a", 5), ("b", 5), ("a", 5), ("c", 5), ("c", 7)]:
        alarms.set(moment, place)

    assert alarms.next() == 5
    assert alarms.take(4) == ()
    assert alarms.take(5) == ("a", "b")
    assert alarms.next() == 7
    times.clear()
    assert alarms.next() is None
    assert alarms.take(9) == ()
