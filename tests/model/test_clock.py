"""Time as integers."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from homeschool.calendar import SHANGHAI
from homeschool.errors import InvalidValueError
from homeschool.model.clock import Clock, to_micros, to_micros_span

DAY = 24 * 3600 * 1_000_000


def test_an_instant_is_one_microsecond_and_a_day_lasts_to_the_next_midnight() -> None:
    """What happened at an instant spans a microsecond; what is known by its day spans that local day."""
    clock = Clock(SHANGHAI)
    midnight = to_micros(datetime(2025, 8, 31, 16, tzinfo=UTC))

    assert clock.bounds(datetime(2025, 8, 31, 16, tzinfo=UTC)) == (midnight, midnight + 1)
    assert clock.bounds(date(2025, 9, 1)) == (midnight, midnight + DAY)
    assert clock.midnight(date(2025, 9, 1)) == midnight
    assert clock.start(date(2025, 9, 1)) == clock.start(datetime(2025, 8, 31, 16, tzinfo=UTC)) == midnight


def test_integers_turn_back_into_instants_and_days() -> None:
    """An integer is an instant of the clock's zone, and lies in one of its days."""
    clock = Clock(SHANGHAI)
    moment = datetime(2025, 9, 1, 0, 30, tzinfo=SHANGHAI)

    assert clock.moment(to_micros(moment)) == moment
    assert clock.moment(to_micros(moment)).tzinfo is SHANGHAI
    assert clock.day(to_micros(moment)) == date(2025, 9, 1)


def test_a_zone_does_not_change_what_an_instant_is() -> None:
    """The same instant written in two zones is one integer."""
    here = datetime(2025, 9, 1, 8, tzinfo=SHANGHAI)

    assert to_micros(here) == to_micros(here.astimezone(timezone(timedelta(hours=-5))))


def test_a_naive_instant_is_refused() -> None:
    """A time without a zone is no instant."""
    naive = datetime(2025, 9, 1, 8)  # noqa: DTZ001

    with pytest.raises(InvalidValueError, match="expected an instant with its time zone, not `2025-09-01T08:00:00`"):
        to_micros(naive)


def test_a_length_of_time_is_counted_in_microseconds() -> None:
    """Two hours are 7.2 thousand million microseconds."""
    assert to_micros_span(timedelta(hours=2)) == 7_200_000_000


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN])
@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 7, 1), date(2025, 10, 26), date.min, date.max])
def test_an_instant_of_the_own_zone_is_counted_exactly(zone: ZoneInfo, fold: int, day: date) -> None:
    """What is counted from midnight is what is counted in UTC, on days on which clocks are put forward or back too."""
    clock = Clock(zone)
    times = [time(hour, minute, 7, 11) for hour in range(10, 14) if day == date.min for minute in (0, 30)]
    times += [time(hour, minute, 59, 999_999) for hour in range(8) if day != date.min for minute in (0, 59)]
    for moment in (datetime.combine(day, one, zone).replace(fold=fold) for one in times):
        assert clock.micros(moment) == clock.bounds(moment)[0] == clock.start(moment) == to_micros(moment)
