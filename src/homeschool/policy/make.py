"""Packs made and amended in Python, as strictly checked as those read from files."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from homeschool.errors import Mistake, PackError
from homeschool.policy.check import check_definitions, check_norm
from homeschool.policy.overlay import Change, amend
from homeschool.policy.pack import Pack
from homeschool.policy.read_pack import write_pack
from homeschool.policy.reading import Mistaken, Reader


def make_pack(pack: Pack) -> Pack:
    """Check a pack made in Python and return it with its digest.

    >>> from homeschool import Pack, make_pack
    >>> from homeschool.policy import Bilingual
    >>> len(make_pack(Pack("my-school", Bilingual("示例小学办法", "Rules of Example Primary School"), ())).digest)
    16

    Raises:
        PackError: with every mistake: a class, field, term or definition that does not exist, bounds that nothing
            can meet, two norms with one id.
    """
    mistakes = check_definitions(pack.definitions)
    seen: set[object] = set()
    for index, norm in enumerate(pack.norms):
        place = f"norm[{index}]"
        if (norm.id, norm.opens) in seen:
            mistakes.append(Mistake(place, f"two norms have the id `{norm.id}`"))
        seen.add((norm.id, norm.opens))
        mistakes += [
            attrs.evolve(found, place=f"{place}.{found.place}".rstrip("."))
            for found in check_norm(norm, pack.definitions)
        ]
    if mistakes:
        raise PackError(mistakes)
    return attrs.evolve(pack, digest=pack_digest(pack))


def pack_digest(pack: Pack) -> str:
    """Return a short hash of what a pack says."""
    wordings = [(str(norm.opens), [attrs.astuple(one) for one in norm.amendments]) for norm in pack.norms]
    text = json.dumps((write_pack(pack), wordings), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def amend_pack(
    pack: Pack,
    norm: str,
    change: Mapping[str, Any],
    *,
    reason: str,
    by: str | None = None,
    starts_on: date | None = None,
) -> Pack:
    """Return a pack with one norm amended; the norm keeps its id and citation and shows the amendment.

    >>> from homeschool import amend_pack, load_pack
    >>> change = {"requires": {"at_least": 2}}
    >>> pack = amend_pack(load_pack("work-system"), "mechanism-sound", change, reason="校务会决定")
    >>> pack.norm("mechanism-sound").requirement.at_least
    Fraction(2, 1)

    Args:
        pack: the pack to amend; it stays as it is.
        norm: the norm's full id or slug.
        change: the keys that change, as in a pack file: ``{"requires": {"at_least": 3}}``.
        reason: why.
        by: who amends, the id of a pack; by default the pack itself.
        starts_on: the day from which the new wording opens duties; None: from the beginning.

    Raises:
        UnknownIdError: the pack has no such norm.
        PackError: with every mistake in the change.
    """
    reader = Reader()
    current = pack.norm(norm)
    amendment = Change(current.id, by or pack.id, reason, change, starts_on)
    try:
        norms = amend(reader, pack.norms, amendment, "change")
    except Mistaken:
        norms = pack.norms
    if reader.mistakes:
        raise PackError(reader.mistakes)
    return make_pack(attrs.evolve(pack, norms=norms))
