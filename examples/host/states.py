"""Findings as the clients of this host see them: plain data, and what became of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from homeschool import Finding
from homeschool.engine import Change

State = dict[str, Any]
"""A finding as plain data: all that can change of it, and for whom and by when it is."""


@dataclass(frozen=True)
class Turn:
    """What became of one finding: how it was (None: it is new), how it is (None: it is gone), and because of what."""

    finding: str
    before: State | None
    after: State | None
    because: tuple[str, ...] = ()


def state_of(finding: Finding) -> State:
    """Write a finding as plain data; what is not so, or not known, is left out."""
    written = {
        "norm": finding.norm.id,
        "subject": finding.subject,
        "status": str(finding.status),
        "opens": _text(finding.opens),
        "deadline": _text(finding.deadline),
        "decided_at": _text(finding.decided_at),
        "remedied_at": _text(finding.remedied_at),
        "evidence": list(finding.evidence),
        "excused_by": finding.excused_by,
        "is_retroactive": finding.is_retroactive,
        "because": finding.because,
    }
    return {key: value for key, value in written.items() if value}


def turns_of(changes: Iterable[Change]) -> list[Turn]:
    """Return what the monitor reported as plain data, without what clients would not see."""
    turns = [Turn(one.id, _state(one.before), _state(one.after), one.because) for one in changes]
    return [turn for turn in turns if turn.before != turn.after]


def differences(known: Mapping[str, State], findings: Iterable[Finding]) -> list[Turn]:
    """Return what leads from the states that clients know to the findings as they are."""
    states = {finding.id: state_of(finding) for finding in findings}
    ids = [*states, *(id_ for id_ in known if id_ not in states)]
    return [Turn(id_, known.get(id_), states.get(id_)) for id_ in ids if known.get(id_) != states.get(id_)]


def _state(finding: Finding | None) -> State | None:
    return None if finding is None else state_of(finding)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
