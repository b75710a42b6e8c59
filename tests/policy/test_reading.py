"""What is said of a pack that does not have the shape of one: every mistake, with its place."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from homeschool.calendar import Interval
from tests.policy.builders import HEAD, NORM, mistakes_of, norm_of, read

MISTAKES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"titel": 1}, "titel: unknown key `titel`; did you mean `title`?"),
    ({"clause": None}, "expected `clause`"),
    ({"clause": " "}, "clause: expected a text, not ` `"),
    ({"modality": "obligaton"}, "modality: expected one of obligation, prohibition,"),
    ({"modality": "obligaton"}, "not `obligaton`; did you mean `obligation`?"),
    ({"title": "visits"}, "title: expected a table, not `visits`"),
    ({"title": {"zh": "示例"}}, "title: expected `en`"),
    ({"subject": "pupil"}, "subject: expected one of school, grade,"),
    ({"id": "Home Visits"}, "id: expected lower-case words joined by hyphens, not `Home Visits`"),
    ({"text": "copied"}, "text: expected one of verbatim, quoted, restated, unverified, not `copied`"),
    ({"waivable": "no"}, "waivable: expected true or false, not `no`"),
    ({"same_as": []}, "same_as: expected a text or a list of texts, not `[]`"),
    ({"same_as": ["a.b", 3]}, "same_as[1]: expected a text, not `3`"),
    ({"in_force": {"until": date(2025, 9, 1)}}, "in_force: expected `from`"),
    ({"in_force": {"from": "soon"}}, "in_force.from: expected a day such as 2025-09-01"),
    ({"in_force": {"from": datetime(2025, 9, 1)}}, "in_force.from: expected a day such as 2025-09-01"),  # noqa: DTZ001
    ({"in_force": {"from": "2025-09-01", "until": "2025-09-01"}}, "in_force.until: "),
    ({"applies_to": "left_behind"}, 'applies_to: expected a condition, a table such as { place = "home" }'),
    ({"applies_to": {"either": {}}}, "applies_to.either: expected a list of conditions"),
    ({"applies_to": {"either": ["left_behind"]}}, "applies_to.either[0]: expected a condition, a table such as"),
    ({"applies_to": {"not": 3}}, "applies_to.not: expected a condition"),
    ({"applies_to": {"is": 3}}, "applies_to.is: expected a text or a list of texts, not `3`"),
    ({"applies_to": {"has": {"where": {}}}}, "applies_to.has: expected `of`, a fact class"),
    ({"applies_to": {"has": {"of": "contact", "when": 1}}}, "applies_to.has.when: unknown key `when`; did you mean"),
    ({"applies_to": {"has": {"of": "contact", "link": 3}}}, "applies_to.has.link: expected a text, not `3`"),
    ({"applies_to": {"circumstances": {}}}, "applies_to.circumstances: expected what is asked of the field: one of"),
    ({"applies_to": {"circumstances": []}}, "applies_to.circumstances: expected at least one value"),
    ({"applies_to": {"circumstances": {"any_of": ["x_a"], "al_of": []}}}, "al_of: unknown key `al_of`; did you mean"),
    ({"applies_to": {"guardians": {"role": {"some": {}}}}}, "some: `some` is asked of one field, not of a path"),
    ({"applies_to": {"age": {"at_least": "ten"}}}, "applies_to.age.at_least: expected a number, or a fraction such as"),
    ({"applies_to": {"age": {"at_least": [1]}}}, "applies_to.age.at_least: expected a number, or a fraction"),
    ({"applies_to": {"age": {"above": "3 years"}}}, "applies_to.age.above: a length is compared by `at_least` or"),
    ({"applies_to": {"born_on": {"filled": 1}}}, "applies_to.born_on.filled: expected true or false, not `1`"),
    ({"bearer": 3}, "bearer: expected a text or a list of texts, not `3`"),
    ({"bearer": {"every": "staff"}}, "bearer.every: unknown key `every`"),
    ({"timing": "term"}, "timing: expected a table with one of the keys every, rolling, upon, before, at, always"),
    ({"timing": {"every": "term", "always": True}}, "timing: expected exactly one of the keys"),
    ({"timing": {"within": "2 weeks"}}, "found none"),
    ({"timing": {"every": "trem"}}, "not `trem`; did you mean `term`?"),
    ({"timing": {"every": "term", "within": "2 wekks"}}, "timing.within: `2 wekks` is no span of time"),
    ({"timing": {"every": "term", "witin": "2 weeks"}}, "timing.witin: unknown key `witin`; did you mean `within`?"),
    ({"timing": {"every": "week", "min_school_days": -1}}, "min_school_days: expected a whole number of at least 0"),
    ({"timing": {"every": "week", "min_school_days": True}}, "min_school_days: expected a whole number of at least 0"),
    ({"timing": {"every": "week", "during": "term"}}, "timing.during: expected one of any, vacation, not `term`"),
    ({"timing": {"upon": "concern"}}, "timing: expected either `within`, a span, or `until`, a kind of period"),
    ({"timing": {"upon": "concern", "until": "term", "within": "1 day"}}, "timing: expected either `within`, a span"),
    ({"timing": {"before": "meeting"}}, "timing: expected `ahead`, a span such as 3 working days"),
    (
        {"timing": {"upon": {"start_of": "seat", "end_of": "seat"}, "within": "1 day"}},
        "expected `start_of` or `end_of`",
    ),
    ({"timing": {"at": {"begin_of": "seat"}}}, "timing.at.begin_of: unknown key `begin_of`"),
    ({"timing": {"always": "yes"}}, "timing.always: expected true"),
    ({"timing": {"at": "meeting", "link": 3}}, "timing.link: expected a text, not `3`"),
    ({"requires": "visits"}, "requires: expected a table, not `visits`"),
    ({"requires": {"at_least": 1}}, "requires: expected `of`, a fact class"),
    (
        {"requires": {"at_least": "some", "of": "contact"}},
        'requires.at_least: expected a number, or a fraction such as "',
    ),
    ({"requires": {"at_least": "1/0", "of": "contact"}}, "requires.at_least: expected a number, or a fraction"),
    ({"requires": {"at_least": True, "of": "contact"}}, "requires.at_least: expected a number, or a fraction"),
    ({"requires": {"at_least": float("inf"), "of": "contact"}}, "requires.at_least: expected a number, or a fraction"),
    ({"requires": {"none": "yes", "of": "contact"}}, "requires.none: expected true"),
    (
        {"requires": {"atleast": 1, "of": "contact"}},
        "requires.atleast: unknown key `atleast`; did you mean `at_least`?",
    ),
    (
        {"requires": {"at_least": {"times": 2}, "of": "contact"}},
        "requires.at_least: expected a number, or a table with",
    ),
    (
        {"requires": {"at_least": {"value": "hours"}, "of": "contact"}},
        "requires.at_least: expected a number, or a table",
    ),
    ({"requires": {"at_least": {"size": 3}, "of": "contact"}}, "requires.at_least.size: expected a text, not `3`"),
    (
        {"requires": {"cover": "topics", "of": "contact"}},
        "requires.values: expected a text or a list of texts, not `None`",
    ),
    ({"requires": {"cover": 3, "of": "contact", "values": ["life"]}}, "requires.cover: expected a text, not `3`"),
    ({"requires": {"share": 1, "of": "contact"}}, "requires.share: expected a table, not `1`"),
    ({"requires": {"share": {"at_lest": 1}, "of": "contact"}}, "requires.share.at_lest: unknown key `at_lest`"),
)


@pytest.mark.parametrize(("keys", "expected"), MISTAKES)
def test_a_mistake_is_reported_with_its_place(keys: dict[str, Any], expected: str) -> None:
    """A part that is not what it must be is reported with its place, what was expected, and the nearest spelling."""
    found = mistakes_of(keys)

    assert any(expected in mistake for mistake in found), found


def test_every_mistake_is_reported() -> None:
    """A pack with mistakes in several norms is refused with all of them, in order."""
    norms = [
        {**NORM, "subject": "pupil"},
        {},
        {**NORM, "id": "more", "timing": {"every": "trem"}, "waivable": 1},
        "norm",
    ]

    _, found = read(norms)

    assert [mistake.partition(":")[0] for mistake in found] == [
        "norm[0].subject",
        "norm[1]",
        "norm[1]",
        "norm[1]",
        "norm[1]",
        "norm[2].timing.every",
        "norm[2].waivable",
        "norm[3]",
    ]


HEADS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"titel": 1}, "titel: unknown key `titel`; did you mean `title`?"),
    ({"id": "Made up"}, "id: expected lower-case words joined by hyphens, not `Made up`"),
    ({"id": 3}, "id: expected a text, not `3`"),
    ({"force": "statute"}, "force: expected one of law, regulation, plan, recommendation, not `statute`"),
    ({"version": 1}, "version: expected a text, not `1`"),
    ({"in_force": {"from": "x"}}, "in_force.from: expected a day"),
    ({"definitions": {"a": 1}}, "definitions.a: expected a table, not `1`"),
    (
        {"definitions": {"a": {"title": {"zh": "甲", "en": "a"}, "subject": "child", "where": {}}}},
        "definitions.a.subject",
    ),
    ({"definitions": {"a": {"subject": "student", "where": {}}}}, "definitions.a.title: expected a table, not `None`"),
    ({"definitions": {"a": {"title": {"zh": "甲", "en": "a"}}}}, "definitions.a.where: expected a condition"),
    ({"definitions": [1]}, "definitions: expected a table, not `[1]`"),
    ({"extends": []}, "extends: expected a text or a list of texts"),
)


@pytest.mark.parametrize(("keys", "expected"), HEADS)
def test_a_mistake_in_the_head_is_reported(keys: dict[str, Any], expected: str) -> None:
    """What a pack says of itself is checked like its norms."""
    _, found = read([NORM], {**HEAD, **keys})

    assert any(expected in mistake for mistake in found), found


@pytest.mark.parametrize("key", ["id", "title"])
def test_a_pack_has_an_id_and_a_title(key: str) -> None:
    """A pack without id or title cannot be read."""
    pack, found = read([NORM], {name: value for name, value in HEAD.items() if name != key})

    assert pack is None
    assert found == [f"{key}: expected `{key}`"]


def test_two_norms_with_one_id_are_refused() -> None:
    """An id names one norm."""
    _, found = read([NORM, NORM])

    assert found == ["norm: two norms have the id `made-up.visits`"]


@pytest.mark.parametrize("key", ["norm", "amend", "suspend"])
def test_norms_and_changes_are_lists(key: str) -> None:
    """Norms, amendments and suspensions are lists of tables."""
    body: dict[str, Any] = {"norm": [], key: {"id": "visits"}}

    _, found = read(body.pop("norm"), **body)

    assert found[0].startswith(f"{key}: expected a list of")


def test_days_and_numbers_have_several_spellings() -> None:
    """A day may be a day or a text, a number an integer, a decimal or a fraction: one half is exactly one half."""
    norm = norm_of(
        in_force={"from": "2025-09-01", "until": date(2026, 9, 1)},
        requires={"share": {"at_least": 0.1, "at_most": "1/2"}, "of": "contact"},
    )

    assert norm.in_force == Interval(date(2025, 9, 1), date(2026, 9, 1))
    assert (norm.requirement.at_least, norm.requirement.at_most) == (Fraction(1, 10), Fraction(1, 2))  # type: ignore[union-attr]


def test_a_fraction_may_be_given_as_one() -> None:
    """A pack made in Python may use exact numbers."""
    norm = norm_of(requires={"exactly": Fraction(3, 2), "of": "contact"})

    assert norm.requirement.at_least == norm.requirement.at_most == Fraction(3, 2)  # type: ignore[union-attr]
