"""How far a pack is encoded and tried: what ``homeschool packs coverage`` shows."""

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from homeschool.adapters.case_files import Case
from homeschool.policy.finding import Status
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import Pack

_BINDING = ("obligation", "prohibition")
_KEPT = frozenset({Status.FULFILLED, Status.HOLDING})


@attrs.frozen
class Coverage:
    """How far a pack is encoded and tried; an overlay's count includes the norms that it takes over.

    Args:
        pack: the id of the pack.
        clauses: how many different clauses are cited.
        entries: how many entries of the document they are: a norm ``visits-2`` belongs to the entry ``visits``.
        norms: how many norms there are; of an overlay its own.
        taken: how many norms it takes over from the packs that it extends.
        checkable: how many of them oblige or prohibit.
        encoded: how many of those yield duties; the others are in `unexpressed`.
        with_cases: ids of encoded norms with a case in which they are kept and one in which they are breached.
        without_cases: ids of encoded norms that lack either.
        listed: how many norms neither oblige nor prohibit, by modality.
        unexpressed: why a norm that obliges or prohibits yields no duty, by its id.
    """

    pack: str
    clauses: int
    entries: int
    norms: int
    taken: int
    checkable: int
    encoded: int
    with_cases: tuple[str, ...]
    without_cases: tuple[str, ...]
    listed: Mapping[str, int] = attrs.field(hash=False)
    unexpressed: Mapping[str, Bilingual] = attrs.field(hash=False)


def coverage(pack: Pack, cases: Iterable[Case] = ()) -> Coverage:
    """Count what of a pack is encoded, and which encoded norms its cases try both ways."""
    norms = {norm.id: norm for norm in pack.norms if norm.pack == pack.id}
    binding = [norm for norm in norms.values() if norm.modality in _BINDING]
    encoded = [norm.id for norm in binding if norm.is_checkable]
    tried = _tried(pack, cases)
    return Coverage(
        pack=pack.id,
        clauses=len({(norm.pack, norm.citation.clause) for norm in norms.values()}),
        entries=sum(not _continues(norm, norms) for norm in norms.values()),
        norms=len(norms),
        taken=len({norm.id for norm in pack.norms}) - len(norms),
        checkable=len(binding),
        encoded=len(encoded),
        with_cases=tuple(id_ for id_ in encoded if id_ in tried),
        without_cases=tuple(id_ for id_ in encoded if id_ not in tried),
        listed=dict(Counter(norm.modality for norm in norms.values() if norm.modality not in _BINDING)),
        unexpressed={norm.id: norm.unexpressed for norm in binding if norm.unexpressed is not None},
    )


def _continues(norm: Norm, norms: Mapping[str, Norm]) -> bool:
    """Tell whether a norm is the second or a later one of an entry."""
    first, _, number = norm.id.rpartition("-")
    return number.isdecimal() and first in norms


def _tried(pack: Pack, cases: Iterable[Case]) -> set[str]:
    expected: dict[str, set[str]] = {}
    for case in cases:
        for norm in _named(pack, case.norm):
            expected.setdefault(norm.id, set()).update(asked.status for asked in case.expect)
    return {id_ for id_, found in expected.items() if Status.BREACHED in found and found & _KEPT}


def _named(pack: Pack, name: str) -> list[Norm]:
    return [norm for norm in pack.norms if name in (norm.slug, norm.id)][:1]
