"""The campaigns are ready to run: every fault still applies, and every text to begin with can be read or is refused."""

import ast
import re
from pathlib import Path

import pytest

from campaigns.faults import LIBRARY, ROOT, Fault, law_tests, read_faults
from campaigns.fuzz.loaders import LOADERS, is_refused, seeds, words
from campaigns.mutation import read_explained

FAULTS = read_faults()
PAGE = (ROOT / "docs" / "explanation" / "assurance.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<name>[^|]+) \| `(?P<law>\w+)` \|$", re.MULTILINE)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_still_applies(fault: Fault) -> None:
    """The passage that a fault replaces stands once in its file, what results is Python, its law is tested."""
    source = (LIBRARY / fault.file).read_text(encoding="utf-8")

    faulty = fault.faulty(source)
    assert faulty != source
    assert ast.parse(faulty).body
    assert law_tests(fault.law, fault.only)


def test_a_fault_that_no_longer_applies_is_told() -> None:
    """A fault whose passage is gone, or stands more than once, is an error and not a success."""
    fault = Fault("an example", "law", "engine/windows.py", old="a", new="b")

    with pytest.raises(ValueError, match="`an example` no longer applies: its passage stands 2 times"):
        fault.faulty("a a")


def test_the_page_lists_every_fault() -> None:
    """The table on the page on assurance holds the faults of the list, each with its law, in the same order."""
    assert [(row["name"], row["law"]) for row in ROW.finditer(PAGE)] == [(fault.name, fault.law) for fault in FAULTS]


def test_every_explained_mutant_has_a_reason() -> None:
    """A mutant that is said to change nothing says what it changes, and why that is nothing."""
    explained = read_explained()

    assert all(mutant.function.startswith("homeschool.") and why for mutant, why in explained.items())
    assert all(mutant.was != mutant.now for mutant in explained)


@pytest.mark.parametrize("kind", LOADERS)
def test_fuzzing_begins_with_texts_that_are_read(kind: str, tmp_path: Path) -> None:
    """Of the first texts of each kind of file some are read, and none raises anything but the library's own errors."""
    first = [text for _, text in zip(range(12), seeds(kind), strict=False)]

    refused = []
    for number, text in enumerate(first):
        (tmp_path / str(number)).mkdir()
        refused.append(is_refused(LOADERS[kind], tmp_path / str(number), text))

    assert len(refused) > 0
    assert not all(refused)


def test_the_dictionary_holds_the_words_of_the_formats() -> None:
    """Fields, their Chinese names, terms and keys are among the words."""
    assert {"home_visit", "家访", "class_teacher", "unless_documented", "teaching_hours"} <= set(words())
