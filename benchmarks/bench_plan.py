"""Plans for the demo school: how many actions and kept duties, by the greedy choice and by the solver, and how long."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

import attrs

from benchmarks.measuring import options, runs_of, show, timed, typical
from benchmarks.schools import part_of_demo
from homeschool import Register, Span, evaluate, load_pack
from homeschool.calendar import SHANGHAI
from homeschool.demo import demo_register
from homeschool.engine import Findings
from homeschool.engine.plan import SOLVERS, Plan, plan
from homeschool.errors import MissingExtraError
from homeschool.model import revise
from homeschool.model.clock import to_micros
from homeschool.model.register import recorded
from homeschool.policy import Pack, Status

AS_OF = datetime(2025, 11, 10, 8, tzinfo=SHANGHAI)
PACK = "contact-system"
_SMALL = (("14 days", 6), ("90 days", 4), ("90 days", 2), ("90 days", 1))
_WHOLE = (("14 days", 6), ("90 days", 6), ("90 days", 5_000))


def known(register: Register) -> Register:
    """Return what was known of a school at the moment of planning: nothing later, and no end that lies ahead."""
    now, clock = to_micros(AS_OF), register.clock
    facts = [one for one in register.facts if recorded(one, clock) <= now]
    ended = [
        revise(one, until=None) if (until := getattr(one, "until", None)) and clock.midnight(until) > now else one
        for one in facts
    ]
    ids = {one.id for one in ended}
    return attrs.evolve(register, facts=[one for one in ended if ids.issuperset(getattr(one, "about", None) or ())])


def check(found: Plan, pack: Pack, register: Register) -> None:
    """Do what a plan says, wait until every deadline is over, and see that all that it keeps is fulfilled."""
    done = attrs.evolve(register, facts=(*register.facts, *found.facts()))
    end = max((one.closes for one in found.kept if one.closes is not None), default=AS_OF)
    after = {one.id: one.status for one in evaluate(pack, done, as_of=end + timedelta(seconds=1))}
    assert all(after[one.id] is Status.FULFILLED for one in found.kept)


def rows(name: str, register: Register, cases: Sequence[tuple[str, int]], runs: int) -> Iterator[list[str]]:
    """Yield a row for each span, capacity and solver."""
    pack = load_pack(PACK)
    findings: Findings = evaluate(pack, register, as_of=AS_OF)
    for within, capacity in cases:
        for solver in SOLVERS:
            times = []
            made: list[Plan] = []
            try:
                for _ in range(runs):
                    make = partial(
                        plan, findings, register, within=Span.parse(within), capacity=capacity, solver=solver
                    )
                    seconds, found = timed(make)
                    times.append(seconds)
                    made.append(found)
            except MissingExtraError:
                continue
            found = made[-1]
            check(found, pack, register)
            counts = [len(found.actions), len(found.kept), len(found.unkept)]
            what = f"{name}, {within}, {capacity:,} a day, {solver}"
            yield [what, *(f"{count:,}" for count in counts), f"{typical(times):.2f}"]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    arguments = options(__doc__ or "").parse_args(argv)
    runs = runs_of(arguments, 3)
    found = list(rows("1 class", known(part_of_demo(1)), _SMALL[: 1 if arguments.quick else None], runs))
    if not arguments.quick:
        found += rows("18 classes", known(demo_register()), _WHOLE, runs)
    show(f"plans as of {AS_OF.isoformat()}, median of {runs}", ["", "actions", "kept", "not kept", "s"], found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
