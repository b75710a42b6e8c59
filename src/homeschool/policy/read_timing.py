"""Timings out of plain data, and back."""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from homeschool.calendar import Span
from homeschool.policy.condition import TRUE
from homeschool.policy.read_condition import read_condition, write_condition
from homeschool.policy.reading import Data, Reader
from homeschool.policy.timing import Always, At, Before, Every, Moment, Rolling, Timing, Upon

_MOMENT = ("where", "counted_from", "link", "link_to")
_KEYS = {
    "every": ("every", "within", "during", "min_school_days", "presence"),
    "rolling": ("rolling",),
    "upon": ("upon", "within", "until", *_MOMENT),
    "before": ("before", "ahead", "no_earlier_than", *_MOMENT),
    "at": ("at", *_MOMENT),
    "always": ("always", "tolerance"),
}


def read_timing(reader: Reader, data: Data, place: str) -> Timing:
    """Read a timing: a table with one of the keys every, rolling, upon, before, at, always."""
    if not isinstance(data, Mapping):
        raise reader.fail(place, f"expected a table with one of the keys {', '.join(_KEYS)}, not `{data}`")
    kinds = [key for key in _KEYS if key in data]
    if len(kinds) != 1:
        found = " and ".join(f"`{kind}`" for kind in kinds) or "none"
        raise reader.fail(place, f"expected exactly one of the keys {', '.join(_KEYS)}; found {found}")
    table = reader.table(data, place, _KEYS[kinds[0]])
    return _READ[kinds[0]](reader, table, place)


def _every(reader: Reader, table: Mapping[str, Data], place: str) -> Every:
    days = reader.optional(table, "min_school_days", place, reader.whole)
    during = reader.optional(table, "during", place, lambda data, spot: reader.choice(data, spot, ("any", "vacation")))
    return Every(
        reader.period_kind(table["every"], f"{place}.every"),
        within=reader.optional(table, "within", place, reader.span),
        during=during or "any",
        min_school_days=1 if days is None else days,
        presence=reader.optional(table, "presence", place, reader.span),
    )


def _rolling(reader: Reader, table: Mapping[str, Data], place: str) -> Rolling:
    return Rolling(reader.span(table["rolling"], f"{place}.rolling"))


def _upon(reader: Reader, table: Mapping[str, Data], place: str) -> Upon:
    if ("within" in table) == ("until" in table):
        reader.note(place, "expected either `within`, a span, or `until`, a kind of period")
    return Upon(
        _moment(reader, table, "upon", place),
        within=reader.optional(table, "within", place, reader.span),
        until=reader.optional(table, "until", place, reader.period_kind),
    )


def _before(reader: Reader, table: Mapping[str, Data], place: str) -> Before:
    ahead = reader.optional(table, "ahead", place, reader.span)
    if "ahead" not in table:
        reader.note(place, "expected `ahead`, a span such as 3 working days")
    return Before(
        _moment(reader, table, "before", place),
        ahead=ahead or Span(0, "day"),
        no_earlier_than=reader.optional(table, "no_earlier_than", place, reader.span),
    )


def _at(reader: Reader, table: Mapping[str, Data], place: str) -> At:
    return At(_moment(reader, table, "at", place))


def _always(reader: Reader, table: Mapping[str, Data], place: str) -> Always:
    if table["always"] is not True:
        reader.note(f"{place}.always", "expected true")
    return Always(tolerance=reader.optional(table, "tolerance", place, reader.span))


_READ: Mapping[str, Callable[[Reader, Mapping[str, Data], str], Timing]] = {
    "every": _every,
    "rolling": _rolling,
    "upon": _upon,
    "before": _before,
    "at": _at,
    "always": _always,
}


def _moment(reader: Reader, table: Mapping[str, Data], key: str, place: str) -> Moment:
    data, edge = table[key], None
    spot = f"{place}.{key}"
    if isinstance(data, Mapping):
        inner = reader.table(data, spot, ("start_of", "end_of"))
        if len(inner) != 1:
            raise reader.fail(spot, "expected `start_of` or `end_of`")
        edge_key, data = next(iter(inner.items()))
        edge, spot = edge_key.removesuffix("_of"), f"{spot}.{edge_key}"
    where = reader.optional(table, "where", place, lambda item, at: read_condition(reader, item, at))
    return Moment(
        of=reader.texts(data, spot),
        edge=edge,  # type: ignore[arg-type]
        where=TRUE if where is None else where,
        counted_from=reader.optional(table, "counted_from", place, reader.text),
        link=reader.optional(table, "link", place, reader.text) or "concerns",
        link_to=reader.optional(table, "link_to", place, reader.text),
    )


def write_timing(timing: Timing) -> dict[str, Any]:
    """Write a timing as plain data that `read_timing` reads to the same timing."""
    data: dict[str, Any]
    match timing:
        case Every():
            data = {
                "every": timing.period,
                "within": timing.within,
                "during": timing.during,
                "min_school_days": timing.min_school_days,
                "presence": timing.presence,
            }
        case Rolling(span):
            data = {"rolling": span}
        case Upon(moment, within, until):
            data = {**_write_moment("upon", moment), "within": within, "until": until}
        case Before(moment, ahead, earliest):
            data = {**_write_moment("before", moment), "ahead": ahead, "no_earlier_than": earliest}
        case At(moment):
            data = _write_moment("at", moment)
        case Always(tolerance):
            data = {"always": True, "tolerance": tolerance}
        case _:
            assert_never(timing)
    plain = {key: str(value) if isinstance(value, Span) else value for key, value in data.items()}
    return {key: value for key, value in plain.items() if value is not None}


def _write_moment(key: str, moment: Moment) -> dict[str, Any]:
    of = list(moment.of)
    return {
        key: of if moment.edge is None else {f"{moment.edge}_of": of},
        "where": write_condition(moment.where),
        "counted_from": moment.counted_from,
        "link": moment.link,
        "link_to": moment.link_to,
    }
