"""Monitors stored and read again."""

import json
from datetime import timedelta
from typing import Any

import pytest

from homeschool.adapters.monitor import monitor_from_data, monitor_to_data
from homeschool.calendar import Span
from homeschool.engine import Monitor, Readings
from homeschool.errors import RecordsError
from homeschool.model import Concern, Contact
from tests.engine.builders import rule
from tests.model.builders import at, school

PACK = rule(
    {"upon": "concern", "counted_from": "discovered_at", "within": "at once"},
    {"at_least": 1, "of": "contact"},
)


def _concern(id_: str, hour: int) -> Concern:
    when = at(10, 13, hour)
    return Concern(id=id_, occurred=when, discovered_at=when, concerns=("s-one",), nature="emotional")


def _monitor() -> Monitor:
    monitor = Monitor(PACK, school(), as_of=at(10, 13, 9), readings=Readings(at_once=Span.parse("30 min")))
    monitor.observe(_concern("co-one", 8), _concern("co-two", 9))
    return monitor


def _stored() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(monitor_to_data(_monitor())))
    return data


def test_a_monitor_read_again_goes_on() -> None:
    """A monitor stored as JSON and read again tells the same changes as one that never stopped."""
    stopped, going_on = monitor_from_data(PACK, _stored()), _monitor()
    contact = Contact(id="k-one", occurred=at(10, 13, 10), concerns=("s-one",), whom="guardian", reached=True)

    changes = [
        (list(one.findings), one.next_change_at, one.advance(at(10, 13, 11)), one.observe(contact))
        for one in (stopped, going_on)
    ]

    assert changes[0] == changes[1]
    assert changes[0][2]


def test_what_was_recorded_later_is_stored_too() -> None:
    """A record that is not yet visible is seen when the clock comes to it, after storing as before."""
    monitor = _monitor()
    monitor.observe(_concern("co-three", 12))

    again = monitor_from_data(PACK, monitor_to_data(monitor))

    assert [change.id for change in again.advance(at(10, 13, 12))] == [
        change.id for change in monitor.advance(at(10, 13, 12))
    ]
    assert "co-three" in again.register.versions


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("as_of", "2025-10-13T09:00:00", "as_of"),
        ("as_of", None, "as_of"),
        ("readings", {"at_once": "soon"}, "readings.at_once"),
        ("readings", {}, "readings.at_once"),
        ("packs", [], "packs"),
        ("records", {"facts": {}}, "records.calendar"),
        ("recrods", {}, "recrods"),
    ],
)
def test_what_is_wrong_with_it_is_said_with_its_place(key: str, value: Any, place: str) -> None:
    """Data that is no stored monitor is refused, with the place of what is wrong."""
    data = _stored() | {key: value}

    with pytest.raises(RecordsError) as caught:
        monitor_from_data(PACK, data)

    assert place in [mistake.place for mistake in caught.value.mistakes]


def test_what_is_no_table_is_refused() -> None:
    """Anything else than a table is refused."""
    with pytest.raises(RecordsError, match="table"):
        monitor_from_data(PACK, [timedelta(1)])
