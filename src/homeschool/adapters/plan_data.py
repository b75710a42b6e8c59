"""Plans as plain data, for JSON and for other programs."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from homeschool.adapters.converter import FactReader, make_converter
from homeschool.engine import Action, Ask, Plan, Unkept
from homeschool.model.fields import Concerned


def plan_to_data(plan: Plan) -> dict[str, Any]:
    """Write a plan as plain data: the actions, each with the record to be, what is kept, and what is not and why."""
    facts = FactReader(make_converter(plan.as_of.tzinfo))
    return {
        "as_of": plan.as_of.isoformat(),
        "until": None if plan.until is None else plan.until.isoformat(),
        "actions": [_action(action, facts) for action in plan.actions],
        "kept": [finding.id for finding in plan.kept],
        "unkept": [_unkept(one) for one in plan.unkept],
    }


def _action(action: Action, facts: FactReader) -> dict[str, Any]:
    when = action.when.isoformat("T", "minutes") if isinstance(action.when, datetime) else action.when.isoformat()
    return {
        "id": action.id,
        "class": action.class_name,
        "when": when,
        "concerns": [one.id if isinstance(one, Concerned) else one for one in action.concerns],
        "actors": list(action.actors),
        "findings": list(action.findings),
        "asks": [_ask(ask) for ask in action.asks],
        "fact": facts.write(action.fact()),
    }


def _ask(ask: Ask) -> dict[str, Any]:
    values = [_number(value) if isinstance(value, Fraction) else value for value in ask.values]
    found: dict[str, Any] = {"field": ask.field, "op": ask.op, "values": values}
    return {**found, "roles": list(ask.roles)} if ask.roles else found


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _unkept(one: Unkept) -> dict[str, Any]:
    return {"finding": one.finding.id, "reason": one.reason, "detail": one.detail}
