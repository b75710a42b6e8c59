"""Requirements out of plain data, and back."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from homeschool.policy.condition import TRUE, Condition
from homeschool.policy.read_condition import read_condition, reference, write_condition, write_number
from homeschool.policy.reading import Data, Reader
from homeschool.policy.requirement import (
    Bound,
    Count,
    Cover,
    PrecedingBound,
    ReferenceBound,
    Requirement,
    Share,
    ShareBound,
    SizeBound,
)

_FACTS = ("of", "where", "placed_by", "link", "link_to")
_COUNT = ("at_least", "at_most", "exactly", "none", "distinct", *_FACTS)
_COVER = ("cover", "values", *_FACTS)
_SHARE = ("share", "among", *_FACTS)


def read_requirement(reader: Reader, data: Data, place: str) -> Requirement:
    """Read a requirement: a cover has the key ``cover``, a share ``share``; all others are counts."""
    if not isinstance(data, Mapping):
        raise reader.fail(place, f"expected a table, not `{data}`")
    kind = next((key for key in ("cover", "share") if key in data), "count")
    read, known = _READ[kind]
    table = reader.table(data, place, known)
    if "of" not in table:
        raise reader.fail(place, "expected `of`, a fact class")
    return read(reader, table, place)


def _facts(reader: Reader, table: Mapping[str, Data], place: str) -> dict[str, Any]:
    return {
        "of": reader.texts(table["of"], f"{place}.of"),
        "where": _condition(reader, table, "where", place),
        "placed_by": reader.optional(table, "placed_by", place, reader.text),
        "link": reader.optional(table, "link", place, reader.text) or "concerns",
        "link_to": reader.optional(table, "link_to", place, reader.text),
    }


def _condition(reader: Reader, table: Mapping[str, Data], key: str, place: str) -> Condition:
    found = reader.optional(table, key, place, lambda data, spot: read_condition(reader, data, spot))
    return TRUE if found is None else found


def _count(reader: Reader, table: Mapping[str, Data], place: str) -> Count:
    least, most = _bounds(reader, table, place)
    if "exactly" in table:
        least = most = reader.optional(table, "exactly", place, lambda data, spot: read_bound(reader, data, spot))
    if table.get("none") is not None:
        most = Fraction(0)
        if table["none"] is not True:
            reader.note(f"{place}.none", "expected true")
    return Count(
        **_facts(reader, table, place),
        at_least=least,
        at_most=most,
        distinct=reader.optional(table, "distinct", place, reader.text),
    )


def _bounds(reader: Reader, table: Mapping[str, Data], place: str) -> tuple[Bound | None, Bound | None]:
    least, most = (
        reader.optional(table, key, place, lambda data, spot: read_bound(reader, data, spot))
        for key in ("at_least", "at_most")
    )
    return least, most


def _cover(reader: Reader, table: Mapping[str, Data], place: str) -> Cover:
    field = reader.text(table["cover"], f"{place}.cover")
    data = table.get("values")
    found = reference(data) if isinstance(data, str) else None
    values = found or reader.texts(data, f"{place}.values")
    return Cover(**_facts(reader, table, place), field=tuple(field.split(".")), values=values)


def _share(reader: Reader, table: Mapping[str, Data], place: str) -> Share:
    spot = f"{place}.share"
    least, most = _bounds(reader, reader.table(table["share"], spot, ("at_least", "at_most")), spot)
    among = table.get("among", {})
    members = among if isinstance(among, str) else None
    return Share(
        **_facts(reader, table, place),
        at_least=least,
        at_most=most,
        among_where=TRUE if members else _condition(reader, table, "among", place),
        members=members,
    )


_READ: Mapping[str, tuple[Callable[[Reader, Mapping[str, Data], str], Requirement], tuple[str, ...]]] = {
    "count": (_count, _COUNT),
    "cover": (_cover, _COVER),
    "share": (_share, _SHARE),
}


def read_bound(reader: Reader, data: Data, place: str) -> Bound:
    """Read a bound: a number, a fraction, a reference to a number, or a table with size, share, preceding or value."""
    if isinstance(data, str):
        found = reference(data)
        if found is not None:
            return ReferenceBound(found)
    if not isinstance(data, Mapping):
        return reader.fraction(data, place)
    table = reader.table(data, place, ("size", "share", "where", "preceding", "value", "times"))
    times = reader.optional(table, "times", place, reader.fraction) or Fraction(1)
    if "size" in table:
        return SizeBound(reader.text(table["size"], f"{place}.size"), times)
    if "share" in table:
        return ShareBound(reader.text(table["share"], f"{place}.share"), _condition(reader, table, "where", place))
    if table.get("preceding") is True:
        return PrecedingBound(times)
    found = reference(str(table.get("value", "")))
    if found is None:
        raise reader.fail(place, "expected a number, or a table with `size`, `share`, `preceding` or `value`")
    return ReferenceBound(found, times)


def write_requirement(requirement: Requirement) -> dict[str, Any]:
    """Write a requirement as plain data that `read_requirement` reads to the same requirement."""
    data: dict[str, Any] = {
        "of": list(requirement.of),
        "where": write_condition(requirement.where),
        "placed_by": requirement.placed_by,
        "link": requirement.link,
        "link_to": requirement.link_to,
    }
    match requirement:
        case Count():
            data |= _write_bounds(requirement) | {"distinct": requirement.distinct}
        case Cover(field=field, values=values):
            data |= {"cover": ".".join(field), "values": list(values) if isinstance(values, tuple) else str(values)}
        case Share(members=members):
            among = members or write_condition(requirement.among_where)
            data |= {"share": _write_bounds(requirement), "among": among}
    return {key: value for key, value in data.items() if value is not None}


def _write_bounds(requirement: Count | Share) -> dict[str, Any]:
    bounds = (("at_least", requirement.at_least), ("at_most", requirement.at_most))
    return {key: write_bound(bound) for key, bound in bounds if bound is not None}


def write_bound(bound: Bound) -> Any:
    """Write a bound as plain data."""
    match bound:
        case SizeBound(members, times):
            return {"size": members, "times": write_number(times)}
        case ShareBound(members, where):
            return {"share": members, "where": write_condition(where)}
        case PrecedingBound(times):
            return {"preceding": True, "times": write_number(times)}
        case ReferenceBound(found, times):
            return {"value": str(found), "times": write_number(times)}
        case _:
            return write_number(bound)
