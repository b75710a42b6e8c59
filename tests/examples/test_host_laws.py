"""Laws of the example host: its mapping keeps the contract of hosts, and its findings are those of `evaluate`."""

from collections.abc import Iterable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from examples.host.database import Database, open_database
from examples.host.host import Host
from examples.host.mapping import calendar, facts_of, register_of
from examples.host.rows import Entry
from examples.host.states import state_of
from examples.host.storage import Storage, StoredChange
from homeschool import evaluate
from homeschool.model import Fact
from homeschool.testing import host_contract
from tests.examples.drawing import START, entries
from tests.examples.in_process import Clock
from tests.examples.stream import rules

RULES = rules()
PAUSES = (timedelta(0), timedelta(hours=5), timedelta(days=1), timedelta(days=40))


class LastingDatabase(Database):
    """A database in memory that is still there after it was closed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run a statement."""
        return self._database.run(statement, *values)

    def close(self) -> None:
        """Do nothing."""


def facts(drawn: Iterable[Entry]) -> list[Fact]:
    """Return what the mapping makes of some entries."""
    return [fact for entry in drawn for fact in facts_of(entry)]


def followed(changes: Iterable[StoredChange]) -> dict[str, object]:
    """Return the findings that a client has who followed all changes, each of which begins where the last one ended."""
    states: dict[str, object] = {}
    for change in changes:
        assert states.get(change.turn.finding) == change.turn.before
        states[change.turn.finding] = change.turn.after
    return {finding: state for finding, state in states.items() if state is not None}


def test_the_mapping_keeps_the_contract_of_hosts() -> None:
    """The mapping is pure, gives facts that fit together in any order, loses no entry and takes each by itself."""
    host_contract(to_facts=facts, records=entries(), calendar=calendar())


@given(
    drawn=entries(),
    pauses=st.lists(st.sampled_from(PAUSES), min_size=20, max_size=20),
    restarts=st.sets(st.integers(0, 20)),
    snapshot_every=st.sampled_from([0, 3]),
)
def test_whatever_is_entered_and_however_often_it_restarts(
    drawn: list[Entry], pauses: list[timedelta], restarts: set[int], snapshot_every: int
) -> None:
    """The host finds what `evaluate` finds in its rows, and so does a client who followed its changes."""
    database, clock = open_database(":memory:"), Clock(START)
    lasting = LastingDatabase(database)
    host = Host([RULES], lambda: Storage(lasting), clock, snapshot_every=snapshot_every)
    for number, (entry, pause) in enumerate(zip(drawn, pauses, strict=False)):
        if number in restarts:
            host.close()
        clock.now += pause
        host.record(entry.row)
    changes = host.changes()
    with host.monitor() as monitor:
        found = monitor.findings
    expected = evaluate(RULES, register_of(Storage(lasting).entries()), as_of=found.as_of)
    database.close()

    assert found == expected
    assert followed(changes) == {finding.id: state_of(finding) for finding in expected}
