"""A monitor as plain data, and back: what a host stores so that a monitor goes on as if it never stopped.

What a monitor finds follows from its records and its moment alone, so these are all that is stored; the findings are
worked out again when it is read.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from homeschool.adapters.plain_values import read_instant
from homeschool.adapters.register_data import register_from_data, register_to_data
from homeschool.engine.evaluate import checked_packs
from homeschool.engine.monitor import Monitor
from homeschool.engine.scope import Readings
from homeschool.errors import InvalidValueError, Mistake, RecordsError
from homeschool.model.register import Register
from homeschool.policy.pack import Pack
from homeschool.policy.reading import Data, Mistaken, Reader

_KEYS = ("as_of", "readings", "packs", "records")


def monitor_to_data(monitor: Monitor) -> dict[str, Any]:
    """Write a monitor as plain data that JSON can hold: its moment, its readings, which packs it has, its records.

    Raises:
        RecordsError: a number in the records has no exact decimal form.
    """
    return {
        "as_of": monitor.as_of.isoformat(),
        "readings": {"at_once": str(monitor.readings.at_once)},
        "packs": [_pack_to_data(pack) for pack in monitor.packs],
        "records": register_to_data(monitor.register),
    }


def _pack_to_data(pack: Pack) -> dict[str, Any]:
    return {"id": pack.id, "version": pack.version, "digest": pack.digest}


def monitor_from_data(packs: Pack | Iterable[Pack], data: Data) -> Monitor:
    """Read a monitor that goes on from where `monitor_to_data` left it, under the same packs.

    To go on under other packs, make a new `Monitor` of the records: ``register_from_data(data["records"])``.

    Raises:
        RecordsError: with every mistake, each with its place, such as ``records.facts.home_visit[7].place``.
        PackError: a pack made in Python has mistakes.
    """
    packs = checked_packs(packs)
    mistakes: list[Mistake] = []
    table = _table(Reader(mistakes), data)
    as_of, readings = _frame(Reader(mistakes), table)
    mistakes += _other_packs(packs, table["packs"]) if "packs" in table else ()
    register = _register(mistakes, table["records"]) if "records" in table else None
    if mistakes or as_of is None or readings is None or register is None:
        raise RecordsError(mistakes)
    return Monitor(packs, register, as_of=as_of, readings=readings)


def _table(reader: Reader, data: Data) -> Mapping[str, Data]:
    try:
        table = reader.table(data, "", _KEYS)
    except Mistaken:
        return {}
    for key in _KEYS:
        if table.get(key) is None:
            reader.note(key, "expected what a monitor was stored with")
    return {key: value for key, value in table.items() if value is not None}


def _frame(reader: Reader, table: Mapping[str, Data]) -> tuple[datetime | None, Readings | None]:
    as_of = reader.optional(table, "as_of", "", lambda item, place: _instant(reader, item, place))
    return as_of, reader.optional(table, "readings", "", lambda item, place: _readings(reader, item, place))


def _readings(reader: Reader, data: Data, place: str) -> Readings:
    table = reader.table(data, place, ("at_once",))
    return Readings(at_once=reader.span(table.get("at_once"), f"{place}.at_once"))


def _instant(reader: Reader, data: Data, place: str) -> datetime:
    try:
        return read_instant(data)
    except InvalidValueError as error:
        raise reader.fail(place, str(error)) from None


def _other_packs(packs: Iterable[Pack], stored: Data) -> Iterable[Mistake]:
    """Yield a mistake where the packs are not those that the monitor was stored with."""
    expected = [_pack_to_data(pack) for pack in packs]
    if stored != expected:
        ids = ", ".join(f"`{pack['id']}` {pack['version']}" for pack in expected)
        yield Mistake("packs", f"stored with other packs, or other versions of them, than {ids}")


def _register(mistakes: list[Mistake], data: Data) -> Register | None:
    try:
        return register_from_data(data)
    except RecordsError as error:
        mistakes += [attrs.evolve(found, place=f"records.{found.place}") for found in error.mistakes]
        return None
