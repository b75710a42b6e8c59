"""``homeschool due``: what is owed next, by whom, until when, and how much time is left."""

import re
import sys
from argparse import Namespace

from homeschool.calendar import Span
from homeschool.cli import CLEAN
from homeschool.cli.inputs import check, chosen, languages
from homeschool.engine.due import due, horizon
from homeschool.report.dues import due_sheet, due_table

GROUPED = "bearer"
"""What ``--by`` says for a block for each person; anything else is a person or a role."""
_SHORT = re.compile(r"(?P<amount>[0-9]{1,6})(?P<unit>min|h|d|w|m|y)")
_UNITS = {"min": "min", "h": "h", "d": "days", "w": "weeks", "m": "months", "y": "years"}


def run(arguments: Namespace) -> int:
    """List the pending duties whose time is over within a span from now; return 0."""
    within = span(arguments.within)
    checked = check(arguments)
    until = horizon(checked.as_of, within, checked.register.calendar)
    by = arguments.by if arguments.by == GROUPED else None
    bearer = None if by else arguments.by
    dues = due(chosen(checked, arguments), checked.register, within=within, bearer=bearer)
    if arguments.format == "csv":
        sys.stdout.write(due_sheet(dues, checked.explainer, languages(arguments)))
        return CLEAN
    for language in languages(arguments):
        moments = checked.as_of.isoformat(" ", "minutes"), until.isoformat(" ", "minutes")
        zh = f"自 {moments[0]} 起、{moments[1]} 以前到期：{len(dues)} 项"
        en = f"due from {moments[0]} until {moments[1]}: {len(dues)}"
        print(zh if language == "zh" else en, end="\n\n")
        sys.stdout.write(due_table(dues, checked.explainer, language=language, by=by))
    return CLEAN


def span(text: str) -> Span:
    """Read a span, also in its short form: ``14d``, ``2w``, ``36h``."""
    match = _SHORT.fullmatch(text)
    if match is None:
        return Span.parse(text)
    return Span.parse(f"{match['amount']} {_UNITS[match['unit']]}")
