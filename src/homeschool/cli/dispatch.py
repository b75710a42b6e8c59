"""Calling the command that was named, and turning what goes wrong into messages and exit statuses."""

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from homeschool.cli import INTERRUPTED, PIPE_CLOSED, WRONG
from homeschool.errors import HomeschoolError
from homeschool.model.collector import collector_paused

MODULES: Mapping[str, str] = MappingProxyType(
    {name: f"homeschool.cli.{name}" for name in ("check", "demo", "due", "explain", "packs", "plan", "schema")}
    | {"measure": "homeschool.cli.measure", "what-if": "homeschool.cli.what_if"}
)
"""The module of each command, imported when the command is called; its ``run`` takes the arguments."""


def dispatch(arguments: Namespace) -> int:
    """Run a command and return its exit status; every mistake of the input goes to standard error."""
    try:
        with collector_paused():  # a command makes its objects once, and ends: a check of the demo takes a third less
            status = import_module(MODULES[arguments.command]).run(arguments)
        sys.stdout.flush()
    except HomeschoolError as error:
        print(error, file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{(error.strerror or str(error)).lower()}", file=sys.stderr)
        return WRONG
    return int(status)


def _forget_output() -> None:
    """Let what is still to be written go nowhere: the reader has closed the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
