"""``homeschool check``, ``due`` and ``explain``."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

from homeschool.calendar import SHANGHAI
from homeschool.cli import main
from homeschool.cli.check import exit_status
from homeschool.cli.due import span
from homeschool.cli.inputs import moment
from homeschool.errors import InvalidValueError
from tests.cli.samples import BODY, write_pack, write_records
from tests.report.made_up import BREACH, OPEN

AFTER = "2026-02-01T12:00+08:00"
DURING = "2026-01-20T12:00+08:00"
LATE = {"id": "k1", "occurred": "2026-01-20T09:00+08:00", "concerns": ["s-two"], "nature": "emotional"}


@attrs.frozen
class Desk:
    """A folder with records and a pack, and what a call wrote."""

    folder: Path
    records: str
    pack: str
    capsys: pytest.CaptureFixture[str]

    def call(self, command: str, *more: str, as_of: str = AFTER) -> tuple[int, str]:
        """Run a command on the records and return its status and output."""
        status = main([command, self.records, "--pack", self.pack, "--as-of", as_of, *more])
        return status, self.capsys.readouterr().out


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Write the records and the pack."""
    return Desk(tmp_path, write_records(tmp_path, concern=[LATE]), write_pack(tmp_path), capsys)


def test_a_breach_is_listed_and_fails(desk: Desk) -> None:
    """After the term the missing visits are breaches, listed with deadline and id, and the status is 1."""
    status, out = desk.call("check")

    assert status == 1
    assert "违反 2" in out
    assert "small.visits/s-two/2025-09-01" in out
    assert "2026-01-23 当日结束前" in out
    assert "small.visits/s-one" not in out


@pytest.mark.parametrize(("fail_on", "status"), [("never", 0), ("breached", 0), ("undetermined", 0), ("pending", 1)])
def test_fail_on_sets_what_fails(desk: Desk, fail_on: str, status: int) -> None:
    """While there is still time only ``--fail-on pending`` fails."""
    assert desk.call("check", "--fail-on", fail_on, as_of=DURING)[0] == status


def test_an_undetermined_mandatory_report_fails_like_a_breach() -> None:
    """An undetermined mandatory report is at the level of a breach; other undetermined findings are not."""
    quiet = attrs.evolve(OPEN, norm=BREACH.norm)

    assert exit_status([OPEN], "breached") == 1
    assert exit_status([quiet], "breached") == 0
    assert exit_status([quiet], "undetermined") == 1
    assert exit_status([OPEN, BREACH], "never") == 0


def test_json_holds_everything_and_is_the_same_each_time(desk: Desk) -> None:
    """The document has every finding with its words in both languages, and the same bytes each time."""
    _, out = desk.call("check", "--format", "json")
    _, again = desk.call("check", "--format", "json")
    read = json.loads(out)

    assert out == again
    assert read["summary"] == {
        "breached": 2,
        "undetermined": 0,
        "pending": 0,
        "holding": 0,
        "waived": 0,
        "lapsed": 0,
        "fulfilled": 1,
    }
    assert [found["status"] for found in read["findings"]] == ["breached", "breached", "fulfilled"]
    assert read["findings"][0]["message"]["zh"].startswith("【违反】")
    assert read["as_of"] == "2026-02-01T12:00:00+08:00"
    assert {"version", "digest", "id", "title"} == set(read["packs"][0])


def test_output_goes_to_a_file_whole(desk: Desk) -> None:
    """``--output`` writes the file and nothing to standard output; a folder that is missing is an error."""
    target = desk.folder / "out.csv"
    status, out = desk.call("check", "--format", "csv", "--output", str(target))
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))

    assert (status, out) == (1, "")
    assert len(rows) == 4
    assert desk.call("check", "--output", str(desk.folder / "none" / "out.csv"))[0] == 2
    assert not (desk.folder / "none").exists()


def test_filters_leave_out(desk: Desk) -> None:
    """Norm, subject, status and text filters leave out all else; what they name must exist."""
    assert desk.call("check", "--only-text")[1].count("small.visits") == 0
    assert desk.call("check", "--norm", "contact")[1].count("small.visits") == 0
    assert desk.call("check", "--subject", "s-one")[0] == 0
    assert "small.visits/s-one/2025-09-01" in desk.call("check", "--status", "fulfilled")[1]
    assert desk.call("check", "--norm", "visit")[0] == 2
    assert desk.call("check", "--subject", "s-on")[0] == 2


def test_limit_counts_per_status(desk: Desk) -> None:
    """``--limit`` lists so many of each status and says what it leaves out."""
    _, out = desk.call("check", "--limit", "1")
    _, document = desk.call("check", "--limit", "1", "--format", "json")

    assert "另有 1 项未列出" in out
    assert len(json.loads(document)["findings"]) == 2


def test_both_languages(desk: Desk) -> None:
    """``--lang both`` says everything twice."""
    _, out = desk.call("check", "--lang", "both")

    assert "违反：2 项" in out
    assert "breached: 2" in out


def test_at_once_is_a_span(desk: Desk) -> None:
    """``--at-once`` takes a span and refuses anything else."""
    assert desk.call("check", "--at-once", "2 h")[0] == 1
    assert desk.call("check", "--at-once", "soon")[0] == 2


def test_the_moment_is_now_or_aware_or_a_day() -> None:
    """The moment is now by default, an instant with its zone, or the last moment of a day; naive ones are refused."""
    utc = moment("2026-01-20T04:00Z", SHANGHAI)

    assert moment(None, SHANGHAI).tzinfo == SHANGHAI
    assert utc == datetime(2026, 1, 20, 12, tzinfo=SHANGHAI)
    assert moment("2026-01-20", ZoneInfo("Asia/Shanghai")).isoformat() == "2026-01-20T23:59:59.999999+08:00"
    for text in ("2026-01-20T12:00", "soon", "2026-13-01"):
        with pytest.raises(InvalidValueError):
            moment(text, SHANGHAI)


def test_due_lists_what_closes_soon(desk: Desk) -> None:
    """``due`` lists the pending duties that close within a span, for one bearer if asked."""
    status, out = desk.call("due", as_of=DURING)
    _, hours = desk.call("due", "--within", "24h", as_of=DURING)
    _, nobody = desk.call("due", "--by", "t-none", as_of=DURING)
    _, role = desk.call("due", "--by", "class_teacher", as_of=DURING)

    assert status == 0
    assert "small.visits/s-two/2025-09-01" in out
    assert "small.contact/s-two/k1" in out
    assert "small.visits" not in hours
    assert "small." not in nobody
    assert role == out
    assert desk.call("due", "--format", "csv", as_of=DURING)[1].count("small.") == 2


@pytest.mark.parametrize(
    ("text", "said"), [("14d", "14 days"), ("2w", "2 weeks"), ("36h", "36 h"), ("1 month", "1 month")]
)
def test_short_spans(text: str, said: str) -> None:
    """A span may be written short."""
    assert str(span(text)) == said


def test_explain_says_one_finding(desk: Desk) -> None:
    """``explain`` prints one finding in words, found by its id with or without the pack."""
    _, long = desk.call("explain", "small.visits/s-two/2025-09-01")
    _, short = desk.call("explain", "visits/s-two/2025-09-01")
    _, both = desk.call("explain", "visits/s-two/2025-09-01", "--lang", "both")

    assert long == short
    assert "家访 v3（2025-11-12）：地点不是家中" in long
    assert both.startswith(long.rstrip())
    assert "place is not home" in both


def test_explain_names_the_nearest_finding(desk: Desk) -> None:
    """An id that no finding has is a wrong call, with the nearest id."""
    status = main(["explain", desk.records, "--pack", desk.pack, "--as-of", AFTER, "small.visits/s-two/2025-09-02"])

    assert status == 2
    assert "did you mean `small.visits/s-two/2025-09-01`" in desk.capsys.readouterr().err


def test_a_mistaken_pack_is_refused_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt field in a pack is said with file, line and the nearest field."""
    pack = write_pack(tmp_path, BODY.replace('place = "home"', 'plase = "home"'))
    status = main(["check", write_records(tmp_path), "--pack", pack])

    assert status == 2
    assert "norms.toml:9" in capsys.readouterr().err
