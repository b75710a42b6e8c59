"""Packs out of folders, and every way in which they can be wrong."""

import stat
from pathlib import Path

import pytest

from homeschool.adapters.packs import load_pack, pack_ids, packs_folder
from homeschool.errors import Mistake, PackError, UnknownIdError
from homeschool.policy.timing import Every
from tests.adapters.samples import PACK_BODY, PACK_HEAD, write_pack


def mistakes_of(folder: Path) -> tuple[Mistake, ...]:
    """Load a pack that has mistakes and return them."""
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.mistakes


def overlay(name: str, *bases: str) -> str:
    """Return the head of a pack that extends others."""
    listed = ", ".join(f'"{base}"' for base in bases)
    return f'id = "{name}"\ntitle = {{ zh = "覆盖", en = "Overlay" }}\nextends = [{listed}]\n'


def test_pack_ids_are_the_folders_that_hold_a_pack() -> None:
    """Every id names a folder with a pack.toml, and the ids are sorted."""
    ids = pack_ids()

    assert list(ids) == sorted(path.parent.name for path in packs_folder().glob("*/pack.toml"))


def test_a_folder_is_loaded_with_its_digest(tmp_path: Path) -> None:
    """A pack comes with its norms, its definitions and a digest of sixteen characters."""
    pack = load_pack(write_pack(tmp_path / "small"))

    assert [norm.slug for norm in pack.norms] == ["visits", "may-visit"]
    assert "key_student" in pack.definitions
    assert len(pack.digest) == 16


def test_the_digest_follows_the_text_and_not_the_line_ends(tmp_path: Path) -> None:
    """The same text has the same digest wherever it lies and however its lines end; another text another one."""
    one = load_pack(write_pack(tmp_path / "one"))
    two = load_pack(write_pack(tmp_path / "two", PACK_HEAD.replace("\n", "\r\n")))
    three = load_pack(write_pack(tmp_path / "three", PACK_HEAD + "# more\n"))

    assert one.digest == two.digest
    assert one.digest != three.digest


def test_the_digest_covers_what_is_extended(tmp_path: Path) -> None:
    """An overlay's digest changes when the pack that it extends does."""
    write_pack(tmp_path / "small")
    write_pack(tmp_path / "mine", overlay("mine", "small"), "")
    before = load_pack(tmp_path / "mine").digest
    write_pack(tmp_path / "small", body=PACK_BODY.replace("at_least = 2", "at_least = 3"))

    assert load_pack(tmp_path / "mine").digest != before


def test_an_overlay_amends_and_suspends(tmp_path: Path) -> None:
    """Through files, an overlay changes one norm from a day on and drops another."""
    write_pack(tmp_path / "small")
    body = """[[amend]]
norm = "small.visits"
reason = "more is better"
from = 2026-03-01
timing = { every = "month" }

[[suspend]]
norm = "small.may-visit"
reason = "not here"
"""
    pack = load_pack(write_pack(tmp_path / "mine", overlay("mine", "small"), body))

    assert [norm.id for norm in pack.norms] == ["small.visits", "small.visits"]
    assert [norm.timing.period for norm in pack.norms if isinstance(norm.timing, Every)] == ["term", "month"]
    assert pack.norms[1].amendments[0].reason == "more is better"


def test_a_mistake_in_an_overlay_has_its_line(tmp_path: Path) -> None:
    """An amendment of a norm that is not there is told with its line."""
    write_pack(tmp_path / "small")
    body = '[[amend]]\nreason = "x"\nnorm = "visit"\n'
    found = mistakes_of(write_pack(tmp_path / "mine", overlay("mine", "small"), body))

    assert [(mistake.line, mistake.place) for mistake in found] == [(3, "amend[0].norm")]


def test_every_mistake_of_both_files_has_its_file_and_line(tmp_path: Path) -> None:
    """Mistakes of the head and of the norms are told at once, each with its file and line."""
    folder = write_pack(
        tmp_path / "small",
        PACK_HEAD + "forse = 1\n",
        PACK_BODY.replace('place = "home"', 'plase = "home"') + "\n[[nrom]]\n",
    )
    found = {(Path(one.file or "").name, one.line, one.place) for one in mistakes_of(folder)}

    assert found == {
        ("pack.toml", 8, "definitions.key_student.forse"),
        ("norms.toml", 10, "norm[0].requires.where.plase"),
        ("norms.toml", 19, "nrom"),
    }


def test_a_key_of_the_head_among_the_norms_is_told_there(tmp_path: Path) -> None:
    """A key that stands in norms.toml by mistake is told with that file."""
    found = mistakes_of(write_pack(tmp_path / "small", body='source = "x"\n' + PACK_BODY))

    assert [(Path(one.file or "").name, one.line) for one in found] == [("norms.toml", 1)]


def test_a_head_without_an_id_does_not_hide_the_norms(tmp_path: Path) -> None:
    """Mistakes of the norms are told even where the head cannot be read."""
    head = PACK_HEAD.replace('id = "small"', "")
    found = mistakes_of(write_pack(tmp_path / "small", head, PACK_BODY.replace('place = "home"', 'plase = "home"')))

    assert [found[0].place, found[1].place] == ["id", "norm[0].requires.where.plase"]


def test_broken_norms_do_not_hide_the_head(tmp_path: Path) -> None:
    """Mistakes of the head are told even where norms.toml is no TOML."""
    found = mistakes_of(write_pack(tmp_path / "small", PACK_HEAD.replace('"student"', '"studnet"'), "[[norm]"))

    assert [Path(one.file or "").name for one in found] == ["norms.toml", "pack.toml"]


def test_broken_toml_of_both_files_is_told_with_its_line(tmp_path: Path) -> None:
    """A text that is no TOML is told with file and line, for both files at once."""
    found = mistakes_of(write_pack(tmp_path / "small", 'id = "a"\nid = "b"\n', "[[norm]]\nid =\n"))

    assert [(Path(one.file or "").name, one.line) for one in found] == [("pack.toml", 2), ("norms.toml", 2)]
    assert all("is not TOML" in one.text for one in found)


def test_a_truncated_file_is_told_at_its_end(tmp_path: Path) -> None:
    """A file that ends within a text is no TOML, at its last line."""
    (found,) = mistakes_of(write_pack(tmp_path / "small", body='[[norm]]\nid = """abc\n'))

    assert found.line == 3
    assert "at the end of the file" in found.text


def test_deeply_nested_toml_is_refused(tmp_path: Path) -> None:
    """A file of brackets inside brackets is refused and does not end the process."""
    (found,) = mistakes_of(write_pack(tmp_path / "small", body="norm = " + "[" * 100_000))

    assert "nested too deeply" in found.text or "is not TOML" in found.text


def test_an_endless_number_is_refused(tmp_path: Path) -> None:
    """A number of more digits than Python reads is no TOML."""
    (found,) = mistakes_of(write_pack(tmp_path / "small", body="norm = " + "1" * 5000))

    assert found.text.startswith("is not TOML")


def test_a_file_that_is_not_utf_8_names_what_it_is(tmp_path: Path) -> None:
    """A GBK file is told as such, with the line of the first wrong byte."""
    folder = write_pack(tmp_path / "small")
    (folder / "norms.toml").write_bytes("# a\n# 家访规定\n".encode("gbk"))
    (found,) = mistakes_of(folder)

    assert found.line == 2
    assert "GBK" in found.text


def test_a_missing_norms_file_is_told(tmp_path: Path) -> None:
    """A pack without norms.toml says which file is missing."""
    folder = write_pack(tmp_path / "small")
    (folder / "norms.toml").unlink()
    (found,) = mistakes_of(folder)

    assert found.file == str(folder / "norms.toml")
    assert "no such file" in found.text


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    """A norms.toml that is a folder, as one without permission, cannot be read."""
    folder = write_pack(tmp_path / "small")
    (folder / "norms.toml").unlink()
    (folder / "norms.toml").mkdir()
    (found,) = mistakes_of(folder)

    assert found.text.startswith("cannot be read")
    assert stat.S_ISDIR((folder / "norms.toml").stat().st_mode)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file above the limit is refused before it is parsed."""
    folder = write_pack(tmp_path / "small")
    with pytest.raises(PackError, match="larger than 200 bytes"):
        load_pack(folder, limit=200)


def test_an_unknown_pack_suggests_the_nearest(tmp_path: Path) -> None:
    """A name that neither a shipped pack nor a folder has is an unknown id."""
    with pytest.raises(UnknownIdError, match="no pack `left-behimd`; did you mean `left-behind`"):
        load_pack("left-behimd")
    with pytest.raises(UnknownIdError, match="no pack"):
        load_pack(tmp_path)


def test_an_unknown_extended_pack_is_a_mistake_of_the_pack(tmp_path: Path) -> None:
    """What `extends` names must exist; the mistake has the line of `extends`."""
    (found,) = mistakes_of(write_pack(tmp_path / "mine", overlay("mine", "nowhere"), ""))

    assert (found.line, found.place) == (3, "extends")
    assert "no pack `nowhere`" in found.text


def test_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    """Of two packs that extend each other each one is told, the circle in words."""
    write_pack(tmp_path / "one", overlay("one", "two"), "")
    write_pack(tmp_path / "two", overlay("two", "one"), "")
    found = mistakes_of(tmp_path / "one")

    assert "`one` extends `two` extends `one`" in found[0].text
    assert found[0].file == str(tmp_path / "two" / "pack.toml")


def test_a_pack_that_extends_itself_is_refused(tmp_path: Path) -> None:
    """A pack cannot extend itself."""
    (found,) = mistakes_of(write_pack(tmp_path / "one", overlay("one", "one"), ""))

    assert "`one` extends `one`" in found.text


def test_mistakes_of_an_extended_pack_keep_their_file(tmp_path: Path) -> None:
    """The mistakes of the pack that is extended are told with its own file, before those of the overlay."""
    write_pack(tmp_path / "small", body=PACK_BODY.replace('"term"', '"trem"'))
    found = mistakes_of(write_pack(tmp_path / "mine", overlay("mine", "small"), ""))

    assert list(dict.fromkeys(Path(one.file or "").parent.name for one in found)) == ["small", "mine"]


@pytest.mark.parametrize("name", pack_ids())
def test_every_shipped_pack_loads(name: str) -> None:
    """A pack that ships with the library has no mistakes."""
    assert load_pack(name).id == name
