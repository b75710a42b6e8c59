"""What drawn norms speak of: classes that concern each kind of subject, and conditions on their fields."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from homeschool.calendar import Span
from homeschool.policy import condition as c
from homeschool.policy.norm import Bilingual
from homeschool.policy.pack import Definition

Link = tuple[str, str, str | None]
"""A fact class, the field that names the subject, and the field of the subject that is named."""

HAPPENING: Mapping[str, tuple[Link, ...]] = MappingProxyType(
    {
        "student": (
            ("home_visit", "concerns", None),
            ("contact", "concerns", None),
            ("meeting", "concerns", None),
            ("service", "concerns", None),
            ("contact", "guardian", "guardians"),
        ),
        "guardian": (("home_visit", "hosts", None), ("contact", "guardian", None), ("meeting", "concerns", None)),
        "guardianship": (("contact", "guardian", "guardian"), ("home_visit", "concerns", None)),
        "staff": (("home_visit", "visitors", None), ("contact", "by", None), ("meeting", "concerns", None)),
        "appointment": (("home_visit", "visitors", "staff"),),
        "school_class": (("meeting", "concerns", None), ("home_visit", "concerns", "students")),
        "grade": (("meeting", "concerns", None),),
        "school": (("meeting", "concerns", None), ("service", "concerns", None)),
        "partner": (("service", "by", None), ("meeting", "concerns", None)),
        "committee": (("meeting", "concerns", None), ("meeting", "participants", None)),
        "seat": (("meeting", "participants", "holder"),),
    }
)
LASTING: Mapping[str, tuple[Link, ...]] = MappingProxyType(
    {
        "student": (
            ("plan", "concerns", None),
            ("case_file", "concerns", None),
            ("circumstance", "person", None),
            ("enrolment", "student", None),
        ),
        "guardian": (("credential", "concerns", None), ("plan", "concerns", None)),
        "guardianship": (("credential", "concerns", "guardian"), ("case_file", "concerns", None)),
        "staff": (("credential", "concerns", None), ("appointment", "staff", None)),
        "appointment": (("credential", "concerns", "staff"),),
        "school_class": (("plan", "concerns", None), ("appointment", "unit", None), ("seat", "represents", None)),
        "grade": (("plan", "concerns", None),),
        "school": (("plan", "concerns", None), ("appointment", "unit", None)),
        "partner": (("credential", "concerns", None),),
        "committee": (("seat", "committee", None),),
        "seat": (("credential", "concerns", "holder"),),
    }
)
SUBJECTS = tuple(HAPPENING)
DEFINITIONS: Mapping[str, Definition] = MappingProxyType(
    {
        "key_student": Definition(
            "key_student",
            Bilingual("重点关注学生", "key-attention student"),
            "student",
            c.Test(("circumstances",), "any_of", ("left_behind", "single_parent")),
        )
    }
)


def asked(field: str, op: Any, *values: Any) -> c.Test:
    """Make a test of a field, or of a path written with a dot."""
    return c.Test(tuple(field.split(".")), op, values)


OF_SUBJECT: Mapping[str, tuple[c.Condition, ...]] = MappingProxyType(
    {
        "student": (
            c.Named("key_student"),
            c.Not(c.Named("key_student")),
            asked("circumstances", "none_of", "single_parent"),
            asked("age", "at_least", Fraction(9)),
            asked("household", "any_of", "rural"),
            asked("parents", "filled", True),
            c.Has("case_file", asked("kind", "any_of", "growth")),
            c.Has("circumstance", link="person"),
            asked("school_class.subjects", "any_of", "chinese"),
        ),
        "guardian": (asked("role", "any_of", "parent"), asked("circumstances", "any_of", "left_behind")),
        "guardianship": (asked("relation", "any_of", "mother", "father"),),
        "staff": (asked("role", "any_of", "class_teacher"), c.Has("credential")),
        "appointment": (
            asked("role", "any_of", "class_teacher"),
            asked("length", "lasts_at_least", Span.parse("7 days")),
        ),
        "school_class": (asked("size", "at_least", Fraction(1)), asked("subjects", "any_of", "chinese")),
        "grade": (asked("size", "at_most", Fraction(2)),),
        "school": (asked("stage", "any_of", "primary"),),
        "partner": (asked("kind", "any_of", "community"), c.Has("credential")),
        "committee": (asked("size", "above", Fraction(0)),),
        "seat": (asked("office", "any_of", "chair"), asked("holder.role", "any_of", "parent")),
    }
)
OF_FACT: Mapping[str, tuple[c.Condition, ...]] = MappingProxyType(
    {
        "home_visit": (
            asked("place", "any_of", "home"),
            asked("visitors", "any_of", c.Reference("bearer")),
            asked("visitors.role", "any_of", "class_teacher"),
            asked("visitors.role", "all_of", "class_teacher", "staff"),
            asked("visitors.party", "none_of", "family"),
            c.Some("visitors", c.Has("credential"), every=True),
            c.Some("visitors", asked("role", "any_of", "parent")),
            asked("is_comprehensive", "is", True),
            asked("contents", "all_of", "rights", "duties"),
            asked("occurred", "during", "vacation"),
            asked("occurred", "during", "teaching_hours", "day_off"),
            asked("concerned_as", "any_of", "participant"),
            asked("hosts", "filled", True),
        ),
        "contact": (
            asked("whom", "any_of", "guardian"),
            asked("reached", "is", True),
            asked("by", "any_of", c.Reference("bearer")),
            asked("guardian.role", "any_of", "parent"),
            asked("topics", "none_of", "study"),
            c.Some("about", asked("nature", "any_of", "emotional"), of=("concern",)),
            c.Some("about", asked("place", "any_of", "home"), every=True, of=("home_visit", "entry")),
        ),
        "meeting": (
            asked("kind", "any_of", "committee"),
            asked("participants", "all_of", c.Reference("bearer")),
            asked("topics", "any_of", "study"),
            asked("occurred", "during", "school_day"),
        ),
        "service": (
            asked("hours", "at_least", Fraction(2)),
            asked("hours", "below", Fraction(1)),
            asked("by", "filled", True),
        ),
        "concern": (asked("nature", "any_of", "emotional"), asked("discovered_by", "any_of", c.Reference("subject"))),
        "plan": (
            asked("kind", "any_of", "annual"),
            asked("authors.role", "any_of", "principal"),
            asked("length", "lasts_at_least", Span.parse("1 month")),
        ),
        "case_file": (asked("kind", "any_of", "growth"), asked("contents", "any_of", "rights")),
        "credential": (asked("contents", "any_of", "rights"),),
        "circumstance": (asked("kind", "any_of", "left_behind"),),
        "appointment": (asked("role", "any_of", "class_teacher"), asked("staff", "any_of", c.Reference("bearer"))),
        "enrolment": (asked("school_class.subjects", "any_of", "chinese"),),
        "seat": (
            asked("office", "any_of", "chair"),
            asked("holder.role", "any_of", "parent"),
            asked("office", "filled", True),
        ),
    }
)
TERMS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "home_visit": ("contents", ("rights", "duties")),
        "contact": ("topics", ("study", "life")),
        "meeting": ("topics", ("study", "life")),
        "service": ("by.role", ("teacher",)),
        "concern": ("discovered_by.role", ("teacher",)),
        "plan": ("contents", ("rights", "duties")),
        "case_file": ("contents", ("rights",)),
        "credential": ("contents", ("rights", "duties")),
        "circumstance": ("kind", ("left_behind",)),
        "appointment": ("role", ("class_teacher", "principal")),
        "enrolment": ("school_class.subjects", ("chinese",)),
        "seat": ("office", ("chair", "member")),
    }
)
