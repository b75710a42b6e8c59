"""On which line of a TOML text each key and element stands, so that a mistake found later names its line.

The text is valid TOML, for the standard library has read it before; this walks over it once more and only counts.
"""

import re
import tomllib
from collections.abc import Mapping

_STRING = r'"""(?:\\.|[^\\])*?""""{0,2}|\'\'\'.*?\'\'\'\'{0,2}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(rf"[ \t]*({_STRING}|[A-Za-z0-9_-]+)[ \t]*", re.DOTALL)
_PLAIN = re.compile(rf"{_STRING}|[^,\[\]{{}}\n#]+", re.DOTALL)
_LAST = re.compile(r"(?:\.|\[)[^.\[]*$")


def toml_lines(text: str) -> dict[str, int]:
    r"""Return the line, counted from 1, of each path of a valid TOML text, such as ``norm[2].requires.where``.

    >>> from homeschool.adapters.toml_lines import toml_lines
    >>> toml_lines('[[norm]]\nid = "a"\ntiming.every = "term"')
    {'norm': 1, 'norm[0]': 1, 'norm[0].id': 2, 'norm[0].timing': 3, 'norm[0].timing.every': 3}
    """
    return _Walk(text).lines


def line_of(lines: Mapping[str, int], place: str) -> int | None:
    """Return the line of a path, else of the nearest path around it; None where none is known."""
    while place and place not in lines:
        shorter = _LAST.sub("", place)
        place = shorter if shorter != place else ""
    return lines.get(place)


class _Walk:
    """One pass over the text: where it is (`at`), the lines found, and how long each array of tables is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[str, int] = {}
        self.counted = (0, 1)
        self.arrays: dict[str, int] = {}
        self.document()

    def document(self) -> None:
        table = ""
        self.blank()
        while self.at < len(self.text):
            table = self.header() if self.text[self.at] == "[" else self.pair(table)
            self.blank()

    def blank(self) -> None:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches anywhere

    def note(self, path: str) -> str:
        start, line = self.counted
        line += self.text.count("\n", start, self.at)
        self.counted = (self.at, line)
        self.lines.setdefault(path, line)
        return path

    def keys(self) -> list[str]:
        found = [self.key()]
        while self.text[self.at] == ".":
            self.at += 1
            found.append(self.key())
        return found

    def key(self) -> str:
        match = _KEY.match(self.text, self.at)
        written = match[1] if match else ""
        self.at = match.end() if match else self.at
        return str(tomllib.loads(f"k = {written}")["k"]) if written[:1] in {"'", '"'} else written

    def header(self) -> str:
        width = 2 if self.text.startswith("[[", self.at) else 1
        start = self.at
        self.at += width
        keys = self.keys()
        end, self.at = self.at + width, start
        path = ""
        for number, key in enumerate(keys, start=1):
            path = self.note(f"{path}.{key}".lstrip("."))
            if width == 2 and number == len(keys):  # noqa: PLR2004 - [[ is two brackets
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays:
                path = self.note(f"{path}[{self.arrays[path]}]")
        self.at = end
        return path

    def pair(self, table: str) -> str:
        start = self.at
        keys = self.keys()
        end, self.at = self.at + 1, start
        path = table
        for key in keys:
            path = self.note(f"{path}.{key}".lstrip("."))
        self.at = end
        self.value(path)
        return table

    def value(self, path: str) -> None:
        self.blank()
        match self.text[self.at]:
            case "[":
                self.inside("]", path)
            case "{":
                self.inside("}", path)
            case _:
                self.at = _PLAIN.match(self.text, self.at).end()  # type: ignore[union-attr]  # a value stands here

    def inside(self, closing: str, path: str) -> None:
        self.at += 1
        number = 0
        self.blank()
        while self.text[self.at] != closing:
            if closing == "]":
                self.value(self.note(f"{path}[{number}]"))
            else:
                self.pair(path)
            number += 1
            self.blank()
            if self.text[self.at] == ",":
                self.at += 1
                self.blank()
        self.at += 1
