"""The tables of the reference, made from the library: ``python -m tests.docs.record_tables`` brings them up to date.

In a page they stand between ``<!-- generated: NAME -->`` and ``<!-- end of generated -->``.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from homeschool.model import vocabularies
from homeschool.model.derived import derived_fields
from homeschool.model.facts import FactClass, fact_classes
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.vocabularies import Vocabulary

REFERENCE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGES: Final = (REFERENCE / "record-format.md", REFERENCE / "pack-format.md")

_PART = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)
_FAMILIES: Final = MappingProxyType(
    {
        "entity": "Entities 人与组织",
        "relation": "Relations 关系",
        "instrument": "Instruments 文书",
        "event": "Events 事件",
        "waiver": "Waivers 豁免",
    }
)
_SHAPES: Final = MappingProxyType(
    {
        Shape.TEXT: "text 文本",
        Shape.FLAG: "true or false 是/否",
        Shape.NUMBER: "number 数",
        Shape.TERM: "one of 取其一",
        Shape.TERMS: "list of 可多项",
        Shape.DAY: "day 日期",
        Shape.INSTANT: "instant 时刻",
        Shape.WHEN: "instant or day 时刻或日期",
        Shape.REF: "id of 编号",
        Shape.REFS: "ids of 编号(可多个)",
        Shape.CONCERNS: "ids of anything, each perhaps with a role 编号(可带身份)",
        Shape.LENGTH: "length 期限",
    }
)


def fact_tables() -> Iterator[str]:
    """Yield a section for each class of facts, by family."""
    family = None
    for known in fact_classes().values():
        if known.family != family:
            family = known.family
            yield f"## {_FAMILIES[family]}"
        yield from _section(known)


def _section(known: FactClass) -> Iterator[str]:
    yield f"### `{known.name}` {known.zh}"
    yield " ".join((inspect.getdoc(known.cls) or "").split())
    if known.spreads:
        yield "Spreads 向下适用: what concerns a school, grade or class concerns what lies below it then."
    rows = [f"| `{field.name}` | {field.zh} | {_holds(field)} | {_marks(field)} |" for field in known.fields.values()]
    yield "\n".join(["| field | 列名 | holds 内容 | |", "|---|---|---|---|", *rows])


def _holds(field: FieldInfo) -> str:
    parts = [_SHAPES[field.shape]]
    if field.vocabulary is not None:
        slug = _heading(field.vocabulary).lower().replace(":", "").replace(" ", "-")
        parts.append(f"[{field.vocabulary.name}](record-format.md#{slug})")
    if field.shape in {Shape.REF, Shape.REFS}:
        parts.append(", ".join(f"`{target}`" for target in field.targets) or "anything 任何记录")
    return " ".join(parts)


def _marks(field: FieldInfo) -> str:
    return " ".join(["必填 required"] * field.required + ["敏感 sensitive"] * field.sensitive)


def _heading(vocabulary: Vocabulary) -> str:
    return f"Vocabulary: {vocabulary.name}"


def vocabulary_tables() -> Iterator[str]:
    """Yield a section for each vocabulary, by name."""
    found = {item.name: item for item in vars(vocabularies).values() if isinstance(item, Vocabulary)}
    for _, vocabulary in sorted(found.items()):
        yield f"### {_heading(vocabulary)}"
        yield " · ".join(f"`{term}` {zh}" for term, zh in vocabulary.terms.items())


def derived_tables() -> Iterator[str]:
    """Yield the table of the fields that no record holds and that a norm may ask for all the same."""
    rows = (row for name in fact_classes() for row in _derived_rows(name))
    yield "\n".join(["| of | field | 中文 | holds | needs |", "|---|---|---|---|---|", *rows])


def _derived_rows(class_name: str) -> Iterable[str]:
    everywhere = {"concerned_as", "in_force", "length"}
    for name, field in derived_fields(class_name).items():
        if name not in everywhere:
            needs = ", ".join(f"`{needed}`" for needed in field.needs) or "nothing"
            yield f"| `{class_name}` | `{name}` | {field.info.zh} | {_holds(field.info)} | {needs} |"


PARTS: Final[Mapping[str, Callable[[], Iterable[str]]]] = MappingProxyType(
    {"facts": fact_tables, "vocabularies": vocabulary_tables, "derived": derived_tables}
)


def up_to_date(page: str) -> str:
    """Return the text of a page with its generated parts made anew."""
    return _PART.sub(_made, page)


def _made(match: re.Match[str]) -> str:
    return f"{match[1]}\n" + "\n\n".join(PARTS[match["name"]]()) + f"\n\n{match[3]}"


def main() -> None:
    """Bring the pages up to date."""
    for page in PAGES:
        page.write_text(up_to_date(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
