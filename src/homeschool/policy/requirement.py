"""Requirements: what a duty asks of the facts in its window.  A closed set: a count, a cover, a share."""

from fractions import Fraction

import attrs

from homeschool.policy.condition import TRUE, Condition, Reference

TRIGGER = "trigger"
MEMBER_CLASSES = {
    "students": ("student", "enrolment"),
    "guardians": ("guardian", "guardianship"),
    "guardianships": ("guardianship", "guardianship"),
    "classes": ("school_class", "school_class"),
    "staff": ("staff", "appointment"),
    "seats": ("seat", "seat"),
}
"""By kind of member: its class, and the class that says whose members they are."""


@attrs.frozen
class SizeBound:
    """A multiple of how many members the subject has: half of the class's students.

    `members` is a member kind: students, guardians, guardianships, classes, staff, seats.
    """

    members: str
    times: Fraction = Fraction(1)


@attrs.frozen
class ShareBound:
    """The share of the school's members that meet a condition: the part of left-behind children among the students."""

    members: str
    where: Condition


@attrs.frozen
class PrecedingBound:
    """The same count in the preceding period, times a factor."""

    times: Fraction = Fraction(1)


@attrs.frozen
class ReferenceBound:
    """A number that a field holds: the hours of the service that is the trigger."""

    reference: Reference
    times: Fraction = Fraction(1)


Bound = Fraction | SizeBound | ShareBound | PrecedingBound | ReferenceBound


@attrs.frozen
class Count:
    """The number of matching facts in the window lies between `at_least` and `at_most`, both included.

    Args:
        of: fact classes, or ``trigger`` (the trigger itself), or ``trigger.visitors`` (a list inside it).
        at_least: the lower bound; None for none.
        at_most: the upper bound; None for none.
        where: what is asked of each fact.
        distinct: count different days (``day``) or different values of a field; None counts facts.
        placed_by: the time field that puts a fact into the window; None for its occurrence.
        link: the field of the fact that names the subject.
        link_to: a field of the subject whose value `link` must name; None for the subject itself.
    """

    of: tuple[str, ...]
    at_least: Bound | None = None
    at_most: Bound | None = None
    where: Condition = TRUE
    distinct: str | None = None
    placed_by: str | None = None
    link: str = "concerns"
    link_to: str | None = None


@attrs.frozen
class Cover:
    """Together the matching facts mention every one of `values` in a field (`field` is a path of one or two fields)."""

    of: tuple[str, ...]
    field: tuple[str, ...]
    values: tuple[str, ...] | Reference
    where: Condition = TRUE
    placed_by: str | None = None
    link: str = "concerns"
    link_to: str | None = None


@attrs.frozen
class Share:
    """The part that matches lies between `at_least` and `at_most`, both included, each between 0 and 1.

    The whole is either the facts of `of` that meet `among_where` (then the part are those that also meet `where`), or
    the subject's members of kind `members` (then the part are the members that a matching fact names in its `link`).
    An empty whole holds.
    """

    of: tuple[str, ...]
    at_least: Bound | None = None
    at_most: Bound | None = None
    where: Condition = TRUE
    among_where: Condition = TRUE
    members: str | None = None
    placed_by: str | None = None
    link: str = "concerns"
    link_to: str | None = None


Requirement = Count | Cover | Share
