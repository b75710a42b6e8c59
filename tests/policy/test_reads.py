"""What a norm reads of the records, and what further tables buy."""

from collections.abc import Mapping
from typing import Any

import pytest

from homeschool import load_pack, pack_ids
from homeschool.model import fact_classes
from homeschool.policy.reads import reads
from homeschool.policy.tables import GIVEN, steps
from tests.policy.builders import NORM, pack_of

VISIT = {"at": "home_visit"}


def read_by(**keys: Any) -> Mapping[str, set[str]]:
    """Return what a norm reads beside what every school has."""
    pack = pack_of(keys)
    found = reads(pack.norms[0], pack.definitions)
    return {name: set(fields) for name, fields in found.items() if name not in GIVEN}


CASES: list[tuple[Mapping[str, Any], Mapping[str, set[str]]]] = [
    ({}, {"home_visit": {"concerns"}}),
    ({"applies_to": {"is": "key_student"}}, {"home_visit": {"concerns"}, "circumstance": set()}),
    (
        {"applies_to": {"has": {"of": "plan", "where": {"kind": "care"}}}},
        {"home_visit": {"concerns"}, "plan": {"concerns", "kind"}},
    ),
    (
        {
            "requires": {
                "at_least": 1,
                "of": "contact",
                "where": {"not": {"either": [{"reached": True}, {"mode": "group"}]}},
            }
        },
        {"contact": {"concerns", "reached", "mode"}},
    ),
    (
        {"requires": {"at_least": 1, "of": "home_visit", "distinct": "place", "placed_by": "recorded_at"}},
        {"home_visit": {"concerns", "place", "recorded_at"}},
    ),
    (
        {"timing": VISIT, "requires": {"at_least": 1, "of": "trigger", "where": {"place": "home"}}},
        {"home_visit": {"concerns", "place"}},
    ),
    (
        {"timing": VISIT, "requires": {"at_least": 2, "of": "trigger.visitors"}},
        {"home_visit": {"concerns", "visitors"}},
    ),
    (
        {
            "timing": {
                "upon": "concern",
                "where": {"nature": "emotional"},
                "counted_from": "discovered_at",
                "within": "1 h",
            },
            "requires": {"at_least": 1, "of": "contact", "where": {"about": "trigger"}},
        },
        {"concern": {"concerns", "nature", "discovered_at"}, "contact": {"concerns", "about"}},
    ),
    (
        {
            "timing": {"upon": "service", "within": "1 h"},
            "requires": {"at_least": "trigger.hours", "of": "contact"},
        },
        {"service": {"concerns", "hours"}, "contact": {"concerns"}},
    ),
    (
        {"requires": {"cover": "topics", "values": "subject.school_class.subjects", "of": "contact"}},
        {"contact": {"concerns", "topics"}},
    ),
    (
        {
            "subject": "school_class",
            "requires": {
                "share": {"at_least": "1/2"},
                "of": "contact",
                "among": {"tone": "complaint"},
                "where": {"reached": True},
            },
        },
        {"contact": {"concerns", "tone", "reached"}},
    ),
    (
        {
            "subject": "school",
            "requires": {
                "share": {"at_least": {"share": "students", "where": {"circumstances": "left_behind"}}},
                "of": "meeting",
                "among": "students",
            },
        },
        {"meeting": {"concerns"}, "circumstance": set()},
    ),
    (
        {"subject": "school_class", "requires": {"at_least": {"size": "students"}, "of": "home_visit"}},
        {"home_visit": {"concerns"}},
    ),
    (
        {"applies_to": {"parents": {"some": {"circumstances": "away_working"}}}},
        {"home_visit": {"concerns"}, "circumstance": set()},
    ),
]


@pytest.mark.parametrize(("keys", "expected"), CASES)
def test_a_norm_reads_the_fields_that_it_names(keys: Mapping[str, Any], expected: Mapping[str, set[str]]) -> None:
    """What counts, what is asked of it, what sets it off and what it is tied by are read."""
    assert read_by(**keys) == expected


def test_a_norm_without_duties_reads_nothing() -> None:
    """A permission reads nothing."""
    assert read_by(modality="permission", timing=None, requires=None, bearer=None) == {}


def test_every_shipped_norm_reads_what_it_counts() -> None:
    """Of each norm of each pack that ships, the classes that are counted are among those read."""
    for name in pack_ids():
        pack = load_pack(name)
        for norm in pack.norms:
            found = reads(norm, pack.definitions)
            counted = () if norm.requirement is None else norm.requirement.of
            assert set(found) >= {of for of in counted if of in fact_classes()}, norm.id


def test_the_tables_that_buy_most_come_first() -> None:
    """Each step adds the tables that make the most norms possible for each of them; a norm is bought once."""
    two = {**NORM, "id": "both", "requires": {"at_least": 1, "of": ["contact", "home_visit"]}}
    one = {**NORM, "id": "calls", "requires": {"at_least": 1, "of": "contact"}}
    seats = {
        **NORM,
        "id": "seats",
        "subject": "committee",
        "timing": {"always": True},
        "requires": {"at_least": 1, "of": "seat"},
    }
    meetings = [{**NORM, "id": f"meeting-{number}", "requires": {"at_least": 1, "of": "meeting"}} for number in (1, 2)]
    pack = pack_of(NORM, two, one, seats, *meetings, {"id": "may", "modality": "permission", **NOTHING})

    found = [(step.tables, [norm.partition(".")[2] for norm in step.norms]) for step in steps([pack])]
    assert found == [
        ((), ["seats"]),
        (("meeting",), ["meeting-1", "meeting-2"]),
        (("home_visit", "contact"), ["visits", "both", "calls"]),
    ]
    assert steps([]) == []


NOTHING: Mapping[str, Any] = {"timing": None, "requires": None, "bearer": None}
