"""Periods: consecutive, disjoint, and no duty in August."""

from datetime import date
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from homeschool.calendar import (
    PERIOD_KINDS,
    Interval,
    Period,
    PeriodKind,
    SchoolCalendar,
    SchoolYear,
    Term,
    days_within,
    period_kind_name,
    periods,
)
from homeschool.errors import InvalidValueError


def names(found: tuple[Period, ...]) -> list[str]:
    """List the names of periods."""
    return [period.name for period in found]


@given(kind=st.sampled_from(PERIOD_KINDS), least=st.integers(0, 5))
def test_periods_are_in_order_and_disjoint(calendar: SchoolCalendar, kind: PeriodKind, least: int) -> None:
    """No two periods of a kind share a day, and each ends before the next starts."""
    found = periods(calendar, kind, min_school_days=least)

    assert found
    assert all(
        one.interval.end is not None and one.interval.end <= other.interval.start for one, other in pairwise(found)
    )
    assert len(set(names(found))) == len(found)


@given(kind=st.sampled_from(["day", "week", "month", "half_year", "school_year", "calendar_year"]))
def test_periods_leave_nothing_out(calendar: SchoolCalendar, kind: PeriodKind) -> None:
    """Days, weeks, months, halves and years follow on one another without a gap if no school day is asked for."""
    found = periods(calendar, kind, min_school_days=0)

    assert all(one.interval.end == other.interval.start for one, other in pairwise(found))
    assert found[0].interval.start <= date(2024, 9, 1)
    assert found[-1].interval.end is not None
    assert found[-1].interval.end >= date(2026, 9, 1)


@given(least=st.integers(0, 25), kind=st.sampled_from(["week", "month"]))
def test_weeks_and_months_hold_enough_school_days(calendar: SchoolCalendar, least: int, kind: PeriodKind) -> None:
    """A week or month counts exactly if it holds at least the school days asked for."""
    found = periods(calendar, kind, min_school_days=least)
    every = periods(calendar, kind, min_school_days=0)

    assert found == tuple(
        period for period in every if len(days_within(calendar.school_days, period.interval)) >= least
    )


def test_no_month_is_owed_in_august(calendar: SchoolCalendar) -> None:
    """By default August does not count, and February with its few school days does unless more are asked for."""
    months = names(periods(calendar, "month"))

    assert [month for month in months if month.endswith(("-08", "-02"))] == ["2025-02", "2026-02"]
    assert "2026-02" not in names(periods(calendar, "month", min_school_days=10))
    assert "2025-08" in names(periods(calendar, "month", min_school_days=0))


def test_weeks_are_whole_and_appear_once(calendar: SchoolCalendar) -> None:
    """Weeks run from Monday to Monday, also across the edge of a term or year, and take the ISO number."""
    weeks = periods(calendar, "week", min_school_days=0)

    assert all(week.interval.start.weekday() == 0 and week.interval.days == 7 for week in weeks)
    assert (weeks[0].name, weeks[0].interval.start) == ("2024-W35", date(2024, 8, 26))
    assert names(weeks).count("2025-W01") == 1


def test_a_week_across_two_school_years_appears_once() -> None:
    """Two years that meet on a Wednesday share one week."""
    first = Interval(date(2024, 9, 1), date(2025, 8, 27))
    second = Interval(date(2025, 8, 27), date(2026, 8, 27))
    years = tuple(SchoolYear(name, days, (Term("全年", days),)) for name, days in (("甲", first), ("乙", second)))

    found = periods(SchoolCalendar(years), "week")

    assert names(found).count("2025-W35") == 1
    assert len(names(periods(SchoolCalendar(years), "month"))) == 24


def test_terms_halves_and_years_are_named(calendar: SchoolCalendar) -> None:
    """Terms and vacations bear the name of their year, which is not said twice."""
    named = evolve(calendar.years[0].terms[0], name="2024-2025学年秋季学期")
    other = SchoolCalendar((evolve(calendar.years[0], terms=(named, calendar.years[0].terms[1])),))

    assert names(periods(calendar, "term"))[2:] == ["2025-2026学年第一学期", "2025-2026学年第二学期"]
    assert names(periods(calendar, "vacation"))[2:] == ["2025-2026学年寒假", "2025-2026学年暑假"]
    assert names(periods(calendar, "half_year"))[2:] == ["2025-2026学年上半学年", "2025-2026学年下半学年"]
    assert names(periods(calendar, "school_year")) == ["2024-2025学年", "2025-2026学年"]
    assert names(periods(calendar, "calendar_year")) == ["2024", "2025", "2026"]
    assert names(periods(other, "term")) == ["2024-2025学年秋季学期", "2024-2025学年第二学期"]


def test_a_half_year_turns_with_the_second_term(calendar: SchoolCalendar) -> None:
    """The first half runs up to the start of the second term and the second from it to the year's end."""
    halves = [str(period.interval) for period in periods(calendar, "half_year")][2:]

    assert halves == ["2025-09-01/2026-02-17", "2026-02-17/2026-09-01"]


def test_a_year_of_one_term_is_not_divided(calendar: SchoolCalendar) -> None:
    """Without a second term the half-year is the whole year."""
    year = evolve(calendar.years[0], terms=calendar.years[0].terms[:1])

    assert [period.interval for period in periods(SchoolCalendar((year,)), "half_year")] == [year.period]


def test_each_school_day_is_a_period(calendar: SchoolCalendar) -> None:
    """The school days as periods are the school days, one day each."""
    found = periods(calendar, "school_day")

    assert tuple(period.interval.start for period in found) == calendar.school_days
    assert {period.interval.days for period in found} == {1}


@pytest.mark.parametrize("kind", ["day", "week", "month"])
def test_vacations_can_be_picked_out(calendar: SchoolCalendar, kind: PeriodKind) -> None:
    """With `during` the days, weeks or months are those with a day of vacation, school days or not."""
    gaps = [vacation.interval for vacation in periods(calendar, "vacation")]

    found = periods(calendar, kind, during="vacation")

    every = periods(calendar, kind, min_school_days=0)
    assert found == tuple(period for period in every if any(period.interval.overlaps(gap) for gap in gaps))
    assert found


def test_vacations_lie_in_vacations(calendar: SchoolCalendar) -> None:
    """Vacations are the same whether asked for during vacations or not."""
    assert periods(calendar, "vacation", during="vacation") == periods(calendar, "vacation")


def test_a_month_without_public_data_may_hold_school_days() -> None:
    """Before the notice for a year is out, its months in term still count, and its vacation months don't."""
    term = Term("第一学期", Interval(date(2026, 9, 1), date(2027, 1, 16)))
    year = SchoolYear("2026-2027学年", Interval(date(2026, 9, 1), date(2027, 9, 1)), (term,))

    months = names(periods(SchoolCalendar((year,)), "month"))

    assert months == ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]


def test_an_unknown_kind_is_refused(calendar: SchoolCalendar) -> None:
    """The message lists the kinds."""
    with pytest.raises(InvalidValueError, match="`fortnight` is no kind of period; expected one of school_day, day"):
        periods(calendar, "fortnight")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["term", "school_day", "half_year", "school_year", "calendar_year"])
def test_terms_have_no_part_in_vacations(calendar: SchoolCalendar, kind: PeriodKind) -> None:
    """Asking for terms or years during vacations is refused rather than ignored."""
    with pytest.raises(InvalidValueError, match=f"`{kind}` has no part in vacations"):
        periods(calendar, kind, during="vacation")


def test_a_negative_number_of_school_days_is_refused(calendar: SchoolCalendar) -> None:
    """Fewer than no school days can't be asked for."""
    with pytest.raises(InvalidValueError, match="`-1` school days"):
        periods(calendar, "week", min_school_days=-1)


def test_every_kind_has_a_name_in_both_languages() -> None:
    """People read kinds of period in Chinese or English."""
    assert [period_kind_name(kind, "zh") for kind in PERIOD_KINDS] == [
        *("上课日", "日", "周", "月", "学期", "半学年", "学年", "假期", "自然年"),
    ]
    assert [period_kind_name(kind, "en") for kind in PERIOD_KINDS] == [
        *("school day", "day", "week", "month", "term", "half-year", "school year", "vacation", "calendar year"),
    ]
