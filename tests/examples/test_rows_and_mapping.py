"""The example host's rows, read from what clients send, and their mapping to facts."""

from datetime import UTC, datetime

import pytest

from examples.host.mapping import KEEPS, NATURES, REASONS, ROLES, calendar, facts_of, register_of
from examples.host.rows import TABLES, Call, Entry, Form, Observation, Pupil, row_from_data
from homeschool import SHANGHAI, RecordsError
from homeschool.model import fact_classes
from tests.examples.stream import steps

AT = datetime(2025, 9, 1, 8, tzinfo=SHANGHAI)
SENT = {step.table: step.sent for step in steps() if step.table is not None}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_table_can_be_filled(table: str) -> None:
    """What a client sends for each table becomes a row of its class, and at least one fact."""
    row = row_from_data(table, SENT[table])

    assert type(row) is TABLES[table]
    assert len(facts_of(Entry(1, AT, row))) >= 1


def test_all_mistakes_are_told_at_once() -> None:
    """A field that is missing, of the wrong kind, out of range or unknown is told with the others, by its place."""
    sent = {"id": "", "pupil": 1, "teacher": "t\n1", "called_at": "2025-09-12T08:00", "answered": 1, "reached": True}

    with pytest.raises(RecordsError) as caught:
        row_from_data("calls", sent)

    assert sorted(mistake.place for mistake in caught.value.mistakes) == [
        "calls.answered",
        "calls.called_at",
        "calls.id",
        "calls.pupil",
        "calls.reached",
        "calls.teacher",
    ]


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("forms", "grade", True),
        ("forms", "grade", 2**31),
        ("forms", "grade", 3.0),
        ("pupils", "joined_on", "2025-02-29"),
        ("pupils", "joined_on", "0001-01-01"),
        ("pupils", "joined_on", 20250901),
        ("pupils", "name", "\ud800"),
        ("pupils", "id", "1\x00"),
        ("observations", "noticed_at", "9999-12-31T23:59:59-23:59"),
        ("visits", "at_home", "yes"),
    ],
)
def test_what_a_database_could_not_hold_is_refused(table: str, field: str, value: object) -> None:
    """Values that one of the databases or the calendar could not take are refused at the door."""
    with pytest.raises(RecordsError) as caught:
        row_from_data(table, {**SENT[table], field: value})

    assert [mistake.place for mistake in caught.value.mistakes] == [f"{table}.{field}"]


def test_a_row_that_is_no_object_is_refused() -> None:
    """A list in the place of a row is refused with what was expected."""
    with pytest.raises(RecordsError, match="expected an object with the fields id, grade, name"):
        row_from_data("forms", [])


def test_instants_are_read_in_any_zone() -> None:
    """An instant in another zone is the same instant in the school's."""
    row = row_from_data("calls", {**SENT["calls"], "called_at": "2025-09-12T00:30Z"})

    assert isinstance(row, Call)
    assert row.called_at == datetime(2025, 9, 12, 0, 30, tzinfo=UTC)
    assert row.called_at.isoformat() == "2025-09-12T08:30:00+08:00"


@pytest.mark.parametrize(("table", "field"), [("posts", "work"), ("care", "reason"), ("observations", "what")])
def test_a_word_that_the_host_does_not_know_is_refused(table: str, field: str) -> None:
    """A word without a term is an error with its place and the words that are known, not a fact without a term."""
    row = row_from_data(table, {**SENT[table], field: "别的"})

    with pytest.raises(RecordsError) as caught:
        facts_of(Entry(1, AT, row))

    assert caught.value.mistakes[0].place == f"{table}.{field}"
    assert "expected one of" in caught.value.mistakes[0].text


def test_the_words_of_the_host_are_terms_of_the_library() -> None:
    """Every word that the host maps becomes a term that the library knows."""
    known = fact_classes()
    fields = (("appointment", "role", ROLES), ("circumstance", "kind", REASONS), ("concern", "nature", NATURES))

    for name, field, words in fields:
        vocabulary = known[name].fields[field].vocabulary
        assert vocabulary is not None
        assert set(words.values()) <= set(vocabulary.terms)


def test_names_stay_with_the_host() -> None:
    """A child's name reaches neither the facts nor what is printed of a row."""
    pupil = row_from_data("pupils", {**SENT["pupils"], "name": "小名"})
    register = register_of([Entry(1, AT, Form(id="31", grade=3, name="小名")), Entry(2, AT, pupil)])

    assert isinstance(pupil, Pupil)
    assert "小名" not in repr(pupil)
    assert all(getattr(fact, "name", None) is None for fact in register.facts)


def test_what_is_left_out_is_said() -> None:
    """The scope names each class of facts that the mapping makes, and each field that it leaves out."""
    entries = [Entry(number, AT, row_from_data(table, SENT[table])) for number, table in enumerate(TABLES, start=1)]
    facts = [fact for entry in entries for fact in facts_of(entry)]
    names = {cls.cls: name for name, cls in fact_classes().items()}

    assert {names[type(fact)] for fact in facts} == set(KEEPS.classes)
    for fact in facts:
        kept = KEEPS.classes[names[type(fact)]]
        assert all(getattr(fact, field) in (None, (), False) for field in kept.without)


def test_an_observation_keeps_its_words_to_itself() -> None:
    """What was noticed about a child does not show in what is printed of the row."""
    row = row_from_data("observations", SENT["observations"])

    assert isinstance(row, Observation)
    assert "情绪" not in repr(row)


def test_the_calendar_has_two_years() -> None:
    """The school's calendar covers the years of the example."""
    assert [year.name for year in calendar().years] == ["2025-2026学年", "2026-2027学年"]
