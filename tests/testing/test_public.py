"""The public face of the package, and how Hypothesis comes to know the library's types."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

from homeschool import testing
from homeschool.calendar import Interval, SchoolCalendar, SchoolYear, Span
from homeschool.model import FACT_CLASSES, Fact, Keeps, Register
from homeschool.policy import Norm, Pack

ROOT = Path(__file__).resolve().parents[2]
ONE = settings(max_examples=1, database=None, phases=(Phase.generate,))


def run(code: str, *folders: Path) -> str:
    """Run a script in a Python of its own, the folders first on its path, and return what it prints."""
    path = [str(folder) for folder in folders] + [str(ROOT / "src")]
    script = f"import sys\nsys.path[:0] = {path!r}\n{code}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder in which the library is known to be installed with the entry point that pyproject.toml states."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    (folder := tmp_path / "homeschool_example-1.dist-info").mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: homeschool-example\nVersion: 1\n", encoding="utf-8")
    lines = [f"{name} = {target}" for name, target in stated["hypothesis"].items()]
    (folder / "entry_points.txt").write_text("\n".join(["[hypothesis]", *lines]), encoding="utf-8")
    return tmp_path


def test_hypothesis_knows_the_types_of_the_library(installed: Path) -> None:
    """Where the library is installed, `from_type` draws its types though nobody imports its strategies."""
    code = """
from hypothesis import find, settings, strategies as st
from homeschool.model import Student
from homeschool.calendar import Span
for cls in (Student, Span):
    print(type(find(st.from_type(cls), lambda _: True, settings=settings(max_examples=1, database=None))).__name__)
"""

    assert run(code, installed).split() == ["Student", "Span"]


def test_types_imported_first_are_known_too(installed: Path) -> None:
    """It does not matter whether the library or Hypothesis is imported first."""
    code = """
from homeschool.model import HomeVisit
from hypothesis import find, settings, strategies as st
print(find(st.from_type(HomeVisit), lambda _: True, settings=settings(max_examples=1, database=None)).id)
"""

    assert run(code, installed) == "home-visit-1"


def test_importing_hypothesis_imports_next_to_nothing(installed: Path) -> None:
    """Hypothesis alone loads the registration of the library and nothing else of it."""
    code = "import hypothesis\nprint(*sorted(name for name in sys.modules if name.startswith('homeschool')))"

    assert run(code, installed).split() == ["homeschool", "homeschool.testing", "homeschool.testing.registration"]


def test_a_registered_package_is_as_python_loads_it(installed: Path) -> None:
    """A package whose types are registered keeps its own loader, so that its source and its files are found."""
    code = (
        "import hypothesis, homeschool.model as m\nprint(type(m.__loader__).__name__, type(m.__spec__.loader).__name__)"
    )

    assert run(code, installed).split() == ["SourceFileLoader", "SourceFileLoader"]


def test_without_hypothesis_the_extra_is_named() -> None:
    """Where Hypothesis is not installed, importing the package says which extra brings it."""
    code = """
sys.modules["hypothesis"] = None
from homeschool.errors import MissingExtraError
try:
    import homeschool.testing
except MissingExtraError as error:
    print(error.extra, error)
"""

    assert run(code) == "test homeschool.testing needs the extra `test`: pip install 'homeschool[test]'"


@pytest.mark.parametrize(
    "cls", [*FACT_CLASSES, Interval, Keeps, Norm, Pack, Register, SchoolCalendar, SchoolYear, Span]
)
def test_every_type_is_registered(cls: type) -> None:
    """Importing the package is enough for `from_type` to draw every fact class, and what else users hold in hand."""
    drawn: Any = find(st.from_type(cls), lambda _: True, settings=ONE)

    assert type(drawn) is cls


def test_any_fact_is_drawn() -> None:
    """The union of all fact classes is drawn as well."""
    fact: Any = find(st.from_type(Fact), lambda _: True, settings=ONE)  # type: ignore[arg-type]

    assert isinstance(fact, FACT_CLASSES)


def test_registering_again_changes_nothing() -> None:
    """Registration may be asked for any number of times."""
    finders = list(sys.meta_path)
    import_module("homeschool.testing.registration").register()

    assert sys.meta_path == finders


def test_every_public_name_exists_and_is_no_module() -> None:
    """Every name that the package lists can be had from it, and no module hides one."""
    values = {name: getattr(testing, name) for name in testing.__all__}

    assert not [name for name, value in values.items() if isinstance(value, ModuleType)]
    assert {*testing.__all__} <= {*dir(testing)}


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that does not exist is refused as Python does."""
    with pytest.raises(AttributeError, match="has no attribute 'pupils'"):
        _ = testing.pupils


def test_the_reference_documents_every_name() -> None:
    """The reference has every public name."""
    page = (ROOT / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")

    assert [name for name in testing.__all__ if f"`{name}" not in page] == []
