"""``homeschool what-if``: the same records under amended packs, and what changes for whom."""

import json
import sys
from argparse import Namespace
from typing import Any

import attrs

from homeschool.adapters.measure_data import comparison_to_data
from homeschool.adapters.overlays import amended_by
from homeschool.adapters.register_digest import register_digest
from homeschool.cli import CLEAN
from homeschool.cli.inputs import Checked, check, chosen, languages, readings_of
from homeschool.cli.version import library_version
from homeschool.engine import Comparison, compare, evaluate
from homeschool.report import Explainer, pack_object
from homeschool.report.comparisons import comparison_sheet, comparison_table


def run(arguments: Namespace) -> int:
    """Say what the amendments would change; return 0."""
    before = check(arguments)
    after = _amended(before, arguments)
    packs = (*before.packs, *after.packs)
    found = compare(*(chosen(attrs.evolve(side, packs=packs), arguments) for side in (before, after)))
    explainer = Explainer(after.packs, at_once=readings_of(arguments).at_once)
    if arguments.format == "json":
        sys.stdout.write(_json(before, after, found))
    elif arguments.format == "csv":
        sys.stdout.write(comparison_sheet(found, explainer, languages(arguments)))
    else:
        sys.stdout.write(_table(before, found, explainer, arguments))
    return CLEAN


def _amended(before: Checked, arguments: Namespace) -> Checked:
    """Evaluate the same records at the same moment under the packs as amended."""
    packs = amended_by(arguments.amend, before.packs)
    findings = evaluate(packs, before.register, as_of=before.as_of, readings=readings_of(arguments))
    return attrs.evolve(before, packs=packs, findings=findings)


def _table(before: Checked, found: Comparison, explainer: Explainer, arguments: Namespace) -> str:
    moment = before.as_of.isoformat(" ", "minutes")
    texts = []
    for language in languages(arguments):
        head = (
            f"截至 {moment}，如果采用 {arguments.amend}"
            if language == "zh"
            else f"As of {moment}, what if: {arguments.amend}"
        )
        texts.append(f"{head}\n{comparison_table(found, explainer, language=language, limit=arguments.limit)}")
    return "\n".join(texts)


def _json(before: Checked, after: Checked, found: Comparison) -> str:
    data: dict[str, Any] = {
        "as_of": before.as_of.isoformat(),
        "packs": [pack_object(pack) for pack in before.packs],
        "amended_packs": [pack_object(pack) for pack in after.packs],
        "register": {"digest": register_digest(before.register)},
        "library": {"version": library_version()},
        **comparison_to_data(found),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
