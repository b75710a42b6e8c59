"""What is worked out when somebody looks at a finding."""

from datetime import datetime
from typing import Any

import pytest

from homeschool.model import Fact, revise
from homeschool.policy import Finding, Owner
from homeschool.policy.finding import Excuse
from tests.engine.builders import judged, one, rule
from tests.model.builders import at, day, fact, kept_since, without

HOME = {"at_least": 2, "of": "home_visit", "where": {"place": "home", "is_comprehensive": True}}
TERM = rule({"every": "term"}, HOME)
SPRING = rule({"every": "term"}, HOME, in_force={"from": "2026-02-01"})


def visit(when: Any, **fields: Any) -> Fact:
    """Return a visit that would count."""
    return fact("home_visit", "v", occurred=when, **{"place": "home", "is_comprehensive": True, **fields})


def misses(finding: Finding) -> list[tuple[str, str, str | None]]:
    """Return the near misses of a finding."""
    return [(miss.fact, miss.why, miss.detail) for miss in finding.details.near_misses]


MISSES: tuple[tuple[Fact, tuple[str, str | None]], ...] = (
    (visit(at(2, 25)), ("too_early", None)),
    (visit(at(7, 5)), ("too_late", None)),
    (visit(at(7, 20), recorded_at=at(7, 1)), ("planned", None)),
    (visit(at(5, 5), place="school"), ("condition", "place")),
    (visit(at(5, 5), place=None), ("unknown", "place")),
)


@pytest.mark.parametrize(("made", "why"), MISSES)
def test_a_near_miss_says_why_it_did_not_count(made: Fact, why: tuple[str, str | None]) -> None:
    """A visit that nearly counted says whether it was its time or what was asked of it."""
    found = one(SPRING, made, as_of=at(7, 10))

    assert misses(found) == [("v", *why)]
    (miss,) = found.details.near_misses
    assert (miss.class_name, miss.when) == ("home_visit", made.occurred)  # type: ignore[union-attr]


def test_what_is_far_from_counting_is_no_near_miss() -> None:
    """What fails twice, fails by its kind, or fails both in time and in what is asked is none."""
    feedback = rule(
        {"every": "term"}, {"at_least": 1, "of": "contact", "where": {"tone": "x_a"}}, in_force={"from": "2026-02-01"}
    )
    kind = rule({"every": "term"}, {"at_least": 1, "of": "notice", "where": {"kind": "x_a"}})

    assert misses(one(SPRING, visit(at(5, 5), place="school", is_comprehensive=False), as_of=at(7, 10))) == []
    assert misses(one(SPRING, visit(at(2, 25), place="school"), as_of=at(7, 10))) == []
    assert misses(one(SPRING, visit(at(10, 5)), as_of=at(7, 10))) == []
    assert misses(one(feedback, fact("contact", "k", occurred=at(5, 5), tone="x_b"), as_of=at(7, 10))) == [
        ("k", "condition", "tone")
    ]
    assert misses(one(kind, fact("notice", "n", occurred=at(10, 5), kind="x_b"), as_of=at(12, 1))) == []


def test_a_day_that_straddles_is_a_near_miss() -> None:
    """A visit known by its day on which the window ends says that it straddles the end."""
    pack = rule({"every": "term", "within": "60 h"}, HOME)

    assert misses(one(pack, visit(day(9, 3)), as_of=at(9, 10))) == [("v", "straddles", None)]


def test_what_lasts_is_a_near_miss_by_its_start() -> None:
    """A plan that was made too late says so, with its first day; a definition that fails is named."""
    pack = rule({"every": "term", "within": "2 weeks"}, {"at_least": 1, "of": "plan"})
    named = rule(
        {"every": "term", "within": "2 weeks"},
        {"at_least": 1, "of": "enrolment", "where": {"student": {"some": {"is": "key_student"}}}},
    )
    found = one(pack, fact("plan", "p", kind="annual", since=day(9, 20)), as_of=at(10, 1))

    assert misses(found) == [("p", "too_late", None)]
    assert found.details.near_misses[0].when == day(9, 20)
    assert misses(one(named, as_of=at(10, 1))) == [("e-one", "condition", "student")]


def test_near_misses_under_definitions_and_alternatives() -> None:
    """A part that is a definition, a choice or a negation is named by what it is."""
    by_name = rule({"at": {"start_of": "guardianship"}}, {"at_least": 1, "of": "trigger", "where": {"relation": "x_a"}})
    choice = rule({"every": "term"}, {"at_least": 1, "of": "home_visit", "where": {"not": {"place": "home"}}})

    assert misses(judged(by_name)[0]) == [("gs-one", "condition", "relation")]
    assert misses(one(choice, visit(at(10, 1)), as_of=at(2, 1))) == [("v", "condition", "not")]


def test_the_trigger_itself_as_near_miss() -> None:
    """Where the event itself is asked, each part of the condition that fails is named."""
    pack = rule(
        {"at": "home_visit"}, {"at_least": 1, "of": "trigger", "where": {"place": "home", "is_comprehensive": True}}
    )
    lists = rule({"at": "home_visit"}, {"at_least": 1, "of": "trigger.visitors", "where": {"role": "principal"}})
    seen = visit(at(10, 1), place="school", is_comprehensive=None, visitors=("t-class",))

    assert misses(one(pack, seen)) == [("v", "condition", "place"), ("v", "unknown", "is_comprehensive")]
    assert misses(one(lists, seen)) == []
    assert one(pack, revise(seen, place="home")).details.unknown == ("is_comprehensive",)
    assert one(lists, revise(seen, visitors=None)).details.certain == 0


def test_only_the_nearest_misses_are_shown() -> None:
    """There are at most five near misses, the nearest first."""
    calls = [fact("contact", f"k{number}", occurred=at(2, 2 + number)) for number in range(7)]
    pack = rule({"every": "term"}, {"at_least": 1, "of": "contact"})

    found = one(pack, *calls, as_of=at(2, 20))

    assert [fact_ for fact_, _, _ in misses(found)] == ["k0", "k1", "k2", "k3", "k4"]


def test_what_is_a_month_away_is_no_near_miss() -> None:
    """A call less than 31 days after the close, or before the opening, nearly counted; one further away did not."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "contact"}, in_force={"from": "2026-02-01"})

    def shown(when: datetime) -> bool:
        return bool(misses(one(pack, fact("contact", "k", occurred=when), as_of=at(8, 31))))

    assert [shown(when) for when in (at(8, 3, 23, 59), at(8, 4, 0))] == [True, False]
    assert [shown(when) for when in (at(1, 30, 0), at(1, 29, 23, 59))] == [True, False]


def test_what_is_met_has_no_near_misses() -> None:
    """A fulfilled or holding finding shows none; a standing breach has none to show."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"})
    plan = rule({"always": True}, {"at_least": 1, "of": "plan"})

    assert misses(one(pack, visit(at(10, 1)), fact("home_visit", "w", occurred=at(2, 1)), as_of=at(2, 5))) == []
    assert misses(one(plan)) == []


def test_what_counted_against_a_bound_is_no_near_miss() -> None:
    """Of three calls where none may be, the first is the breach; the others counted as well and missed nothing."""
    pack = rule({"every": "term"}, {"at_most": 0, "of": "contact"})
    calls = [fact("contact", f"k{number}", occurred=at(10, number)) for number in (1, 2, 3)]

    found = one(pack, *calls, as_of=at(12, 1))

    assert (found.evidence, misses(found)) == (("k1",), [])


def test_who_owes_and_whom_to_remind() -> None:
    """Bearers are those who held the role when the duty opened; to be reminded are those who hold it now."""
    ended = fact("appointment", "a-class", staff="t-class", role="class_teacher", unit="c31", until=day(10, 1))
    new = fact("appointment", "a-new", staff="t-maths", role="class_teacher", unit="c31", since=day(10, 1))

    details = one(TERM, ended, new, as_of=at(12, 1)).details

    assert details.bearers == (Owner("class_teacher", ("t-class",)),)
    assert details.remind == (Owner("class_teacher", ("t-maths",)),)
    gone = one(TERM, ended, as_of=at(12, 1)).details
    assert gone.remind == (Owner("class_teacher"),)


def test_bearers_by_reference_and_alone() -> None:
    """A bearer may be named by the trigger; one who bears a duty alone is shown alone."""
    by = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact"}, bearer="trigger.discovered_by")
    each = rule({"every": "term"}, HOME, bearer={"each": "guardian"})
    concern = fact("concern", "c", occurred=at(10, 1), nature="emotional", discovered_by=("t-maths",))

    assert one(by, concern).details.bearers == (Owner("trigger.discovered_by", ("t-maths",)),)
    assert judged(each, as_of=at(12, 1))[0].details.bearers == (Owner("guardian", ("g-one",)),)


def test_how_far_a_count_is() -> None:
    """Details tell how many facts count surely, how many may, and how many are needed."""
    details = one(
        TERM, visit(at(10, 1)), fact("home_visit", "w", occurred=at(10, 2), place="home"), as_of=at(12, 1)
    ).details

    assert (details.certain, details.possible, details.needed) == (1, 2, "2")
    assert one(TERM, keeps=without("home_visit"), as_of=at(12, 1)).details.possible is None


def test_how_far_a_cover_and_a_share_are() -> None:
    """Details tell what a cover still lacks, and how large the part and the whole of a share are."""
    cover = rule({"every": "term"}, {"cover": "topics", "values": ["life", "study"], "of": "contact"})
    share = rule({"every": "term"}, {"share": {"at_least": 1}, "of": "contact", "where": {"reached": True}})
    calls = (
        fact("contact", "a", occurred=at(10, 1), topics=("life",), reached=True),
        fact("contact", "b", occurred=at(10, 2), topics=("x_a",)),
    )

    covered, shared = (one(pack, *calls, as_of=at(12, 1)).details for pack in (cover, share))

    assert (covered.missing, covered.certain, covered.needed) == (("study",), 1, "2")
    assert (shared.certain, shared.possible, shared.needed) == (1, 2, "2")
    asks = {"cover": "by.role", "values": ["class_teacher", "principal"], "of": "contact"}
    by_head = fact("contact", "c", occurred=at(10, 3), by=("t-head",))
    assert one(rule({"every": "term"}, asks), by_head, as_of=at(12, 1)).details.missing == ("class_teacher",)


def test_a_near_miss_of_a_cover_would_bring_it_further() -> None:
    """A contact too late on what is missing is a near miss of a cover; one on what was mentioned already is none."""
    cover = rule({"every": "term"}, {"cover": "topics", "values": ["life", "study"], "of": "contact"})
    life = fact("contact", "a", occurred=at(10, 1), topics=("life",))
    late = (
        fact("contact", "b", occurred=at(2, 1), topics=("life",)),
        fact("contact", "c", occurred=at(2, 2), topics=("study",)),
    )

    assert misses(one(cover, life, *late, as_of=at(2, 5))) == [("c", "too_late", None)]
    roles = rule({"every": "term"}, {"cover": "by.role", "values": ["principal"], "of": "contact"})
    by_some = [fact("contact", f"by-{id_}", occurred=at(2, 1), by=(id_,)) for id_ in ("t-head", "t-class")]
    assert misses(one(roles, *by_some, as_of=at(2, 5))) == [("by-t-head", "too_late", None)]


def test_a_duty_that_can_no_longer_be_met() -> None:
    """Two different days are owed and one is left: pending, and unachievable."""
    pack = rule({"every": "term"}, {"at_least": 2, "of": "home_visit", "distinct": "day"})

    assert one(pack, as_of=at(1, 23)).details.is_unachievable
    assert not one(pack, as_of=at(1, 22)).details.is_unachievable
    assert not one(pack, visit(at(10, 1)), as_of=at(1, 23)).details.is_unachievable


def test_the_day_of_which_only_the_deadline_is_left_counts() -> None:
    """Two different days are owed until the midnight that ends the first: that midnight is of the second."""
    pack = rule({"upon": "concern", "within": "24 h"}, {"at_least": 2, "of": "contact", "distinct": "day"})
    concern = fact("concern", "c", occurred=at(10, 1, 0), nature="emotional")

    assert not one(pack, concern, as_of=at(10, 1)).details.is_unachievable
    assert one(pack, revise(concern, occurred=at(9, 30, 23)), as_of=at(10, 1)).details.is_unachievable


def test_what_excuses_a_duty_is_shown() -> None:
    """Details tell which waiver excuses, when it was recorded, who granted it, for how long, and if it says why."""
    given = fact(
        "waiver",
        "w",
        norm="made-up.visits",
        since=day(1, 20),
        until=day(1, 24),
        granted_by="t-head",
        reason="why",
        recorded_at=at(1, 10),
    )

    excuse = one(TERM, given, as_of=at(2, 1)).details.excuse

    assert excuse == Excuse("w", "waiver", at(1, 10), "t-head", day(1, 20), day(1, 24), has_reason=True)
    assert one(TERM, as_of=at(2, 1)).details.excuse is None


def test_a_bound_that_is_not_known_is_not_shown() -> None:
    """Where a bound is not known none is shown, nor where there is none."""
    pack = rule(
        {"upon": "service", "within": "1 day"}, {"at_least": "trigger.hours", "of": "contact", "distinct": "day"}
    )
    most = rule({"every": "term"}, {"at_most": 3, "of": "contact"})
    service = fact("service", "s", occurred=at(10, 1), kind="guidance")

    assert one(pack, service).details.needed is None
    assert one(most, as_of=at(12, 1)).details.needed is None


def test_what_is_missing_from_the_records_is_named() -> None:
    """An undetermined finding names the table, or the fields, whose absence leaves it open."""
    assert one(TERM, keeps=without("home_visit"), as_of=at(12, 1)).details.unknown == ("home_visit",)
    blank = fact("home_visit", "w", occurred=at(10, 2), place="home")
    assert one(TERM, visit(at(10, 1)), blank, as_of=at(2, 1)).details.unknown == ("is_comprehensive",)
    dated = kept_since("home_visit", day(10, 1))
    assert one(TERM, keeps=dated, as_of=at(2, 1)).details.unknown == ("home_visit",)


def test_details_of_standing_norms() -> None:
    """A standing norm tells what holds when its finding opens, and a share its parts."""
    pack = rule({"always": True}, {"at_least": 1, "of": "plan"})
    share = rule({"always": True}, {"share": {"at_least": 1}, "of": "plan", "among": "guardians"})
    plan = fact("plan", "p", kind="annual")

    assert one(pack, plan).details.certain == 1
    assert one(share, plan).details.possible == 2
    cover = rule({"always": True}, {"cover": "contents", "values": ["rights"], "of": "plan"})
    assert one(cover, plan).details.missing == ("rights",)
