"""Findings as the rows of a sheet: comma-separated values that spreadsheet programs open as they are."""

import csv
import io
from collections.abc import Iterable, Sequence

from homeschool.calendar import Language
from homeschool.policy.finding import Details, Finding
from homeschool.report.explain import Explainer
from homeschool.report.near_miss import describe_near_miss
from homeschool.report.next_step import bearers_text, next_step
from homeschool.report.state import describe_state, status_word
from homeschool.report.times import deadline_cell, moment_text

COLUMNS: tuple[tuple[str, str], ...] = (
    ("状态", "status"),
    ("标题", "title"),
    ("对象", "subject"),
    ("应做", "owed"),
    ("责任人", "bearers"),
    ("起始", "opens"),
    ("期限", "deadline"),
    ("起因", "trigger"),
    ("判定时间", "decided"),
    ("依据记录", "evidence"),
    ("补救时间", "remedied"),
    ("情况", "found"),
    ("未计入", "not counted"),
    ("下一步", "next"),
    ("依据", "clause"),
    ("含解读", "rests on a reading"),
    ("编号", "id"),
)
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def header(languages: Sequence[Language]) -> list[str]:
    """Return the names of the columns in one language, or in both."""
    return [" ".join(_chosen(names, languages)) for names in COLUMNS]


def _chosen(names: tuple[str, str], languages: Sequence[Language]) -> list[str]:
    return [names[0 if language == "zh" else 1] for language in languages]


def row(finding: Finding, explainer: Explainer, languages: Sequence[Language] = ("zh",)) -> list[str]:
    """Return a finding's cells; what is language stands in each of the languages, `` / `` between them."""
    details = finding.details
    cells = [_cells(finding, details, explainer, language) for language in languages]
    return [" / ".join(dict.fromkeys(texts)) for texts in zip(*cells, strict=True)]


def _cells(finding: Finding, details: Details, explainer: Explainer, language: Language) -> list[str]:
    words = explainer.words(finding.norm, language)
    who = bearers_text(finding, details, words)
    missed = (describe_near_miss(miss, finding, words) for miss in details.near_misses)
    times = (finding.opens, finding.decided_at, finding.remedied_at)
    opens, decided, remedied = ("" if when is None else moment_text(when) for when in times)
    return [
        status_word(finding.status, language),
        finding.norm.title.get(language),
        finding.subject,
        words.owed,
        who,
        opens,
        deadline_cell(finding),
        finding.trigger or "",
        decided,
        " ".join(finding.evidence),
        remedied,
        describe_state(finding, details, words),
        "; ".join(missed),
        next_step(finding, details, words),
        words.citation,
        words.say("是", "yes") if finding.norm.assumed else words.say("否", "no"),
        finding.id,
    ]


def csv_text(findings: Iterable[Finding], explainer: Explainer, languages: Sequence[Language] = ("zh",)) -> str:
    """Return findings as CSV, one a line, in the order given.

    The text begins with a byte order mark, as spreadsheet programs expect of Chinese text; a cell that they would take
    for a formula begins with an apostrophe.
    """
    return sheet((header(languages), *(row(finding, explainer, languages) for finding in findings)))


def sheet(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, the first of them the names of the columns, as spreadsheet programs expect it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in cells] for cells in rows)
    return BYTE_ORDER_MARK + file.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
