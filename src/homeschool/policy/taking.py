"""What an overlay takes over from the packs that it extends: all of their norms, or those that it names.

Two packs may each define a name in their own way.  Then each norm keeps what its own pack means by it: the definitions
go on under the pack's id and the name (``left-behind.left_behind_child``).
"""

from collections.abc import Iterable, Mapping, Sequence

from homeschool.model.fields import near
from homeschool.policy.naming import renamed
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Definition, Pack
from homeschool.policy.reading import Data, Mistaken, Reader

Takes = Mapping[str, frozenset[str]]
"""By the id of an extended pack, the full ids of the norms taken from it; of a pack that is missing, all."""


def read_takes(reader: Reader, data: Sequence[Data], bases: Sequence[Pack]) -> Takes:
    """Read ``[[take]]`` tables: from which pack, and which of its norms; mistakes are noted."""
    known = {base.id: base for base in bases}
    found: dict[str, frozenset[str]] = {}
    for index, item in enumerate(data):
        place = f"take[{index}]"
        try:
            table = reader.table(item, place, ("from", "norms"))
            name = reader.choice(table.get("from"), f"{place}.from", known)
            if name in found:
                raise reader.fail(f"{place}.from", f"norms of `{name}` are taken in one table, not two")
            found[name] = frozenset(_taken(reader, table.get("norms"), f"{place}.norms", known[name]))
        except Mistaken:
            continue
    return found


def _taken(reader: Reader, data: Data, place: str, base: Pack) -> Iterable[str]:
    ids = {norm.slug: norm.id for norm in base.norms} | {norm.id: norm.id for norm in base.norms}
    names = reader.texts(data, place)
    for index, name in enumerate(names):
        if name not in ids:
            reader.note(f"{place}[{index}]", f"`{base.id}` has no norm `{name}`{near(name, ids)}")
        elif name in names[:index]:
            reader.note(f"{place}[{index}]", f"`{name}` is named twice")
        else:
            yield ids[name]


def taken_over(bases: Sequence[Pack], takes: Takes) -> tuple[tuple[Norm, ...], dict[str, Definition]]:
    """Return the norms that an overlay takes over, each once, and the definitions that they use."""
    disputed = _disputed(bases)
    norms: dict[Norm, None] = {}
    definitions: dict[str, Definition] = {}
    for base in bases:
        names = {name: f"{base.id}.{name}" for name in base.definitions if name in disputed}
        definitions |= {names.get(name, name): renamed(one, names) for name, one in base.definitions.items()}
        chosen = takes.get(base.id)
        norms |= {renamed(norm, names): None for norm in base.norms if chosen is None or norm.id in chosen}
    return tuple(norms), definitions


def _disputed(bases: Sequence[Pack]) -> set[str]:
    """Return the names that two packs define differently."""
    first: dict[str, Definition] = {}
    found = set()
    for base in bases:
        for name, definition in base.definitions.items():
            if first.setdefault(name, definition) != definition:
                found.add(name)
    return found
