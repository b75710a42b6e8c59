"""Every mistake of a pack names the place where it stands, and a pack that is written keeps all that it says."""

from datetime import date
from typing import Any

import pytest

from homeschool.calendar import Interval
from homeschool.errors import PackError
from homeschool.policy import amend_pack
from homeschool.policy.norm import Bilingual
from homeschool.policy.pack import Pack
from homeschool.policy.read_pack import read_pack, write_pack
from homeschool.policy.reading import Reader
from tests.policy.builders import HEAD, NORM, TITLE, mistakes_of, no_pack, pack_of, read

TEXT = "expected a text, not `3`"
TABLE = "expected a table, not `3`"
CONDITION = 'expected a condition, a table such as { place = "home" }, not `3`'
VISIT = {"of": "home_visit"}
FULL_HEAD: dict[str, Any] = {
    "id": "made-up",
    "title": {"zh": "示例办法", "en": "Made-up rules"},
    "issuer": "示例教育局",
    "jurisdiction": "示例县",
    "version": "2025",
    "force": "plan",
    "in_force": {"from": "2025-09-01", "until": "2028-09-01"},
    "source": "示例县教育局公报",
}


def place_of(mistake: str) -> str:
    """Return the place that a mistake names, without what was expected."""
    return mistake.partition(": ")[0]


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ({"clause": 3}, [f"clause: {TEXT}"]),
        ({"id": 3}, [f"id: {TEXT}"]),
        ({"title": 3}, [f"title: {TABLE}"]),
        ({"title": {"zh": 3, "en": "x"}}, [f"title.zh: {TEXT}"]),
        ({"title": {"zh": "x", "en": 3}}, [f"title.en: {TEXT}"]),
        ({"title": {"zh": "x"}}, ["title: expected `en`"]),
        ({"note": 3}, [f"note: {TEXT}"]),
        ({"unexpressed": 3}, [f"unexpressed: {TEXT}"]),
        ({"waivable": 3}, ["waivable: expected true or false, not `3`"]),
        ({"mandatory_report": 3}, ["mandatory_report: expected true or false, not `3`"]),
        ({"unless_documented": 3}, ["unless_documented: expected true or false, not `3`"]),
        ({"in_force": 3}, [f"in_force: {TABLE}"]),
        ({"in_force": {}}, ["in_force: expected `from`"]),
        ({"in_force": {"from": 3}}, ["in_force.from: expected a day such as 2025-09-01"]),
        ({"in_force": {"from": "2025-09-01", "until": 3}}, ["in_force.until: expected a day such as 2025-09-01"]),
        ({"applies_to": 3}, [f"applies_to: {CONDITION}"]),
        ({"applies_to": {"has": 3}}, [f"applies_to.has: {TABLE}"]),
        ({"applies_to": {"has": {}}}, ["applies_to.has: expected `of`, a fact class"]),
        ({"applies_to": {"has": {"of": 3}}}, [f"applies_to.has.of: {TEXT}"]),
        ({"applies_to": {"has": {"of": "credential", "link": 3}}}, [f"applies_to.has.link: {TEXT}"]),
        ({"applies_to": {"has": {"of": "credential", "where": 3}}}, [f"applies_to.has.where: {CONDITION}"]),
        ({"applies_to": {"not": 3}}, [f"applies_to.not: {CONDITION}"]),
        ({"applies_to": {"either": [{}, 3]}}, [f"applies_to.either[1]: {CONDITION}"]),
        ({"applies_to": {"either": 3}}, ["applies_to.either: expected a list of conditions"]),
        ({"applies_to": {"is": 3}}, ["applies_to.is: expected a text or a list of texts, not `3`"]),
        ({"applies_to": {"household": []}}, ["applies_to.household: expected at least one value"]),
        (
            {"applies_to": {"household": {"filled": 3}}},
            ["applies_to.household.filled: expected true or false, not `3`"],
        ),
        ({"applies_to": {"guardians": {"some": 3}}}, [f"applies_to.guardians.some: {CONDITION}"]),
        (
            {"timing": 3},
            ["timing: expected a table with one of the keys every, rolling, upon, before, at, always, not `3`"],
        ),
        ({"timing": {"rolling": 3}}, [f"timing.rolling: {TEXT}"]),
        ({"timing": {"every": "term", "within": 3}}, [f"timing.within: {TEXT}"]),
        ({"timing": {"every": "term", "presence": 3}}, [f"timing.presence: {TEXT}"]),
        ({"timing": {"upon": 3, "within": "1 day"}}, ["timing.upon: expected a text or a list of texts, not `3`"]),
        (
            {"timing": {"upon": {"end_of": 3}, "within": "1 day"}},
            ["timing.upon.end_of: expected a text or a list of texts, not `3`"],
        ),
        ({"timing": {"upon": "concern", "where": 3, "within": "1 day"}}, [f"timing.where: {CONDITION}"]),
        ({"timing": {"upon": "concern", "link": 3, "within": "1 day"}}, [f"timing.link: {TEXT}"]),
        ({"timing": {"upon": "concern", "link_to": 3, "within": "1 day"}}, [f"timing.link_to: {TEXT}"]),
        ({"timing": {"upon": "concern", "counted_from": 3, "within": "1 day"}}, [f"timing.counted_from: {TEXT}"]),
        ({"timing": {"before": "meeting", "ahead": 3}}, [f"timing.ahead: {TEXT}"]),
        ({"timing": {"before": 3, "ahead": "1 day"}}, ["timing.before: expected a text or a list of texts, not `3`"]),
        (
            {"timing": {"before": "meeting", "ahead": "1 day", "no_earlier_than": 3}},
            [f"timing.no_earlier_than: {TEXT}"],
        ),
        ({"timing": {"at": 3}}, ["timing.at: expected a text or a list of texts, not `3`"]),
        ({"timing": {"always": 3}}, ["timing.always: expected true"]),
        ({"timing": {"always": True, "tolerance": 3}}, [f"timing.tolerance: {TEXT}"]),
        ({"requires": 3}, [f"requires: {TABLE}"]),
        ({"requires": {"at_least": 1}}, ["requires: expected `of`, a fact class"]),
        (
            {"requires": {**VISIT, "at_least": []}},
            ['requires.at_least: expected a number, or a fraction such as "1/2", not `[]`'],
        ),
        ({"requires": {**VISIT, "none": 3}}, ["requires.none: expected true"]),
        ({"requires": {**VISIT, "at_least": 1, "distinct": 3}}, [f"requires.distinct: {TEXT}"]),
        ({"requires": {**VISIT, "at_least": 1, "placed_by": 3}}, [f"requires.placed_by: {TEXT}"]),
        ({"requires": {**VISIT, "at_least": 1, "link": 3}}, [f"requires.link: {TEXT}"]),
        ({"requires": {**VISIT, "at_least": 1, "link_to": 3}}, [f"requires.link_to: {TEXT}"]),
        ({"requires": {**VISIT, "at_least": 1, "where": 3}}, [f"requires.where: {CONDITION}"]),
        ({"requires": {**VISIT, "at_least": {"size": 3}}}, [f"requires.at_least.size: {TEXT}"]),
        ({"requires": {**VISIT, "at_least": {"share": 3}}}, [f"requires.at_least.share: {TEXT}"]),
        (
            {"requires": {**VISIT, "at_least": {"share": "students", "where": 3}}},
            [f"requires.at_least.where: {CONDITION}"],
        ),
        (
            {"requires": {**VISIT, "at_least": {}}},
            ["requires.at_least: expected a number, or a table with `size`, `share`, `preceding` or `value`"],
        ),
        ({"requires": {**VISIT, "cover": 3, "values": ["x"]}}, [f"requires.cover: {TEXT}"]),
        (
            {"requires": {**VISIT, "cover": "contents", "values": 3}},
            ["requires.values: expected a text or a list of texts, not `3`"],
        ),
        ({"requires": {**VISIT, "share": 3}}, [f"requires.share: {TABLE}"]),
        ({"requires": {**VISIT, "share": {"at_least": 1}, "among": 3}}, [f"requires.among: {CONDITION}"]),
    ],
    ids=str,
)
def test_a_mistake_of_a_norm_names_its_place(norm: dict[str, Any], expected: list[str]) -> None:
    """What cannot be read is told with the path that leads to it."""
    assert mistakes_of(norm) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({"issuer": 3}, [f"issuer: {TEXT}"]),
        ({"jurisdiction": 3}, [f"jurisdiction: {TEXT}"]),
        ({"version": 3}, [f"version: {TEXT}"]),
        ({"source": 3}, [f"source: {TEXT}"]),
        ({"title": {"zh": "x"}}, ["title: expected `en`"]),
        ({"force": "rule"}, ["force: expected one of law, regulation, plan, recommendation, not `rule`"]),
        ({"in_force": {"from": 3}}, ["in_force.from: expected a day such as 2025-09-01"]),
        ({"extends": 3}, ["extends: expected a text or a list of texts, not `3`"]),
        ({"issuers": "x"}, ["issuers: unknown key `issuers`; did you mean `issuer`?"]),
        ({"definitions": {"one": 3, "two": 3}}, [f"definitions.one: {TABLE}", f"definitions.two: {TABLE}"]),
    ],
    ids=str,
)
def test_a_mistake_of_the_head_names_its_place(head: dict[str, Any], expected: list[str]) -> None:
    """What the head says of the document is read one by one."""
    assert read([NORM], {**HEAD, **head})[1] == expected


@pytest.mark.parametrize("head", [3, {"id": 3, "title": TITLE}, {"title": TITLE}])
def test_a_head_that_cannot_be_read_names_its_place(head: Any) -> None:
    """A head that is no table, or has no id, makes no pack."""
    reader = Reader()

    assert read_pack(reader, head, {}, no_pack) is None
    assert [mistake.place for mistake in reader.mistakes] == ["" if head == 3 else "id"]


def test_a_body_that_is_no_table_makes_no_pack() -> None:
    """The norms stand in a table."""
    reader = Reader()

    assert read_pack(reader, HEAD, 3, no_pack) is None
    assert [str(mistake) for mistake in reader.mistakes] == [TABLE]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"amend": [3]}, [f"amend[0]: {TABLE}"]),
        ({"amend": [{"norm": 3}]}, [f"amend[0].norm: {TEXT}"]),
        ({"amend": [{"norm": "visit"}]}, ["amend[0].norm: no norm `visit`; did you mean `visits`?"]),
        ({"amend": [{"norm": "visits"}]}, ["amend[0].reason: expected a text, not `None`"]),
        (
            {"amend": [{"norm": "visits", "reason": "r", "from": 3}]},
            ["amend[0].from: expected a day such as 2025-09-01"],
        ),
        ({"amend": [{"norm": "visits", "reason": "r", "id": "x"}]}, ["amend[0].id: unknown key `id`"]),
        ({"amend": [{"norm": "visits", "reason": "r", "text": "quoted"}]}, ["amend[0].text: unknown key `text`"]),
        ({"amend": [3, {"norm": "visits"}]}, [f"amend[0]: {TABLE}", "amend[1].reason: expected a text, not `None`"]),
        (
            {"amend": [{"norm": "visits", "reason": "r", "requires": {"of": "home_vist"}}]},
            ["amend[0].requires.of: no fact class `home_vist`; did you mean `home_visit`?"],
        ),
        ({"suspend": [3]}, [f"suspend[0]: {TABLE}"]),
        (
            {"suspend": [{"norm": "visits", "reason": "r", "untill": 3}]},
            ["suspend[0].untill: unknown key `untill`; did you mean `until`?"],
        ),
        (
            {"suspend": [{"norm": "visits", "reason": "r", "from": 3}]},
            ["suspend[0].from: expected a day such as 2025-09-01"],
        ),
        ({"suspend": [{"norm": "visits"}]}, ["suspend[0].reason: expected a text, not `None`"]),
    ],
    ids=str,
)
def test_a_mistake_of_an_overlay_names_its_place(body: dict[str, Any], expected: list[str]) -> None:
    """What an overlay changes is read one by one, and a mistake in one keeps no other from being told."""
    assert read([NORM], **body)[1] == expected


def test_every_mistake_of_every_norm_is_told() -> None:
    """What a norm means wrongly is told with the number of the norm."""
    wrong = {**NORM, "requires": {"of": "home_vist", "at_least": 1}}

    mistakes = read([NORM, {**wrong, "id": "two"}, {**wrong, "id": "three"}])[1]
    assert [place_of(mistake) for mistake in mistakes] == ["norm[1].requires.of", "norm[2].requires.of"]


def test_a_pack_keeps_what_its_head_says() -> None:
    """Issuer, jurisdiction, version, force, time in force and source are read, and written as they were."""
    pack, mistakes = read([NORM], FULL_HEAD)

    assert mistakes == []
    assert pack is not None
    assert (pack.issuer, pack.jurisdiction, pack.version) == ("示例教育局", "示例县", "2025")
    assert (pack.force, pack.source) == ("plan", "示例县教育局公报")
    assert pack.title == Bilingual("示例办法", "Made-up rules")
    assert pack.in_force == Interval(date(2025, 9, 1), date(2028, 9, 1))
    assert {key: value for key, value in write_pack(pack)[0].items() if key != "definitions"} == FULL_HEAD


def test_what_the_head_leaves_open_has_its_usual_value() -> None:
    """A pack without a force is a regulation, of no time in particular."""
    pack = pack_of({})

    assert (pack.force, pack.in_force, pack.norms[0].in_force) == ("regulation", None, None)
    assert "in_force" not in write_pack(pack)[0]


def test_a_norm_is_in_force_with_its_document() -> None:
    """A norm without days of its own takes those of the document."""
    pack, _ = read([NORM, {**NORM, "id": "own", "in_force": {"from": "2026-01-01"}}], FULL_HEAD)

    assert pack is not None
    assert [norm.in_force for norm in pack.norms] == [pack.in_force, Interval(date(2026, 1, 1))]


def test_bases_are_found_by_name() -> None:
    """What a pack extends is asked for by the name that it writes."""
    asked: list[str] = []

    def find(name: str) -> Pack:
        asked.append(name)
        return pack_of({})

    pack = read_pack(Reader(), {"id": "ours", "title": TITLE, "extends": ["one", "two"]}, {}, find)
    assert asked == ["one", "two"]
    assert pack is not None
    assert (pack.extends, [norm.id for norm in pack.norms]) == (("made-up", "made-up"), ["made-up.visits"])


def test_an_amendment_in_python_keeps_its_reason_and_tells_its_mistakes() -> None:
    """The reason is shown with the norm; a change that cannot be read is refused at its place."""
    pack = amend_pack(pack_of({}), "visits", {"waivable": False}, reason="the meeting decided so")

    assert pack.norms[0].amendments[0].reason == "the meeting decided so"
    with pytest.raises(PackError) as caught:
        amend_pack(pack, "visits", {"clause": 3}, reason="r")
    assert [str(mistake) for mistake in caught.value.mistakes] == [f"change.clause: {TEXT}"]


@pytest.mark.parametrize("written", ["1e999999999", "1E9", "1_000", " 1", "9" * 40])
def test_a_number_in_text_is_short_and_plain(written: str) -> None:
    """A text is a number or a fraction in plain digits: no power of ten can fill the memory."""
    expected = f'requires.at_least: expected a number, or a fraction such as "1/2", not `{written}`'

    assert mistakes_of({"requires": {**VISIT, "at_least": written}}) == [expected]
