"""The quick path of rows accepts what the strict one accepts, and nothing else."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeschool.adapters.converter import FactReader, make_converter
from homeschool.adapters.quick_rows import MISFITS, row_reader
from homeschool.adapters.register_data import register_to_data
from homeschool.model import Register, fact_classes
from tests.adapters.samples import registers

VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    3.0,
    3.5,
    float("inf"),
    float("nan"),
    "",
    " ",
    "a",
    "true",
    "x_own",
    "home",
    "other",
    "2025-09-01",
    "2025-09-01T08:00",
    "2025-09-01T08:00+08:00",
    "2025-13-01",
    date(2025, 9, 1),
    datetime(2025, 9, 1),  # noqa: DTZ001 - an instant without its zone is to be refused
    datetime(2025, 9, 1, tzinfo=UTC),
    [],
    ["a"],
    ("a",),
    ["home", "x_own"],
    ["a", 1],
    [None],
    [{"id": "a", "role": "bully"}],
    [{"id": "a", "role": "bul"}],
    [{"id": "a"}],
    {},
    {"id": "a"},
)
READERS = {name: row_reader(name) for name in fact_classes()}
STRICT = FactReader()
CONVERTER = make_converter()


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw a row of some class: what it must have, mostly right, and any value in some other fields."""
    name = draw(st.sampled_from(sorted(fact_classes())))
    fields = fact_classes()[name].fields
    row = {field: _right(field) for field, info in fields.items() if info.required}
    changed = draw(st.dictionaries(st.sampled_from([*fields, "plase"]), st.sampled_from(VALUES), max_size=3))
    return name, row | changed


def _right(field: str) -> Any:
    return {"concerns": ["a"], "occurred": "2025-09-01", "since": "2025-09-01"}.get(field, "x_a")


def quickly(name: str, row: Any) -> Any:
    """Return the fact that the quick path makes, or None."""
    try:
        return READERS[name](row)
    except MISFITS:
        return None


@given(rows())
def test_what_is_made_quickly_is_what_is_made_strictly(drawn: tuple[str, dict[str, Any]]) -> None:
    """A row that has no mistake gives the fact that the strict converter and all checks give; others are refused."""
    name, row = drawn
    cls: Any = fact_classes()[name].cls
    made = quickly(name, row)

    if STRICT.explain(name, row, "row"):
        assert made is None
    else:
        assert made == CONVERTER.structure(row, cls)
        assert hash(made) == hash(CONVERTER.structure(row, cls))


@given(registers())
def test_every_record_is_made_quickly(register: Register) -> None:
    """Of the records of a register none is refused, and each is the one that was written."""
    made = {quickly(name, row) for name, table in register_to_data(register)["facts"].items() for row in table}

    assert made == set(register.facts)


@pytest.mark.parametrize("row", [None, 3, "id", [], [["id", "a"]]])
def test_what_is_no_table_is_refused(row: Any) -> None:
    """A row that is no table is no fact."""
    assert quickly("student", row) is None
