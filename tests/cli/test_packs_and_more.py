"""``homeschool packs``, ``schema`` and ``demo``."""

import json
from pathlib import Path

import pytest

from homeschool.adapters.packs import load_pack
from homeschool.cli import main
from tests.cli.samples import BODY, write_pack, write_records

CASES = """[[case]]
norm = "visits"
title = { zh = "没有家访", en = "no visit" }
as_of = 2026-02-01T12:00:00+08:00
facts.home_visit = []
expect = [ { subject = "s-one", opens = 2025-09-01, status = "STATUS" } ]
"""


def test_list_names_every_pack(capsys: pytest.CaptureFixture[str]) -> None:
    """``packs list`` gives id, version, number of norms and title of what ships with the library."""
    assert main(["packs", "list"]) == 0
    assert "contact-system" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "家访（地点为家中）至少 2 次"), ("en", "at least 2 home visits")]
)
def test_show_says_each_norm(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str) -> None:
    """``packs show`` says each norm in words, and what of it is a reading."""
    status = main(["packs", "show", write_pack(tmp_path), "--lang", language])
    out = capsys.readouterr().out

    assert status == 0
    assert said in out
    assert ("读法" in out) or ("Reading" in out)


def test_lint_looks_at_every_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``packs lint`` reports the mistakes of each folder, goes on, and ends with 2."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    good = write_pack(tmp_path / "a")
    bad = write_pack(tmp_path / "b", BODY.replace("home_visit", "home_vist"))
    status = main(["packs", "lint", bad, good])
    captured = capsys.readouterr()

    assert status == 2
    assert "did you mean `home_visit`" in captured.err
    assert "2 条 norms" in captured.out
    assert main(["packs", "lint", good]) == 0


@pytest.mark.parametrize(("expected", "status"), [("breached", 0), ("fulfilled", 1)])
def test_cases_are_run(tmp_path: Path, capsys: pytest.CaptureFixture[str], expected: str, status: int) -> None:
    """``packs cases`` runs a pack's cases and fails where one differs, saying where it stands and how."""
    pack = write_pack(tmp_path)
    (Path(pack) / "cases.toml").write_text(CASES.replace("STATUS", expected), encoding="utf-8")

    assert main(["packs", "cases", pack]) == status
    assert ("cases.toml:1" in capsys.readouterr().out) is (status == 1)


def test_coverage_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``packs coverage`` counts clauses, norms, what is encoded and what cases try."""
    assert main(["packs", "coverage", write_pack(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["small", "2", "2", "2", "2", "2", "0", "0"]


def test_coverage_says_why_a_clause_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    """``packs coverage`` gives, under the table, the reason for every binding norm that yields no duty."""
    pack = load_pack("mandatory-reporting")
    left = [norm for norm in pack.norms if norm.unexpressed]

    assert main(["packs", "coverage", pack.id]) == 0
    shown = capsys.readouterr().out
    assert left
    assert all(f"{norm.id}: {norm.unexpressed.zh}" in shown for norm in left if norm.unexpressed)


@pytest.mark.parametrize("what", ["records", "pack", "norms"])
def test_schemas_are_json(capsys: pytest.CaptureFixture[str], what: str) -> None:
    """``schema`` prints a JSON Schema."""
    assert main(["schema", what]) == 0
    assert "$schema" in json.loads(capsys.readouterr().out)


def test_demo_refuses_a_folder_that_is_not_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``demo`` writes no folder that holds something, and leaves it as it was."""
    write_records(tmp_path)

    assert main(["demo", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["records.json"]


def test_demo_writes_a_school_and_checks_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``demo`` writes the made-up school and prints a first check of it."""
    status = main(["demo", str(tmp_path / "school")])
    out = capsys.readouterr().out

    assert status == 0
    assert (tmp_path / "school" / "records.json").is_file()
    assert "违反" in out
    assert "homeschool check" in out
