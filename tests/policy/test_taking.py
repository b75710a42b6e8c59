"""What an overlay takes over: norms by name, and what each pack means by its definitions."""

from collections.abc import Mapping
from typing import Any

import pytest

from homeschool.policy import Named, Pack
from homeschool.policy.read_pack import read_pack
from homeschool.policy.reading import Reader
from tests.policy.builders import DEFINITIONS, NORM, TITLE

ASKS_KEY = {**NORM, "id": "key-visits", "applies_to": {"is": "key_student"}}
MIGRANTS = {"key_student": {"title": TITLE, "subject": "student", "where": {"circumstances": "migrant"}}}


def base(name: str, *norms: Mapping[str, Any], definitions: Mapping[str, Any] = DEFINITIONS) -> Pack:
    """Return a pack that others extend."""
    head = {"id": name, "title": TITLE, "definitions": definitions}
    pack = read_pack(Reader(), head, {"norm": list(norms)}, lambda _: pytest.fail("extends nothing"))
    assert pack is not None
    return pack


def overlay(*bases: Pack, **body: Any) -> tuple[Pack | None, list[str]]:
    """Return a pack that extends others, with its mistakes in words."""
    known = {one.id: one for one in bases}
    reader = Reader()
    head = {"id": "ours", "title": TITLE, "extends": list(known), "definitions": body.pop("definitions", {})}
    pack = read_pack(reader, head, body, known.__getitem__)
    return pack, [str(mistake) for mistake in reader.mistakes]


def test_only_the_norms_named_are_taken() -> None:
    """Of a pack that a table names, only those norms are taken; of the others all."""
    one, other = base("one", NORM, ASKS_KEY), base("other", NORM, ASKS_KEY)

    pack, mistakes = overlay(one, other, take=[{"from": "one", "norms": "key-visits"}])
    assert mistakes == []
    assert pack is not None
    assert [norm.id for norm in pack.norms] == ["one.key-visits", "other.visits", "other.key-visits"]


def test_norms_are_taken_by_their_full_ids_too() -> None:
    """A norm that the extended pack itself took over is named by its full id."""
    middle, _ = overlay(base("one", NORM, ASKS_KEY))
    assert middle is not None

    pack, mistakes = overlay(middle, take=[{"from": "ours", "norms": ["one.visits"]}])
    assert mistakes == []
    assert pack is not None
    assert [norm.id for norm in pack.norms] == ["one.visits"]


@pytest.mark.parametrize(
    ("take", "mistake"),
    [
        ({"from": "another", "norms": "visits"}, "take[0].from: expected one of one, not `another`"),
        ({"from": "two", "norms": "visits"}, "take[0].from: expected one of one, not `two`"),
        ({"from": "one", "norms": ["visit"]}, "take[0].norms[0]: `one` has no norm `visit`; did you mean `visits`?"),
        ({"from": "one", "norms": ["visits", "visits"]}, "take[0].norms[1]: `visits` is named twice"),
        ({"from": "one"}, "take[0].norms: expected a text or a list of texts, not `None`"),
    ],
)
def test_a_norm_that_cannot_be_taken_is_told(take: Mapping[str, Any], mistake: str) -> None:
    """Every mistake in what is taken has its place and the nearest spelling."""
    assert overlay(base("one", NORM), take=[take])[1] == [mistake]


def test_one_pack_is_named_in_one_table() -> None:
    """Two tables that take from one pack are a mistake."""
    twice = [{"from": "one", "norms": "visits"}] * 2

    assert overlay(base("one", NORM), take=twice)[1] == ["take[1].from: norms of `one` are taken in one table, not two"]


def test_each_norm_keeps_what_its_pack_means() -> None:
    """Where two packs define a name differently, the norms of each go on with their own definition."""
    pack, mistakes = overlay(base("one", NORM, ASKS_KEY), base("other", ASKS_KEY, definitions=MIGRANTS))

    assert mistakes == []
    assert pack is not None
    assert set(pack.definitions) == {"one.key_student", "other.key_student"}
    assert pack.norm("one.key-visits").applies_to == Named("one.key_student")
    assert pack.norm("other.key-visits").applies_to == Named("other.key_student")
    assert pack.definitions["one.key_student"] != pack.definitions["other.key_student"]


def test_a_definition_that_packs_share_keeps_its_name() -> None:
    """Where two packs define a name in the same way, it stays one definition."""
    pack, _ = overlay(base("one", ASKS_KEY), base("other", ASKS_KEY))

    assert pack is not None
    assert set(pack.definitions) == {"key_student"}


def test_a_set_selects_and_adds_nothing() -> None:
    """A pack is a set if all of its norms are others', and some of them stand as they do there."""
    one = base("one", NORM, ASKS_KEY)
    amend = {"norm": "one.visits", "reason": "x", "waivable": False}

    def is_set(**body: Any) -> bool:
        pack, mistakes = overlay(one, **body)
        assert mistakes == []
        assert pack is not None
        return pack.is_set

    assert is_set()
    assert is_set(amend=[amend])
    assert not is_set(take=[{"from": "one", "norms": "visits"}], amend=[amend])
    assert not is_set(norm=[NORM])
    assert not one.is_set
