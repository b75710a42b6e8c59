"""The demo school from files to table and to JSON: whole processes, and what each stage takes in one of them."""

import gc
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.job import make_register
from benchmarks.measuring import child_seconds, options, runs_of, show, timed, typical
from benchmarks.schools import part_of_demo
from homeschool import Register, evaluate, load_pack, read_records, write_records
from homeschool.adapters.findings import findings_to_lines
from homeschool.adapters.register_digest import register_digest
from homeschool.cli.demo import AS_OF, PACK
from homeschool.demo import demo_register
from homeschool.policy import Status
from homeschool.report import Explainer, sort_findings, table

_IN_TABLE = (Status.BREACHED, Status.UNDETERMINED, Status.PENDING)
_MAIN = "import sys; from homeschool.cli import main; sys.exit(main())"


def stages(path: Path) -> Iterator[tuple[str, float]]:
    """Yield each stage of a check with its process time, the collector paused as on the command line."""
    taken: list[float] = []

    def stage(call: Callable[[], Any]) -> Any:
        seconds, value = timed(call)
        taken.append(seconds)
        return value

    gc.disable()
    pack = stage(lambda: load_pack(PACK))
    register = stage(lambda: read_records(path))
    findings = stage(lambda: evaluate(pack, register, as_of=AS_OF))
    listed = stage(lambda: sort_findings(findings.having(*_IN_TABLE)))
    explainer = Explainer([pack])
    stage(lambda: table(listed, explainer=explainer))
    stage(lambda: register_digest(register))
    stage(lambda: sum(map(len, findings_to_lines(sort_findings(findings), explainer.messages))))
    gc.enable()
    yield from zip(("pack", "read", "evaluate", "sort", "table", "digest", "JSON lines"), taken, strict=True)


def _register(classes: int | None, *, tiny: bool) -> Register:
    if classes is not None:
        return part_of_demo(classes)
    return make_register(60) if tiny else demo_register()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--classes", type=int, default=None, metavar="N", help="of 18; default: all")
    arguments = parser.parse_args(argv)
    register = _register(arguments.classes, tiny=arguments.quick)
    runs = runs_of(arguments, 5)
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        records, tables = Path(folder) / "records.json", Path(folder) / "tables"
        write_records(register, records)
        write_records(register, tables)
        check = [sys.executable, "-c", _MAIN, "check", "--pack", PACK, "--as-of", AS_OF.isoformat(), "--output"]
        for _ in range(runs):
            for name, more in (
                ("process: JSON file to table", ["table.txt", str(records)]),
                ("process: folder of tables to table", ["table.txt", str(tables)]),
                ("process: JSON file to JSON", ["found.json", "--format", "json", str(records)]),
            ):
                command = [*check, str(Path(folder) / more[0]), *more[1:]]
                times.setdefault(name, []).append(child_seconds(command))
            for name, seconds in stages(records):
                times.setdefault(f"stage: {name}", []).append(seconds)
    rows = [[name, f"{typical(same):.2f}"] for name, same in times.items()]
    show(
        f"demo{', another school in its place' * arguments.quick}: {len(register.facts):,} facts, median of {runs}",
        ["", "s"],
        rows,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
