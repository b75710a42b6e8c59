"""How the examples in the documents run that are not Python: files to write, and commands to type.

A fence after the comment ``<!-- file: my-school/pack.toml -->`` is written to that file in the page's folder.  In a
`console` fence every ``$ homeschool …`` is run there, and ``$ echo $?`` shows its exit status; output that the page
shows is compared with what was printed, where ``...`` stands for anything and white space counts as one blank.
"""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from functools import partial
from pathlib import Path

from sybil import Document, Example, Region

from homeschool.cli import main

FILE_FENCE = re.compile(
    r"^<!-- file: (?P<name>[^\n]+?) -->\n+(?P<fence>`{3,})\w+\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
CONSOLE_FENCE = re.compile(r"^(?P<fence>`{3,})console\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ", re.MULTILINE)
STATUS = "echo $?"


def file_fences(document: Document) -> Iterator[Region]:
    """Find the fences that a comment names a file for."""
    for match in FILE_FENCE.finditer(document.text):
        yield Region(match.start(), match.end(), (match["name"], match["body"]), write_file)


def console_fences(document: Document) -> Iterator[Region]:
    """Find the `console` fences."""
    for match in CONSOLE_FENCE.finditer(document.text):
        yield Region(match.start(), match.end(), match["body"], run_commands)


def write_file(example: Example) -> None:
    """Write the file that a fence holds."""
    name, body = example.parsed
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")


def run_commands(example: Example) -> str | None:
    """Run the commands of a fence in order; return what differs from the output shown, None where nothing does."""
    before, *parts = COMMAND.split(example.parsed)
    if before.strip():
        return f"expected a line that begins with `$ `, not `{before.strip()}`"
    status = 0
    for part in parts:
        command, _, expected = part.partition("\n")
        shown = f"{status}\n"
        if command != STATUS:
            status, shown = printed(command)
        if expected.strip() and not is_as_shown(expected, shown):
            return f"$ {command}\nexpected:\n{expected}\ngot:\n{shown}"
    return None


def printed(command: str) -> tuple[int, str]:
    """Run a command of the library; return its exit status and what it printed, errors last."""
    program, *arguments = shlex.split(command)
    if program != "homeschool":
        return 127, f"`{program}` is not run here"
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        status = main(arguments)
    return status, out.getvalue() + errors.getvalue()


is_as_shown = partial(OutputChecker().check_output, optionflags=ELLIPSIS | NORMALIZE_WHITESPACE)
"""Tell whether an output, the second, is the one that a page shows, the first."""
