"""Writing a register and reading it again gives the same register."""

import tempfile
from datetime import UTC
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from homeschool.adapters.folder_records import write_folder
from homeschool.adapters.json_records import json_of, write_json
from homeschool.adapters.records import read_records
from homeschool.adapters.register_data import register_from_data, register_to_data
from homeschool.adapters.register_digest import register_digest
from homeschool.model import Keeps, Register, School
from homeschool.model.fields import revise
from tests.adapters.samples import WORLD, registers


@given(registers())
def test_plain_data_structure_of_unstructure_is_identity(register: Register) -> None:
    """A register made from the plain data of a register equals it."""
    data = register_to_data(register)

    assert register_from_data(data) == register


@given(registers())
@settings(max_examples=25)
def test_json_structure_of_unstructure_is_identity(register: Register) -> None:
    """A register written to a JSON file and read again equals it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.json"
        write_json(register, path)

        assert read_records(path) == register


@given(registers())
@settings(max_examples=25)
def test_folder_structure_of_unstructure_is_identity(register: Register) -> None:
    """A register written to a folder of tables and read again equals it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school"
        write_folder(register, path)

        assert read_records(path) == register


@given(registers())
@settings(max_examples=25)
def test_equal_registers_have_one_text_and_one_digest(register: Register) -> None:
    """The order and repetition of the facts change neither what is written nor the digest."""
    again = Register((*register.facts[::-1], *register.facts), register.calendar, register.calendars, register.keeps)

    assert json_of(again) == json_of(register)
    assert register_digest(again) == register_digest(register)


def test_the_digest_depends_on_every_fact() -> None:
    """A register with one fact less has another digest."""
    less = Register([fact for fact in WORLD.facts if fact.id != "gs-two"], WORLD.calendar)

    assert register_digest(less) != register_digest(WORLD)
    assert len(register_digest(WORLD)) == 16


def test_the_digest_does_not_depend_on_the_format(tmp_path: Path) -> None:
    """A register read from a JSON file and from a folder of tables, in another zone's times, has one digest."""
    write_json(WORLD, tmp_path / "school.json")
    write_folder(WORLD, tmp_path / "school")
    elsewhere = Register([_in_utc(fact) for fact in WORLD.facts], WORLD.calendar, WORLD.calendars, WORLD.keeps)

    assert register_digest(read_records(tmp_path / "school.json")) == register_digest(WORLD)
    assert register_digest(read_records(tmp_path / "school")) == register_digest(WORLD)
    assert register_digest(elsewhere) == register_digest(WORLD)


def _in_utc(fact: Any) -> Any:
    recorded = getattr(fact, "recorded_at", None)
    return fact if recorded is None else revise(fact, recorded_at=recorded.astimezone(UTC))


def test_the_digest_depends_on_what_is_kept() -> None:
    """An empty table that is kept, and one that is not, are different registers."""
    facts = [fact for fact in WORLD.facts if isinstance(fact, School)]
    digests = {
        register_digest(Register(facts, WORLD.calendar, keeps=Keeps.only("school", *more))) for more in [(), ("plan",)]
    }

    assert len(digests) == 2
