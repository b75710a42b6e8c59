"""What a field of a record takes, and what it says when it refuses."""

from datetime import date, datetime
from typing import Any

import pytest

from homeschool.errors import InvalidValueError
from homeschool.model import Concerned, Enrolment, HomeVisit, School, Student, fact_classes, revise
from homeschool.model.fields import FieldInfo, Shape, near
from homeschool.model.vocabularies import PLACE
from tests.model.builders import at, day, fact

REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("school", {"name": 3}, "School `x`: name: expected text"),
    ("home_visit", {"is_comprehensive": 1}, "HomeVisit `x`: is_comprehensive: expected true or false"),
    ("service", {"kind": "guidance", "hours": True}, "Service `x`: hours: expected a number"),
    ("service", {"kind": "guidance", "hours": float("nan")}, "Service `x`: hours: expected a number"),
    ("service", {"kind": "guidance", "hours": float("inf")}, "Service `x`: hours: expected a number"),
    ("service", {"kind": "guidance", "hours": "2"}, "Service `x`: hours: expected a number"),
    ("home_visit", {"place": ["home"]}, "HomeVisit `x`: place: expected one of the terms of `place`, not `['home']`"),
    ("home_visit", {"place": "hme"}, "HomeVisit `x`: place: expected one of the terms of `place`, not `hme`; did you"),
    ("home_visit", {"contents": "rights"}, "HomeVisit `x`: contents: expected a tuple of terms of `contents`"),
    ("home_visit", {"contents": ("rihgts",)}, "not `rihgts`; did you mean `rights`?"),
    ("student", {"born_on": at(9, 1)}, "Student `x`: born_on: expected a day without a time, such as 2025-09-01"),
    ("student", {"born_on": "2016-05-10"}, "Student `x`: born_on: expected a day without a time"),
    ("student", {"recorded_at": day(9, 1)}, "recorded_at: expected an instant with its time zone"),
    ("home_visit", {"occurred": datetime(2025, 9, 1, 8)}, "occurred: expected an instant with its time zone"),  # noqa: DTZ001
    ("home_visit", {"occurred": "2025-09-01"}, "HomeVisit `x`: occurred: expected a day without a time"),
    ("grade", {"school": 7}, "Grade `x`: school: expected text"),
    ("home_visit", {"visitors": "t-class"}, "HomeVisit `x`: visitors: expected a tuple of ids"),
    ("home_visit", {"visitors": (3,)}, "HomeVisit `x`: visitors: expected a tuple of ids"),
    ("home_visit", {"concerns": "s-one"}, "HomeVisit `x`: concerns: expected a tuple of ids, or of ids with their"),
    ("home_visit", {"concerns": (3,)}, "HomeVisit `x`: concerns: expected a tuple of ids, or of ids with their roles"),
    (
        "home_visit",
        {"concerns": (Concerned("s-one", "victm"),)},
        "concerns: expected one of the terms of `concerned as`, not `victm`; did you mean `victim`?",
    ),
)


@pytest.mark.parametrize(("class_name", "fields", "message"), REFUSED)
def test_a_wrong_value_is_refused_with_its_place(class_name: str, fields: dict[str, Any], message: str) -> None:
    """A wrong value is refused with the class, the record's id, the field, what was expected and the nearest term."""
    needed = {"occurred": day(9, 1)} if "occurred" in fact_classes()[class_name].fields else {}

    with pytest.raises(InvalidValueError) as caught:
        fact(class_name, "x", **{**needed, **fields})

    assert message in str(caught.value)


BLANK: tuple[tuple[str, str], ...] = (
    ("home_visit", "is_comprehensive"),
    ("home_visit", "place"),
    ("home_visit", "contents"),
    ("home_visit", "visitors"),
    ("home_visit", "reason"),
    ("home_visit", "recorded_at"),
    ("contact", "guardian"),
)


@pytest.mark.parametrize(("class_name", "field"), BLANK)
def test_a_field_may_be_blank_for_unknown(class_name: str, field: str) -> None:
    """A field that is not required takes None, which is unknown."""
    made = fact(class_name, "x", occurred=day(9, 1), **{field: None})

    assert getattr(made, field) is None


def test_a_host_may_use_terms_of_its_own() -> None:
    """A term with the prefix x_ passes in every vocabulary and stands for itself in Chinese."""
    visit = fact("home_visit", "v", occurred=day(9, 1), place="x_boat", contents=("x_swimming", "rights"))

    assert isinstance(visit, HomeVisit)
    assert visit.place == "x_boat"
    assert PLACE.zh("x_boat") == "boat"
    assert PLACE.zh("home") == PLACE.terms["home"]
    assert 3 not in PLACE


def test_a_repr_shows_neither_sensitive_nor_empty_fields() -> None:
    """A repr names the fields that are filled, but never a name, a birthday or a sex."""
    child = Student(id="s", name="某某", sex="female", born_on=date(2016, 5, 10))  # type: ignore[arg-type]
    visit = fact("home_visit", "v", occurred=day(9, 1), reason="private", visitors=())

    assert repr(child) == "Student(id='s')"
    assert repr(visit) == "HomeVisit(id='v', occurred=datetime.date(2025, 9, 1), concerns=('s-one',))"


def test_records_are_equal_by_value_and_class() -> None:
    """Two records are equal, and hash alike, if they are of one class and hold the same values."""
    one, same = (fact("home_visit", "v", occurred=day(9, 1)) for _ in range(2))
    other = fact("contact", "v", occurred=day(9, 1))

    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != fact("home_visit", "v", occurred=day(9, 2))
    assert len({one, same, other}) == 2


def test_a_record_is_immutable() -> None:
    """A record's fields cannot be set."""
    child = Student(id="s")  # type: ignore[arg-type]

    with pytest.raises(AttributeError):
        child.id = "other"  # type: ignore[assignment,misc]


def test_a_revised_record_is_a_checked_copy() -> None:
    """Revising changes some fields of a copy, and checks them like those of a new record."""
    enrolment = Enrolment(id="e", student="s", school_class="c", since=day(9, 1))  # type: ignore[arg-type]

    ended = revise(enrolment, until=day(10, 1))

    assert (ended.since, ended.until, enrolment.until) == (day(9, 1), day(10, 1), None)
    with pytest.raises(InvalidValueError, match="until: expected a day"):
        revise(enrolment, until="2025-10-01")


def test_every_field_says_its_shape_and_its_chinese_name() -> None:
    """What a field declares is known by the name of its class: shape, Chinese name, vocabulary, what it refers to."""
    fields = fact_classes()["home_visit"].fields

    assert fields["place"] == FieldInfo("place", Shape.TERM, "地点", vocabulary=PLACE)
    assert fields["visitors"].targets == ("staff", "guardian", "partner")
    assert fields["occurred"].required
    assert fields["reason"].sensitive
    assert all(info.zh for known in fact_classes().values() for info in known.fields.values())


def test_the_union_of_fact_classes_is_closed() -> None:
    """There are 38 classes of facts in five families, each with a Chinese name."""
    known = fact_classes()

    assert len(known) == 38
    assert {one.family for one in known.values()} == {"entity", "relation", "instrument", "event", "waiver"}
    assert all(one.zh for one in known.values())
    assert known["school"].cls is School
    assert known["notice"].spreads
    assert not known["home_visit"].spreads


def test_a_near_word_is_suggested_and_a_far_one_is_not() -> None:
    """A misspelt word brings the nearest known one to mind; a word like none does not."""
    assert near("hom", ["home", "school"]) == "; did you mean `home`?"
    assert near("zzz", ["home", "school"]) == ""
