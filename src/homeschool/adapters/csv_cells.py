"""What stands in a cell of a table: text to plain data by the shape of the field, and back.

A blank cell means that the value is not known.  Terms may be written in English or in Chinese, lists are separated by
``;``, ``；`` or ``、``, and what cannot be written so is written as JSON: a list such as ``[]`` or ``["a;b"]``, a
text in double quotes with blanks at its ends.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from homeschool.errors import InvalidValueError
from homeschool.model import vocabularies
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.vocabularies import Vocabulary

Data = Any
_SEPARATOR = re.compile(r"\s*[;；、]\s*")
_SPECIAL = re.compile(r"[;；、=＝\"\r\n]|^\[|^\s|\s$|^$")
_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_NUMBER = re.compile(r"[-+]?[0-9]{1,309}(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_FLAGS: Mapping[str, bool] = {"是": True, "否": False, "true": True, "false": False}
_NONE = ("无", "[]")


def read_cell(info: FieldInfo, cell: str) -> Data:
    """Return the plain data that a cell, not blank, holds for a field.

    What is not understood is returned as the text that it is, for the converter to refuse.

    Raises:
        InvalidValueError: a list begins as JSON does and is none.
    """
    return _READ[info.shape](info, cell)


def _list_of(read_part: Callable[[FieldInfo, str], Data]) -> Callable[[FieldInfo, str], Data]:
    def read(info: FieldInfo, cell: str) -> Data:
        if cell in _NONE:
            return []
        if not cell.startswith("["):
            return [read_part(info, part) for part in _SEPARATOR.split(cell) if part]
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            raise InvalidValueError("begins with `[` as a list in JSON does, and is none") from None

    return read


def _text(_: FieldInfo, cell: str) -> Data:
    if cell.startswith('"'):
        try:
            return json.loads(cell)
        except ValueError:
            return cell
    return cell


def _as_it_is(_: FieldInfo, cell: str) -> Data:
    return cell


def _flag(_: FieldInfo, cell: str) -> Data:
    return _FLAGS.get(cell.lower(), cell)


def _number(_: FieldInfo, cell: str) -> Data:
    match = _NUMBER.fullmatch(cell)
    if match is None:
        return cell
    return float(cell) if match[1] or match[2] else int(cell)


def _term(info: FieldInfo, cell: str) -> Data:
    return _english(info.vocabulary, _text(info, cell))


def _english(vocabulary: Vocabulary | None, word: str) -> str:
    """Return the term for a Chinese word; what is no such word stands for itself."""
    terms = {} if vocabulary is None else vocabulary.terms
    return next((term for term, zh in terms.items() if zh == word), word) if word not in terms else word


def _concerned(_: FieldInfo, part: str) -> Data:
    id_, sign, role = part.replace("＝", "=").partition("=")
    if not sign:
        return id_
    return {"id": id_.strip(), "role": _english(vocabularies.CONCERNED_AS, role.strip())}


def _day(_: FieldInfo, cell: str) -> Data:
    match = _DAY.fullmatch(cell)
    return cell if match is None else f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"


_READ: Mapping[Shape, Callable[[FieldInfo, str], Data]] = {
    Shape.TEXT: _text,
    Shape.REF: _text,
    Shape.FLAG: _flag,
    Shape.NUMBER: _number,
    Shape.TERM: _term,
    Shape.TERMS: _list_of(_term),
    Shape.REFS: _list_of(_as_it_is),
    Shape.CONCERNS: _list_of(_concerned),
    Shape.DAY: _day,
    Shape.WHEN: _day,
    Shape.INSTANT: _as_it_is,
}


def day_after_last(cell: str) -> str:
    """Return the day after an inclusive last day, or the cell itself where it is no day."""
    match = _DAY.fullmatch(cell)
    try:
        return cell if match is None else (date(*map(int, match.groups())) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return cell


def write_cell(data: Data) -> str:
    """Write plain data as a cell that `read_cell` reads back; None is blank."""
    match data:
        case None:
            return ""
        case bool():
            return "true" if data else "false"
        case str():
            return json.dumps(data, ensure_ascii=False) if _is_special_text(data) else data
        case list():
            return _write_list(data)
        case _:
            return str(data)


def _is_special_text(text: str) -> bool:
    return text.strip() != text or not text or text[0] == '"'


def _write_list(items: list[Data]) -> str:
    parts = [item if isinstance(item, str) else item["id"] for item in items]
    if not items or any(_SPECIAL.search(part) or part in _NONE for part in parts):
        return json.dumps(items, ensure_ascii=False)
    return ";".join(item if isinstance(item, str) else f"{item['id']}={item['role']}" for item in items)
