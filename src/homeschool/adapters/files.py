"""Reading text files with a bound on their size, and writing files so that nothing is ever half written."""

import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from homeschool.errors import Mistake

MEBIBYTE = 1 << 20
_ZIP = b"PK\x03\x04"


def read_text(path: Path, *, limit: int) -> str | Mistake:
    """Read a UTF-8 text file, with or without a byte order mark; say what is wrong where it cannot be read.

    Args:
        path: the file.
        limit: how many bytes it may hold at most; no more than one byte above it is ever read.

    Returns:
        The text, or the one mistake that kept it from being read; it names the file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        return Mistake("", f"cannot be read: {(error.strerror or 'no such file').lower()}", str(path))
    if len(data) > limit:
        return Mistake("", f"is larger than {limit} bytes, the most that is read", str(path))
    return _decode(data, path)


def _decode(data: bytes, path: Path) -> str | Mistake:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Mistake("", f"is not UTF-8 text{_guess(data)}", str(path), line)


def _guess(data: bytes) -> str:
    """Name what a file that is not UTF-8 text most likely is."""
    if data.startswith(_ZIP):
        return "; it is a zip archive, as .xlsx workbooks are: save the sheet as CSV UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "; it looks like UTF-16: save it as UTF-8"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "; it looks like GBK: save it as UTF-8"


def write_text(path: Path, text: str) -> Mistake | None:
    """Write a UTF-8 file whole or not at all, as `write_chunks` does."""
    return write_chunks(path, (text,))


def write_chunks(path: Path, chunks: Iterable[str]) -> Mistake | None:
    """Write a UTF-8 file in parts, whole or not at all: into a temporary sibling that then takes its name.

    Returns:
        None, or why it could not be written; an earlier file is then as it was.
    """
    made = _sibling(path)
    try:
        with made.open("w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)
        made.replace(path)
    except OSError as error:
        return _not_written(path, error)
    finally:
        made.unlink(missing_ok=True)
    return None


def write_texts(folder: Path, texts: Mapping[str, str]) -> Mistake | None:
    """Write a new folder of UTF-8 files whole or not at all; an empty folder in its place is replaced.

    Returns:
        None, or why it could not be written; nothing is then left behind.
    """
    made = _sibling(folder)
    try:
        if folder.exists():
            folder.rmdir()
        made.mkdir()
        for name, text in texts.items():
            (made / name).write_text(text, encoding="utf-8", newline="")
        made.replace(folder)
    except OSError as error:
        return _not_written(folder, error)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return None


def _sibling(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _not_written(path: Path, error: OSError) -> Mistake:
    return Mistake("", f"cannot be written: {(error.strerror or str(error)).lower()}", str(path))
