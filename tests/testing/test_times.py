"""Strategies for days, instants, spans, calendars, and for norms."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings

from homeschool import testing as t
from homeschool.calendar import SHANGHAI, Interval, SchoolCalendar, Span
from homeschool.errors import InvalidValueError
from homeschool.policy import Pack, make_pack

SHRUNK = settings(max_examples=1000, database=None, phases=(Phase.generate, Phase.shrink))


@given(calendar=t.calendars(max_years=2))
def test_a_calendar_is_one_run_of_days(calendar: SchoolCalendar) -> None:
    """The school years of a calendar touch, so that it covers every day from its first to its last."""
    first, last = calendar.years[0].period.start, calendar.years[-1].period.end

    assert last is not None
    assert len(calendar.years) == (last.year - first.year)
    assert calendar.school_days


def test_a_calendar_shrinks_to_one_plain_year() -> None:
    """The simplest calendar is the latest year with one term and nothing special."""
    (year,) = find(t.calendars(max_years=3), lambda _: True, settings=SHRUNK).years

    assert year.period == Interval(date(2025, 9, 1), date(2026, 9, 1))
    assert (len(year.terms), year.days_off, year.make_up_days) == (1, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("strategy", "simplest"),
    [
        (t.days(), date(2025, 9, 1)),
        (t.days(min_day=date(2025, 12, 1), max_day=date(2025, 12, 3)), date(2025, 12, 1)),
        (t.instants(), datetime.combine(date(2025, 9, 1), time(8, 20), SHANGHAI)),
        (t.moments(), datetime.combine(date(2025, 9, 1), time(8, 20), SHANGHAI)),
        (t.intervals(), Interval(date(2025, 9, 1))),
        (t.spans(units=("h", "day"), min_amount=1), Span(1, "h")),
    ],
    ids=["day", "day within bounds", "instant", "moment", "interval", "span"],
)
def test_times_shrink_to_the_first(strategy: Any, simplest: object) -> None:
    """The simplest time is that of the first day, when teaching begins."""
    assert find(strategy, lambda _: True, settings=SHRUNK) == simplest


@given(span=t.spans())
def test_a_span_is_written_and_read(span: Span) -> None:
    """Every span that is drawn has a text that gives it back."""
    assert Span.parse(str(span)) == span


@given(moment=t.moments())
def test_a_moment_is_aware_and_near_the_calendar(moment: datetime) -> None:
    """A moment to ask about has its zone and lies in the calendar, or at most three days outside of it."""
    assert moment.utcoffset() is not None
    assert date(2025, 8, 29) <= moment.date() <= date(2026, 9, 3)


@given(pack=t.packs(max_norms=2))
def test_a_pack_is_sound(pack: Pack) -> None:
    """A pack that is drawn is one that the library accepts."""
    assert make_pack(pack).norms == pack.norms


@pytest.mark.parametrize("pair", t.COMBINATIONS, ids=" ".join)
def test_a_norm_is_of_the_kind_asked_for(pair: tuple[str, str]) -> None:
    """A norm has the timing that was asked for, and is checkable."""
    norm = find(t.norms(*pair), lambda _: True, settings=SHRUNK)

    assert norm.is_checkable
    assert type(norm.timing).__name__.lower() == pair[0]


@pytest.mark.parametrize(
    "make",
    [
        lambda: t.calendars(min_year=2025, max_year=2024),
        lambda: t.calendars(max_years=0),
        lambda: t.school_years(min_year=1066),
        lambda: t.spans(units=()),
        lambda: t.spans(min_amount=3, max_amount=2),
        lambda: t.norms("rolling", "cover"),
        lambda: t.norms(subject="pupil"),
        lambda: t.packs(min_norms=3, max_norms=2),
        lambda: t.days(min_day=date(2026, 1, 2), max_day=date(2026, 1, 1)),
    ],
    ids=["years", "no year", "long ago", "no unit", "amounts", "kinds", "subject", "norms", "days"],
)
def test_a_wrong_argument_is_refused_at_once(make: Any) -> None:
    """Bounds that contradict each other and kinds that do not exist are refused when the strategy is made."""
    with pytest.raises(InvalidValueError):
        make()
