"""Records a second that a monitor takes in, each with its moment, every verdict current after each.

``job`` is the stream of the reference job, beside counters written by hand over the same records; ``long`` is its end
after a hundred times as many records; ``school`` is the demo school under a whole pack.  What is there at the beginning
is frozen, as the guide for hosts advises.  What is found at the end must be what bulk evaluation finds.

The moment of each record is passed to `advance` before, and what the clock changes is told then; what `observe` takes
alone is timed in runs of their own.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from time import perf_counter

import attrs

from benchmarks.bench_bulk import job_pack
from benchmarks.job import FIRST, make_register
from benchmarks.measuring import options, runs_of, settled, show, timed, typical
from benchmarks.stream_by_hand import ByHand, midnight
from homeschool import Pack, Register, Status, demo_register, evaluate, load_pack
from homeschool.cli.demo import PACK
from homeschool.engine import Monitor
from homeschool.model import Fact, fact_classes
from homeschool.model.facts import ENTITIES, RELATIONS
from homeschool.model.register import recorded

_FIELDS = {known.cls: tuple(known.fields) for known in fact_classes().values()}


@attrs.frozen
class Stream:
    """Records to begin with, and then records in the order in which they are written down, each with the moment."""

    first: Register
    start: datetime
    coming: tuple[tuple[datetime, Fact], ...]

    def part(self, begin: int, end: int) -> "Stream":
        """Return the stream from one place to another, with all before it to begin with."""
        known, coming = self.coming[:begin], self.coming[begin:end]
        start = known[-1][0] if known else coming[0][0]
        facts = *self.first.facts, *(fact for _, fact in known)
        return Stream(attrs.evolve(self.first, facts=facts), start, coming)


def stream_of(register: Register, start: datetime) -> Stream:
    """Return a register as a stream: who belongs where to begin with, then what happened, in order of its recording.

    What a record refers to comes just before it, at its moment, even where it takes effect later.
    """
    first = [fact for fact in register.facts if isinstance(fact, (*ENTITIES, *RELATIONS))]
    events = [fact for fact in register.facts if not isinstance(fact, (*ENTITIES, *RELATIONS))]
    clock = register.clock
    events.sort(key=lambda fact: (recorded(fact, clock), fact.id))
    waiting: dict[str, Fact] = {fact.id: fact for fact in events}
    coming = [(clock.moment(recorded(event, clock)), fact) for event in events for fact in _named_first(event, waiting)]
    return Stream(attrs.evolve(register, facts=first), start, tuple(coming))


def _named_first(fact: Fact, waiting: dict[str, Fact]) -> Iterable[Fact]:
    if waiting.pop(fact.id, None) is None:
        return
    for field in _FIELDS[type(fact)]:
        value = getattr(fact, field)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str) and item in waiting:
                yield from _named_first(waiting[item], waiting)
    yield fact


def run(pack: Pack, stream: Stream) -> tuple[float, Monitor]:
    """Return how long a monitor takes for the records of a stream, beyond what it takes to begin."""
    monitor = Monitor(pack, stream.first, as_of=stream.start)

    def take() -> None:
        latest = stream.start
        for moment, fact in stream.coming:
            if moment > latest:
                latest = moment
                monitor.advance(moment)
            monitor.observe(fact)

    with settled():
        taken, _ = timed(take)
    return taken, monitor


def observing(pack: Pack, stream: Stream) -> float:
    """Return how long `observe` alone takes for the records of a stream; what reading the clock takes is taken off."""
    monitor = Monitor(pack, stream.first, as_of=stream.start)
    spent, latest = 0.0, stream.start
    with settled():
        for moment, fact in stream.coming:
            if moment > latest:
                latest = moment
                monitor.advance(moment)
            before = perf_counter()
            monitor.observe(fact)
            spent += perf_counter() - before
        for _ in stream.coming:
            before = perf_counter()
            spent -= perf_counter() - before
    return spent


def assert_right(pack: Pack, monitor: Monitor) -> None:
    """Check that the monitor finds what bulk evaluation finds."""
    assert list(monitor.findings) == list(evaluate(pack, monitor.register, as_of=monitor.as_of))


def by_hand(stream: Stream) -> tuple[float, ByHand]:
    """Return how long counters written by hand take for the same records."""
    hand = ByHand(stream.first.facts)

    def take() -> None:
        for _, fact in stream.coming:
            hand.take(fact)

    with settled():
        return timed(take)[0], hand


def assert_equal(monitor: Monitor, hand: ByHand) -> None:
    """Check that both say the same of how much is fulfilled."""
    found = monitor.findings
    mine = [sum(one.status is Status.FULFILLED for one in found.of(norm)) for norm in ("visits", "yearly", "contact")]
    assert tuple(mine) == hand.fulfilled(), (mine, hand.fulfilled())


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--students", type=int, default=None, metavar="N", help="default: 4000; quick: 60")
    arguments = parser.parse_args(argv)
    students = arguments.students or (60 if arguments.quick else 4_000)
    runs, pack, start = runs_of(arguments, 3), job_pack(), midnight(FIRST)
    rows = [_job_row(pack, stream_of(make_register(students), start), runs)]
    rows.append(_row("long", pack, _end_of_long(students // 20, 10 if arguments.quick else 100, start), runs))
    if not arguments.quick:
        school, demo = load_pack(PACK), stream_of(demo_register(), start)
        rows += [_row("school", school, demo.part(0, 20_000), 1)]
        rows += [_row("school, later", school, demo.part(70_000, 80_000), 1)]
    heads = ["stream", "known before", "records", "µs each", "records/s", "observe/s", "by hand", "of by hand"]
    show("monitor: advance and observe, answers equal", heads, rows)
    return 0


def _end_of_long(students: int, times: int, start: datetime) -> Stream:
    """Return the end of a stream of so many times as many visits a student."""
    long = stream_of(make_register(students, visits=6 * times), start)
    end = len(long.coming)
    return long.part(end - end // times, end)


def _job_row(pack: Pack, stream: Stream, runs: int) -> list[str]:
    row = _row("job", pack, stream, runs)
    taken = typical([by_hand(stream)[0] for _ in range(runs)])
    assert_equal(run(pack, stream)[1], by_hand(stream)[1])
    rate = len(stream.coming) / taken
    own = float(row[4].replace(",", ""))
    return [*row[:6], f"{rate:,.0f}", f"{own / rate:.3f}"]


def _row(name: str, pack: Pack, stream: Stream, runs: int) -> list[str]:
    taken = []
    for _ in range(runs):
        seconds, monitor = run(pack, stream)
        taken.append(seconds)
        assert_right(pack, monitor)
    number, middle = len(stream.coming), typical(taken)
    alone = typical([observing(pack, stream) for _ in range(runs)])
    rates = [f"{number / seconds:,.0f}" for seconds in (middle, alone)]
    return [name, f"{len(stream.first.facts):,}", f"{number:,}", f"{1_000_000 * middle / number:.1f}", *rates, "", ""]


if __name__ == "__main__":
    sys.exit(main())
