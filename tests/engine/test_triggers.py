"""After a moment, ahead of one, at one."""

from datetime import date
from typing import Any

import attrs
import pytest

from homeschool.calendar import Span
from homeschool.engine import Readings
from homeschool.model import Fact, revise
from homeschool.policy import make_pack
from homeschool.policy.timing import Moment, Upon
from tests.engine.builders import findings, judged, of, one, rule, said
from tests.model.builders import at, day, fact, school
from tests.policy.builders import pack_of

CALL = {"at_least": 1, "of": "contact", "where": {"reached": True}}
CONCERN = {"upon": "concern", "where": {"nature": "emotional"}, "counted_from": "discovered_at"}
UPON = rule({**CONCERN, "within": "24 h"}, CALL)


def concern(**fields: Any) -> Fact:
    """Return a concern about `s-one`, discovered on 1 October at noon unless said otherwise."""
    given = {"occurred": at(10, 1, 8), "nature": "emotional", "discovered_at": at(10, 1), **fields}
    return fact("concern", "c", **given)


def call(when: Any, id_: str = "call", **fields: Any) -> Fact:
    """Return a contact that reached somebody."""
    return fact("contact", id_, occurred=when, **{"reached": True, **fields})


def test_upon_opens_with_the_moment_and_closes_with_the_span() -> None:
    """The deadline of elapsed time is the moment and the span, included."""
    in_time = one(UPON, concern(), call(at(10, 2)), as_of=at(10, 9))
    late = one(UPON, concern(), call(at(10, 2, 12, 1)), as_of=at(10, 9))

    assert (in_time.opens, in_time.deadline, in_time.trigger) == (at(10, 1), at(10, 2), "c")
    assert in_time.status == "fulfilled"
    assert (late.status, late.remedied_at) == ("breached", at(10, 2, 12, 1))
    assert one(UPON, concern(), as_of=at(10, 2)).status == "pending"
    assert one(UPON, concern(), as_of=at(10, 2, 12, 1)).status == "breached"


def test_what_happens_before_the_moment_does_not_count() -> None:
    """Evidence lies in the window, which begins with the trigger."""
    assert one(UPON, concern(), call(at(10, 1, 11, 59)), as_of=at(10, 9)).status == "breached"


def test_a_trigger_that_does_not_match_opens_nothing() -> None:
    """Another kind of concern, one about somebody else, one yet to come open nothing."""
    assert judged(UPON, concern(nature="risk")) == []
    assert judged(UPON, concern(concerns=("s-two",))) == []
    assert judged(UPON, concern(), as_of=at(10, 1, 11)) == []
    assert judged(UPON, concern(concerns=("c31",))) == []


def test_an_unknown_moment_is_undetermined() -> None:
    """Where the time that counts is not filled, the duty cannot be told."""
    found = one(UPON, concern(discovered_at=None))

    assert (found.status, found.because, found.opens, found.trigger) == ("undetermined", "unknown_field", None, "c")


@pytest.mark.parametrize("keys", [{}, {"unless_documented": True}])
def test_a_moment_yet_to_come_opens_nothing(keys: dict[str, Any]) -> None:
    """Where the time that counts lies ahead, nothing is owed yet, though the event has occurred."""
    pack = rule({**CONCERN, "within": "24 h"}, CALL, **keys)
    foreseen = concern(discovered_at=at(10, 5))

    assert judged(pack, foreseen, as_of=at(10, 3)) == []
    assert one(pack, foreseen, as_of=at(10, 5)).opens == at(10, 5)


def test_an_uncertain_trigger_is_undetermined_unless_discharged() -> None:
    """Where it is not known whether a fact is a trigger, only what is fulfilled is told."""
    pack = rule({"upon": "home_visit", "where": {"place": "home"}, "within": "1 day"}, CALL)
    visit = fact("home_visit", "v", occurred=at(10, 1))

    assert (one(pack, visit).status, one(pack, visit).because) == ("undetermined", "unknown_field")
    assert one(pack, visit, call(at(10, 2))).status == "fulfilled"


def test_civil_days_end_with_their_last_day() -> None:
    """A span of days does not count the day of the event and ends with its last day."""
    pack = rule({**CONCERN, "within": "1 day"}, CALL)

    assert one(pack, concern(), call(at(10, 2, 23, 59)), as_of=at(10, 9)).status == "fulfilled"
    assert one(pack, concern(), as_of=at(10, 2, 23, 59)).status == "pending"
    assert one(pack, concern(), as_of=at(10, 3, 0)).status == "breached"


def test_at_once_is_as_long_as_the_host_reads_it() -> None:
    """How long at once may take is two hours unless the host reads it otherwise."""
    pack = rule({**CONCERN, "within": "at once"}, CALL)
    later = call(at(10, 1, 15))

    assert one(pack, concern(), later).status == "breached"
    assert one(pack, concern(), later, readings=Readings(at_once=Span.parse("4 h"))).status == "fulfilled"
    assert one(pack, concern(), later, readings=Readings(at_once=Span.parse("0 days"))).status == "fulfilled"


def test_a_day_known_trigger_has_a_doubtful_end() -> None:
    """Counted from a day, elapsed time surely ends after its beginning and at the latest after its end."""
    pack = rule({"upon": "concern", "within": "24 h"}, CALL)
    whole_day = concern(occurred=day(10, 1))

    assert one(pack, whole_day, call(at(10, 2, 0))).status == "fulfilled"
    assert one(pack, whole_day, call(at(10, 2, 8))).because == "straddles"
    assert one(pack, whole_day, call(at(10, 3, 8))).status == "breached"


def test_until_the_end_of_a_period() -> None:
    """With `until` the window ends with the period in which the moment lies; where none does, nobody can tell."""
    pack = rule({"upon": "concern", "until": "term"}, CALL)

    assert one(pack, concern(), as_of=at(12, 1)).deadline == at(1, 23, 23, 59).replace(second=59, microsecond=999999)
    outside = one(pack, concern(occurred=at(2, 1)))
    assert (outside.status, outside.because, outside.opens) == ("undetermined", "calendar", at(2, 1))


def test_until_the_end_of_the_period_in_which_a_day_lies() -> None:
    """What is known only by the last day of a term is owed by the end of that day; the first day is of the term too."""
    pack = rule({"upon": "concern", "until": "term"}, CALL)
    last, first = concern(occurred=day(1, 23)), concern(occurred=day(3, 2))

    assert one(pack, last).deadline == at(1, 23, 23, 59).replace(second=59, microsecond=999999)
    assert one(pack, first).deadline == at(7, 3, 23, 59).replace(second=59, microsecond=999999)


def test_a_norm_that_names_no_time_ends_with_the_school_year() -> None:
    """A norm made in Python that says neither a span nor a period is owed by the end of the school year."""
    pack = rule({"upon": "concern", "within": "1 day"}, CALL)
    (norm,) = pack.norms
    open_ended = attrs.evolve(pack, digest="", norms=(attrs.evolve(norm, timing=Upon(Moment(("concern",)))),))

    found = one(open_ended, concern(), as_of=at(7, 20))

    assert found.status == "pending"
    assert found.deadline == at(8, 31, 23, 59).replace(second=59, microsecond=999999)


def test_a_span_beyond_the_calendar_is_undetermined() -> None:
    """Where a deadline lies beyond what the calendar knows, it cannot be told."""
    upon = rule({"upon": "concern", "within": "900 working days"}, CALL)
    before = rule({"before": "meeting", "ahead": "9000 working days"}, CALL)
    meeting = fact("meeting", "m", occurred=at(10, 1), kind="liaison")

    assert one(upon, concern()).because == "calendar"
    assert one(before, meeting).because == "calendar"


def test_an_event_never_discharges_the_duty_that_it_triggers() -> None:
    """A norm may ask for another contact after each contact."""
    pack = rule({"upon": "contact", "within": "2 days"}, {"at_least": 1, "of": "contact"})

    found = judged(pack, call(at(10, 1), "one"), call(at(10, 2), "two"))

    assert [(finding.trigger, finding.status) for finding in found] == [("one", "fulfilled"), ("two", "breached")]


def test_edges_of_what_lasts_are_moments() -> None:
    """The start and the end of an enrolment are moments of the student."""
    start = rule({"upon": {"start_of": "enrolment"}, "within": "1 week"}, CALL)
    end = rule({"upon": {"end_of": "circumstance"}, "within": "1 week"}, CALL)
    away = fact("circumstance", "ci", person="s-one", kind="left_behind", until=day(10, 1))

    assert one(start).opens == at(9, 1, 0)
    assert one(end, away).opens == at(10, 1, 0)
    assert judged(end, away, as_of=at(9, 30)) == []


def test_several_classes_of_triggers() -> None:
    """A norm may be set off by facts of several classes, and by periods."""
    pack = rule({"upon": ["concern", "home_visit"], "within": "1 day"}, CALL)
    period = rule({"upon": {"start_of": "term"}, "within": "1 week"}, CALL)

    found = judged(pack, concern(), fact("home_visit", "v", occurred=at(10, 5)))

    assert [finding.trigger for finding in found] == ["c", "v"]
    assert [finding.trigger for finding in judged(period)] == ["term:2025-09-01", "term:2026-03-02"]


def test_norms_of_one_pack_are_set_off_each_by_its_own() -> None:
    """Two norms that differ only in which concerns set them off do not mistake the one for the other."""
    norms = [
        {"id": nature, "timing": {"upon": "concern", "where": {"nature": nature}, "within": "1 day"}, "requires": CALL}
        for nature in ("emotional", "risk")
    ]
    risk = fact("concern", "r", occurred=at(10, 5), nature="risk")

    found = judged(make_pack(pack_of(*norms)), concern(), risk)

    assert [(one.norm.slug, one.trigger) for one in found] == [("emotional", "c"), ("risk", "r")]


MEETING = {"before": "meeting", "where": {"kind": "committee"}, "link": "participants"}
PAPERS = {"at_least": 1, "of": "publication", "where": {"kind": "materials", "about": "trigger"}}
AHEAD = rule({**MEETING, "ahead": "3 working days"}, PAPERS, subject="committee")


def meeting(when: Any = None, **fields: Any) -> Fact:
    """Return a committee's meeting on Friday 10 October, recorded on 20 September."""
    given = {"occurred": when or at(10, 24), "kind": "committee", "participants": ("pc",), "concerns": ("pc",)}
    return fact("meeting", "m", **{**given, "recorded_at": at(9, 20), **fields})


def papers(when: Any) -> Fact:
    """Return the papers of that meeting."""
    return fact("publication", "p", occurred=when, kind="materials", about=("m",), concerns=("pc",))


def test_before_ends_with_the_day_that_lies_ahead() -> None:
    """Three working days before a Friday are over with the Tuesday; what comes later is late."""
    in_time = one(AHEAD, meeting(), papers(at(10, 21, 23)), subject="pc")
    late = one(AHEAD, meeting(), papers(at(10, 22, 0)), subject="pc")

    assert (in_time.status, in_time.opens) == ("fulfilled", at(9, 1, 0))
    assert (late.status, late.remedied_at) == ("breached", at(10, 22, 0))


def test_a_planned_event_opens_the_duty() -> None:
    """Once a meeting is recorded its papers are owed, though it is still to come."""
    assert one(AHEAD, meeting(), as_of=at(9, 20), subject="pc").status == "pending"
    assert judged(AHEAD, meeting(), as_of=at(9, 19), subject="pc") == []


def test_no_earlier_than() -> None:
    """Papers sent too long before do not count."""
    pack = rule({**MEETING, "ahead": "3 working days", "no_earlier_than": "2 weeks"}, PAPERS, subject="committee")
    hours = rule({**MEETING, "ahead": "24 h", "no_earlier_than": "48 h"}, PAPERS, subject="committee")

    assert one(pack, meeting(), papers(at(10, 10, 0)), subject="pc").status == "fulfilled"
    assert one(pack, meeting(), papers(at(10, 9, 23)), subject="pc").status == "breached"
    assert one(hours, meeting(), papers(at(10, 22)), subject="pc").status == "fulfilled"
    assert one(hours, meeting(), papers(at(10, 22, 11)), subject="pc").status == "breached"


def test_no_earlier_than_so_long_before_a_day() -> None:
    """Two weeks before a meeting known by its day begin with the same day of the week, as before one at an hour."""
    pack = rule({**MEETING, "ahead": "3 working days", "no_earlier_than": "2 weeks"}, PAPERS, subject="committee")
    whole_day = meeting(day(10, 24))

    assert one(pack, whole_day, papers(at(10, 10, 0)), subject="pc").status == "fulfilled"
    assert one(pack, whole_day, papers(at(10, 9, 23)), subject="pc").status == "breached"


def test_a_meeting_that_is_moved_is_the_same_duty() -> None:
    """A meeting moved to another day has another deadline."""
    moved = revise(meeting(), occurred=at(10, 31), recorded_at=at(10, 15))

    found = one(AHEAD, meeting(), moved, papers(at(10, 28)), subject="pc")

    assert (found.status, found.trigger) == ("fulfilled", "m")


def test_a_plan_counts_if_it_is_in_force_at_the_deadline() -> None:
    """What lasts is evidence before an event if it is in force at the deadline."""
    needs = {"at_least": 1, "of": ["plan", "publication"]}
    pack = rule({**MEETING, "ahead": "1 day"}, needs, subject="committee")
    made = fact("plan", "plan", kind="annual", concerns=("pc",), since=day(9, 10), until=day(10, 24))
    over = revise(made, until=day(10, 23))

    assert one(pack, meeting(), made, subject="pc").evidence == ("plan",)
    assert one(pack, meeting(), made, as_of=at(10, 23), subject="pc").status == "pending"
    last_moment = at(10, 23, 23, 59).replace(second=59, microsecond=999999)
    assert one(pack, meeting(), made, as_of=last_moment, subject="pc").status == "fulfilled"
    assert one(pack, meeting(), over, subject="pc").status == "breached"


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (day(9, 10), None, "fulfilled"),
        (day(10, 16), day(10, 18), "fulfilled"),
        (day(10, 17), None, "undetermined"),
        (day(9, 10), day(10, 17), "undetermined"),
        (day(10, 18), None, "breached"),
        (day(9, 10), day(10, 16), "breached"),
    ],
    ids=["all the while", "just those days", "begins", "ends", "too late", "over"],
)
def test_before_a_day_a_plan_surely_counts_if_in_force_whenever_the_deadline_falls(
    since: date, until: date | None, status: str
) -> None:
    """Twelve hours ahead of some moment of the 17th lie between noon of the 16th and noon of the 17th."""
    pack = rule({"before": "meeting", "ahead": "12 h"}, {"at_least": 1, "of": "plan"})
    event = fact("meeting", "m", occurred=day(10, 17), concerns=("s-one",), kind="committee")
    made = fact("plan", "plan", kind="annual", concerns=("s-one",), since=since, until=until)

    found = one(pack, event, made)

    assert (found.status, found.because) == (status, "straddles" if status == "undetermined" else None)


def test_before_a_day_a_call_surely_counts_if_it_comes_before_the_deadline_may_fall() -> None:
    """Twelve hours ahead of the 17th may be over after noon of the 16th, and are surely over at noon of the 17th."""
    pack = rule({"before": "meeting", "ahead": "12 h"}, CALL)
    event = fact("meeting", "m", occurred=day(10, 17), concerns=("s-one",), kind="committee")

    statuses = [str(one(pack, event, call(when)).status) for when in (at(10, 16), at(10, 16, 13), at(10, 17, 13))]

    assert statuses == ["fulfilled", "undetermined", "breached"]


def test_before_periods_and_edges() -> None:
    """A norm may ask for something before a term begins, or before a seat ends."""
    term = rule({"before": {"start_of": "term"}, "ahead": "1 week"}, {"at_least": 1, "of": "contact"})

    found = judged(term, call(at(2, 1)))[-1]

    assert (found.trigger, found.status) == ("term:2026-03-02", "fulfilled")


def test_before_asks_whether_it_applies_until_the_deadline() -> None:
    """The norm must apply at some time from the recording to the deadline; leaving before it lapses the duty."""
    pack = rule({"before": "meeting", "ahead": "1 day"}, CALL, applies_to={"is": "key_student"})
    away = fact("circumstance", "ci", person="s-one", kind="left_behind", since=day(9, 10), until=day(10, 1))
    met = meeting(concerns=("s-one",), kind="liaison")

    assert one(pack, met, away).status == "lapsed"
    assert judged(pack, met) == []
    assert judged(pack, met, revise(away, until=day(9, 15))) == []


def test_before_with_an_unknown_moment() -> None:
    """Where the time of the event that counts is not filled, the duty cannot be told."""
    pack = rule({"before": "survey", "ahead": "1 day", "counted_from": "closed_at"}, CALL)
    at_pack = rule({"at": "survey", "counted_from": "closed_at"}, CALL)
    survey = fact("survey", "q", occurred=at(10, 1), kind="opinion")

    assert one(pack, survey).because == "unknown_field"
    assert one(at_pack, survey).because == "unknown_field"


TWO = rule({"at": "home_visit"}, {"at_least": 2, "of": "trigger.visitors", "where": {"role": "staff"}})


@pytest.mark.parametrize(
    ("visitors", "status"),
    [(("t-class", "t-head"), "fulfilled"), (("t-class", "g-one"), "breached"), (None, "undetermined")],
)
def test_at_asks_the_event_itself(visitors: Any, status: str) -> None:
    """A visit is made by two teachers: asked of the list inside the trigger, and unknown where it is blank."""
    found = one(TWO, fact("home_visit", "v", occurred=at(10, 1), visitors=visitors))

    assert found.status == status
    assert found.opens == found.deadline == at(10, 1)


def test_at_asks_a_field_of_the_event() -> None:
    """A condition is put to the trigger; a field that is blank leaves it open."""
    pack = rule({"at": "home_visit"}, {"at_least": 1, "of": "trigger", "where": {"place": "home"}})

    statuses = [
        one(pack, fact("home_visit", "v", occurred=at(10, 1), place=place)).status for place in ("home", "school", None)
    ]

    assert statuses == ["fulfilled", "breached", "undetermined"]


def test_at_asks_what_is_in_force_then() -> None:
    """An agreement must be in force at the moment; an event of that moment counts too."""
    pack = rule({"at": "activity"}, {"at_least": 1, "of": ["agreement", "notice"]})
    trip = fact("activity", "trip", occurred=at(10, 1), kind="x_trip")
    agreed = fact("agreement", "a", kind="x_consent", since=day(9, 10), until=day(10, 1))

    assert one(pack, trip, agreed).status == "breached"
    assert one(pack, trip, revise(agreed, until=day(10, 2))).evidence == ("a",)
    assert one(pack, trip, fact("notice", "n", occurred=at(10, 1), kind="x_trip")).evidence == ("n",)


def test_at_asks_what_there_is_about_an_event_though_it_was_cancelled_later() -> None:
    """What was written down about an event is found, also once the event itself has been cancelled."""
    pack = rule(
        {"at": "home_visit"}, {"at_least": 1, "of": "trigger", "where": {"has": {"of": "entry", "link": "about"}}}
    )
    visit = fact("home_visit", "v", occurred=at(10, 1))
    entry = fact("entry", "e", kind="home_visit_record", occurred=at(9, 30), about=("v",))
    gone = revise(visit, cancelled=True, recorded_at=at(10, 5))

    assert one(pack, visit, entry, gone, as_of=at(10, 9)).status == "fulfilled"
    assert one(pack, visit, gone, as_of=at(10, 9)).status == "breached"


def test_at_period_edges_counts_all_who_are_there() -> None:
    """At the start of a term every student is asked."""
    pack = rule({"at": {"start_of": "term"}}, {"at_least": 1, "of": "plan"})

    found = findings(pack, school(fact("plan", "p", kind="annual", concerns=("c31",))), at(4, 1))

    assert said(of(found)) == [("fulfilled", "09-01"), ("fulfilled", "03-02")]
    assert said(of(found, "s-two")) == [("breached", "09-01"), ("breached", "03-02")]


def test_at_the_end_of_a_seat() -> None:
    """A seat is asked of at its own start and end."""
    pack = rule(
        {"at": {"start_of": "seat"}}, {"at_least": 1, "of": "trigger", "where": {"office": "chair"}}, subject="seat"
    )

    assert one(pack, subject="seat-one").status == "fulfilled"
    assert one(pack, subject="seat-two").status == "undetermined"


def test_each_bearer_owes_alone() -> None:
    """With `each` there is one duty for each who bears it, and one with nobody where nobody does."""
    asks = {"at_least": 1, "of": "contact", "where": {"guardian": "bearer"}}
    pack = rule({"every": "term"}, asks, bearer={"each": "guardian"})
    vacant = rule({"every": "term"}, asks, bearer={"each": "psychology_teacher"})

    found = judged(pack, call(at(10, 1), guardian="g-one"), as_of=at(2, 1))

    assert [(finding.bearer, finding.status) for finding in found] == [("g-one", "fulfilled"), ("g-two", "breached")]
    assert one(vacant, as_of=at(12, 1)).bearer is None


def test_joint_bearers_owe_together() -> None:
    """What refers to the bearer means any of those who bear the duty jointly."""
    pack = rule(
        {"every": "term"},
        {"at_least": 1, "of": "contact", "where": {"by": "bearer"}},
        bearer=["class_teacher", "principal"],
    )

    assert one(pack, call(at(10, 1), by=("t-head",)), as_of=at(12, 1)).status == "fulfilled"
    assert one(pack, call(at(10, 1), by=("t-maths",)), as_of=at(12, 1)).status == "pending"


def test_a_visitor_who_is_not_known_yet() -> None:
    """A list inside the trigger that names somebody written down later is not known."""
    seen = fact("home_visit", "v", occurred=at(10, 1), visitors=("t-new",))

    assert one(TWO, seen, fact("staff", "t-new", recorded_at=at(12, 1)), as_of=at(11, 1)).because == "unknown_field"


def test_before_opens_only_while_in_force() -> None:
    """An event that occurs when the norm is not in force yet opens no duty ahead of it."""
    pack = rule({"before": "meeting", "ahead": "1 day"}, CALL, in_force={"from": "2026-02-01"})

    assert judged(pack, meeting(concerns=("s-one",), kind="liaison")) == []


def test_a_guardian_whose_child_comes_when_the_guardianship_ends_owes_nothing() -> None:
    """Who ceases to be a guardian on the very day on which the child is enrolled was never one here."""
    pack = rule(
        {"before": "meeting", "link": "participants", "ahead": "1 day"},
        {"at_least": 1, "of": "contact"},
        subject="guardian",
    )
    ended = fact("guardianship", "gs-one", student="s-one", guardian="g-one", relation="father", until=day(10, 1))
    come = fact("enrolment", "e-one", student="s-one", school_class="c31", since=day(10, 1))
    invited = meeting(participants=("g-one", "g-two"))

    assert one(pack, ended, come, invited, subject="g-two").status == "breached"
    assert judged(pack, ended, come, invited, subject="g-one") == []


def test_triggers_come_in_order_of_the_time_that_counts() -> None:
    """Duties of a subject come in order of the moment that opened them, those without one first, and then of the id."""
    first = concern(discovered_at=at(10, 6))
    second = revise(first, id="d", occurred=at(10, 2), discovered_at=at(10, 3))
    third = revise(first, id="b", occurred=at(10, 3), discovered_at=at(10, 3))
    blank = revise(first, id="a", occurred=at(10, 4), discovered_at=None)

    found = judged(UPON, first, second, third, blank, as_of=at(10, 9))

    assert [finding.trigger for finding in found] == ["a", "b", "d", "c"]


def test_what_is_owed_after_an_event_is_found_alike_whoever_asks_for_it() -> None:
    """A norm whose triggers are of two classes finds the same as one that asks of each class by itself."""
    entry = fact("entry", "n", occurred=at(10, 3), kind="growth_file")
    both = rule({"upon": ["concern", "entry"], "within": "24 h"}, CALL)
    apart = [rule({"upon": name, "within": "24 h"}, CALL) for name in ("concern", "entry")]
    facts = (concern(), entry, call(at(10, 1, 9)), call(at(10, 5), "later"))

    found = judged(both, *facts)

    assert [(one.trigger, one.status, one.remedied_at, one.details) for one in found] == [
        (one.trigger, one.status, one.remedied_at, one.details) for pack in apart for one in judged(pack, *facts)
    ]


def test_what_happens_to_those_to_whom_a_norm_does_not_apply_opens_nothing() -> None:
    """A concern about a child opens a duty if the norm applies to it; where that is not known, the duty is in doubt."""
    pack = rule({**CONCERN, "within": "24 h"}, CALL, applies_to={"household": "rural"})
    doubtful, answer = concern(concerns=("s-two",)), call(at(10, 2), concerns=("s-two",))

    assert judged(pack, concern()) == []
    assert one(pack, doubtful, subject="s-two").because == "applies_unknown"
    assert one(pack, doubtful, answer, subject="s-two").status == "fulfilled"


def test_what_happens_at_the_moment_at_which_a_norm_ceases_to_apply_opens_nothing() -> None:
    """A norm applies up to the end of the circumstance, that moment excluded."""
    pack = rule({"upon": "concern", "within": "24 h"}, CALL, applies_to={"is": "key_student"})
    away = fact("circumstance", "ci", person="s-one", kind="left_behind", since=day(9, 10), until=day(10, 1))

    assert one(pack, away, concern(occurred=at(9, 30, 23)), as_of=at(10, 9)).status == "lapsed"
    assert judged(pack, away, concern(occurred=at(10, 1, 0)), as_of=at(10, 9)) == []
