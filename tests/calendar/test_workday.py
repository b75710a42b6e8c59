"""Public working days against two independent tables, and the notices they come from."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeschool.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    Notice,
    covered_years,
    is_working_day,
    notice_of,
    working_days_after,
    working_days_before,
)
from homeschool.errors import CalendarRangeError, InvalidValueError

MISSED_BY_CHINESE_CALENDAR = date(2005, 12, 31)

covered_days = st.dates(date(2005, 1, 1), date(2025, 12, 31))


def every_day(first: date, last: date) -> list[date]:
    """List the days from first to last, both in."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def all_notices() -> list[Notice]:
    """List the notices of all years, once each."""
    return list(dict.fromkeys(notice for year in range(FIRST_YEAR, LAST_YEAR + 1) for notice in notice_of(year)))


def test_every_day_agrees_with_chinesecalendar() -> None:
    """From 2004 to 2026 chinesecalendar says the same of every day but one, which its table misses."""
    different = [
        day
        for day in every_day(date(2004, 1, 1), date(2026, 12, 31))
        if is_working_day(day) != chinese_calendar.is_workday(day)
    ]

    assert different == [MISSED_BY_CHINESE_CALENDAR]


def test_every_day_agrees_with_holidays() -> None:
    """From 2004 to 2026 the package holidays says the same of every day."""
    china = holidays.country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 1))

    different = [
        day
        for day in every_day(date(2004, 1, 1), date(2026, 12, 31))
        if is_working_day(day) != china.is_working_day(day)
    ]

    assert different == []


def test_the_last_saturday_of_2005_was_worked() -> None:
    """The notice for 2006 says 12月31日（星期六）上班, and stands among those of 2005 too."""
    assert is_working_day(MISSED_BY_CHINESE_CALENDAR)
    assert [notice.number for notice in notice_of(2005)] == ["国办发明电〔2004〕52号", "国办发明电〔2005〕35号"]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 1, 31), False),
        (date(2020, 2, 1), False),
        (date(2020, 2, 3), True),
        (date(2019, 4, 28), True),
        (date(2019, 5, 3), False),
        (date(2015, 9, 3), False),
        (date(2015, 9, 6), True),
    ],
)
def test_a_later_notice_stands(day: date, works: bool) -> None:
    """The spring of 2020, the first of May of 2019 and the anniversary of 2015 follow the later notice."""
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("year", "numbers"),
    [
        (2015, ["国办发明电〔2014〕28号", "国发明电〔2015〕1号"]),
        (2019, ["国办发明电〔2018〕15号", "国办发明电〔2019〕3号"]),
        (2020, ["国办发明电〔2019〕16号", "国办发明电〔2020〕1号"]),
        (2026, ["国办发明电〔2025〕7号"]),
    ],
)
def test_the_notices_of_a_year_come_in_order(year: int, numbers: list[str]) -> None:
    """A year that was changed later has both notices, the first one first."""
    assert [notice.number for notice in notice_of(year)] == numbers


def test_every_covered_year_has_a_notice() -> None:
    """No year stands in the table without the notice that arranged it."""
    assert all(notice_of(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))


def test_notices_are_dated_in_order() -> None:
    """Where dates are known, a later entry bears a later date and its number the same year."""
    dated = [(notice.issued_on, notice.number) for notice in all_notices() if notice.issued_on is not None]

    assert all(one[0] < other[0] for one, other in pairwise(dated))
    assert all(f"〔{issued_on.year}〕" in number for issued_on, number in dated)


def test_make_up_days_fall_on_weekends() -> None:
    """Every make-up day is a Saturday or a Sunday, and a rest day is a weekday unless it takes a make-up day back."""
    notices = all_notices()
    worked = {day for notice in notices for day in notice.worked}

    assert all(day.weekday() >= 5 for day in worked)
    assert all(day.weekday() < 5 or day in worked for notice in notices for day in notice.off)


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2027, 1, 4)])
def test_outside_the_covered_years_nothing_is_guessed(day: date) -> None:
    """A day without a notice is refused, naming it and the covered years, and never judged by its weekday."""
    with pytest.raises(CalendarRangeError, match=f"`{day}`; the table covers the years 2004 to 2026") as caught:
        is_working_day(day)

    assert caught.value.day == day
    assert day not in covered_years()


@pytest.mark.parametrize(("year", "edge"), [(0, date(2003, 12, 31)), (2027, date(2027, 1, 1))])
def test_a_year_without_a_notice_is_refused(year: int, edge: date) -> None:
    """The notices of a year outside the table are refused, also of a year that no date can have."""
    with pytest.raises(CalendarRangeError, match=f"the year {year}") as caught:
        notice_of(year)

    assert caught.value.day == edge


def test_a_moment_is_not_judged_as_a_day() -> None:
    """A datetime is refused rather than found to be no working day."""
    with pytest.raises(InvalidValueError, match="is a moment"):
        is_working_day(datetime(2026, 1, 5, tzinfo=UTC))


def test_make_up_saturdays_are_counted() -> None:
    """Three working days from the Thursday before the Spring Festival of 2026 run through the make-up Saturday."""
    reached = [working_days_after(date(2026, 2, 12), n) for n in range(4)]

    assert reached == [date(2026, 2, 12), date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24)]


@given(covered_days, st.integers(1, 60))
def test_counting_back_undoes_counting_on(day: date, n: int) -> None:
    """From a working day, n forward and n back is that day; from a day of rest it is the working day before it."""
    reached = working_days_after(day, n)
    back = working_days_before(reached, n)

    assert is_working_day(reached)
    assert (back == day) if is_working_day(day) else (back == working_days_before(day, 1))


@given(covered_days, st.integers(0, 60))
def test_the_day_itself_is_not_counted(day: date, n: int) -> None:
    """Between a day, not counted, and the n-th working day, counted, lie n working days."""
    reached = working_days_after(day, n)

    assert sum(map(is_working_day, every_day(day, reached)[1:])) == n


@pytest.mark.parametrize(
    ("count", "edge"), [(working_days_after, date(2027, 1, 1)), (working_days_before, date(2003, 12, 31))]
)
def test_a_count_that_leaves_the_table_is_refused(count: Callable[[date, int], date], edge: date) -> None:
    """A count past the first or last covered year is refused, naming the first day without data."""
    with pytest.raises(CalendarRangeError, match="9999 working days") as caught:
        count(date(2026, 1, 5), 9999)

    assert caught.value.day == edge


def test_a_count_from_a_day_without_data_is_refused() -> None:
    """Even no working days can't be counted from a day that is not covered."""
    with pytest.raises(CalendarRangeError):
        working_days_before(date(2027, 1, 4), 0)


def test_a_negative_count_is_refused() -> None:
    """Counting back has its own function."""
    with pytest.raises(InvalidValueError, match="`-1` working days"):
        working_days_after(date(2026, 1, 5), -1)
