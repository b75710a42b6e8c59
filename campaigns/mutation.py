"""Mutations: the library changed in one small spot, which a test must notice.  Done by mutmut.

What no test notices is either a gap in the tests or changes nothing; the latter are listed in `mutation.toml`, each
with the reason.  The exit status is 1 if fewer than `LEAST` of a hundred mutants are noticed, those listed apart.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_name("mutation.toml")
PARTS = ("calendar", "policy", "engine")
LEAST = 95
_COPIED = ("src", "tests", "conftest.py", "pyproject.toml")
_NO_MUTANT = "none"
"""No mutant is called so: mutmut makes them all, and then tries none."""


@attrs.frozen
class Mutant:
    """A mutant that no test notices: the function that it changes, and the lines before and after."""

    function: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@attrs.frozen
class Folder:
    """A copy of the checkout in which mutmut works on one part of the library."""

    path: Path
    part: str

    def prepare(self) -> None:
        """Copy what the tests of the part need, and say to mutmut what to change."""
        for name in _COPIED:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, self.path / name)
        lists = {
            "source_paths": "src",
            "only_mutate": f"src/homeschool/{self.part}/*",
            "also_copy": "conftest.py",
            "pytest_add_cli_args_test_selection": f"tests/{self.part}",
        }
        words = {"process_isolation": "forkserver", "use_git_change_detection": "false"}
        text = "[mutmut]\n" + "".join(f"{key}=\n    {value}\n" for key, value in lists.items())
        text += "".join(f"{key}={value}\n" for key, value in words.items())
        (self.path / "setup.cfg").write_text(text, encoding="utf-8")

    def mutmut(self, *arguments: str, is_shown: bool = False) -> str:
        """Run mutmut and return what it says."""
        environment = {**os.environ, "HOMESCHOOL_PROFILE": "mutation"}
        out = None if is_shown else subprocess.PIPE
        command = [sys.executable, "-m", "mutmut", *arguments]
        return subprocess.run(command, cwd=self.path, env=environment, stdout=out, text=True, check=False).stdout or ""

    def names(self) -> list[str]:
        """Make the mutants and return their names."""
        self.mutmut("run", _NO_MUTANT)
        folder = self.path / "mutants" / "src" / "homeschool" / self.part
        made = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.meta")))
        return [name for one in made for name in sorted(one["exit_code_by_key"])]

    def left(self) -> list[str]:
        """Return the names of the mutants that were tried and that no test noticed."""
        lines = (line.strip().rpartition(": ") for line in self.mutmut("results").splitlines())
        return [name for name, _, status in lines if status in ("survived", "no tests")]

    def shown(self, name: str) -> Mutant:
        """Return what a mutant changes."""
        lines = [line for line in self.mutmut("show", name).splitlines() if not line.startswith(("---", "+++", "#"))]
        was, now = (tuple(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
        return Mutant(name.rpartition("__mutmut_")[0], was, now)


def read_explained(path: Path = LIST) -> dict[Mutant, str]:
    """Read the list of mutants that change nothing, each with the reason."""
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", [])
    return {
        Mutant(one["function"], tuple(one["was"].splitlines()), tuple(one["now"].splitlines())): one["why"]
        for one in tables
    }


def report(tried: int, left: Iterable[Mutant], explained: Iterable[Mutant]) -> bool:
    """Print what was left, and tell whether enough was noticed."""
    left, known = list(left), set(explained)
    unexplained = [one for one in left if one not in known]
    for one in unexplained:
        print(
            f"LEFT  {one.function}",
            *(f"  - {line}" for line in one.was),
            *(f"  + {line}" for line in one.now),
            sep="\n",
        )
    counted = tried - (len(left) - len(unexplained))
    noticed = counted - len(unexplained)
    rate = 100 * noticed / counted if counted else 0
    print(f"{tried} tried, {len(left) - len(unexplained)} change nothing; {noticed} of {counted} noticed: {rate:.1f} %")
    return rate >= LEAST


def main(argv: Sequence[str] | None = None) -> int:
    """Try the mutants of one part of the library, all of them or a sample."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--only", default="", metavar="TEXT", help="only functions whose dotted names hold this")
    parser.add_argument("--sample", type=int, default=None, metavar="N", help="how many, drawn at random; default: all")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name), asked.part)
        folder.prepare()
        names = [one for one in folder.names() if asked.only in one]
        if asked.sample is not None:
            names = random.Random(asked.seed).sample(names, min(asked.sample, len(names)))  # noqa: S311 - no secret
        folder.mutmut("run", "--max-children", "1", *names, is_shown=True)
        left = [folder.shown(one) for one in folder.left()]
    return 0 if report(len(names), left, read_explained()) else 1


if __name__ == "__main__":
    sys.exit(main())
