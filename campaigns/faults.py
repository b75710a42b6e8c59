"""Seeded faults: deliberately wrong engines, each of which a law must notice when it is run alone.

The list is `faults.toml`.  Each fault is put into a copy of the library, in a folder that is deleted afterwards, and
the tests of its law are run against that copy; first they are run against the library as it is, which must pass.
"""

import os
import re
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
LIBRARY = ROOT / "src" / "homeschool"
LIST = Path(__file__).with_name("faults.toml")
_TEST = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
_REFUTED = re.compile(r"AssertionError|^E +assert ", re.MULTILINE)


@attrs.frozen
class Question:
    """What is run: a law, perhaps narrowed to one of its tests, or to norms of one kind."""

    law: str
    only: str | None = None
    narrow: str | None = None

    def __str__(self) -> str:
        """Name the law and what it is narrowed to."""
        return " ".join(part for part in (self.law, self.only, self.narrow) if part)


@attrs.frozen
class Fault:
    """One wrong engine: a passage of a source file that is replaced, and the law that must notice.

    Args:
        name: what is wrong with it, in words.
        law: the law, named as on the page on assurance.
        file: the source file, below ``src/homeschool``.
        old: the passage; it stands there exactly once.
        new: what replaces it.
        only: the timing and the requirement that show the fault to law 1, or the end of the name of one of several
            tests of a law; None for the whole law.
        narrow: the timing and the requirement of the norms drawn for the other laws; None for all kinds.
    """

    name: str
    law: str
    file: str
    old: str
    new: str
    only: str | None = None
    narrow: str | None = None

    def put_into(self, library: Path) -> None:
        """Put the fault into a copy of the library.

        Raises:
            ValueError: the passage does not stand there exactly once: the fault no longer applies.
        """
        path = library / self.file
        path.write_text(self.faulty(path.read_text(encoding="utf-8")), encoding="utf-8")

    def faulty(self, source: str) -> str:
        """Return a source text with the fault in it; errors as for `put_into`."""
        times = source.count(self.old)
        if times != 1:
            message = f"`{self.name}` no longer applies: its passage stands {times} times in {self.file}, expected once"
            raise ValueError(message)
        return source.replace(self.old, self.new)

    @property
    def question(self) -> "Question":
        """What is run: the law, and what it and its norms are narrowed to."""
        return Question(self.law, self.only, self.narrow)


def read_faults(path: Path = LIST) -> list[Fault]:
    """Read the list of faults."""
    return [Fault(**table) for table in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]]


def law_tests(law: str, only: str | None) -> list[str]:
    """Return the tests of a law, as pytest names them: those in ``tests/laws`` whose names begin with the law's.

    Args:
        law: the law's name.
        only: what the law is narrowed to, as in `Fault`.
    """
    found = [
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in sorted((ROOT / "tests" / "laws").glob("test_*.py"))
        for name in _TEST.findall(path.read_text(encoding="utf-8"))
        if name.startswith(f"test_{law}")
    ]
    if only is None:
        return found
    return [name for name in found if name.endswith(only)] or [f"{name}[{only}]" for name in found]


def run(question: Question, library: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests of a law against a library."""
    options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=short", "--hypothesis-seed=0"]
    environment = {**os.environ, "PYTHONPATH": str(library.parent), "HOMESCHOOL_PROFILE": "faults"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"HOMESCHOOL_NARROW": question.narrow} if question.narrow else {}
    command = [sys.executable, "-m", "pytest", *options, *law_tests(question.law, question.only)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def is_caught(fault: Fault) -> bool:
    """Tell whether the law of a fault notices it: an assertion of the law fails, not the library itself."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "homeschool"
        shutil.copytree(LIBRARY, library, ignore=shutil.ignore_patterns("__pycache__"))
        fault.put_into(library)
        done = run(fault.question, library)
    return done.returncode == 1 and _REFUTED.search(done.stdout) is not None


def unsound(questions: Iterable[Question]) -> list[str]:
    """Return the laws that do not hold of the library as it is; what they say of faults is worth nothing."""
    return [str(asked) for asked in questions if run(asked, LIBRARY).returncode != 0]


def main(argv: Sequence[str] | None = None) -> int:
    """Try every fault, or those whose names hold a text; the exit status is 1 if one is not caught."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("text", nargs="?", default="", help="try only the faults whose name or law holds this")
    parser.add_argument("--trust", action="store_true", help="do not first run the laws on the library as it is")
    asked = parser.parse_args(argv)
    faults = [fault for fault in read_faults() if asked.text in f"{fault.name} {fault.law}"]
    broken = [] if asked.trust else unsound(dict.fromkeys(fault.question for fault in faults))
    for law in broken:
        print(f"DOES NOT HOLD  {law}")
    missed = 0
    for fault in faults:
        caught = is_caught(fault)
        missed += not caught
        print(f"{'caught' if caught else 'MISSED'}  {fault.law}: {fault.name}", flush=True)
    print(f"{len(faults) - missed} of {len(faults)} faults caught")
    return 1 if missed or broken or not faults else 0


if __name__ == "__main__":
    sys.exit(main())
