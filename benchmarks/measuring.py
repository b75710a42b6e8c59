"""What the benchmarks share: options, process time, medians, a calibrated loop, a small table; for Unix."""

import gc
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import TypeVar

T = TypeVar("T")

_TURNS = 2_000_000


def options(what: str) -> ArgumentParser:
    """Return a parser with the options that every benchmark has."""
    parser = ArgumentParser(description=what)
    parser.add_argument("--quick", action="store_true", help="a small size and few runs: does it still run?")
    parser.add_argument("--runs", type=int, default=None, metavar="N", help="how many runs the medians are of")
    return parser


def runs_of(arguments: Namespace, usual: int) -> int:
    """Return how many runs are asked for: `usual` ones, one of them where it is to be quick."""
    return int(arguments.runs or (1 if arguments.quick else usual))


def calibration() -> float:
    """Return the process time in seconds of a fixed loop: what this core is worth at this moment."""
    return timed(_loop)[0]


def _loop() -> int:
    found = 0
    for number in range(_TURNS):
        found += number & 7
    return found


def timed(call: Callable[[], T]) -> tuple[float, T]:
    """Return the process time in seconds that a call takes, the garbage of others collected before, and its value."""
    gc.collect()
    start = time.process_time()
    value = call()
    return time.process_time() - start, value


@contextmanager
def settled() -> Iterator[None]:
    """Have the garbage collector leave alone what is there, and walk less often, as the guide for hosts says."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def child_seconds(command: Sequence[str]) -> float:
    """Run a process to its end and return the processor time in seconds that it took, of user and system.

    Raises:
        CalledProcessError: it ended with a status other than 0 and 1.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - commands of the benchmarks
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def typical(times: Sequence[float]) -> float:
    """Return the median."""
    return float(median(times))


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [f"{title} (Python {sys.version.split()[0]}, calibrated loop {calibration() * 1000:.0f} ms)"]
    for row in (heads, *rows):
        cells = [cell.rjust(columns) for cell, columns in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([row[0].ljust(widths[0]), *cells]))
    sys.stdout.writelines(f"{line}\n" for line in lines)
