"""Findings for people: sentences in Chinese and English, tables, rows and documents (floor F5).

May import the language of norms, the model, the calendar, the nouns of measuring and comparing and, where it is
used, rich; never the adapters.
Guarantees: the same findings give the same bytes (sorted, no clock, no locale); people are named by their ids alone.
"""

from homeschool.report.document import document, json_chunks, pack_object, summary
from homeschool.report.explain import Explainer, explain
from homeschool.report.group import Group, group
from homeschool.report.order import URGENCY, is_loud, sort_findings
from homeschool.report.rows import csv_text, row
from homeschool.report.table import table

__all__ = [
    "URGENCY",
    "Explainer",
    "Group",
    "csv_text",
    "document",
    "explain",
    "group",
    "is_loud",
    "json_chunks",
    "pack_object",
    "row",
    "sort_findings",
    "summary",
    "table",
]
