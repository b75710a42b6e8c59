"""Cases out of files, and what running them says."""

from datetime import date
from pathlib import Path

import pytest

from homeschool.adapters.case_files import read_world
from homeschool.adapters.cases import Case, Expectation, ExpectedMiss, load_cases, run_case
from homeschool.adapters.packs import load_pack, pack_ids, packs_folder
from homeschool.errors import Mistake, PackError
from tests.adapters.samples import CASE, PACK_BODY, WORLD, write_pack

BREACHED = CASE.replace("2025-11-10", "2026-01-25").replace('status = "fulfilled"', 'status = "breached"')


def mistakes_of(folder: Path) -> list[tuple[int | None, str, str]]:
    """Load cases that have mistakes and return their lines, places and texts."""
    with pytest.raises(PackError) as caught:
        load_cases(folder)
    assert {found.file for found in caught.value.mistakes} == {str(folder / "cases.toml")}
    return [(found.line, found.place, found.text) for found in caught.value.mistakes]


def only(folder: Path, text: str) -> Case:
    """Return the one case of a pack with these cases."""
    (case,) = load_cases(write_pack(folder / "small", cases=text))
    return case


def differences(tmp_path: Path, text: str) -> tuple[str, ...]:
    """Run the one case of a pack with these cases."""
    case = only(tmp_path, text)
    return run_case(load_pack(tmp_path / "small"), case).differences


def test_the_shared_school_is_small_and_complete() -> None:
    """The school of the cases has two classes, four students and nine members of staff, and nothing has happened."""
    classes = [type(fact).__name__ for fact in WORLD.facts]

    assert (classes.count("SchoolClass"), classes.count("Student"), classes.count("Staff")) == (2, 4, 9)
    assert not {"HomeVisit", "Concern", "Plan"} & set(classes)


def test_a_case_holds_its_register_and_its_place(tmp_path: Path) -> None:
    """The facts of a case join the shared school without what was dropped; file and line are known."""
    case = only(tmp_path, "\n\n" + CASE)

    assert case.line == 3
    assert case.file.endswith("cases.toml")
    assert {"v1", "v2", "s-key"} <= case.register.versions.keys()
    assert "ci-lb" not in case.register.versions


def test_what_hangs_on_a_dropped_fact_is_dropped_too(tmp_path: Path) -> None:
    """Without its class nobody is enrolled in it or teaches it, and nobody represents it."""
    case = only(tmp_path, CASE.replace('"ci-lb"', '"c32"'))

    assert not {"c32", "e-two", "a-class2", "seat-two"} & case.register.versions.keys()
    assert "s-two" in case.register.versions


def test_a_fact_with_the_id_of_another_replaces_it(tmp_path: Path) -> None:
    """A case can change a fact of the shared school."""
    case = only(tmp_path, CASE + 'facts.student = [{ id = "s-key", born_on = 2010-01-01 }]\n')

    assert len(case.register.versions["s-key"]) == 1
    assert getattr(case.register.versions["s-key"][0][1], "born_on", None) == date(2010, 1, 1)


def test_classes_and_fields_can_be_left_unkept(tmp_path: Path) -> None:
    """`keeps.without` takes away classes, and single fields of others."""
    without = '["contact", "home_visit.place", "home_visit.hosts", "contact.by"]'
    kept = only(tmp_path, CASE + f"keeps = {{ without = {without} }}\n").register.keeps.classes

    assert "contact" not in kept
    assert kept["home_visit"].without == {"place", "hosts"}


def test_a_case_that_holds_passes(tmp_path: Path) -> None:
    """Two visits within the term fulfil the norm."""
    result = run_case(load_pack(write_pack(tmp_path / "small")), only(tmp_path, CASE))

    assert result.passed


def test_a_case_may_say_how_long_at_once_takes(tmp_path: Path) -> None:
    """The reading of "at once" can be set for a case."""
    assert differences(tmp_path, CASE + 'at_once = "2 h"\n') == ()


def test_another_status_is_a_difference(tmp_path: Path) -> None:
    """What was expected and what was found are both said."""
    (text,) = differences(tmp_path, CASE.replace('"fulfilled"', '"breached"'))

    assert "expected breached, not fulfilled" in text


def test_all_parts_of_an_expectation_are_compared(tmp_path: Path) -> None:
    """Evidence, remedy, reason, achievability and near misses each give a difference of their own."""
    more = (
        'because = "not_kept", evidence = [], remedied = false, unachievable = true, '
        'near = [{ fact = "v2", why = "planned" }, { fact = "v9" }] }'
    )
    found = differences(tmp_path, BREACHED.replace('status = "breached" }', f'status = "breached", {more}'))

    assert len(found) == 6
    assert any("expected no remedy" in text for text in found)
    assert any("the near miss `v9`" in text for text in found)
    assert any("to be planned, not too_late" in text for text in found)


def test_what_agrees_in_every_part_passes(tmp_path: Path) -> None:
    """An expectation that names everything passes where everything is so."""
    more = (
        'evidence = ["v1"], remedied = true, unachievable = false, '
        'near = [{ fact = "v2", why = "too_late" }, { fact = "v2" }], opens = 2025-09-01, deadline = 2026-01-24 }'
    )

    assert differences(tmp_path, BREACHED.replace('status = "breached" }', f'status = "breached", {more}')) == ()


def test_a_selection_that_selects_nothing_is_a_difference(tmp_path: Path) -> None:
    """An instant that is not when the duty opened selects nothing; what there is instead is said."""
    text = CASE.replace('subject = "s-key"', 'subject = "s-key", bearer = "t-class", opens = 2025-09-01T08:00:00+08:00')
    (found,) = differences(tmp_path, text)

    assert "subject `s-key`, bearer `t-class`, opens 2025-09-01 08:00:00+08:00: no finding" in found
    assert "small.visits/s-key/2025-09-01" in found


def test_a_finding_without_an_end_has_no_deadline_to_select(tmp_path: Path) -> None:
    """An expected deadline does not select a standing finding, and nothing selected is what absent asks for."""
    body = PACK_BODY.replace('every = "term"', "always = true").replace(
        'at_least = 2, of = "home_visit", where = { place = "home" }', 'none = true, of = "home_visit"'
    )
    write_pack(tmp_path / "small", body=body, cases=CASE.replace('"fulfilled"', '"absent", deadline = 2026-02-01'))
    (case,) = load_cases(tmp_path / "small")

    assert run_case(load_pack(tmp_path / "small"), case).passed


def test_absent_means_that_nothing_is_selected(tmp_path: Path) -> None:
    """A finding where none is expected is a difference; none where none is expected passes."""
    absent = CASE.replace('"fulfilled"', '"absent"')

    assert "expected no finding" in differences(tmp_path, absent)[0]
    assert differences(tmp_path, absent.replace('subject = "s-key"', 'subject = "s-one"')) == ()


def test_a_norm_without_any_finding_says_so(tmp_path: Path) -> None:
    """Where the norm applies to nobody the difference says that there is none at all."""
    text = CASE.replace('"ci-lb"', '"ci-lb", "ci-key"').replace('subject = "s-key", ', "")
    (found,) = differences(tmp_path, text)

    assert found == "any subject: no finding; the norm has none at all"


def test_a_case_of_an_unknown_norm_does_not_pass(tmp_path: Path) -> None:
    """The nearest norm is suggested."""
    (found,) = differences(tmp_path, CASE.replace('"visits"', '"visit"'))

    assert "has no norm `visit`; did you mean `visits`?" in found


def test_the_pieces_of_a_case_can_be_made_in_python() -> None:
    """Expectations are values."""
    assert Expectation("breached", near=(ExpectedMiss("v1"),)) == Expectation("breached", near=(ExpectedMiss("v1"),))


def test_every_mistake_of_every_case_has_its_line(tmp_path: Path) -> None:
    """Mistakes of keys, times, ids, classes, facts and expectations are all told at once."""
    bad = """[[case]]
norm = "visits"
titel = 3
as_of = 2026-02-01T12:00:00
drop = ["c33"]
keeps = { without = ["contcat", "home_visit.hots"] }
facts.home_visit = [{ id = "v1", occurred = 2025-10-10, concerns = ["s-key"], plase = "home" }]
expect = [{ subject = "s-key", status = "breach" }]

[[case]]
norm = "visits"
title = { zh = "a", en = "b" }
as_of = 2026-02-01T12:00:00+08:00
facts.home_visit = [
  { id = "v1", occurred = 2025-10-10, concerns = ["nobody"] },
]
expect = [{ status = "fulfilled" }]

[[case]]
norm = "visits"
title = { zh = "a", en = "b" }
as_of = 2026-02-01T12:00:00+08:00
expect = [
  { subject = "s-kye", status = "fulfilled" },
  { trigger = "term:2025-09-01", status = "fulfilled", opens = 2025-09-01T08:00:00, near = 3 },
  { opens = 2025-09-01 },
  3,
]
"""
    found = mistakes_of(write_pack(tmp_path / "small", cases=bad))

    assert [(line, place) for line, place, _ in found] == [
        (3, "case[0].titel"),
        (1, "case[0]"),
        (4, "case[0].as_of"),
        (7, "case[0].facts.home_visit[0].plase"),
        (5, "case[0].drop"),
        (6, "case[0].keeps.without"),
        (6, "case[0].keeps.without"),
        (8, "case[0].expect[0].status"),
        (15, "case[1].facts.home_visit[0].concerns"),
        (24, "case[2].expect[0].subject"),
        (25, "case[2].expect[1].opens"),
        (25, "case[2].expect[1].near"),
        (26, "case[2].expect[2]"),
        (27, "case[2].expect[3]"),
    ]


def test_an_unknown_table_is_a_mistake(tmp_path: Path) -> None:
    """Only [[case]] may stand in a file of cases."""
    assert mistakes_of(write_pack(tmp_path / "small", cases="[[cases]]\n"))[0][:2] == (1, "cases")


def test_one_table_instead_of_a_list_is_a_mistake(tmp_path: Path) -> None:
    """[case] is not [[case]]."""
    assert "expected a list of cases" in mistakes_of(write_pack(tmp_path / "small", cases="[case]\n"))[0][2]


def test_a_case_that_is_no_table_is_a_mistake(tmp_path: Path) -> None:
    """A number is no case, and an expectation is a list."""
    text = "case = [3]\n"
    assert "expected a table" in mistakes_of(write_pack(tmp_path / "one", cases=text))[0][2]
    text = CASE.replace('[{ subject = "s-key", status = "fulfilled" }]', "[]")
    assert "list of expected findings" in mistakes_of(write_pack(tmp_path / "two", cases=text))[0][2]


def test_two_facts_with_one_id_are_told_with_their_place(tmp_path: Path) -> None:
    """Facts of a case that do not fit together are told where they stand."""
    text = CASE.replace('id = "v2"', 'id = "v1"')
    found = mistakes_of(
        write_pack(
            tmp_path / "small",
            cases=text.replace("2025-11-10", '2025-10-10, place = "school"').replace(
                ', place = "home" },\n]', " },\n]"
            ),
        )
    )

    assert found[0][1].startswith("case[0].facts.home_visit")


def test_a_pack_without_cases_is_told(tmp_path: Path) -> None:
    """A missing cases.toml is named."""
    assert "no such file" in mistakes_of(write_pack(tmp_path / "small"))[0][2]


def test_a_folder_may_bring_its_own_school(tmp_path: Path) -> None:
    """A world.toml beside the cases takes the place of the shared school."""
    folder = write_pack(tmp_path / "small", cases=CASE.replace('drop = ["ci-lb"]\n', ""))
    shared = (packs_folder() / "world.toml").read_text(encoding="utf-8")
    (folder / "world.toml").write_text(shared.replace("示例小学", "另一小学"), encoding="utf-8")
    (case,) = load_cases(folder)

    assert "另一小学" in repr(case.register.versions["school"][0][1])


def test_mistakes_of_a_school_have_their_line(tmp_path: Path) -> None:
    """A school that cannot be read is told with its file and line, and so is one that is missing."""
    path = tmp_path / "world.toml"
    path.write_text('[facts]\nschool = [{ id = "a", stage = "primry" }]\n', encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_world(path)
    places = [(found.line, found.place) for found in caught.value.mistakes]

    assert places == [(None, "calendar"), (2, "facts.school[0].stage")]
    with pytest.raises(PackError, match="no such file"):
        read_world(tmp_path / "none.toml")


@pytest.mark.parametrize("name", [name for name in pack_ids() if (packs_folder() / name / "cases.toml").is_file()])
def test_every_shipped_case_passes(name: str) -> None:
    """Every case of every pack that ships with the library passes."""
    pack = load_pack(name)
    failed = [
        (case.line, case.norm, result.differences)
        for case in load_cases(name)
        for result in [run_case(pack, case)]
        if result.differences
    ]

    assert failed == []


def test_a_mistake_is_one_line() -> None:
    """A mistake of a case reads as file, line, place, text."""
    mistake = Mistake("case[0].norm", "expected a text", "cases.toml", 3)

    assert str(mistake) == "cases.toml:3: case[0].norm: expected a text"


WAIVED = CASE.replace(
    "facts.home_visit = [",
    'facts.waiver = [{ id = "w", norm = "small.visits", since = 2026-01-20, granted_by = "t-head", '
    "recorded_at = 2026-01-30T12:00:00+08:00 }]\nfacts.contact = [",
).replace(', place = "home"', "")
REFUSED = WAIVED.replace('expect = [{ subject = "s-key", status = "fulfilled" }]', "refused = true")
UNWAIVABLE = PACK_BODY.replace('clause = "1"', 'clause = "1"\nwaivable = false')


def test_a_case_may_expect_what_excuses_and_that_it_is_late(tmp_path: Path) -> None:
    """The waiver that excuses, and whether it is retroactive, can be expected; what differs is told."""
    late = WAIVED.replace('"fulfilled"', '"waived", excused_by = "w", retroactive = true')

    assert differences(tmp_path / "a", late) == ()
    assert differences(tmp_path / "b", late.replace('"w", retro', '"v", retro').replace("= true", "= false")) == (
        "`small.visits/s-key/2025-09-01`: expected to be excused by `v`, not `w`",
        "`small.visits/s-key/2025-09-01`: expected no retroactive excuse",
    )
    nothing = CASE.replace('"fulfilled"', '"fulfilled", excused_by = "w", retroactive = true')
    assert differences(tmp_path / "c", nothing) == (
        "`small.visits/s-key/2025-09-01`: expected to be excused by `w`, not nothing",
        "`small.visits/s-key/2025-09-01`: expected a retroactive excuse",
    )


def test_a_case_may_expect_a_refusal(tmp_path: Path) -> None:
    """A waiver of what cannot be waived must be refused; where it is not, or unexpectedly is, the case fails."""
    (case,) = load_cases(write_pack(tmp_path / "a", body=UNWAIVABLE, cases=REFUSED))
    (other,) = load_cases(write_pack(tmp_path / "b", body=UNWAIVABLE, cases=WAIVED))

    assert run_case(load_pack(tmp_path / "a"), case).passed
    assert run_case(load_pack(tmp_path / "b"), other).differences == (
        "waiver `w`: `small.visits` cannot be waived (Small document, 1)",
    )
    assert differences(tmp_path / "c", REFUSED) == (
        "expected a waiver of what cannot be waived to be refused; it was not",
    )


def test_a_refused_case_expects_no_findings(tmp_path: Path) -> None:
    """A case that is refused has no findings to expect; one that is not must expect some."""
    both = WAIVED + "refused = true\n"
    neither = REFUSED.replace("refused = true", "refused = false")

    assert mistakes_of(write_pack(tmp_path / "a", cases=both)) == [
        (11, "case[0].expect", "expected none where the records are refused")
    ]
    assert [text for _, _, text in mistakes_of(write_pack(tmp_path / "b", cases=neither))] == ["expected `expect`"]
