"""What changes for a school that moves from one pack to another."""

from collections.abc import Mapping, Sequence
from typing import Literal

import attrs

from homeschool.policy.links import norms_of, roots
from homeschool.policy.naming import spelled_out
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack

Kind = Literal["new", "changed", "gone", "same"]
_PARTS = (
    "modality",
    "bearer",
    "subject",
    "applies_to",
    "timing",
    "requirement",
    "is_waivable",
    "is_mandatory_report",
    "unless_documented",
    "in_force",
)


@attrs.frozen
class Difference:
    """One duty under two packs.

    Args:
        kind: ``new``, ``gone``, ``changed`` or ``same``.
        before: the norm of the pack that is left; None where it is new.
        after: the norm of the pack that is taken up; None where it is gone.
        parts: the parts that differ.
    """

    kind: Kind
    before: Norm | None
    after: Norm | None
    parts: tuple[str, ...] = ()


def differences(before: Pack, after: Pack) -> Sequence[Difference]:
    """Return what becomes of each norm that yields duties, in the order of `after`, what is gone at the end.

    Norms are the same where they have one id, or where `same_as` links them.
    """
    old, new = (
        {id_: one for id_, (one, _) in norms_of([pack]).items() if one.is_checkable} for pack in (before, after)
    )
    pairs = _pairs(old, new)
    found = [_compared(norm, old.get(pairs.get(norm.id, "")), (before, after)) for norm in new.values()]
    left = set(pairs.values())
    return [*found, *(Difference("gone", norm, None) for norm in old.values() if norm.id not in left)]


def _pairs(old: Mapping[str, Norm], new: Mapping[str, Norm]) -> Mapping[str, str]:
    """Return, by the id of a new norm, that of the old one that it stands for; an old one is taken once."""
    pairs = {id_: id_ for id_ in new if id_ in old}
    linked = roots([*old.values(), *new.values()])
    waiting: dict[str, list[str]] = {}
    for id_ in old:
        if id_ not in pairs and id_ in linked:
            waiting.setdefault(linked[id_], []).append(id_)
    for id_ in new:
        same = waiting.get(linked.get(id_, ""), [])
        if id_ not in pairs and same:
            pairs[id_] = same.pop(0)
    return pairs


def _compared(norm: Norm, old: Norm | None, packs: tuple[Pack, Pack]) -> Difference:
    if old is None:
        return Difference("new", None, norm)
    first, second = (spelled_out(one, pack.definitions) for one, pack in zip((old, norm), packs, strict=True))
    parts = tuple(name for name in _PARTS if getattr(first, name) != getattr(second, name))
    return Difference("changed" if parts else "same", old, norm, parts)
