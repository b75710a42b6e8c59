"""Promises about the source as a whole: what may import what, what is never called, what the façade holds."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import homeschool

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "homeschool"
MODULES = sorted(SOURCE.rglob("*.py"))
LIBRARY = [path for path in MODULES if path.relative_to(SOURCE).parts[0] not in {"cli", "cli.py"}]
SCRIPTS = [ROOT / "conftest.py", ROOT / "noxfile.py", ROOT / "docs" / "conf.py"]
EXAMPLES = sorted((ROOT / "examples").rglob("*.py"))
PAGES = [*ROOT.glob("README*.md"), *sorted((ROOT / "docs").rglob("*.md"))]

MOST_FACADE_NAMES = 30

LATE_IMPORTS = {
    "highspy": "an optional dependency",
    "importlib.metadata": "slow to import, and read only when someone asks for the version",
    "rich": "an optional dependency",
}

CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}

NEVER = {"__import__", "compile", "dill", "eval", "exec", "marshal", "pickle", "shelve"}

ELSEWHERE = {
    "a path of one machine": re.compile(r"(?<![\w.:/~])/(?:home|root|Users|work|workspace|mnt)/"),
    "a path of one machine, on Windows": re.compile(r"\b[A-Z]:\\{1,2}Users\b"),
    "the host of a package index": re.compile(r"\b(?:pypi|pythonhosted|npmjs)\.(?:org|com|io)\b"),
}

RUN_FENCES = {"pycon", "python"}
READ_FENCES = {"bash", "console", "csv", "diff", "html", "ics", "json", "mermaid", "sh", "text", "toml"}
FENCE = re.compile(
    r"^(?P<indent>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)\n"
    r"(?P<body>.*?)^[ \t>]*(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)


def name_of(path: Path) -> str:
    """Name a file by its path from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    """Parse a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_by(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Yield what an import statement imports, the local name that it binds, and what that name stands for."""
    match node:
        case ast.Import(names=names):
            for alias in names:
                head = alias.name.partition(".")[0]
                yield alias.name, alias.asname or head, alias.name if alias.asname else head
        case ast.ImportFrom(module=module, names=names):
            for alias in names:
                dotted = f"{module}.{alias.name}"
                yield dotted, alias.asname or alias.name, dotted


def names_used(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the dotted name, imports resolved, and the line of everything that a module imports or mentions."""
    stands_for: dict[str, str] = {}
    for node in ast.walk(tree):
        for imported, local, meant in imported_by(node):
            stands_for[local] = meant
            yield imported, getattr(node, "lineno", 0)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            head, dot, rest = ast.unparse(node).partition(".")
            yield stands_for.get(head, head) + dot + rest, node.lineno


def within(dotted: str, names: set[str] | dict[str, str]) -> bool:
    """Tell whether a dotted name is one of the names or lies inside one of them."""
    return any(dotted == name or dotted.startswith(f"{name}.") for name in names)


def late_imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the dotted name and the line of what is imported inside a function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                for imported, _, _ in imported_by(node):
                    yield imported, getattr(node, "lineno", 0)


def repository_files() -> list[Path]:
    """List the files that people wrote, wherever the checkout came from."""
    folders = [".ci", "benchmarks", "docs", "examples", "src", "tests"]
    found = [path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".coverage")]
    for folder in folders:
        found += (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return sorted(path for path in found if not {"__pycache__", "_build"} & set(path.parts))


def facade_key(name: str) -> tuple[int, str]:
    """Sort as the linter sorts `__all__`: constants, then classes, then the rest, each by name."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def test_the_import_contracts_hold() -> None:
    """Every contract about imports that pyproject.toml states is kept."""
    command = "from importlinter.cli import lint_imports_command as main; main()"
    run = subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr


def test_testing_is_independent_of_the_engine() -> None:
    """What makes up test data never leads, however indirectly, to the engine that it helps to test."""
    graph = grimp.build_graph("homeschool", cache_dir=None)
    ends = {"homeschool.testing", "homeschool.engine"}
    chains = graph.find_shortest_chains("homeschool.testing", "homeschool.engine") if ends <= graph.modules else set()

    assert not chains


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    """No function imports anything, but for the packages that `LATE_IMPORTS` gives a reason for."""
    late = [
        f"line {line}: {dotted}" for dotted, line in late_imports(tree_of(path)) if not within(dotted, LATE_IMPORTS)
    ]

    assert late == []


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_only_the_command_line_reads_the_clock(path: Path) -> None:
    """No module but the command line asks what time it is, so that time is always an argument."""
    clocks = [f"line {line}: {dotted}" for dotted, line in names_used(tree_of(path)) if within(dotted, CLOCKS)]

    assert clocks == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_text_is_run_as_code(path: Path) -> None:
    """No module evaluates text or loads a format that can run code, for packs and records come from anywhere."""
    dangers = [f"line {line}: {dotted}" for dotted, line in names_used(tree_of(path)) if within(dotted, NEVER)]

    assert dangers == []


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS, *EXAMPLES, *sorted((ROOT / "tests").rglob("*.py"))], ids=name_of)
def test_modules_say_what_they_are(path: Path) -> None:
    """Every Python file begins with a docstring."""
    docstring = ast.get_docstring(tree_of(path))

    assert docstring


def test_no_file_depends_on_where_it_was_written() -> None:
    """No file of the repository names a place that exists on one machine or in one network only."""
    found = [
        f"{name_of(path)}: {what}: {match[0]}"
        for path in repository_files()
        for what, pattern in ELSEWHERE.items()
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_fences_say_whether_they_run(path: Path) -> None:
    """Every fence in a page names a language that is known to be run or known to be read, so none is passed over."""
    languages = [fence["info"].strip() for fence in FENCE.finditer(path.read_text(encoding="utf-8"))]
    unknown = [name for name in languages if name not in RUN_FENCES | READ_FENCES and not name.startswith("{")]

    assert unknown == []
    assert not [name for name in languages if name.startswith(("{code", "{doctest", "{testcode", "{sourcecode"))]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_pycon_fences_hold_doctests_throughout(path: Path) -> None:
    """After every blank line a `pycon` fence goes on with a prompt: what follows one unprompted is never compared."""
    fences = [fence for fence in FENCE.finditer(path.read_text(encoding="utf-8")) if fence["info"].strip() == "pycon"]
    parts = [part.lstrip() for fence in fences for part in re.split(r"\n(?:[ \t]*\n)+", fence["body"]) if part.strip()]
    unprompted = [part for part in parts if not part.startswith(">>>")]

    assert unprompted == []


def test_the_facade_is_sorted_and_small() -> None:
    """The façade's names are in order, exist, and are few enough to read aloud."""
    names = list(homeschool.__all__)

    assert names == sorted(set(names), key=facade_key)
    assert len(names) <= MOST_FACADE_NAMES
    assert [name for name in names if not hasattr(homeschool, name)] == []


def test_the_facade_is_what_is_documented() -> None:
    """The reference has a heading for every name of the façade, and for nothing else."""
    reference = (ROOT / "docs" / "reference" / "facade.md").read_text(encoding="utf-8")
    documented = re.findall(r"^### `(\w+)`\s*$", reference, re.MULTILINE)

    assert sorted(documented, key=facade_key) == list(homeschool.__all__)
