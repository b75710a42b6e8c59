"""Packs out of plain data, overlays included."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from homeschool.calendar import Interval
from homeschool.errors import Mistake
from homeschool.model.fields import near
from homeschool.policy.check import check_definitions, check_norm
from homeschool.policy.norm import SUBJECT_KINDS, Bilingual, Norm
from homeschool.policy.overlay import Change, amend, suspend
from homeschool.policy.pack import FORCES, Definition, Pack, Variant
from homeschool.policy.read_condition import read_condition, write_condition
from homeschool.policy.read_norm import NORM_KEYS, Document, read_bilingual, read_norm, write_interval, write_norm
from homeschool.policy.reading import Data, Mistaken, Reader
from homeschool.policy.taking import read_takes, taken_over

Find = Callable[[str], Pack]
_HEAD = ("id", "title", "issuer", "jurisdiction", "version", "force", "in_force", "source", "extends", "definitions")
_BODY = ("take", "norm", "amend", "suspend")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_pack(reader: Reader, head: Data, body: Data, find: Find) -> Pack | None:
    """Read a pack from its head (``pack.toml``) and its norms (``norms.toml``).

    Args:
        reader: notes the mistakes; a pack with mistakes must not be used.
        head: id, title, definitions and so on.
        body: the norms, and what an overlay amends or suspends.
        find: returns the pack that an overlay extends.
    """
    try:
        head = reader.table(head, "", _HEAD)
        body = reader.table(body, "", _BODY)
        pack = _read_head(reader, head, body, find)
    except Mistaken:
        return None
    document = Document(pack.id, pack.title, pack.in_force)
    reader.mistakes += check_definitions(pack.definitions)
    norms = [*pack.norms]
    norms += _read_norms(reader, _tables(reader, body, "norm"), document, pack)
    _refuse_twins(reader, norms)
    changed = _overlay(reader, body, tuple(norms), pack)
    return attrs.evolve(pack, norms=changed)


def _read_head(reader: Reader, head: Mapping[str, Data], body: Mapping[str, Data], find: Find) -> Pack:
    for key in ("id", "title"):
        if key not in head:
            raise reader.fail(key, f"expected `{key}`")
    name = reader.text(head["id"], "id")
    if not _SLUG.fullmatch(name):
        reader.note("id", f"expected lower-case words joined by hyphens, not `{name}`")
    bases = [found for base in reader.optional(head, "extends", "", reader.texts) or () for found in [find(base)]]
    norms, definitions = taken_over(bases, read_takes(reader, _tables(reader, body, "take"), bases))
    definitions |= _read_definitions(reader, head.get("definitions", {}))
    plain = {
        key: reader.optional(head, key, "", reader.text) for key in ("issuer", "jurisdiction", "version", "source")
    }
    force = reader.optional(head, "force", "", lambda item, spot: reader.choice(item, spot, FORCES))
    return Pack(
        id=name,
        title=read_bilingual(reader, head["title"], "title"),
        norms=norms,
        force=force or "regulation",
        in_force=reader.optional(head, "in_force", "", reader.interval),
        definitions=definitions,
        extends=tuple(base.id for base in bases),
        **{key: value for key, value in plain.items() if value is not None},
    )


def _read_definitions(reader: Reader, data: Data) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    if not isinstance(data, Mapping):
        reader.note("definitions", f"expected a table, not `{data}`")
        return found
    for name in data:
        place = f"definitions.{name}"
        try:
            table = reader.table(data[name], place, ("title", "subject", "where", "variants"))
            subject = table.get("subject", "student")
            found[name] = Definition(
                name,
                read_bilingual(reader, table.get("title"), f"{place}.title"),
                reader.choice(subject, f"{place}.subject", SUBJECT_KINDS),
                read_condition(reader, table.get("where"), f"{place}.where"),
                _read_variants(reader, table.get("variants", {}), f"{place}.variants"),
            )
        except Mistaken:
            continue
    return found


def _read_variants(reader: Reader, data: Data, place: str) -> tuple[Variant, ...]:
    found = []
    for name, item in reader.table(data, place, data if isinstance(data, Mapping) else ()).items():
        table = reader.table(item, f"{place}.{name}", ("title", "where"))
        title = read_bilingual(reader, table.get("title"), f"{place}.{name}.title")
        found.append(Variant(name, title, read_condition(reader, table.get("where"), f"{place}.{name}.where")))
    return tuple(found)


def _tables(reader: Reader, body: Mapping[str, Data], key: str) -> Sequence[Data]:
    found = body.get(key, [])
    if isinstance(found, list | tuple):
        return found
    reader.note(key, f"expected a list of tables: [[{key}]]")
    return ()


def _read_norms(reader: Reader, data: Sequence[Data], document: Document, pack: Pack) -> list[Norm]:
    norms = []
    for index, item in enumerate(data):
        place = f"norm[{index}]"
        before = len(reader.mistakes)
        try:
            norm = read_norm(reader, item, place, document)
        except Mistaken:
            continue
        if not _SLUG.fullmatch(norm.slug):
            reader.note(f"{place}.id", f"expected lower-case words joined by hyphens, not `{norm.slug}`")
        if len(reader.mistakes) == before:
            reader.mistakes += _placed(check_norm(norm, pack.definitions), place)
        norms.append(norm)
    return norms


def _placed(mistakes: list[Mistake], place: str) -> list[Mistake]:
    return [attrs.evolve(found, place=f"{place}.{found.place}".rstrip(".")) for found in mistakes]


def _refuse_twins(reader: Reader, norms: list[Norm]) -> None:
    seen: set[tuple[str, Interval | None]] = set()
    for norm in norms:
        key = (norm.id, norm.opens)
        if key in seen:
            reader.note("norm", f"two norms have the id `{norm.id}`")
        seen.add(key)


def _overlay(reader: Reader, body: Mapping[str, Data], norms: tuple[Norm, ...], pack: Pack) -> tuple[Norm, ...]:
    for index, item in enumerate(_tables(reader, body, "amend")):
        place = f"amend[{index}]"
        try:
            change = _read_change(reader, item, place, (norms, pack))
            before = set(norms)
            norms = amend(reader, norms, change, place)
            for norm in set(norms) - before:
                reader.mistakes += _placed(check_norm(norm, pack.definitions), place)
        except Mistaken:
            continue
    for index, item in enumerate(_tables(reader, body, "suspend")):
        place = f"suspend[{index}]"
        try:
            table = reader.table(item, place, ("norm", "reason", "from", "until"))
            slug = _full_id(reader, table, place, (norms, pack))
            reader.text(table.get("reason"), f"{place}.reason")
            days = {key: table[key] for key in ("from", "until") if key in table}
            norms = suspend(norms, slug, reader.interval(days, place) if days else None)
        except Mistaken:
            continue
    return norms


def _read_change(reader: Reader, data: Data, place: str, known: tuple[tuple[Norm, ...], Pack]) -> Change:
    keys = [key for key in NORM_KEYS if key not in ("id", "clause", "text")]
    table = reader.table(data, place, ("norm", "reason", "from", *keys))
    return Change(
        slug=_full_id(reader, table, place, known),
        pack=known[1].id,
        reason=reader.text(table.get("reason"), f"{place}.reason"),
        keys={key: table[key] for key in keys if key in table},
        starts_on=reader.optional(table, "from", place, reader.day),
    )


def _full_id(reader: Reader, table: Mapping[str, Data], place: str, context: tuple[tuple[Norm, ...], Pack]) -> str:
    norms, pack = context
    name = reader.text(table.get("norm"), f"{place}.norm")
    ids = {norm.id for norm in norms}
    for candidate in (name, f"{pack.id}.{name}"):
        if candidate in ids:
            return candidate
    known = sorted({norm.slug for norm in norms} | ids)
    raise reader.fail(f"{place}.norm", f"no norm `{name}`{near(name, known)}")


def write_pack(pack: Pack) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write a pack that extends no other as plain data: its head and its body."""
    head = {
        "id": pack.id,
        "title": write_bilingual(pack.title),
        "issuer": pack.issuer or None,
        "jurisdiction": pack.jurisdiction or None,
        "version": pack.version,
        "force": pack.force,
        "in_force": write_interval(pack.in_force),
        "source": pack.source or None,
        "definitions": {name: _write_definition(found) for name, found in pack.definitions.items()},
    }
    body = {"norm": [write_norm(norm) for norm in pack.norms]}
    return {key: value for key, value in head.items() if value is not None}, body


def _write_definition(definition: Definition) -> dict[str, Any]:
    variants = {
        found.name: {"title": write_bilingual(found.title), "where": write_condition(found.condition)}
        for found in definition.variants
    }
    return {
        "title": write_bilingual(definition.title),
        "subject": definition.subject,
        "where": write_condition(definition.condition),
        **({"variants": variants} if variants else {}),
    }


def write_bilingual(text: Bilingual) -> dict[str, str]:
    """Write a text in two languages as plain data."""
    return {"zh": text.zh, "en": text.en}
