"""``homeschool plan``: what to do in the days to come so that everything that can be kept is kept."""

import json
import sys
from argparse import Namespace
from typing import Any

from homeschool.adapters.plan_data import plan_to_data
from homeschool.adapters.register_digest import register_digest
from homeschool.cli import CLEAN
from homeschool.cli.due import span
from homeschool.cli.inputs import Checked, check, chosen, languages, readings_of
from homeschool.cli.version import library_version
from homeschool.engine.plan import Plan, plan
from homeschool.report import pack_object
from homeschool.report.plans import plan_sheet, plan_table


def run(arguments: Namespace) -> int:
    """Propose actions for what is due within a span from now; return 0."""
    within = span(arguments.within)
    checked = check(arguments)
    found = plan(
        chosen(checked, arguments),
        checked.register,
        within=within,
        capacity=arguments.capacity,
        solver=arguments.solver,
        readings=readings_of(arguments),
    )
    sys.stdout.write(_TEXTS[arguments.format](checked, found, arguments))
    return CLEAN


def _table(checked: Checked, found: Plan, arguments: Namespace) -> str:
    return "\n".join(
        plan_table(found, checked.explainer, language=language, limit=arguments.limit)
        for language in languages(arguments)
    )


def _json(checked: Checked, found: Plan, _: Namespace) -> str:
    data: dict[str, Any] = {
        "packs": [pack_object(pack) for pack in checked.packs],
        "register": {"digest": register_digest(checked.register)},
        "library": {"version": library_version()},
        **plan_to_data(found),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _csv(_: Checked, found: Plan, arguments: Namespace) -> str:
    return plan_sheet(found, languages(arguments))


_TEXTS = {"table": _table, "json": _json, "csv": _csv}
