"""The page on assurance names the laws that are tested, and no others."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs" / "explanation" / "assurance.md"
LAW = re.compile(r"^\|[^|]*\| `(?P<name>\w+)` \|[^|]*\| (?P<place>[^|]*) \|$", re.MULTILINE)
TEST = re.compile(r"^def test_(\w+)\(", re.MULTILINE)


def laws_in(place: str) -> set[str]:
    """Return the names of the tests in a file of laws, or in a folder named as ``tests/adapters``."""
    named = place.strip("`")
    files = (TESTS.parent / named).glob("test_*.py") if "/" in named else [TESTS / "laws" / f"{named}.py"]
    return {name for path in files if path.is_file() for name in TEST.findall(path.read_text(encoding="utf-8"))}


def _is_of(test: str, law: str) -> bool:
    return test.startswith(law) or test.endswith(law)


def test_every_law_is_tested_where_the_page_says() -> None:
    """Each law is the name of a test in the place named, or the beginning or end of several such names."""
    laws = LAW.findall(PAGE.read_text(encoding="utf-8"))

    missing = [
        name
        for name, place in laws
        if place.startswith("`") and not any(_is_of(found, name) for found in laws_in(place))
    ]

    assert len(laws) > 14
    assert missing == []


def test_what_is_to_come_is_not_there() -> None:
    """A law that is said to be still to come has no test yet, so the page is changed when it has one."""
    tests = {name for path in TESTS.rglob("test_*.py") for name in TEST.findall(path.read_text(encoding="utf-8"))}

    come = [name for name, place in LAW.findall(PAGE.read_text(encoding="utf-8")) if "`" not in place and name in tests]

    assert come == []
