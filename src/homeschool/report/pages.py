"""Packs as pages of Markdown: clause by clause, and which norms each further table of records makes possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from homeschool.calendar import Language
from homeschool.model.facts import fact_classes
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import Pack
from homeschool.policy.reads import reads
from homeschool.policy.tables import GIVEN, steps
from homeschool.report.explain import Explainer
from homeschool.report.norm_entry import MODALITIES, force_word, modality_word, reading_lines, sentence

TriedCase = tuple[Bilingual, Sequence[str]]
"""A case: its title, and the statuses that are expected."""
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def pack_page(pack: Pack, cases: Mapping[str, Sequence[TriedCase]]) -> str:
    """Return a pack clause by clause: what it says, how it is read, what it needs of the records, its cases.

    Args:
        pack: the pack.
        cases: the cases of each norm, by its full id.
    """
    explainer = Explainer([pack])
    parts = [f"# {pack.title.zh} {pack.title.en}", *_head(pack), *_definitions(pack)]
    for clause, norms in groupby(pack.norms, key=_clause):
        parts.append(f"## {clause}")
        for norm in norms:
            parts += _entry(norm, pack, explainer, cases.get(norm.id, ()))
    return "\n\n".join(parts) + "\n"


def _clause(norm: Norm) -> str:
    return norm.citation.clause


def _head(pack: Pack) -> Iterator[str]:
    rows = [
        ("编号 id", f"`{pack.id}`"),
        ("性质 force", f"{force_word(pack)} {pack.force}"),
        ("发布 issuer", pack.issuer),
        ("范围 jurisdiction", pack.jurisdiction),
        ("版本 version", pack.version),
        ("来源 source", pack.source),
        ("引用 extends", ", ".join(f"`{name}`" for name in pack.extends)),
    ]
    yield "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows if value)])
    checkable = sum(norm.is_checkable for norm in pack.norms)
    yield f"共 {len(pack.norms)} 条，可核查 {checkable} 条。{len(pack.norms)} norms, {checkable} of them checkable."


def _definitions(pack: Pack) -> Iterator[str]:
    rows = []
    for name, found in pack.definitions.items():
        variants = "；".join(f"`{one.name}` {one.title.zh} {one.title.en}" for one in found.variants)
        rows.append(f"| `{name}` | {found.title.zh} {found.title.en} | `{found.subject}` | {variants} |")
    if rows:
        yield "\n".join(["| 定义 definition | | 对象 of | 其他口径 variants |", "|---|---|---|---|", *rows])


def _entry(norm: Norm, pack: Pack, explainer: Explainer, cases: Sequence[TriedCase]) -> Iterator[str]:
    yield f"### `{norm.slug}`"
    yield f"**{norm.title.zh}** · {MODALITIES[norm.modality]}\n\n{norm.title.en} · {modality_word(norm, 'en')}"
    lines = []
    for language in _LANGUAGES:
        words = explainer.words(norm, language)
        said = sentence(words)
        lines += [said] if said is not None else []
        lines += reading_lines(words)
        note = norm.note
        if note is not None and not norm.assumed:
            lines.append(words.say(f"说明：{note.zh}", f"Note: {note.en}"))
    needed = [_table(name, fields) for name, fields in reads(norm, pack.definitions).items() if name not in GIVEN]
    lines += [f"所需记录 reads: {'; '.join(needed)}"] if needed else []
    lines += [f"同 same as: {', '.join(f'`{other}`' for other in norm.same_as)}"] if norm.same_as else []
    if lines:
        yield "\n".join(f"- {line}" for line in lines)
    if cases:
        rows = [f"| {title.zh} {title.en} | {', '.join(statuses)} |" for title, statuses in cases]
        yield "\n".join(["| 试例 case | 结论 found |", "|---|---|", *rows])


def _table(name: str, fields: Iterable[str]) -> str:
    asked = [field for field in fact_classes()[name].fields if field in set(fields) - {"concerns"}]
    return f"`{name}`" + (f" ({', '.join(f'`{field}`' for field in asked)})" if asked else "")


_RECORDS = (
    "学校已有的人员与归属之外，每增加一张表，可以核查的条款随之增加；先列收效最大的。",
    "Beside who there is and who belongs to whom, each further table makes more norms checkable. The best comes first.",
)


def records_page(packs: Sequence[Pack]) -> str:
    """Return which norms each further table of records makes possible, the tables that buy most first."""
    found = steps(packs)
    whole = sum(len(step.norms) for step in found)
    parts = ["# 每多一张表能核查哪些条款 What each further table buys", *_RECORDS, f"共 {whole} 条 norms in all."]
    rows, total = [], 0
    for step in found:
        total += len(step.norms)
        rows.append(f"| {_tables(step.tables)} | {len(step.norms)} | {total} | {total * 100 // max(whole, 1)} % |")
    parts.append("\n".join(["| 表 tables | 新增 more | 累计 in all | |", "|---|---|---|---|", *rows]))
    for step in found:
        parts += [f"## {_tables(step.tables)}", ", ".join(f"`{norm}`" for norm in step.norms) or "—"]
    return "\n\n".join(parts) + "\n"


def _tables(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}` {fact_classes()[name].zh}" for name in names) or "人员与归属 people and ties"


def index_page(packs: Sequence[Pack]) -> str:
    """Return the list of packs, with what they hold, each linking to its page."""
    rows = [
        f"| [{pack.title.zh} {pack.title.en}]({pack.id}.md) | {force_word(pack)} {pack.force} | {len(pack.norms)} "
        f"| {sum(norm.is_checkable for norm in pack.norms)} |"
        for pack in packs
    ]
    heads = ["| 规则包 pack | 性质 force | 条 norms | 可核查 checkable |", "|---|---|---|---|"]
    more = "[每多一张表能核查哪些条款 What each further table buys](records.md)"
    return "\n\n".join(["# 规则包 Packs", "\n".join([*heads, *rows]), more]) + "\n"
