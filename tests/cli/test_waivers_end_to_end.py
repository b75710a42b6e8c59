"""Waivers and documented reasons, from the records to what people read."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from homeschool.adapters.records import read_records
from homeschool.adapters.records import write_records as write_tables
from homeschool.cli import main
from tests.cli.samples import BODY, FACTS, write_pack, write_records

AFTER = "2026-02-01T12:00+08:00"
WAIVER: dict[str, Any] = {
    "id": "w1",
    "norm": "small.visits",
    "subjects": ["s-two"],
    "since": "2026-01-20",
    "until": "2026-01-24",
    "granted_by": "t-class",
    "reason": "made up",
    "recorded_at": "2026-01-10T09:00+08:00",
}
REFUSING = BODY.replace('clause = "2"', 'clause = "2"\nwaivable = false').replace(
    'clause = "1"', 'clause = "1"\nwaivable = false'
)


@attrs.frozen
class Desk:
    """A folder for records and a pack, and what a call wrote."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def call(self, command: str, records: str, *more: str, body: str = BODY) -> tuple[int, str, str]:
        """Run a command on records and the small pack; return its status, its output and what stands on the error."""
        pack = self.folder / "small"
        name = str(pack) if pack.is_dir() else write_pack(self.folder, body)
        status = main([command, records, *more, "--pack", name, "--as-of", AFTER])
        out, error = self.capsys.readouterr()
        return status, out, error

    def records(self, *waivers: dict[str, Any], **facts: Any) -> str:
        """Write records with some waivers."""
        return write_records(self.folder, waiver=list(waivers), **facts)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return an empty folder."""
    return Desk(tmp_path, capsys)


def test_a_waiver_in_json_is_in_the_table_and_fails_nothing(desk: Desk) -> None:
    """The duty is waived, the table says by whom it was granted and when, and the exit status is 0."""
    status, out, error = desk.call("check", desk.records(WAIVER), "--status", "waived")

    assert (status, error) == (0, "")
    assert "已豁免 1" in out
    assert "经 w1 豁免：t-class 批准，2026-01-10 09:00 记录；豁免 2026-01-20 至 " in out


def test_the_json_says_what_excuses(desk: Desk) -> None:
    """The finding names the waiver, who granted it, when and for which days, and not its reason."""
    _, out, _ = desk.call("check", desk.records(WAIVER), "--status", "waived", "--format", "json")

    (finding,) = json.loads(out)["findings"]
    assert finding["excused_by"] == "w1"
    assert finding["excuse"] == {
        "fact": "w1",
        "class": "waiver",
        "recorded_at": "2026-01-10T09:00:00+08:00",
        "granted_by": "t-class",
        "from": "2026-01-20",
        "until": "2026-01-24",
        "has_reason": True,
    }
    assert "is_retroactive" not in finding
    assert "made up" not in out


def test_the_csv_says_what_excuses(desk: Desk) -> None:
    """The sheet says in words, in both languages, what excuses the duty."""
    _, out, _ = desk.call("check", desk.records(WAIVER), "--status", "waived", "--format", "csv", "--lang", "both")

    (row,) = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert row["状态 status"] == "已豁免 / waived"
    assert "经 w1 豁免" in row["情况 found"]
    assert "granted by t-class, recorded 2026-01-10 09:00" in row["情况 found"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("期限的最后一日在其中", "（违反之后补批）", "未注明批准人")),
        ("en", ("the last day of the time lies in them", "(after the breach)", "nobody is named as having granted it")),
    ],
)
def test_a_retroactive_waiver_is_said_to_be_one(desk: Desk, language: str, said: tuple[str, ...]) -> None:
    """The explanation says why the waiver excuses, and that it was recorded after the breach."""
    late = {**WAIVER, "recorded_at": "2026-01-30T09:00+08:00", "granted_by": None, "until": None}

    _, out, _ = desk.call("explain", desk.records(late), "visits/s-two/2025-09-01", "--lang", language)

    assert all(part in out for part in said)


def test_a_waiver_in_a_table_with_chinese_columns(desk: Desk) -> None:
    """A sheet of waivers with Chinese names of columns, its last day given, is read like any other."""
    folder = desk.folder / "记录"
    write_tables(read_records(desk.records()), folder)
    heads = "编号,条款编号,涉及对象,开始日期,末日,批准人,说明理由,记录时间"
    row = "w1,small.visits,s-two,2026-01-20,2026-01-23,t-class,从略,2026-01-10T09:00+08:00"
    (folder / "waiver.csv").unlink()
    (folder / "豁免.csv").write_text(f"{heads}\n{row}\n", encoding="utf-8")

    status, out, _ = desk.call("explain", str(folder), "visits/s-two/2025-09-01")

    assert status == 0
    assert "经 w1 豁免：t-class 批准，2026-01-10 09:00 记录；豁免 2026-01-20 至 2026-01-23" in out


def test_a_cancelled_waiver_excuses_nothing(desk: Desk) -> None:
    """A waiver that was taken back leaves the breach."""
    gone = {**WAIVER, "cancelled": True, "recorded_at": "2026-01-11T09:00+08:00"}

    status, out, _ = desk.call("check", desk.records(WAIVER, gone))

    assert status == 1
    assert "违反 1" in out


def test_a_waived_duty_is_an_exclusion_of_the_measure(desk: Desk) -> None:
    """What is waived is neither fulfilled nor breached: of two duties one is left, and done."""
    _, out, _ = desk.call("measure", desk.records(WAIVER), "--norm", "visits", "--format", "json")

    (found,) = json.loads(out)["slices"]
    assert (found["population"], found["exclusions"], found["denominator"]) == (2, 1, 1)
    assert found["rate"] == {"least": 1.0, "greatest": 1.0}


def test_waivers_of_what_cannot_be_waived_are_refused_all_at_once(desk: Desk) -> None:
    """Every such waiver is named with the clause, nothing is printed, and the exit status is 2."""
    other = {**WAIVER, "id": "w2", "norm": "small.contact", "subjects": []}
    again = {**WAIVER, "id": "w3", "since": "2026-01-21"}

    status, out, error = desk.call("check", desk.records(other, WAIVER, again), body=REFUSING)

    assert (status, out) == (2, "")
    assert error.splitlines() == [
        "3 mistakes in the waivers",
        "waiver `w1`: `small.visits` cannot be waived (Small document, 1)",
        "waiver `w3`: `small.visits` cannot be waived (Small document, 1)",
        "waiver `w2`: `small.contact` cannot be waived (Small document, 2)",
    ]


def test_waivers_that_can_excuse_nothing_are_noted(desk: Desk) -> None:
    """A misspelt norm, a subject of the wrong kind: a note on standard error, and the breach is found all the same."""
    misspelt = {**WAIVER, "norm": "small.visit"}
    bare = {**WAIVER, "id": "w2", "norm": "visits"}
    of_class = {**WAIVER, "id": "w3", "subjects": ["c31"]}
    of_others = {**WAIVER, "id": "w4", "norm": "elsewhere.visits"}

    status, _, error = desk.call("check", desk.records(misspelt, bare, of_class, of_others))

    assert status == 1
    assert error.splitlines() == [
        "注意 note: waiver `w1`: no pack has the norm `small.visit`; did you mean `small.visits`?",
        "注意 note: waiver `w2`: no pack has the norm `visits`; did you mean `small.visits`?",
        "注意 note: waiver `w3`: `c31` is a school_class, and `small.visits` is about each student",
    ]


def test_a_waiver_of_what_yields_no_duty_is_noted(desk: Desk) -> None:
    """A permission yields no duty that could be waived."""
    permission = '[[norm]]\nid = "may"\nclause = "3"\nmodality = "permission"\ntitle = { zh = "可以", en = "May" }\n'

    _, _, error = desk.call("check", desk.records({**WAIVER, "norm": "small.may"}), body=BODY + "\n" + permission)

    assert error.startswith("注意 note: waiver `w1`: `small.may` yields no duty that could be waived")


CONCERN = {
    "id": "k1",
    "occurred": "2026-01-20T09:00+08:00",
    "concerns": ["s-two"],
    "nature": "emotional",
    "reason": "made up",
}


def test_a_documented_reason_excuses_from_the_record_to_the_words(desk: Desk) -> None:
    """The reason on the trigger excuses; table, JSON and explanation say so, and none of them says the reason."""
    body = BODY.replace("timing = { upon", "unless_documented = true\ntiming = { upon")
    records = desk.records(concern=[CONCERN], contact=FACTS["contact"])

    status, out, _ = desk.call("check", records, "--norm", "contact", "--format", "json", body=body)
    _, said, _ = desk.call("explain", records, "contact/s-two/k1", "--lang", "en")

    (finding,) = json.loads(out)["findings"]
    assert (status, finding["status"], finding["excused_by"]) == (0, "waived", "k1")
    assert (finding["excuse"]["class"], finding["excuse"]["granted_by"]) == ("concern", None)
    assert "a reason is recorded on k1: written down 2026-01-20 09:00, and the norm lets a documented reason" in said
    assert "made up" not in out + said


def test_a_late_documented_reason_is_retroactive(desk: Desk) -> None:
    """A reason written down after the breach is said to be late."""
    body = BODY.replace("timing = { upon", "unless_documented = true\ntiming = { upon")
    first = {key: value for key, value in CONCERN.items() if key != "reason"}
    late = {**CONCERN, "recorded_at": "2026-01-25T09:00+08:00"}

    _, out, _ = desk.call("explain", desk.records(concern=[first, late]), "contact/s-two/k1", body=body)

    assert "k1 已写明理由（违反之后补记）：2026-01-25 09:00 记录，本条允许说明理由后不做" in out
