"""What can be asked of a fact although no record holds it."""

from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from homeschool.model import Concerned, Kept, View, revise
from homeschool.model.clock import Micros
from homeschool.model.derived import age_on, all_fields, derived_fields, is_kept
from homeschool.model.facts import CLASS_NAMES
from tests.model.builders import CLOCK, day, fact, micros, people, school, view_of, without

NOW = micros(10, 1)
CHILD = next(one for one in people() if one.id == "s-one")


def ask(view: View, id_: str, field: str, at: Micros = NOW, towards: str | None = None) -> Any:
    """Ask a derived field of a record."""
    record = view.get(id_)
    return derived_fields(CLASS_NAMES[type(record)])[field].ask(view, record, at, towards)


def changes(view: View, id_: str, field: str) -> set[Micros]:
    """Return when a derived field of a record may change."""
    record = view.get(id_)
    return set(derived_fields(CLASS_NAMES[type(record)])[field].changes(view, record))


AGES = (
    (date(2016, 5, 10), date(2026, 5, 10), 9),
    (date(2016, 5, 10), date(2026, 5, 11), 10),
    (date(2016, 5, 10), date(2016, 5, 11), 0),
    (date(2016, 2, 29), date(2025, 2, 28), 8),
    (date(2016, 2, 29), date(2025, 3, 1), 9),
    (date(2016, 2, 29), date(2024, 2, 29), 7),
    (date(2016, 2, 29), date(2024, 3, 1), 8),
    (date(2011, 12, 31), date(2026, 1, 1), 14),
)


@pytest.mark.parametrize(("born", "asked", "years"), AGES)
def test_a_year_of_age_is_complete_from_the_day_after_the_birthday(born: date, asked: date, years: int) -> None:
    """Full years are counted as Chinese courts count 周岁; of a 29 February in common years by 28 February."""
    assert age_on(born, asked) == years


@given(born=st.dates(date(2000, 1, 1), date(2030, 12, 31)), days=st.integers(1, 9999))
def test_an_age_is_what_dateutil_counts_to_the_day_before(born: date, days: int) -> None:
    """Full years are those between the birthday and the day before the one asked about."""
    asked = born + timedelta(days=days)

    assert age_on(born, asked) == relativedelta(asked - timedelta(days=1), born).years


def test_age_changes_on_the_days_after_birthdays() -> None:
    """Age is known where the birthday is, and changes at the midnight after each."""
    view = view_of()

    assert ask(view, "s-one", "age") == 9
    assert CLOCK.midnight(date(2026, 5, 11)) in changes(view, "s-one", "age")
    nobody = view_of(revise(CHILD, born_on=None))
    assert ask(nobody, "s-one", "age") is None
    assert changes(nobody, "s-one", "age") == set()


ANSWERS = {
    ("s-one", "circumstances"): ("left_behind",),
    ("s-two", "circumstances"): (),
    ("s-one", "school_class"): "c31",
    ("s-one", "grade"): "g3",
    ("s-one", "school"): "school",
    ("s-one", "guardians"): ("g-one", "g-two"),
    ("s-one", "parents"): ("g-one", "g-two"),
    ("s-two", "parents"): (),
    ("s-one", "stage"): "primary",
    ("s-one", "party"): "family",
    ("g-one", "role"): ("committee_chair", "committee_member", "guardian", "parent"),
    ("g-one", "students"): ("s-one",),
    ("c31", "size"): 1,
    ("c31", "school"): "school",
    ("c31", "stage"): "primary",
    ("g3", "students"): ("s-one", "s-two"),
    ("school", "size"): 2,
    ("t-class", "school"): "school",
    ("p-one", "party"): "society",
    ("pc", "size"): 2,
    ("seat-one", "in_force"): True,
    ("seat-one", "length"): (date(2025, 9, 1), None),
}


@pytest.mark.parametrize(("asked", "answer"), ANSWERS.items())
def test_derived_fields_follow_from_the_ties(asked: tuple[str, str], answer: object) -> None:
    """Derived fields are worked out from what ties people and places at the moment."""
    view = view_of(fact("circumstance", "ci", person="s-one", kind="left_behind"))

    assert ask(view, *asked) == answer


def test_derived_fields_are_asked_of_a_moment() -> None:
    """Outside of an enrolment there is no class, grade, school, stage; outside of a circumstance it is none."""
    view = view_of(
        fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(11, 1)),
        fact("circumstance", "ci", person="s-one", kind="left_behind", since=day(9, 5), until=day(10, 5)),
    )
    later = micros(11, 1)

    assert [ask(view, "s-one", name, later) for name in ("school_class", "grade", "school", "stage")] == [None] * 4
    assert ask(view, "s-one", "circumstances", micros(10, 5)) == ()
    assert changes(view, "s-one", "circumstances") == {CLOCK.midnight(day(9, 5)), CLOCK.midnight(day(10, 5))}
    assert changes(view, "s-one", "school_class") == {CLOCK.midnight(day(9, 1)), CLOCK.midnight(day(11, 1))}


def test_parents_are_unknown_where_a_relation_is() -> None:
    """A guardian whose relation is not filled may be a parent."""
    view = view_of(fact("guardianship", "gs-two", student="s-one", guardian="g-two"))

    assert ask(view, "s-one", "parents") is None


def test_in_force_ends_with_the_end() -> None:
    """What lasts is in force from its start to its end, excluded, and changes at both."""
    seat = fact("seat", "seat-one", committee="pc", holder="g-one", since=day(9, 8), until=day(3, 1))
    view = view_of(seat)

    assert [ask(view, "seat-one", "in_force", micros(*when)) for when in ((9, 7), (9, 8), (2, 28), (3, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert changes(view, "seat-one", "in_force") == {CLOCK.midnight(day(9, 8)), CLOCK.midnight(day(3, 1))}
    assert changes(view, "seat-one", "length") == set()


def test_the_role_in_which_a_fact_concerns_somebody() -> None:
    """A fact says as what it concerns the one asked about; asked about nobody, as nothing."""
    view = view_of(
        fact("concern", "c", occurred=day(10, 1), nature="bullying", concerns=(Concerned("s-one", "victim"), "s-two"))
    )

    assert ask(view, "c", "concerned_as", NOW, "s-one") == ("victim",)
    assert ask(view, "c", "concerned_as", NOW, "s-two") == ()
    assert ask(view, "c", "concerned_as") == ()


def test_roles_and_sizes_change_where_ties_do() -> None:
    """A size may change wherever a child joins or leaves; a role where the person's own ties begin or end."""
    view = view_of(fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(11, 1)))

    assert changes(view, "c31", "size") == {CLOCK.midnight(day(9, 1)), CLOCK.midnight(day(11, 1))}
    assert CLOCK.midnight(day(11, 1)) not in changes(view, "g-one", "role")
    assert changes(view, "s-one", "guardians") == {CLOCK.midnight(day(9, 1))}
    assert changes(view, "s-one", "party") == set()


def test_what_is_kept_is_asked_of_a_class_a_field_and_a_moment() -> None:
    """A class is kept from a day on, and perhaps not some of its fields."""
    keeps = without("contact", fields={"home_visit": frozenset({"place"})})
    since = View(school(keeps=keeps), as_of=CLOCK.moment(NOW))
    dated = view_of(keeps=type(keeps)({"contact": Kept(since=day(10, 2))}))

    assert not is_kept(since, "contact", NOW)
    assert is_kept(since, "home_visit", NOW)
    assert not is_kept(since, "home_visit", NOW, "place")
    assert not is_kept(dated, "contact", NOW)
    assert is_kept(dated, "contact", micros(10, 2))


def test_all_fields_are_the_stored_and_the_derived_ones() -> None:
    """The fields that may be asked of a class are those recorded and those derived, marked as such."""
    fields = all_fields("student")

    assert {"born_on", "age", "circumstances"} <= fields.keys()
    assert fields["age"].derived
    assert not fields["born_on"].derived
    assert "concerned_as" in all_fields("home_visit")
    assert "in_force" not in all_fields("home_visit")
