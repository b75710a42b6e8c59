"""Time for each school as their number grows: it must stay flat.

Each school is a copy of a tenth of the demo school (`--classes` sets how much of it), all in one register.
"""

import gc
import sys
from collections.abc import Sequence

from benchmarks.job import make_register
from benchmarks.measuring import options, runs_of, show, timed, typical
from benchmarks.schools import copies, part_of_demo
from homeschool import Pack, Register, evaluate, load_pack
from homeschool.cli.demo import AS_OF, PACK
from homeschool.report import Explainer, table


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--classes", type=int, default=2, metavar="N", help="of 18 in each school; default: 2")
    parser.add_argument("--schools", type=int, nargs="+", metavar="N", help="default: 1 3 10 30 100; quick: 1 2")
    arguments = parser.parse_args(argv)
    numbers = arguments.schools or ([1, 2] if arguments.quick else [1, 3, 10, 30, 100])
    school = make_register(60) if arguments.quick else part_of_demo(arguments.classes)
    pack = load_pack(PACK)
    rows = []
    for number in numbers:
        register = copies(school, number)
        times = [_times(pack, register) for _ in range(runs_of(arguments, 3))]
        checked, shown = (typical(same) / number * 1000 for same in zip(*times, strict=True))
        rows.append([str(number), f"{len(register.facts):,}", f"{checked:.0f}", f"{shown:.0f}"])
        del register
    heads = ["schools", "facts", "evaluate, ms a school", "breaches in words, ms a school"]
    show("growth", heads, rows)
    return 0


def _times(pack: Pack, register: Register) -> tuple[float, float]:
    """Return how long a first evaluation takes, and the table of its breaches."""
    fresh = Register(register.facts, register.calendar)
    gc.disable()
    checked, findings = timed(lambda: evaluate(pack, fresh, as_of=AS_OF))
    shown, _ = timed(lambda: table(findings.breached, explainer=Explainer([pack])))
    gc.enable()
    return checked, shown


if __name__ == "__main__":
    sys.exit(main())
