"""The example host: what it takes in, writes down, remembers and tells."""

import threading
from datetime import timedelta
from pathlib import Path

import attrs
import pytest

from examples.host.database import StorageError, open_database
from examples.host.rows import row_from_data
from examples.host.states import state_of
from examples.host.storage import Snapshot, StoredChange
from homeschool import RecordsError, load_pack, make_pack
from tests.examples.in_process import Desks, WatchedDatabase
from tests.examples.stream import rules, steps

STREAM = steps()
FIRST = STREAM[0]


def test_the_findings_are_those_of_evaluate(desks: Desks) -> None:
    """After a stream with late, corrected, cancelled and refused rows the host finds what `evaluate` finds."""
    desk = desks()
    desk.take(STREAM)
    found = desk.findings()

    assert len(found) > 0
    assert found == desk.expected()


def test_a_row_sent_twice_is_written_once(desks: Desks) -> None:
    """A row equal to the latest of its id is answered with the number and the moment that it has."""
    desk = desks()
    row = row_from_data("forms", FIRST.sent)
    first = desk.host.record(row)
    desk.clock.now += timedelta(hours=1)
    second = desk.host.record(row)

    assert first.is_new
    assert not second.is_new
    assert (first.number, first.recorded_at) == (second.number, second.recorded_at)


def test_versions_of_a_row_never_share_a_moment(desks: Desks) -> None:
    """Two rows in one instant, or after the clock was put back, are recorded one after the other."""
    desk = desks()
    forms = [row_from_data("forms", {**FIRST.sent, "grade": grade}) for grade in (3, 4, 5)]
    moments = [desk.host.record(forms[0]).recorded_at, desk.host.record(forms[1]).recorded_at]
    desk.clock.now -= timedelta(days=1)
    moments.append(desk.host.record(forms[2]).recorded_at)

    assert moments == sorted(set(moments))
    assert moments[-1] - moments[0] == timedelta(microseconds=2)


def test_a_refused_row_leaves_nothing_behind(desks: Desks) -> None:
    """A row that names what is not there is refused with its place, and neither written nor remembered."""
    desk = desks()
    row = row_from_data("posts", STREAM[1].sent)

    with pytest.raises(RecordsError, match="nothing has the id `form-31`"):
        desk.host.record(row)

    assert desk.findings() == desk.expected()
    assert desk.host.changes() == []


def test_the_clock_alone_breaks_a_deadline(desks: Desks) -> None:
    """A deadline that passes in silence is a change like any other, and `tick` tells how long nothing changes."""
    desk = desks()
    desk.take(STREAM[:7])
    until = desk.host.tick()
    last = desk.host.changes()[-1].number
    assert until is not None
    desk.clock.now += until - timedelta(microseconds=1)
    before = desk.host.changes(last)
    desk.clock.now = STREAM[8].at
    after = desk.host.changes(last)

    assert before == []
    assert [change.turn.after["status"] for change in after if change.turn.after] == ["breached"]
    assert [change.turn.because for change in after] == [()]


@pytest.mark.parametrize(("verb", "time"), [("SELECT", 20), ("BEGIN", 7), ("INSERT", 12), ("COMMIT", 7), ("DELETE", 1)])
def test_a_database_that_fails_is_taken_up_again(desks: Desks, verb: str, time: int) -> None:
    """Whichever statement fails, done or not, the next call makes the memory anew; no change is lost or told twice."""
    quiet = desks()
    quiet.take(STREAM)
    run: list[str] = []
    desk = desks("failing.sqlite", wrap=lambda database: WatchedDatabase(database, run, (verb, time)))
    desk.take(STREAM)

    assert run.count(verb) > time
    assert desk.host.changes() == quiet.host.changes()
    assert desk.findings() == desk.expected() == quiet.expected()


def test_a_new_host_tells_what_the_clock_did_meanwhile(desks: Desks) -> None:
    """What changed while no host was running is told by the next one, under the following numbers."""
    desk = desks()
    desk.take(STREAM[:7])
    told = desk.host.changes()
    desk.host.close()
    later = desks()
    later.clock.now = STREAM[8].at
    changes = later.host.changes(told[-1].number)

    assert [change.number for change in changes] == [told[-1].number + 1]
    assert later.findings() == later.expected()


def test_new_rules_are_told_as_changes(desks: Desks) -> None:
    """Under other rules a client that follows the changes comes to the findings of these rules."""
    old = rules()
    desk = desks(pack=make_pack(attrs.evolve(old, norms=old.norms[:1])))
    desk.take(STREAM)
    desk.host.close()
    newer = desks(pack=make_pack(attrs.evolve(old, norms=old.norms[1:])))
    newer.clock.now = STREAM[-1].at
    states = followed(newer.host.changes())

    assert states == {finding.id: state_of(finding) for finding in newer.expected()}
    assert {finding.norm.slug for finding in newer.expected()} == {norm.slug for norm in old.norms[1:]}


def followed(changes: list[StoredChange]) -> dict[str, object]:
    """Return the findings that a client has who followed all changes."""
    states = {change.turn.finding: change.turn.after for change in changes}
    return {finding: state for finding, state in states.items() if state is not None}


def test_a_snapshot_saves_the_next_start_the_rows(desks: Desks) -> None:
    """A host that was closed leaves a snapshot of all entries, and the next one starts from it."""
    desk = desks()
    desk.take(STREAM)
    desk.host.close()
    again = desks()
    again.clock.now = STREAM[-1].at
    storage = desk.open()
    snapshot, entries = storage.snapshot(), storage.entries()
    storage.close()

    assert snapshot is not None
    assert snapshot.entries == entries[-1].number == len(entries)
    assert again.findings() == again.expected() == desk.expected()


def test_a_snapshot_of_another_mapping_is_made_anew(desks: Desks) -> None:
    """A snapshot whose facts another version of the mapping made is passed over, and so is one of other rules."""
    desk = desks()
    desk.take(STREAM)
    expected = desk.expected()
    storage = desk.open()
    snapshot = storage.snapshot()
    assert snapshot is not None
    storage.save_snapshot(Snapshot(snapshot.entries, snapshot.mapping - 1, {}))
    storage.close()
    remade = desk.findings()
    desk.host.close()
    whole = desks(pack=load_pack("contact-system"))
    whole.clock.now = STREAM[-1].at

    assert remade == expected
    assert whole.findings() == whole.expected()


def test_one_host_has_a_database(desks: Desks) -> None:
    """A second host on the same database is refused, until the first lets go."""
    first, second = desks(), desks()
    first.host.tick()
    with pytest.raises(StorageError):
        second.host.tick()
    first.host.close()
    second.host.tick()

    assert second.findings() == second.expected()


def test_threads_take_turns(desks: Desks) -> None:
    """Rows that several threads send at once are all recorded, under numbers without a gap."""
    desk = desks()
    desk.take(STREAM[:5])
    receipts: list[int] = []

    def call_often(who: int) -> None:
        for number in range(10):
            called = {"id": f"{who}-{number}", "pupil": "1", "teacher": "t1", "answered": True}
            row = row_from_data("calls", {**called, "called_at": desk.clock.now.isoformat()})
            receipts.append(desk.host.record(row).number)

    threads = [threading.Thread(target=call_often, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.clock.now += timedelta(seconds=1)

    assert sorted(receipts) == list(range(6, 46))
    assert desk.findings() == desk.expected()


def test_a_database_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    """A file in a folder that does not exist, and a server that is not there, cannot be opened."""
    with pytest.raises(StorageError):
        open_database(str(tmp_path / "no such folder" / "host.sqlite"))
    with pytest.raises(StorageError):
        open_database(f"postgresql:///host?host={tmp_path}")
