"""A check as one document: what was checked, against what, and what was found; the same input gives the same bytes."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from homeschool.policy.finding import Finding, Status
from homeschool.policy.pack import Pack
from homeschool.report.order import URGENCY


def summary(findings: Iterable[Finding]) -> dict[Status, int]:
    """Return how many findings each status has, the most urgent first; statuses without any are 0."""
    counted = Counter(finding.status for finding in findings)
    return {status: counted[status] for status in URGENCY}


def pack_object(pack: Pack) -> dict[str, Any]:
    """Return what identifies a pack: id, version, digest, title."""
    return {
        "id": pack.id,
        "version": pack.version,
        "digest": pack.digest,
        "title": {"zh": pack.title.zh, "en": pack.title.en},
    }


def document(
    *,
    as_of: datetime,
    packs: Sequence[Pack],
    register: str,
    library: str,
    counts: Mapping[Status, int],
    findings: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return a check as one object of plain data.

    Args:
        as_of: the moment asked about.
        packs: the packs, in the order asked for.
        register: the digest of the records.
        library: the version of this library.
        counts: how many findings each status has, listed or not.
        findings: the findings listed, each as plain data with its message.
    """
    return {
        "as_of": as_of.isoformat(),
        "packs": [pack_object(pack) for pack in packs],
        "register": {"digest": register},
        "library": {"version": library},
        "summary": {status.value: count for status, count in counts.items()},
        "findings": list(findings),
    }


def json_text(found: Mapping[str, Any]) -> str:
    """Return plain data as JSON: one finding a line, Chinese as it is, ending in a line break.

    A document without findings is indented.
    """
    rest = {key: value for key, value in found.items() if key != "findings"}
    head = json.dumps(rest, ensure_ascii=False, indent=2)
    if "findings" not in found:
        return f"{head}\n"
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n".join(f"    {encode(item)}" for item in found["findings"])
    body = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{head[:-2]},\n  "findings": {body}\n}}\n'
