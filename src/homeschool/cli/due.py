"""``homeschool due``: what is owed next, by whom, until when."""

import re
import sys
from argparse import Namespace
from datetime import date, datetime, timedelta

from homeschool.calendar import SchoolCalendar, Span, day_after
from homeschool.cli import CLEAN
from homeschool.cli.inputs import Checked, check, chosen, languages
from homeschool.errors import InvalidValueError
from homeschool.policy.finding import Finding, Status
from homeschool.report import csv_text, sort_findings, table
from homeschool.report.times import closes

_SHORT = re.compile(r"(?P<amount>[0-9]{1,6})(?P<unit>min|h|d|w|m|y)")
_UNITS = {"min": "min", "h": "h", "d": "days", "w": "weeks", "m": "months", "y": "years"}


def run(arguments: Namespace) -> int:
    """List the pending duties whose time is over within a span from now; return 0."""
    within = span(arguments.within)
    checked = check(arguments)
    until = horizon(checked, within)
    findings = [
        finding
        for finding in sort_findings(chosen(checked, arguments))
        if finding.status is Status.PENDING and _closes_by(finding, until) and _is_of(finding, arguments.by)
    ]
    if arguments.format == "csv":
        sys.stdout.write(csv_text(findings, checked.explainer, languages(arguments)))
        return CLEAN
    for language in languages(arguments):
        moments = checked.as_of.isoformat(" ", "minutes"), until.isoformat(" ", "minutes")
        zh = f"自 {moments[0]} 起、{moments[1]} 以前到期：{len(findings)} 项"
        en = f"due from {moments[0]} until {moments[1]}: {len(findings)}"
        print(zh if language == "zh" else en, end="\n\n")
        sys.stdout.write(table(findings, language=language, explainer=checked.explainer))
    return CLEAN


def span(text: str) -> Span:
    """Read a span, also in its short form: ``14d``, ``2w``, ``36h``."""
    match = _SHORT.fullmatch(text)
    if match is None:
        return Span.parse(text)
    return Span.parse(f"{match['amount']} {_UNITS[match['unit']]}")


def horizon(checked: Checked, within: Span) -> datetime:
    """Return the moment up to which duties are listed: so long after now, or the end of the last of so many days."""
    if within.is_elapsed:
        return checked.as_of + within.elapsed_time
    calendar: SchoolCalendar = checked.register.calendar
    last = day_after(checked.as_of.date(), within, calendar)
    if last == date.max:
        message = f"--within `{within}` leaves the years 1 to 9999; expected a shorter span"
        raise InvalidValueError(message)
    following = last + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=checked.as_of.tzinfo)


def _closes_by(finding: Finding, until: datetime) -> bool:
    end = closes(finding)
    return end is not None and end <= until


def _is_of(finding: Finding, bearer: str | None) -> bool:
    """Tell whether somebody, or a role, bears a finding or is to be reminded of it."""
    if bearer is None or bearer == finding.bearer or bearer in map(str, finding.norm.bearer.who):
        return True
    details = finding.details
    return any(bearer in owner.holders for owner in (*details.bearers, *details.remind))
