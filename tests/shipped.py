"""The packs that ship, and the cases of those that have some, each loaded once."""

from functools import cache

from homeschool.adapters.cases import Case, load_cases
from homeschool.adapters.packs import load_pack, pack_folder, pack_ids
from homeschool.policy import Pack

IDS = pack_ids()
DOCUMENTS = tuple(name for name in IDS if (pack_folder(name) / "cases.toml").is_file())


@cache
def pack_of(name: str) -> Pack:
    """Return a shipped pack, loaded once."""
    return load_pack(name)


@cache
def cases_of(name: str) -> tuple[Case, ...]:
    """Return the cases of a shipped pack, loaded once."""
    return load_cases(name)
