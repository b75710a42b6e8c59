"""JSON text to plain data, refusing what the standard library would let pass: doubled keys, NaN, broken text."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from homeschool.errors import InvalidValueError, Mistake

Data = Any
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _Doubled(dict[str, Data]):
    """A table in whose text a key stands twice."""

    twice: tuple[str, ...] = ()


def _doubled(pairs: list[tuple[str, Data]]) -> _Doubled:
    doubled = _Doubled(pairs)
    keys = [key for key, _ in pairs]
    doubled.twice = tuple(key for key in doubled if keys.count(key) > 1)
    return doubled


def _constant(text: str) -> float:
    raise InvalidValueError(f"`{text}` is no number in JSON")


def parse_json(text: str) -> tuple[Data, list[Mistake]]:
    """Return what a JSON text holds, and its mistakes; with mistakes the data must not be used.

    A mistake has its line where the text breaks the grammar, and its place, such as ``facts.home_visit[7]``, where a
    key stands twice.
    """
    doubled: list[_Doubled] = []

    def table(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        doubled.append(_doubled(pairs))
        return doubled[-1]

    try:
        data = json.loads(text, object_pairs_hook=table, parse_constant=_constant)
    except json.JSONDecodeError as error:
        return None, [Mistake("", _told(error.msg), line=error.lineno)]
    except RecursionError:
        return None, [Mistake("", "is nested too deeply")]
    except ValueError as error:
        return None, [Mistake("", _told(str(error).partition(";")[0]))]
    return data, [*(_doubles(data, "") if doubled else ()), *_broken(text, data)]


def _told(said: str) -> str:
    return f"is not JSON: {said[:1].lower()}{said[1:]}"


def _doubles(data: Data, place: str) -> Iterator[Mistake]:
    if isinstance(data, _Doubled):
        yield from (Mistake(place, f"the key `{key}` stands twice") for key in data.twice)
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _doubles(value, f"{place}.{key}".lstrip("."))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if isinstance(value, list | dict):
                yield from _doubles(value, f"{place}[{index}]")


def _broken(text: str, data: Data) -> Iterator[Mistake]:
    """Find halves of surrogate pairs: no file can hold them."""
    if "\\u" in text and _SURROGATE.search(text):
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            yield Mistake("", r"holds half of a character, such as \ud83d without its other half")
