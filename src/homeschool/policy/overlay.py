"""Amending norms: by overlay, never by copying.

An amended norm keeps its id and citation and carries the amendment.  From a day on, the new wording opens duties and
the old one opens none; a duty that is open keeps the wording under which it opened.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from homeschool.calendar import Interval
from homeschool.policy.norm import Amendment, Norm
from homeschool.policy.read_norm import Document, read_norm, write_norm
from homeschool.policy.reading import Data, Reader

_BEGINNING = date(1, 1, 1)
_KINDS = {
    "timing": ("every", "rolling", "upon", "before", "at", "always"),
    "requires": ("cover", "share"),
}
_COUNTING = ("at_least", "at_most", "exactly", "none", "distinct")
_MERGED = ("timing", "requires", "title")


@attrs.frozen
class Change:
    """One amendment: of which norm, by which pack, why, from which day (None: from the beginning), and what."""

    slug: str
    pack: str
    reason: str
    keys: Mapping[str, Data]
    starts_on: date | None = None


def merge(base: Mapping[str, Data], change: Mapping[str, Data]) -> dict[str, Any]:
    """Return a norm's data with changed keys; of timing, requires and title the parts not named stay.

    A change that names another kind of timing or requirement replaces the whole of it.
    """
    merged = dict(base)
    for key, value in change.items():
        old = base.get(key)
        if key in _MERGED and isinstance(value, Mapping) and isinstance(old, Mapping):
            is_other = _kind(key, value) not in (None, _kind(key, old))
            merged[key] = dict(value) if is_other else _drop_aliases({**old, **value}, value)
        else:
            merged[key] = value
    return merged


def _kind(key: str, table: Mapping[str, Data]) -> str | None:
    """Return which kind of timing or requirement a table names; None where it leaves that open."""
    kind = next((kind for kind in _KINDS.get(key, ()) if kind in table), None)
    if kind is None and key == "requires" and any(bound in table for bound in _COUNTING):
        return "count"
    return kind


def _drop_aliases(merged: dict[str, Data], change: Mapping[str, Data]) -> dict[str, Data]:
    """Let ``exactly`` and ``none`` replace bounds, and a new span replace an ``until``."""
    if "exactly" in change or "none" in change:
        merged = {key: value for key, value in merged.items() if key in change or key not in ("at_least", "at_most")}
    for key, other in (("within", "until"), ("until", "within")):
        if key in change and other not in change and "upon" in merged:
            merged.pop(other, None)
    return merged


def amend(reader: Reader, norms: Sequence[Norm], change: Change, place: str) -> tuple[Norm, ...]:
    """Return the norms with one of them amended; mistakes are noted in the reader."""
    current = next(norm for norm in reversed(norms) if norm.id == change.slug)
    document = Document(current.pack, current.citation.document)
    data = merge(write_norm(current), change.keys)
    read = read_norm(reader, data, place, document)
    note = Amendment(change.pack, change.reason, tuple(sorted(change.keys)))
    amended = attrs.evolve(read, amendments=(*current.amendments, note), opens=current.opens)
    if change.starts_on is None:
        return tuple(amended if norm is current else norm for norm in norms)
    opens = current.opens or Interval(_BEGINNING)
    old = attrs.evolve(current, opens=Interval(opens.start, change.starts_on))
    new = attrs.evolve(amended, opens=Interval(change.starts_on, opens.end))
    return tuple(one for norm in norms for one in ((old, new) if norm is current else (norm,)))


def suspend(norms: Sequence[Norm], slug: str, during: Interval | None) -> tuple[Norm, ...]:
    """Return the norms with one of them out of force, for some days or (None) altogether."""
    if during is None:
        return tuple(norm for norm in norms if norm.id != slug)
    return tuple(one for norm in norms for one in (_cut(norm, during) if norm.id == slug else (norm,)))


def _cut(norm: Norm, out: Interval) -> tuple[Norm, ...]:
    whole = norm.in_force or Interval(_BEGINNING)
    parts = []
    if whole.start < out.start:
        parts.append(Interval(whole.start, out.start))
    if out.end is not None and (whole.end is None or out.end < whole.end):
        parts.append(Interval(max(out.end, whole.start), whole.end))
    kept = (part.intersection(whole) for part in parts)
    return tuple(attrs.evolve(norm, in_force=part) for part in kept if part is not None)
