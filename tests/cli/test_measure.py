"""``homeschool measure``: rates by slices and over time."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from homeschool.cli import main
from tests.cli.samples import write_pack, write_records

AFTER = "2026-02-01T12:00+08:00"
CONCERN = {"id": "k1", "occurred": "2026-01-31T09:00+08:00", "concerns": ["s-two"], "nature": "emotional"}


@pytest.fixture
def measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what measures the small records and returns the output."""
    records = write_records(tmp_path, concern=[CONCERN])
    pack = write_pack(tmp_path)

    def call(*more: str, as_of: str = AFTER) -> str:
        assert main(["measure", records, "--pack", pack, "--as-of", as_of, *more]) == 0
        return capsys.readouterr().out

    return call


def test_each_norm_has_its_rate(measured: Any) -> None:
    """One line for each norm with its title, its rate and its counts."""
    lines = measured().splitlines()

    assert lines[0] == "截至 2026-02-01 12:00+08:00"
    assert lines[2].split() == [
        "条款", "标题", "履行率", "应履行", "排除", "已判定", "已履行", "待完成", "目前符合", "无法判定"
    ]  # fmt: skip
    assert lines[3].split() == ["small.visits", "每学期两次家访", "50.0", "%", "2", "0", "2", "1", "0", "0", "0"]


def test_nothing_decided_has_no_rate(measured: Any) -> None:
    """Where nothing is decided yet the rate is n/a, and never nought."""
    english = measured("--lang", "en", as_of="2025-10-01T12:00+08:00")

    assert "n/a" in english
    assert "0.0 %" not in english
    assert "不适用" in measured("--lang", "both", as_of="2025-10-01T12:00+08:00")


def test_slices_and_months(measured: Any) -> None:
    """Classes, bearers and months each have a line; what has none is shown so."""
    out = measured("--by", "class,role,bearer", "--trend", "month", "--lang", "en")

    rows = [line.split() for line in out.splitlines()[3:]]
    assert [row[:6] for row in rows] == [
        ["2026-01", "c31", "class", "teacher", "t-class", "50.0"],
        ["2026-02", "c31", "class", "teacher", "t-class", "0.0"],
    ]
    assert "(none)" in measured("--by", "norm", "--trend", "term", "--lang", "en")


def test_no_slices_at_all_is_the_whole(measured: Any) -> None:
    """An empty `--by` measures everything together."""
    assert measured("--by", "").splitlines()[3].split()[:3] == ["33.3", "%", "3"]
    assert measured("--by", "", "--norm", "contact", as_of="2025-09-01T12:00+08:00").count("\n") == 2


def test_the_json_holds_the_counts_and_the_rate(measured: Any) -> None:
    """Each slice is an object with its keys, its period, its rate and its counts."""
    found = json.loads(measured("--by", "norm,class", "--trend", "term", "--format", "json"))

    assert found["packs"][0]["id"] == "small"
    (visits, contact) = found["slices"]
    assert visits["period"]["from"] == "2025-09-01"
    assert (visits["norm"], visits["school_class"], visits["rate"]) == (
        "small.visits",
        "c31",
        {"least": 0.5, "greatest": 0.5},
    )
    assert (contact["period"], contact["numerator"], contact["denominator"]) == (None, 0, 1)
    early = json.loads(measured("--format", "json", as_of="2025-10-01T12:00+08:00"))
    assert early["slices"][0]["rate"] is None


def test_the_csv_holds_the_rate_as_numbers(measured: Any) -> None:
    """The sheet has the rate as two numbers, blank where there is none, under names in the languages asked for."""
    after = measured("--format", "csv", "--lang", "both")
    early = measured("--format", "csv", "--lang", "en", as_of="2025-10-01T12:00+08:00")

    (visits, _) = csv.DictReader(io.StringIO(after.removeprefix("\ufeff")))
    (open_,) = csv.DictReader(io.StringIO(early.removeprefix("\ufeff")))
    assert (visits["履行率下限 least rate"], visits["应履行 owed"]) == ("0.5000", "2")
    assert (open_["least rate"], open_["pending"]) == ("", "2")


def test_an_unknown_slice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt slice is said with what is expected, and the status is 2."""
    records, pack = write_records(tmp_path), write_pack(tmp_path)

    status = main(["measure", records, "--pack", pack, "--as-of", AFTER, "--by", "norm,classes"])

    assert status == 2
    assert "`classes` is nothing to slice by" in capsys.readouterr().err
