"""The oracle on tiny cases, straight from what the language of norms says of itself."""

from datetime import date, datetime
from typing import Any

import pytest

from homeschool.calendar import SHANGHAI, Span
from homeschool.errors import NotWaivableError
from homeschool.model import Fact, Keeps, Register
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import Pack
from homeschool.policy.read_norm import Document, read_norm
from homeschool.policy.reading import Reader
from tests.laws.strategies import CALENDAR, make
from tests.oracle import Judged, oracle_findings

TITLE = Bilingual("文件", "document")
SINCE = date(2024, 9, 1)
VISIT = {"of": "home_visit", "where": {"place": "home"}}
EVERY_TERM = {"timing": {"every": "term"}, "requires": {"at_least": 1, **VISIT}}
WITHIN_A_DAY = {
    "timing": {"upon": "concern", "within": "24 h"},
    "requires": {"at_least": 1, "of": "contact", "where": {"reached": True}},
}


def at(text: str) -> datetime:
    """Read a moment: ``10-05`` is midnight of 5 October of the school year, ``10-05 08:20`` an instant."""
    month = int(text[:2])
    return datetime.fromisoformat(f"{2025 if month >= 8 else 2026}-{text}").replace(tzinfo=SHANGHAI)


def on(text: str) -> date:
    """Read a day of the school year."""
    return at(text).date()


def norm_of(**parts: Any) -> Norm:
    """Read a norm from its parts, as a pack has them."""
    data = {
        "id": "norm",
        "clause": "一",
        "modality": "obligation",
        "title": {"zh": "题", "en": "title"},
        "bearer": "class_teacher",
        "subject": "student",
    }
    reader = Reader()
    norm = read_norm(reader, {**data, **parts}, "norm", Document("pack", TITLE))
    assert not reader.mistakes
    return norm


def people(since: date = SINCE, until: date | None = None) -> list[Fact]:
    """Make one child at school with one guardian and a class teacher."""
    return [
        make("school", id="school", stage="primary"),
        make("grade", id="grade", school="school"),
        make("school_class", id="class", grade="grade"),
        make("student", id="child", born_on=date(2016, 9, 1)),
        make("guardian", id="mother"),
        make("staff", id="teacher"),
        make("enrolment", id="enrolment", student="child", school_class="class", since=since, until=until),
        make("guardianship", id="tie", student="child", guardian="mother", relation="mother", since=SINCE),
        make("appointment", id="post", staff="teacher", role="class_teacher", unit="class", since=SINCE),
    ]


def judge(
    norm: Norm, *facts: Fact, as_of: str, others: list[Fact] | None = None, keeps: Keeps | None = None
) -> list[Judged]:
    """Judge one norm over one child and some facts."""
    register = Register([*(people() if others is None else others), *facts], CALENDAR, keeps=keeps or Keeps())
    return oracle_findings(Pack("pack", TITLE, (norm,)), register, as_of=at(as_of), at_once=Span.parse("2 h"))


def statuses(found: list[Judged]) -> list[str]:
    """Return the statuses, earliest duty first."""
    return [one.status for one in sorted(found, key=lambda one: str(one.opens))]


def visit(day: str, **fields: Any) -> Fact:
    """Make a visit at home on a whole day, or at an instant."""
    occurred = at(day) if " " in day else on(day)
    return make(
        "home_visit", **{"id": "visit", "occurred": occurred, "concerns": ("child",), "place": "home", **fields}
    )


def concern(when: str, **fields: Any) -> Fact:
    """Make a concern about the child."""
    occurred = at(when) if " " in when else on(when)
    return make(
        "concern", **{"id": "concern", "occurred": occurred, "concerns": ("child",), "nature": "emotional", **fields}
    )


def contact(when: str, **fields: Any) -> Fact:
    """Make a contact that reached the family."""
    occurred = at(when) if " " in when else on(when)
    return make("contact", **{"id": "contact", "occurred": occurred, "concerns": ("child",), "reached": True, **fields})


@pytest.mark.parametrize(
    ("day", "status"),
    [("09-01", "fulfilled"), ("01-23", "fulfilled"), ("01-23 23:59", "fulfilled"), ("01-24", "breached")],
)
def test_the_last_day_of_a_period_counts_and_the_day_after_does_not(day: str, status: str) -> None:
    """A term ends with its last day: a visit on it is in time, one on the next day is not."""
    found = judge(norm_of(**EVERY_TERM), visit(day), as_of="02-01")

    assert statuses(found) == [status]


def test_a_late_visit_is_a_remedy_and_the_breach_stays() -> None:
    """A late performance leaves the finding breached and shows when it was made good."""
    (found,) = judge(norm_of(**EVERY_TERM), visit("01-25"), as_of="02-01")

    assert (found.status, found.decided_at, found.remedied_at) == ("breached", at("01-24"), at("01-25"))


def test_before_the_end_of_the_period_the_duty_is_pending() -> None:
    """While there is time nothing is breached."""
    assert statuses(judge(norm_of(**EVERY_TERM), as_of="01-23 23:59")) == ["pending"]


def test_a_planned_visit_proves_nothing() -> None:
    """What is recorded and not yet occurred does not fulfil."""
    planned = visit("10-09", recorded_at=at("10-01"))

    assert statuses(judge(norm_of(**EVERY_TERM), planned, as_of="10-05")) == ["pending"]


def test_an_unknown_field_leaves_it_pending_and_then_undetermined() -> None:
    """A visit whose place is not filled is neither counted nor dismissed."""
    norm, unknown = norm_of(**EVERY_TERM), visit("10-09", place=None)

    assert statuses(judge(norm, unknown, as_of="10-20")) == ["pending"]
    assert [(one.status, one.because) for one in judge(norm, unknown, as_of="02-01")] == [
        ("undetermined", "unknown_field")
    ]


def test_a_table_that_is_not_kept_is_not_empty() -> None:
    """Where visits are not kept the duty cannot be judged; where they are and none is there, it is breached."""
    keeps = Keeps.only("school", "grade", "school_class", "student", "enrolment", "appointment")
    (found,) = judge(norm_of(**EVERY_TERM), as_of="02-01", keeps=keeps)

    assert (found.status, found.because) == ("undetermined", "not_kept")


@pytest.mark.parametrize(("arrival", "duties"), [("12-24", 1), ("12-26", 0)])
def test_a_child_who_arrives_late_in_the_term_owes_nothing(arrival: str, duties: int) -> None:
    """A stay of fewer than thirty days to the end of the term opens no duty."""
    found = judge(norm_of(**EVERY_TERM), as_of="02-01", others=people(on(arrival)))

    assert len(found) == duties


def test_leaving_while_there_is_time_lapses_the_duty() -> None:
    """A child who leaves before the end of the term is owed nothing more; it is shown as lapsed."""
    (found,) = judge(norm_of(**EVERY_TERM), as_of="02-01", others=people(until=on("11-10")))

    assert (found.status, found.decided_at) == ("lapsed", at("11-10"))


def test_leaving_does_not_erase_an_earlier_breach() -> None:
    """What was breached before a child left stays breached."""
    found = judge(norm_of(**EVERY_TERM), as_of="07-10", others=people(until=on("03-20")))

    assert statuses(found) == ["breached", "lapsed"]


def test_an_opening_part_that_has_gone_runs_from_arrival() -> None:
    """Two weeks are two weeks from arrival for a child who arrives after the first two weeks of the term."""
    norm = norm_of(timing={"every": "term", "within": "2 weeks"}, requires={"at_least": 1, **VISIT})
    (found,) = judge(norm, as_of="12-01", others=people(on("10-06")))

    assert (found.opens, found.deadline) == (at("10-06"), at("10-20"))


def test_months_without_school_days_open_no_duty() -> None:
    """A monthly duty does not fall into August."""
    norm = norm_of(timing={"every": "month"}, requires={"at_least": 1, **VISIT})
    opens = {one.opens.month for one in judge(norm, as_of="07-31")}

    assert opens == {9, 10, 11, 12, 1, 3, 4, 5, 6, 7}


@pytest.mark.parametrize(
    ("when", "status"), [("10-10 10:00", "fulfilled"), ("10-11 10:00", "fulfilled"), ("10-11 10:01", "breached")]
)
def test_hours_are_compared_as_instants_and_the_deadline_is_inclusive(when: str, status: str) -> None:
    """Within 24 hours of ten o'clock is by ten o'clock of the next day."""
    found = judge(norm_of(**WITHIN_A_DAY), concern("10-10 10:00"), contact(when), as_of="10-20")

    assert statuses(found) == [status]


def test_a_day_that_straddles_the_deadline_is_undetermined() -> None:
    """A contact known only by the day of the deadline may have been in time or not."""
    (found,) = judge(norm_of(**WITHIN_A_DAY), concern("10-10 10:00"), contact("10-11"), as_of="10-20")

    assert (found.status, found.because) == ("undetermined", "straddles")


def test_days_count_from_the_day_after() -> None:
    """Three days after an event on the tenth end with the thirteenth."""
    norm = norm_of(timing={"upon": "concern", "within": "3 days"}, requires=WITHIN_A_DAY["requires"])
    (found,) = judge(norm, concern("10-10 10:00"), contact("10-13 23:59"), as_of="10-20")

    assert found.status == "fulfilled"


def test_the_trigger_does_not_discharge_its_own_duty() -> None:
    """A contact that calls for another contact is not that other one."""
    norm = norm_of(timing={"upon": "contact", "within": "3 days"}, requires={"at_least": 1, "of": "contact"})

    assert statuses(judge(norm, contact("10-10"), as_of="10-20")) == ["breached"]


def test_a_time_that_is_not_filled_leaves_the_duty_undetermined() -> None:
    """Where the moment that counts is not known there is no deadline to judge by."""
    norm = norm_of(**{**WITHIN_A_DAY, "timing": {"upon": "concern", "counted_from": "discovered_at", "within": "24 h"}})
    (found,) = judge(norm, concern("10-10"), as_of="10-20")

    assert (found.status, found.opens, found.because) == ("undetermined", None, "unknown_field")


def test_a_cancelled_event_triggers_nothing_and_lapses_what_it_opened() -> None:
    """Cancelled after it occurred, an event leaves a lapsed duty; cancelled before, none."""
    norm = norm_of(timing={"upon": "concern", "within": "3 days"}, requires=WITHIN_A_DAY["requires"])
    known = concern("10-10", recorded_at=at("10-01"))
    after, before = (concern("10-10", recorded_at=at(when), cancelled=True) for when in ("10-11", "10-05"))

    assert statuses(judge(norm, known, after, as_of="10-20")) == ["lapsed"]
    assert judge(norm, known, before, as_of="10-20") == []


def test_a_planned_event_opens_a_duty_ahead_of_it() -> None:
    """Three working days before a meeting on the twenty-third are by the end of the twentieth."""
    norm = norm_of(timing={"before": "meeting", "ahead": "3 working days"}, requires={"at_least": 1, "of": "contact"})
    meeting = make(
        "meeting",
        id="meeting",
        occurred=on("10-23"),
        concerns=("child",),
        kind="parent_meeting",
        recorded_at=at("10-01"),
    )
    (found,) = judge(norm, meeting, as_of="10-10")

    assert (found.status, str(found.deadline)[:10]) == ("pending", "2025-10-20")


def test_at_a_moment_the_event_itself_is_judged() -> None:
    """A visit by nobody known to be a class teacher leaves the duty of its day breached."""
    norm = norm_of(
        timing={"at": "home_visit"},
        requires={"at_least": 1, "of": "trigger", "where": {"visitors.role": {"all_of": ["class_teacher"]}}},
    )

    assert statuses(judge(norm, visit("10-09", visitors=("teacher",)), as_of="10-20")) == ["fulfilled"]
    assert statuses(judge(norm, visit("10-09", visitors=("mother",)), as_of="10-20")) == ["breached"]
    assert statuses(judge(norm, visit("10-09"), as_of="10-20")) == ["undetermined"]


def plan(since: str, until: str | None = None, id_: str = "plan") -> Fact:
    """Make a plan for the class."""
    return make("plan", id=id_, concerns=("class",), kind="annual", since=on(since), until=until and on(until))


STANDING = {"subject": "school_class", "timing": {"always": True}, "requires": {"at_least": 1, "of": "plan"}}


def test_a_gap_in_what_must_always_hold_is_a_breach_with_its_end() -> None:
    """Between two plans the class has none: one breach, made good by the second."""
    found = judge(norm_of(**STANDING), plan("09-01", "10-01"), plan("10-08", id_="next"), as_of="10-20")

    assert [(one.status, one.opens, one.remedied_at) for one in found if one.status == "breached"] == [
        ("breached", at("10-01"), at("10-08"))
    ]
    assert [one.opens for one in found if one.status == "holding"] == [at("10-08")]


@pytest.mark.parametrize(("end", "expected"), [("10-08", ["holding"]), ("10-10", ["breached", "holding"])])
def test_a_gap_within_its_tolerance_is_no_breach(end: str, expected: list[str]) -> None:
    """Of seven days the last is the seventh after the first; a gap as long as that is tolerated."""
    norm = norm_of(**{**STANDING, "timing": {"always": True, "tolerance": "7 days"}})
    found = judge(norm, plan("09-01", "10-01"), plan(end, id_="next"), as_of="10-20")

    assert statuses(found) == expected


def test_a_prohibited_event_is_one_breach_and_the_prohibition_holds_on() -> None:
    """Each event that must not be is a breach of its own."""
    norm = norm_of(timing={"always": True}, requires={"none": True, "of": "contact", "where": {"tone": "complaint"}})
    found = judge(norm, contact("10-10", tone="complaint"), contact("10-11", id="kind", tone="positive"), as_of="10-20")

    assert sorted((one.status, one.trigger) for one in found) == [("breached", "contact"), ("holding", None)]


ROLLING = {"timing": {"rolling": "1 week"}, "requires": {"at_least": 1, "of": "contact"}}


def test_a_performance_closes_a_window_and_opens_the_next() -> None:
    """A contact on the fifth opens a week that ends with the twelfth."""
    found = judge(norm_of(**ROLLING), contact("09-05"), as_of="09-10")

    assert statuses(found) == ["fulfilled", "pending"]
    assert str(max(str(one.deadline) for one in found))[:10] == "2025-09-12"


def test_a_missed_window_opens_the_next_and_a_late_performance_remedies_it() -> None:
    """No contact by the eighth is a breach, made good on the tenth."""
    found = judge(norm_of(**ROLLING), contact("09-10"), as_of="09-12")

    assert statuses(found) == ["breached", "fulfilled", "pending"]
    assert found[0].remedied_at == at("09-10")


def test_an_upper_bound_is_breached_at_once_and_fulfilled_at_the_end() -> None:
    """A second meeting breaches `at most one` when it occurs; with one it holds until the term closes."""
    norm = norm_of(timing={"every": "term"}, requires={"at_most": 1, **VISIT})

    assert statuses(judge(norm, visit("10-09"), as_of="10-20")) == ["holding"]
    assert statuses(judge(norm, visit("10-09"), visit("10-10", id="second"), as_of="10-20")) == ["breached"]
    assert statuses(judge(norm, visit("10-09"), as_of="01-24")) == ["fulfilled"]


def waiver(since: str, until: str, recorded: str) -> Fact:
    """Make a waiver of the norm."""
    return make("waiver", id="waiver", norm="pack.norm", since=on(since), until=on(until), recorded_at=at(recorded))


def test_a_waiver_of_the_day_of_the_deadline_covers_the_duty() -> None:
    """A waiver covers the duty whose last day it holds; after the breach it is shown as retroactive."""
    norm = norm_of(**EVERY_TERM)
    ahead, later = waiver("01-23", "01-24", "01-10"), waiver("01-23", "01-24", "02-01")

    assert statuses(judge(norm, waiver("01-22", "01-23", "01-10"), as_of="02-10")) == ["breached"]
    assert [(one.status, one.is_retroactive) for one in judge(norm, ahead, as_of="02-10")] == [("waived", False)]
    assert [(one.status, one.is_retroactive) for one in judge(norm, later, as_of="02-10")] == [("waived", True)]


def test_a_norm_that_cannot_be_waived_refuses_a_waiver() -> None:
    """Mandatory duties are not waived by anybody."""
    norm = norm_of(**EVERY_TERM, waivable=False)

    with pytest.raises(NotWaivableError):
        judge(norm, waiver("01-23", "01-24", "01-10"), as_of="02-10")


def test_a_documented_reason_on_the_trigger_excuses() -> None:
    """Where the text says so, a reason written on the event waives the duty."""
    norm = norm_of(**WITHIN_A_DAY, unless_documented=True)
    (found,) = judge(norm, concern("10-10 10:00", reason="made up"), as_of="10-20")

    assert (found.status, found.excused_by) == ("waived", "concern")


def test_each_guardian_is_owed_a_receipt_of_the_own() -> None:
    """With `each`, one duty per holder of the role."""
    father = [
        make("guardian", id="father"),
        make("guardianship", id="tie-2", student="child", guardian="father", relation="father", since=SINCE),
    ]
    by_bearer = {"guardian": "bearer"}
    norm = norm_of(
        bearer={"each": "guardian"},
        timing={"upon": "concern", "within": "3 days"},
        requires={"at_least": 1, "of": "contact", "where": by_bearer},
    )
    found = judge(
        norm, concern("10-10"), contact("10-11", guardian="mother"), as_of="10-20", others=[*people(), *father]
    )

    assert sorted((one.bearer, one.status) for one in found) == [("father", "breached"), ("mother", "fulfilled")]


def test_outside_the_calendar_nothing_is_guessed() -> None:
    """After the last school year of the calendar each school is shown as undetermined."""
    later = oracle_findings(
        Pack("pack", TITLE, (norm_of(**EVERY_TERM),)),
        Register(people(), CALENDAR),
        as_of=datetime(2026, 10, 1, tzinfo=SHANGHAI),
        at_once=Span.parse("2 h"),
    )

    assert [(one.subject, one.because) for one in later if one.status == "undetermined"] == [("school", "calendar")]
