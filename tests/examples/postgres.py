"""A private PostgreSQL server for the tests, where one is installed: on a socket in a folder of its own, on no port."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

MISSING = "no PostgreSQL server is installed: expected initdb and postgres on the PATH or in /usr/lib/postgresql/*/bin"
USER = "tester"

# The server ends when its input does, and its input ends with the tests, however they end.
RUN = '"$@" & server=$!; cat; kill -QUIT "$server"; wait "$server"'
PATIENCE = 60.0


def postgres_programs() -> Path | None:
    """Return the folder with the programs of a PostgreSQL server, the first on the PATH or else the newest, if any."""
    installed = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda folder: -float(folder.parent.name))
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, installed)])
    initdb = shutil.which("initdb", path=path)
    folder = None if initdb is None else Path(initdb).resolve().parent
    return folder if folder is not None and (folder / "postgres").exists() else None


@contextmanager
def postgres_server(programs: Path) -> Iterator[Path]:
    """Start a server, give the folder of its socket, and stop it afterwards.

    It refuses to run as root, so root runs it as another user.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        home, who = Path(name), _unprivileged()
        if who:
            os.chown(home, who["user"], who["group"])
        data = home / "data"
        options = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(
            [programs / "initdb", "-D", data, *options], cwd=home, capture_output=True, text=True, check=False, **who
        )
        assert made.returncode == 0, made.stderr
        with _running([programs / "postgres", "-D", data, "-k", home], home, who):
            yield home


@contextmanager
def database(home: Path, name: str) -> Iterator[str]:
    """Make an empty database on the server whose socket is in a folder, give its address, and drop it afterwards."""
    with psycopg.connect(address(home, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield address(home, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def address(home: Path, name: str) -> str:
    """Return the address of a database."""
    return f"postgresql:///{name}?host={home}&user={USER}"


def _unprivileged() -> Mapping[str, Any]:
    """Say as whom to run what refuses to run as root; nothing if this is not root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}


@contextmanager
def _running(server: list[str | Path], home: Path, who: Mapping[str, Any]) -> Iterator[None]:
    settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB"]
    log = (home / "log").open("wb")
    with (
        log,
        subprocess.Popen(
            ["/bin/sh", "-c", RUN, "sh", *server, *settings],
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **who,
        ) as process,
    ):
        try:
            _wait_for(home, process)
            yield
        finally:
            process.communicate()


def _wait_for(home: Path, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(address(home, "postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    message = f"the server did not start:\n{(home / 'log').read_text(encoding='utf-8')}"
    raise AssertionError(message)
