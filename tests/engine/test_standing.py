"""What stands: rolling duties, and what must hold at every instant."""

from datetime import date
from typing import Any

import pytest

from homeschool.model import Fact, Kept, revise
from homeschool.policy import amend_pack
from tests.engine.builders import judged, one, rule, said
from tests.model.builders import at, day, fact, kept_since, without

CALL = {"at_least": 1, "of": "contact"}
WEEKLY = rule({"rolling": "1 week"}, CALL)


def call(when: Any, id_: str, **fields: Any) -> Fact:
    """Return a contact about `s-one`."""
    return fact("contact", id_, occurred=when, **fields)


def enrolled(since: Any, until: Any) -> Fact:
    """Return the enrolment of `s-one` for some days."""
    return fact("enrolment", "e-one", student="s-one", school_class="c31", since=since, until=until)


LEFT = enrolled(day(9, 1), day(9, 5))


def test_a_performance_closes_a_window_and_opens_the_next() -> None:
    """Windows run from one performance to the next deadline."""
    found = judged(WEEKLY, call(at(9, 3), "a"), call(at(9, 9), "b"), as_of=at(9, 12))

    assert [(one.status, one.evidence) for one in found] == [
        ("fulfilled", ("a",)),
        ("fulfilled", ("b",)),
        ("pending", ()),
    ]
    assert [one.opens for one in found] == [at(9, 1, 0), at(9, 3), at(9, 9)]
    assert found[2].deadline == at(9, 16, 23, 59).replace(second=59, microsecond=999999)


def test_a_missed_deadline_opens_the_next_window() -> None:
    """A missed deadline opens the next window, and a late performance remedies the one before it."""
    found = judged(WEEKLY, call(at(9, 12), "a"), as_of=at(9, 13))

    assert said(found) == [("breached", "09-01"), ("fulfilled", "09-09"), ("pending", "09-12")]
    assert found[0].remedied_at == at(9, 12)


def test_elapsed_time_is_counted_from_the_instant() -> None:
    """With elapsed time the next window is counted from the last moment of the one that was missed."""
    pack = rule({"rolling": "72 h"}, CALL)

    found = judged(pack, as_of=at(9, 7))

    assert [one.deadline for one in found] == [at(9, 4, 0), at(9, 7, 0), at(9, 10, 0)]


def test_leaving_lapses_the_open_window() -> None:
    """A window that is open when the norm ceases to apply lapses; a stay that has not begun opens none."""
    assert said(judged(WEEKLY, enrolled(day(9, 1), day(9, 4)), as_of=at(12, 1))) == [("lapsed", "09-01")]
    assert judged(WEEKLY, enrolled(day(10, 1), None), as_of=at(9, 30)) == []


def test_an_unknown_performance_leaves_what_follows_open() -> None:
    """After a performance that may not be one, nothing is told until the next certain one."""
    pack = rule({"rolling": "1 week"}, {**CALL, "where": {"reached": True}})
    doubtful, sure = call(at(9, 3), "a"), call(at(9, 20), "b", reached=True)

    assert said(judged(pack, doubtful, as_of=at(9, 5))) == [("pending", "09-01")]
    found = judged(pack, doubtful, as_of=at(9, 25))
    assert [(one.status, one.because) for one in found] == [("undetermined", "unknown_field")]
    assert said(judged(pack, doubtful, sure, as_of=at(9, 25))) == [("undetermined", "09-01"), ("pending", "09-20")]
    assert said(judged(pack, doubtful, enrolled(day(9, 1), day(9, 4)), as_of=at(9, 25))) == [("lapsed", "09-01")]


def test_rolling_where_it_is_not_known_whether_the_norm_applies() -> None:
    """A missed window of a child to whom the norm may apply is no breach; one that was kept is fulfilled."""
    pack = rule({"rolling": "1 week"}, CALL, applies_to={"household": "rural"})
    child = fact("student", "s-one")

    found = judged(pack, child, call(at(9, 3), "a"), as_of=at(9, 12))

    assert [(one.status, one.because) for one in found] == [
        ("fulfilled", None),
        ("undetermined", "applies_unknown"),
        ("undetermined", "applies_unknown"),
    ]


def test_a_performance_at_the_moment_at_which_a_window_opens() -> None:
    """A call at the first moment of a window closes it, the first window and one after a missed deadline."""
    first = judged(WEEKLY, call(at(9, 1, 0), "a"), as_of=at(9, 3))
    after = judged(WEEKLY, call(at(9, 9, 0), "a"), as_of=at(9, 12))

    assert said(first) == [("fulfilled", "09-01"), ("pending", "09-01")]
    assert said(after) == [("breached", "09-01"), ("fulfilled", "09-09"), ("pending", "09-09")]


def test_leaving_at_the_deadline_is_no_lapse() -> None:
    """Who leaves at the moment at which the window closes had all the time there was: the window was missed."""
    assert said(judged(WEEKLY, enrolled(day(9, 1), day(9, 9)), as_of=at(9, 12))) == [("breached", "09-01")]
    assert said(judged(WEEKLY, enrolled(day(9, 1), day(9, 8)), as_of=at(9, 12))) == [("lapsed", "09-01")]


def test_a_performance_that_straddles_the_deadline() -> None:
    """A performance known by its day, on which the window ends, may be in time."""
    pack = rule({"rolling": "36 h"}, CALL)

    found = judged(pack, call(day(9, 2), "a"), as_of=at(9, 3))

    assert (found[0].status, found[0].because) == ("undetermined", "straddles")


def test_rolling_without_the_table() -> None:
    """Where the performances are not kept nothing can be told."""
    assert one(WEEKLY, keeps=without("contact")).because == "not_kept"


def test_rolling_since_the_table_is_kept() -> None:
    """A window that opens when the performances are kept is judged, though the one before it would not have been."""
    keeps = kept_since("contact", day(9, 3))

    found = judged(WEEKLY, call(at(9, 3), "a"), keeps=keeps, as_of=at(9, 12))

    assert said(found) == [("fulfilled", "09-01"), ("breached", "09-03"), ("pending", "09-11")]


def test_rolling_since_the_table_is_kept_and_once_there_is_a_performance() -> None:
    """Before the table was kept no window can be told, until the next performance opens one."""
    keeps = kept_since("contact", day(9, 3))

    found = judged(WEEKLY, call(day(9, 2), "a"), call(at(9, 20), "b"), keeps=keeps, as_of=at(9, 29))

    assert said(found) == [
        ("fulfilled", "09-01"),
        ("undetermined", "09-02"),
        ("breached", "09-20"),
        ("pending", "09-28"),
    ]


def test_rolling_where_a_performance_may_count_and_the_table_was_not_kept() -> None:
    """Where the table was not kept when a window opened, that is why it is not known, at once and whoever leaves."""
    pack = rule({"rolling": "1 week"}, {**CALL, "where": {"reached": True}})
    keeps = kept_since("contact", day(9, 3))

    found = [judged(pack, call(day(9, 4), "a"), *more, keeps=keeps, as_of=at(9, 5)) for more in ((), (LEFT,))]

    assert [(one.status, one.because) for (one,) in found] == [("undetermined", "not_kept")] * 2


def test_rolling_beyond_the_calendar() -> None:
    """A deadline beyond what the calendar knows cannot be told."""
    pack = rule({"rolling": "900 working days"}, CALL)

    assert (one(pack).status, one(pack).because) == ("undetermined", "calendar")


def test_rolling_within_the_time_in_force() -> None:
    """Windows open only while the present wording opens duties."""
    pack = amend_pack(WEEKLY, "visits", {"timing": {"rolling": "2 weeks"}}, reason="r", starts_on=day(9, 15))

    found = judged(pack, as_of=at(9, 20))

    assert said(found) == [("breached", "09-01"), ("breached", "09-09"), ("pending", "09-15")]


PLAN = rule({"always": True}, {"at_least": 1, "of": "plan"})
TOLERANT = rule({"always": True, "tolerance": "30 days"}, {"at_least": 1, "of": "plan"})


def plan(since: Any, until: Any = None, id_: str = "p", **fields: Any) -> Fact:
    """Return a plan for `s-one` in force for some days."""
    return fact("plan", id_, since=since, until=until, **{"kind": "annual", **fields})


def test_what_stands_is_holding() -> None:
    """A standing norm that holds has one finding, from the beginning."""
    found = one(PLAN, plan(day(9, 1)), as_of=at(12, 1))

    assert (found.status, found.opens, found.deadline) == ("holding", at(9, 1, 0), None)
    assert found.evidence == ("p",)


def test_each_interval_without_is_a_breach() -> None:
    """Each interval in which it does not hold is a breach, its end the remedy, and what follows holds."""
    found = judged(PLAN, plan(day(9, 10), day(10, 1)), plan(day(11, 1), id_="q"), as_of=at(12, 1))

    assert said(found) == [("breached", "09-01"), ("breached", "10-01"), ("holding", "11-01")]
    assert [one.remedied_at for one in found] == [at(9, 10, 0), at(11, 1, 0), None]


def test_a_breach_that_goes_on_is_the_last_finding() -> None:
    """While it does not hold there is no finding of holding."""
    assert said(judged(PLAN, plan(day(9, 1), day(10, 1)), as_of=at(12, 1))) == [("breached", "10-01")]


def test_a_vacancy_within_the_tolerance_is_no_breach() -> None:
    """A vacancy shorter than the tolerance is none; a longer one is a breach from its start."""
    gap = (plan(day(9, 1), day(10, 1)), plan(day(10, 20), id_="q"))

    assert said(judged(TOLERANT, *gap, as_of=at(12, 1))) == [("holding", "09-01")]
    ends = plan(day(9, 1), day(10, 1))
    assert said(judged(TOLERANT, ends, as_of=at(10, 31, 23))) == [("holding", "09-01")]
    assert said(judged(TOLERANT, ends, as_of=at(11, 1, 0))) == [("breached", "10-01")]
    hours = rule({"always": True, "tolerance": "24 h"}, {"at_least": 1, "of": "plan"})
    assert said(judged(hours, ends, as_of=at(10, 2))) == [("breached", "10-01")]


def test_a_tolerance_beyond_the_calendar() -> None:
    """A tolerance whose end the calendar does not know leaves a vacancy undetermined."""
    pack = rule({"always": True, "tolerance": "900 working days"}, {"at_least": 1, "of": "plan"})

    assert (one(pack).status, one(pack).because) == ("undetermined", "calendar")


def test_a_tolerance_in_school_days() -> None:
    """A tolerance of school days is over with the last of them: from Friday the 19th with Wednesday the 24th."""
    pack = rule({"always": True, "tolerance": "3 school days"}, {"at_least": 1, "of": "plan"})
    ends = plan(day(9, 1), day(9, 19))

    assert said(judged(pack, ends, as_of=at(9, 24, 23))) == [("holding", "09-01")]
    assert said(judged(pack, ends, as_of=at(9, 25, 0))) == [("breached", "09-19")]


def test_leaving_lapses_what_held() -> None:
    """When the norm ceases to apply, what held lapses; a breach stays."""
    gone = enrolled(day(9, 1), day(10, 1))

    assert said(judged(PLAN, gone, plan(day(9, 1)), as_of=at(12, 1))) == [("lapsed", "09-01")]
    assert said(judged(PLAN, gone, as_of=at(12, 1))) == [("breached", "09-01")]


def test_an_unknown_present_is_undetermined() -> None:
    """Where it is not known whether it holds now, the finding is undetermined; a past doubt gives nothing."""
    pack = rule({"always": True}, {"at_least": 1, "of": "plan", "where": {"contents": "rights"}})
    doubtful = plan(day(9, 1), day(10, 1))

    assert one(pack, plan(day(9, 1))).because == "unknown_field"
    assert said(judged(pack, doubtful, plan(day(10, 1), id_="q", contents=("rights",)))) == [("holding", "09-01")]
    assert one(PLAN, keeps=without("plan")).because == "not_kept"


def test_a_superseded_wording_leaves_no_lapse() -> None:
    """Where a new wording takes over, the old one ends silently."""
    pack = amend_pack(PLAN, "visits", {"requires": {"where": {"kind": "annual"}}}, reason="r", starts_on=day(11, 1))

    assert said(judged(pack, plan(day(9, 1)), as_of=at(12, 1))) == [("holding", "11-01")]
    assert said(judged(pack, as_of=at(12, 1))) == [("breached", "09-01"), ("breached", "11-01")]


def test_a_norm_that_has_not_begun_has_no_finding() -> None:
    """Before a standing norm is in force there is nothing to find."""
    pack = rule({"always": True}, {"at_least": 1, "of": "plan"}, in_force={"from": "2026-02-01"})

    assert judged(pack, as_of=at(12, 1)) == []


NEVER = rule({"always": True}, {"none": True, "of": "disclosure", "where": {"is_external": True}})


def told(when: Any, id_: str = "d", **fields: Any) -> Fact:
    """Return a disclosure of data of `s-one`."""
    return fact("disclosure", id_, occurred=when, data="x_contact", **{"is_external": True, **fields})


def test_each_forbidden_event_is_a_breach() -> None:
    """A standing prohibition gives a breach for each event, and holds for the rest."""
    found = judged(NEVER, told(at(10, 1)), told(at(10, 5), "e", is_external=False), as_of=at(12, 1))

    assert [(one.status, one.trigger, one.opens) for one in found] == [
        ("holding", None, at(9, 1, 0)),
        ("breached", "d", at(10, 1)),
    ]
    assert found[1].deadline == found[1].decided_at == at(10, 1)


def test_a_forbidden_event_of_the_first_moment_is_a_breach() -> None:
    """What happens at the very moment from which it is forbidden, or on that day, is a breach."""
    for when in (at(9, 1, 0), day(9, 1)):
        found = judged(NEVER, told(when), as_of=at(12, 1))

        assert {(one.trigger, one.status) for one in found} == {(None, "holding"), ("d", "breached")}


def test_a_doubtful_event_is_undetermined() -> None:
    """An event that may be forbidden, or whose day straddles the beginning, is undetermined."""
    doubtful = judged(NEVER, told(at(10, 1), is_external=None), as_of=at(12, 1))
    seats = rule({"always": True}, {"none": True, "of": "disclosure"}, subject="seat")

    assert [(one.status, one.because) for one in doubtful] == [("holding", None), ("undetermined", "unknown_field")]
    assert said(judged(seats, subject="seat-one")) == [("holding", "09-01")]


def test_a_prohibition_lapses_and_needs_its_table() -> None:
    """A prohibition lapses with the stay; without the table nothing is told; what comes before or after is free."""
    gone = enrolled(day(9, 1), day(10, 1))

    assert said(judged(NEVER, gone, told(at(10, 1, 9)), as_of=at(12, 1))) == [("lapsed", "09-01")]
    assert one(NEVER, keeps=without("disclosure")).because == "not_kept"


def test_a_prohibition_kept_from_a_day_on() -> None:
    """Where events are kept only from a later day, the beginning is not known."""
    keeps = without()
    dated = type(keeps)({**keeps.classes, "disclosure": Kept(since=day(10, 1))})

    assert one(NEVER, keeps=dated).because == "not_kept"


@pytest.mark.parametrize(
    ("requires", "statuses"),
    [
        ({"cover": "contents", "values": ["rights", "duties"], "of": "plan"}, ["breached", "holding"]),
        ({"at_least": 2, "of": "plan"}, ["breached", "holding"]),
        ({"at_most": 1, "of": "plan"}, ["breached"]),
        ({"exactly": 2, "of": "plan", "distinct": "kind"}, ["breached"]),
        (
            {"share": {"at_least": "1/2"}, "of": "plan", "among": {"kind": "annual"}, "where": {"contents": "rights"}},
            ["holding"],
        ),
        ({"share": {"at_least": 1}, "of": "plan", "among": "guardians"}, ["holding"]),
        ({"at_least": {"size": "guardians"}, "of": "plan"}, ["breached", "holding"]),
    ],
)
def test_every_requirement_may_stand(requires: dict[str, Any], statuses: list[str]) -> None:
    """Counts, covers and shares of what lasts are asked of every instant."""
    pack = rule({"always": True}, requires)
    plans = (plan(day(9, 1), contents=("rights",)), plan(day(10, 1), id_="q", contents=("duties",)))

    assert [finding.status for finding in judged(pack, *plans)] == statuses


@pytest.mark.parametrize(("since", "status"), [(day(9, 1), "holding"), (day(10, 1), "undetermined")])
def test_a_share_of_members_whose_table_is_not_kept_yet(since: date, status: str) -> None:
    """Who the members are is known only since the host keeps the table that says so; until then no share is."""
    pack = rule({"always": True}, {"share": {"at_least": 0}, "of": "plan", "among": "guardians"})

    assert one(pack, keeps=kept_since("guardianship", since), as_of=at(9, 20)).status == status


@pytest.mark.parametrize(
    ("bound", "kind", "status"),
    [
        ({"at_most": "1/2"}, "annual", "breached"),
        ({"at_least": 1}, "annual", "holding"),
        ({"at_most": "1/2"}, "x_other", "holding"),
        ({"at_least": "1/2"}, "x_other", "breached"),
    ],
)
def test_what_may_be_of_the_whole_raises_a_share_or_lowers_it(bound: dict[str, Any], kind: str, status: str) -> None:
    """A plan whose contents alone are unknown is in the part, if of the whole at all; or surely is not."""
    share = {"share": bound, "of": "plan", "among": {"contents": "rights"}, "where": {"kind": "annual"}}
    sure = plan(day(9, 1), contents=("rights",), kind=kind)

    found = judged(rule({"always": True}, share), sure, plan(day(9, 1), id_="q", kind=kind))

    assert [finding.status for finding in found] == [status]


def test_what_is_asked_may_change_with_age() -> None:
    """A birthday can make a standing norm hold, or cease to."""
    pack = rule({"always": True}, {"at_least": 1, "of": "enrolment", "where": {"student.age": {"below": 10}}})

    assert said(judged(pack, as_of=at(8, 31))) == [("breached", "05-11")]


@pytest.mark.parametrize("where", [{"circumstances": "left_behind"}, {"is": "key_student"}])
def test_what_is_asked_of_records_that_others_name(where: dict[str, Any]) -> None:
    """A standing norm may ask of an enrolment that its child be in some circumstance: it holds from then on."""
    asks = {"at_least": 1, "of": "enrolment", "where": {"student": {"some": where}}}
    pack = rule({"always": True}, asks)
    away = fact("circumstance", "ci", person="s-one", kind="left_behind", since=day(10, 1))

    assert said(judged(pack, away, as_of=at(12, 1))) == [("breached", "09-01"), ("holding", "10-01")]


def test_what_is_compared_with_may_change_by_itself() -> None:
    """A plan that no guardian of the child may have written is right from the day on which its author is none."""
    asks = {"at_least": 1, "of": "plan", "where": {"not": {"authors": "subject.guardians"}}}
    ended = fact("guardianship", "gs-one", student="s-one", guardian="g-one", relation="father", until=day(10, 1))

    found = judged(rule({"always": True}, asks), ended, plan(day(9, 1), authors=("g-one",)), as_of=at(12, 1))

    assert said(found) == [("breached", "09-01"), ("holding", "10-01")]


def test_a_conditional_standing_norm_in_doubt() -> None:
    """Where it is not known whether a standing norm applies, only lapses are told."""
    pack = rule({"always": True}, {"at_least": 1, "of": "plan"}, applies_to={"household": "rural"})
    child = fact("student", "s-one")

    assert one(pack, child).because == "applies_unknown"
    assert judged(pack) == []


def test_a_cancelled_plan_is_no_plan() -> None:
    """An instrument that was cancelled does not stand."""
    made = plan(day(9, 1))
    gone = revise(made, cancelled=True, recorded_at=at(10, 1))

    assert said(judged(PLAN, made, gone)) == [("breached", "09-01")]


def test_what_is_to_come_has_no_finding_yet() -> None:
    """A child that is to arrive, as is known already, has no window and no standing duty yet."""
    coming = fact("enrolment", "e-one", student="s-one", school_class="c31", since=day(10, 1), recorded_at=at(9, 1))

    assert judged(WEEKLY, coming, as_of=at(9, 30)) == []
    assert judged(PLAN, coming, as_of=at(9, 30)) == []


def test_an_unknown_that_has_ended_gives_nothing() -> None:
    """A doubt at the end of a stay that is over is no finding."""
    pack = rule({"always": True}, {"at_least": 1, "of": "plan", "where": {"contents": "rights"}})

    assert judged(pack, plan(day(9, 1)), enrolled(day(9, 1), day(10, 1)), as_of=at(12, 1)) == []
