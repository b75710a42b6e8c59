"""The first and the last day of everything: where a count, a table or a year ends, and what is said there."""

from datetime import date, time, timedelta

import pytest
from attrs import evolve

from homeschool.calendar import (
    Interval,
    SchoolCalendar,
    SchoolYear,
    TeachingHours,
    Term,
    covered_years,
    is_working_day,
    notice_of,
    periods,
    working_days_after,
    working_days_before,
)
from homeschool.calendar.school_year import LONGEST_YEAR
from homeschool.errors import CalendarRangeError, Mistake, MistakesError

DAYS = Interval(date(2025, 8, 25), date(2026, 8, 25))
TERM = Term("全年", Interval(date(2025, 8, 25), date(2026, 7, 4)))
YEAR = SchoolYear("学年", DAYS, (TERM,))
REACH = "no working-day data for {}; the table covers the years 2004 to 2026"


def mistakes_of(years: tuple[SchoolYear, ...]) -> tuple[Mistake, ...]:
    """Return the mistakes for which a calendar of some years is refused."""
    with pytest.raises(MistakesError) as caught:
        SchoolCalendar(years)
    return caught.value.mistakes


def test_the_table_of_working_days_is_true_for_whole_years() -> None:
    """It begins on the first day of its first year and ends with the last day of its last."""
    covered = covered_years()

    assert covered == Interval(date(2004, 1, 1), date(2027, 1, 1))
    assert is_working_day(date(2004, 1, 1)) is False
    assert is_working_day(date(2026, 12, 31)) is True


def test_the_first_and_the_last_working_day_are_reached() -> None:
    """A count may end on the first or the last working day of the table, and no further."""
    first, last = date(2004, 1, 2), date(2026, 12, 31)

    assert working_days_before(date(2004, 1, 5), 1) == first
    assert working_days_after(date(2026, 12, 30), 1) == last
    with pytest.raises(CalendarRangeError) as after:
        working_days_after(last, 1)
    with pytest.raises(CalendarRangeError) as before:
        working_days_before(first, 1)
    assert str(after.value) == REACH.format("1 working days after `2026-12-31`")
    assert str(before.value) == REACH.format("1 working days before `2004-01-02`")


def test_a_notice_says_where_it_stands_and_what_it_moves() -> None:
    """A notice has its number, its date, its title, how it was verified, and the days it moved."""
    (notice,) = notice_of(2026)

    assert (notice.number, notice.issued_on) == ("国办发明电〔2025〕7号", date(2025, 11, 4))
    assert (notice.title, notice.verified) == ("国务院办公厅关于2026年部分节假日安排的通知", "number")
    assert (notice.off[0], notice.worked[0]) == (date(2026, 1, 1), date(2026, 1, 4))


def test_a_period_names_its_kind() -> None:
    """Each period says of which kind it is."""
    assert {period.kind for period in periods(SchoolCalendar((YEAR,)), "month")} == {"month"}


def test_a_calendar_year_is_whole() -> None:
    """A calendar year runs from 1 January to 1 January, wherever in it the school year begins or ends."""
    found = [period.interval for period in periods(SchoolCalendar((YEAR,)), "calendar_year")]

    assert found == [Interval(date(2025, 1, 1), date(2026, 1, 1)), Interval(date(2026, 1, 1), date(2027, 1, 1))]


def test_no_month_begins_where_the_school_year_ends() -> None:
    """The day after the last day of the school year opens no month, even if none needs a school day."""
    year = SchoolYear("学年", Interval(date(2025, 9, 1), date(2026, 9, 1)), (_term(2025),))
    found = periods(SchoolCalendar((year,)), "month", min_school_days=0)

    assert found[-1].name == "2026-08"


def test_one_school_day_makes_a_week_by_default() -> None:
    """A week with a single school day counts, unless more are asked for."""
    one_day = Term("一天", Interval(date(2026, 3, 4), date(2026, 3, 5)))
    calendar = SchoolCalendar((evolve(YEAR, terms=(one_day,)),))

    assert [week.name for week in periods(calendar, "week")] == ["2026-W10"]
    assert periods(calendar, "week", min_school_days=2) == ()


def test_the_first_and_the_last_school_day_are_reached(calendar: SchoolCalendar) -> None:
    """A count may end on the first or the last school day that is known, and no further."""
    first, last = calendar.school_days[0], calendar.school_days[-1]

    assert calendar.school_days_before(calendar.school_days[1], 1) == first
    assert calendar.school_days_after(calendar.school_days[-2], 1) == last
    with pytest.raises(CalendarRangeError) as caught:
        calendar.school_days_after(last, 1)
    assert caught.value.day == last
    assert str(caught.value) == (
        f"no data for counting 1 school days from `{last}`; "
        "the school calendar covers 2024-09-01/2026-09-01, the public working days 2004-01-01/2027-01-01"
    )


def test_a_school_day_on_the_last_day_of_the_year_is_reached() -> None:
    """The last day of a school year that is taught to its end can be counted to."""
    days = Interval(date(2025, 9, 1), date(2026, 7, 4))
    calendar = SchoolCalendar((SchoolYear("学年", days, (Term("全年", days),)),))

    assert calendar.school_days_after(date(2026, 7, 2), 1) == date(2026, 7, 3)


def test_a_day_outside_is_named(calendar: SchoolCalendar) -> None:
    """The error of a day that no school year holds carries that day."""
    with pytest.raises(CalendarRangeError) as caught:
        calendar.year_of(date(2026, 9, 1))

    assert caught.value.day == date(2026, 9, 1)


def test_the_first_covered_year_has_school_days() -> None:
    """In the first year of the public calendar school days are known."""
    days = Interval(date(2004, 3, 1), date(2004, 7, 1))
    calendar = SchoolCalendar((SchoolYear("2004", days, (Term("春", days),)),))

    assert calendar.unknown_days == ()
    assert calendar.school_days[0] == date(2004, 3, 1)


def test_a_teaching_week_is_a_whole_number(calendar: SchoolCalendar) -> None:
    """Weeks are counted with whole numbers."""
    assert str(calendar.teaching_week(date(2025, 9, 10))) == "2"


def test_every_mistake_of_a_calendar_has_its_place() -> None:
    """Years that overlap or share a name are named with their place, and so is the lack of any."""
    other = evolve(YEAR, period=Interval(date(2026, 8, 24), date(2027, 8, 24)), terms=(_term(2026),))

    assert mistakes_of(()) == (Mistake("years", "no school year; expected at least one"),)
    assert mistakes_of((YEAR, other)) == (
        Mistake("years[1].period", "school years `学年` and `学年` overlap; expected years apart"),
        Mistake("years[1].name", "another school year is called `学年`; expected different names"),
    )


def _term(start: int) -> Term:
    return Term("全年", Interval(date(start, 9, 1), date(start + 1, 7, 1)))


def _refused(period: Interval, terms: tuple[Term, ...], made_up: frozenset[date] = frozenset()) -> list[str]:
    with pytest.raises(MistakesError) as caught:
        SchoolYear("学年", period, terms, make_up_days=made_up)
    return [mistake.place for mistake in caught.value.mistakes]


def test_every_mistake_of_a_school_year_has_its_place() -> None:
    """A year without terms, too long, long ago, or with a make-up day in the vacation, is refused at its place."""
    assert _refused(DAYS, ()) == ["terms"]
    assert _refused(Interval(date(2025, 9, 1), date(2027, 9, 1)), (_term(2025),)) == ["period"]
    assert _refused(Interval(date(1025, 9, 1), date(1026, 9, 1)), (_term(1025),)) == ["period"]
    assert _refused(DAYS, (TERM,), frozenset({date(2026, 8, 1)})) == ["make_up_days"]


def test_the_longest_school_year_is_allowed() -> None:
    """A school year may be as long as the longest, and not a day longer."""
    start = date(2025, 9, 1)
    longest = Interval(start, start + timedelta(days=LONGEST_YEAR))

    assert SchoolYear("学年", longest, (_term(2025),)).period.days == LONGEST_YEAR
    assert _refused(Interval(start, start + timedelta(days=LONGEST_YEAR + 1)), (_term(2025),)) == ["period"]


def test_teaching_hours_may_touch() -> None:
    """Hours that begin where the hours before end are in order."""
    hours = (TeachingHours(time(8), time(12)), TeachingHours(time(12), time(14)))

    assert evolve(YEAR, teaching_hours=hours).teaching_hours == hours
