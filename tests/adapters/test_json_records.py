"""Records in JSON: what is refused, and in which words."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from homeschool.adapters.json_records import json_of, read_json, write_json
from homeschool.adapters.records import read_records
from homeschool.adapters.register_data import register_from_data
from homeschool.errors import Mistake, RecordsError
from homeschool.model import Concerned, HomeVisit, Keeps, Kept, Notice, Register, School, Service
from homeschool.model.ids import SchoolId
from tests.adapters.samples import WORLD, document

SCHOOL = {"id": "school"}
VISIT = {"id": "v1", "occurred": "2025-10-10", "concerns": ["school"]}


def mistakes_in(data: object) -> list[tuple[str, str]]:
    """Return the places and texts of the mistakes of a document."""
    with pytest.raises(RecordsError) as caught:
        register_from_data(data)
    return [(found.place, found.text) for found in caught.value.mistakes]


def mistake_of(**fields: Any) -> tuple[str, str]:
    """Return the one mistake of a home visit with these fields."""
    (found,) = mistakes_in(document(school=[SCHOOL], home_visit=[VISIT | fields]))
    return found


def file_mistake(path: Path, content: bytes) -> Mistake:
    """Return the one mistake of a file."""
    path.write_bytes(content)
    with pytest.raises(RecordsError) as caught:
        read_json(path)
    (found,) = caught.value.mistakes
    assert found.file == str(path)
    return found


def test_a_text_is_no_truth_value() -> None:
    """The text "false" is refused where true or false is expected."""
    place, text = mistake_of(is_comprehensive="false")

    assert place == "facts.home_visit[0].is_comprehensive"
    assert text == "expected true or false, not a text"


def test_a_fraction_is_no_whole_number() -> None:
    """A version of 3.9 is refused and not cut to 3; nor is 3.0 or true a whole number."""
    for value in (3.9, 3.0, True):
        notice: dict[str, Any] = {"id": "n", "occurred": "2025-10-10", "concerns": [], "kind": "x_a", "version": value}
        ((place, text),) = mistakes_in(document(notice=[notice]))

        assert place == "facts.notice[0].version"
        assert text.startswith("expected a whole number")


def test_nothing_is_no_text() -> None:
    """Null, a number and a list are no id."""
    for value in (None, 3, ["a"], {"a": 1}, date(2025, 1, 1)):
        place, text = mistake_of(id=value)

        assert place == "facts.home_visit[0].id"
        assert text.startswith("expected a text")


def test_an_empty_id_is_refused() -> None:
    """An id of blanks is no id."""
    assert mistake_of(id=" ") == ("facts.home_visit[0].id", "expected an id; it is empty")


def test_an_instant_is_no_day() -> None:
    """A day may not carry a time, whether written or as a value."""
    for value in ("2025-09-01T00:00+08:00", datetime(2025, 9, 1, tzinfo=UTC), "2025-W36-1", "2025-02-30", 3):
        plan: dict[str, Any] = {"id": "p", "since": value, "concerns": [], "kind": "x_a"}
        ((place, text),) = mistakes_in(document(plan=[plan]))

        assert place == "facts.plan[0].since"
        assert text.startswith("expected a day without a time")


def test_an_instant_without_its_zone_is_refused() -> None:
    """A naive time is refused where an instant or a day is expected."""
    for value in ("2025-09-01T08:00", datetime(2025, 9, 1), "2025-09-01Tnoon", "20250901", 7):  # noqa: DTZ001 - meant
        place, text = mistake_of(occurred=value)

        assert place == "facts.home_visit[0].occurred"
        assert text.startswith("expected an instant with its time zone")


def test_a_number_must_be_finite() -> None:
    """A number too large for a float is refused, and so is true."""
    for value in (float("inf"), True):
        service: dict[str, Any] = {
            "id": "s",
            "occurred": "2025-10-10",
            "concerns": [],
            "kind": "tutoring",
            "hours": value,
        }
        ((place, text),) = mistakes_in(document(service=[service]))

        assert place == "facts.service[0].hours"
        assert "number" in text


def test_a_list_is_a_list_of_texts() -> None:
    """One id in the place of a list, and a number in a list, are refused."""
    assert mistake_of(visitors="t-class")[1] == "expected a list of texts, not a text"
    assert mistake_of(visitors=["a", 3])[1] == "expected a list of texts; one is a whole number"


def test_whom_a_fact_concerns_is_a_list_of_ids_and_roles() -> None:
    """An id alone, a table with other keys and an unknown role are refused."""
    assert mistake_of(concerns="school")[1] == "expected a list of ids, not a text"
    assert mistake_of(concerns=[{"id": "school"}])[1].startswith("expected an id, or an id with its role")
    assert mistake_of(concerns=[{"id": "school", "role": "viktim"}])[1].endswith("did you mean `victim`?")


def test_a_role_is_kept() -> None:
    """An id with its role is read as such."""
    register = register_from_data(
        document(school=[SCHOOL], home_visit=[VISIT | {"concerns": [{"id": "school", "role": "host"}]}])
    )
    visit = register.versions["v1"][0][1]

    assert isinstance(visit, HomeVisit)
    assert visit.concerns == (Concerned("school", "host"),)


def test_an_unknown_term_suggests_the_nearest() -> None:
    """A misspelt term is refused with the nearest one."""
    assert mistake_of(place="hom")[1] == "expected one of the terms of `place`, not `hom`; did you mean `home`?"
    assert mistake_of(contents=["x_own", "zzz"])[0] == "facts.home_visit[0].contents"


def test_an_unknown_field_suggests_the_nearest() -> None:
    """A misspelt field is refused with the nearest one, and does not silently vanish."""
    place, text = mistake_of(plase="home")

    assert place == "facts.home_visit[0].plase"
    assert text == "unknown field `plase` of home_visit; did you mean `place`?"


def test_all_mistakes_of_a_document_are_told_at_once() -> None:
    """Each mistake of each part is told, in the order of the document."""
    data = document(home_visit=[{"id": 1, "plase": "x"}, 3, VISIT | {"place": "hom"}], homevisit=[])
    data["facts"]["plan"] = {}
    data |= {"keep": {}, "calendars": {"b": {"years": []}}, "keeps": {"plan": 3, "survey": {"without": ["x"]}}}
    data["calendar"]["zone"] = "Mars"

    assert [place for place, _ in mistakes_in(data)] == [
        "keep",
        "calendar.zone",
        "calendars.b.years",
        "keeps.plan",
        "keeps.survey.without",
        "facts.home_visit[0].plase",
        "facts.home_visit[0].id",
        "facts.home_visit[0]",
        "facts.home_visit[0]",
        "facts.home_visit[1]",
        "facts.home_visit[2].place",
        "facts.homevisit",
        "facts.plan",
    ]


def test_records_that_do_not_fit_together_have_their_place() -> None:
    """A dangling id is told where the record stands."""
    places = mistakes_in(document(school=[SCHOOL], home_visit=[VISIT, VISIT | {"id": "v2", "visitors": ["nobody"]}]))

    assert places == [("facts.home_visit[1].visitors", "nothing has the id `nobody`")]


def test_a_calendar_of_no_school_is_told() -> None:
    """A mistake that is no fact's keeps its place."""
    data = document(school=[SCHOOL])
    data["calendars"] = {"other": data["calendar"]}

    assert mistakes_in(data) == [("calendars.other", "no school has this id")]


def test_a_document_is_a_table() -> None:
    """A list is no document, and neither the calendar nor the tables may be missing or of another kind."""
    assert mistakes_in([])[0][1].startswith("expected a table")
    assert mistakes_in({})[0][0] == "calendar"
    assert mistakes_in({**document(), "facts": []})[0][0] == "facts"
    assert mistakes_in({**document(), "keeps": []})[0][0] == "keeps"
    assert mistakes_in({**document(), "keeps": {"plna": True}})[0][1].endswith("did you mean `plan`?")


def test_a_class_that_is_absent_is_not_kept() -> None:
    """An empty table is "none happened", an absent one is not kept, and `keeps` can say otherwise."""
    data = document(school=[SCHOOL], home_visit=[], contact=[])
    data["keeps"] = {"contact": False, "survey": True, "plan": {"since": "2025-09-01", "without": ["authors"]}}
    kept = register_from_data(data).keeps.classes

    assert dict(kept) == {
        "school": Kept(),
        "home_visit": Kept(),
        "survey": Kept(),
        "plan": Kept(date(2025, 9, 1), frozenset({"authors"})),
    }


def test_a_doubled_key_is_refused_with_its_place(tmp_path: Path) -> None:
    """JSON lets a key stand twice and the last one win; records do not."""
    text = b'{"facts": {"home_visit": [{"id": "a", "id": "b", "concerns": []}]}, "keeps": {}}'
    found = file_mistake(tmp_path / "a.json", text)

    assert (found.place, found.text) == ("facts.home_visit[0]", "the key `id` stands twice")


def test_a_truncated_file_is_told_with_its_line(tmp_path: Path) -> None:
    """A file that ends too early is no JSON."""
    found = file_mistake(tmp_path / "a.json", b'{"facts": {\n"home_visit": [')

    assert found.line == 2
    assert found.text.startswith("is not JSON")


def test_an_empty_file_is_no_json(tmp_path: Path) -> None:
    """An empty file is told as such on line 1."""
    assert file_mistake(tmp_path / "a.json", b"").line == 1


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """GBK and UTF-16 are named; what is neither is told without a guess."""
    assert "GBK" in file_mistake(tmp_path / "a.json", '{"家访": 1}'.encode("gbk")).text
    assert "UTF-16" in file_mistake(tmp_path / "b.json", "{}".encode("utf-16")).text
    assert file_mistake(tmp_path / "c.json", b"\x80\xff\xff").text == "is not UTF-8 text"


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    """A file written by Notepad can be read."""
    path = tmp_path / "a.json"
    path.write_text("\ufeff" + json.dumps(document(school=[SCHOOL])), encoding="utf-8")

    assert "school" in read_json(path).versions


def test_not_a_number_is_refused(tmp_path: Path) -> None:
    """NaN is no JSON, though Python reads it."""
    assert "`NaN` is no number" in file_mistake(tmp_path / "a.json", b'{"facts": NaN}').text


def test_an_endless_number_is_refused(tmp_path: Path) -> None:
    """A number of more digits than Python reads is refused."""
    assert file_mistake(tmp_path / "a.json", b"1" * 5000).text.startswith("is not JSON")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    """Brackets inside brackets do not end the process."""
    assert "nested" in file_mistake(tmp_path / "a.json", b"[" * 100_000).text


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    """Half of a surrogate pair could never be written again; a whole pair is fine."""
    assert "half of a character" in file_mistake(tmp_path / "a.json", rb'{"a": "\ud83d"}').text
    path = tmp_path / "b.json"
    path.write_text(json.dumps(document(school=[{"id": "😀"}])), encoding="utf-8")

    assert "😀" in read_json(path).versions


def test_a_file_that_is_too_large_is_not_parsed(tmp_path: Path) -> None:
    """A single line of 200 MB is refused by its size, without reading it; the limit is the caller's to move."""
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(RecordsError, match=f"larger than {128 * 1024 * 1024} bytes"):
        read_json(path)
    with pytest.raises(RecordsError, match="larger than 10 bytes"):
        read_records(path, limit=10)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is a mistake with its name."""
    with pytest.raises(RecordsError, match=r"none\.json: cannot be read: no such file"):
        read_records(tmp_path / "none.json")


def test_mistakes_of_a_file_carry_its_name(tmp_path: Path) -> None:
    """A mistake in the data says in which file it stands."""
    assert file_mistake(tmp_path / "a.json", b"[]").text.startswith("expected a table")


def test_each_record_stands_on_a_line_of_its_own() -> None:
    """The text has one record a line, so that two versions of a file can be compared."""
    lines = json_of(WORLD).splitlines()

    assert '      {"id": "s-two", "name": "学生丁", "born_on": "2016-07-07", "household": "urban"}' in lines
    assert '"facts": {}' in json_of(Register((), WORLD.calendar, keeps=Keeps({})))


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """A fraction without a decimal form is refused, and the earlier file stays whole."""
    path = tmp_path / "a.json"
    write_json(WORLD, path)
    before = path.read_bytes()
    third: Any = Fraction(1, 3)
    service = Service(id="x", occurred=date(2025, 10, 1), concerns=(), kind="tutoring", hours=third)

    with pytest.raises(RecordsError, match="service `x`: `1/3` has no exact decimal form"):
        write_json(Register((service,), WORLD.calendar), path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]


def test_a_version_that_is_no_whole_number_is_not_written(tmp_path: Path) -> None:
    """A version of 1.5, which a host may make in Python, cannot be written; 2.0 is written as 2."""
    odd: Any = 1.5
    notice = Notice(id="n", occurred=date(2025, 10, 1), concerns=(), kind="x_a", version=odd)
    even: Any = 2.0
    fine = Notice(id="n", occurred=date(2025, 10, 1), concerns=(), kind="x_a", version=even)

    with pytest.raises(RecordsError, match="is no whole number"):
        write_json(Register((notice,), WORLD.calendar), tmp_path / "a.json")
    assert '"version": 2}' in json_of(Register((fine,), WORLD.calendar))


def test_a_folder_that_is_missing_is_told_when_writing(tmp_path: Path) -> None:
    """A file cannot be written into a folder that is not there."""
    with pytest.raises(RecordsError, match="cannot be written: no such file"):
        write_json(Register((School(id=SchoolId("s")),), WORLD.calendar), tmp_path / "none" / "a.json")


def test_many_records_are_read_quickly() -> None:
    """Seventy thousand visits can be read; the benchmark says how fast."""
    visits = [VISIT | {"id": f"v{number}", "place": "home"} for number in range(5000)]

    assert len(register_from_data(document(school=[SCHOOL], home_visit=visits)).versions) == 5001
