"""Run the examples in the documents and in the docstrings with the tests.

In Markdown a `python` fence is executed, a `pycon` fence is a doctest, the commands of a `console` fence are run and a
fence under a comment that names a file is written to it; `bash`, `text` and the rest are only read.
A page is run from top to bottom in one namespace, which is empty at the start, in an empty folder of its own.  In the
library every docstring starts with an empty namespace.  So an example holds all that its reader needs.
"""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from doctest import ELLIPSIS
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser
from sybil.sybil import SybilCollection
from sybil.typing import Parser

from tests.docs.fences import console_fences, file_fences

DOCTESTS = DocTestStringParser(DocTestEvaluator(ELLIPSIS))


def pycon_fences(document: Document) -> Iterator[Region]:
    """Find the doctests in the `pycon` fences of a page; Sybil's own parsers for Markdown pass over them in silence."""
    for fence in CodeBlockParser("pycon", lambda _: None)(document):
        for region in DOCTESTS(fence.parsed, document.path):
            region.adjust(fence, fence.parsed)
            yield region


def docstring_doctests(document: Document) -> Iterator[Region]:
    """Find the doctests in one docstring; the first of them clears what earlier docstrings of the module left."""
    for number, region in enumerate(DOCTESTS(document.text, document.path)):
        if number == 0:
            region.evaluator = starting_afresh
        yield region


def starting_afresh(example: Example) -> str | None:
    """Evaluate an example in an empty namespace."""
    example.namespace.clear()
    return DOCTESTS.evaluator(example)


def folders() -> tuple[Callable[[dict[str, Any]], None], Callable[[dict[str, Any]], None]]:
    """Make the two functions that enter an empty folder before a page is run, and leave and delete it afterwards."""
    entered = contextlib.ExitStack()

    def enter(_: dict[str, Any]) -> None:
        entered.enter_context(contextlib.chdir(entered.enter_context(tempfile.TemporaryDirectory())))

    def leave(_: dict[str, Any]) -> None:
        entered.close()

    return enter, leave


enter_folder, leave_folder = folders()
fences: list[Parser] = [PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), pycon_fences, file_fences, console_fences]

pytest_collect_file = SybilCollection(
    [
        Sybil(fences, path="docs", pattern="*.md", setup=enter_folder, teardown=leave_folder),
        Sybil(fences, filenames=["README.md", "README.zh-CN.md"], setup=enter_folder, teardown=leave_folder),
        Sybil([docstring_doctests], path="src/homeschool", pattern="*.py"),
    ]
).pytest()
