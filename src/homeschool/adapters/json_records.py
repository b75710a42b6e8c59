"""Records in one JSON document, to a register and back."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from homeschool.adapters.files import MEBIBYTE, read_text, write_text
from homeschool.adapters.json_text import parse_json
from homeschool.adapters.register_data import register_from_data, register_to_data
from homeschool.errors import Mistake, RecordsError
from homeschool.model.register import Register

MAX_BYTES = 128 * MEBIBYTE
"""The most bytes that a file of records may hold, unless the caller allows more."""


def read_json(path: str | Path, *, limit: int = MAX_BYTES) -> Register:
    """Read a register from a JSON file of at most `limit` bytes.

    Raises:
        RecordsError: with every mistake, each with the file and its place, such as ``facts.home_visit[7].place``.
    """
    path = Path(path)
    text = read_text(path, limit=limit)
    if isinstance(text, Mistake):
        raise RecordsError([text])
    data, mistakes = parse_json(text)
    if mistakes:
        raise RecordsError(in_file(mistakes, path))
    try:
        return register_from_data(data)
    except RecordsError as error:
        raise RecordsError(in_file(error.mistakes, path)) from None


def in_file(mistakes: Iterable[Mistake], path: Path) -> list[Mistake]:
    """Return mistakes with the file in which they stand."""
    return [attrs.evolve(found, file=str(path)) for found in mistakes]


def write_json(register: Register, path: str | Path) -> None:
    """Write a register to a JSON file, one record on a line, always in the same order; whole or not at all.

    Raises:
        RecordsError: the file cannot be written, or a number has no exact decimal form.
    """
    mistake = write_text(Path(path), json_of(register))
    if mistake is not None:
        raise RecordsError([mistake])


def json_of(register: Register) -> str:
    """Return the JSON text that `write_json` writes."""
    data = register_to_data(register)
    tables = [f"    {_one_line(name)}: {_rows(rows)}" for name, rows in data.pop("facts").items()]
    frame = [f"  {_one_line(key)}: {_indented(value)}" for key, value in data.items()]
    facts = '  "facts": {\n' + ",\n".join(tables) + "\n  }" if tables else '  "facts": {}'
    return "{\n" + ",\n".join([*frame, facts]) + "\n}\n"


def _rows(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "[]"
    return "[\n" + ",\n".join(f"      {_one_line(row)}" for row in rows) + "\n    ]"


def _one_line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def _indented(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2).replace("\n", "\n  ")
