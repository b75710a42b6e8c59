"""Hosts for the tests, each let go of at the end; and a PostgreSQL server, where one is installed."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.examples.in_process import Clock, Desk, Desks
from tests.examples.postgres import MISSING, postgres_programs, postgres_server
from tests.examples.stream import rules, steps


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """Give a function that makes hosts, as of the first step of the stream, on a database in one folder."""
    with ExitStack() as used:

        def make(name: str = "host.sqlite", **more: object) -> Desk:
            desk = Desk(str(tmp_path / name), Clock(steps()[0].at), **{"pack": rules(), **more})  # type: ignore[arg-type]
            used.callback(desk.host.close)
            return desk

        yield make


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """Give the folder of the socket of a private PostgreSQL server."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip(MISSING)
    with postgres_server(programs) as home:
        yield home
