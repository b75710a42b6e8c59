"""The benchmarks still run, at their smallest."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("bench_bulk", ["--students", "40"], "answers equal"),
        ("bench_demo", [], "stage: evaluate"),
        ("bench_growth", [], "ms a school"),
        ("bench_monitor", [], "answers equal"),
        ("bench_plan", [], "greedy"),
        ("bench_start", [], "homeschool --help"),
    ],
)
def test_a_benchmark_runs(name: str, more: list[str], said: str) -> None:
    """A benchmark at its quickest ends well and prints its table."""
    command = [sys.executable, "-m", f"benchmarks.{name}", "--quick", *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    assert done.returncode == 0, done.stderr
    assert said in done.stdout
