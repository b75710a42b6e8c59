"""Packs out of TOML folders: those that ship with the library, and a host's own."""

import hashlib
import re
from pathlib import Path

import attrs

from homeschool.adapters.toml_files import MAX_BYTES, TomlFile, read_toml
from homeschool.errors import Mistake, PackError, UnknownIdError
from homeschool.model.fields import near
from homeschool.policy.pack import Pack
from homeschool.policy.read_pack import read_pack
from homeschool.policy.reading import Reader

HEAD, BODY = "pack.toml", "norms.toml"
_BODY_KEYS = ("take", "norm", "amend", "suspend")
_STAND_IN = {"id": "unreadable", "title": {"zh": "-", "en": "-"}}
_FIRST = re.compile(r"[^.\[]*")


def packs_folder() -> Path:
    """Return the folder of the packs that ship with the library."""
    return Path(__file__).parents[1] / "packs"


def pack_ids() -> tuple[str, ...]:
    """Return the ids of the packs that ship with the library, sorted.

    >>> from homeschool import pack_ids
    >>> "contact-system" in pack_ids()
    True
    """
    return tuple(sorted(path.parent.name for path in packs_folder().glob(f"*/{HEAD}")))


def pack_folder(source: str | Path) -> Path:
    """Return the folder of a pack, named by the id of one that ships with the library, or itself a folder.

    Raises:
        UnknownIdError: no pack has the id and no pack stands in a folder of the name.
    """
    return _found(source, (Path(source),))


def load_pack(source: str | Path, *, limit: int = MAX_BYTES) -> Pack:
    """Load a pack by the id of one that ships with the library, or from a folder.

    >>> from homeschool import load_pack
    >>> load_pack("work-system").title.zh
    '家校社协同育人工作制度'

    Args:
        source: an id or a folder; what a pack in a folder extends may also be a folder beside or inside it.
        limit: how many bytes each of its files may hold.

    Raises:
        PackError: with every mistake of all its files, each with its file and line.
        UnknownIdError: no pack has the id and no folder the name.
    """
    return _load(pack_folder(source), (), limit)


def _found(source: str | Path, folders: tuple[Path, ...]) -> Path:
    known = pack_ids()
    own = [packs_folder() / source] if isinstance(source, str) and source in known else []
    for folder in (*own, *folders):
        if (folder / HEAD).is_file():
            return folder.resolve()
    message = f"no pack `{source}`{near(source, known)}; expected the id of a pack, or a folder that holds a {HEAD}"
    raise UnknownIdError(message)


def _load(folder: Path, chain: tuple[Path, ...], limit: int) -> Pack:
    head, body = (read_toml(folder / name, limit=limit) for name in (HEAD, BODY))
    mistakes = [file for file in (head, body) if isinstance(file, Mistake)]
    if isinstance(head, Mistake):
        raise PackError(mistakes)
    bases = _Bases(folder, (*chain, folder), limit)
    if isinstance(body, Mistake):
        body = TomlFile(folder / BODY, "", {})
    pack, found = _read(head, body, bases)
    mistakes += [*bases.mistakes, *_located(found, head, body)]
    if pack is None or mistakes:
        raise PackError(mistakes)
    return attrs.evolve(pack, digest=_digest(head, body, bases))


def _read(head: TomlFile, body: TomlFile, bases: "_Bases") -> tuple[Pack | None, list[Mistake]]:
    reader = Reader()
    pack = read_pack(reader, head.data, body.data, lambda base: bases.find(reader, base))
    if pack is None and "extends" not in head.data:
        again = Reader()
        read_pack(again, {**_STAND_IN, "definitions": head.data.get("definitions", {})}, body.data, load_pack)
        reader.mistakes += [found for found in again.mistakes if _is_in_body(found, head, body)]
    return pack, reader.mistakes


@attrs.define
class _Bases:
    """Finds the packs that the pack in `folder` extends; `chain` are the folders that led here, itself the last."""

    folder: Path
    chain: tuple[Path, ...]
    limit: int
    mistakes: list[Mistake] = attrs.field(factory=list)
    digests: list[str] = attrs.field(factory=list)

    def find(self, reader: Reader, name: str) -> Pack:
        try:
            folder = _found(name, (self.folder / name, self.folder.parent / name))
            if folder in self.chain:
                names = " extends ".join(f"`{one.name}`" for one in (*self.chain[self.chain.index(folder) :], folder))
                raise reader.fail("extends", f"{names}: a pack cannot extend itself")
            pack = _load(folder, self.chain, self.limit)
        except UnknownIdError as error:
            raise reader.fail("extends", str(error)) from None
        except PackError as error:
            self.mistakes += error.mistakes
            raise reader.fail("extends", f"the pack `{name}` has mistakes of its own") from None
        self.digests.append(pack.digest)
        return pack


def _located(mistakes: list[Mistake], head: TomlFile, body: TomlFile) -> list[Mistake]:
    places = [(found, _is_in_body(found, head, body)) for found in mistakes]
    return [
        *head.located(found for found, inside in places if not inside),
        *body.located(found for found, inside in places if inside),
    ]


def _is_in_body(mistake: Mistake, head: TomlFile, body: TomlFile) -> bool:
    match = _FIRST.match(mistake.place)
    first = match[0] if match else ""
    return first in _BODY_KEYS if first in head.data else first in _BODY_KEYS or first in body.data


def _digest(head: TomlFile, body: TomlFile, bases: _Bases) -> str:
    parts = [head.text, body.text, *bases.digests]
    text = "\0".join(part.replace("\r\n", "\n") for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
