"""Overlays: what amending and suspending leave of a norm."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from homeschool.calendar import Interval
from homeschool.policy import Count, Cover, Every, Upon
from homeschool.policy.norm import Amendment
from homeschool.policy.overlay import merge
from homeschool.policy.pack import Pack
from homeschool.policy.read_pack import read_pack
from homeschool.policy.reading import Reader
from tests.policy.builders import DEFINITIONS, NORM, TITLE, pack_of, read

BEGINNING = date(1, 1, 1)
AMEND = {"norm": "visits", "reason": "more is needed"}
IN_FORCE = {"from": "2025-09-01", "until": "2026-09-01"}
SPRING = date(2026, 3, 2)


def amended(change: dict[str, Any], norm: dict[str, Any] | None = None) -> Pack:
    """Return the pack of one norm, amended."""
    return pack_of(norm or {}, amend=[{**AMEND, **change}])


def test_an_undated_amendment_replaces_the_norm() -> None:
    """Amended from the beginning, a norm stands once, keeps id and citation, and shows the amendment."""
    pack = amended({"requires": {"at_least": 3}})

    (norm,) = pack.norms
    assert norm.requirement == Count(("home_visit",), at_least=Fraction(3))
    assert norm.timing == Every("term")
    assert norm.citation == pack_of({}).norms[0].citation
    assert norm.amendments == (Amendment("made-up", "more is needed", ("requires",)),)
    assert norm.opens is None


def test_a_dated_amendment_leaves_the_old_wording_before_it() -> None:
    """Amended from a day on, a norm stands in two wordings, each of which opens duties on its side of the day."""
    pack = amended({"requires": {"at_least": 3}, "from": SPRING})

    old, new = pack.norms
    assert old.opens == Interval(BEGINNING, SPRING)
    assert new.opens == Interval(SPRING)
    assert (old.id, old.amendments) == (new.id, ())
    assert pack.norm("visits") == new


def test_amendments_add_up() -> None:
    """A second amendment changes the latest wording and cuts it again."""
    changes = [
        {**AMEND, "requires": {"at_least": 2}, "from": "2025-11-01"},
        {**AMEND, "requires": {"at_least": 3}, "from": SPRING},
    ]

    norms = pack_of({}, amend=changes).norms

    assert [norm.requirement.at_least for norm in norms] == [1, 2, 3]  # type: ignore[union-attr]
    assert [norm.opens for norm in norms] == [
        Interval(BEGINNING, date(2025, 11, 1)),
        Interval(date(2025, 11, 1), SPRING),
        Interval(SPRING),
    ]
    assert len(norms[2].amendments) == 2


def test_another_kind_of_timing_replaces_the_whole() -> None:
    """Changing the kind of timing or of requirement drops all parts of the old one."""
    change = {
        "timing": {"upon": "concern", "within": "1 day"},
        "requires": {"cover": "topics", "values": ["life"], "of": "contact"},
    }
    norm = {"timing": {"every": "term", "within": "2 weeks"}}

    (found,) = amended(change, norm).norms

    assert isinstance(found.timing, Upon)
    assert isinstance(found.requirement, Cover)


@pytest.mark.parametrize(
    ("base", "change", "merged"),
    [
        ({"at_least": 2, "of": "x"}, {"exactly": 3}, {"exactly": 3, "of": "x"}),
        ({"at_least": 2, "of": "x"}, {"none": True}, {"none": True, "of": "x"}),
        ({"at_least": 2, "of": "x"}, {"at_most": 3}, {"at_least": 2, "at_most": 3, "of": "x"}),
        ({"at_least": 2, "of": "x"}, {"share": {"at_least": 1}, "of": "y"}, {"share": {"at_least": 1}, "of": "y"}),
        ({"cover": "a", "values": ["b"], "of": "x"}, {"values": ["c"]}, {"cover": "a", "values": ["c"], "of": "x"}),
    ],
)
def test_merging_requirements(base: dict[str, Any], change: dict[str, Any], merged: dict[str, Any]) -> None:
    """Parts not named stay; exactly and none replace bounds; another kind replaces all."""
    assert merge({"requires": base}, {"requires": change}) == {"requires": merged}


def test_a_cover_or_share_may_become_a_count() -> None:
    """Bounds named for a cover or a share make a count of it, of which nothing of the old remains."""
    base = {"cover": "topics", "values": ["life"], "of": "contact"}

    merged = merge({"requires": base}, {"requires": {"at_least": 1, "of": "contact"}})

    assert merged == {"requires": {"at_least": 1, "of": "contact"}}


@pytest.mark.parametrize(
    ("base", "change", "merged"),
    [
        ({"upon": "x", "until": "term"}, {"within": "1 day"}, {"upon": "x", "within": "1 day"}),
        ({"upon": "x", "within": "1 day"}, {"until": "term"}, {"upon": "x", "until": "term"}),
        ({"every": "term", "within": "1 day"}, {"every": "month"}, {"every": "month", "within": "1 day"}),
        ({"every": "term"}, {"rolling": "1 week"}, {"rolling": "1 week"}),
    ],
)
def test_merging_timings(base: dict[str, Any], change: dict[str, Any], merged: dict[str, Any]) -> None:
    """Parts not named stay; a span replaces an `until` and the other way round; another kind replaces all."""
    assert merge({"timing": base}, {"timing": change}) == {"timing": merged}


def test_one_language_of_a_title_may_change() -> None:
    """A title keeps the language that is not named; any other key is replaced whole."""
    (norm,) = amended({"title": {"en": "More visits"}, "waivable": False, "bearer": ["principal"]}).norms

    assert (norm.title.zh, norm.title.en) == ("示例", "More visits")
    assert not norm.is_waivable
    assert norm.bearer.who == ("principal",)


AMEND_MISTAKES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"norm": "visit"}, "amend[0].norm: no norm `visit`"),
    ({"reason": None}, "amend[0].reason: expected a text, not `None`"),
    ({"clause": "二"}, "amend[0].clause: unknown key `clause`"),
    ({"from": "soon"}, "amend[0].from: expected a day such as 2025-09-01"),
    ({"requires": {"at_least": -1}}, "amend[0].requires.at_least: `-1` is not at least 0"),
    ({"requires": {"of": "home_vist"}}, "amend[0].requires.of: no fact class `home_vist`; did you mean `home_visit`?"),
    ({"timing": {"every": "trem"}}, "amend[0].timing.every: expected one of"),
)


@pytest.mark.parametrize(("change", "expected"), AMEND_MISTAKES)
def test_a_mistake_in_an_amendment_is_reported(change: dict[str, Any], expected: str) -> None:
    """An amendment is checked like the norm that it makes."""
    _, found = read([NORM], amend=[{**AMEND, **change}])

    assert any(mistake.startswith(expected) for mistake in found), found


def suspended(since: str | None = None, until: str | None = None, **norm: Any) -> list[Interval | None]:
    """Return when a norm is in force that was suspended for some days."""
    days = {key: day for key, day in (("from", since), ("until", until)) if day is not None}
    pack = pack_of(norm, suspend=[{"norm": "made-up.visits", "reason": "repairs", **days}])
    return [one.in_force for one in pack.norms]


def test_a_norm_may_be_suspended_altogether() -> None:
    """A norm suspended without days is gone."""
    assert suspended() == []


def test_a_norm_may_be_suspended_for_some_days() -> None:
    """A norm suspended from a day until another is in force before and after."""
    assert suspended("2026-01-01", "2026-02-01") == [
        Interval(BEGINNING, date(2026, 1, 1)),
        Interval(date(2026, 2, 1)),
    ]
    assert suspended("2026-01-01") == [Interval(BEGINNING, date(2026, 1, 1))]


def test_a_suspension_stays_within_the_time_in_force() -> None:
    """What is left of a norm after a suspension lies within the time in which it was in force."""
    assert suspended("2025-01-01", "2025-10-01", in_force=IN_FORCE) == [Interval(date(2025, 10, 1), date(2026, 9, 1))]
    assert suspended("2026-02-01", "2027-01-01", in_force=IN_FORCE) == [Interval(date(2025, 9, 1), date(2026, 2, 1))]
    assert suspended("2027-01-01", in_force=IN_FORCE) == [Interval(date(2025, 9, 1), date(2026, 9, 1))]
    assert suspended("2025-01-01", "2025-02-01", in_force=IN_FORCE) == [Interval(date(2025, 9, 1), date(2026, 9, 1))]
    assert suspended("2025-01-01", in_force=IN_FORCE) == []


def test_mistakes_in_a_suspension_are_reported() -> None:
    """A suspension names a norm that is there, a reason, and days from one on."""
    wrong = [
        {"norm": "visit", "reason": "x"},
        {"norm": "visits"},
        {"norm": "visits", "reason": "x", "until": "2026-01-01"},
    ]

    _, found = read([NORM], suspend=wrong)

    assert [mistake.partition(":")[0] for mistake in found] == ["suspend[0].norm", "suspend[1].reason", "suspend[2]"]


def test_an_overlay_takes_what_it_extends() -> None:
    """An overlay has the norms and definitions of its base, and the amendment names the overlay."""
    base = pack_of({})
    reader = Reader()
    head = {"id": "our-school", "title": TITLE, "extends": "made-up"}
    own = {**NORM, "id": "own", "applies_to": {"is": "key_student"}}

    pack = read_pack(
        reader, head, {"norm": [own], "amend": [{**AMEND, "norm": "made-up.visits", "waivable": False}]}, lambda _: base
    )

    assert reader.mistakes == []
    assert pack is not None
    assert [norm.id for norm in pack.norms] == ["made-up.visits", "our-school.own"]
    assert pack.norms[0].amendments[0].pack == "our-school"
    assert (pack.extends, set(pack.definitions)) == (("made-up",), set(DEFINITIONS))
