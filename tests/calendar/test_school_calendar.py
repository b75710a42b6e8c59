"""The school calendar: school days, vacations, teaching time, and where it refuses to guess."""

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from homeschool.calendar import (
    SHANGHAI,
    Interval,
    SchoolCalendar,
    SchoolYear,
    Term,
    days_within,
    is_working_day,
)
from homeschool.errors import CalendarRangeError, InvalidValueError, MistakesError

days = st.dates(date(2024, 9, 1), date(2026, 8, 31))


def year_named(name: str, start: date, end: date) -> SchoolYear:
    """Make a school year that is all one term."""
    return SchoolYear(name, Interval(start, end), (Term("全年", Interval(start, end)),))


@pytest.fixture
def coming() -> SchoolCalendar:
    """Give a calendar that runs into 2027, for which no notice has been published."""
    term = Term("第一学期", Interval(date(2026, 9, 1), date(2027, 1, 16)))
    period = Interval(date(2026, 9, 1), date(2027, 9, 1))
    year = SchoolYear("2026-2027学年", period, (term,), frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 9)}))
    return SchoolCalendar((year,))


@pytest.mark.parametrize(
    ("day", "teaches"),
    [
        (date(2025, 9, 1), True),
        (date(2025, 9, 6), False),
        (date(2025, 10, 1), False),
        (date(2025, 9, 28), True),
        (date(2025, 11, 14), False),
        (date(2025, 11, 16), True),
        (date(2026, 1, 19), False),
        (date(2026, 7, 6), False),
    ],
)
def test_a_school_day_is_taught(calendar: SchoolCalendar, day: date, teaches: bool) -> None:
    """School follows the public calendar in term, but for its own days off and make-up days."""
    assert calendar.is_school_day(day) is teaches
    assert calendar.is_day_off(day) is not teaches


@given(day=days)
def test_a_school_day_follows_from_its_parts(calendar: SchoolCalendar, day: date) -> None:
    """A school day lies in a term, is a working or make-up day, and is no day off."""
    year = calendar.year_of(day)
    in_term = year.term_of(day) is not None

    expected = in_term and (is_working_day(day) or day in year.make_up_days) and day not in year.days_off
    assert calendar.is_school_day(day) == expected
    assert (day in calendar.school_days) == expected


@given(day=days)
def test_a_day_is_in_a_term_or_a_vacation_and_never_both(calendar: SchoolCalendar, day: date) -> None:
    """In these years, without short gaps, every day is either of a term or of a vacation."""
    in_term = calendar.year_of(day).term_of(day) is not None

    assert in_term == (calendar.vacation_of(day) is None)
    assert in_term == (calendar.teaching_week(day) is not None)


def test_august_belongs_to_the_year_before_it(calendar: SchoolCalendar) -> None:
    """The summer vacation lies in the school year that it closes."""
    vacation = calendar.vacation_of(date(2025, 8, 31))

    assert vacation is not None
    assert vacation == calendar.years[0].vacations[-1]
    assert calendar.year_of(date(2025, 9, 1)) == calendar.years[1]


@pytest.mark.parametrize("day", [date(2024, 8, 31), date(2026, 9, 1)])
def test_outside_its_years_a_calendar_refuses(calendar: SchoolCalendar, day: date) -> None:
    """Every question about a day of no school year is refused, naming what is covered."""
    assert not calendar.covers(day)
    for ask in (calendar.is_school_day, calendar.is_day_off, calendar.vacation_of, calendar.teaching_week):
        with pytest.raises(CalendarRangeError, match=f"`{day}`; the school calendar covers 2024-09-01/2026-09-01"):
            ask(day)


def test_a_day_between_two_school_years_is_refused() -> None:
    """School years need not touch; what lies between them is not covered, and nothing is counted across."""
    one = year_named("甲", date(2024, 9, 2), date(2025, 7, 5))
    other = year_named("乙", date(2025, 9, 1), date(2026, 7, 4))
    calendar = SchoolCalendar((other, one))

    assert calendar.years == (one, other)
    assert not calendar.covers(date(2025, 8, 1))
    with pytest.raises(CalendarRangeError, match="2024-09-02/2025-07-05, 2025-09-01/2026-07-04"):
        calendar.year_of(date(2025, 8, 1))
    with pytest.raises(CalendarRangeError, match="counting 1 school days from `2025-07-04`"):
        calendar.school_days_after(date(2025, 7, 4), 1)


def test_overlapping_years_are_refused() -> None:
    """Overlapping years of one name, or no year at all, are mistakes."""
    one = year_named("甲", date(2024, 9, 2), date(2025, 7, 5))

    with pytest.raises(MistakesError) as caught:
        SchoolCalendar((one, year_named("甲", date(2025, 7, 4), date(2026, 7, 4))))
    with pytest.raises(MistakesError, match="no school year; expected at least one"):
        SchoolCalendar(())

    assert [mistake.place for mistake in caught.value.mistakes] == ["years[1].period", "years[1].name"]


def test_a_term_beyond_the_public_calendar_is_unknown(coming: SchoolCalendar) -> None:
    """Days of a term without public data are refused, but for those that the school settles itself."""
    assert coming.is_school_day(date(2026, 12, 31))
    assert coming.is_day_off(date(2027, 1, 1))
    assert coming.is_school_day(date(2027, 1, 9))
    assert coming.is_day_off(date(2027, 2, 1))
    with pytest.raises(CalendarRangeError, match="the table covers the years 2004 to 2026"):
        coming.is_school_day(date(2027, 1, 4))


def test_nothing_is_counted_across_unknown_days(coming: SchoolCalendar) -> None:
    """Counting stops at a day that might be a school day."""
    assert coming.school_days_after(date(2026, 12, 30), 1) == date(2026, 12, 31)
    with pytest.raises(CalendarRangeError):
        coming.school_days_after(date(2026, 12, 31), 1)


@pytest.mark.parametrize(
    ("interval", "known"),
    [
        (Interval(date(2026, 9, 1), date(2027, 1, 2)), True),
        (Interval(date(2026, 9, 1), date(2027, 1, 3)), False),
        (Interval(date(2027, 1, 16), date(2027, 9, 1)), True),
        (Interval(date(2027, 1, 16), date(2027, 9, 2)), False),
        (Interval(date(2027, 1, 16)), False),
    ],
)
def test_a_calendar_says_what_it_knows(coming: SchoolCalendar, interval: Interval, known: bool) -> None:
    """An interval is known if each of its days is covered and settled; one without an end never is."""
    assert coming.knows(interval) is known


@given(day=days, n=st.integers(0, 80))
def test_school_days_are_counted_without_the_first_day(calendar: SchoolCalendar, day: date, n: int) -> None:
    """Between a day, not counted, and the n-th school day, counted, lie n school days; or the calendar runs out."""
    later = Interval(day + timedelta(days=1))
    left = len(days_within(calendar.school_days, later))

    if left < n:
        with pytest.raises(CalendarRangeError):
            calendar.school_days_after(day, n)
    else:
        reached = calendar.school_days_after(day, n)
        passed = Interval(day, reached + timedelta(days=1)) if n else Interval(day, day + timedelta(days=1))
        assert len([one for one in days_within(calendar.school_days, passed) if one != day]) == n


@given(day=st.dates(date(2025, 1, 6), date(2026, 2, 1)), n=st.integers(0, 60))
def test_counting_back_undoes_counting_on(calendar: SchoolCalendar, day: date, n: int) -> None:
    """From a school day, n school days forward and n back is that day."""
    start = calendar.school_days_after(day, 1)

    assert calendar.school_days_before(calendar.school_days_after(start, n), n) == start


def test_counting_before_the_first_day_is_refused(calendar: SchoolCalendar) -> None:
    """Nothing comes before the first school year."""
    with pytest.raises(CalendarRangeError):
        calendar.school_days_before(date(2024, 9, 3), 5)


def test_a_count_is_not_negative_and_starts_on_a_covered_day(calendar: SchoolCalendar) -> None:
    """A negative count is refused, and so is one from a day of no school year."""
    with pytest.raises(InvalidValueError, match="`-1` school days"):
        calendar.school_days_after(date(2025, 9, 1), -1)
    with pytest.raises(CalendarRangeError):
        calendar.school_days_after(date(2024, 8, 30), 1)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 9, 1), 1),
        (date(2024, 9, 2), 2),
        (date(2025, 9, 1), 1),
        (date(2025, 9, 7), 1),
        (date(2025, 9, 8), 2),
        (date(2026, 2, 17), 1),
        (date(2026, 2, 23), 2),
        (date(2026, 1, 20), None),
    ],
)
def test_teaching_weeks_begin_on_monday(calendar: SchoolCalendar, day: date, week: int | None) -> None:
    """Week 1 is the one in which the term starts, even on its Sunday; outside the terms there is none."""
    assert calendar.teaching_week(day) == week


@pytest.mark.parametrize(
    ("instant", "teaching"),
    [
        (datetime(2025, 9, 1, 8, tzinfo=SHANGHAI), True),
        (datetime(2025, 9, 1, 0, tzinfo=UTC), True),
        (datetime(2025, 9, 1, 11, 29, 59, tzinfo=SHANGHAI), True),
        (datetime(2025, 9, 1, 11, 30, tzinfo=SHANGHAI), False),
        (datetime(2025, 9, 1, 14, tzinfo=SHANGHAI), True),
        (datetime(2025, 9, 6, 8, tzinfo=SHANGHAI), False),
    ],
)
def test_teaching_time_is_half_open_in_the_calendars_zone(
    calendar: SchoolCalendar,
    instant: datetime,
    teaching: bool,
) -> None:
    """Teaching time starts with the first minute and ends before the last, whatever zone the instant is told in."""
    assert calendar.is_teaching_time(instant) is teaching


def test_without_teaching_hours_it_is_not_known_whether_they_teach(coming: SchoolCalendar) -> None:
    """No hours given is not no hours: on a school day the question is refused."""
    with pytest.raises(CalendarRangeError, match="`2026-2027学年` has no teaching hours") as caught:
        coming.is_teaching_time(datetime(2026, 9, 1, 9, tzinfo=SHANGHAI))

    assert caught.value.day == date(2026, 9, 1)


def test_a_day_begins_at_local_midnight(calendar: SchoolCalendar) -> None:
    """A day opens at midnight in Shanghai, which is 16:00 of the day before in UTC."""
    midnight = calendar.midnight(date(2026, 3, 2))

    assert midnight == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert calendar.day_of(midnight) == date(2026, 3, 2)
    assert calendar.day_of(midnight - timedelta(microseconds=1)) == date(2026, 3, 1)


def test_the_last_second_of_the_last_day_counts(calendar: SchoolCalendar) -> None:
    """What happens at 23:59:59 of a last day falls on that day, and the next second does not."""
    last = datetime(2026, 3, 2, 23, 59, 59, tzinfo=SHANGHAI)

    assert calendar.day_of(last.astimezone(UTC)) == date(2026, 3, 2)
    assert calendar.day_of(last + timedelta(seconds=1)) == date(2026, 3, 3)


@given(instant=st.datetimes(datetime(2024, 9, 1), datetime(2026, 8, 31), timezones=st.timezones()))  # noqa: DTZ001
def test_an_instant_lies_in_its_day(calendar: SchoolCalendar, instant: datetime) -> None:
    """The day of an instant begins at or before it and the next day after it, in any zone."""
    day = calendar.day_of(instant)

    assert calendar.midnight(day) <= instant < calendar.midnight(day + timedelta(days=1))


def test_a_calendar_of_another_zone_has_other_days(calendar: SchoolCalendar) -> None:
    """The zone decides on which day an instant falls."""
    elsewhere = evolve(calendar, zone=ZoneInfo("UTC"))

    assert elsewhere.day_of(datetime(2026, 3, 2, 7, tzinfo=SHANGHAI)) == date(2026, 3, 1)
    assert elsewhere.school_days == calendar.school_days


def test_a_naive_instant_is_refused(calendar: SchoolCalendar) -> None:
    """A time without a zone falls on no certain day."""
    with pytest.raises(InvalidValueError, match="`2026-03-02T08:00:00` has no time zone"):
        calendar.day_of(datetime.combine(date(2026, 3, 2), time(8)))


def test_a_moment_is_no_school_day(calendar: SchoolCalendar) -> None:
    """A datetime where a day is asked for is refused, not silently no school day."""
    with pytest.raises(InvalidValueError, match="is a moment"):
        calendar.is_school_day(datetime(2025, 9, 1, tzinfo=SHANGHAI))


def test_equal_calendars_are_one(calendar: SchoolCalendar) -> None:
    """A calendar is a value: copied, pickled or given in another order it is equal and has the same hash."""
    again = SchoolCalendar(calendar.years[::-1])

    assert again == calendar
    assert hash(again) == hash(calendar)
    assert copy.deepcopy(calendar) == calendar
    assert pickle.loads(pickle.dumps(calendar)).school_days == calendar.school_days  # noqa: S301
