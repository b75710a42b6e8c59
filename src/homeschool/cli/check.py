"""``homeschool check``: what was found, as a table, a document or a sheet."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from homeschool.adapters.files import write_chunks
from homeschool.adapters.findings import findings_to_lines, norms_to_data
from homeschool.adapters.register_digest import register_digest
from homeschool.cli import CLEAN, FOUND
from homeschool.cli.inputs import Checked, OutputError, check, chosen, languages
from homeschool.cli.version import library_version
from homeschool.engine import Findings
from homeschool.policy.finding import Finding, Status
from homeschool.report import (
    URGENCY,
    csv_text,
    document,
    is_loud,
    json_chunks,
    sort_findings,
    table,
)
from homeschool.report.rich_table import print_rich
from homeschool.report.state import status_word
from homeschool.report.table import sections

_IN_TABLE = (Status.BREACHED, Status.UNDETERMINED, Status.PENDING)


def run(arguments: Namespace) -> int:
    """Check records against packs; return 1 where something is at or above ``--fail-on``."""
    checked = check(arguments)
    findings = chosen(checked, arguments)
    listed = _listed(findings, arguments)
    if arguments.output is None and arguments.format == "table" and sys.stdout.isatty():
        _print(checked, findings, listed, arguments)
    else:
        _deliver(_TEXTS[arguments.format](checked, findings, listed, arguments), arguments.output)
    return exit_status(findings.having(*_IN_TABLE), arguments.fail_on)


def exit_status(findings: Iterable[Finding], fail_on: str) -> int:
    """Return 1 where a finding is at or above a status; an undetermined mandatory report is as high as a breach."""
    if fail_on == "never":
        return CLEAN
    above = URGENCY[: URGENCY.index(Status(fail_on)) + 1]
    return FOUND if any(finding.status in above or is_loud(finding) for finding in findings) else CLEAN


def _listed(findings: Findings, arguments: Namespace) -> list[Finding]:
    if arguments.statuses is not None:
        wanted = {Status(name) for name in arguments.statuses}
    else:
        wanted = set(_IN_TABLE if arguments.format == "table" else Status)
    return sort_findings(findings.having(*wanted))


def _limited(findings: Sequence[Finding], limit: int | None) -> list[Finding]:
    """Return at most so many findings of each status, loud ones of a status counted apart."""
    if limit is None:
        return list(findings)
    taken: dict[tuple[Status, bool], int] = {}
    kept = []
    for finding in findings:
        key = (finding.status, is_loud(finding))
        taken[key] = taken.get(key, 0) + 1
        if taken[key] <= limit:
            kept.append(finding)
    return kept


def summary_text(findings: Findings, language: str) -> str:
    """Say how many findings each status has, on one line."""
    counts = _counts(findings)
    is_chinese = language == "zh"
    parts = [
        f"{status_word(status, 'zh' if is_chinese else 'en')} {count}" for status, count in counts.items() if count
    ]
    total = sum(counts.values())
    if is_chinese:
        return f"共 {total} 项：" + ("，".join(parts) or "无")
    return f"{total} findings: " + (", ".join(parts) or "none")


def _counts(findings: Findings) -> Mapping[Status, int]:
    """Return how many findings each status has, the most urgent first."""
    counts = findings.summary
    return {status: counts[status] for status in URGENCY}


def _head(checked: Checked, findings: Findings, language: str) -> str:
    moment = checked.as_of.isoformat(" ", "minutes")
    titles = [pack.title.get(language) for pack in checked.packs]
    if language == "zh":
        head = f"截至 {moment}，对照 {'、'.join(f'《{title}》' for title in titles)}"
    else:
        head = f"As of {moment}, against {', '.join(titles)}"
    return f"{head}\n{summary_text(findings, language)}\n\n"


def _table(checked: Checked, findings: Findings, listed: Sequence[Finding], arguments: Namespace) -> Iterator[str]:
    return (
        _head(checked, findings, language)
        + table(listed, language=language, explainer=checked.explainer, limit=arguments.limit)
        for language in languages(arguments)
    )


def _print(checked: Checked, findings: Findings, listed: Sequence[Finding], arguments: Namespace) -> None:
    """Print the table to a terminal, in colour where rich is installed."""
    for language in languages(arguments):
        sys.stdout.write(_head(checked, findings, language))
        found = sections(listed, checked.explainer, language=language, limit=arguments.limit)
        if not print_rich(found, sys.stdout, language=language):
            sys.stdout.write(table(listed, language=language, explainer=checked.explainer, limit=arguments.limit))


def _json(checked: Checked, findings: Findings, listed: Sequence[Finding], arguments: Namespace) -> Iterator[str]:
    written = _limited(listed, arguments.limit)
    head = document(
        as_of=checked.as_of,
        packs=checked.packs,
        register=register_digest(checked.register),
        library=library_version(),
        counts=_counts(findings),
        norms=norms_to_data(written),
    )
    return json_chunks(head, findings_to_lines(written, checked.explainer.messages))


def _csv(checked: Checked, _: Findings, listed: Sequence[Finding], arguments: Namespace) -> Iterator[str]:
    yield csv_text(_limited(listed, arguments.limit), checked.explainer, languages(arguments))


_TEXTS = {"table": _table, "json": _json, "csv": _csv}


def _deliver(chunks: Iterable[str], output: str | None) -> None:
    if output is None:
        sys.stdout.writelines(list(chunks))  # all of it is there before any of it is written
        return
    mistake = write_chunks(Path(output), chunks)
    if mistake is not None:
        raise OutputError([mistake])
