"""What is fuzzed: for each kind of file a function that reads a text as one, and texts to begin with.

A text that is refused with one of the library's own errors is as good as one that is read.  What is read must be fit
for use: records are written and read again, a pack is evaluated and its findings explained.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from homeschool import HomeschoolError, Pack, Register, evaluate, explain, load_pack, read_records
from homeschool.adapters.case_files import load_cases, read_world
from homeschool.adapters.cases import run_case
from homeschool.adapters.packs import packs_folder
from homeschool.adapters.register_data import register_from_data, register_to_data
from homeschool.calendar import SHANGHAI
from homeschool.model import fact_classes
from homeschool.model.fields import Shape

Load = Callable[[Path, str], None]
"""Reads a text in an empty folder, and does with it what users do."""

AS_OF = datetime(2026, 2, 1, 12, tzinfo=SHANGHAI)
HEAD = 'id = "small"\ntitle = { zh = "小文件", en = "Small document" }\n'
BODY = """[[norm]]
id = "visits"
clause = "1"
modality = "obligation"
title = { zh = "每学期两次家访", en = "Two home visits a term" }
bearer = "class_teacher"
subject = "student"
timing = { every = "term" }
requires = { at_least = 2, of = "home_visit", where = { place = "home" } }
"""
FRAME = """[[calendar.years]]
name = "2025-2026学年"
from = 2025-09-01
until = 2026-09-01
terms = [{ name = "第一学期", from = 2025-09-01, until = 2026-01-24 }]

[keeps]
contact = { since = 2025-10-01, without = ["reached"] }
"""
_TABLE = re.compile(r"(?P<name>\w{1,40}\.(csv|jsonl))\n(?P<text>.*)", re.DOTALL)
_DEFINITION = re.compile(r"^(?=\[definitions\.)", re.MULTILINE)
_NORM = re.compile(r"^(?=\[\[norm\]\])", re.MULTILINE)
_CASE = re.compile(r"^(?=\[\[case\]\])", re.MULTILINE)


def _write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("_toml", ".toml")).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")


@cache
def _world() -> Register:
    return read_world()


def _use_pack(pack: Pack) -> None:
    for finding in evaluate(pack, _world(), as_of=AS_OF):
        explain(finding, "zh")
        explain(finding, "en")


def load_head(folder: Path, text: str) -> None:
    """Read a text as the head of a pack."""
    _write(folder, pack_toml=text, norms_toml=BODY)
    _use_pack(load_pack(folder))


def load_norms(folder: Path, text: str) -> None:
    """Read a text as the norms of a pack, which extends one that has definitions."""
    _write(folder, pack_toml=HEAD, norms_toml=text)
    _use_pack(load_pack(folder))


def load_case_file(folder: Path, text: str) -> None:
    """Read a text as the cases of a pack, and run them."""
    _write(folder, pack_toml=HEAD, norms_toml=BODY, cases_toml=text)
    pack = load_pack(folder)
    for case in load_cases(folder):
        run_case(pack, case)


def load_document(folder: Path, text: str) -> None:
    """Read a text as a document of records."""
    _write(folder, **{"records.json": text})
    _use_register(read_records(folder))


def load_frame(folder: Path, text: str) -> None:
    """Read a text as the frame of a folder of tables."""
    _write(folder, register_toml=text, **{"school.csv": "id,name\nschool,示例小学\n"})
    _use_register(read_records(folder))


def load_table(folder: Path, text: str) -> None:
    """Read a text as one table of a folder; its first line names the file."""
    match = _TABLE.fullmatch(text)
    if match is not None:
        _write(folder, register_toml=FRAME, **{match["name"]: match["text"]})
        _use_register(read_records(folder))


def _use_register(register: Register) -> None:
    try:
        data = register_to_data(register)
    except HomeschoolError:
        return  # a number without an exact decimal form
    again = register_from_data(json.loads(json.dumps(data)))
    assert again == register


LOADERS: Mapping[str, Load] = MappingProxyType(
    {
        "head": load_head,
        "norms": load_norms,
        "cases": load_case_file,
        "document": load_document,
        "frame": load_frame,
        "table": load_table,
    }
)


def is_refused(load: Load, folder: Path, text: str) -> bool:
    """Read a text in an empty folder and tell whether one of the library's own errors came out; others go on."""
    try:
        load(folder, text)
    except HomeschoolError:
        return True
    return False


def seeds(name: str) -> Iterator[str]:
    """Yield texts to begin with: pieces of the packs that ship with the library, and small made-up records."""
    match name:
        case "head":
            yield HEAD
            for text in _texts("pack.toml"):
                first, *definitions = _DEFINITION.split(text)
                yield first
                yield from (HEAD + definition for definition in definitions)
        case "norms":
            yield BODY
            for text in _texts("norms.toml"):
                yield from _NORM.split(text)[1:]
        case "cases":
            for text in _texts("cases.toml"):
                yield from (re.sub(r'^norm = ".*"', 'norm = "visits"', one) for one in _CASE.split(text)[1:])
        case "frame":
            yield FRAME
        case "document":
            yield json.dumps({"calendar": _calendar(), "keeps": {"contact": True}, "facts": {}}, ensure_ascii=False)
            for class_name in fact_classes():
                document = {"calendar": _calendar(), "facts": {class_name: [dict(_record(class_name))]}}
                yield json.dumps(document, ensure_ascii=False)
        case _:
            for class_name in fact_classes():
                record = {key: _cell(value) for key, value in _record(class_name)}
                yield f"{class_name}.csv\n{','.join(record)}\n{','.join(record.values())}\n"
                yield f"{class_name}.jsonl\n{json.dumps(dict(_record(class_name)), ensure_ascii=False)}\n"


def _texts(file: str) -> Iterator[str]:
    for path in sorted(packs_folder().glob(f"*/{file}")):
        yield path.read_text(encoding="utf-8")


def _calendar() -> object:
    terms = [{"name": "第一学期", "from": "2025-09-01", "until": "2026-01-24"}]
    return {"years": [{"name": "2025-2026学年", "from": "2025-09-01", "until": "2026-09-01", "terms": terms}]}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    return "是" if value is True else str(value)


def _record(class_name: str) -> Iterator[tuple[str, object]]:
    """Yield every field of a class with a value of its shape."""
    for name, info in fact_classes()[class_name].fields.items():
        term = next(iter(info.vocabulary.terms), "x_own") if info.vocabulary else "x_own"
        values: Mapping[Shape, object] = {
            Shape.FLAG: True,
            Shape.NUMBER: 2,
            Shape.TERM: term,
            Shape.TERMS: [term],
            Shape.REFS: ["x-1"],
            Shape.CONCERNS: ["x-1"],
            Shape.DAY: "2025-10-10",
            Shape.WHEN: "2025-10-10",
            Shape.INSTANT: "2025-10-10T16:00:00+08:00",
        }
        yield name, values.get(info.shape, "x-1")


def words() -> Iterator[str]:
    """Yield the words of the formats: names of classes, of their fields in English and Chinese, terms, keys."""
    yield from (
        "calendar",
        "calendars",
        "keeps",
        "facts",
        "since",
        "without",
        "years",
        "terms",
        "teaching_hours",
        "zone",
    )
    for path in ("policy", "adapters"):
        for source in sorted((packs_folder().parent / path).glob("*.py")):
            yield from re.findall(r'"([a-z_]{2,20})"', source.read_text(encoding="utf-8"))
    for class_name, known in fact_classes().items():
        yield from (class_name, known.zh)
        for field, info in known.fields.items():
            yield from (field, info.zh)
            yield from info.vocabulary.terms if info.vocabulary else ()
