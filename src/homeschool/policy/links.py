"""How norms of several packs are linked: by `same_as`, directly or through others."""

from collections.abc import Iterable, Mapping, Sequence

from homeschool.policy.naming import spelled_out
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack


def roots(norms: Iterable[Norm]) -> Mapping[str, str]:
    """Return, for each norm that `same_as` links, one norm that stands for all it is linked with."""
    links: dict[str, set[str]] = {}
    for norm in norms:
        for other in norm.same_as:
            links.setdefault(norm.id, set()).add(other)
            links.setdefault(other, set()).add(norm.id)
    found: dict[str, str] = {}
    for start in sorted(links):
        open_ = [start]
        while open_:
            name = open_.pop()
            if name not in found:
                found[name] = start
                open_ += links[name]
    return found


def norms_of(packs: Iterable[Pack]) -> Mapping[str, tuple[Norm, Pack]]:
    """Return the norms of packs by their full ids, each once in its latest wording, with the pack that holds it."""
    return {norm.id: (norm, pack) for pack in packs for norm in pack.norms}


def unlinked_copies(packs: Iterable[Pack]) -> Sequence[tuple[str, str]]:
    """Return pairs of norms that ask the same of the same subjects at the same times, and that nothing links.

    Such a norm is a duty told twice: `same_as` lets a school under both see it once.
    """
    known = norms_of(packs)
    linked = roots(norm for norm, _ in known.values())
    first: dict[object, str] = {}
    pairs = []
    for id_, (norm, pack) in known.items():
        if not norm.is_checkable:
            continue
        asked = (norm.applies_to, norm.timing, norm.requirement)
        key = (norm.subject, norm.bearer.each, spelled_out(asked, pack.definitions))
        other = first.setdefault(key, id_)
        if other != id_ and (id_ not in linked or linked[id_] != linked.get(other)):
            pairs.append((other, id_))
    return pairs


def missing_links(packs: Iterable[Pack]) -> Sequence[tuple[str, str]]:
    """Return pairs of a norm and what its `same_as` names, where none of the packs has such a norm."""
    known = norms_of(packs)
    return [(id_, other) for id_, (norm, _) in known.items() for other in norm.same_as if other not in known]
