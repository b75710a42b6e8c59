"""Records from wherever they lie: a JSON file, or a folder of tables."""

from pathlib import Path

from homeschool.adapters.folder_records import read_folder, write_folder
from homeschool.adapters.json_records import MAX_BYTES, read_json, write_json
from homeschool.model.collector import collector_paused
from homeschool.model.register import Register

DOCUMENT = "records.json"
"""The name of a document of records that stands alone in a folder."""


def read_records(path: str | Path, *, limit: int = MAX_BYTES) -> Register:
    """Read a register from a JSON file, a folder with a ``records.json``, or a folder of tables.

    No file may be larger than `limit` bytes.

    >>> from homeschool import RecordsError, read_records
    >>> try:
    ...     read_records("no-such-file.json")
    ... except RecordsError as error:
    ...     print(error.mistakes[0])
    no-such-file.json: cannot be read: no such file or directory

    Raises:
        RecordsError: with every mistake, each with its file and place.
    """
    path = Path(path)
    if path.is_dir() and (path / DOCUMENT).is_file():
        path /= DOCUMENT
    with collector_paused():
        return read_folder(path, limit=limit) if path.is_dir() else read_json(path, limit=limit)


def write_records(register: Register, path: str | Path) -> None:
    """Write a register to a JSON file (a path that ends in ``.json``) or to a new folder of tables.

    The file or folder is there only once it is whole.

    >>> from datetime import date
    >>> from homeschool import Interval, Register, SchoolCalendar, SchoolYear, Term, read_records, write_records
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from homeschool.model import School
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> register = Register([School(id="school")], calendar)
    >>> with TemporaryDirectory() as folder:
    ...     write_records(register, Path(folder, "records.json"))
    ...     read_records(Path(folder, "records.json")) == register
    True

    Raises:
        RecordsError: it could not be written, or the folder holds something already.
    """
    path = Path(path)
    if path.suffix == ".json":
        write_json(register, path)
    else:
        write_folder(register, path)
