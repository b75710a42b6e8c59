"""CSV text to rows of plain data, its columns matched by name, and back.

A row is a whole version of a record: a blank cell says that the value is not known, and never "as before".
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any, Final

import attrs

from homeschool.adapters.csv_cells import day_after_last, read_cell, write_cell
from homeschool.errors import InvalidValueError, Mistake
from homeschool.model.facts import fact_classes
from homeschool.model.fields import FieldInfo, near

LAST_DAY = ("last_on", "末日")
"""The names of a column that gives the inclusive last day in the place of ``until``."""

_BLANK: Final = object()
_REQUIRED = re.compile(r"\s*(\((必填|required)\)|\*)$")
_BROAD = str.maketrans("（）＊", "()*")


@attrs.frozen
class Row:
    """A row of a table: its number as a spreadsheet shows it, and its plain data."""

    number: int
    data: dict[str, Any]


class _Cells(dict[str, Any]):
    """What the cells of a column hold, each text read once: most columns say the same few things again and again."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> Any:
        text = cell.strip()
        value = self[cell] = self._read(text) if text else _BLANK
        return value


@attrs.frozen
class _Column:
    label: str
    name: str
    cells: _Cells


def read_table(class_name: str, text: str) -> tuple[list[Row], list[Mistake]]:
    """Read the rows of a class of facts; the first row names the columns.

    A column is named by a field in English (``place``) or in Chinese (``地点``), in any order; a closing （必填） is
    passed over.  Places are such as ``row 7, 地点``.
    """
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    columns: list[_Column | None] | None = None
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if columns is None:
                columns, mistakes = _columns(class_name, cells)
            elif any(cell.strip() for cell in cells):
                data, wrong = _row(columns, cells, number)
                mistakes += wrong
                rows.append(Row(number, data))
    except csv.Error as error:
        return rows, [*mistakes, Mistake(f"row {number + 1}", f"is not CSV from there on: {error}")]
    if columns is None:
        mistakes.append(Mistake("row 1", "expected the names of the columns; the file is empty"))
    return rows, mistakes


def _columns(class_name: str, cells: Sequence[str]) -> tuple[list[_Column | None], list[Mistake]]:
    fields = fact_classes()[class_name].fields
    names = {**{info.zh: info for info in fields.values()}, **fields}
    columns: list[_Column | None] = []
    mistakes = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        label = _REQUIRED.sub("", cell.strip().translate(_BROAD))
        last = label in LAST_DAY and "until" in fields
        info = fields["until"] if last else names.get(label)
        column = None if info is None else _column(label, info, last=last)
        columns.append(column)
        if column is None and label:
            mistakes.append(
                Mistake(f"row 1, column {number}", f"{class_name} has no field `{label}`{near(label, names)}")
            )
        if column is not None and column.name in taken:
            mistakes.append(Mistake(f"row 1, column {number}", f"a second column for `{column.name}`"))
        taken |= set() if column is None else {column.name}
    return columns, mistakes


def _column(label: str, info: FieldInfo, *, last: bool) -> _Column:
    return _Column(label, info.name, _Cells(day_after_last if last else partial(read_cell, info)))


def _row(columns: Sequence[_Column | None], cells: Sequence[str], number: int) -> tuple[dict[str, Any], list[Mistake]]:
    data: dict[str, Any] = {}
    mistakes = []
    for place, (column, cell) in enumerate(zip_longest(columns, cells, fillvalue=None), start=1):
        if not cell:
            continue
        if column is None:
            if cell.strip():
                mistakes.append(Mistake(f"row {number}, column {place}", "a value in a column without a name"))
            continue
        try:
            value = column.cells[cell]
        except InvalidValueError as error:
            mistakes.append(Mistake(f"row {number}, {column.label}", str(error)))
            continue
        if value is not _BLANK:
            data[column.name] = value
    return data, mistakes


def labels_of(class_name: str, text: str) -> Mapping[str, str]:
    """Return how the columns of a table are called in it, by the name of their fields."""
    first: Iterator[list[str]] = csv.reader(io.StringIO(text, newline=""))
    columns, _ = _columns(class_name, next(first, []))
    return {column.name: column.label for column in columns if column is not None}


def write_table(class_name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Write the rows of a class of facts as CSV with every field a column."""
    fields = list(fact_classes()[class_name].fields)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(fields)
    writer.writerows([write_cell(row.get(field)) for field in fields] for row in rows)
    return out.getvalue()
