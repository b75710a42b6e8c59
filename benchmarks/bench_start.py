"""What starting costs: importing the library, and its help, beside Python itself and argparse alone."""

import sys
from collections.abc import Sequence

from benchmarks.measuring import child_seconds, options, runs_of, show, typical

_COMMANDS = (
    ("python -c pass", "pass"),
    ("import argparse", "import argparse"),
    ("import homeschool", "import homeschool"),
    ("homeschool --help", "import sys; from homeschool.cli import main; sys.exit(main(['--help']))"),
    ("import homeschool, evaluate", "from homeschool import evaluate, load_pack, read_records"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    runs = runs_of(options(__doc__ or "").parse_args(argv), 15)
    times: dict[str, list[float]] = {name: [] for name, _ in _COMMANDS}
    for _ in range(runs):
        for name, code in _COMMANDS:
            times[name].append(child_seconds([sys.executable, "-c", code]))
    middle = {name: typical(same) for name, same in times.items()}
    bare = middle["python -c pass"]
    rows = [[name, f"{middle[name] * 1000:.0f}", f"{(middle[name] - bare) * 1000:+.0f}"] for name, _ in _COMMANDS]
    show(f"start, median of {runs}", ["", "ms", "beyond Python"], rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
