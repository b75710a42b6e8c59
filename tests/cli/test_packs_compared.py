"""``homeschool packs`` over several packs: diff, conflicts, reads, pages, and the links that lint looks at."""

from pathlib import Path

import pytest

from homeschool.cli import main

HEAD = 'id = "{id}"\ntitle = {{ zh = "示例", en = "Example {id}" }}\n'
NORM = """
[[norm]]
id = "{slug}"
clause = "一"
modality = "obligation"
title = {{ zh = "家访", en = "Visits" }}
bearer = "class_teacher"
subject = "student"
timing = {{ every = "term" }}
requires = {{ of = "home_visit", {bounds} }}
"""


def write(folder: Path, id_: str, *norms: tuple[str, str], more: str = "") -> str:
    """Write a pack of norms that count home visits, and return its folder."""
    path = folder / id_
    path.mkdir()
    (path / "pack.toml").write_text(HEAD.format(id=id_), encoding="utf-8")
    texts = [NORM.format(slug=slug, bounds=bounds) + more for slug, bounds in norms]
    (path / "norms.toml").write_text("".join(texts), encoding="utf-8")
    return str(path)


def test_diff_says_what_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is new, what is gone, and what has changed, with both sentences."""
    old = write(tmp_path, "old", ("a", "at_least = 1"), ("gone", "at_least = 5"))
    new = write(tmp_path, "new", ("b", "at_least = 2"), ("new", "at_least = 9"), more='same_as = ["old.a"]\n')

    assert main(["packs", "diff", old, new, "--lang", "both"]) == 0
    shown = capsys.readouterr().out
    assert "新增 1，改变 1，不再有 1，相同 0" in shown
    assert "[changed] new.b  Visits\n  what is asked\n  before: " in shown
    assert "改为：班主任：对学生，每学期，家访至少 2 次（《示例》一）" in shown
    assert "[gone] old.gone" in shown
    assert "[新增] new.new" in shown


def test_conflicts_are_shown_with_both_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A conflict names both norms and what they ask, and makes the exit status 1."""
    most, least = write(tmp_path, "most", ("a", "at_most = 2")), write(tmp_path, "least", ("b", "at_least = 3"))

    assert main(["packs", "conflicts", most, least]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("most.a × least.b\n  家访: 班主任：对学生，每学期，家访至多 2 次（《示例》一）\n")
    assert shown.endswith("2 个规则包 packs, 2 条 norms: 1 处冲突 conflicts\n")
    assert main(["packs", "conflicts", least]) == 0


def test_reads_adds_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line says how many norms the tables add, and how many there are then."""
    assert main(["packs", "reads", write(tmp_path, "p", ("a", "at_least = 1"), ("b", "at_least = 2"))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["+0", "0", "人员与归属", "people", "and", "ties"],
        ["+2", "2", "home_visit", "家访"],
    ]


def test_pages_are_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page a pack, an index and a page of tables; cases of packs that ship stand under their norms."""
    assert main(["packs", "pages", str(tmp_path / "pages"), "work-system"]) == 0
    assert capsys.readouterr().out.endswith("3 页 pages\n")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["index.md", "records.md", "work-system.md"]
    assert "| 试例 case | 结论 found |" in (tmp_path / "pages" / "work-system.md").read_text(encoding="utf-8")
    assert main(["packs", "pages", str(tmp_path / "pages"), "work-system"]) == 2
    assert "pages" in capsys.readouterr().err


def test_lint_finds_copies_without_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two norms that ask exactly the same are told where nothing links them."""
    one, other = write(tmp_path, "one", ("a", "at_least = 1")), write(tmp_path, "other", ("b", "at_least = 1"))

    assert main(["packs", "lint", one, other]) == 2
    assert "other.b: same_as: asks exactly what `one.a` asks" in capsys.readouterr().err
    linked = write(tmp_path, "linked", ("b", "at_least = 1"), more='same_as = ["one.a"]\n')
    assert main(["packs", "lint", one, linked]) == 0
