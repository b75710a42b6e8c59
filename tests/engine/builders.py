"""One norm over the small made-up school: judged in one line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from homeschool.engine import Findings, Readings, evaluate
from homeschool.model import Register
from homeschool.policy import Finding, Pack, make_pack
from tests.model.builders import at, school
from tests.policy.builders import pack_of

Table = Mapping[str, Any]
NONE_OF: Table = {"none": True, "of": "disclosure"}


def rule(timing: Table, requires: Table, **keys: Any) -> Pack:
    """Return a pack of one norm about students, with a timing and a requirement as packs write them."""
    return make_pack(pack_of({"timing": timing, "requires": requires, **keys}))


def findings(pack: Pack, register: Register, as_of: datetime, readings: Readings | None = None) -> Findings:
    """Judge a pack."""
    return evaluate(pack, register, as_of=as_of, readings=readings)


def of(found: Findings, subject: str = "s-one") -> list[Finding]:
    """Return the findings about one subject."""
    return [finding for finding in found if finding.subject == subject]


def judged(
    pack: Pack, *facts: Any, as_of: datetime | None = None, subject: str = "s-one", **more: Any
) -> list[Finding]:
    """Judge a pack over the made-up school with more facts, and return the findings about one subject."""
    readings = more.pop("readings", None)
    return of(findings(pack, school(*facts, **more), as_of or at(8, 31), readings), subject)


def one(pack: Pack, *facts: Any, as_of: datetime | None = None, subject: str = "s-one", **more: Any) -> Finding:
    """Judge a pack as `judged` does, where just one finding is expected."""
    found = judged(pack, *facts, as_of=as_of, subject=subject, **more)
    assert len(found) == 1, found
    return found[0]


def said(found: list[Finding]) -> list[tuple[str, str | None]]:
    """Return the status of each finding, with the local day on which it opens."""
    return [(str(one.status), None if one.opens is None else f"{one.opens:%m-%d}") for one in found]
