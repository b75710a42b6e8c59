"""``homeschool what-if``: what amendments would change, and for whom."""

import csv
import io
import json
from pathlib import Path

import attrs
import pytest

from homeschool.cli import main
from tests.cli.samples import write_pack, write_records

AFTER = "2026-02-01T12:00+08:00"
THREE = """[[amend]]
norm = "small.visits"
reason = "如果三次"
requires = { at_least = 3 }
"""
HEAD = """id = "my-school"
title = { zh = "本校细则", en = "School rules" }
extends = ["small"]
"""
NEW = """[[norm]]
id = "calls"
clause = "3"
modality = "obligation"
title = { zh = "每学期电话一次", en = "One call a term" }
bearer = "principal"
subject = "student"
timing = { every = "term" }
requires = { at_least = 1, of = "contact" }
"""


@attrs.frozen
class Desk:
    """Records, a pack, a folder for overlays, and what a call wrote."""

    folder: Path
    records: str
    pack: str
    capsys: pytest.CaptureFixture[str]

    def ask(self, amend: str, *more: str) -> tuple[int, str, str]:
        """Ask what an overlay would change; return the status, the output and what stands on the error."""
        status = main(["what-if", self.records, "--pack", self.pack, "--as-of", AFTER, "--amend", amend, *more])
        out, error = self.capsys.readouterr()
        return status, out, error

    def file(self, text: str) -> str:
        """Write a file of amendments and return its path."""
        path = self.folder / "amendments.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def overlay(self, head: str, body: str) -> str:
        """Write the folder of an overlay beside the pack and return its path."""
        folder = self.folder / "my-school"
        folder.mkdir()
        (folder / "pack.toml").write_text(head, encoding="utf-8")
        (folder / "norms.toml").write_text(body, encoding="utf-8")
        return str(folder)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Write the records and the pack."""
    return Desk(tmp_path, write_records(tmp_path), write_pack(tmp_path), capsys)


def test_a_file_of_amendments_is_enough(desk: Desk) -> None:
    """The table counts what changes, by norm, bearer and subject, and lists each change; the status is 0."""
    status, out, error = desk.ask(desk.file(THREE))

    assert (status, error) == (0, "")
    assert "原有 2 项，修改后 2 项：状态改变 1，不变 1" in out
    assert "修改 small.visits 每学期两次家访：如果三次（what-if）" in out
    assert "t-class  已履行 → 违反 1" in out
    assert "s-one  已履行 → 违反 1" in out
    assert "small.visits/s-one/2025-09-01" in out


def test_an_overlay_takes_the_place_of_what_it_extends(desk: Desk) -> None:
    """A folder that extends the pack amends it and adds to it; new duties are new, and nobody holds their role."""
    status, out, _ = desk.ask(desk.overlay(HEAD, THREE + "\n" + NEW), "--lang", "en")

    assert status == 0
    assert "2 findings before, 4 after: new 2, status changed 1, unchanged 1" in out
    assert "none → breached       2" in out
    assert "(vacant)  none → breached 2" in out
    assert "amended small.visits Two home visits a term: 如果三次 (my-school)" in out


def test_lists_can_be_limited(desk: Desk) -> None:
    """The lists by bearer and subject, and the changes, have at most so many lines."""
    _, out, _ = desk.ask(desk.file(NEW), "--limit", "1", "--lang", "both")

    assert out.count("……另有 1 项未列出") == 2
    assert out.count("... and 1 more") == 2


def test_filters_choose_on_both_sides(desk: Desk) -> None:
    """A norm that only the overlay has can be chosen, as can a subject."""
    _, out, _ = desk.ask(desk.file(NEW), "--norm", "calls", "--subject", "s-one")

    assert "原有 0 项，修改后 1 项：新增 1，不变 0" in out


def test_nothing_changed_is_one_line(desk: Desk) -> None:
    """Where the amendment changes nobody's finding, only the counts and the amendment are said."""
    _, out, _ = desk.ask(desk.file(THREE.replace("= 3", "= 2")))

    assert "原有 2 项，修改后 2 项：不变 2" in out
    assert "==" not in out


def test_the_json_says_who_and_how(desk: Desk) -> None:
    """The object holds both packs, the counts, the moves, and each difference with both sides."""
    _, out, _ = desk.ask(
        desk.file(THREE + '\n[[suspend]]\nnorm = "small.contact"\nreason = "试"\n'), "--format", "json"
    )
    found = json.loads(out)

    assert [pack["id"] for pack in (*found["packs"], *found["amended_packs"])] == ["small", "what-if"]
    assert found["moves"] == [{"from": "fulfilled", "to": "breached", "count": 1}]
    assert found["amended"][0]["amendments"] == [{"pack": "what-if", "reason": "如果三次", "fields": ["requires"]}]
    (difference,) = found["differences"]
    assert (difference["id"], difference["change"]) == ("small.visits/s-one/2025-09-01", "status")
    assert difference["bearers"] == [{"role": "class_teacher", "holders": ["t-class"]}]
    assert (difference["before"]["status"], difference["after"]["status"]) == ("fulfilled", "breached")
    assert found["by_subject"][0]["subject"] == "s-one"
    more = json.loads(desk.ask(desk.file(NEW), "--format", "json")[1])
    assert [one["before"] for one in more["differences"]] == [None, None]


def test_the_csv_has_a_line_for_each_change(desk: Desk) -> None:
    """The sheet shows the status before and after; what is gone has nothing after."""
    suspended = '[[suspend]]\nnorm = "small.visits"\nreason = "试"\n'

    _, out, _ = desk.ask(desk.file(suspended), "--format", "csv", "--lang", "both")

    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["变化 change"] for row in rows] == ["不再要求 / gone"] * 2
    assert {row["新状态 after"] for row in rows} == {"无 / none"}
    assert {row["新期限 deadline after"] for row in rows} == {""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (THREE.replace("small.visits", "small.visit"), ":2: amend[0].norm: no norm `small.visit`; did you mean"),
        (THREE.replace("at_least", "at_lest"), "at_lest"),
        ('title = "x"\n', "title"),
        ("[[amend]\n", "is not TOML"),
    ],
)
def test_mistakes_of_an_amendment_are_told_with_their_line(desk: Desk, text: str, said: str) -> None:
    """A misspelt norm or key, a key of the head, or what is no TOML at all is refused."""
    status, out, error = desk.ask(desk.file(text))

    assert (status, out) == (2, "")
    assert said in error
    assert "amendments.toml" in error


def test_an_overlay_of_other_packs_is_refused(desk: Desk) -> None:
    """An overlay that extends none of the packs given would change nothing."""
    status, _, error = desk.ask(desk.overlay(HEAD.replace('extends = ["small"]\n', ""), NEW))

    assert status == 2
    assert error == "`my-school` extends none of the packs given: `small`\n"
