"""Norms and packs out of plain data, as a pack's author writes them."""

from collections.abc import Mapping
from typing import Any

from homeschool.errors import PackError
from homeschool.policy import Norm, Pack
from homeschool.policy.norm import Bilingual
from homeschool.policy.read_norm import Document, read_norm
from homeschool.policy.read_pack import read_pack
from homeschool.policy.reading import Mistaken, Reader

Table = Mapping[str, Any]

TITLE = {"zh": "示例", "en": "Example"}
HEAD: Table = {"id": "made-up", "title": {"zh": "示例办法", "en": "Made-up rules"}}
NORM: Table = {
    "id": "visits",
    "clause": "一",
    "modality": "obligation",
    "title": TITLE,
    "bearer": "class_teacher",
    "subject": "student",
    "timing": {"every": "term"},
    "requires": {"at_least": 1, "of": "home_visit"},
}
DEFINITIONS: Table = {
    "key_student": {"title": TITLE, "subject": "student", "where": {"circumstances": "left_behind"}},
}


def no_pack(name: str) -> Pack:
    """Find no pack: the packs of these tests extend none, or say which."""
    raise AssertionError(name)


def read(norms: list[Any], head: Table = HEAD, **body: Any) -> tuple[Pack | None, list[str]]:
    """Read a pack, and return it with its mistakes in words."""
    reader = Reader()
    pack = read_pack(reader, {"definitions": DEFINITIONS, **head}, {"norm": norms, **body}, no_pack)
    return pack, [str(mistake) for mistake in reader.mistakes]


def pack_of(*norms: Table, **body: Any) -> Pack:
    """Return the pack of some norms; they must have no mistake."""
    pack, mistakes = read([{**NORM, **norm} for norm in norms], **body)
    assert pack is not None
    assert mistakes == []
    return pack


def mistakes_of(norm: Table) -> list[str]:
    """Return the mistakes of a norm that differs from the plain one by some keys; None takes a key away."""
    merged = {key: value for key, value in {**NORM, **norm}.items() if value is not None}
    return [mistake.removeprefix("norm[0].").removeprefix("norm[0]: ") for mistake in read([merged])[1]]


def norm_of(**keys: Any) -> Norm:
    """Return a norm that differs from the plain one by some keys."""
    reader = Reader()
    data = {key: value for key, value in {**NORM, **keys}.items() if value is not None}
    norm = read_norm(reader, data, "norm", Document("made-up", Bilingual("示例办法", "Made-up rules")))
    assert reader.mistakes == []
    return norm


def messages(error: PackError) -> list[str]:
    """Return the mistakes of a refused pack in words."""
    return [str(mistake) for mistake in error.mistakes]


__all__ = [
    "DEFINITIONS",
    "HEAD",
    "NORM",
    "TITLE",
    "Mistaken",
    "Reader",
    "messages",
    "mistakes_of",
    "norm_of",
    "pack_of",
    "read",
]
