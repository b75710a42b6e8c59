"""The school year: vacations from its gaps, and all its mistakes at once."""

from datetime import UTC, date, time

import pytest
from attrs import evolve

from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, TeachingHours, Term, Vacation
from homeschool.errors import InvalidValueError, MistakesError

YEAR = Interval(date(2025, 9, 1), date(2026, 9, 1))
FIRST = Term("第一学期", Interval(date(2025, 9, 1), date(2025, 11, 15)))
SECOND = Term("第二学期", Interval(date(2025, 11, 24), date(2026, 2, 7)))
THIRD = Term("第三学期", Interval(date(2026, 3, 2), date(2026, 7, 4)))


def mistakes_of(error: MistakesError) -> dict[str, str]:
    """Show the mistakes as place and text."""
    return {mistake.place: mistake.text for mistake in error.mistakes}


def test_vacations_are_the_gaps(calendar: SchoolCalendar) -> None:
    """A year of two terms has the winter vacation between them and the summer vacation after."""
    vacations = calendar.years[1].vacations

    assert vacations == (
        Vacation("寒假", "winter", Interval(date(2026, 1, 18), date(2026, 2, 17))),
        Vacation("暑假", "summer", Interval(date(2026, 7, 5), date(2026, 9, 1))),
    )


def test_a_further_gap_is_another_vacation() -> None:
    """In a year of three terms only the first gap is winter and only the last summer."""
    year = SchoolYear("2025-2026学年", YEAR, (FIRST, SECOND, THIRD))

    assert [(vacation.name, vacation.kind) for vacation in year.vacations] == [
        ("寒假", "winter"),
        ("假期", "other"),
        ("暑假", "summer"),
    ]


def test_a_gap_shorter_than_a_week_is_no_vacation() -> None:
    """Six days between terms are no vacation, seven are."""
    six = evolve(SECOND, period=Interval(date(2025, 11, 21), date(2026, 9, 1)))
    seven = evolve(SECOND, period=Interval(date(2025, 11, 22), date(2026, 9, 1)))

    assert SchoolYear("甲", YEAR, (FIRST, six)).vacations == ()
    assert [vacation.period.days for vacation in SchoolYear("乙", YEAR, (FIRST, seven)).vacations] == [7]


def test_vacations_can_be_named() -> None:
    """A school that calls its vacations otherwise gives a name for each."""
    year = SchoolYear("2025-2026学年", YEAR, (FIRST, SECOND, THIRD), vacation_names=("秋假", "寒假", "暑假"))

    assert [vacation.name for vacation in year.vacations] == ["秋假", "寒假", "暑假"]


def test_a_day_finds_its_term_or_vacation() -> None:
    """A day lies in a term, in a vacation, or, in a short gap, in neither."""
    early = evolve(SECOND, period=Interval(date(2025, 11, 18), date(2026, 2, 7)))
    year = SchoolYear("2025-2026学年", YEAR, (FIRST, early, THIRD))

    assert year.term_of(date(2025, 9, 1)) == FIRST
    assert year.term_of(date(2025, 11, 15)) is None
    assert year.vacation_of(date(2025, 11, 15)) is None
    assert year.vacation_of(date(2026, 2, 7)) == year.vacations[0]


def test_all_mistakes_are_told_at_once() -> None:
    """A year full of mistakes is refused once, each mistake with its place."""
    with pytest.raises(MistakesError) as caught:
        SchoolYear(
            "2025-2026学年",
            YEAR,
            (
                FIRST,
                Term("第一学期", Interval(date(2025, 11, 1), date(2025, 12, 1))),
                Term("第三学期", Interval(date(2026, 6, 1), date(2026, 9, 2))),
            ),
            days_off=frozenset({date(2026, 1, 5), date(2025, 9, 6)}),
            make_up_days=frozenset({date(2025, 9, 6)}),
            teaching_hours=(TeachingHours(time(8), time(12)), TeachingHours(time(11), time(16))),
            vacation_names=("寒假", "春假", "暑假"),
        )

    assert mistakes_of(caught.value) == {
        "terms[2].period": "term `第三学期` is `2026-06-01/2026-09-02`; "
        "expected days of the school year `2025-09-01/2026-09-01`",
        "terms[1].period": "term `第一学期` starts before `第一学期` ends; expected terms in order, apart",
        "terms[1].name": "another term is called `第一学期`; expected different names",
        "days_off": "`2026-01-05` lies in no term; expected a day of a term",
        "make_up_days": "`2025-09-06` is a day off too; expected one or the other",
        "teaching_hours[1]": "`11:00:00` is before `12:00:00`, where the hours before end; expected hours in order",
        "vacation_names": "3 names for 1 vacations; expected one for each, or none",
    }


def test_terms_out_of_order_are_refused() -> None:
    """A later term given first is refused though the two don't overlap."""
    with pytest.raises(MistakesError, match="expected terms in order") as caught:
        SchoolYear("2025-2026学年", YEAR, (SECOND, FIRST))

    assert list(mistakes_of(caught.value)) == ["terms[1].period"]


def test_a_year_and_its_terms_have_an_end() -> None:
    """Neither a school year nor a term goes on for ever, and a year has a term."""
    with pytest.raises(MistakesError, match="has no end") as endless:
        SchoolYear("2025-2026学年", Interval(date(2025, 9, 1)), (FIRST, Term("第二学期", Interval(date(2026, 3, 2)))))
    with pytest.raises(MistakesError, match="has no term"):
        SchoolYear("2025-2026学年", YEAR, ())

    assert list(mistakes_of(endless.value)) == ["period", "terms[1].period"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Interval(date(2025, 9, 1), date(2055, 9, 1)), "at most 600 days"),
        (Interval(date(225, 9, 1), date(226, 9, 1)), "a start from 1900 to 2999"),
    ],
)
def test_a_mistyped_year_is_refused(period: Interval, expected: str) -> None:
    """A school year of thirty years, or in the year 225, is a slip of the pen."""
    with pytest.raises(MistakesError, match=expected):
        SchoolYear("2025-2026学年", period, (Term("全年", period),))


def test_teaching_hours_are_half_open() -> None:
    """A lesson's start is teaching time and its end is not."""
    hours = TeachingHours(time(8), time(11, 30))

    assert [clock in hours for clock in (time(7, 59, 59), time(8), time(11, 29, 59), time(11, 30))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time(12), time(8), "end before they start"),
        (time(8), time(8), "end before they start"),
        (time(8, tzinfo=UTC), time(12), "carry a zone"),
        (time(8), time(12, tzinfo=UTC), "carry a zone"),
    ],
)
def test_teaching_hours_are_wall_time_in_order(start: time, end: time, expected: str) -> None:
    """Hours that end before they start, or carry a zone, are refused."""
    with pytest.raises(InvalidValueError, match=expected):
        TeachingHours(start, end)
