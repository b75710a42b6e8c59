"""TOML files read so that every mistake found in them names its file and line."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from homeschool.adapters.files import MEBIBYTE, read_text
from homeschool.adapters.toml_lines import line_of, toml_lines
from homeschool.errors import Mistake

MAX_BYTES = 64 * MEBIBYTE
"""The most bytes that a TOML file of a pack or of cases may hold."""

_AT_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


@attrs.frozen
class TomlFile:
    """A TOML file that could be read: its path, its text, and the table that it holds."""

    path: Path
    text: str = attrs.field(repr=False)
    data: dict[str, Any] = attrs.field(repr=False)

    def located(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        """Return mistakes with this file, and the line at which each place stands (or what is around it)."""
        mistakes = list(mistakes)
        lines = toml_lines(self.text) if mistakes else {}
        return [attrs.evolve(found, file=str(self.path), line=line_of(lines, found.place)) for found in mistakes]


def read_toml(path: Path, *, limit: int = MAX_BYTES) -> TomlFile | Mistake:
    """Read a TOML file of at most `limit` bytes, or say why it cannot be read."""
    text = read_text(path, limit=limit)
    if isinstance(text, Mistake):
        return text
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except RecursionError:
        return Mistake("", "is nested too deeply", str(path))
    except ValueError as error:
        return Mistake("", *_spelled(error, text, path))


def _spelled(error: ValueError, text: str, path: Path) -> tuple[str, str, int | None]:
    said = str(error)
    match = _AT_LINE.search(said)
    message = f"is not TOML: {_AT_LINE.sub('', said)}"
    if match is None:
        return message, str(path), None
    line = int(match[1]) if match[1] else text.count("\n") + 1
    return message + " at the end of the file" * (match[1] is None), str(path), line
