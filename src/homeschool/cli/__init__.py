"""The command line: parse, call, print, exit status; the only part of the library that reads the clock (floor F7).

May import everything below.  Guarantees: the exit status is 0 where nothing is at or above ``--fail-on``, 1 where
something is, 2 where the input or the call is wrong; then every mistake stands on standard error with its place, and
nothing is half written.
"""

import atexit
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from homeschool.cli.parser import make_parser

CLEAN, FOUND, WRONG = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    What the commands need is imported only when one is called, so that help comes at once.

    Args:
        argv: the arguments without the program's name; None for those of the process, which then ends with the command
            and so has no garbage collected from here on.
    """
    if argv is None:
        _own_the_process()
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        arguments = make_parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or CLEAN)
    return int(import_module("homeschool.cli.dispatch").dispatch(arguments))


def _own_the_process() -> None:
    """Look for no garbage: the process ends with the command, and all that it made goes with it."""
    gc.disable()
    atexit.register(gc.freeze)


def _speak_utf8(stream: TextIO) -> None:
    """Let a stream write UTF-8 and leave line ends alone, whatever the locale."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")
