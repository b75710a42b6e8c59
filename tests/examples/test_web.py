"""The example host's door: what it answers to requests, good and bad."""

from typing import Any

import pytest

from homeschool.adapters.findings import findings_to_data
from tests.examples.in_process import Desk, Desks
from tests.examples.stream import steps

STREAM = steps()


@pytest.fixture
def desk(desks: Desks) -> Desk:
    """Give a host with an open observation, as of half an hour after it."""
    desk = desks()
    desk.take(STREAM[:7])
    return desk


def test_a_record_is_created_once(desk: Desk) -> None:
    """A new row is answered with 201, its number and its moment, and the same row again with 200 and the same."""
    step = STREAM[9]
    first = desk.ask("POST", f"/{step.table}", step.sent)
    second = desk.ask("POST", f"/{step.table}", step.sent)

    assert first == (201, {"number": 7, "recorded_at": "2025-09-12T08:00:00.000001+08:00"})
    assert second == (200, first[1])


def test_findings_are_told_with_their_details(desk: Desk) -> None:
    """All findings are told as the library writes them, or those of one status."""
    _, everything = desk.ask("GET", "/findings")
    _, pending = desk.ask("GET", "/findings?status=pending")
    expected = desk.expected()

    assert everything == {"as_of": desk.clock.now.isoformat(), "findings": findings_to_data(expected)}
    assert pending["findings"] == findings_to_data(expected.pending)


def test_what_is_due_is_told_soonest_first(desk: Desk) -> None:
    """What closes within so many days is told, with who owes it."""
    _, soon = desk.ask("GET", "/due?within=1")
    _, late = desk.ask("GET", "/due?within=366")

    assert soon["due"] == [
        {
            "finding": "contact-system.concern-24h-contact/pupil-1/observation-1",
            "subject": "pupil-1",
            "bearers": [{"role": "class_teacher", "holders": ["teacher-t1"]}],
            "closes": "2025-09-13T07:30:00.000001+08:00",
            "working_days": 1,
            "missing": 1,
            "is_unachievable": False,
        }
    ]
    assert [one["finding"].split("/")[0] for one in late["due"]] == [
        "contact-system.concern-24h-contact",
        "contact-system.key-student-visits",
    ]


def test_changes_are_told_from_a_number_on(desk: Desk) -> None:
    """A client that asks after the last number it knows hears each change once, in parts as large as it likes."""
    _, everything = desk.ask("GET", "/changes")
    heard: list[Any] = []
    last = 0
    while True:
        _, part = desk.ask("GET", f"/changes?after={last}&limit=1")
        if not part["changes"]:
            break
        heard += part["changes"]
        last = part["last"]

    assert heard == everything["changes"]
    assert last == everything["last"] == len(heard) == 2
    assert heard[-1]["because"] == ["observation-1"]
    assert heard[-1]["after"]["status"] == "pending"


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("GET", "/forms", None, 405),
        ("POST", "/findings", {}, 405),
        ("GET", "/findings?status=late", None, 400),
        ("GET", "/changes?after=-1", None, 400),
        ("GET", "/due?within=367", None, 400),
        ("POST", "/forms", b"{", 400),
        ("POST", "/forms", b"[" * 60_000, 400),
        ("POST", "/forms", b"\xff", 400),
        ("POST", "/forms", b" " * 70_000, 413),
        ("POST", "/forms", {"id": "31"}, 422),
        ("POST", "/posts", {**STREAM[1].sent, "form": "none"}, 422),
    ],
)
def test_a_bad_request_is_told_what_was_expected(desk: Desk, method: str, path: str, sent: Any, status: int) -> None:
    """A request that cannot be answered gets its status and a reason, and changes nothing."""
    before = desk.host.changes()
    found, answer = desk.ask(method, path, sent)

    assert found == status
    assert answer["error"]
    assert desk.host.changes() == before


def test_every_mistake_of_a_record_is_told(desk: Desk) -> None:
    """A record that is refused is answered with all of its mistakes, each with its place."""
    _, answer = desk.ask("POST", "/forms", {"id": "31"})

    assert [mistake["place"] for mistake in answer["mistakes"]] == ["forms.grade", "forms.name"]


def test_a_body_without_a_length_is_refused(desk: Desk) -> None:
    """A body of unknown length is not read."""
    status, _ = desk.ask("POST", "/forms", {}, CONTENT_LENGTH="")

    assert status == 411


def test_a_database_that_fails_is_told(desk: Desk, desks: Desks) -> None:
    """Where the database cannot be had, the client is asked to send its request again."""
    desk.host.tick()
    status, answer = desks().ask("GET", "/findings")

    assert status == 503
    assert "again" in answer["error"]
