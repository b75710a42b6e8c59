"""What is said of a norm that can mean nothing, before it silently matches nothing."""

from typing import Any

import pytest

from homeschool.policy import And, Definition, Has, Named, Not, Or, Some
from homeschool.policy import condition as c
from homeschool.policy.check import check_definitions, check_norm, names_used
from homeschool.policy.norm import Bilingual
from tests.policy.builders import DEFINITIONS, TITLE, mistakes_of, norm_of, read

WORDS = Bilingual("示例", "Example")
AT_VISIT = {"at": "home_visit"}

MISTAKES: tuple[tuple[dict[str, Any], str], ...] = (
    (
        {"applies_to": {"circumstance": "left_behind"}},
        "applies_to.circumstance: student has no field `circumstance`; did",
    ),
    ({"applies_to": {"circumstances": "left_behnd"}}, "unknown term `left_behnd`; did you mean `left_behind`?"),
    ({"applies_to": {"name": "x"}}, "applies_to.name: `any_of` cannot be asked of `name`, which holds text"),
    ({"applies_to": {"age": "ten"}}, "applies_to.age: expected a number"),
    (
        {"applies_to": {"born_on": {"at_least": 3}}},
        "applies_to.born_on: expected a reference such as `subject`, `trigger",
    ),
    ({"applies_to": {"school": "school"}}, "applies_to.school: expected a reference such as `subject`"),
    ({"applies_to": {"is": "key_pupil"}}, "applies_to.is: no definition `key_pupil`"),
    (
        {"subject": "school", "applies_to": {"is": "key_student"}},
        "`key_student` is a definition for student, not school",
    ),
    ({"applies_to": {"not": {"agee": 3}}}, "applies_to.not.agee: student has no field `agee`; did you mean `age`?"),
    ({"applies_to": {"either": [{"age": 9}, {"agee": 3}]}}, "applies_to.either[1].agee: student has no field `agee`"),
    ({"applies_to": {"all": [{"age": 9}, {"agee": 3}]}}, "applies_to.agee: student has no field `agee`"),
    ({"applies_to": {"has": {"of": "home_vist"}}}, "applies_to.has.of: no fact class `home_vist`; did you mean"),
    (
        {"applies_to": {"has": {"of": "contact", "where": {"tpics": "x_a"}}}},
        "applies_to.has.where.tpics: contact has no",
    ),
    (
        {"applies_to": {"has": {"of": "contact", "link": "gardian"}}},
        "applies_to.has.link: contact has no field `gardian`",
    ),
    ({"applies_to": {"has": {"of": "contact", "link": "topics"}}}, "applies_to.has.link: `topics` does not refer to"),
    (
        {"applies_to": {"guardians": {"some": {"rol": "parent"}}}},
        "applies_to.guardians.some.rol: guardian has no field",
    ),
    (
        {"applies_to": {"age": {"some": {"role": "parent"}}}},
        "applies_to.age: `some` is asked of a field that refers to",
    ),
    ({"applies_to": {"gardians": {"every": {}}}}, "applies_to.gardians: student has no field `gardians`; did you mean"),
    (
        {"applies_to": {"guardians.rol": "parent"}},
        "applies_to.guardians.rol: no guardian has a field `rol`; did you mean",
    ),
    ({"applies_to": {"a.b.c": 1}}, "applies_to.a.b.c: student has no field `a`"),
    (
        {"timing": {"always": True}, "requires": {"at_least": 1, "of": "plan", "distinct": "day"}},
        "requires.distinct: what is in force at a moment is in force on that one day",
    ),
    (
        {"timing": {"before": "meeting", "ahead": "3 days", "no_earlier_than": "3 days"}},
        "timing.no_earlier_than: expected a longer span than `ahead`",
    ),
    (
        {"applies_to": {"guardians.students.age": 1}},
        "applies_to.guardians.students.age: expected a path of at most two",
    ),
    ({"applies_to": {"age.role": "x_a"}}, "applies_to.age.role: `age` does not refer to records, so it has no `role`"),
    ({"applies_to": {"household": "trigger.occurred"}}, "applies_to.household: `trigger.occurred`: the timing has no"),
    (
        {"applies_to": {"school": "bearer.school"}},
        "applies_to.school: `bearer` has no fields here; write `bearer` alone",
    ),
    (
        {"applies_to": {"school": "subject.skool"}},
        "applies_to.school: student has no field `skool`; did you mean `school`?",
    ),
    (
        {"subject": "seat", "applies_to": {"length": {"at_least": 3}}},
        "applies_to.length: `at_least` cannot be asked of",
    ),
    (
        {"requires": {"at_least": 1, "of": "home_vist"}},
        "requires.of: no fact class `home_vist`; did you mean `home_visit`?",
    ),
    (
        {"requires": {"at_least": 1, "of": ["home_visit", "contact"], "where": {"place": "home"}}},
        "contact has no field",
    ),
    (
        {"requires": {"at_least": 1, "of": "contact", "where": {"occurred": {"during": "weekend"}}}},
        "unknown term `weekend`",
    ),
    (
        {"requires": {"at_least": 1, "of": "contact", "link": "gardian"}},
        "requires.link: contact has no field `gardian`",
    ),
    ({"requires": {"at_least": 1, "of": "contact", "link": "topics"}}, "requires.link: `topics` does not refer to"),
    ({"requires": {"at_least": 1, "of": "contact", "link_to": "gardians"}}, "requires.link_to: student has no field"),
    (
        {"requires": {"at_least": 1, "of": "contact", "where": {"about": {"some": {"nature": "risk"}}}}},
        "requires.where.about: `some` is asked of a field that refers to records; say `of` which class",
    ),
    (
        {
            "requires": {
                "at_least": 1,
                "of": "contact",
                "where": {"about": {"some": {"nature": "risk"}, "of": "cncern"}},
            }
        },
        "requires.where.about.of: no fact class `cncern`; did you mean `concern`?",
    ),
    (
        {
            "requires": {
                "at_least": 1,
                "of": "contact",
                "where": {"about": {"some": {"hosts": "g-one"}, "of": "concern"}},
            }
        },
        "requires.where.about.some.hosts",
    ),
    (
        {"requires": {"at_least": 1, "of": "contact", "where": {"by": {"every": {}, "of": "student"}}}},
        "requires.where.by.of: `by` refers to no student",
    ),
    (
        {"requires": {"at_least": 1, "of": "contact", "where": {"about": {"filled": True, "of": "concern"}}}},
        "requires.where.about.of: goes with `some` or `every`",
    ),
    (
        {"requires": {"at_least": 1, "of": "contact", "placed_by": "topics"}},
        "requires.placed_by: `topics` holds no time",
    ),
    (
        {"requires": {"at_least": 1, "of": "contact", "distinct": "topic"}},
        "requires.distinct: contact has no field `topic`",
    ),
    ({"requires": {"of": "contact"}}, "requires: expected at least one bound"),
    (
        {"requires": {"at_least": 3, "at_most": 2, "of": "contact"}},
        "requires.at_least: `3` is more than `at_most`, `2`",
    ),
    ({"requires": {"at_least": -1, "of": "contact"}}, "requires.at_least: `-1` is not at least 0"),
    ({"requires": {"at_least": {"size": "pupils"}, "of": "contact"}}, "requires.at_least: no kind of members `pupils`"),
    (
        {"requires": {"at_least": {"share": "pupils"}, "of": "contact"}},
        "requires.at_least: no kind of members `pupils`",
    ),
    (
        {"requires": {"at_least": {"share": "students", "where": {"agee": 3}}, "of": "contact"}},
        "requires.at_least.where.agee: student has no field `agee`; did you mean `age`?",
    ),
    (
        {"requires": {"at_least": "trigger.hours", "of": "contact"}},
        "requires.at_least: `trigger.hours`: the timing has no",
    ),
    ({"requires": {"at_least": "subject.agee", "of": "contact"}}, "requires.at_least: student has no field `agee`"),
    (
        {"requires": {"cover": "topic", "values": "life", "of": "contact"}},
        "requires.cover: contact has no field `topic`",
    ),
    (
        {"requires": {"cover": "topics", "values": "lief", "of": "contact"}},
        "requires.values: unknown term `lief`; did you",
    ),
    (
        {"requires": {"cover": "topics", "values": "subject.tpics", "of": "contact"}},
        "requires.values: student has no field",
    ),
    ({"requires": {"share": {"at_least": 2}, "of": "contact"}}, "requires.at_least: `2` is not between 0 and 1"),
    (
        {"requires": {"share": {"at_least": 1}, "of": "contact", "among": "pupils"}},
        "requires.among: no kind of members",
    ),
    (
        {"requires": {"share": {"at_least": 1}, "of": "contact", "among": {"tpic": 1}}},
        "requires.among.tpic: contact has no",
    ),
    ({"requires": {"at_least": 1, "of": "trigger"}}, "requires.of: the timing has no trigger"),
    (
        {"requires": {"at_least": 1, "of": ["trigger", "contact"]}},
        "requires.of: expected `trigger` or `trigger.` and one",
    ),
    (
        {"timing": AT_VISIT, "requires": {"at_least": 1, "of": "trigger.visitors.role"}},
        "requires.of: expected `trigger`",
    ),
    (
        {"timing": AT_VISIT, "requires": {"at_least": 1, "of": "trigger.visitor"}},
        "requires.of: home_visit has no field",
    ),
    (
        {"timing": AT_VISIT, "requires": {"at_least": 1, "of": "trigger.concerns"}},
        "requires.of: `concerns` does not say to",
    ),
    ({"timing": AT_VISIT, "requires": {"at_least": 1, "of": "trigger.place"}}, "requires.of: `place` does not say to"),
    (
        {"timing": {"upon": "home_visit", "within": "1 day"}, "requires": {"at_least": 1, "of": "trigger"}},
        "under `at` only",
    ),
    ({"timing": {"upon": "concrn", "within": "1 day"}}, "timing.upon: no fact class `concrn`; did you mean `concern`?"),
    ({"timing": {"upon": "term", "within": "1 day"}}, "timing.upon: no fact class `term`"),
    ({"timing": {"at": "seat"}}, "timing.at: seat: expected `start_of` or `end_of`, for it lasts"),
    (
        {"timing": {"at": {"start_of": "meeting"}}},
        "timing.at: meeting: expected an event without `start_of` or `end_of`",
    ),
    ({"timing": {"at": {"start_of": "trem"}}}, "timing.at: no fact class `trem`; did you mean `term`?"),
    (
        {"timing": {"at": "meeting", "where": {"kind": "commitee"}}},
        "timing.where.kind: unknown term `commitee`; did you",
    ),
    (
        {"timing": {"upon": "concern", "counted_from": "nature", "within": "1 day"}},
        "timing.counted_from: `nature` holds no",
    ),
    (
        {"timing": {"at": "meeting", "link": "participant"}},
        "timing.link: meeting has no field `participant`; did you mean",
    ),
    ({"timing": {"at": "meeting", "link_to": "pupils"}}, "timing.link_to: student has no field `pupils`"),
    ({"bearer": "class_techer"}, "bearer: unknown role `class_techer`; did you mean `class_teacher`?"),
    ({"bearer": "trigger.by"}, "bearer: `trigger.by`: the timing has no trigger"),
    ({"bearer": "subject.gardians"}, "bearer: student has no field `gardians`; did you mean `guardians`?"),
    ({"bearer": None}, "expected `bearer`"),
    (
        {"unless_documented": True},
        "unless_documented: needs a timing set off by events, on which a reason can be recorded",
    ),
    ({"requires": None}, "expected both `timing` and `requires`, or neither"),
    ({"timing": None}, "expected both `timing` and `requires`, or neither"),
    ({"timing": None, "requires": None}, "an obligation without a requirement says in `unexpressed` why"),
    ({"modality": "permission"}, "only an obligation or a prohibition that is expressed has a requirement"),
    ({"unexpressed": "why"}, "only an obligation or a prohibition that is expressed has a requirement"),
    ({"assumed": ["timng.within"]}, "assumed: no part `timng.within`"),
    (
        {"timing": {"rolling": "1 week"}, "requires": {"at_least": 2, "of": "contact"}},
        "requires: `rolling` takes a count",
    ),
    (
        {"timing": {"rolling": "1 week"}, "requires": {"exactly": 1, "of": "contact"}},
        "requires: `rolling` takes a count",
    ),
    (
        {"timing": {"rolling": "1 week"}, "bearer": {"each": "guardian"}},
        "bearer: `each` goes with a timing that has periods",
    ),
    (
        {"timing": {"rolling": "1 week"}, "requires": {"at_least": 1, "of": "contact", "where": {"by": "bearer"}}},
        "requires.where.by: `bearer` goes with a timing that has periods",
    ),
    ({"timing": {"always": True}}, "requires: under `always`, events can only be prohibited: `none = true`"),
    (
        {"timing": {"always": True}, "requires": {"at_least": 1, "of": ["plan", "contact"]}},
        "requires: under `always`, events",
    ),
)


@pytest.mark.parametrize(("keys", "expected"), MISTAKES)
def test_a_norm_that_can_mean_nothing_is_refused(keys: dict[str, Any], expected: str) -> None:
    """A misspelt name, or parts that do not go together, is reported with its place and the nearest right name."""
    found = mistakes_of(keys)

    assert any(expected in mistake for mistake in found), found


ACCEPTED: tuple[dict[str, Any], ...] = (
    {"modality": "definition", "timing": None, "requires": None, "bearer": None},
    {"timing": None, "requires": None, "unexpressed": "no record shows it"},
    {"applies_to": {"is": "key_student", "age": {"below": 14}, "guardians.role": {"all_of": ["parent"]}}},
    {"applies_to": {"circumstances": "x_own", "school": "subject.school"}},
    {"applies_to": {"has": {"of": "circumstance", "link": "person"}}},
    {"timing": {"always": True}, "requires": {"none": True, "of": "disclosure"}},
    {"timing": {"always": True}, "requires": {"at_least": 1, "of": ["plan", "roster"]}},
    {"timing": {"at": "home_visit"}, "requires": {"at_least": 2, "of": "trigger.visitors"}},
    {"timing": {"at": {"start_of": ["term"]}}, "requires": {"at_least": 1, "of": "plan"}},
    {"subject": "seat", "timing": {"at": {"start_of": "seat"}}, "requires": {"at_least": 1, "of": "trigger"}},
    {"subject": "seat", "applies_to": {"length": {"at_least": "3 years"}}},
    {"requires": {"share": {"at_least": "1/2"}, "of": "contact", "among": "students"}},
    {
        "requires": {
            "at_least": {"preceding": True},
            "at_most": {"size": "students"},
            "of": "contact",
            "distinct": "day",
        }
    },
    {"bearer": ["class_teacher", "subject.guardians"]},
    {"bearer": "x_own_role"},
    {
        "subject": "guardianship",
        "requires": {"at_least": 1, "of": "contact", "link": "guardian", "link_to": "guardian"},
    },
)


@pytest.mark.parametrize("keys", ACCEPTED)
def test_a_norm_whose_parts_fit_is_accepted(keys: dict[str, Any]) -> None:
    """What exists and fits together has no mistake."""
    assert mistakes_of(keys) == []


def test_definitions_are_checked() -> None:
    """A misspelt field in a definition is reported with the definition's name."""
    head = {"id": "p", "title": TITLE, "definitions": {"odd": {"title": TITLE, "where": {"agee": 3}}}}

    _, found = read([], head)

    assert found == ["definitions.odd.where.agee: student has no field `agee`; did you mean `age`?"]


@pytest.mark.parametrize(
    ("conditions", "cyclic"),
    [
        ({"a": Named("a")}, ["a"]),
        ({"a": Not(Named("b")), "b": Or((And(), Named("a")))}, ["a", "b"]),
        ({"a": Named("b"), "b": Named("c"), "c": Named("b")}, ["b", "c"]),
        ({"a": Named("b"), "b": And()}, []),
        ({"a": Has("contact", Named("c")), "b": Some("guardians", Named("c"))}, []),
    ],
)
def test_a_definition_that_leads_back_to_itself_is_refused(conditions: dict[str, Any], cyclic: list[str]) -> None:
    """Definitions may use each other, but not in a circle."""
    definitions = {name: Definition(name, WORDS, "student", found) for name, found in conditions.items()}

    found = check_definitions(definitions)

    back = [mistake.place for mistake in found if mistake.text == "the definition leads back to itself"]
    assert back == [f"definitions.{name}" for name in cyclic]


def test_the_names_that_a_condition_uses() -> None:
    """Every definition that a condition names is found, at any depth."""
    condition = And(
        (
            Named("a"),
            Or((Not(Named("b")), Some("guardians", Named("c")))),
            Has("plan", Named("d")),
            c.Test(("age",), "is", (True,)),
        )
    )

    assert names_used(condition) == {"a", "b", "c", "d"}


def test_the_plain_norm_of_these_tests_is_right() -> None:
    """What the mistakes are put into has none itself."""
    assert check_norm(norm_of(), {}) == []
    assert set(DEFINITIONS) == {"key_student"}
