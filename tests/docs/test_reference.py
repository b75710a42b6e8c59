"""The reference says what the library is."""

import inspect
import re
from pathlib import Path

import pytest

import homeschool
from tests.docs.record_tables import PAGES, REFERENCE, up_to_date

SIGNATURE = re.compile(r"^### `(\w+)`\n\n`\1\(([^`]*)\)`", re.MULTILINE)


def documented_signatures() -> list[tuple[str, list[str]]]:
    """Return the names of the façade that the reference gives a signature for, with the names of their parameters."""
    page = (REFERENCE / "facade.md").read_text(encoding="utf-8")
    found = []
    for name, inside in SIGNATURE.findall(page):
        parts = [part.split("=")[0].strip() for part in re.sub(r"\([^()]*\)", "", inside).split(",")]
        found.append((name, [part for part in parts if part not in {"", "*"}]))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_of_the_reference_are_up_to_date(page: Path) -> None:
    """The generated tables are those of the library; `python -m tests.docs.record_tables` brings them up to date."""
    text = page.read_text(encoding="utf-8")

    made = up_to_date(text)

    assert made == text


@pytest.mark.parametrize(("name", "documented"), documented_signatures())
def test_the_signatures_of_the_reference_are_those_of_the_facade(name: str, documented: list[str]) -> None:
    """A signature in the reference names the parameters that there are, in order; `…` at its end stands for others."""
    parameters = list(inspect.signature(getattr(homeschool, name)).parameters)

    if documented[-1:] == ["…"]:
        documented = documented[:-1]
        parameters = parameters[: len(documented)]

    assert documented == parameters
