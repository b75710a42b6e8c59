"""Counts, covers, shares and their bounds in a window."""

from typing import Any

import pytest

from homeschool.model import Fact, revise
from tests.engine.builders import judged, one, rule
from tests.model.builders import at, day, fact, kept_since, without

TERM = {"every": "term"}
CLOSED = at(1, 31)
GUARDIANSHIPS = ("gs-one", "gs-two", "gs-three")
OPEN = at(12, 1)


def call(when: Any, id_: str = "a", **fields: Any) -> Fact:
    """Return a contact about `s-one`."""
    return fact("contact", id_, occurred=when, **fields)


def test_a_count_is_met_by_the_fact_that_completes_it() -> None:
    """A lower bound is met at the fact with which the number is reached."""
    pack = rule(TERM, {"at_least": 2, "of": "contact"})

    found = one(pack, call(at(9, 5)), call(at(10, 5), "b"), call(at(11, 5), "c"), as_of=OPEN)

    assert (found.status, found.decided_at, found.evidence) == ("fulfilled", at(10, 5), ("a", "b"))


def test_a_bound_of_nothing_is_met_at_once() -> None:
    """At least none is met when the duty opens."""
    found = one(rule(TERM, {"at_least": 0, "of": "contact"}), as_of=OPEN)

    assert (found.status, found.decided_at) == ("fulfilled", at(9, 1, 0))


def test_an_upper_bound_is_breached_by_the_first_beyond() -> None:
    """An upper bound holds while open, is fulfilled at the close, and breached by the first fact beyond it."""
    pack = rule(TERM, {"at_most": 1, "of": "contact"})
    two = (call(at(9, 5)), call(at(10, 5), "b"))

    assert one(pack, two[0], as_of=OPEN).status == "holding"
    assert one(pack, two[0], as_of=CLOSED).status == "fulfilled"
    assert one(pack, two[0], as_of=CLOSED).evidence == ("a",)
    found = one(pack, *two, as_of=OPEN)
    assert (found.status, found.decided_at, found.evidence) == ("breached", at(10, 5), ("a", "b"))
    assert one(pack, keeps=without("contact"), as_of=OPEN).because == "not_kept"


def test_an_uncertain_upper_bound_is_undetermined() -> None:
    """A fact that may count leaves an upper bound open."""
    pack = rule(TERM, {"at_most": 0, "of": "contact", "where": {"tone": "complaint"}})

    assert one(pack, call(at(9, 5)), as_of=OPEN).because == "unknown_field"


def test_an_upper_bound_lapses_and_counts_only_the_stay() -> None:
    """An upper bound counts only what happens while the norm applies, and lapses with it."""
    pack = rule(TERM, {"at_most": 0, "of": "contact"}, applies_to={"is": "key_student"})
    away = fact("circumstance", "ci", person="s-one", kind="left_behind", since=day(9, 10), until=day(10, 1))

    assert one(pack, away, call(at(9, 5)), as_of=OPEN).status == "lapsed"
    assert one(pack, away, call(at(9, 15)), as_of=OPEN).status == "breached"


def test_both_bounds() -> None:
    """With both bounds the lower is pending while open, and the whole is decided at the close."""
    pack = rule(TERM, {"at_least": 1, "at_most": 2, "of": "contact", "where": {"reached": True}})
    reached = call(at(9, 5), reached=True)

    assert one(pack, as_of=OPEN).status == "pending"
    assert one(pack, reached, as_of=OPEN).status == "holding"
    assert one(pack, reached, as_of=CLOSED).status == "fulfilled"
    assert one(pack, as_of=CLOSED).status == "breached"
    assert one(pack, call(at(9, 5)), as_of=CLOSED).because == "unknown_field"


def test_what_was_done_is_named_where_both_bounds_leave_it_too_little() -> None:
    """A breach of both bounds names the facts that there were, as one of a lower bound does."""
    pack = rule(TERM, {"at_least": 2, "at_most": 3, "of": "contact"})

    found = one(pack, call(at(9, 5)), as_of=CLOSED)

    assert (found.status, found.evidence) == ("breached", ("a",))


def test_what_was_done_at_the_first_moment_counts_towards_making_good() -> None:
    """A call at the moment at which the term begins is the first of two days; the second comes late and makes good."""
    pack = rule(TERM, {"at_least": 2, "of": "contact", "distinct": "day"})

    found = one(pack, call(at(9, 1, 0)), call(at(2, 5), "b"), as_of=at(2, 20))

    assert (found.status, found.evidence, found.remedied_at) == ("breached", ("a",), at(2, 5))


def test_an_upper_bound_is_left_only_when_the_stay_is_over_in_time() -> None:
    """Neither a repeal that is to come nor leaving after the close lapses an upper bound."""
    pack = rule(TERM, {"at_most": 1, "of": "contact"}, in_force={"from": "2025-09-01", "until": "2025-12-15"})
    gone = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(3, 1))

    assert one(pack, as_of=OPEN).status == "holding"
    assert one(pack, as_of=CLOSED).status == "lapsed"
    assert one(rule(TERM, {"at_most": 1, "of": "contact"}), gone, as_of=at(4, 1)).status == "fulfilled"


def test_distinct_days_and_values() -> None:
    """Different days, or different values, are counted once; a value that is blank may be any one."""
    days = rule(TERM, {"at_least": 2, "of": "contact", "distinct": "day"})
    topics = rule(TERM, {"at_least": 2, "of": "contact", "distinct": "topics"})
    subjects = rule(TERM, {"at_least": 2, "of": "contact", "distinct": "school_subject"})

    assert one(days, call(at(9, 5, 9)), call(at(9, 5, 15), "b"), as_of=CLOSED).status == "breached"
    assert one(days, call(at(9, 5)), call(day(9, 6), "b"), as_of=CLOSED).status == "fulfilled"
    assert one(topics, call(at(9, 5), topics=("life", "study")), as_of=CLOSED).status == "fulfilled"
    assert one(topics, call(at(9, 5), topics=("life",)), call(at(9, 6), "b"), as_of=CLOSED).because == "unknown_field"
    same = (call(at(9, 5), school_subject="chinese"), call(at(9, 6), "b", school_subject="chinese"))
    assert one(subjects, *same, as_of=CLOSED).status == "breached"


def test_placed_by_another_time() -> None:
    """A fact may be put into the window by when it was written down, or by another of its times."""
    written = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact", "placed_by": "recorded_at"})
    closed = rule(TERM, {"at_least": 1, "of": "concern", "placed_by": "closed_at", "where": {"severity": "x_a"}})
    concern = fact("concern", "c", occurred=at(10, 1), nature="emotional")

    assert one(written, concern, call(at(10, 1, 13), recorded_at=at(10, 5))).status == "breached"
    assert one(written, concern, call(at(10, 1, 13))).status == "fulfilled"
    assert one(closed, revise(concern, severity="x_a"), as_of=CLOSED).status == "undetermined"
    assert one(closed, revise(concern, severity="x_a", closed_at=at(10, 3)), as_of=CLOSED).status == "fulfilled"
    assert one(closed, revise(concern, severity="x_a", closed_at=at(2, 3)), as_of=CLOSED).status == "breached"


def test_what_is_placed_by_another_time_is_asked_of_its_own() -> None:
    """A call written down after its caller ceased to be class teacher is still a class teacher's call."""
    asks = {"at_least": 1, "of": "contact", "placed_by": "recorded_at", "where": {"by.role": "class_teacher"}}
    pack = rule({"upon": "concern", "within": "3 days"}, asks)
    concern = fact("concern", "c", occurred=at(10, 1), nature="emotional")
    written = call(at(10, 1, 13), by=("t-class",), recorded_at=at(10, 3))

    def status(until: Any) -> str:
        ended = fact("appointment", "a-class", staff="t-class", role="class_teacher", unit="c31", until=until)
        return str(one(pack, concern, written, ended).status)

    assert (status(day(10, 2)), status(day(10, 1))) == ("fulfilled", "breached")


COVER = rule(TERM, {"cover": "topics", "values": ["life", "study"], "of": "contact"})


def test_a_cover_is_met_when_every_value_was_mentioned() -> None:
    """A cover is met by the fact that completes it, pending while open, breached at the close, remedied later."""
    life, study = call(at(9, 5), topics=("life",)), call(at(10, 5), "b", topics=("study",))
    late = revise(study, occurred=at(2, 5))

    assert one(COVER, life, study, as_of=OPEN).decided_at == at(10, 5)
    assert one(COVER, life, as_of=OPEN).status == "pending"
    found = one(COVER, life, late, as_of=at(2, 20))
    assert (found.status, found.remedied_at) == ("breached", at(2, 5))
    assert one(COVER, life, as_of=CLOSED).remedied_at is None


def test_a_cover_in_doubt() -> None:
    """A fact whose values are blank may mention anything; one that may not count may complete a cover."""
    life = call(at(9, 5), topics=("life",))
    where = rule(TERM, {"cover": "topics", "values": ["life", "study"], "of": "contact", "where": {"reached": True}})

    assert one(COVER, life, call(at(9, 6), "b"), as_of=CLOSED).because == "unknown_field"
    assert one(where, call(at(9, 6), topics=("life", "study")), as_of=CLOSED).because == "unknown_field"
    assert one(where, call(at(9, 6), topics=("life",)), as_of=CLOSED).status == "breached"
    assert one(COVER, keeps=without("contact"), as_of=CLOSED).because == "not_kept"
    assert one(COVER, keeps=without(fields={"contact": frozenset({"topics"})}), as_of=OPEN).status == "pending"


def test_a_late_fact_in_doubt_makes_no_cover_good() -> None:
    """What came late and may not count is no remedy; what surely counts is."""
    where = rule(TERM, {"cover": "topics", "values": ["life", "study"], "of": "contact", "where": {"reached": True}})
    doubtful = call(at(2, 5), topics=("life", "study"))

    found = one(where, doubtful, as_of=at(2, 20))
    assert (found.status, found.remedied_at) == ("breached", None)
    assert one(where, revise(doubtful, reached=True), as_of=at(2, 20)).remedied_at == at(2, 5)


def test_a_cover_of_a_field_that_is_not_kept_is_not_known() -> None:
    """Where the host does not keep what is to be mentioned, what a record holds of it by chance proves nothing."""
    keeps = without(fields={"contact": frozenset({"topics"})})

    found = one(COVER, call(at(9, 5), topics=("life", "study")), keeps=keeps, as_of=CLOSED)

    assert (found.status, found.because) == ("undetermined", "unknown_field")


def test_a_cover_of_what_the_subject_has() -> None:
    """The values may be a field of the subject; none of them is met at once, unknown ones leave it open."""
    requires = {"cover": "school_subject", "values": "subject.subjects", "of": "feedback"}
    pack = rule(TERM, requires, subject="school_class")
    blank = fact("school_class", "c31", grade="g3")
    none = fact("school_class", "c31", grade="g3", subjects=())

    assert one(pack, as_of=CLOSED, subject="c31").status == "breached"
    assert one(pack, blank, as_of=CLOSED, subject="c31").because == "unknown_field"
    assert one(pack, none, as_of=CLOSED, subject="c31").status == "fulfilled"


def test_a_fact_may_be_asked_for_what_the_subject_has() -> None:
    """A term may be compared with those of the subject: feedback on a subject that a class does not have is none."""
    asks = {"at_least": 1, "of": "feedback", "where": {"school_subject": "subject.subjects"}}
    pack = rule(TERM, asks, subject="school_class")
    classes = [fact("school_class", "c32", grade="g3", since=day(9, 1), subjects=("chinese",))]

    def status(school_subject: str) -> str:
        made = fact("feedback", "f", occurred=at(9, 5), kind="x_a", concerns=("c32",), school_subject=school_subject)
        return str(one(pack, *classes, made, as_of=CLOSED, subject="c32").status)

    assert (status("chinese"), status("mathematics")) == ("fulfilled", "breached")


def test_a_cover_of_two_steps_and_one_that_lapses() -> None:
    """The values may be those of the records that a fact names; a cover lapses with the stay."""
    pack = rule(TERM, {"cover": "by.role", "values": ["class_teacher", "principal"], "of": "contact"})
    gone = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(10, 1))

    assert one(pack, call(at(9, 5), by=("t-class", "t-head")), as_of=OPEN).status == "fulfilled"
    assert one(pack, gone, as_of=OPEN).status == "lapsed"


def test_who_took_part_is_asked_of_the_time_of_each_fact() -> None:
    """A guest who was a guardian at the first visit and no longer at the second counts at the first alone."""
    pack = rule(TERM, {"at_least": 2, "of": "home_visit", "where": {"visitors.role": "guardian"}})
    ended = fact("guardianship", "gs-one", student="s-one", guardian="g-one", relation="father", until=day(10, 1))
    visits = [fact("home_visit", f"v{month}", occurred=at(month, 20), visitors=("g-one",)) for month in (9, 10)]

    found = one(pack, ended, *visits, as_of=CLOSED)

    assert (found.status, found.evidence) == ("breached", ("v9",))


def test_what_a_role_was_is_asked_anew_for_each_duty() -> None:
    """A class teacher's call counts for both duties in whose time it lies, though a later one counted for neither."""
    asks = {"at_least": 2, "of": "contact", "where": {"by.role": "class_teacher"}}
    pack = rule({"upon": "concern", "within": "30 days"}, asks)
    ended = fact("appointment", "a-class", staff="t-class", role="class_teacher", unit="c31", until=day(10, 1))
    concerns = [fact("concern", f"c{number}", occurred=at(9, number), nature="emotional") for number in (25, 28)]
    calls = [call(at(9, 29), by=("t-class",)), call(at(10, 20), "b", by=("t-class",))]

    found = judged(pack, ended, *concerns, *calls)

    assert [(one.status, one.evidence) for one in found] == [("breached", ("a",))] * 2


SHARE = {"share": {"at_least": "1/2"}, "of": "contact", "where": {"reached": True}, "among": {"mode": "x_online"}}


@pytest.mark.parametrize(("most", "status"), [(1, "breached"), (2, "undetermined")])
def test_what_is_known_may_pass_an_upper_bound_though_not_all_is_kept(most: int, status: str) -> None:
    """Two calls are more than one, however many more there were before they were kept."""
    keeps = kept_since("contact", day(10, 1))
    calls = call(at(9, 5)), call(at(9, 6), "b")

    found = one(rule(TERM, {"at_most": most, "of": "contact"}), *calls, keeps=keeps, as_of=CLOSED)

    assert (found.status, found.because) == (status, None if status == "breached" else "not_kept")


@pytest.mark.parametrize(("most", "status"), [(1, "breached"), (2, "undetermined")])
def test_what_is_in_force_may_pass_an_upper_bound_though_not_all_is_kept(most: int, status: str) -> None:
    """The same of plans that last, asked of every moment."""
    keeps = kept_since("plan", day(10, 1))
    plans = [fact("plan", id_, kind="annual", since=day(9, 1)) for id_ in ("p", "q")]

    found = judged(rule({"always": True}, {"at_most": most, "of": "plan"}), *plans, keeps=keeps, as_of=at(9, 20))

    assert [(each.status, each.because) for each in found] == [(status, None if status == "breached" else "not_kept")]


@pytest.mark.parametrize(
    "asked",
    [
        {"exactly": 1, "of": "contact", "distinct": "by"},
        {"cover": "topics", "values": ["safety", "health"], "of": "contact"},
    ],
    ids=["number", "cover"],
)
def test_why_it_is_not_known_at_an_instant(asked: dict[str, Any]) -> None:
    """What a fact does not tell is why, and not that it is known by its day alone."""
    meeting = fact("meeting", "m", kind="parent_meeting", occurred=at(9, 10))
    calls = call(day(9, 10), by=None, topics=None), call(at(9, 10), "b", by=None, topics=None)

    assert one(rule({"at": "meeting"}, asked), meeting, *calls, as_of=CLOSED).because == "unknown_field"


def test_a_share_is_judged_at_the_close() -> None:
    """A share is pending until its window closes, and holds of an empty whole."""
    pack = rule(TERM, SHARE)
    part = call(at(9, 5), reached=True, mode="x_online")
    rest = call(at(9, 6), "b", reached=False, mode="x_online")

    assert one(pack, part, as_of=OPEN).status == "pending"
    assert one(pack, part, rest, as_of=CLOSED).status == "fulfilled"
    assert one(pack, rest, as_of=CLOSED).status == "breached"
    assert one(pack, as_of=CLOSED).status == "fulfilled"
    assert one(pack, keeps=without("contact"), as_of=CLOSED).because == "not_kept"


def test_a_share_in_doubt_is_an_interval() -> None:
    """What may belong to the whole, or to the part, leaves a share open unless it cannot tip it."""
    pack = rule(TERM, SHARE)
    part = call(at(9, 5), reached=True, mode="x_online")
    unsure_part = call(at(9, 6), "b", mode="x_online")
    unsure_both = call(at(9, 7), "c")
    unsure_rest = call(at(9, 8), "d", reached=False)
    rest = call(at(9, 9), "e", reached=False, mode="x_online")

    assert one(pack, unsure_part, as_of=CLOSED).because == "unknown_field"
    assert one(pack, unsure_both, as_of=CLOSED).because == "unknown_field"
    assert one(pack, part, unsure_part, as_of=CLOSED).status == "fulfilled"
    assert one(pack, part, unsure_rest, as_of=CLOSED).status == "fulfilled"
    assert one(pack, part, unsure_both, unsure_rest, as_of=CLOSED).status == "undetermined"
    assert one(pack, rest, unsure_both, as_of=CLOSED).status == "undetermined"


def test_an_upper_share() -> None:
    """A share may be bounded from above, and lapses with the stay."""
    pack = rule(TERM, {**SHARE, "share": {"at_most": "1/2"}})
    part = call(at(9, 5), reached=True, mode="x_online")
    gone = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(10, 1))

    assert one(pack, part, as_of=CLOSED).status == "breached"
    assert one(pack, part, gone, as_of=CLOSED).status == "lapsed"


@pytest.mark.parametrize(
    ("bound", "reached", "status"),
    [
        ({"at_most": "1/2"}, (True, True), "breached"),
        ({"at_most": "1/2"}, (False, True), "fulfilled"),
        ({"at_most": "1/2"}, (True, False), "undetermined"),
        ({"at_least": 1}, (True, True), "fulfilled"),
        ({"at_least": "1/2"}, (False, True), "undetermined"),
        ({"at_least": "1/3"}, (True, False), "fulfilled"),
        ({"at_least": 1}, (False, None), "breached"),
    ],
)
@pytest.mark.parametrize("timing", [TERM, {"before": "meeting", "ahead": "3 days"}], ids=str)
def test_who_may_be_of_the_whole_is_counted_twice_or_not_at_all(
    timing: dict[str, Any], bound: dict[str, Any], reached: tuple[bool, bool | None], status: str
) -> None:
    """A call of which only the mode is unknown raises the share if it reached somebody, and else lowers it."""
    sure = call(at(9, 10), reached=reached[0], mode="x_online")
    of_no_known_mode = call(at(9, 11), "b", reached=reached[1])
    meeting = fact("meeting", "m", kind="parent_meeting", occurred=day(9, 30))

    pack = rule(timing, {**SHARE, "share": bound})

    assert one(pack, sure, of_no_known_mode, meeting, as_of=CLOSED).status == status


MEMBERS = {"share": {"at_least": "1/2"}, "of": "home_visit", "where": {"place": "home"}, "among": "students"}


def test_a_share_of_members() -> None:
    """A member belongs to the part if a fact that matches names it."""
    pack = rule(TERM, MEMBERS, subject="school")
    home = fact("home_visit", "v", occurred=at(10, 1), place="home")
    blank = fact("home_visit", "v", occurred=at(10, 1))

    assert one(pack, home, as_of=CLOSED, subject="school").status == "fulfilled"
    assert one(pack, as_of=CLOSED, subject="school").status == "breached"
    assert one(pack, blank, as_of=CLOSED, subject="school").because == "unknown_field"
    assert one(pack, keeps=without("enrolment"), as_of=CLOSED, subject="school").because == "not_kept"
    assert one(rule(TERM, MEMBERS, subject="committee"), home, as_of=CLOSED, subject="pc").status == "fulfilled"


def test_shares_at_a_moment() -> None:
    """At a meeting, the part of the seats present is asked of the event itself, or of its lists."""
    lists = {"share": {"at_least": "1/2"}, "of": "trigger.participants", "where": {"role": "parent"}, "among": {}}
    pack = rule({"at": "meeting"}, lists)
    met = fact("meeting", "m", occurred=at(10, 1), kind="liaison", participants=("g-one", "t-class"))

    assert one(pack, met).status in {"fulfilled", "undetermined"}
    assert one(pack, revise(met, participants=("t-class",))).status in {"breached", "undetermined"}
    assert one(pack, revise(met, participants=None)).because == "unknown_field"
    assert one(pack, revise(met, participants=())).status == "fulfilled"


def test_a_share_of_members_at_a_moment() -> None:
    """At a term's start, the share of students whom a plan names is asked of what is in force."""
    pack = rule(
        {"at": {"start_of": "term"}}, {"share": {"at_least": 1}, "of": "plan", "among": "students"}, subject="school"
    )
    plans = [fact("plan", f"p-{id_}", kind="annual", concerns=(id_,)) for id_ in ("s-one", "s-two")]

    statuses = [
        [finding.status for finding in judged(pack, *some, subject="school")] for some in (plans, plans[:1], [])
    ]

    assert statuses == [["fulfilled"] * 2, ["breached"] * 2, ["breached"] * 2]
    assert judged(pack, keeps=without("plan"), subject="school")[0].because == "not_kept"


def test_a_share_of_members_whom_an_event_of_that_moment_names() -> None:
    """At a meeting of a school, an event of that moment counts for the members that it names."""
    pack = rule(
        {"at": "meeting"}, {"share": {"at_least": "1/2"}, "of": "contact", "among": "students"}, subject="school"
    )
    met = fact("meeting", "m", occurred=at(10, 8), kind="liaison", concerns=("school",))

    assert one(pack, met, call(at(10, 8)), subject="school").status == "fulfilled"
    assert one(pack, met, subject="school").status == "breached"


def test_a_share_at_a_moment_is_open_where_what_may_count_could_tip_it() -> None:
    """Where a plan that may count decides whether the share is reached, or passed, the finding is undetermined."""
    asks = {"of": "plan", "where": {"contents": "rights"}, "among": "students"}
    timing = {"at": {"start_of": "term"}}
    least = rule(timing, {"share": {"at_least": 1}, **asks}, subject="school")
    most = rule(timing, {"share": {"at_most": "1/2"}, **asks}, subject="school")
    sure = fact("plan", "p", kind="annual", contents=("rights",))
    unsure = fact("plan", "q", kind="annual", concerns=("s-two",))

    for pack in (least, most):
        found = one(pack, sure, unsure, subject="school", as_of=OPEN)

        assert (found.status, found.because) == ("undetermined", "unknown_field")


def test_a_bound_by_size() -> None:
    """A bound may be a multiple of how many members there are; of a subject without, of its school's."""
    half = rule(TERM, {"at_least": {"size": "students", "times": "1/2"}, "of": "home_visit"}, subject="school")
    visit = fact("home_visit", "v", occurred=at(10, 1), concerns=("school",))

    assert one(half, visit, as_of=OPEN, subject="school").status == "fulfilled"
    assert one(half, visit, as_of=OPEN, subject="school", keeps=without("enrolment")).because == "unknown_field"
    by_class = rule(TERM, {"at_least": {"size": "classes"}, "of": "contact"})
    assert one(by_class, call(at(9, 5)), as_of=OPEN).details.needed == "2"
    partner = rule(TERM, {"at_least": {"size": "seats"}, "of": "contact"}, subject="partner")
    assert (
        one(partner, fact("partner", "p-one", kind="community", since=day(9, 1)), as_of=OPEN, subject="p-one").status
        == "fulfilled"
    )


def test_a_bound_by_share() -> None:
    """A bound may be the share of the school's members that meet a condition; unknown for one, unknown for all."""
    requires = {
        "share": {"at_least": {"share": "students", "where": {"household": "rural"}}},
        "of": "contact",
        "among": {"reached": True},
        "where": {"mode": "x_online"},
    }
    pack = rule(TERM, requires)
    rural = fact("student", "s-two", household="rural")
    online = call(at(9, 5), reached=True, mode="x_online")
    other = call(at(9, 6), "b", reached=True, mode="x_paper")

    assert one(pack, rural, online, other, as_of=CLOSED).status == "fulfilled"
    assert one(pack, rural, other, as_of=CLOSED).status == "breached"
    assert one(pack, online, as_of=CLOSED).because == "unknown_field"
    assert one(pack, rural, online, as_of=CLOSED, keeps=without("enrolment")).status == "undetermined"


def test_a_share_of_nobody_asks_for_nothing() -> None:
    """In a school without children the share of those from the countryside is none, and so is what is asked."""
    bound = {"at_least": {"share": "students", "where": {"household": "rural"}}, "of": "contact"}

    found = one(rule(TERM, bound, subject="school"), drop=("e-one", "e-two"), as_of=OPEN, subject="school")

    assert (found.status, found.details.needed) == ("fulfilled", "0")


def test_a_bound_by_the_preceding_period() -> None:
    """A bound may be the count of the period before; in the first there is none."""
    pack = rule({"every": "month"}, {"at_least": {"preceding": True}, "of": "contact"})

    found = judged(pack, call(at(9, 5)), call(at(11, 5), "b"), as_of=at(12, 1))

    assert [finding.status for finding in found[:3]] == ["fulfilled", "breached", "fulfilled"]
    most = rule({"every": "month"}, {"at_most": {"preceding": True, "times": 2}, "of": "contact"})
    assert [finding.status for finding in judged(most, call(at(9, 5)), as_of=at(12, 1))][:2] == [
        "fulfilled",
        "fulfilled",
    ]
    dated = without()
    keeps = type(dated)({**dated.classes, "contact": type(dated.classes["plan"])(since=day(10, 1))})
    assert judged(pack, keeps=keeps, as_of=at(12, 1))[1].because in {"unknown_field", "not_kept"}


def test_preceding_means_nothing_without_periods() -> None:
    """Without periods there is no preceding one: no bound."""
    pack = rule({"upon": "concern", "within": "1 day"}, {"at_least": {"preceding": True}, "of": "contact"})
    at_pack = rule({"at": "concern"}, {"at_most": {"preceding": True}, "of": "plan"})
    concern = fact("concern", "c", occurred=at(10, 1), nature="emotional")

    assert one(pack, concern).status == "fulfilled"
    assert one(at_pack, concern).status == "fulfilled"


@pytest.mark.parametrize(("hours", "status"), [(1, "fulfilled"), (1.5, "breached"), (None, "undetermined")])
def test_a_bound_by_a_field_of_the_trigger(hours: float | None, status: str) -> None:
    """A bound may be a number that the trigger holds; a blank one is not known."""
    pack = rule({"upon": "service", "within": "1 day"}, {"at_least": "trigger.hours", "of": "contact"})
    service = fact("service", "s", occurred=at(10, 1), kind="guidance", hours=hours)

    assert one(pack, service, call(at(10, 2))).status == status


def test_unknown_bounds_at_a_moment() -> None:
    """At a moment, a bound that is not known leaves the finding open, of a count and of a share."""
    count = rule({"at": "service"}, {"at_least": "trigger.hours", "of": "plan"})
    share = rule({"at": "service"}, {"share": {"at_least": "trigger.hours"}, "of": "plan"})
    service = fact("service", "s", occurred=at(10, 1), kind="guidance")
    plan = fact("plan", "p", kind="annual")

    assert one(count, service).because == "unknown_field"
    assert one(share, service, plan).because == "unknown_field"
    assert one(share, service).status == "fulfilled"


def test_a_cover_at_a_moment() -> None:
    """At a moment, a cover is asked of what is in force and of the event, and may be open."""
    pack = rule(
        {"at": "activity"},
        {"cover": "contents", "values": ["rights", "duties"], "of": "plan", "where": {"kind": "annual"}},
    )
    trip = fact("activity", "t", occurred=at(10, 1), kind="x_trip")

    def status(*contents: Any, kind: str = "annual") -> str:
        plans = [fact("plan", f"p{number}", kind=kind, contents=one) for number, one in enumerate(contents)]
        return str(one(pack, trip, *plans).status)

    assert status(("rights", "duties")) == "fulfilled"
    assert status(("rights",)) == "breached"
    assert status(("rights",), None) == "undetermined"
    assert status() == "breached"
    assert one(pack, trip, keeps=without("plan")).because == "not_kept"
    kept = one(
        rule({"at": "activity"}, {"at_least": 1, "of": ["plan", "notice"]}),
        trip,
        fact("plan", "p", kind="annual"),
        keeps=without("notice"),
    )
    assert kept.status == "fulfilled"


def test_a_cover_of_the_trigger_by_a_reference() -> None:
    """At a meeting the topics asked for may be those of another field, known or not."""
    pack = rule({"at": "evaluation"}, {"cover": "topics", "values": "trigger.contents", "of": "trigger"})
    review = fact("evaluation", "e", occurred=at(10, 1), kind="x_review", topics=("x_a",), contents=("x_a",))

    assert one(pack, review).status == "fulfilled"
    assert one(pack, revise(review, contents=("x_b",))).status == "breached"
    assert one(pack, revise(review, contents=None)).because == "unknown_field"
    assert one(pack, revise(review, topics=None)).because == "unknown_field"


def test_an_uncertain_fact_at_a_moment_may_complete_a_cover() -> None:
    """A plan that may be of the kind asked for may complete a cover; if it cannot, the cover is breached."""
    where = {"in_force": True, "parties": "school"}
    pack = rule({"at": "activity"}, {"cover": "contents", "values": ["rights", "duties"], "of": "plan", "where": where})
    trip = fact("activity", "t", occurred=at(10, 1), kind="x_trip")
    sure = fact("plan", "p", kind="annual", contents=("rights",), parties=("school",))

    def with_other(contents: Any) -> str:
        return str(one(pack, trip, sure, fact("plan", "q", kind="annual", contents=contents)).status)

    assert [with_other(("duties",)), with_other(("x_a",)), with_other(None)] == [
        "undetermined",
        "breached",
        "undetermined",
    ]


def test_a_share_has_no_preceding_bound() -> None:
    """A share cannot be held against the count of the period before: that bound is not known."""
    pack = rule(TERM, {"share": {"at_least": {"preceding": True}}, "of": "contact"})

    assert one(pack, call(at(9, 5)), as_of=CLOSED).because == "unknown_field"


def test_what_concerns_a_school_reaches_its_classes() -> None:
    """A notice of the whole school counts for each class, a visit does not."""
    notices = rule(TERM, {"at_least": 1, "of": "notice"}, subject="school_class")
    visits = rule(TERM, {"at_least": 1, "of": "home_visit"}, subject="school_class")
    notice = fact("notice", "n", occurred=at(10, 1), concerns=("school",), kind="x_trip")
    visit = fact("home_visit", "v", occurred=at(10, 1), concerns=("school",))
    since = fact("school_class", "c31", grade="g3", since=day(9, 1))

    assert one(notices, since, notice, visit, as_of=OPEN, subject="c31").status == "fulfilled"
    assert one(visits, since, notice, visit, as_of=OPEN, subject="c31").status == "pending"


def test_what_concerns_a_class_reaches_a_child_until_it_leaves() -> None:
    """A notice to a class at the moment at which a child is in another is none for the child."""
    pack = rule(TERM, {"at_least": 1, "of": "notice"})
    ended = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(10, 1))
    moved = fact("enrolment", "e-more", student="s-one", school_class="c32", since=day(10, 1))

    def status(when: Any) -> str:
        notice = fact("notice", "n", occurred=when, concerns=("c31",), kind="x_trip")
        return str(one(pack, ended, moved, notice, as_of=OPEN).status)

    assert (status(at(9, 30, 23)), status(at(10, 1, 0))) == ("fulfilled", "pending")


@pytest.mark.parametrize(("kind", "subject"), [("guardian", "g-one"), ("guardianship", "gs-one")])
def test_what_concerns_a_child_concerns_its_family(kind: str, subject: str) -> None:
    """A contact about a child, and a notice to its class, count for its guardians; what is about others does not."""
    calls = rule(TERM, {"at_least": 1, "of": "contact"}, subject=kind)
    notices = rule(TERM, {"at_least": 1, "of": "notice"}, subject=kind)

    def notice(school_class: str) -> Fact:
        return fact("notice", "n", occurred=at(10, 1), concerns=(school_class,), kind="x_trip")

    assert one(calls, call(at(10, 1)), as_of=OPEN, subject=subject).status == "fulfilled"
    assert one(calls, call(at(10, 1), concerns=("s-two",)), as_of=OPEN, subject=subject).status == "pending"
    assert one(notices, notice("c31"), as_of=OPEN, subject=subject).status == "fulfilled"
    assert one(notices, notice("c32"), as_of=OPEN, subject=subject).status == "pending"


def test_plans_are_placed_by_their_first_day() -> None:
    """What lasts counts for a period by the day on which it begins."""
    pack = rule(TERM, {"at_least": 1, "of": "plan"})

    assert one(pack, fact("plan", "p", kind="annual", since=day(9, 20)), as_of=OPEN).decided_at == at(9, 20, 0)


def test_what_a_field_holds_for_a_time_ties_for_that_time() -> None:
    """A call to a guardian counts for the child while it is that child's guardian, and not after."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "contact", "link": "guardian", "link_to": "guardians"})
    until_november = fact(
        "guardianship",
        "gs-more",
        student="s-one",
        guardian="g-three",
        relation="relative",
        since=day(9, 1),
        until=day(11, 1),
    )
    calls = [fact("contact", "k", occurred=at(month, 3), concerns=("s-two",), guardian="g-three") for month in (10, 11)]

    in_time, too_late = (one(pack, until_november, call, as_of=at(2, 1)) for call in calls)
    assert (in_time.status, in_time.evidence) == ("fulfilled", ("k",))
    assert too_late.status == "breached"


def test_what_a_field_holds_is_not_known_where_its_source_is_not_kept() -> None:
    """Where nobody records who a child's guardians are, calls to guardians prove nothing and lack of them neither."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "contact", "link": "guardian", "link_to": "guardians"})

    found = one(pack, as_of=at(2, 1), keeps=without("guardianship"), drop=GUARDIANSHIPS)
    assert (found.status, found.because) == ("undetermined", "not_kept")


def test_triggers_tied_by_what_is_not_kept_are_not_known() -> None:
    """Where the ties that a trigger goes by are not kept, the school is told so once."""
    pack = rule(
        {"upon": "contact", "link": "guardian", "link_to": "guardians", "within": "1 day"},
        {"at_least": 1, "of": "home_visit"},
    )

    found = judged(pack, as_of=at(2, 1), keeps=without("guardianship"), drop=GUARDIANSHIPS, subject="school")
    assert [(one.status, one.because) for one in found] == [("undetermined", "not_kept")]


def test_at_an_event_its_members_may_be_named_by_it() -> None:
    """Under `at` a share of members counts those whom the event itself names; under `upon` it does not."""
    both = {"share": {"at_least": 1}, "of": "meeting", "among": "guardianships", "where": {"kind": "parent_meeting"}}
    held = fact("meeting", "m", occurred=at(10, 8), kind="parent_meeting")

    at_it = rule({"at": "meeting"}, both)
    after_it = rule({"upon": "meeting", "within": "1 day"}, both)
    assert one(at_it, held, as_of=at(11, 1)).status == "fulfilled"
    assert one(after_it, held, as_of=at(11, 1)).status == "breached"
