"""Strategies for those who test their own software with Hypothesis (floor F6).

Facts of every class, registers, histories, calendars, norms and packs; schools that comply, or break one norm; clerical
slips; what a host's own mapping must keep to; a machine that tests a host that keeps findings up to date.  All shrink
to one child, one event, the first day of term.

May import everything below but the engine, whose work it helps to test; Hypothesis is imported here and nowhere else,
and comes with the extra ``test``.  Importing the package makes ``st.from_type`` draw the library's own types; where the
library is installed, Hypothesis sees to that by itself.

Raises:
    MissingExtraError: Hypothesis is not installed.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if find_spec("hypothesis") is None:
    raise import_module("homeschool.errors").MissingExtraError("homeschool.testing", "test")
# Hypothesis calls this library's entry point while it is imported, so it comes first.
import_module("hypothesis")
import_module("homeschool.testing.registration").register()

if TYPE_CHECKING:
    from homeschool.testing.calendar_drawing import CALENDAR, calendars, school_calendar, school_years
    from homeschool.testing.contract import host_contract
    from homeschool.testing.fact_drawing import facts
    from homeschool.testing.history_drawing import HAPPENINGS
    from homeschool.testing.machine import MonitoringHost, monitor_machine
    from homeschool.testing.making import Made, breaching, complying
    from homeschool.testing.norm_drawing import COMBINATIONS, norms, packs
    from homeschool.testing.people import small_school
    from homeschool.testing.perturbing import Perturbation, perturbations
    from homeschool.testing.plurals import (
        PLURALS,
        activities,
        agreements,
        appointments,
        case_files,
        catalogues,
        circumstances,
        committees,
        concerns,
        contacts,
        credentials,
        decisions,
        disclosures,
        enrolments,
        entries,
        evaluations,
        facilities,
        feedback,
        grades,
        guardians,
        guardianships,
        home_visits,
        meetings,
        notices,
        partners,
        plans,
        publications,
        receipts,
        regulations,
        reports,
        rosters,
        school_classes,
        schools,
        seats,
        services,
        staff,
        students,
        surveys,
        waivers,
    )
    from homeschool.testing.register_drawing import histories, registers, scopes, timely_registers
    from homeschool.testing.slips import Slip
    from homeschool.testing.times import days, instants, intervals, moments, spans

__all__ = [
    "CALENDAR",
    "COMBINATIONS",
    "HAPPENINGS",
    "PLURALS",
    "Made",
    "MonitoringHost",
    "Perturbation",
    "Slip",
    "activities",
    "agreements",
    "appointments",
    "breaching",
    "calendars",
    "case_files",
    "catalogues",
    "circumstances",
    "committees",
    "complying",
    "concerns",
    "contacts",
    "credentials",
    "days",
    "decisions",
    "disclosures",
    "enrolments",
    "entries",
    "evaluations",
    "facilities",
    "facts",
    "feedback",
    "grades",
    "guardians",
    "guardianships",
    "histories",
    "home_visits",
    "host_contract",
    "instants",
    "intervals",
    "meetings",
    "moments",
    "monitor_machine",
    "norms",
    "notices",
    "packs",
    "partners",
    "perturbations",
    "plans",
    "publications",
    "receipts",
    "registers",
    "regulations",
    "reports",
    "rosters",
    "school_calendar",
    "school_classes",
    "school_years",
    "schools",
    "scopes",
    "seats",
    "services",
    "small_school",
    "spans",
    "staff",
    "students",
    "surveys",
    "timely_registers",
    "waivers",
]

_HOMES = {
    "CALENDAR": "calendar_drawing",
    "COMBINATIONS": "norm_drawing",
    "HAPPENINGS": "history_drawing",
    "Made": "making",
    "MonitoringHost": "machine",
    "Perturbation": "perturbing",
    "Slip": "slips",
    "breaching": "making",
    "calendars": "calendar_drawing",
    "complying": "making",
    "days": "times",
    "facts": "fact_drawing",
    "histories": "register_drawing",
    "host_contract": "contract",
    "instants": "times",
    "intervals": "times",
    "moments": "times",
    "monitor_machine": "machine",
    "norms": "norm_drawing",
    "packs": "norm_drawing",
    "perturbations": "perturbing",
    "registers": "register_drawing",
    "school_calendar": "calendar_drawing",
    "school_years": "calendar_drawing",
    "scopes": "register_drawing",
    "small_school": "people",
    "spans": "times",
    "timely_registers": "register_drawing",
}
"""Where a name lives; the plurals of the fact classes live in `plurals`."""


def __getattr__(name: str) -> Any:
    """Load a name from the module where it lives."""
    home = _HOMES.get(name, "plurals" if name in __all__ else None)
    if home is None:
        message = f"module 'homeschool.testing' has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module(f"homeschool.testing.{home}"), name)
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__})
