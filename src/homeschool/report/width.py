"""How many columns of a terminal a text takes: a Chinese character takes two."""

import unicodedata
from functools import cache

_WIDE = frozenset("WF")


def width(text: str) -> int:
    """Return the columns that a text takes; combining marks take none, East Asian wide characters two.

    >>> from homeschool.report.width import width
    >>> width("家访 v7")
    7
    """
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


@cache
def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def pad(text: str, columns: int) -> str:
    """Return a text filled up with spaces to a number of columns."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int) -> str:
    """Return a text that takes at most a number of columns; what is cut off is shown by an ellipsis."""
    if width(text) <= columns:
        return text
    kept, taken = [], 0
    for char in text:
        taken += _columns(char)
        if taken > columns - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"
