"""What the laws speak of: findings in plain values, and whether one came of another."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from hypothesis import HealthCheck, settings

from homeschool.calendar import Span
from homeschool.engine import Readings, evaluate
from homeschool.model import Register
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.requirement import Count, Cover
from homeschool.policy.timing import At, Before, Every, Upon
from tests.laws.norms import pack_of
from tests.oracle.findings import Judged, in_order, judged, oracle_findings

patiently = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
"""Lets a law throw away what it does not speak of."""
AT_ONCE = Span.parse("2 h")

Key = tuple[str, str, str | None, datetime | None, str | None]


def found(packs: Pack | Norm | Iterable[Pack], register: Register, as_of: datetime) -> list[Judged]:
    """Return what the engine finds, in plain values and in an order of their own."""
    packs = pack_of(packs) if isinstance(packs, Norm) else packs
    return in_order(judged(one) for one in evaluate(packs, register, as_of=as_of, readings=Readings(at_once=AT_ONCE)))


def meant(norm: Norm, register: Register, as_of: datetime) -> list[Judged]:
    """Return what the oracle says that a norm means, in the same form."""
    return oracle_findings(pack_of(norm), register, as_of=as_of, at_once=AT_ONCE)


def key(one: Judged) -> Key:
    """Return what tells a duty from others: norm, subject, trigger or opening, bearer."""
    return one.norm, one.subject, one.trigger, one.opens, one.bearer


def by_key(findings: Iterable[Judged]) -> Mapping[Key, list[Judged]]:
    """Return findings by duty; a child at two schools may owe twice."""
    grouped: dict[Key, list[Judged]] = {}
    for one in findings:
        grouped.setdefault(key(one), []).append(one)
    return grouped


def breached(findings: Iterable[Judged]) -> set[Key]:
    """Return the duties that are breached."""
    return {key(one) for one in findings if one.status == "breached"}


def is_lower_bound(norm: Norm) -> bool:
    """Tell whether a norm asks for a fixed number at least, or a cover, and no more."""
    requirement = norm.requirement
    if isinstance(requirement, Count):
        return requirement.at_most is None and not hasattr(requirement.at_least, "times")
    return isinstance(requirement, Cover)


def is_upper_bound(norm: Norm) -> bool:
    """Tell whether a norm asks for a fixed number at most, and no more."""
    requirement = norm.requirement
    return isinstance(requirement, Count) and requirement.at_least is None and not hasattr(requirement.at_most, "times")


def has_window(norm: Norm) -> bool:
    """Tell whether a norm opens duties that stand each for itself."""
    return isinstance(norm.timing, Every | Upon | Before | At)
