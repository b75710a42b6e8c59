"""Norms out of plain data, and back."""

from collections.abc import Mapping
from typing import Any

import attrs

from homeschool.calendar import Interval
from homeschool.policy.condition import TRUE
from homeschool.policy.norm import MODALITIES, SUBJECT_KINDS, TEXTS, Bearer, Bilingual, Citation, Norm
from homeschool.policy.read_condition import read_condition, reference, write_condition
from homeschool.policy.read_requirement import read_requirement, write_requirement
from homeschool.policy.read_timing import read_timing, write_timing
from homeschool.policy.reading import Data, Mistaken, Reader

NORM_KEYS = (
    "id",
    "clause",
    "modality",
    "title",
    "bearer",
    "subject",
    "applies_to",
    "timing",
    "requires",
    "assumed",
    "waivable",
    "mandatory_report",
    "unless_documented",
    "same_as",
    "note",
    "consequence",
    "unexpressed",
    "text",
    "in_force",
)


_EXPLAINING = ("note", "consequence", "unexpressed")
"""Keys that explain a norm: a text, or one in each language."""


@attrs.frozen
class Document:
    """What a norm takes from its pack: the pack's id, the document's title, and when the document is in force."""

    pack: str
    title: Bilingual
    in_force: Interval | None = None


def read_bilingual(reader: Reader, data: Data, place: str) -> Bilingual:
    """Read ``{ zh = "…", en = "…" }``."""
    table = reader.table(data, place, ("zh", "en"))
    for key in ("zh", "en"):
        if key not in table:
            raise reader.fail(place, f"expected `{key}`")
    return Bilingual(reader.text(table["zh"], f"{place}.zh"), reader.text(table["en"], f"{place}.en"))


def read_norm(reader: Reader, data: Data, place: str, document: Document) -> Norm:
    """Read one norm; mistakes are noted, and only a norm without id, clause, modality or title is unreadable."""
    table = reader.table(data, place, NORM_KEYS)
    missing = [key for key in ("id", "clause", "modality", "title") if key not in table]
    for key in missing:
        reader.note(place, f"expected `{key}`")
    if missing:
        raise Mistaken
    text = reader.optional(table, "text", place, lambda item, spot: reader.choice(item, spot, TEXTS))
    clause = reader.text(table["clause"], f"{place}.clause")
    return Norm(
        pack=document.pack,
        slug=reader.text(table["id"], f"{place}.id"),
        citation=Citation(document.title, clause, text or "verbatim"),
        modality=reader.choice(table["modality"], f"{place}.modality", MODALITIES),
        title=read_bilingual(reader, table["title"], f"{place}.title"),
        in_force=reader.optional(table, "in_force", place, reader.interval) or document.in_force,
        **_parts(reader, table, place),
        **_marks(reader, table, place),
    )


def _parts(reader: Reader, table: Mapping[str, Data], place: str) -> dict[str, Any]:
    subject = reader.optional(table, "subject", place, lambda item, spot: reader.choice(item, spot, SUBJECT_KINDS))
    applies = reader.optional(table, "applies_to", place, lambda item, spot: read_condition(reader, item, spot))
    bearer = reader.optional(table, "bearer", place, lambda item, spot: _bearer(reader, item, spot))
    return {
        "bearer": bearer or Bearer(()),
        "subject": subject or "school",
        "applies_to": TRUE if applies is None else applies,
        "timing": reader.optional(table, "timing", place, lambda item, spot: read_timing(reader, item, spot)),
        "requirement": reader.optional(
            table, "requires", place, lambda item, spot: read_requirement(reader, item, spot)
        ),
    }


def _bearer(reader: Reader, data: Data, place: str) -> Bearer:
    each = isinstance(data, Mapping)
    if each:
        data = reader.table(data, place, ("each",)).get("each")
    names = reader.texts(data, place)
    return Bearer(tuple(reference(name) or name for name in names), each)


def _marks(reader: Reader, table: Mapping[str, Data], place: str) -> dict[str, Any]:
    def words(data: Data, spot: str) -> Bilingual:
        if isinstance(data, Mapping):
            return read_bilingual(reader, data, spot)
        return Bilingual.of(reader.text(data, spot))

    def flag(key: str, default: bool) -> bool:
        found = reader.optional(table, key, place, reader.flag)
        return default if found is None else found

    return {
        "assumed": reader.optional(table, "assumed", place, reader.texts) or (),
        "is_waivable": flag("waivable", True),
        "is_mandatory_report": flag("mandatory_report", False),
        "unless_documented": flag("unless_documented", False),
        "same_as": reader.optional(table, "same_as", place, reader.texts) or (),
        **{key: reader.optional(table, key, place, words) for key in _EXPLAINING},
    }


def write_norm(norm: Norm) -> dict[str, Any]:
    """Write a norm as plain data that `read_norm` reads to the same norm, its amendments and wordings apart."""
    names = [str(who) for who in norm.bearer.who]
    data = {
        "id": norm.slug,
        "clause": norm.citation.clause,
        "modality": norm.modality,
        "title": {"zh": norm.title.zh, "en": norm.title.en},
        "bearer": ({"each": names} if norm.bearer.each else names) if names else None,
        "subject": norm.subject,
        "applies_to": None if norm.applies_to == TRUE else write_condition(norm.applies_to),
        "timing": None if norm.timing is None else write_timing(norm.timing),
        "requires": None if norm.requirement is None else write_requirement(norm.requirement),
        "assumed": list(norm.assumed) or None,
        "waivable": norm.is_waivable,
        "mandatory_report": norm.is_mandatory_report,
        "unless_documented": norm.unless_documented,
        "same_as": list(norm.same_as) or None,
        **{key: _write_words(getattr(norm, key)) for key in _EXPLAINING},
        "text": norm.citation.text,
        "in_force": write_interval(norm.in_force),
    }
    return {key: value for key, value in data.items() if value is not None}


def _write_words(text: Bilingual | None) -> str | dict[str, str] | None:
    """Write an explanation; one that reads the same in both languages is a plain text."""
    if text is None or text.zh == text.en:
        return None if text is None else text.zh
    return {"zh": text.zh, "en": text.en}


def write_interval(interval: Interval | None) -> dict[str, str] | None:
    """Write half-open days as plain data."""
    if interval is None:
        return None
    ends = {"from": interval.start, "until": interval.end}
    return {key: day.isoformat() for key, day in ends.items() if day is not None}
