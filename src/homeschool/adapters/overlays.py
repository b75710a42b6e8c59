"""Packs as an overlay would make them: a folder that extends some of them, or a file of amendments alone."""

from collections.abc import Sequence
from pathlib import Path

from homeschool.adapters.packs import load_pack
from homeschool.adapters.toml_files import read_toml
from homeschool.errors import InvalidValueError, Mistake, PackError
from homeschool.policy.make import make_pack
from homeschool.policy.pack import Pack
from homeschool.policy.read_pack import read_pack
from homeschool.policy.reading import Reader

OVERLAY = "what-if"
"""The id of the overlay that a file of amendments stands for."""


def amended_by(source: str | Path, packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Return packs as they would be under an overlay.

    Args:
        source: the folder of an overlay, which takes the place of the packs that it extends; or a TOML file of
            ``[[amend]]``, ``[[suspend]]`` and ``[[norm]]`` tables, which may change any norm of the packs.
        packs: the packs as they are.

    Raises:
        PackError: with every mistake, each with its file and line.
        UnknownIdError: there is no such pack.
        InvalidValueError: the overlay extends none of the packs.
    """
    path = Path(source)
    if path.suffix == ".toml" and not path.is_dir():
        return (_of_file(path, packs),)
    overlay = load_pack(source)
    covered = {*overlay.extends, *(norm.pack for norm in overlay.norms)} - {overlay.id}
    kept = [pack for pack in packs if pack.id not in covered]
    if len(kept) == len(packs):
        names = ", ".join(f"`{pack.id}`" for pack in packs)
        message = f"`{overlay.id}` extends none of the packs given: {names}"
        raise InvalidValueError(message)
    first = next(index for index, pack in enumerate(packs) if pack.id in covered)
    return (*kept[:first], overlay, *kept[first:])


def _of_file(path: Path, packs: Sequence[Pack]) -> Pack:
    file = read_toml(path)
    if isinstance(file, Mistake):
        raise PackError([file])
    by_id = {pack.id: pack for pack in packs}
    head = {"id": OVERLAY, "title": {"zh": "设想的修改", "en": "What if"}, "extends": list(by_id)}
    reader = Reader()
    overlay = read_pack(reader, head, file.data, by_id.__getitem__)
    if overlay is None or reader.mistakes:
        raise PackError(file.located(reader.mistakes))
    return make_pack(overlay)
