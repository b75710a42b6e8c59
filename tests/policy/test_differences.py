"""What changes between two packs, and how norms of several packs are linked."""

from typing import Any

from homeschool.policy import Pack
from homeschool.policy.differences import differences
from homeschool.policy.links import missing_links, roots, unlinked_copies
from homeschool.policy.read_pack import read_pack
from homeschool.policy.reading import Reader
from tests.policy.builders import DEFINITIONS, NORM, TITLE, pack_of


def pack(name: str, *norms: Any, definitions: Any = DEFINITIONS) -> Pack:
    """Return a pack of norms that differ from the plain one."""
    head = {"id": name, "title": TITLE, "definitions": definitions}
    reader = Reader()
    made = read_pack(reader, head, {"norm": [{**NORM, **norm} for norm in norms]}, lambda _: pack_of())
    assert reader.mistakes == []
    assert made is not None
    return made


def told(before: Pack, after: Pack) -> list[tuple[object, ...]]:
    """Return the differences in plain words."""
    return [
        (one.kind, *(None if norm is None else norm.id for norm in (one.before, one.after)), one.parts)
        for one in differences(before, after)
    ]


def test_norms_of_one_id_are_compared() -> None:
    """A norm of the same id is the same or changed, and the parts that differ are named."""
    old = pack("p", {"id": "a"}, {"id": "b"}, {"id": "c"})
    new = pack(
        "p", {"id": "b", "waivable": False, "requires": {"at_least": 2, "of": "home_visit"}}, {"id": "a"}, {"id": "d"}
    )

    assert told(old, new) == [
        ("changed", "p.b", "p.b", ("requirement", "is_waivable")),
        ("same", "p.a", "p.a", ()),
        ("new", None, "p.d", ()),
        ("gone", "p.c", None, ()),
    ]


def test_linked_norms_are_compared() -> None:
    """Norms that are linked, directly or through a third, are one duty; each old one stands for one new one."""
    old = pack("p", {"id": "a", "same_as": ["x.y"]}, {"id": "b"})
    new = pack("q", {"id": "one", "same_as": ["x.y"]}, {"id": "two", "same_as": ["x.y"], "timing": {"every": "month"}})

    assert told(old, new) == [
        ("same", "p.a", "q.one", ()),
        ("new", None, "q.two", ()),
        ("gone", "p.b", None, ()),
    ]


def test_a_definition_that_differs_is_a_change() -> None:
    """Two norms that call different things by one name ask something different."""
    asked = {"id": "a", "applies_to": {"is": "key_student"}}
    other = {"key_student": {"title": TITLE, "where": {"circumstances": "migrant"}}}

    assert told(pack("p", asked), pack("p", asked, definitions=other)) == [("changed", "p.a", "p.a", ("applies_to",))]


def test_what_yields_no_duty_is_passed() -> None:
    """Permissions are no difference."""
    may = {"id": "may", "modality": "permission", "timing": None, "requires": None, "bearer": None}
    nothing = {key: value for key, value in may.items() if value is not None}
    head = {"id": "p", "title": TITLE}
    made = read_pack(
        Reader(), head, {"norm": [{"id": "may", "clause": "一", "title": TITLE, **nothing}]}, lambda _: pack_of()
    )

    assert made is not None
    assert told(made, made) == []


def test_copies_without_a_link_are_told() -> None:
    """Two norms that ask the same are told, unless they are linked, directly or through others."""
    first, second = pack("p", {"id": "a"}), pack("q", {"id": "b", "title": {"zh": "另", "en": "other"}})

    assert unlinked_copies([first, second]) == [("p.a", "q.b")]
    assert unlinked_copies([first, pack("q", {"id": "b", "same_as": "p.a"})]) == []
    third = pack("r", {"id": "c", "same_as": ["p.a", "q.b"], "timing": {"every": "month"}})
    assert unlinked_copies([first, second, third]) == []
    assert unlinked_copies([first, pack("q", {"id": "b", "timing": {"every": "month"}})]) == []


def test_a_copy_by_another_definition_is_none() -> None:
    """Norms whose definitions differ ask something different, though they call it alike."""
    asked = {"id": "a", "applies_to": {"is": "key_student"}}
    other = {"key_student": {"title": TITLE, "where": {"circumstances": "migrant"}}}

    assert unlinked_copies([pack("p", asked), pack("q", asked)]) == [("p.a", "q.a")]
    assert unlinked_copies([pack("p", asked), pack("q", asked, definitions=other)]) == []


def test_a_link_to_nothing_is_told() -> None:
    """What `same_as` names must be among the packs."""
    assert missing_links([pack("p", {"id": "a", "same_as": ["p.b", "p.c"]}, {"id": "b"})]) == [("p.a", "p.c")]


def test_links_go_through_others() -> None:
    """All that is linked has one root, also through norms that are not there."""
    linked = roots([*pack("p", {"id": "a", "same_as": "x.y"}, {"id": "b", "same_as": "x.y"}, {"id": "c"}).norms])

    assert linked["p.a"] == linked["p.b"]
    assert "p.c" not in linked
