"""Records in folders of tables: what is understood, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from homeschool.adapters.folder_records import read_folder, write_folder
from homeschool.adapters.records import read_records
from homeschool.errors import RecordsError
from homeschool.model import Activity, Concerned, Enrolment, Entry, HomeVisit, Kept, Register, Service
from homeschool.model.ids import ClassId, FactId, StudentId
from tests.adapters.samples import WORLD, document

SCHOOL = "id,name\nschool,示例小学\n"


def folder_of(folder: Path, **files: str) -> Path:
    """Make a folder with a calendar and these files; `_csv` at the end of a name stands for its suffix."""
    folder.mkdir(exist_ok=True)
    frame = {"calendar": document()["calendar"]}
    (folder / "register.json").write_text(json.dumps(frame), encoding="utf-8")
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def visit_of(folder: Path, table: str) -> HomeVisit:
    """Return the first version of the visit `v1` in a Chinese table of visits."""
    staff = "编号\nt1\nt2\n"
    fact = read_folder(folder_of(folder, school_csv=SCHOOL, 教职工_csv=staff, 家访_csv=table)).versions["v1"][0][1]
    assert isinstance(fact, HomeVisit)
    return fact


def mistakes_of(folder: Path) -> list[str]:
    """Return the mistakes of a folder, each as file name, place and text."""
    with pytest.raises(RecordsError) as caught:
        read_folder(folder)
    return [f"{Path(one.file or '').name}|{one.place}|{one.text}" for one in caught.value.mistakes]


def table_mistakes(folder: Path, table: str) -> list[str]:
    """Return the mistakes of a folder with a school and one table of home visits."""
    return mistakes_of(folder_of(folder, school_csv=SCHOOL, home_visit_csv=table))


def test_names_and_terms_may_be_chinese(tmp_path: Path) -> None:
    """Columns by their Chinese names, in any order, with 必填 behind; terms, truth values and roles in Chinese."""
    table = "地点,发生时间（必填）,编号*,涉及对象(必填),全面家访,visitors\n家中,2025/9/3,v1,school=受害人,是,t1；t2\n"
    visit = visit_of(tmp_path, table)

    assert visit == HomeVisit(
        id="v1",
        occurred=date(2025, 9, 3),
        concerns=(Concerned("school", "victim"),),
        place="home",
        is_comprehensive=True,
        visitors=("t1", "t2"),
    )


@pytest.mark.parametrize("separator", [";", "；", "、", " ; "])
def test_lists_are_separated_in_three_ways(tmp_path: Path, separator: str) -> None:
    """Ids are separated by a semicolon, Western or Chinese, or by an enumeration comma."""
    visit = visit_of(tmp_path, f"id,occurred,concerns,visitors\nv1,2025-09-03,school,t1{separator}t2\n")

    assert visit.visitors == ("t1", "t2")


def test_blank_is_unknown_and_none_is_none(tmp_path: Path) -> None:
    """A blank cell is not known; 无 and [] say that there is none."""
    table = "id,occurred,concerns,visitors,contents,place\nv1,2025-09-03,school,无,[], \n"
    visit = visit_of(tmp_path, table)

    assert (visit.visitors, visit.contents, visit.place) == ((), (), None)


def test_a_later_row_is_a_whole_new_version(tmp_path: Path) -> None:
    """What is blank in the later version of a record is not known any more: nothing is carried over."""
    table = (
        "id,occurred,concerns,place,recorded_at\n"
        "v1,2025-09-03,school,home,2025-09-03T20:00+08:00\n"
        "v1,2025-09-03,school,,2025-09-04T20:00+08:00\n"
    )
    register = read_folder(folder_of(tmp_path, school_csv=SCHOOL, home_visit_csv=table))

    assert [getattr(fact, "place", "?") for _, fact in register.versions["v1"]] == ["home", None]


def test_numbers_and_texts_are_read_as_what_they_are(tmp_path: Path) -> None:
    """A whole number stays one, a text in double quotes may have blanks at its ends, a lone quote is a text."""
    rows = (
        "id,occurred,concerns,kind,hours,reason",
        'a,2025-09-03,school,课后服务,1.5,""" x"""',
        'b,2025-09-03,school,x_own,2,"""x"',
        'c,2025-09-03,"[{""id"": ""school"", ""role"": ""host""}]",x_own,-1e2,',
    )
    register = read_folder(folder_of(tmp_path, school_csv=SCHOOL, service_csv="\n".join(rows)))
    a, b, c = (register.versions[id_][0][1] for id_ in "abc")

    assert (getattr(a, "hours", 0), getattr(a, "reason", 0), getattr(a, "kind", 0)) == (
        1.5,
        " x",
        "after_school_service",
    )
    assert (getattr(b, "hours", 0), getattr(b, "reason", 0)) == (2, '"x')
    assert (getattr(c, "hours", 0), getattr(c, "concerns", 0)) == (-100, (Concerned("school", "host"),))


def test_what_is_no_number_is_refused(tmp_path: Path) -> None:
    """A word, a number with a unit and a number of thousands of digits are no numbers."""
    rows = [f"n{number},2025-09-03,school,tutoring,{cell}" for number, cell in enumerate(("two", "2小时", "1" * 5000))]
    table = "\n".join(("id,occurred,concerns,kind,hours", *rows, ""))
    found = mistakes_of(folder_of(tmp_path, school_csv=SCHOOL, service_csv=table))

    assert [text.split("|")[1] for text in found] == ["row 2, hours", "row 3, hours", "row 4, hours"]


def test_numbers_and_truth_values_survive(tmp_path: Path) -> None:
    """Numbers, true and false come back from a table as they were."""
    day = date(2025, 9, 3)
    facts = (
        Service(id="a", occurred=day, concerns=(), kind="tutoring", hours=1.5),
        Service(id="b", occurred=day, concerns=(), kind="tutoring", hours=2, cancelled=True),
        HomeVisit(id="c", occurred=day, concerns=(), is_comprehensive=False),
    )
    write_folder(Register(facts, WORLD.calendar), tmp_path / "out")

    assert read_folder(tmp_path / "out") == Register(facts, WORLD.calendar)


def test_the_last_day_may_be_given_in_place_of_the_end(tmp_path: Path) -> None:
    """A column 末日 or last_on holds the last day, included; the record ends on the day after."""
    for name in ("末日", "last_on"):
        table = f"id,kind,concerns,since,{name}\np,x_a,school,2025-09-01,2026/1/31\nq,x_a,school,2025-09-01,\n"
        register = read_folder(folder_of(tmp_path, school_csv=SCHOOL, plan_csv=table))

        assert getattr(register.versions["p"][0][1], "until", None) == date(2026, 2, 1)
        assert getattr(register.versions["q"][0][1], "until", 0) is None


def test_a_last_day_that_is_none_is_refused(tmp_path: Path) -> None:
    """A last day that does not exist is told in its row; the last day of all has no day after it and stays."""
    rows = ("p,x_a,school,2025-09-01,2026-02-30", "q,x_a,school,2025-09-01,soon", "r,x_a,school,2025-09-01,9999-12-31")
    table = "\n".join(("id,kind,concerns,since,末日", *rows, ""))
    found = mistakes_of(folder_of(tmp_path, school_csv=SCHOOL, plan_csv=table))

    assert [text.split("|")[1] for text in found] == ["row 2, 末日", "row 3, 末日"]


def test_an_end_and_a_last_day_are_one_too_many(tmp_path: Path) -> None:
    """A table has one column for the end of its records."""
    found = mistakes_of(folder_of(tmp_path, plan_csv="id,kind,concerns,since,last_on,until\n"))

    assert found == ["plan.csv|row 1, column 6|a second column for `until`"]


def test_a_json_lines_file_is_read(tmp_path: Path) -> None:
    """One record of JSON on each line, blank lines apart."""
    lines = '{"id": "v1", "occurred": "2025-09-03", "concerns": ["school"]}\n\n{"id": "v2", "occurred": "2025-09-04", '
    register = read_folder(folder_of(tmp_path, school_csv=SCHOOL, home_visit_jsonl=lines + '"concerns": []}\n'))

    assert {"v1", "v2"} <= register.versions.keys()


def test_mistakes_of_json_lines_have_their_line(tmp_path: Path) -> None:
    """Broken lines, doubled keys and wrong values are told with the line."""
    lines = '{"id": 3}\n{"id"\n{"id": "a", "id": "b"}\n{"a": {"b": 1, "b": 2}}\n'
    found = mistakes_of(folder_of(tmp_path, school_csv=SCHOOL, home_visit_jsonl=lines))

    assert [text.split("|")[1] for text in found] == ["line 2", "line 3", "line 4.a", "line 1.id", "line 1", "line 1"]


def test_a_class_without_a_file_is_not_kept(tmp_path: Path) -> None:
    """A table without rows says that nothing happened; no table says nothing; the register file can say otherwise."""
    folder = folder_of(tmp_path, school_csv=SCHOOL, home_visit_csv="id,occurred,concerns\n")
    frame = {"calendar": document()["calendar"], "keeps": {"survey": True, "school": {"without": ["stage"]}}}
    (folder / "register.json").write_text(json.dumps(frame), encoding="utf-8")

    assert dict(read_folder(folder).keeps.classes) == {
        "school": Kept(without=frozenset({"stage"})),
        "home_visit": Kept(),
        "survey": Kept(),
    }


def test_the_frame_may_be_toml(tmp_path: Path) -> None:
    """register.toml serves as register.json does, and its mistakes have their line."""
    folder = folder_of(tmp_path, school_csv=SCHOOL)
    (folder / "register.json").unlink()
    year = '[[calendar.years]]\nname = "y"\nfrom = 2025-09-01\nuntil = 2026-09-01\n'
    terms = 'terms = [{ name = "t", from = 2025-09-01, until = 2026-01-24 }]\n'
    (folder / "register.toml").write_text(year + terms, encoding="utf-8")
    assert "school" in read_records(folder).versions

    (folder / "register.toml").write_text("keep = 1\n" + year + terms, encoding="utf-8")
    with pytest.raises(RecordsError, match=r"register\.toml:1: keep: unknown key `keep`"):
        read_folder(folder)
    (folder / "register.toml").write_text("keep =\n", encoding="utf-8")
    with pytest.raises(RecordsError, match=r"register\.toml:1: is not TOML"):
        read_folder(folder)


def test_a_folder_needs_one_frame(tmp_path: Path) -> None:
    """Without a register file, or with two, there is no calendar to go by."""
    folder = folder_of(tmp_path)
    (folder / "register.toml").write_text("", encoding="utf-8")
    assert "found both" in mistakes_of(folder)[0]

    (folder / "register.toml").unlink()
    (folder / "register.json").unlink()
    assert "expected register.json or register.toml" in mistakes_of(folder)[0]


def test_a_broken_frame_is_told(tmp_path: Path) -> None:
    """A register.json that is a list, no JSON, or not UTF-8 is told with its name."""
    folder = folder_of(tmp_path)
    for content, expected in ((b"[]", "expected a table"), (b"{", "is not JSON"), (b"\xff", "is not UTF-8")):
        (folder / "register.json").write_bytes(content)

        assert expected in mistakes_of(folder)[0]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Each mistake has its file, its row as a spreadsheet shows it, and its column as the file calls it."""
    visits = (
        "编号,发生时间,涉及对象,地点,全面家访,颜色,时间\n\nv1,2025-9-3 08:00,school,家里,对,,\nv2,,school,家中,是,红\n"
    )
    found = mistakes_of(folder_of(tmp_path, school_csv="id,stage\nschool,primry\n", 家访_csv=visits, homevisits_csv=""))

    assert [text.rpartition("|")[0] for text in found] == [
        "homevisits.csv|",
        "school.csv|row 2, stage",
        "家访.csv|row 1, column 6",
        "家访.csv|row 1, column 7",
        "家访.csv|row 4, column 6",
        "家访.csv|row 3, 发生时间",
        "家访.csv|row 3, 地点",
        "家访.csv|row 3, 全面家访",
        "家访.csv|row 4",
    ]


def test_a_value_beyond_the_last_column_is_told(tmp_path: Path) -> None:
    """A row with more cells than there are columns is told, blank cells apart."""
    table = "id,occurred,concerns,\nv1,2025-09-03,school,,,\nv2,2025-09-03,school,x,y\n"

    assert table_mistakes(tmp_path, table) == [
        "home_visit.csv|row 3, column 4|a value in a column without a name",
        "home_visit.csv|row 3, column 5|a value in a column without a name",
    ]


def test_a_broken_list_is_told(tmp_path: Path) -> None:
    """A cell that begins as a list in JSON and is none is told with its column."""
    table = 'id,occurred,concerns\nv1,2025-09-03,"[school"\n'

    assert "home_visit.csv|row 2, concerns|begins with `[` as a list in JSON does, and is none" in table_mistakes(
        tmp_path, table
    )


def test_a_truncated_table_is_told(tmp_path: Path) -> None:
    """A table that ends inside a quoted cell is told with the row from which it cannot be read."""
    table = 'id,occurred,concerns\nv1,2025-09-03,school\nv2,"2025'

    assert table_mistakes(tmp_path, table) == ["home_visit.csv|row 3|is not CSV from there on: unexpected end of data"]


def test_an_empty_table_has_no_columns(tmp_path: Path) -> None:
    """An empty file does not even say "none happened"."""
    assert table_mistakes(tmp_path, "")[0].startswith("home_visit.csv|row 1|expected the names of the columns")


def test_a_gbk_table_is_named_as_such(tmp_path: Path) -> None:
    """A table saved by an office program in GBK is refused with the encoding's name."""
    folder = folder_of(tmp_path)
    (folder / "家访.csv").write_bytes("编号,发生时间\n家访一,2025-09-03\n".encode("gbk"))

    assert "it looks like GBK" in mistakes_of(folder)[0]


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    """CSV UTF-8 as office programs write it can be read."""
    folder = folder_of(tmp_path, school_csv="\ufeff" + SCHOOL)

    assert "school" in read_folder(folder).versions


def test_a_workbook_is_named_as_such(tmp_path: Path) -> None:
    """A workbook, whether called .xlsx or .csv, is refused with what to do."""
    folder = folder_of(tmp_path)
    (folder / "school.csv").write_bytes(b"PK\x03\x04\x14\x00\xff\xff")
    (folder / "家访.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "~$家访.xlsx").write_bytes(b"lock")
    (folder / "notes.txt").write_text("not a table", encoding="utf-8")
    found = mistakes_of(folder)

    assert len(found) == 2
    assert all("save" in text and "CSV UTF-8" in text for text in found)


def test_two_files_of_one_class_are_refused(tmp_path: Path) -> None:
    """A class has one file, in English or in Chinese."""
    found = mistakes_of(folder_of(tmp_path, school_csv=SCHOOL, 学校_csv=SCHOOL))

    assert found == ["学校.csv||a second file for school, beside school.csv"]


def test_a_table_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """The limit holds for each file."""
    folder = folder_of(tmp_path, school_csv=SCHOOL + "x" * 2000)
    with pytest.raises(RecordsError, match=r"school\.csv: is larger than 1000 bytes"):
        read_folder(folder, limit=1000)


def test_records_that_do_not_fit_together_have_their_row(tmp_path: Path) -> None:
    """A dangling id is told with the file and the row of the record that names it."""
    table = "id,occurred,concerns,visitors\nv1,2025-09-03,school,\n\nv2,2025-09-03,school,nobody\n"

    assert table_mistakes(tmp_path, table) == ["home_visit.csv|row 4, visitors|nothing has the id `nobody`"]


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    """A folder that is not there is a mistake."""
    with pytest.raises(RecordsError, match="expected a folder of records"):
        read_folder(tmp_path / "none")


def test_special_ids_and_texts_survive(tmp_path: Path) -> None:
    """Ids with separators in them, empty texts and blanks at the ends come back as they were."""
    facts = (
        *WORLD.facts,
        Activity(id="a;b", occurred=date(2025, 9, 3), concerns=(), kind="x_=", reason=""),
        Activity(id="无", occurred=date(2025, 9, 3), concerns=("a;b",), kind="x_a", about=("a;b", "无"), reason=" \n"),
        Enrolment(id='"q"', student=StudentId("s-one"), school_class=ClassId("c32"), since=date(2025, 9, 3)),
    )
    register = Register(facts, WORLD.calendar)
    write_folder(register, tmp_path / "out")

    assert read_folder(tmp_path / "out") == register


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """An empty folder is replaced; one that holds something is refused and stays, and nothing is left beside it."""
    out = tmp_path / "out"
    out.mkdir()
    write_folder(WORLD, out)
    before = sorted(path.name for path in out.iterdir())
    with pytest.raises(RecordsError, match="cannot be written"):
        write_folder(WORLD, out)

    assert sorted(path.name for path in out.iterdir()) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("points", [1e300, 1.7976931348623157e308, 0.1])
def test_the_largest_numbers_come_back_from_tables(tmp_path: Path, points: float) -> None:
    """A number with as many digits as a number can have is read as it was written."""
    entry = Entry(
        id=FactId("n"), occurred=date(2025, 9, 1), concerns=("school",), kind="education_points", points=points
    )
    register = Register((*WORLD.facts, entry), WORLD.calendar)

    write_folder(register, tmp_path / "school")
    assert read_records(tmp_path / "school") == register
