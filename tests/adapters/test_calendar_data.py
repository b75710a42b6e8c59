"""Calendars out of plain data: what is refused."""

from datetime import time
from typing import Any

import pytest

from homeschool.adapters.calendar_data import read_calendar, write_calendar
from homeschool.policy.reading import Mistaken, Reader
from tests.adapters.samples import OTHER_CALENDAR, document


def places(**year: Any) -> list[str]:
    """Return the places of the mistakes of a calendar whose one year has these keys changed (None: left out)."""
    calendar = document()["calendar"]
    calendar["years"][0] |= year
    calendar["years"][0] = {key: value for key, value in calendar["years"][0].items() if value is not None}
    reader = Reader()
    with pytest.raises(Mistaken):
        read_calendar(reader, calendar, "calendar")
    return [found.place.removeprefix("calendar.years[0].") for found in reader.mistakes]


def test_a_calendar_is_read_as_it_was_written() -> None:
    """Terms, days off, make-up days, teaching hours and the names of vacations all come back."""
    data = write_calendar(OTHER_CALENDAR)

    assert read_calendar(Reader(), data, "calendar") == OTHER_CALENDAR


def test_mistakes_of_a_year_are_told_at_once() -> None:
    """Every key of a year that cannot be read is told."""
    found = places(
        name=3,
        until=None,
        terms=[{"name": "a"}, 3],
        days_off=["x", 4],
        make_up_days=5,
        teaching_hours=[{"from": "8h", "until": "12:00"}, {"from": "12:00", "until": "08:00"}],
    )

    assert found == [
        "name",
        "until",
        "terms[0].from",
        "terms[1]",
        "days_off[0]",
        "days_off[1]",
        "make_up_days",
        "teaching_hours[0].from",
        "teaching_hours[1]",
    ]


def test_a_year_needs_a_name_and_terms() -> None:
    """What is left out is told."""
    assert places(name=None, terms=None) == ["calendar.years[0]", "calendar.years[0]"]


def test_parts_that_contradict_each_other_are_told() -> None:
    """What the school year itself refuses is told with its place in the document."""
    assert places(days_off=["2026-05-01"]) == ["days_off"]
    assert places(**{"from": "2025-09-01", "until": "2025-09-01"}) == ["until"]


def test_times_of_day_may_be_values() -> None:
    """TOML has times of day of its own."""
    calendar = document()["calendar"]
    calendar["years"][0]["teaching_hours"] = [{"from": time(8), "until": "12:00:30.5"}]
    read = read_calendar(Reader(), calendar, "calendar")

    assert read_calendar(Reader(), write_calendar(read), "calendar") == read


def test_a_zone_is_a_name() -> None:
    """A zone that does not exist, or is no name, is told; mistakes of the years are told with it."""
    reader = Reader()
    with pytest.raises(Mistaken):
        read_calendar(reader, {"zone": "Mars/Base", "years": 3}, "calendar")

    assert [found.place for found in reader.mistakes] == ["calendar.zone", "calendar.years"]
