"""``homeschool measure``: how much of what was owed was done, by slices and over time."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from homeschool.adapters.measure_data import slices_to_data
from homeschool.adapters.register_digest import register_digest
from homeschool.cli import CLEAN
from homeschool.cli.inputs import Checked, check, chosen, languages
from homeschool.cli.version import library_version
from homeschool.engine import Slice, slices, trend
from homeschool.report import pack_object
from homeschool.report.measures import measure_sheet, measure_table


def run(arguments: Namespace) -> int:
    """Measure what was found by what was asked for; return 0."""
    by = tuple("school_class" if name == "class" else name for name in arguments.by.split(",") if name)
    checked = check(arguments)
    findings = chosen(checked, arguments)
    found: Sequence[Slice]
    if arguments.trend is None:
        found = slices(findings, checked.register, by=by, as_of=checked.as_of)
    else:
        found = trend(findings, checked.register, period=arguments.trend, by=by, as_of=checked.as_of)
    sys.stdout.write(_TEXTS[arguments.format](checked, found, arguments))
    return CLEAN


def _table(checked: Checked, found: Sequence[Slice], arguments: Namespace) -> str:
    texts = []
    for language in languages(arguments):
        moment = checked.as_of.isoformat(" ", "minutes")
        head = f"截至 {moment}" if language == "zh" else f"As of {moment}"
        texts.append(f"{head}\n\n{measure_table(found, checked.packs, language=language)}")
    return "\n".join(texts)


def _json(checked: Checked, found: Sequence[Slice], _: Namespace) -> str:
    data: dict[str, Any] = {
        "as_of": checked.as_of.isoformat(),
        "packs": [pack_object(pack) for pack in checked.packs],
        "register": {"digest": register_digest(checked.register)},
        "library": {"version": library_version()},
        "slices": slices_to_data(found),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _csv(checked: Checked, found: Sequence[Slice], arguments: Namespace) -> str:
    return measure_sheet(found, checked.packs, languages(arguments))


_TEXTS = {"table": _table, "json": _json, "csv": _csv}
