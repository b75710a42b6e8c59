"""A check as one document: what was checked, against what, and what was found; the same input gives the same bytes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    norms: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a check as one object of plain data, its findings apart.

    Args:
        as_of: the moment asked about.
        packs: the packs, in the order asked for.
        register: the digest of the records.
        library: the version of this library.
        counts: how many findings each status has, listed or not.
        norms: what is said once of each norm of the findings listed.
    """
    return {
        "as_of": as_of.isoformat(),
        "packs": [pack_object(pack) for pack in packs],
        "register": {"digest": register},
        "library": {"version": library},
        "summary": {status.value: count for status, count in counts.items()},
        "norms": norms,
    }


def json_chunks(head: Mapping[str, Any], findings: Iterable[str]) -> Iterator[str]:
    """Yield a document as JSON in parts: the head indented, then the findings, one a line, each already JSON.

    Chinese stands as it is, and the text ends in a line break.
    """
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "findings": ['
    before = "\n    "
    for line in findings:
        yield before
        yield line
        before = ",\n    "
    yield "]\n}\n" if before == "\n    " else "\n  ]\n}\n"
