"""Records in a folder of tables: one file for each class of facts, as a school office keeps them.

The folder holds ``register.json`` or ``register.toml`` (calendar, calendars, keeps) and, for each class, one file named
after it in English or Chinese: ``home_visit.csv``, ``家访.csv`` or ``home_visit.jsonl``.  A class without a file is not
kept; a file without rows says that there was none.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from homeschool.adapters.csv_tables import Row, labels_of, read_table, write_table
from homeschool.adapters.files import read_text, write_texts
from homeschool.adapters.json_records import MAX_BYTES, in_file
from homeschool.adapters.json_text import parse_json
from homeschool.adapters.register_data import Draft, Spot, register_frame, register_tables
from homeschool.adapters.toml_files import TomlFile, read_toml
from homeschool.errors import Mistake, RecordsError
from homeschool.model.facts import fact_classes
from homeschool.model.fields import near
from homeschool.model.register import Register

FRAMES = ("register.json", "register.toml")
FRAME_KEYS = ("calendar", "calendars", "keeps", "follows")
_TABLES = (".csv", ".jsonl")
_WORKBOOKS = (".xlsx", ".xls", ".et", ".ods")
_BYTE_ORDER_MARK = "\ufeff"


def read_folder(folder: str | Path, *, limit: int = MAX_BYTES) -> Register:
    """Read a register from a folder of tables, each of at most `limit` bytes.

    Raises:
        RecordsError: with every mistake of every file, each with the file and the row as a spreadsheet shows it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise RecordsError([Mistake("", "expected a folder of records", str(folder))])
    draft = Draft()
    _read_frame(draft, folder, limit)
    for class_name, path in _tables(draft, folder):
        text = read_text(path, limit=limit)
        if isinstance(text, Mistake):
            draft.mistakes.append(text)
        else:
            draft.tables.add(class_name)
            _read_table(_Table(draft, class_name, path), text)
    return draft.finish()


def _read_frame(draft: Draft, folder: Path, limit: int) -> None:
    found = [folder / name for name in FRAMES if (folder / name).exists()]
    if len(found) != 1:
        text = f"expected {' or '.join(FRAMES)}, which holds the calendar" + "; found both" * bool(found)
        draft.mistakes.append(Mistake("", text, str(folder)))
        return
    path = found[0]
    before = len(draft.mistakes)
    if path.suffix == ".toml":
        file = read_toml(path, limit=limit)
        located = _frame_of(draft, file.data, file.located) if isinstance(file, TomlFile) else [file]
    else:
        text_or = read_text(path, limit=limit)
        data, mistakes = (None, [text_or]) if isinstance(text_or, Mistake) else parse_json(text_or)
        located = in_file(mistakes, path) or _frame_of(draft, data, lambda wrong: in_file(wrong, path))
    draft.mistakes[before:] = located


def _frame_of(draft: Draft, data: Any, locate: Callable[[Iterable[Mistake]], list[Mistake]]) -> list[Mistake]:
    before = len(draft.mistakes)
    if isinstance(data, dict):
        draft.read_frame(data, FRAME_KEYS)
    else:
        draft.mistakes.append(Mistake("", f"expected a table with the keys {', '.join(FRAME_KEYS)}"))
    return locate(draft.mistakes[before:])


def _tables(draft: Draft, folder: Path) -> list[tuple[str, Path]]:
    """Return the files that hold facts, in the order of the classes; note those that nothing reads."""
    names = {known.zh: name for name, known in fact_classes().items()} | {name: name for name in fact_classes()}
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = names.get(path.stem)
        suffix = path.suffix.lower()
        if path.name.startswith((".", "~")) or suffix not in (*_TABLES, *_WORKBOOKS):
            continue
        if suffix in _WORKBOOKS:
            draft.mistakes.append(Mistake("", "workbooks are not read: save each sheet as CSV UTF-8", str(path)))
        elif name is None:
            draft.mistakes.append(Mistake("", f"no fact class `{path.stem}`{near(path.stem, names)}", str(path)))
        elif name in found:
            draft.mistakes.append(Mistake("", f"a second file for {name}, beside {found[name].name}", str(path)))
        else:
            found[name] = path
    return [(name, found[name]) for name in fact_classes() if name in found]


@attrs.frozen
class _Table:
    """The file of one class, on its way into a draft."""

    draft: Draft
    class_name: str
    path: Path


def _read_table(table: _Table, text: str) -> None:
    if table.path.suffix.lower() == ".jsonl":
        rows, mistakes, word = *_read_lines(text), "line"
    else:
        rows, mistakes, word = *read_table(table.class_name, text), "row"
    numbers = [row.number for row in rows]
    data = [row.data for row in rows]
    facts, wrong = table.draft.reader.read(table.class_name, data, lambda number: f"{word} {numbers[number]}")
    if wrong and word == "row":
        labels = labels_of(table.class_name, text)
        wrong = [attrs.evolve(found, place=_labelled(found.place, labels)) for found in wrong]
    table.draft.mistakes += in_file([*mistakes, *wrong], table.path)
    table.draft.facts += facts
    if not wrong:
        spot = partial(_spot, word, table.path, numbers)
        table.draft.placed.append((table.class_name, facts, spot))


def _spot(word: str, path: Path, numbers: Sequence[int], number: int) -> Spot:
    return Spot(f"{word} {numbers[number]}", str(path), ", ")


def _labelled(place: str, labels: Mapping[str, str]) -> str:
    row, dot, field = place.partition(".")
    return f"{row}, {labels.get(field, field)}" if dot else row


def _read_lines(text: str) -> tuple[list[Row], list[Mistake]]:
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            data, wrong = parse_json(line)
            mistakes += [Mistake(f"line {number}{'.' * bool(found.place)}{found.place}", found.text) for found in wrong]
            rows += [Row(number, data)] * (not wrong)
    return rows, mistakes


def write_folder(register: Register, folder: str | Path) -> None:
    """Write a register as a new folder of CSV tables, whole or not at all; an empty folder in its place is replaced.

    Raises:
        RecordsError: the folder holds something already, cannot be written, or a number has no exact decimal form.
    """
    folder = Path(folder)
    tables = register_tables(register)
    texts = {f"{name}.csv": _BYTE_ORDER_MARK + write_table(name, rows) for name, rows in tables.items()}
    texts["register.json"] = json.dumps(register_frame(register), ensure_ascii=False, indent=2) + "\n"
    mistake = write_texts(folder, texts)
    if mistake is not None:
        raise RecordsError([mistake])
