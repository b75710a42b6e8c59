"""``homeschool due`` and ``homeschool plan``: what is due, with the time left, and the actions that keep it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from homeschool.cli import main
from tests.cli.samples import write_pack, write_records

AS_OF = "2026-01-19T08:00+08:00"


@attrs.frozen
class Desk:
    """A folder with records and a pack, and what a call wrote."""

    folder: Path
    pack: str
    capsys: pytest.CaptureFixture[str]

    def call(self, command: str, *more: str, as_of: str = AS_OF, **facts: list[dict[str, Any]]) -> tuple[int, str]:
        """Run a command on the records, with some tables replaced, and return its status and output."""
        records = write_records(self.folder, **facts)
        status = main([command, records, "--pack", self.pack, "--as-of", as_of, *more])
        return status, self.capsys.readouterr().out


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Write the pack."""
    return Desk(tmp_path, write_pack(tmp_path), capsys)


def rows(text: str) -> list[list[str]]:
    """Read a sheet."""
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


def test_due_says_how_much_time_is_left_and_what_is_missing(desk: Desk) -> None:
    """``due`` shows the time left, in school days too, and how many of how many are missing, in both languages."""
    status, out = desk.call("due", "--lang", "both")

    assert status == 0
    assert "4 天 16 小时（上课日 5）" in out
    assert "4 d 16 h (school days: 5)" in out
    assert "2/2" in out


def test_due_lists_person_by_person(desk: Desk) -> None:
    """``--by bearer`` gives each person who owes something a block of their own."""
    _, out = desk.call("due", "--by", "bearer")
    _, english = desk.call("due", "--by", "bearer", "--lang", "en")

    assert "== t-class ==" in out
    assert "每学期两次家访" in out
    assert "Two home visits a term" in english


def test_due_in_a_sheet_has_the_time_left(desk: Desk) -> None:
    """The sheet of ``due`` has the columns of a check, and behind them the time left and what is missing."""
    _, out = desk.call("due", "--format", "csv", "--lang", "both")

    head, first = rows(out)[:2]
    assert head[-6:] == [
        "剩余小时 hours left",
        "剩余上课日 school days left",
        "剩余工作日 working days left",
        "应有 needed",
        "还差 missing",
        "还能完成 can be kept",
    ]
    assert first[-6:] == ["112.0", "5", "5", "2", "2", "是 / True"]


def test_plan_lists_actions_and_what_they_keep(desk: Desk) -> None:
    """``plan`` lists each action with its day, whom it is about, who acts and what it keeps, in both languages."""
    status, out = desk.call("plan", "--lang", "both")

    assert status == 0
    assert "行动 2 项，可完成 1 项义务，不能完成 0 项" in out
    assert "2 actions keep 1 duties, 0 cannot be kept" in out
    assert "家访（地点为家中）" in out
    assert "home visit (place is home)" in out
    assert "t-class" in out


def test_plan_says_why_something_is_not_kept(desk: Desk) -> None:
    """What no plan keeps is listed with the reason; ``--limit`` lists so many lines and says what it leaves out."""
    _, vacant = desk.call("plan", "--lang", "both", appointment=[])

    assert "岗位空缺（班主任）" in vacant
    assert "nobody holds the role (class teacher)" in vacant
    assert "另有 1 项未列出" in desk.call("plan", "--limit", "0", appointment=[])[1]


def test_plan_with_little_capacity(desk: Desk) -> None:
    """``--capacity`` limits how much a person does on a day."""
    _, out = desk.call("plan", "--capacity", "1", as_of="2026-01-23T08:00+08:00")

    assert "期限太近，责任人排不开" in out
    assert desk.call("plan", "--capacity", "0")[0] == 2


def test_plan_as_json_holds_the_records_to_be(desk: Desk) -> None:
    """The JSON object holds each action with what is asked of it and the record that it will leave."""
    _, out = desk.call("plan", "--format", "json")

    document = json.loads(out)
    first = document["actions"][0]
    assert document["kept"] == ["small.visits/s-two/2025-09-01"]
    assert document["unkept"] == []
    assert (first["class"], first["concerns"], first["actors"]) == ("home_visit", ["s-two"], ["t-class"])
    assert first["asks"] == [{"field": "place", "op": "any_of", "values": ["home"]}]
    assert first["fact"]["visitors"] == ["t-class"]
    assert [pack["id"] for pack in document["packs"]] == ["small"]


def test_plan_as_a_sheet(desk: Desk) -> None:
    """The sheet has a line for each action."""
    _, out = desk.call("plan", "--format", "csv", "--lang", "both")

    found = rows(out)
    assert found[0] == ["时间 when", "行动 action", "对象 for", "行动人 who", "完成 keeps", "编号 id"]
    assert [row[2:] for row in found[1:]] == [
        ["s-two", "t-class", "small.visits/s-two/2025-09-01", "action-1"],
        ["s-two", "t-class", "small.visits/s-two/2025-09-01", "action-2"],
    ]


def test_plan_with_the_solver(desk: Desk) -> None:
    """``--solver highs`` finds a plan that is no larger."""
    pytest.importorskip("highspy")

    assert desk.call("plan", "--solver", "highs") == desk.call("plan")
