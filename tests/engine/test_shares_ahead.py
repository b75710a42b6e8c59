"""Shares of members ahead of an event: what lasts counts if it is in force at the deadline."""

import pytest

from tests.engine.builders import findings, of, rule
from tests.model.builders import at, day, fact, school

AHEAD = rule(
    {"before": "meeting", "ahead": "3 days"},
    {"share": {"at_least": "1/2"}, "of": "plan", "among": "students"},
    subject="school",
)


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (day(9, 2), None, "fulfilled"),
        (day(9, 2), day(10, 8), "fulfilled"),
        (day(9, 2), day(10, 7), "breached"),
        (day(10, 8), None, "breached"),
    ],
)
def test_a_plan_in_force_at_the_deadline_counts_for_its_child(since: object, until: object, status: str) -> None:
    """Of two children one has a plan that lasts over the seventh, three days ahead of the tenth; or has not."""
    plan = fact("plan", "p", kind="annual", concerns=("s-one",), since=since, until=until)
    meeting = fact("meeting", "m", kind="parent_meeting", occurred=day(10, 10), concerns=("school",))

    (found,) = of(findings(AHEAD, school(meeting, plan), at(10, 20)), "school")
    assert found.status == status
