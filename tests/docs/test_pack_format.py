"""What the page on the pack format shows in its tables can be written so."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from homeschool.policy.read_condition import read_condition
from homeschool.policy.read_requirement import read_bound, read_requirement
from homeschool.policy.read_timing import read_timing
from homeschool.policy.reading import Reader

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "pack-format.md"
CELL = re.compile(r"^\| (`[^|]*`)[^|]*\|", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")


def shown(heading: str) -> Iterator[str]:
    """Yield the pieces of TOML in the first column of the tables under a heading."""
    text = PAGE.read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for cell in CELL.findall(section):
        yield from CODE.findall(cell)


def data_of(code: str) -> Any:
    """Read a piece of TOML; a condition that is left out stands for any."""
    whole = code.replace("{…}", '{ place = "home" }')
    return tomllib.loads(whole) if "=" in whole.split("{")[0] else tomllib.loads(f"value = {whole}")["value"]


def is_bound(code: str) -> bool:
    """Tell whether a piece of TOML is a bound and no requirement."""
    return '"trigger.hours"' in code or code.startswith(("{ size", '{ share = "', "{ preceding"))


def pieces() -> Iterator[tuple[str, Callable[[Reader, Any, str], object]]]:
    """Yield each piece with what reads it."""
    for code in shown("Timings"):
        yield code, read_timing
    for code in shown("Requirements"):
        yield code, read_bound if is_bound(code) else read_requirement
    for code in shown("Conditions"):
        if code[0] != "`" and "=" in code:
            yield code, read_condition


@pytest.mark.parametrize(("code", "read"), list(pieces()))
def test_what_the_page_shows_can_be_read(code: str, read: Callable[[Reader, Any, str], object]) -> None:
    """A timing, requirement, bound or condition that the page shows is read without a mistake."""
    reader = Reader()

    read(reader, data_of(code), "")

    assert reader.mistakes == []
