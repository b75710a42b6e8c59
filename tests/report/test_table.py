"""Tables for a terminal, rows of a sheet, and the document of a check."""

import csv
import io
import json

import attrs
import pytest

from homeschool.policy.finding import Status
from homeschool.report import Explainer, csv_text, document, json_chunks, summary, table
from homeschool.report.rich_table import print_rich
from homeschool.report.rows import harmless
from homeschool.report.table import sections
from homeschool.report.width import cut, pad, width
from tests.report.made_up import BREACH, OPEN, PACK, VISITS, at, make_finding


@pytest.mark.parametrize(
    ("text", "columns"), [("v7", 2), ("家访", 4), ("家访 v7", 7), ("\u00e9", 1), ("e\u0301", 1), ("", 0)]
)
def test_width_counts_columns(text: str, columns: int) -> None:
    """A Chinese character takes two columns and a combining mark none."""
    assert width(text) == columns


def test_cut_and_pad_keep_columns() -> None:
    """What is cut ends in an ellipsis and never takes more columns than allowed; padding fills them."""
    assert cut("重点关注学生", 6) == "重点…"
    assert width(pad("家访", 7)) == 7
    assert cut("家访", 4) == "家访"


def test_columns_of_a_table_line_up() -> None:
    """Every line of a block starts its columns at the same place on the screen."""
    findings = [BREACH, attrs.evolve(BREACH, subject="学生一", evidence=())]
    lines = [line for line in table(findings).splitlines() if "made-up.visits" in line]

    assert len({width(line[: line.index("made-up.visits")]) for line in lines}) == 1


def test_sections_are_by_status_and_loud_ones_are_marked() -> None:
    """Breaches and undetermined mandatory reports each have a marked section, in that order."""
    found = sections([OPEN, BREACH, make_finding(VISITS, Status.PENDING, subject="s-one")], Explainer())

    assert [section.heading for section in found] == [
        "违反：1 项",
        "无法判定·强制报告，须立即核实：1 项",
        "待完成：1 项",
    ]
    assert [section.is_loud for section in found] == [True, True, False]


def test_a_limit_says_what_it_leaves_out() -> None:
    """What a limit leaves out is counted in the last line of its section."""
    findings = [make_finding(VISITS, Status.PENDING, subject=f"s-{number}") for number in range(5)]
    text = table(findings, limit=2)

    assert "待完成：5 项" in text
    assert "……另有 3 项未列出" in text


def test_nothing_found_is_no_table() -> None:
    """Without findings the table is empty."""
    assert table([]) == ""


def test_rich_prints_the_same_findings() -> None:
    """Where rich is installed a table in colour holds every heading and finding."""
    pytest.importorskip("rich")
    file = io.StringIO()
    printed = print_rich(sections([BREACH, OPEN], Explainer()), file)

    assert printed
    assert "违反：1 项" in file.getvalue()


def test_csv_opens_in_spreadsheet_programs() -> None:
    """The sheet begins with a byte order mark, has one line a finding, and says days as days."""
    text = csv_text([BREACH, OPEN], Explainer())
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert [row["状态"] for row in rows] == ["违反", "无法判定"]
    assert rows[0]["期限"] == "2026-01-23"
    assert rows[1]["期限"] == "2025-10-25 09:05"
    assert rows[0]["含解读"] == "是"


def test_csv_in_both_languages_names_both() -> None:
    """In both languages each heading and each text stands in both."""
    rows = list(csv.reader(io.StringIO(csv_text([BREACH], Explainer(), ("zh", "en")).removeprefix("\ufeff"))))

    assert rows[0][0] == "状态 status"
    assert rows[1][0] == "违反 / breached"
    assert rows[1][2] == "s-key"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_formulas_are_harmless(cell: str) -> None:
    """A cell that a spreadsheet program would run begins with an apostrophe."""
    assert harmless(cell) == f"'{cell}"


def test_the_document_names_what_was_checked() -> None:
    """The document names the moment, packs, records, library, counts, norms and findings, one finding a line."""
    made = document(
        as_of=at(2026, 1, 20, 12),
        packs=[PACK],
        register="abc",
        library="0.1.0",
        counts=summary([BREACH, OPEN]),
        norms={BREACH.norm.id: [{"title": "题"}]},
    )
    text = "".join(json_chunks(made, ['{"id": 1}', '{"id": "二"}']))
    read = json.loads(text)

    assert read == {**made, "findings": [{"id": 1}, {"id": "二"}]}
    assert list(read) == ["as_of", "packs", "register", "library", "summary", "norms", "findings"]
    assert read["as_of"] == "2026-01-20T12:00:00+08:00"
    assert read["summary"]["breached"] == 1
    assert read["packs"][0]["title"] == {"zh": "家校联系制度", "en": "Rules of home-school contact"}
    assert text.endswith('    {"id": 1},\n    {"id": "二"}\n  ]\n}\n')


def test_a_document_without_findings_is_json() -> None:
    """A document without findings has an empty list of them."""
    assert json.loads("".join(json_chunks({"a": 1}, []))) == {"a": 1, "findings": []}


def test_messages_are_short_where_all_is_well() -> None:
    """A breach is explained in full in both languages; of what was fulfilled one line is said."""
    explainer = Explainer([PACK])
    fulfilled = attrs.evolve(BREACH, status=Status.FULFILLED, evidence=("v1",))
    full = explainer.messages(BREACH, BREACH.details)
    short = explainer.messages(fulfilled, fulfilled.details)

    assert full == {"zh": explainer.explain(BREACH, "zh"), "en": explainer.explain(BREACH, "en")}
    assert short["zh"].startswith("【已履行】")
    assert "v1" in short["zh"]
    assert BREACH.subject in short["en"]
    assert "\n" not in short["zh"] + short["en"]
