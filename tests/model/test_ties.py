"""Who belongs to whom at a moment."""

import pytest

from homeschool.model.ties import MEMBER_KINDS, above, holders, members, party, roles, school_of
from tests.model.builders import day, fact, micros, view_of

NOW = micros(10, 1)

ABOVE = {
    "school": ("school",),
    "g3": ("g3", "school"),
    "c31": ("c31", "g3", "school"),
    "s-one": ("s-one", "c31", "g3", "school"),
    "g-one": ("g-one", "s-one", "c31", "g3", "school"),
    "t-class": ("t-class", "school"),
    "p-one": ("p-one", "school"),
    "pc": ("pc", "school"),
    "seat-one": ("seat-one", "pc", "school"),
    "a-class": ("a-class", "c31", "g3", "school"),
    "gs-one": ("gs-one", "s-one", "c31", "g3", "school"),
    "e-one": ("e-one", "c31", "g3", "school"),
    "nobody": ("nobody",),
}


@pytest.mark.parametrize(("entity", "expected"), ABOVE.items())
def test_what_an_entity_lies_within(entity: str, expected: tuple[str, ...]) -> None:
    """A child lies within its class, grade and school, a guardian within its children, staff within their schools."""
    assert above(view_of(), entity, NOW) == expected


def test_nobody_lies_anywhere_before_belonging() -> None:
    """A tie holds from its first moment to its last, excluded."""
    moved = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(11, 1))
    view = view_of(moved)

    assert above(view, "s-one", micros(10, 31)) == ("s-one", "c31", "g3", "school")
    assert above(view, "s-one", micros(11, 1)) == ("s-one",)
    assert school_of(view, "s-one", micros(11, 1)) is None


def test_a_partner_may_belong_to_no_school() -> None:
    """A partner of the whole county lies within no school."""
    view = view_of(fact("partner", "p-two", kind="police_station"))

    assert above(view, "p-two", NOW) == ("p-two",)
    assert school_of(view, "p-one", NOW) == "school"


MEMBERS = {
    ("students", "school"): ("s-one", "s-two"),
    ("students", "g3"): ("s-one", "s-two"),
    ("students", "c31"): ("s-one",),
    ("students", "s-one"): ("s-one",),
    ("students", "g-one"): ("s-one",),
    ("students", "pc"): ("s-one", "s-two"),
    ("students", "t-class"): (),
    ("classes", "school"): ("c31", "c32"),
    ("classes", "g3"): ("c31", "c32"),
    ("classes", "c31"): ("c31",),
    ("classes", "pc"): (),
    ("guardianships", "school"): ("gs-one", "gs-three", "gs-two"),
    ("guardianships", "s-one"): ("gs-one", "gs-two"),
    ("guardians", "c32"): ("g-three",),
    ("guardians", "gs-one"): ("g-one",),
    ("guardianships", "gs-one"): ("gs-one",),
    ("students", "gs-one"): ("s-one",),
    ("guardians", "s-one"): ("g-one", "g-two"),
    ("staff", "school"): ("t-class", "t-head", "t-maths"),
    ("staff", "c31"): ("t-class", "t-head"),
    ("seats", "pc"): ("seat-one", "seat-two"),
    ("seats", "c31"): ("seat-one",),
    ("seats", "school"): (),
}


@pytest.mark.parametrize(("asked", "expected"), MEMBERS.items())
def test_members_of_each_kind(asked: tuple[str, str], expected: tuple[str, ...]) -> None:
    """The members of a school, a class, a committee or a child are those who are so at the moment, by id."""
    kind, entity = asked

    assert members(view_of(), kind, entity, NOW) == expected


def test_members_are_asked_of_a_moment() -> None:
    """A class that has ended has no members, and no school has it any more."""
    view = view_of(fact("school_class", "c32", grade="g3", since=day(9, 1), until=day(2, 1)))

    assert members(view, "classes", "school", micros(1, 31)) == ("c31", "c32")
    assert members(view, "classes", "school", micros(2, 1)) == ("c31",)


def test_there_are_six_kinds_of_members() -> None:
    """The kinds of members are a closed list."""
    assert MEMBER_KINDS == ("classes", "guardians", "guardianships", "seats", "staff", "students")


ROLES = {
    ("t-class", None): {"class_teacher", "teacher", "staff"},
    ("t-class", "s-one"): {"class_teacher", "teacher", "staff"},
    ("t-class", "gs-one"): {"class_teacher", "teacher", "staff"},
    ("t-class", "s-two"): set(),
    ("t-class", "t-class"): {"class_teacher", "teacher", "staff"},
    ("t-class", "pc"): {"class_teacher", "teacher", "staff"},
    ("t-class", "seat-one"): {"class_teacher", "teacher", "staff"},
    ("t-class", "p-one"): {"class_teacher", "teacher", "staff"},
    ("g-one", None): {"guardian", "parent", "committee_member", "committee_chair"},
    ("g-one", "s-two"): {"committee_member", "committee_chair"},
    ("g-one", "gs-three"): {"committee_member", "committee_chair"},
    ("g-one", "gs-one"): {"guardian", "parent", "committee_member", "committee_chair"},
    ("g-two", "s-one"): {"guardian", "parent"},
    ("g-three", "s-two"): {"guardian", "committee_member"},
    ("school", None): {"school"},
    ("s-one", None): {"student"},
    ("p-one", None): {"community"},
    ("pc", None): {"parents_committee"},
    ("nobody", None): set(),
}


@pytest.mark.parametrize(("asked", "expected"), ROLES.items())
def test_roles_of_a_person_towards_an_entity(asked: tuple[str, str | None], expected: set[str]) -> None:
    """Roles are held towards what lies within the unit: a class teacher is none towards a child of another class."""
    person, towards = asked

    found = roles(view_of(), person, NOW, towards)

    assert expected <= found
    assert bool(expected) == bool(found)
    assert ("class_teacher" in found) == ("class_teacher" in expected)
    assert ("guardian" in found, "parent" in found) == ("guardian" in expected, "parent" in expected)


def test_an_entrusted_carer_is_a_guardian_and_no_parent() -> None:
    """The one to whom parents entrusted a child's care is its carer."""
    carer = fact("guardianship", "gs-three", student="s-two", guardian="g-three", relation="entrusted_carer")
    view = view_of(carer)

    assert {"guardian", "carer"} <= roles(view, "g-three", NOW, "s-two")
    assert "parent" not in roles(view, "g-three", NOW, "s-two")
    assert holders(view, "carer", "s-two", NOW) == ("g-three",)


def test_a_seat_on_another_body_makes_no_committee_member() -> None:
    """Only seats on a parents' committee make a committee member; a body that is not known by now makes none."""
    group = fact("committee", "rg", kind="review_group", unit="school", recorded_at=None)
    later = fact("committee", "lg", kind="parents_committee", unit="school")
    view = view_of(group, later, fact("seat", "seat-x", committee="rg", holder="t-head"))

    assert "committee_member" not in roles(view, "t-head", NOW)


HOLDERS = {
    ("class_teacher", "s-one"): ("t-class",),
    ("class_teacher", "s-two"): (),
    ("teacher", "s-two"): ("t-maths",),
    ("principal", "s-one"): ("t-head",),
    ("school", "s-one"): ("school",),
    ("student", "s-one"): ("s-one",),
    ("student", "gs-one"): ("s-one",),
    ("guardian", "s-one"): ("g-one", "g-two"),
    ("guardian", "gs-one"): ("g-one",),
    ("parent", "gs-three"): (),
    ("guardian", "c32"): ("g-three",),
    ("parent", "s-two"): (),
    ("carer", "s-one"): (),
    ("committee_member", "pc"): ("g-one", "g-three"),
    ("committee_chair", "pc"): ("g-one",),
    ("committee_chair", "s-one"): ("g-one",),
    ("committee_chair", "s-two"): (),
    ("community", "s-one"): ("p-one",),
    ("parents_committee", "s-one"): ("pc",),
    ("parents_committee", "seat-one"): ("pc",),
    ("police_station", "s-one"): (),
}


@pytest.mark.parametrize(("asked", "expected"), HOLDERS.items())
def test_who_holds_a_role_towards_an_entity(asked: tuple[str, str], expected: tuple[str, ...]) -> None:
    """Whoever holds a role towards an entity is named; nobody is an empty answer."""
    role, towards = asked

    assert holders(view_of(), role, towards, NOW) == expected


def test_a_partner_of_no_school_serves_every_school() -> None:
    """A police station that belongs to no school holds its role towards all."""
    view = view_of(fact("partner", "p-two", kind="police_station"))

    assert holders(view, "police_station", "s-one", NOW) == ("p-two",)


def test_roles_change_with_the_ties() -> None:
    """A role is held while the appointment lasts, and a body's while the body does."""
    view = view_of(
        fact("appointment", "a-class", staff="t-class", role="class_teacher", unit="c31", until=day(11, 1)),
        fact("committee", "pc", kind="parents_committee", unit="school", since=day(9, 1), until=day(11, 1)),
    )

    assert holders(view, "class_teacher", "s-one", micros(10, 31)) == ("t-class",)
    assert holders(view, "class_teacher", "s-one", micros(11, 1)) == ()
    assert roles(view, "t-class", micros(11, 1)) == frozenset()
    assert holders(view, "parents_committee", "s-one", micros(11, 1)) == ()


PARTIES = {
    "school": "school",
    "t-class": "school",
    "g-one": "family",
    "s-one": "family",
    "p-one": "society",
    "pc": "family",
}


@pytest.mark.parametrize(("entity", "side"), PARTIES.items())
def test_the_party_of_an_entity(entity: str, side: str | None) -> None:
    """Staff stand for the school, guardians and children for the family, partners for society, a body for several."""
    assert party(view_of(), entity) == side
