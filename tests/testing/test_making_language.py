"""Every part of the language of norms, run backwards: made-up norms are kept, and each can be breached alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from homeschool import evaluate, make_pack
from homeschool.policy import Pack
from homeschool.testing.making.book import book_of
from homeschool.testing.making.skeleton import Shape, two_years
from homeschool.testing.making.workshop import Made, Order, Workshop
from tests.policy.builders import pack_of

VISIT: Mapping[str, Any] = {"at_least": 1, "of": "home_visit"}
SCHOOL: Mapping[str, Any] = {"subject": "school", "bearer": "school"}
NORMS: Mapping[str, Mapping[str, Any]] = {
    "week-within-elapsed": {"timing": {"every": "week", "within": "36 h"}, "requires": VISIT},
    "month-presence": {"timing": {"every": "month", "presence": "10 days"}, "requires": VISIT},
    "vacation": {"timing": {"every": "week", "during": "vacation"}, "requires": VISIT},
    "school-day": {"timing": {"every": "school_day"}, "requires": VISIT},
    "one-or-two": {"timing": {"every": "month"}, "requires": {"at_least": 1, "at_most": 2, "of": "home_visit"}},
    "exactly-one": {"timing": {"every": "term"}, "requires": {"exactly": 1, "of": "home_visit"}},
    "at-most-two": {"timing": {"every": "term"}, "requires": {"at_most": 2, "of": "home_visit"}},
    "three-channels": {
        "timing": {"every": "term"},
        "requires": {"at_least": 3, "of": "contact", "distinct": "channel"},
    },
    "three-days": {"timing": {"every": "term"}, "requires": {"at_least": 3, "of": "contact", "distinct": "day"}},
    "written-down": {
        "timing": {"every": "term"},
        "requires": {"at_least": 1, "of": "home_visit", "placed_by": "recorded_at", "where": {"place": "home"}},
    },
    "upon-hours": {"timing": {"upon": "concern", "within": "48 h"}, "requires": VISIT},
    "upon-elapsed": {"timing": {"upon": "concern", "within": "2 days elapsed"}, "requires": VISIT},
    "until-the-week-ends": {"timing": {"upon": "concern", "until": "week"}, "requires": VISIT},
    "until-the-term-ends": {"timing": {"upon": "concern", "until": "term"}, "requires": VISIT},
    "upon-none": {"timing": {"upon": "concern", "within": "5 days"}, "requires": {"none": True, "of": "publication"}},
    "before-elapsed": {
        "timing": {"before": "home_visit", "ahead": "24 h", "no_earlier_than": "14 days elapsed"},
        "requires": {"at_least": 1, "of": "contact", "where": {"about": "trigger"}},
    },
    "working-days-before": {
        "timing": {"before": "home_visit", "ahead": "2 working days"},
        "requires": {"at_least": 1, "of": "contact", "where": {"about": "trigger"}},
    },
    "upon-the-end": {"timing": {"upon": {"end_of": "circumstance"}, "within": "10 days"}, "requires": VISIT},
    "before-a-term-ends": {
        "timing": {"before": {"end_of": "term"}, "ahead": "3 days", "no_earlier_than": "30 days"},
        "requires": VISIT,
    },
    "upon-a-term": {"timing": {"upon": {"start_of": "term"}, "within": "2 weeks"}, "requires": VISIT},
    "in-force-as-a-term-begins": {
        **SCHOOL,
        "timing": {"at": {"start_of": "term"}},
        "requires": {"at_least": 1, "of": "plan"},
    },
    "rolling-hours": {"timing": {"rolling": "100 h"}, "requires": {"at_least": 1, "of": "contact"}},
    "rolling-days": {"timing": {"rolling": "10 days"}, "requires": {"at_least": 1, "of": "contact"}},
    "tolerance-elapsed": {
        **SCHOOL,
        "timing": {"always": True, "tolerance": "60 h"},
        "requires": {"at_least": 2, "of": "plan", "where": {"kind": "annual", "length": {"at_least": "6 months"}}},
    },
    "at-most-one-stands": {**SCHOOL, "timing": {"always": True}, "requires": {"at_most": 1, "of": "plan"}},
    "exactly-two-stand": {**SCHOOL, "timing": {"always": True}, "requires": {"exactly": 2, "of": "roster"}},
    "topics-of-a-meeting": {
        **SCHOOL,
        "timing": {"at": "meeting"},
        "requires": {"cover": "topics", "values": ["study", "life"], "of": "trigger"},
    },
    "two-of-all-visitors": {
        "timing": {"at": "home_visit"},
        "requires": {"at_least": 2, "of": "trigger.visitors", "where": {"role": "staff"}},
    },
    "not-on-school-days": {
        "timing": {"at": "home_visit"},
        "requires": {"at_least": 1, "of": "trigger", "where": {"occurred": {"during": ["day_off", "vacation"]}}},
    },
    "on-working-days": {
        "timing": {"at": "home_visit"},
        "requires": {"at_least": 1, "of": "trigger", "where": {"occurred": {"during": ["working_day", "school_day"]}}},
    },
    "many-answers": {
        **SCHOOL,
        "timing": {"every": "term"},
        "requires": {
            "at_least": 1,
            "of": "survey",
            "where": {"responses": {"above": 20, "at_most": 30}, "closed_at": {"filled": True}},
        },
    },
    "hours-of-the-service": {
        **SCHOOL,
        "timing": {"upon": "service", "within": "1 week"},
        "requires": {"at_least": 1, "of": "entry", "where": {"points": {"at_least": "trigger.hours"}}},
    },
    "young-or-rural": {
        "applies_to": {"either": [{"age": {"below": 8}}, {"household": "rural"}], "not": {"circumstances": "boarding"}},
        "timing": {"every": "term"},
        "requires": VISIT,
    },
    "defined": {"applies_to": {"is": "key_student"}, "timing": {"every": "term"}, "requires": VISIT},
    "tutors": {
        **SCHOOL,
        "timing": {"every": "term"},
        "requires": {
            "at_least": 1,
            "of": "activity",
            "where": {"tutors": {"some": {"role": "guardian"}, "every": {"role": ["guardian", "staff"]}}},
        },
    },
    "not-alone": {
        "timing": {"every": "term"},
        "requires": {
            "at_least": 1,
            "of": "home_visit",
            "where": {"not": {"visitors": {"every": {"role": "principal"}}}, "visitors": {"filled": True}},
        },
    },
    "closed-after-it": {
        **SCHOOL,
        "timing": {"upon": "service", "within": "2 weeks"},
        "requires": {"at_least": 1, "of": "survey", "where": {"closed_at": {"at_least": "trigger.occurred"}}},
    },
    "where-a-roster-stands": {
        **SCHOOL,
        "applies_to": {"has": {"of": "roster", "where": {"kind": "volunteer_posts"}}},
        "timing": {"every": "term"},
        "requires": {"at_least": 1, "of": "activity"},
    },
    "a-parent-is-away": {
        "applies_to": {"parents": {"some": {"circumstances": "away_working"}}},
        "timing": {"every": "term"},
        "requires": VISIT,
    },
    "no-plan-out-of-force": {
        **SCHOOL,
        "timing": {"always": True},
        "requires": {"at_least": 1, "of": "plan", "where": {"in_force": True, "authors.role": "principal"}},
    },
    "as-many-as-before": {
        "timing": {"every": "month"},
        "requires": {"at_least": {"preceding": True}, "of": "home_visit"},
    },
    "as-many-as-students": {
        "subject": "school_class",
        "timing": {"every": "term"},
        "requires": {"at_least": {"size": "students", "times": 2}, "of": "meeting"},
    },
    "as-many-as-hours": {
        **SCHOOL,
        "timing": {"upon": "service", "where": {"hours": {"at_least": 2}}, "within": "2 weeks"},
        "requires": {"at_least": {"value": "trigger.hours"}, "of": "entry"},
    },
    "each-student": {
        "subject": "school_class",
        "timing": {"every": "term"},
        "requires": {"share": {"at_least": 1}, "of": "home_visit", "among": "students"},
    },
    "few-by-phone": {
        "timing": {"every": "term"},
        "requires": {
            "share": {"at_most": "2/3"},
            "of": "contact",
            "where": {"channel": "phone"},
            "among": {"reached": True},
        },
    },
    "mostly-at-home": {
        "timing": {"every": "term"},
        "requires": {"share": {"at_least": "1/2"}, "of": "home_visit", "where": {"place": "home"}, "among": {}},
    },
    "a-committee-with-a-seat": {
        **SCHOOL,
        "timing": {"always": True, "tolerance": "30 days"},
        "requires": {
            "at_least": 1,
            "of": "committee",
            "where": {
                "kind": "parents_committee",
                "has": {"of": "seat", "link": "committee", "where": {"holder.party": "family"}},
            },
            "link": "unit",
        },
    },
    "invited": {
        **SCHOOL,
        "timing": {"every": "term"},
        "requires": {
            "at_least": 1,
            "of": "activity",
            "where": {"has": {"of": "notice", "where": {"kind": "invitation"}, "link": "about"}},
        },
    },
    "parents-take-part": {
        "timing": {"every": "term"},
        "requires": {"at_least": 1, "of": "activity", "where": {"participants": "subject.guardians"}},
    },
    "all-sides": {
        **SCHOOL,
        "timing": {"every": "term"},
        "requires": {
            "at_least": 1,
            "of": "activity",
            "where": {"organisers.party": {"all_of": ["school", "family", "society"]}},
        },
    },
    "a-psychology-teacher": {
        **SCHOOL,
        "timing": {"always": True},
        "requires": {"at_least": 1, "of": "appointment", "where": {"role": "psychology_teacher"}, "link": "unit"},
    },
    "a-roster-as-the-term-ends": {
        **SCHOOL,
        "timing": {"before": {"end_of": "term"}, "ahead": "1 day"},
        "requires": {"at_least": 1, "of": "roster"},
    },
    "two-kinds": {
        **SCHOOL,
        "timing": {"every": "term"},
        "requires": {"at_least": 2, "of": "activity", "distinct": "kind"},
    },
    "asked-by-the-parents": {
        "timing": {"every": "term"},
        "requires": {"at_least": 1, "of": "contact", "where": {"guardian": "subject.guardians", "reached": True}},
    },
}


def breached(pack: Pack, made: Made) -> set[str]:
    """Return the ids of the norms that a school breaches."""
    return {finding.norm.id for finding in evaluate(pack, made.register, as_of=made.as_of).breached}


def workshop(*names: str) -> Workshop:
    """Return a workshop for a pack of some of the norms."""
    return Workshop(book_of(make_pack(pack_of(*({"id": name, **NORMS[name]} for name in names)))), two_years())


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", NORMS)
def test_each_kind_of_norm_is_kept_and_breached(name: str, seed: int) -> None:
    """A norm of each kind can be kept by a school and broken by another."""
    making = workshop(name)
    (norm,) = making.book.pack.norms
    shapes = (Shape(age=7, guardians=2), Shape(household="rural"), Shape(has_double_duty=True))

    keeping = making.keeps_all(Order(shapes[0], seed, 120, 100))
    breaking = next(made for shape in shapes if (made := making.breaks(norm, Order(shape, seed, 20))))

    assert breached(making.book.pack, keeping) == set()
    assert breached(making.book.pack, breaking) == {norm.id}


@pytest.mark.parametrize("seed", [1, 2])
def test_norms_of_many_kinds_are_kept_together(seed: int) -> None:
    """A school keeps norms of many kinds at once where they do not contradict each other."""
    apart = {
        "at-most-one-stands",
        "at-most-two",
        "exactly-one",
        "not-on-school-days",
        "on-working-days",
        "one-or-two",
        "upon-none",
        "working-days-before",
    }
    making = workshop(*(name for name in NORMS if name not in apart))

    made = making.keeps_all(Order(Shape(students=2), seed, 130, 50))

    assert breached(making.book.pack, made) == set()
