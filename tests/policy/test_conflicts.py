"""Norms that cannot all be kept, and norms that only ask for different numbers."""

from collections.abc import Mapping
from typing import Any

import pytest

from homeschool.policy.conflicts import conflicts
from tests.policy.builders import NORM, pack_of

DAYS_OPEN = {"subject": "school", "timing": {"every": "term"}}
OPEN = {"of": "activity", "where": {"kind": "open_day"}}
STANDING: Mapping[str, Any] = {"timing": {"always": True}}
Keys = Mapping[str, Any]


def in_conflict(one: Keys, other: Keys) -> bool:
    """Tell whether two norms of one pack conflict, and that the order in which they stand plays no part."""
    answers = {
        bool(conflicts([pack_of({"id": "a", **first}, {"id": "b", **second})]))
        for first, second in ((one, other), (other, one))
    }
    assert len(answers) == 1
    return answers.pop()


def counted(timing: Keys, **bounds: Any) -> Keys:
    """Return a norm that counts home visits."""
    return {"timing": timing, "requires": {"of": "home_visit", **bounds}}


CONFLICTS: list[tuple[Keys, Keys]] = [
    (counted({"every": "term"}, at_most=2), counted({"every": "term"}, at_least=3)),
    (counted({"every": "term"}, at_most=2), counted({"every": "month"}, at_least=3)),
    (counted({"every": "school_year"}, none=True), counted({"every": "term", "within": "2 weeks"}, at_least=1)),
    (counted({"always": True}, none=True), counted({"every": "week"}, at_least=1)),
    (
        counted({"every": "term"}, at_most=1, where={"place": ["home", "school"]}),
        counted({"every": "term"}, at_least=2, where={"place": "home", "is_comprehensive": True}),
    ),
    (counted({"every": "term"}, at_most=1), counted({"every": "term"}, at_least=2, distinct="day")),
    (
        {**STANDING, "requires": {"of": "plan", "none": True}},
        {**STANDING, "requires": {"of": "plan", "at_least": 1, "where": {"kind": "care"}}},
    ),
    (
        {"timing": {"at": "home_visit"}, "requires": {"of": "trigger", "at_least": 1, "where": {"place": "home"}}},
        {
            "timing": {"at": "home_visit"},
            "requires": {"of": "trigger", "none": True, "where": {"place": ["home", "gate"]}},
        },
    ),
    (
        {
            "subject": "committee",
            "timing": {"at": {"start_of": "seat"}},
            "requires": {"of": "trigger", "at_least": 1, "where": {"length": {"at_least": "3 years"}}},
        },
        {
            "subject": "committee",
            "timing": {"at": {"start_of": "seat"}},
            "requires": {"of": "trigger", "at_least": 1, "where": {"length": {"at_most": "1 year"}}},
        },
    ),
]
NO_CONFLICTS: list[tuple[Keys, Keys]] = [
    (counted({"every": "term"}, at_least=2), counted({"every": "school_year"}, at_least=1)),
    (counted({"every": "term"}, at_most=3), counted({"every": "term"}, at_least=3)),
    (counted({"every": "term"}, at_most=2), counted({"every": "school_year"}, at_least=3)),
    (counted({"every": "term"}, at_most=2, distinct="day"), counted({"every": "term"}, at_least=3)),
    (counted({"every": "term", "within": "1 week"}, at_most=0), counted({"every": "term"}, at_least=1)),
    (
        counted({"every": "term"}, at_most=0, where={"place": "home"}),
        counted({"every": "term"}, at_least=1, where={"is_comprehensive": True}),
    ),
    (
        {**counted({"every": "term"}, at_most=2), "applies_to": {"stage": "primary"}},
        {**counted({"every": "term"}, at_least=3), "applies_to": {"stage": "junior"}},
    ),
    (
        {**counted({"every": "term"}, at_most=2), "in_force": {"from": "2020-01-01", "until": "2021-01-01"}},
        {**counted({"every": "term"}, at_least=3), "in_force": {"from": "2021-01-01"}},
    ),
    (
        {
            "subject": "staff",
            "timing": {"always": True},
            "requires": {"of": "home_visit", "none": True, "link": "visitors"},
        },
        {"subject": "staff", "timing": {"every": "term"}, "requires": {"of": "home_visit", "at_least": 1}},
    ),
    (counted({"upon": "concern", "within": "1 day"}, at_most=0), counted({"every": "term"}, at_least=1)),
    (
        {**STANDING, "requires": {"of": "plan", "none": True}},
        {"timing": {"every": "term"}, "requires": {"of": "plan", "at_least": 1}},
    ),
    (
        {"timing": {"at": "home_visit"}, "requires": {"of": "trigger", "at_least": 1, "where": {"place": "home"}}},
        {
            "timing": {"at": "home_visit", "where": {"place": "school"}},
            "requires": {"of": "trigger", "none": True, "where": {"place": "home"}},
        },
    ),
    (
        {"timing": {"at": "home_visit"}, "requires": {"of": "trigger.visitors", "at_least": 2}},
        {"timing": {"at": "home_visit"}, "requires": {"of": "trigger", "none": True, "where": {"place": "home"}}},
    ),
    (
        {"timing": {"at": "home_visit"}, "requires": {"of": "trigger.visitors", "at_least": 2}},
        {"timing": {"at": "home_visit"}, "requires": {"of": "trigger.visitors", "at_most": 1}},
    ),
    (
        counted({"every": "term"}, at_most=0, where={"visitors": "bearer"}),
        counted({"every": "term"}, at_least=1, where={"visitors": "bearer"}),
    ),
    (
        counted({"every": "term"}, at_most=0),
        {"requires": {"cover": "contents", "values": ["rights"], "of": "home_visit"}},
    ),
    (
        {"subject": "school_class", **counted({"every": "term"}, at_most={"size": "students"})},
        {"subject": "school_class", **counted({"every": "term"}, at_least=99)},
    ),
]


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_a_maximum_against_a_larger_minimum_is_a_conflict(one: Keys, other: Keys) -> None:
    """More is asked than is allowed, in the same or a shorter window, or one event would have to be two things."""
    assert in_conflict(one, other)


@pytest.mark.parametrize(("one", "other"), NO_CONFLICTS)
def test_norms_that_can_both_be_kept_are_no_conflict(one: Keys, other: Keys) -> None:
    """Different numbers, subjects, times or things are no conflict, nor is what the words do not decide."""
    assert not in_conflict(one, other)


def test_the_two_norms_are_named() -> None:
    """A conflict names its norms as they stand in their packs, definitions spelled out only to compare them."""
    asked = {"applies_to": {"is": "key_student"}}
    pack = pack_of({"id": "a", **asked, **counted({"every": "term"}, at_most=0)}, {"id": "b", **asked})

    (found,) = conflicts([pack])
    assert (found.one, found.other) == pack.norms


def test_norms_without_duties_are_passed() -> None:
    """A permission conflicts with nothing."""
    nothing = {"modality": "permission", "timing": None, "requires": None, "bearer": None}

    assert conflicts([pack_of({**NORM, **nothing}, {"id": "b"})]) == []
