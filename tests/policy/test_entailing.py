"""What follows from a condition, and what nothing can meet together."""

from typing import Any

import pytest

from homeschool.policy.condition import Condition
from homeschool.policy.entailing import entails, exclude
from homeschool.policy.read_condition import read_condition
from homeschool.policy.reading import Reader

FOLLOWS: list[tuple[Any, Any]] = [
    ({"place": "home"}, {}),
    ({"place": "home"}, {"place": "home"}),
    ({"place": "home"}, {"place": ["home", "school"]}),
    ({"place": "home", "is_comprehensive": True}, {"place": "home"}),
    ({"place": "home", "is_comprehensive": True}, {"is_comprehensive": True, "place": ["home", "school"]}),
    ({"either": [{"place": "home"}, {"place": "school"}]}, {"place": ["home", "school"]}),
    ({"place": "home"}, {"either": [{"place": "online"}, {"place": "home"}]}),
    ({"place": "home", "is_comprehensive": True}, {"either": [{"place": "online"}, {"place": "home"}]}),
    ({"topics": {"all_of": ["study", "life"]}}, {"topics": "study"}),
    ({"topics": {"all_of": ["study", "life"]}}, {"topics": {"all_of": ["life"]}}),
    ({"topics": "study"}, {"topics": {"all_of": ["study"]}}),
    ({"topics": {"none_of": ["study", "life"]}}, {"topics": {"none_of": ["life"]}}),
    ({"place": "home"}, {"place": {"filled": True}}),
    ({"asks_receipt": True}, {"asks_receipt": {"filled": True}}),
    ({"hours": {"at_least": 3}}, {"hours": {"at_least": 2}}),
    ({"hours": {"at_most": 1}}, {"hours": {"at_most": 2}}),
    ({"length": {"at_least": "2 years"}}, {"length": {"at_least": "13 months"}}),
    ({"length": {"at_most": "1 week"}}, {"length": {"at_most": "8 days"}}),
]
DOES_NOT: list[tuple[Any, Any]] = [
    ({}, {"place": "home"}),
    ({"place": ["home", "school"]}, {"place": "home"}),
    ({"either": [{"place": "home"}, {"place": "online"}]}, {"place": ["home", "school"]}),
    ({"topics": ["study", "life"]}, {"topics": {"all_of": ["study", "life"]}}),
    ({"topics": {"none_of": ["life"]}}, {"topics": {"none_of": ["study", "life"]}}),
    ({"place": "home"}, {"place": {"filled": False}}),
    ({"hours": {"at_least": 2}}, {"hours": {"at_least": 3}}),
    ({"hours": {"at_least": 2}}, {"hours": {"at_most": 3}}),
    ({"length": {"at_least": "40 days"}}, {"length": {"at_least": "1 month"}}),
    ({"length": {"at_least": "9 working days"}}, {"length": {"at_least": "1 day"}}),
    ({"hours": {"at_least": "trigger.hours"}}, {"hours": {"at_least": 1}}),
    ({"not": {"place": "home"}}, {"place": "school"}),
    ({"place": "home"}, {"is_comprehensive": True}),
]
APART: list[tuple[str, Any, Any]] = [
    ("home_visit", {"place": "home"}, {"place": "school"}),
    ("home_visit", {"place": "home", "is_comprehensive": True}, {"place": "school"}),
    ("home_visit", {"place": ["home", "school"]}, {"either": [{"place": "online"}, {"place": "gate"}]}),
    ("home_visit", {"either": [{"place": "online"}, {"place": "gate"}]}, {"place": ["home", "school"]}),
    ("home_visit", {"place": "home"}, {"place": {"none_of": ["home", "school"]}}),
    ("home_visit", {"is_comprehensive": True}, {"is_comprehensive": False}),
    ("home_visit", {"is_comprehensive": True}, {"is_comprehensive": {"filled": False}}),
    ("home_visit", {"not": {"place": ["home", "school"]}}, {"place": "home"}),
    ("home_visit", {"place": "home"}, {"not": {"place": {"filled": True}}}),
    ("contact", {"topics": {"all_of": ["study", "life"]}}, {"topics": {"none_of": ["life"]}}),
    ("service", {"hours": {"at_least": 3}}, {"hours": {"at_most": 2}}),
    ("seat", {"length": {"at_least": "3 years"}}, {"length": {"at_most": "1 year"}}),
]
TOGETHER: list[tuple[str, Any, Any]] = [
    ("home_visit", {"place": ["home", "school"]}, {"place": ["school", "online"]}),
    ("contact", {"topics": "study"}, {"topics": "life"}),
    ("home_visit", {"visitors.role": "class_teacher"}, {"visitors.role": "psychology_teacher"}),
    ("home_visit", {"by": "trigger"}, {"by": "subject"}),
    ("service", {"hours": {"at_least": 2}}, {"hours": {"at_most": 2}}),
    ("seat", {"length": {"at_least": "3 years"}}, {"length": {"at_most": "1 week"}}),
    ("home_visit", {"place": "home"}, {"is_comprehensive": False}),
    ("home_visit", {"place": "home"}, {"not": {"is_comprehensive": True}}),
    ("home_visit", {"place": "home"}, {}),
    ("nowhere", {"place": "home"}, {"place": "school"}),
]


def condition(data: Any) -> Condition:
    """Read a condition as packs write it."""
    reader = Reader()
    found = read_condition(reader, data, "where")
    assert reader.mistakes == []
    return found


@pytest.mark.parametrize(("one", "other"), FOLLOWS)
def test_what_follows_is_told(one: Any, other: Any) -> None:
    """Fewer or wider questions follow from more or narrower ones."""
    assert entails(condition(one), condition(other))


@pytest.mark.parametrize(("one", "other"), DOES_NOT)
def test_what_does_not_follow_is_not_told(one: Any, other: Any) -> None:
    """Nothing is said to follow that may fail."""
    assert not entails(condition(one), condition(other))


@pytest.mark.parametrize(("class_name", "one", "other"), APART)
def test_what_excludes_each_other_is_told_both_ways(class_name: str, one: Any, other: Any) -> None:
    """Two conditions that no fact can meet exclude each other, in either order."""
    assert exclude(condition(one), condition(other), class_name)
    assert exclude(condition(other), condition(one), class_name)


@pytest.mark.parametrize(("class_name", "one", "other"), TOGETHER)
def test_what_may_be_met_together_is_not_excluded(class_name: str, one: Any, other: Any) -> None:
    """A list may hold both values, a bound may meet the other, different fields have nothing to do with each other."""
    assert not exclude(condition(one), condition(other), class_name)
    assert not exclude(condition(other), condition(one), class_name)
