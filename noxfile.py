"""The checks, each in an environment of its own: `nox` runs the first five, `nox -l` lists them all.

`HOMESCHOOL_ALL_PYTHONS` set: a Python that is missing is an error and not a skip.
"""

import os
from pathlib import Path

import nox

PYTHONS = ["3.11", "3.12", "3.13"]
# Files side by side, the tests of a file one after the other.
EVERYTHING = ["-n", "auto", "--dist", "loadfile"]

os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
# pyenv hides the Pythons that it has not been told to use, and a Python that is not found is a session skipped.
pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, pyenv.glob("versions/3.*/bin"))])

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = bool(os.environ.get("HOMESCHOOL_ALL_PYTHONS"))
nox.options.sessions = ["lint", "typing", "tests", "docs", "build"]


def install_for_development(session: nox.Session) -> None:
    """Install the library from this checkout with everything its checks need."""
    session.install("--editable", ".[dev]")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests, and the examples in the documents, on every Python that is found."""
    install_for_development(session)
    environment = {"COVERAGE_FILE": str(Path(session.create_tmp()) / ".coverage")}
    session.run("coverage", "erase", env=environment)
    session.run("coverage", "run", "-m", "pytest", *(session.posargs or EVERYTHING), env=environment)
    if not session.posargs:
        session.run("coverage", "combine", "--quiet", env=environment)
        session.run("coverage", "report", env=environment)


@nox.session
def properties(session: nox.Session) -> None:
    """Search for long for an example that breaks a property."""
    install_for_development(session)
    session.run("pytest", "tests", *session.posargs, env={"HOMESCHOOL_PROFILE": "nightly"})


@nox.session
def schools(session: nox.Session) -> None:
    """Make a thousand schools that keep each of five packs, and as many that breach each norm; of the others some."""
    install_for_development(session)
    number = int(os.environ.get("HOMESCHOOL_SCHOOLS", "1000"))
    for test, many in (("test_making", number), ("test_making_packs", max(1, number // 200))):
        session.run("pytest", f"tests/testing/{test}.py", *session.posargs, env={"HOMESCHOOL_SCHOOLS": str(many)})


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types of the library, the tests and the tools."""
    install_for_development(session)
    session.run("mypy", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style, the formatting and what imports what."""
    install_for_development(session)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports", "--no-cache", "--no-logo")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documents; a warning is an error."""
    install_for_development(session)
    session.run("sphinx-build", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html")


@nox.session
def build(session: nox.Session) -> None:
    """Build the distributions and try the wheel where nothing else is installed."""
    folder = Path(session.create_tmp()).resolve()
    distributions = folder / "dist"
    for old in distributions.glob("*"):
        old.unlink()
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(distributions))
    (wheel,) = distributions.glob("*.whl")
    session.run("python", "-m", "venv", "--clear", str(folder / "venv"))
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    session.run(str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel), external=True)
    with session.chdir(folder):
        session.run(str(scripts / "homeschool"), "demo", "demo-school", external=True)


@nox.session
def hosts(session: nox.Session) -> None:
    """Kill the example host between any two writes of a long stream, on every database that is found."""
    install_for_development(session)
    environment = {"HOMESCHOOL_HOST_WEEKS": "40"}
    session.run("pytest", "tests/examples/test_host_survives.py", *session.posargs, env=environment)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure how fast the library is."""
    install_for_development(session)
    for script in sorted(Path("benchmarks").glob("bench_*.py")):
        session.run("python", "-m", f"benchmarks.{script.stem}", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Put deliberate faults into the library, each of which a law must notice."""
    install_for_development(session)
    session.run("python", "-m", "campaigns.faults", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Change the library in small spots, each of which a test must notice: `nox -s mutation -- policy --sample 400`."""
    install_for_development(session)
    session.install("mutmut>=3.8")
    for arguments in [session.posargs] if session.posargs else (["calendar"], ["policy"], ["engine"]):
        session.run("python", "-m", "campaigns.mutation", *arguments)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Feed the loaders with texts that coverage leads to: nothing but the library's own errors may come out."""
    install_for_development(session)
    session.install("atheris>=3.0")
    session.run("python", "-m", "campaigns.fuzz", *session.posargs)
