"""School calendars out of plain data, and back.

A calendar is ``{ zone, years = [ … ] }``; a year has a name, its days (``from``, ``until``, the end excluded) and its
terms, and may have days_off, make_up_days, teaching_hours and vacation_names.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from homeschool.calendar import SHANGHAI, Interval, SchoolCalendar, SchoolYear, TeachingHours, Term
from homeschool.errors import InvalidValueError, Mistake, MistakesError
from homeschool.policy.reading import Data, Mistaken, Reader

T = TypeVar("T")
YEAR_KEYS = ("name", "from", "until", "terms", "days_off", "make_up_days", "teaching_hours", "vacation_names")
TERM_KEYS = ("name", "from", "until")


def read_calendar(reader: Reader, data: Data, place: str) -> SchoolCalendar:
    """Read a calendar; the zone may be left out and is then Asia/Shanghai.

    Raises:
        Mistaken: it could not be read; the reader holds every mistake.
    """
    table = reader.table(data, place, ("zone", "years"))
    zone = reader.optional(table, "zone", place, lambda item, spot: _zone(reader, item, spot)) or SHANGHAI
    years = _each(reader, table.get("years"), f"{place}.years", _year)
    return _made(reader, place, lambda: SchoolCalendar(years, zone))


def _zone(reader: Reader, data: Data, place: str) -> ZoneInfo:
    name = reader.text(data, place)
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise reader.fail(place, f"no time zone `{name}`; expected one such as Asia/Shanghai") from None


def _each(reader: Reader, data: Data, place: str, read: Callable[[Reader, Data, str], T]) -> tuple[T, ...]:
    """Read each element of a list; go on after a mistake, and fail at the end if there was one."""
    if not isinstance(data, list | tuple):
        raise reader.fail(place, "expected a list")
    before = len(reader.mistakes)
    found = []
    for index, item in enumerate(data):
        try:
            found.append(read(reader, item, f"{place}[{index}]"))
        except Mistaken:
            continue
    if len(reader.mistakes) > before:
        raise Mistaken
    return tuple(found)


def _made(reader: Reader, place: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except MistakesError as error:
        reader.mistakes += [Mistake(f"{place}.{found.place}", found.text) for found in error.mistakes]
        raise Mistaken from None


def _year(reader: Reader, data: Data, place: str) -> SchoolYear:
    before = len(reader.mistakes)
    table = reader.table(data, place, YEAR_KEYS)
    for key in ("name", "terms"):
        if key not in table:
            reader.note(place, f"expected `{key}`")
    name = reader.optional(table, "name", place, reader.text)
    period = _period_or_none(reader, table, place)
    terms = _listed(reader, table, "terms", (place, _term))
    off, make_up = (frozenset(_listed(reader, table, key, (place, _day))) for key in ("days_off", "make_up_days"))
    hours = _listed(reader, table, "teaching_hours", (place, _hours))
    names = _listed(reader, table, "vacation_names", (place, Reader.text))
    if len(reader.mistakes) > before or name is None or period is None:
        raise Mistaken
    return _made(reader, place, lambda: SchoolYear(name, period, terms, off, make_up, hours, names))


def _listed(
    reader: Reader, table: Mapping[str, Data], key: str, how: tuple[str, Callable[[Reader, Data, str], T]]
) -> tuple[T, ...]:
    place, read = how
    return reader.optional(table, key, place, lambda item, spot: _each(reader, item, spot, read)) or ()


def _period(reader: Reader, table: Mapping[str, Data], place: str) -> Interval:
    return reader.interval({key: table.get(key, "") for key in ("from", "until")}, place)


def _period_or_none(reader: Reader, table: Mapping[str, Data], place: str) -> Interval | None:
    try:
        return _period(reader, table, place)
    except Mistaken:
        return None


def _term(reader: Reader, data: Data, place: str) -> Term:
    table = reader.table(data, place, TERM_KEYS)
    return Term(reader.text(table.get("name"), f"{place}.name"), _period(reader, table, place))


def _day(reader: Reader, data: Data, place: str) -> date:
    return reader.day(data, place)


def _hours(reader: Reader, data: Data, place: str) -> TeachingHours:
    table = reader.table(data, place, ("from", "until"))
    start, end = (_time(reader, table.get(key), f"{place}.{key}") for key in ("from", "until"))
    try:
        return TeachingHours(start, end)
    except InvalidValueError as error:
        raise reader.fail(place, str(error)) from None


def _time(reader: Reader, data: Data, place: str) -> time:
    if isinstance(data, str):
        try:
            return time.fromisoformat(data)
        except ValueError:
            pass
    if not isinstance(data, time):
        raise reader.fail(place, "expected a time of day such as 08:20")
    return data


def write_calendar(calendar: SchoolCalendar) -> dict[str, Any]:
    """Write a calendar as plain data that `read_calendar` reads to the same calendar."""
    return {"zone": calendar.zone.key, "years": [_write_year(year) for year in calendar.years]}


def _write_year(year: SchoolYear) -> dict[str, Any]:
    data = {
        "name": year.name,
        **_write_days(year.period),
        "terms": [{"name": term.name, **_write_days(term.period)} for term in year.terms],
        "days_off": [day.isoformat() for day in sorted(year.days_off)],
        "make_up_days": [day.isoformat() for day in sorted(year.make_up_days)],
        "teaching_hours": [
            {"from": _write_time(hours.start), "until": _write_time(hours.end)} for hours in year.teaching_hours
        ],
        "vacation_names": list(year.vacation_names),
    }
    return {key: value for key, value in data.items() if value != []}


def _write_days(interval: Interval) -> dict[str, str]:
    ends = {"from": interval.start, "until": interval.end}
    return {key: day.isoformat() for key, day in ends.items() if day is not None}


def _write_time(moment: time) -> str:
    return moment.isoformat("minutes" if moment == moment.replace(second=0, microsecond=0) else "auto")
