"""The written rules of home-school-society co-education (家校社协同育人), checked against a school's records.

The façade: every name here is loaded from the floor where it lives when it is first asked for, so that importing the
library costs next to nothing.  The classes of records are in `homeschool.model`, the parts of norms in
`homeschool.policy`, calendars and spans in `homeschool.calendar`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from homeschool.adapters.packs import load_pack, pack_ids
    from homeschool.adapters.records import read_records, write_records
    from homeschool.calendar import SHANGHAI, Interval, SchoolCalendar, SchoolYear, Span, Term
    from homeschool.demo import demo_register
    from homeschool.engine import Findings, Monitor, Readings, due, evaluate, measure, plan
    from homeschool.errors import HomeschoolError, PackError, RecordsError
    from homeschool.model import Keeps, Kept, Register
    from homeschool.policy import Finding, Pack, Status, amend_pack, make_pack
    from homeschool.report import explain

__all__ = [
    "SHANGHAI",
    "Finding",
    "Findings",
    "HomeschoolError",
    "Interval",
    "Keeps",
    "Kept",
    "Monitor",
    "Pack",
    "PackError",
    "Readings",
    "RecordsError",
    "Register",
    "SchoolCalendar",
    "SchoolYear",
    "Span",
    "Status",
    "Term",
    "amend_pack",
    "demo_register",
    "due",
    "evaluate",
    "explain",
    "load_pack",
    "make_pack",
    "measure",
    "pack_ids",
    "plan",
    "read_records",
    "write_records",
]

_HOMES = {
    "adapters.packs": ("load_pack", "pack_ids"),
    "adapters.records": ("read_records", "write_records"),
    "calendar": ("SHANGHAI", "Interval", "SchoolCalendar", "SchoolYear", "Span", "Term"),
    "demo": ("demo_register",),
    "engine": ("Findings", "Monitor", "Readings", "due", "evaluate", "measure", "plan"),
    "errors": ("HomeschoolError", "PackError", "RecordsError"),
    "model": ("Keeps", "Kept", "Register"),
    "policy": ("Finding", "Pack", "Status", "amend_pack", "make_pack"),
    "report": ("explain",),
}


def __getattr__(name: str) -> Any:
    """Load a name of the façade from the floor where it lives."""
    for home, names in _HOMES.items():
        if name in names:
            value = globals()[name] = getattr(import_module(f"homeschool.{home}"), name)
            return value
    message = f"module 'homeschool' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the names of the façade."""
    return sorted({*globals(), *__all__})
