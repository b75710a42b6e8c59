"""Definitions with variants: a host follows one of several ways to define a name."""

from typing import Any

import pytest

from homeschool.engine import evaluate
from homeschool.errors import InvalidValueError
from homeschool.model import Register
from homeschool.policy import Pack
from homeschool.policy.make import make_pack
from homeschool.policy.read_pack import read_pack, write_pack
from homeschool.policy.reading import Reader
from tests.model.builders import at, day, fact, school
from tests.policy.builders import NORM, TITLE, read

FORM = {"title": {"zh": "学籍口径", "en": "as the school roll counts"}, "where": {"circumstances": "migrant"}}
KEY: dict[str, Any] = {"title": TITLE, "where": {"circumstances": "left_behind"}, "variants": {"school-roll": FORM}}
HEAD = {"id": "made-up", "title": TITLE, "definitions": {"key_student": KEY}}
VISITS = {**NORM, "applies_to": {"is": "key_student"}}


def pack_with(**changed: Any) -> Pack:
    """Return a pack of one norm about key students, whose definition has a variant."""
    pack, mistakes = read([VISITS], head={**HEAD, "definitions": {"key_student": {**KEY, **changed}}})
    assert mistakes == []
    assert pack is not None
    return make_pack(pack)


def following(**follows: str) -> Register:
    """Return the made-up school, with one left-behind and one migrant child, and what it follows."""
    marked = [
        fact("circumstance", "x1", person="s-one", kind="left_behind", since=day(9, 1)),
        fact("circumstance", "x2", person="s-two", kind="migrant", since=day(9, 1)),
    ]
    made = school(*marked)
    return Register(made.facts, made.calendar, keeps=made.keeps, follows=follows)


def subjects(register: Register) -> set[str]:
    """Return whom the norm applies to."""
    return {finding.subject for finding in evaluate(pack_with(), register, as_of=at(10, 1))}


def test_the_register_says_which_definition_it_follows() -> None:
    """The norms apply to whom the variant names that the register follows; by default to whom the text names."""
    assert subjects(following()) == {"s-one"}
    assert subjects(following(key_student="school-roll")) == {"s-two"}


def test_the_findings_know_what_was_followed() -> None:
    """The packs of the findings hold the definition that was followed, with its title."""
    found = evaluate(pack_with(), following(key_student="school-roll"), as_of=at(10, 1))

    assert found.packs[0].definitions["key_student"].title.en == "as the school roll counts"


@pytest.mark.parametrize(
    ("follows", "message"),
    [
        ({"key_student": "rol"}, "follows.key_student: expected one of school-roll, not `rol`"),
        ({"key_studnet": "school-roll"}, "follows: no definition `key_studnet`; did you mean `key_student`?"),
    ],
)
def test_an_unknown_variant_is_refused(follows: dict[str, str], message: str) -> None:
    """A variant, or nearly a definition, that does not exist is an error; names of other packs are none."""
    with pytest.raises(InvalidValueError) as caught:
        subjects(following(**follows))
    assert str(caught.value) == message
    assert subjects(following(boarder="local")) == {"s-one"}


def test_a_variant_is_read_back_as_written() -> None:
    """Writing a pack and reading it gives the same variants."""
    pack = pack_with()
    head, body = write_pack(pack)

    again = read_pack(Reader(), head, body, lambda _: pytest.fail("extends nothing"))
    assert again is not None
    assert again.definitions == pack.definitions


def test_a_variant_is_checked_like_a_definition() -> None:
    """A field that does not exist, and a variant that leads back to its definition, are mistakes with their places."""
    wrong = {"a": {**FORM, "where": {"size": 3}}, "b": {**FORM, "where": {"is": "key_student"}}}
    _, mistakes = read([VISITS], head={**HEAD, "definitions": {"key_student": {**KEY, "variants": wrong}}})

    assert mistakes == [
        "definitions.key_student.variants.a.where.size: student has no field `size`",
        "definitions.key_student.variants.b: the definition leads back to itself",
    ]
