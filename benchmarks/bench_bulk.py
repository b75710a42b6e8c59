"""Duties judged a second for the reference job, beside a loop written by hand over the same records.

``cold`` is the first evaluation of a register, which sorts its records; ``warm`` a later one.  Its findings are counted
by status and wait to be put together; ``read out`` is a later one whose findings are all put together.  The answers
must be equal.
"""

import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.by_hand import Verdict, index, judge
from benchmarks.job import AS_OF, NORMS, PACK, make_register
from benchmarks.measuring import options, runs_of, show, timed, typical
from homeschool import Finding, Findings, Pack, Register, evaluate, load_pack

_BY_HAND = ("hand cold", "hand warm")


def job_pack() -> Pack:
    """Return the pack of the reference job."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "job"
        path.mkdir()
        (path / "pack.toml").write_text(PACK, encoding="utf-8")
        (path / "norms.toml").write_text(NORMS, encoding="utf-8")
        return load_pack(path)


def verdict_of(finding: Finding) -> Verdict:
    """Return what a finding says in the words of the loop written by hand."""
    assert finding.opens is not None
    decided, evidence = finding.decided_at, finding.evidence
    status = finding.status.value
    return Verdict(
        finding.norm.slug,
        finding.subject,
        finding.opens,
        status,
        decided,
        evidence if status == "fulfilled" else (),
    )


def assert_equal(findings: Iterable[Finding], verdicts: Iterable[Verdict]) -> None:
    """Check that both say the same of every duty."""
    mine, theirs = sorted(map(verdict_of, findings)), sorted(verdicts)
    for one, other in zip(mine, theirs, strict=True):
        assert one == other, (one, other)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--students", type=int, default=None, metavar="N", help="default: 20000; quick: 1000")
    arguments = parser.parse_args(argv)
    students = arguments.students or (1_000 if arguments.quick else 20_000)
    pack, times = job_pack(), {name: list[float]() for name in ("cold", "warm", "read out", *_BY_HAND)}
    duties = 0
    for _ in range(runs_of(arguments, 5)):
        register = make_register(students)
        taken, findings = _engine(pack, register, times)
        sorting, records = timed(lambda facts=register.facts: index(facts))  # type: ignore[misc]
        judging, verdicts = timed(lambda known=records: judge(known))  # type: ignore[misc]
        times["hand cold"].append(sorting + judging)
        times["hand warm"].append(judging)
        assert_equal(findings, verdicts)
        duties = len(verdicts)
        assert taken > 0
    middle = {name: typical(same) for name, same in times.items()}
    rows = [
        [
            name,
            f"{middle[name]:.3f}",
            f"{duties / middle[name]:,.0f}",
            f"{duties / middle[hand]:,.0f}",
            f"{middle[hand] / middle[name]:.2f}",
        ]
        for name, hand in (("cold", "hand cold"), ("warm", "hand warm"), ("read out", "hand warm"))
    ]
    title = f"evaluate: {students:,} students, {duties:,} duties, answers equal"
    show(title, ["", "s", "duties/s", "by hand", "of by hand"], rows)
    return 0


def _engine(pack: Pack, register: Register, times: dict[str, list[float]]) -> tuple[float, Findings]:
    cold, findings = timed(lambda: evaluate(pack, register, as_of=AS_OF))
    times["cold"].append(cold)
    warm, again = timed(lambda: evaluate(pack, register, as_of=AS_OF))
    times["warm"].append(warm)
    making, items = timed(lambda: again.items)
    times["read out"].append(warm + making)
    assert len(items) == len(findings)
    return cold, findings


if __name__ == "__main__":
    sys.exit(main())
