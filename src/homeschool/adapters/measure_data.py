"""Measures and comparisons as plain data, for JSON and for other programs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from homeschool.engine import Comparison, Difference, Slice
from homeschool.policy.finding import Finding, Status
from homeschool.policy.norm import Norm

Moves = Mapping[tuple[Status | None, Status | None], int]


def slices_to_data(found: Iterable[Slice]) -> list[dict[str, Any]]:
    """Write slices as plain data: what each is of, its counts, and the rate as two numbers; null: there is none."""
    return [_slice(one) for one in found]


def _slice(one: Slice) -> dict[str, Any]:
    data: dict[str, Any] = dict(zip(one.by, one.key, strict=True))
    if one.period_kind is not None:
        data["period"] = None if one.period is None else _period(one)
    rate = one.measure.rate
    data["rate"] = None if rate is None else {"least": float(rate[0]), "greatest": float(rate[1])}
    return {**data, **attrs.asdict(one.measure)}


def _period(one: Slice) -> dict[str, Any]:
    assert one.period is not None
    days = one.period.interval
    until = None if days.end is None else days.end.isoformat()
    return {"kind": one.period.kind, "name": one.period.name, "from": days.start.isoformat(), "until": until}


def comparison_to_data(found: Comparison) -> dict[str, Any]:
    """Write a comparison as plain data: the counts, the moves by norm, subject and bearer, and each difference.

    A bearer of null is a role that nobody held.
    """
    return {
        "before": _counts(found.before),
        "after": _counts(found.after),
        "unchanged": found.unchanged,
        "amended": [_amended(norm) for norm in found.amended],
        "moves": _moves(found.moves),
        "by_norm": [{"norm": key, "moves": _moves(moves)} for key, moves in found.by_norm().items()],
        "by_subject": [{"subject": key, "moves": _moves(moves)} for key, moves in found.by_subject().items()],
        "by_bearer": [{"bearer": key, "moves": _moves(moves)} for key, moves in found.by_bearer().items()],
        "differences": [_difference(one) for one in found.differences],
    }


def _counts(counts: Mapping[Status, int]) -> dict[str, int]:
    return {status.value: count for status, count in counts.items()}


def _moves(moves: Moves) -> list[dict[str, Any]]:
    return [{"from": _status(before), "to": _status(after), "count": n} for (before, after), n in moves.items()]


def _status(status: Status | None) -> str | None:
    return None if status is None else status.value


def _amended(norm: Norm) -> dict[str, Any]:
    citation = norm.citation
    return {
        "norm": norm.id,
        "title": {"zh": norm.title.zh, "en": norm.title.en},
        "citation": {"document": {"zh": citation.document.zh, "en": citation.document.en}, "clause": citation.clause},
        "amendments": [{"pack": one.pack, "reason": one.reason, "fields": list(one.fields)} for one in norm.amendments],
    }


def _difference(one: Difference) -> dict[str, Any]:
    finding = one.finding
    return {
        "id": finding.id,
        "change": one.kind.value,
        "norm": finding.norm.id,
        "subject": finding.subject,
        "trigger": finding.trigger,
        "bearer": finding.bearer,
        "bearers": [{"role": owner.role, "holders": list(owner.holders)} for owner in finding.details.bearers],
        "before": _side(one.before),
        "after": _side(one.after),
    }


def _side(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "status": finding.status.value,
        "because": finding.because,
        "opens": _time(finding.opens),
        "deadline": _time(finding.deadline),
        "decided_at": _time(finding.decided_at),
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
