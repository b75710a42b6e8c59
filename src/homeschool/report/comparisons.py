"""Comparisons for people: what changes for whom, as a table and as the rows of a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from homeschool.calendar import Language
from homeschool.engine import Comparison, Difference, Kind
from homeschool.policy.finding import Finding, Status
from homeschool.policy.norm import Norm
from homeschool.report.columns import columns
from homeschool.report.explain import Explainer
from homeschool.report.next_step import bearers_text
from homeschool.report.order import URGENCY
from homeschool.report.rows import sheet
from homeschool.report.state import describe_state, status_word
from homeschool.report.table import more_text
from homeschool.report.times import deadline_cell, deadline_text

KIND_WORDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.NEW: ("新增", "new"),
        Kind.GONE: ("不再要求", "gone"),
        Kind.STATUS: ("状态改变", "status changed"),
        Kind.DEADLINE: ("期限改变", "deadline changed"),
    }
)
_COLUMNS = (
    ("变化", "change"),
    ("标题", "title"),
    ("对象", "subject"),
    ("责任人", "bearers"),
    ("原状态", "before"),
    ("新状态", "after"),
    ("原期限", "deadline before"),
    ("新期限", "deadline after"),
    ("新情况", "found"),
    ("依据", "clause"),
    ("编号", "id"),
)
Moves = Mapping[tuple[Status | None, Status | None], int]


def comparison_table(
    found: Comparison, explainer: Explainer, *, language: Language = "zh", limit: int | None = None
) -> str:
    """Return a comparison as plain text: the amendments, the counts, by norm, bearer and subject, then each change.

    `limit` is how many lines the counts by bearer and by subject, and the changes, have at most.
    """
    lines = [_head(found, language), *_amended(found.amended, language)]
    if found.differences:
        lines += [
            "",
            *_section(("变化", "changes"), [[text, str(n)] for text, n in _moves(found.moves, language)], language),
        ]
        by = (
            (("按条款", "by norm"), found.by_norm(), None),
            (("按责任人", "by bearer"), found.by_bearer(), limit),
            (("按对象", "by subject"), found.by_subject(), limit),
        )
        for names, counts, most in by:
            lines += ["", *_section(names, _counted(counts, language), language, most)]
        rows = [_row(one, explainer, language) for one in found.differences]
        lines += ["", *_section(("逐项", "one by one"), rows, language, limit)]
    return "\n".join(lines) + "\n"


def _head(found: Comparison, language: Language) -> str:
    before, after = sum(found.before.values()), sum(found.after.values())
    parts = [
        f"{KIND_WORDS[kind][0 if language == 'zh' else 1]} {len(found.having(kind))}"
        for kind in Kind
        if found.having(kind)
    ]
    if language == "zh":
        return f"原有 {before} 项，修改后 {after} 项：" + "，".join([*parts, f"不变 {found.unchanged}"])
    return f"{before} findings before, {after} after: " + ", ".join([*parts, f"unchanged {found.unchanged}"])


def _amended(norms: Iterable[Norm], language: Language) -> Iterator[str]:
    for norm in norms:
        why = norm.amendments[-1]
        if language == "zh":
            yield f"  修改 {norm.id} {norm.title.zh}：{why.reason}（{why.pack}）"
        else:
            yield f"  amended {norm.id} {norm.title.en}: {why.reason} ({why.pack})"


def _section(
    names: tuple[str, str], rows: Sequence[Sequence[str]], language: Language, limit: int | None = None
) -> list[str]:
    lines = [f"== {names[0 if language == 'zh' else 1]} ==", *columns(rows[:limit])]
    if limit is not None and len(rows) > limit:
        lines.append(more_text(len(rows) - limit, language))
    return lines


def _moves(moves: Moves, language: Language) -> list[tuple[str, int]]:
    """Return moves in words with how many there are, what becomes worst first."""
    ordered = sorted(moves.items(), key=lambda item: (_rank(item[0][1]), _rank(item[0][0])))
    return [(f"{_word(before, language)} → {_word(after, language)}", count) for (before, after), count in ordered]


def _rank(status: Status | None) -> int:
    return len(URGENCY) if status is None else URGENCY.index(status)


def _word(status: Status | None, language: Language) -> str:
    if status is None:
        return "无" if language == "zh" else "none"
    return status_word(status, language)


def _counted(counts: Mapping[str | None, Moves] | Mapping[str, Moves], language: Language) -> list[list[str]]:
    """Return a row for each key with its moves; keys with the most changes first."""
    nobody = "（空缺）" if language == "zh" else "(vacant)"
    ordered = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0] is None, item[0] or ""))
    comma = "，" if language == "zh" else ", "
    return [
        [nobody if key is None else key, comma.join(f"{text} {count}" for text, count in _moves(moves, language))]
        for key, moves in ordered
    ]


def _row(one: Difference, explainer: Explainer, language: Language) -> list[str]:
    finding = one.finding
    before, after = one.move
    words = explainer.words(finding.norm, language)
    return [
        KIND_WORDS[one.kind][0 if language == "zh" else 1],
        finding.subject,
        bearers_text(finding, finding.details, words),
        f"{_word(before, language)} → {_word(after, language)}",
        deadline_text(finding, language),
        finding.id,
    ]


def comparison_sheet(found: Comparison, explainer: Explainer, languages: Sequence[Language] = ("zh",)) -> str:
    """Return the changes as CSV, one a line; what is language stands in each of the languages."""
    heads = [" ".join(name[0 if language == "zh" else 1] for language in languages) for name in _COLUMNS]
    rows = []
    for one in found.differences:
        cells = [_cells(one, explainer, language) for language in languages]
        rows.append([" / ".join(dict.fromkeys(texts)) for texts in zip(*cells, strict=True)])
    return sheet([heads, *rows])


def _cells(one: Difference, explainer: Explainer, language: Language) -> list[str]:
    finding = one.finding
    words, details = explainer.words(finding.norm, language), finding.details
    return [
        KIND_WORDS[one.kind][0 if language == "zh" else 1],
        finding.norm.title.get(language),
        finding.subject,
        bearers_text(finding, details, words),
        *(_word(status, language) for status in one.move),
        _deadline(one.before),
        _deadline(one.after),
        "" if one.after is None else describe_state(finding, details, words),
        words.citation,
        finding.id,
    ]


def _deadline(finding: Finding | None) -> str:
    return "" if finding is None else deadline_cell(finding)
