"""Waivers, documented reasons and cancellations: what changes a verdict from outside."""

from typing import Any

import attrs
import pytest

from homeschool.errors import NotWaivableError
from homeschool.model import Fact, revise
from tests.engine.builders import findings, judged, one, rule, said
from tests.model.builders import at, day, fact, school, without

TERM = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"})
PLAN = rule({"always": True}, {"at_least": 1, "of": "plan"})
UPON = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact"})
CONCERN = fact("concern", "c", occurred=at(10, 1), nature="emotional")


def waiver(since: Any, until: Any = None, id_: str = "w", **fields: Any) -> Fact:
    """Return a waiver of the norm of these tests."""
    return fact("waiver", id_, norm="made-up.visits", since=since, until=until, **fields)


def test_a_waiver_covers_the_duties_whose_last_moment_it_holds() -> None:
    """A waiver of the day on which a term ends excuses the term; one of another day does not."""
    found = one(TERM, waiver(day(1, 23), day(1, 24)), as_of=at(2, 1))

    assert (found.status, found.excused_by, found.decided_at, found.is_retroactive) == (
        "waived",
        "w",
        at(1, 23, 0),
        False,
    )
    assert one(TERM, waiver(day(1, 22), day(1, 23)), as_of=at(2, 1)).status == "breached"
    assert one(TERM, waiver(day(1, 24)), as_of=at(2, 1)).status == "breached"


def test_a_waiver_of_a_standing_breach_goes_no_further_than_the_breach() -> None:
    """Where it is no longer known whether a norm is kept the breach is over, waived or not."""
    rights = rule({"always": True}, {"at_least": 1, "of": "plan", "where": {"contents": "rights"}})
    unclear = fact("plan", "p", kind="annual", since=day(9, 10), until=day(9, 20))

    found = judged(rights, unclear, waiver(day(9, 1), day(9, 15)), as_of=at(10, 1))

    assert said(found) == [("waived", "09-01"), ("breached", "09-20")]


def test_a_waiver_may_name_subjects() -> None:
    """A waiver for one child is none for another."""
    found = findings(TERM, school(waiver(day(9, 1), subjects=("s-two",))), at(2, 1))

    assert {finding.subject: str(finding.status) for finding in found} == {"s-one": "breached", "s-two": "waived"}


def test_a_waiver_after_the_breach_is_retroactive() -> None:
    """A waiver recorded after the breach makes it waived, and is shown as retroactive."""
    found = one(TERM, waiver(day(9, 1), recorded_at=at(1, 30)), as_of=at(2, 1))

    assert (found.status, found.is_retroactive, found.decided_at) == ("waived", True, at(1, 30))
    assert one(TERM, waiver(day(9, 1), recorded_at=at(1, 30)), as_of=at(1, 29)).status == "breached"


def test_what_was_done_before_the_waiver_stands() -> None:
    """A duty fulfilled before the waiver was recorded stays fulfilled; one fulfilled after it is waived."""
    visit = fact("home_visit", "v", occurred=at(10, 1))

    assert one(TERM, visit, waiver(day(9, 1), recorded_at=at(10, 2)), as_of=at(2, 1)).status == "fulfilled"
    assert one(TERM, visit, waiver(day(9, 1), recorded_at=at(9, 20)), as_of=at(2, 1)).status == "waived"


def test_the_waiver_recorded_first_excuses() -> None:
    """Of several waivers that cover a duty the one recorded first is named."""
    found = one(TERM, waiver(day(9, 1), id_="b"), waiver(day(8, 31).replace(year=2025), id_="a"), as_of=at(2, 1))

    assert found.excused_by == "a"


def test_a_waiver_of_what_cannot_be_waived_is_refused() -> None:
    """A waiver of a norm that the law lets nobody waive is refused with its clause."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"}, waivable=False)

    with pytest.raises(NotWaivableError, match=r"waiver `w`: `made-up\.visits` cannot be waived \(Made-up rules, 一\)"):
        judged(pack, waiver(day(9, 1)))
    with pytest.raises(NotWaivableError) as refused:
        judged(pack, waiver(day(9, 1)), waiver(day(10, 1), id_="x"))
    assert [mistake.place for mistake in refused.value.mistakes] == ["waiver `w`", "waiver `x`"]
    assert one(pack, waiver(day(9, 1), recorded_at=at(3, 1)), as_of=at(2, 1)).status == "breached"


def test_a_cancelled_waiver_excuses_nothing() -> None:
    """A waiver that was taken back does not stand."""
    given = waiver(day(9, 1))

    assert one(TERM, given, revise(given, cancelled=True, recorded_at=at(9, 5)), as_of=at(2, 1)).status == "breached"


def test_a_waiver_at_a_moment() -> None:
    """A duty at a moment is excused by a waiver of its day; what held then stays fulfilled."""
    pack = rule({"at": "activity"}, {"at_least": 1, "of": "plan"})
    trip = fact("activity", "t", occurred=at(10, 1), kind="x_trip")

    assert one(pack, trip, waiver(day(10, 1), day(10, 2))).status == "waived"
    assert one(pack, trip, waiver(day(10, 2))).status == "breached"
    assert one(pack, trip, waiver(day(10, 1)), fact("plan", "p", kind="annual")).status == "fulfilled"


def told(when: Any, id_: str) -> Fact:
    """Return a contact beyond an upper bound of none."""
    return fact("contact", id_, occurred=when)


def test_a_waiver_excuses_single_facts_beyond_an_upper_bound() -> None:
    """Each fact beyond the bound is excused by a waiver of its own day; the first that is not is the breach."""
    pack = rule({"every": "term"}, {"at_most": 0, "of": "contact"})
    both = (told(at(10, 1), "a"), told(at(10, 5), "b"))

    found = one(pack, *both, waiver(day(10, 1), day(10, 2)), as_of=at(12, 1))
    assert (found.status, found.decided_at) == ("breached", at(10, 5))
    excused = one(pack, *both, waiver(day(10, 1), day(10, 6)), as_of=at(2, 1))
    assert (excused.status, excused.decided_at, excused.is_retroactive) == ("waived", at(1, 24, 0), False)
    assert excused.evidence == ("a",)
    late = one(pack, *both, waiver(day(10, 1), recorded_at=at(10, 20)), as_of=at(12, 1))
    assert (late.status, late.decided_at, late.is_retroactive) == ("waived", at(10, 20), True)
    assert one(pack, told(at(10, 1), "a"), waiver(day(10, 5), day(10, 6)), as_of=at(12, 1)).status == "breached"


def test_an_upper_bound_holds_while_what_went_beyond_it_is_excused() -> None:
    """What goes beyond the bound on a waived day breaks nothing, and what follows on another day does."""
    pack = rule({"every": "term"}, {"at_most": 0, "of": "contact"})
    given = waiver(day(10, 1), day(10, 2))

    found = one(pack, told(at(10, 1), "a"), given, as_of=at(12, 1))
    assert (found.status, found.excused_by, found.decided_at) == ("holding", "w", None)
    assert one(pack, told(at(10, 1), "a"), told(at(12, 5), "b"), given, as_of=at(12, 6)).decided_at == at(12, 5)


@pytest.mark.parametrize(("as_of", "status"), [(at(12, 1), "holding"), (at(2, 1), "fulfilled")])
def test_a_waiver_of_the_last_day_excuses_no_upper_bound(as_of: Any, status: str) -> None:
    """An upper bound that is kept needs no waiver; one of a term's last day is none of the whole term."""
    pack = rule({"every": "term"}, {"at_most": 0, "of": "contact"})
    last = waiver(day(1, 23), day(1, 24), recorded_at=at(9, 20))

    assert one(pack, last, as_of=as_of).status == status
    assert one(pack, last, as_of=as_of).excused_by is None
    assert one(pack, told(at(10, 1), "a"), last, as_of=as_of).status == "breached"


def test_an_upper_bound_that_may_have_been_passed_is_not_waived() -> None:
    """Where it is not known whether an upper bound was passed, a waiver of the last day does not say so either."""
    pack = rule({"every": "term"}, {"at_most": 0, "of": "contact", "where": {"reached": True}})

    assert one(pack, told(at(10, 1), "a"), waiver(day(1, 23)), as_of=at(2, 1)).status == "undetermined"


ONE = rule({"every": "term"}, {"exactly": 1, "of": "home_visit", "where": {"place": "home"}})


def visited(when: Any, id_: str, **fields: Any) -> Fact:
    """Return a visit at home."""
    return fact("home_visit", id_, occurred=when, **{"place": "home", **fields})


def test_under_two_bounds_a_waiver_of_the_last_day_excuses_what_is_missing() -> None:
    """Nothing need be done any more; until the term ends the upper bound is asked all the same."""
    last = waiver(day(1, 23), day(1, 24), recorded_at=at(9, 20))

    open_ = one(ONE, last, as_of=at(12, 1))
    assert (open_.status, open_.excused_by) == ("holding", "w")
    closed = one(ONE, last, as_of=at(2, 1))
    assert (closed.status, closed.decided_at, closed.is_retroactive) == ("waived", at(1, 24, 0), False)
    late = one(ONE, attrs.evolve(last, recorded_at=at(1, 30)), as_of=at(2, 1))  # type: ignore[misc]
    assert (late.status, late.decided_at, late.is_retroactive) == ("waived", at(1, 30), True)
    unsure = visited(at(10, 1), "v", place=None)
    assert one(ONE, unsure, last, as_of=at(2, 1)).status == "waived"
    assert one(ONE, visited(at(10, 1), "v"), last, as_of=at(2, 1)).status == "fulfilled"
    assert one(ONE, visited(at(10, 1), "v"), visited(at(10, 2), "x"), last, as_of=at(2, 1)).status == "breached"
    assert one(ONE, waiver(day(10, 1), day(10, 2)), as_of=at(2, 1)).status == "breached"


def test_an_excess_excused_by_a_waiver_recorded_later_is_waived_at_once() -> None:
    """A breach of an upper bound becomes waived when the last waiver that excuses it is recorded."""
    pack = rule({"every": "term"}, {"at_most": 0, "of": "contact"})
    both = (told(at(10, 1), "a"), told(at(10, 5), "b"))
    early = waiver(day(10, 1), day(10, 2), id_="early")
    late = waiver(day(10, 5), day(10, 6), id_="late", recorded_at=at(10, 20))

    assert one(pack, *both, early, late, as_of=at(10, 10)).status == "breached"
    found = one(pack, *both, early, late, as_of=at(10, 21))
    assert (found.status, found.excused_by, found.decided_at) == ("waived", "early", at(10, 20))
    assert found.is_retroactive


def test_an_excused_excess_lapses_with_the_stay() -> None:
    """When the child leaves, nothing more can go beyond the bound: what was excused is waived from then on."""
    pack = rule({"every": "term"}, {"at_most": 0, "of": "contact"})
    left = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(11, 1))

    found = one(pack, left, told(at(10, 1), "a"), waiver(day(10, 1), day(10, 2)), as_of=at(12, 1))

    assert (found.status, found.decided_at) == ("waived", at(11, 1, 0))


def test_a_waiver_takes_its_days_out_of_a_standing_breach() -> None:
    """Of an interval in which a standing norm did not hold the waived days are waived, and the rest is breached."""
    plan = fact("plan", "p", kind="annual", since=day(11, 1))

    found = judged(PLAN, plan, waiver(day(9, 10), day(9, 20)), as_of=at(12, 1))

    assert said(found) == [("breached", "09-01"), ("waived", "09-10"), ("breached", "09-20"), ("holding", "11-01")]
    assert [finding.remedied_at for finding in found] == [None, None, at(11, 1, 0), None]
    assert found[1].excused_by == "w"


def test_waivers_of_a_standing_breach_join() -> None:
    """Waivers that adjoin excuse one piece, retroactively if recorded later; the rest of a breach stays."""
    given = (waiver(day(9, 1), day(9, 5), recorded_at=at(9, 10)), waiver(day(9, 5), day(9, 20), id_="x"))

    found = judged(PLAN, *given, as_of=at(10, 1))

    assert said(found) == [("waived", "09-01"), ("breached", "09-20")]
    assert found[0].is_retroactive
    assert said(judged(PLAN, waiver(day(9, 1)), as_of=at(10, 1))) == [("waived", "09-01")]
    assert said(judged(PLAN, waiver(day(10, 5), recorded_at=at(9, 1)), as_of=at(10, 1))) == [("breached", "09-01")]
    held = fact("plan", "p", kind="annual", since=day(9, 1))
    assert said(judged(PLAN, held, waiver(day(9, 1)), as_of=at(10, 1))) == [("holding", "09-01")]


def test_a_waiver_of_a_forbidden_event() -> None:
    """A forbidden event on a waived day is excused; another is not."""
    pack = rule({"always": True}, {"none": True, "of": "contact"})

    found = judged(pack, told(at(10, 1), "a"), told(at(10, 5), "b"), waiver(day(10, 1), day(10, 2)), as_of=at(12, 1))

    assert {finding.trigger: str(finding.status) for finding in found} == {
        None: "holding",
        "a": "waived",
        "b": "breached",
    }


DOCUMENTED = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact"}, unless_documented=True)


def test_a_documented_reason_excuses() -> None:
    """A reason recorded on the trigger excuses the duty, unless it was fulfilled before."""
    reason = revise(CONCERN, reason="why")
    late = revise(reason, recorded_at=at(10, 9))

    found = one(DOCUMENTED, reason)
    assert (found.status, found.excused_by, found.is_retroactive) == ("waived", "c", False)
    assert one(DOCUMENTED, CONCERN).status == "breached"
    assert one(DOCUMENTED, CONCERN, late).is_retroactive
    assert one(DOCUMENTED, CONCERN, late, fact("contact", "k", occurred=at(10, 2))).status == "fulfilled"
    assert one(UPON, reason).status == "breached"
    assert one(DOCUMENTED, reason, waiver(day(9, 1))).excused_by == "w"
    assert one(DOCUMENTED, reason, waiver(day(9, 1), recorded_at=at(10, 9))).excused_by == "c"
    foreseen = revise(reason, recorded_at=at(9, 10))
    assert one(DOCUMENTED, foreseen, waiver(day(9, 1), recorded_at=at(9, 20))).excused_by == "w"


def test_a_documented_reason_excuses_all_of_an_upper_bound() -> None:
    """A reason is about the duty that the trigger opened: what goes beyond an upper bound is excused too."""
    pack = rule({"upon": "concern", "within": "5 days"}, {"at_most": 0, "of": "contact"}, unless_documented=True)

    found = one(pack, revise(CONCERN, reason="why"), fact("contact", "k", occurred=at(10, 2)))

    assert (found.status, found.excused_by, found.is_retroactive) == ("waived", "c", False)


def test_the_earlier_of_a_waiver_and_a_late_reason_excuses_retroactively() -> None:
    """A waiver recorded after the breach and before a reason excuses, and is retroactive."""
    late = revise(CONCERN, reason="why", recorded_at=at(10, 20))

    found = one(DOCUMENTED, CONCERN, late, waiver(day(9, 1), recorded_at=at(10, 9)))

    assert (found.excused_by, found.is_retroactive, found.decided_at) == ("w", True, at(10, 9))


def test_where_reasons_are_not_kept_a_breach_that_one_would_excuse_is_not_told() -> None:
    """A host that keeps no reasons does not know whether there was one: what is missing is not false."""
    keeps = without(fields={"concern": frozenset({"reason"})})

    found = one(DOCUMENTED, CONCERN, keeps=keeps)
    assert (found.status, found.because, found.details.unknown) == (
        "undetermined",
        "unknown_field",
        ("concern.reason",),
    )
    assert one(UPON, CONCERN, keeps=keeps).status == "breached"
    assert one(UPON, CONCERN, waiver(day(9, 1), day(9, 2)), keeps=keeps).status == "breached"
    assert one(DOCUMENTED, CONCERN, fact("contact", "k", occurred=at(10, 2)), keeps=keeps).status == "fulfilled"


def test_a_documented_reason_at_a_moment() -> None:
    """At a moment a reason excuses unless the requirement holds."""
    pack = rule(
        {"at": "home_visit"}, {"at_least": 1, "of": "trigger", "where": {"place": "home"}}, unless_documented=True
    )
    visit = fact("home_visit", "v", occurred=at(10, 1), place="school", reason="why")

    assert one(pack, visit).status == "waived"
    assert one(pack, revise(visit, place="home")).status == "fulfilled"


def test_a_cancelled_trigger_lapses_what_was_open() -> None:
    """A trigger cancelled while there was time lapses the duty; a final status from before stays."""
    cancelled = revise(CONCERN, cancelled=True, recorded_at=at(10, 1, 15))
    later = revise(CONCERN, cancelled=True, recorded_at=at(10, 9))

    found = one(UPON, CONCERN, cancelled)
    assert (found.status, found.decided_at) == ("lapsed", at(10, 1, 15))
    assert one(UPON, CONCERN, later).status == "breached"
    called = fact("contact", "k", occurred=at(10, 1, 13))
    assert one(UPON, CONCERN, cancelled, called).status == "fulfilled"
    twice = rule({"upon": "concern", "within": "1 day"}, {"at_least": 2, "of": "contact"})
    assert (one(twice, CONCERN, cancelled, called).status, one(twice, CONCERN, cancelled).evidence) == ("lapsed", ())
    assert one(twice, CONCERN, cancelled, called).evidence == ("k",)


def test_a_cancelled_trigger_takes_nothing_from_another() -> None:
    """Of two concerns of which one is cancelled the other still asks for what it asked for."""
    other = revise(CONCERN, id="d")
    cancelled = revise(other, cancelled=True, recorded_at=at(10, 1, 15))

    found = judged(UPON, CONCERN, other, cancelled)

    assert {one.trigger: str(one.status) for one in found} == {"c": "breached", "d": "lapsed"}


def test_a_trigger_cancelled_before_its_time_opens_nothing() -> None:
    """An event cancelled before it was to occur opens no duty after it, and lapses one ahead of it."""
    planned = revise(CONCERN, recorded_at=at(9, 20))
    cancelled = revise(CONCERN, cancelled=True, recorded_at=at(9, 25))
    ahead = rule({"before": "concern", "ahead": "1 day"}, {"at_least": 1, "of": "contact"})
    at_once = rule({"at": "concern"}, {"at_least": 1, "of": "plan"})

    assert judged(UPON, planned, cancelled) == []
    assert judged(at_once, planned, cancelled) == []
    assert one(ahead, planned, cancelled).status == "lapsed"
    assert one(ahead, planned).status == "breached"


def test_a_trigger_cancelled_at_its_time_was_one() -> None:
    """What is asked at a moment lapses with an event that is cancelled at that moment; cancelled later it stays."""
    at_once = rule({"at": "concern"}, {"at_least": 1, "of": "plan"})
    whole_day = revise(CONCERN, occurred=day(10, 1))

    def status(made: Fact) -> str:
        return str(one(at_once, made, revise(made, cancelled=True, recorded_at=at(10, 1))).status)

    assert (status(revise(CONCERN, recorded_at=at(9, 20))), status(whole_day)) == ("lapsed", "breached")


def test_a_cancelled_trigger_whose_duty_was_never_told_stays_so() -> None:
    """What could not be judged at its close stays so; a cancelled one without a deadline is not told."""
    pack = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact", "where": {"reached": True}})
    cancelled = revise(CONCERN, cancelled=True, recorded_at=at(10, 9))
    far = rule({"upon": "concern", "within": "900 working days"}, {"at_least": 1, "of": "contact"})
    ahead = rule({"before": "concern", "ahead": "9000 working days"}, {"at_least": 1, "of": "contact"})
    untimed = rule(
        {"upon": "concern", "counted_from": "discovered_at", "within": "1 day"}, {"at_least": 1, "of": "contact"}
    )

    assert one(pack, CONCERN, cancelled, fact("contact", "k", occurred=at(10, 2))).status == "undetermined"
    assert [judged(one_, CONCERN, cancelled) for one_ in (far, ahead, untimed)] == [[], [], []]


def test_a_doubtful_stay_is_undetermined() -> None:
    """Where it is not known whether a norm applies, only what is fulfilled or lapsed is told."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"}, applies_to={"household": "rural"})
    child = fact("student", "s-one")

    assert one(pack, child, as_of=at(2, 1)).because == "applies_unknown"
    assert one(pack, child, fact("home_visit", "v", occurred=at(10, 1)), as_of=at(2, 1)).status == "fulfilled"
