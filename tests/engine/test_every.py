"""Once per period: which periods, which stays, which windows."""

from datetime import date
from typing import Any

import pytest

from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, Term
from homeschool.errors import InvalidValueError
from homeschool.model import Fact
from homeschool.policy import amend_pack
from tests.engine.builders import findings, judged, one, rule, said
from tests.model.builders import at, day, fact, school

VISITS = {"at_least": 1, "of": "home_visit"}
TERM = rule({"every": "term"}, VISITS)


def enrolled(since: Any, until: Any = None) -> Fact:
    """Return the enrolment of `s-one` for some days."""
    return fact("enrolment", "e-one", student="s-one", school_class="c31", since=since, until=until)


def visit(when: Any, id_: str = "v", **fields: Any) -> Fact:
    """Return a home visit to `s-one`."""
    return fact("home_visit", id_, occurred=when, **fields)


def test_each_period_opens_a_duty_when_it_begins() -> None:
    """There is one duty for each term that has begun, and none for one to come."""
    assert said(judged(TERM, as_of=at(9, 1, 0))) == [("pending", "09-01")]
    assert judged(TERM, as_of=at(9, 1, 0), drop=("e-one",)) == []
    assert said(judged(TERM, visit(at(10, 1)), as_of=at(3, 2))) == [("fulfilled", "09-01"), ("pending", "03-02")]


def test_a_period_is_half_open() -> None:
    """A visit at the last moment of a term counts; one at the first moment after it does not, and is a remedy."""
    inside, outside = (one(TERM, visit(when), as_of=at(2, 1)) for when in (at(1, 23, 23, 59), at(1, 24, 0)))

    assert (inside.status, inside.decided_at, inside.evidence) == ("fulfilled", at(1, 23, 23, 59), ("v",))
    assert (outside.status, outside.deadline, outside.decided_at) == ("breached", at(1, 24, 0), at(1, 24, 0))
    assert outside.remedied_at == at(1, 24, 0)


def test_a_duty_is_pending_until_the_period_closes() -> None:
    """A duty is open until the moment at which its period ends."""
    assert one(TERM, as_of=at(1, 23, 23, 59)).status == "pending"
    assert one(TERM, as_of=at(1, 24, 0)).status == "breached"


def test_within_asks_for_the_opening_part() -> None:
    """With `within` the window is the opening part of the period, counted from its first day."""
    early = rule({"every": "term", "within": "3 days"}, VISITS)

    assert one(early, visit(at(9, 3, 23)), as_of=at(9, 10)).status == "fulfilled"
    late = one(early, visit(at(9, 4, 0)), as_of=at(9, 10))
    assert (late.status, late.deadline, late.remedied_at) == ("breached", at(9, 4, 0), at(9, 4, 0))
    elapsed = rule({"every": "term", "within": "48 h"}, VISITS)
    assert one(elapsed, as_of=at(9, 10)).deadline == at(9, 3, 0)


def test_within_runs_from_arrival_where_the_opening_part_has_gone() -> None:
    """Who arrives after the opening part has it from the day of arrival, to the end of the period at most."""
    early = rule({"every": "term", "within": "2 weeks"}, VISITS)

    assert one(early, enrolled(day(10, 1)), as_of=at(11, 1)).deadline == at(10, 15, 0)
    assert one(early, enrolled(day(9, 10)), as_of=at(11, 1)).deadline == at(9, 15, 0)


@pytest.mark.parametrize(("since", "count"), [(day(12, 25), 1), (day(12, 26), 0)])
def test_who_arrives_near_the_end_owes_nothing(since: Any, count: int) -> None:
    """Unless said otherwise a duty needs 30 days from arrival to the end of the period."""
    assert len(judged(TERM, enrolled(since), as_of=at(2, 1))) == count


@pytest.mark.parametrize(("since", "count"), [(day(1, 16), 1), (day(1, 17), 1), (day(1, 18), 0)])
def test_the_presence_asked_for_may_be_said(since: Any, count: int) -> None:
    """With `presence` the duty needs that long from arrival."""
    pack = rule({"every": "term", "presence": "1 week"}, VISITS)

    assert len(judged(pack, enrolled(since), as_of=at(2, 1))) == count


def test_half_a_short_period_is_enough() -> None:
    """Of a period shorter than 60 days half is enough."""
    weekly = rule({"every": "week"}, VISITS)

    half, less = (judged(weekly, enrolled(day(9, number)), as_of=at(9, 16)) for number in (11, 12))

    assert said(half) == [("breached", "09-11"), ("pending", "09-15")]
    assert said(less) == [("pending", "09-15")]


def test_leaving_lapses_and_a_return_opens_anew() -> None:
    """Leaving while there was time lapses the duty; what happens later does not revive it; a return is a new stay."""
    again = fact("enrolment", "e-more", student="s-one", school_class="c32", since=day(11, 3))

    found = judged(TERM, enrolled(day(9, 1), day(10, 1)), again, as_of=at(12, 1))

    assert said(found) == [("lapsed", "09-01"), ("pending", "11-03")]
    assert judged(TERM, enrolled(day(9, 1), day(10, 1)), visit(at(10, 2)), as_of=at(12, 1)) == found[:1]
    assert found[0].decided_at == at(10, 1, 0)


def test_leaving_erases_no_breach_and_no_fulfilment() -> None:
    """What was decided before the leaving stays."""
    early = rule({"every": "term", "within": "2 weeks"}, VISITS)
    gone = enrolled(day(9, 1), day(10, 1))

    assert one(early, gone, as_of=at(12, 1)).status == "breached"
    assert one(TERM, gone, visit(at(9, 30)), as_of=at(12, 1)).status == "fulfilled"


def test_moving_to_another_class_is_no_leaving() -> None:
    """Enrolments that adjoin in one school are one existence."""
    again = fact("enrolment", "e-more", student="s-one", school_class="c32", since=day(10, 1))

    assert said(judged(TERM, enrolled(day(9, 1), day(10, 1)), again, as_of=at(12, 1))) == [("pending", "09-01")]


def test_moving_to_another_school_is_leaving() -> None:
    """A child that leaves one school for another on one day leaves the first, and the duty opens anew at the second."""
    elsewhere = (
        fact("school", "school-two", stage="primary"),
        fact("grade", "g-far", school="school-two"),
        fact("school_class", "c-far", grade="g-far"),
    )
    again = fact("enrolment", "e-more", student="s-one", school_class="c-far", since=day(10, 1))

    found = judged(TERM, *elsewhere, enrolled(day(9, 1), day(10, 1)), again, as_of=at(12, 1))

    assert said(found) == [("lapsed", "09-01"), ("pending", "10-01")]


@pytest.mark.parametrize(("kind", "subject"), [("student", "s-one"), ("guardianship", "gs-one"), ("guardian", "g-one")])
def test_each_school_has_its_own_terms(kind: str, subject: str) -> None:
    """Where a school has a calendar of its own, its terms open the duties about its children and their families."""
    days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    own = SchoolCalendar((SchoolYear("own", days, (Term("all", Interval(date(2025, 9, 8), date(2026, 7, 4))),)),))
    pack = rule({"every": "term"}, VISITS, subject=kind)

    assert said(judged(pack, as_of=at(4, 1), subject=subject, calendars={"school": own})) == [("pending", "09-08")]


def test_the_presence_asked_for_may_be_in_school_days() -> None:
    """Who arrives so late that fewer school days are left than the norm asks for owes nothing."""
    pack = rule({"every": "term", "presence": "3 school days"}, VISITS)

    assert len(judged(pack, enrolled(day(1, 19)), as_of=at(2, 1))) == 1
    assert judged(pack, enrolled(day(1, 22)), as_of=at(2, 1)) == []


def test_a_condition_opens_and_closes_stays() -> None:
    """A norm applies to a subject while the condition holds of it."""
    pack = rule({"every": "term"}, VISITS, applies_to={"is": "key_student"})
    while_away = fact("circumstance", "ci", person="s-one", kind="left_behind", since=day(9, 10), until=day(11, 1))

    assert judged(pack, as_of=at(12, 1)) == []
    assert said(judged(pack, while_away, as_of=at(12, 1))) == [("lapsed", "09-10")]
    assert said(judged(pack, while_away, as_of=at(10, 1))) == [("pending", "09-10")]


def test_whom_a_norm_applies_to_may_be_asked_of_those_of_one_kind() -> None:
    """A norm about seats whose holder is a staff member does not apply to a guardian's; it is asked of no guardian."""
    pack = rule(
        {"every": "term"}, VISITS, subject="seat", applies_to={"holder": {"some": {"role": "staff"}, "of": "staff"}}
    )
    held = fact("seat", "seat-three", committee="pc", holder="t-class")

    assert judged(pack, held, as_of=at(12, 1), subject="seat-one") == []
    assert one(pack, held, as_of=at(12, 1), subject="seat-three").status == "pending"


def test_whom_a_norm_applies_to_may_be_asked_of_what_only_one_kind_has() -> None:
    """A norm about seats of guardians with a child left behind applies while there is one; staff have no children."""
    where = {"holder": {"some": {"students": {"some": {"circumstances": "left_behind"}}}, "of": "guardian"}}
    pack = rule({"every": "term"}, VISITS, subject="seat", applies_to=where)
    away = fact("circumstance", "ci", person="s-one", kind="left_behind", since=day(9, 10))

    assert said(judged(pack, away, as_of=at(12, 1), subject="seat-one")) == [("pending", "09-10")]
    assert judged(pack, away, as_of=at(12, 1), subject="seat-two") == []


def test_whom_a_norm_applies_to_may_change_with_those_around() -> None:
    """A norm about children whose guardian sits on the committee applies to a child while the guardian does."""
    pack = rule({"every": "term"}, VISITS, applies_to={"guardians.role": "committee_member"})
    taken = fact("seat", "seat-one", committee="pc", holder="g-one", since=day(10, 8), until=day(11, 8))

    assert said(judged(pack, taken, as_of=at(11, 1))) == [("pending", "10-08")]
    assert said(judged(pack, taken, as_of=at(12, 1))) == [("lapsed", "10-08")]


def test_a_norm_opens_duties_only_while_in_force() -> None:
    """Only periods that begin while the norm is in force open duties; its repeal lapses what is open."""
    spring = rule({"every": "term"}, VISITS, in_force={"from": "2026-02-01"})
    repealed = rule({"every": "term"}, VISITS, in_force={"from": "2025-09-01", "until": "2025-12-01"})

    assert said(judged(spring, as_of=at(4, 1))) == [("pending", "03-02")]
    assert said(judged(repealed, as_of=at(4, 1))) == [("lapsed", "09-01")]


def test_an_amended_norm_keeps_open_duties_under_the_old_wording() -> None:
    """From the day of an amendment the new wording opens duties; one that is open stays as it was."""
    pack = amend_pack(TERM, "visits", {"requires": {"at_least": 2}}, reason="r", starts_on=day(11, 1))

    found = judged(pack, visit(at(10, 1)), visit(at(3, 3), "w"), as_of=at(4, 1))

    assert said(found) == [("fulfilled", "09-01"), ("pending", "03-02")]


def test_periods_that_run_through_vacations() -> None:
    """Weeks count if they hold school days; with `during` vacation only those that hold vacation days do."""
    term_weeks = rule({"every": "week"}, VISITS)
    vacation = rule({"every": "week", "during": "vacation", "min_school_days": 0}, VISITS)

    assert len(judged(term_weeks, as_of=at(2, 28))) == 21
    assert said(judged(vacation, as_of=at(2, 3))) == [
        ("breached", "01-19"),
        ("breached", "01-26"),
        ("pending", "02-02"),
    ]


def test_beyond_the_calendar_nothing_can_be_told() -> None:
    """After the calendar's last day each school has one undetermined finding for the norm."""
    found = findings(TERM, school(), at(8, 31).replace(year=2027))

    (last,) = [finding for finding in found if finding.subject == "school"]
    assert (last.status, last.because, last.opens) == ("undetermined", "calendar", None)
    assert len(found) == 5


def test_a_calendar_without_working_days_gives_undetermined() -> None:
    """Where the public calendar has no data for the days of a duty, it is undetermined."""
    pack = rule({"every": "school_year", "within": "900 working days"}, VISITS)

    found = one(pack)

    assert (found.status, found.because) == ("undetermined", "calendar")


def test_a_week_with_days_that_the_calendar_does_not_know_is_undetermined() -> None:
    """A week that reaches beyond what is known of school days cannot be judged."""
    term = Term("一", Interval(date(2035, 9, 1), date(2036, 1, 20)))
    far = SchoolYear("far", Interval(date(2035, 9, 1), date(2036, 8, 1)), (term,))
    facts = enrolled(date(2035, 9, 1))
    pack = rule({"every": "week"}, VISITS)

    found = judged(pack, facts, as_of=at(9, 10).replace(year=2035), calendar=SchoolCalendar((far,)))

    assert found
    assert {(finding.status, finding.because) for finding in found} == {("undetermined", "calendar")}


def test_as_of_must_be_aware() -> None:
    """A moment without a zone is refused."""
    with pytest.raises(InvalidValueError):
        findings(TERM, school(), at(9, 1).replace(tzinfo=None))


def test_a_day_known_fact_that_straddles_the_end_is_undetermined() -> None:
    """A visit known only by its day, on a day on which the window ends, may or may not count."""
    pack = rule({"every": "term", "within": "60 h"}, VISITS)

    found = one(pack, visit(day(9, 3)), as_of=at(9, 10))

    assert (found.status, found.because) == ("undetermined", "straddles")
