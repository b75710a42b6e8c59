"""Findings as a table for a terminal: by status, breaches first, under each norm one line for each duty."""

from collections.abc import Iterable, Sequence

import attrs

from homeschool.calendar import Language
from homeschool.policy.finding import Finding, Status
from homeschool.report.explain import Explainer
from homeschool.report.group import Group, group
from homeschool.report.next_step import bearers_text
from homeschool.report.order import URGENCY, is_loud
from homeschool.report.state import describe_state, status_word
from homeschool.report.times import deadline_text
from homeschool.report.width import cut, pad, width

_HEADS = (("对象", "for"), ("责任人", "by"), ("期限", "due"), ("情况", "found"), ("编号", "finding"))
_WIDEST = (24, 32, 28, 72, 400)


@attrs.frozen
class Block:
    """The rows of one norm (or of norms that say the same) under its title and clauses."""

    title: str
    clauses: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@attrs.frozen
class Section:
    """The findings of one status: a heading with how many there are, what is listed, how many are not."""

    heading: str
    blocks: tuple[Block, ...]
    more: int
    is_loud: bool


def heads(language: Language) -> tuple[str, ...]:
    """Return the names of a table's columns."""
    return tuple(names[0 if language == "zh" else 1] for names in _HEADS)


def sections(
    findings: Iterable[Finding], explainer: Explainer, *, language: Language = "zh", limit: int | None = None
) -> list[Section]:
    """Arrange findings for reading: by status, the most urgent first; norms that say the same are one block.

    Undetermined findings of a mandatory report have a section of their own right after the breaches.

    Args:
        findings: the findings, in any order.
        explainer: explains them.
        language: of headings and words.
        limit: how many lines each section lists at most; None for all.
    """
    groups = group(findings)
    found: list[Section] = []
    for status in URGENCY:
        same = [each for each in groups if each.status is status]
        loud = [each for each in same if is_loud(each.lead)] if status is Status.UNDETERMINED else []
        rest = [each for each in same if not is_loud(each.lead)] if status is Status.UNDETERMINED else same
        for part, is_report in ((loud, True), (rest, False)):
            if part:
                heading = _heading(status, len(part), language, is_report=is_report)
                blocks = _blocks(part[:limit], explainer, language)
                more = 0 if limit is None else max(0, len(part) - limit)
                found.append(Section(heading, blocks, more, is_report or status is Status.BREACHED))
    return found


def _heading(status: Status, count: int, language: Language, *, is_report: bool) -> str:
    word = status_word(status, language)
    if language == "zh":
        return f"{word}·强制报告，须立即核实：{count} 项" if is_report else f"{word}：{count} 项"
    return f"{word.upper()}, MANDATORY REPORT, verify now: {count}" if is_report else f"{word}: {count}"


def _blocks(groups: Sequence[Group], explainer: Explainer, language: Language) -> tuple[Block, ...]:
    by_norms: dict[tuple[str, ...], list[Group]] = {}
    for each in groups:
        by_norms.setdefault((each.lead.norm.id, *each.citations(language)), []).append(each)
    return tuple(
        Block(
            same[0].lead.norm.title.get(language),
            same[0].citations(language),
            tuple(_row(each, explainer, language) for each in same),
        )
        for same in by_norms.values()
    )


def _row(each: Group, explainer: Explainer, language: Language) -> tuple[str, ...]:
    lead = each.lead
    words, details = explainer.words(lead.norm, language), lead.details
    return (
        lead.subject,
        bearers_text(lead, details, words),
        deadline_text(each.strictest, language),
        describe_state(lead, details, words),
        lead.id,
    )


def table(
    findings: Iterable[Finding],
    *,
    language: Language = "zh",
    explainer: Explainer | None = None,
    limit: int | None = None,
) -> str:
    """Return findings as plain text in columns, ending in a line break; an empty text where there are none.

    Columns are as wide as a terminal shows them: a Chinese character takes two.  `limit` is how many lines each status
    lists at most.
    """
    found = sections(findings, explainer or Explainer(), language=language, limit=limit)
    return "".join(f"{line}\n" for section in found for line in _lines(section, language))


def _lines(section: Section, language: Language) -> list[str]:
    mark = "‼ " if section.is_loud else ""
    lines = [f"== {mark}{section.heading} =="]
    widths = _widths([heads(language), *(row for block in section.blocks for row in block.rows)])
    for block in section.blocks:
        lines += ["", block.title, *(f"  {clause}" for clause in block.clauses), _line(heads(language), widths)]
        lines += [_line(row, widths) for row in block.rows]
    if section.more:
        lines += ["", more_text(section.more, language)]
    return [*lines, ""]


def more_text(more: int, language: Language) -> str:
    """Say how many findings are not listed."""
    return f"……另有 {more} 项未列出" if language == "zh" else f"... and {more} more"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    columns = zip(*rows, strict=True)
    return [min(most, max(width(cell) for cell in cells)) for cells, most in zip(columns, _WIDEST, strict=True)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (pad(cut(cell, columns), columns) for cell, columns in zip(row, widths, strict=True))
    return ("  " + "  ".join(cells)).rstrip()
