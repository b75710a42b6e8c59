"""Writing a register and reading it again gives the same register."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from homeschool.adapters.folder_records import write_folder
from homeschool.adapters.json_records import json_of, write_json
from homeschool.adapters.records import read_records
from homeschool.adapters.register_data import register_digest, register_from_data, register_to_data
from homeschool.model import Register
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
