"""Records from wherever they lie: a JSON file, or a folder of tables."""

from pathlib import Path

from homeschool.adapters.folder_records import read_folder, write_folder
from homeschool.adapters.json_records import MAX_BYTES, read_json, write_json
from homeschool.model.register import Register


def read_records(path: str | Path, *, limit: int = MAX_BYTES) -> Register:
    """Read a register from a JSON file or from a folder of tables, of at most `limit` bytes a file.

    Raises:
        RecordsError: with every mistake, each with its file and place.
    """
    path = Path(path)
    return read_folder(path, limit=limit) if path.is_dir() else read_json(path, limit=limit)


def write_records(register: Register, path: str | Path) -> None:
    """Write a register to a JSON file (a path that ends in ``.json``) or to a new folder of tables.

    The file or folder is there only once it is whole.

    Raises:
        RecordsError: it could not be written, or the folder holds something already.
    """
    path = Path(path)
    if path.suffix == ".json":
        write_json(register, path)
    else:
        write_folder(register, path)
