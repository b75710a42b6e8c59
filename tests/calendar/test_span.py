"""Spans: reading, writing, and counting as the Civil Code does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeschool.calendar import UNITS, SchoolCalendar, Span, Unit, day_after, day_before
from homeschool.errors import CalendarRangeError, InvalidValueError

counted_units: list[Unit] = ["day", "week", "working_day", "school_day"]
timed_units = [unit for unit in UNITS if unit != "at_once"]
spans = (
    st.builds(Span, st.integers(0, 5000), st.sampled_from(timed_units))
    | st.builds(Span, st.integers(0, 5000), st.sampled_from(["day", "week"]), st.booleans())
    | st.just(Span(0, "at_once"))
)


@given(spans)
def test_reading_undoes_writing(span: Span) -> None:
    """A span written and read again is the same span."""
    assert Span.parse(str(span)) == span


@pytest.mark.parametrize(
    ("text", "span", "canonical"),
    [
        ("24 h", Span(24, "h"), "24 h"),
        ("24 hours", Span(24, "h"), "24 h"),
        ("30 min", Span(30, "min"), "30 min"),
        ("1 minute", Span(1, "min"), "1 min"),
        ("1 day", Span(1, "day"), "1 day"),
        ("1 days", Span(1, "day"), "1 day"),
        ("3 day", Span(3, "day"), "3 days"),
        ("0 days", Span(0, "day"), "0 days"),
        ("3 working days", Span(3, "working_day"), "3 working days"),
        ("2 school days", Span(2, "school_day"), "2 school days"),
        ("1 week", Span(1, "week"), "1 week"),
        ("6 months", Span(6, "month"), "6 months"),
        ("3 years", Span(3, "year"), "3 years"),
        ("1 day elapsed", Span(1, "day", elapsed=True), "1 day elapsed"),
        ("2 weeks elapsed", Span(2, "week", elapsed=True), "2 weeks elapsed"),
        ("at once", Span(0, "at_once"), "at once"),
    ],
)
def test_singular_and_plural_are_read_alike(text: str, span: Span, canonical: str) -> None:
    """Every way to write a span is read, and written back in one way."""
    read = Span.parse(text)

    assert read == span
    assert str(read) == canonical


@pytest.mark.parametrize(
    "text",
    ["", "soon", "3", "days", "-1 day", "1.5 h", "3 fortnights", "3  days", "1234567 days", "3 workdays"],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    """A text that is no span is shown, with what was expected."""
    with pytest.raises(InvalidValueError, match=f"`{text}` is no span of time; expected a number and one of min, h"):
        Span.parse(text)


@pytest.mark.parametrize("text", ["1 month elapsed", "1 year elapsed", "3 working days elapsed", "24 h elapsed"])
def test_only_days_and_weeks_are_marked_elapsed(text: str) -> None:
    """Months and counted days have no fixed length, and hours are always elapsed."""
    with pytest.raises(InvalidValueError, match="cannot be marked elapsed"):
        Span.parse(text)


@pytest.mark.parametrize("amount", [-1, 1_000_000, True, 1.5])
def test_an_amount_is_a_whole_number(amount: int) -> None:
    """Negative, huge, boolean and broken amounts are refused."""
    with pytest.raises(InvalidValueError, match="is no amount of time"):
        Span(amount, "day")


def test_an_unknown_unit_is_refused() -> None:
    """The message lists the units."""
    with pytest.raises(InvalidValueError, match="`decade` is no unit of time; expected one of min, h, day"):
        Span(1, "decade")  # type: ignore[arg-type]


def test_at_once_has_no_amount() -> None:
    """Three times at once is refused."""
    with pytest.raises(InvalidValueError, match="expected the amount 0"):
        Span(3, "at_once")


@pytest.mark.parametrize(
    ("text", "elapsed_time"),
    [
        ("90 min", timedelta(minutes=90)),
        ("24 h", timedelta(hours=24)),
        ("1 day elapsed", timedelta(hours=24)),
        ("1 week elapsed", timedelta(hours=168)),
    ],
)
def test_elapsed_time_has_a_length(text: str, elapsed_time: timedelta) -> None:
    """A day of elapsed time is 24 hours."""
    span = Span.parse(text)

    assert span.is_elapsed
    assert span.elapsed_time == elapsed_time


@pytest.mark.parametrize("text", ["1 day", "1 week", "1 month", "3 working days", "at once"])
def test_civil_days_have_no_elapsed_time(text: str) -> None:
    """Civil days are not hours, so no length is given."""
    span = Span.parse(text)

    assert not span.is_elapsed
    with pytest.raises(InvalidValueError, match=f"`{text}` counts civil days"):
        _ = span.elapsed_time


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("24 h", "24小时", "24 hours"),
        ("1 min", "1分钟", "1 minute"),
        ("3 working days", "3个工作日", "3 working days"),
        ("2 school days", "2个上课日", "2 school days"),
        ("1 week", "1周", "1 week"),
        ("6 months", "6个月", "6 months"),
        ("1 day elapsed", "1天（按小时连续计算）", "1 day (elapsed)"),
        ("at once", "立即", "at once"),
    ],
)
def test_a_span_is_said_in_both_languages(text: str, zh: str, en: str) -> None:
    """People read spans in Chinese or in English."""
    span = Span.parse(text)

    assert (span.describe("zh"), span.describe("en")) == (zh, en)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_a_name_in_both_languages(unit: Unit) -> None:
    """No unit is left without a word."""
    span = Span(0, unit)

    assert span.describe("zh")
    assert span.describe("en")


@pytest.mark.parametrize(
    ("day", "text", "after", "before"),
    [
        (date(2026, 3, 10), "3 days", date(2026, 3, 13), date(2026, 3, 7)),
        (date(2026, 3, 10), "0 days", date(2026, 3, 10), date(2026, 3, 10)),
        (date(2026, 3, 10), "1 week", date(2026, 3, 17), date(2026, 3, 3)),
        (date(2026, 3, 31), "1 month", date(2026, 4, 30), date(2026, 2, 28)),
        (date(2024, 2, 29), "1 year", date(2025, 2, 28), date(2023, 2, 28)),
        (date(2026, 5, 8), "1 working day", date(2026, 5, 9), date(2026, 5, 7)),
        (date(2026, 5, 10), "3 working days", date(2026, 5, 13), date(2026, 5, 7)),
        (date(2025, 11, 13), "1 school day", date(2025, 11, 16), date(2025, 11, 12)),
        (date(2026, 1, 16), "1 school day", date(2026, 2, 24), date(2026, 1, 15)),
        (date(2026, 3, 10), "at once", date(2026, 3, 10), date(2026, 3, 10)),
    ],
)
def test_the_day_of_the_event_is_not_counted(
    calendar: SchoolCalendar, day: date, text: str, after: date, before: date
) -> None:
    """A span ends with its last civil day, forwards and backwards alike (Civil Code arts. 201-203)."""
    span = Span.parse(text)

    assert day_after(day, span, calendar) == after
    assert day_before(day, span, calendar) == before


@given(day=st.dates(date(2025, 3, 1), date(2026, 3, 1)), amount=st.integers(1, 40), data=st.data())
def test_days_count_alike_in_both_directions(
    calendar: SchoolCalendar, day: date, amount: int, data: st.DataObject
) -> None:
    """What ends n days after a counted day began n days before its end."""
    unit = data.draw(st.sampled_from(counted_units))
    counted = day_after(day, Span(1, unit), calendar)
    span = Span(amount if unit != "week" else 1, unit)

    assert day_before(day_after(counted, span, calendar), span, calendar) == counted


@given(day=st.dates(date(2024, 9, 1), date(2026, 8, 31)), amount=st.integers(0, 60))
def test_months_end_on_the_same_day_or_the_last(calendar: SchoolCalendar, day: date, amount: int) -> None:
    """A month never skips into the one after."""
    end = day_after(day, Span(amount, "month"), calendar)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == amount
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("text", ["24 h", "1 min", "1 day elapsed", "1 week elapsed"])
def test_elapsed_time_moves_no_civil_day(calendar: SchoolCalendar, text: str) -> None:
    """Hours are compared as instants, so no last day is given for them."""
    with pytest.raises(InvalidValueError, match="is elapsed time"):
        day_after(date(2026, 3, 10), Span.parse(text), calendar)


@pytest.mark.parametrize("text", ["999999 days", "9000 years"])
def test_a_span_that_leaves_the_calendar_of_python_is_refused(calendar: SchoolCalendar, text: str) -> None:
    """A span past the year 9999 or before the year 1 is refused with the span and the day."""
    span = Span.parse(text)

    with pytest.raises(InvalidValueError, match=f"`{text}` from `9000-01-01` leaves the years"):
        day_after(date(9000, 1, 1), span, calendar)
    with pytest.raises(InvalidValueError, match="leaves the years"):
        day_before(date(100, 1, 1), span, calendar)


def test_school_days_past_the_calendar_are_refused(calendar: SchoolCalendar) -> None:
    """Counting school days past the last term is refused, not guessed."""
    with pytest.raises(CalendarRangeError, match="counting 3 school days"):
        day_after(date(2026, 7, 3), Span(3, "school_day"), calendar)


def test_a_span_is_counted_from_a_day(calendar: SchoolCalendar) -> None:
    """A moment is refused: its civil day depends on the zone."""
    with pytest.raises(InvalidValueError, match="is a moment"):
        day_after(datetime(2026, 3, 10, tzinfo=UTC), Span(1, "day"), calendar)
