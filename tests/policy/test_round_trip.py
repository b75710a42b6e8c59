"""Writing and reading again: a norm, and a pack, out of its plain data is what it was."""

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given

from homeschool.policy import Pack, Reference, make_pack
from homeschool.policy import condition as c
from homeschool.policy import requirement as r
from homeschool.policy.norm import Norm
from homeschool.policy.read_condition import read_condition, reference, write_condition
from homeschool.policy.read_norm import Document, read_norm, write_norm
from homeschool.policy.read_pack import read_pack, write_pack
from homeschool.policy.read_requirement import read_bound, write_bound
from homeschool.policy.reading import Reader
from tests.laws.norms import norms, pack_of
from tests.policy.builders import no_pack, norm_of

TIMINGS: tuple[dict[str, Any], ...] = (
    {"every": "term", "within": "2 weeks", "presence": "30 days"},
    {"every": "week", "during": "vacation", "min_school_days": 0},
    {"rolling": "1 week"},
    {"upon": "concern", "where": {"nature": ["emotional", "risk"]}, "counted_from": "discovered_at", "within": "24 h"},
    {"upon": ["concern", "home_visit"], "within": "at once"},
    {"upon": {"end_of": ["enrolment"]}, "until": "term", "link": "student"},
    {"before": "meeting", "ahead": "3 working days", "no_earlier_than": "2 weeks", "link": "participants"},
    {"at": "home_visit"},
    {"at": {"start_of": "term"}},
    {"always": True},
    {"always": True, "tolerance": "30 days"},
)
REQUIREMENTS: tuple[dict[str, Any], ...] = (
    {"at_least": 1, "at_most": "5/2", "of": ["home_visit", "contact"], "distinct": "day", "placed_by": "recorded_at"},
    {"exactly": 2, "of": "home_visit", "where": {"visitors.role": {"all_of": ["class_teacher"]}}},
    {"none": True, "of": "disclosure"},
    {"at_least": {"size": "students", "times": "1/2"}, "of": "contact", "link": "guardian"},
    {"at_least": {"share": "students", "where": {"age": {"below": 9}}}, "of": "contact"},
    {"at_least": {"preceding": True, "times": 2}, "of": "contact"},
    {"at_least": "trigger.hours", "at_most": {"value": "subject.age", "times": "1/3"}, "of": "service"},
    {"cover": "topics", "values": ["life", "study"], "of": "contact"},
    {"cover": "lecturers.role", "values": "subject.role", "of": "activity", "link_to": "school"},
    {"share": {"at_least": "1/2", "at_most": 1}, "of": "contact", "among": {"reached": True}},
    {"share": {"at_most": "1/5"}, "of": "contact", "among": "guardianships"},
)
CONDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {"place": "home"},
    {"place": ["home", "school"], "reached": False},
    {"subjects": {"all_of": ["chinese"]}, "topics": {"none_of": ["life"]}},
    {"age": {"at_least": 6, "below": "37/2"}},
    {"occurred": {"at_most": "trigger.occurred", "during": ["teaching_hours", "day_off"]}},
    {"length": {"at_least": "3 years", "at_most": "5 years"}},
    {"reason": {"filled": True}, "about": "trigger", "by": {"any_of": ["bearer", "subject.guardian"]}},
    {"visitors.role": "class_teacher"},
    {"visitors": {"role": {"all_of": ["class_teacher", "staff"]}}},
    {"visitors": {"some": {"role": "parent"}, "every": {"party": "family"}}},
    {"either": [{"age": 3}, {"not": {"age": 4}}], "all": [{"is": ["a", "b"]}, {"is": "c"}]},
    {"has": {"of": "credential", "where": {"kind": "x_own"}, "link": "concerns"}},
)


def copied(norm: Norm) -> Norm:
    """Return a norm written and read again; there must be no mistake."""
    reader = Reader()
    found = read_norm(reader, write_norm(norm), "norm", Document(norm.pack, norm.citation.document))
    assert reader.mistakes == []
    return attrs.evolve(found, opens=norm.opens)


@pytest.mark.parametrize("timing", TIMINGS)
def test_every_timing_is_written_as_it_is_read(timing: dict[str, Any]) -> None:
    """A norm of each timing, written and read again, is the same norm."""
    norm = norm_of(timing=timing)

    assert copied(norm) == norm


@pytest.mark.parametrize("requires", REQUIREMENTS)
def test_every_requirement_is_written_as_it_is_read(requires: dict[str, Any]) -> None:
    """A norm of each requirement, written and read again, is the same norm."""
    norm = norm_of(requires=requires)

    assert copied(norm) == norm


@pytest.mark.parametrize("data", CONDITIONS)
def test_every_condition_is_written_as_it_is_read(data: dict[str, Any]) -> None:
    """A condition, written and read again, is the same condition."""
    reader = Reader()
    condition = read_condition(reader, data, "where")

    again = read_condition(reader, write_condition(condition), "where")

    assert again == condition
    assert reader.mistakes == []


@pytest.mark.parametrize(
    "bound",
    [
        Fraction(1, 2),
        Fraction(3),
        r.SizeBound("students", Fraction(1, 2)),
        r.ShareBound("students", c.Test(("age",), "below", (Fraction(9),))),
        r.PrecedingBound(Fraction(2)),
        r.ReferenceBound(Reference("trigger", ("hours",)), Fraction(1, 2)),
    ],
)
def test_every_bound_is_written_as_it_is_read(bound: r.Bound) -> None:
    """A bound, written and read again, is the same bound."""
    reader = Reader()

    assert read_bound(reader, write_bound(bound), "at_least") == bound
    assert reader.mistakes == []


def test_all_marks_of_a_norm_survive() -> None:
    """What is said of a norm beside what it owes is written and read too."""
    norm = norm_of(
        bearer={"each": ["guardian", "subject.guardians"]},
        applies_to={"is": "key_student"},
        assumed=["timing.within", "requires"],
        waivable=False,
        mandatory_report=True,
        unless_documented=True,
        same_as=["other.norm"],
        note="why",
        text="quoted",
        in_force={"from": "2025-09-01", "until": "2026-09-01"},
    )

    assert copied(norm) == norm


def test_a_norm_that_yields_no_duty_survives() -> None:
    """A norm without timing and requirement is written and read too."""
    norm = norm_of(timing=None, requires=None, bearer=None, unexpressed="no record shows it")

    assert copied(norm) == norm
    assert not norm.is_checkable


@given(norm=norms())
def test_reading_what_was_written_gives_the_same_norm(norm: Norm) -> None:
    """Any norm of any timing and requirement, written and read again, is the same norm."""
    assert copied(norm) == norm


@given(norm=norms())
def test_reading_what_was_written_gives_the_same_pack(norm: Norm) -> None:
    """A pack with its definitions, written and read again, is the same pack, and has the same digest."""
    empty = pack_of()
    citation = attrs.evolve(norm.citation, document=empty.title)
    pack = make_pack(attrs.evolve(empty, norms=(attrs.evolve(norm, opens=None, citation=citation),)))

    reader = Reader()
    again = read_pack(reader, *write_pack(pack), no_pack)

    assert reader.mistakes == []
    assert isinstance(again, Pack)
    assert attrs.evolve(again, digest=pack.digest) == pack
    assert make_pack(again).digest == pack.digest


def test_a_reference_is_told_from_a_word() -> None:
    """Only a path from subject, trigger or bearer is a reference."""
    assert reference("trigger.hours") == Reference("trigger", ("hours",))
    assert reference("subject") == Reference("subject")
    assert reference("subjects.hours") is None
    assert str(Reference("trigger", ("hours",))) == "trigger.hours"
