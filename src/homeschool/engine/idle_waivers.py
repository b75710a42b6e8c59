"""Waivers that can excuse nothing: most likely something in them is misspelt."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from homeschool.errors import Mistake
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.fields import near
from homeschool.model.records import Waiver
from homeschool.model.register import Register
from homeschool.model.view import View
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack


def idle_waivers(packs: Iterable[Pack], register: Register, *, as_of: datetime) -> tuple[Mistake, ...]:
    """Return what is wrong with the waivers that can excuse nothing, by the packs given.

    Such a waiver is no error: what it was to excuse is found all the same.  It names a norm that its pack does not
    have, one that yields no duty, or a subject of another kind than the norm is about.  A waiver of a norm of a pack
    that is not given is left alone: it is for others.

    Args:
        packs: the packs.
        register: the records.
        as_of: the moment; waivers recorded later are not looked at.
    """
    packs = tuple(packs)
    norms = {norm.id: norm for pack in packs for norm in pack.norms}
    names = {pack.id for pack in packs} | {norm.pack for norm in norms.values()}
    view = View(register, as_of=as_of)
    return tuple(
        Mistake(f"waiver `{waiver.id}`", text)
        for waiver in view.facts("waiver")
        for text in _wrong(waiver, norms, names, view)
    )


def _wrong(waiver: Waiver, norms: Mapping[str, Norm], names: Iterable[str], view: View) -> Iterator[str]:
    norm = norms.get(waiver.norm)
    pack, dot, _ = waiver.norm.partition(".")
    if norm is None:
        if not dot or pack in names:
            full = [id_ for id_ in norms if id_.partition(".")[2] == waiver.norm]
            hint = f"; did you mean `{full[0]}`?" if full else near(waiver.norm, norms)
            yield f"no pack has the norm `{waiver.norm}`{hint}"
        return
    if not norm.is_checkable:
        yield f"`{norm.id}` yields no duty that could be waived"
    for id_ in waiver.subjects:
        fact = view.get(id_)
        kind = "" if fact is None else CLASS_NAMES[type(fact)]
        if kind and kind != norm.subject:
            yield f"`{id_}` is a {kind}, and `{norm.id}` is about each {norm.subject}"
