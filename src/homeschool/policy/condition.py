"""Conditions: what is asked of a fact, or of a subject at a time.

A closed, typed language.  A condition on a field whose value is not known is *unknown*, neither true nor false, and
stays so through `And`, `Or` and `Not` as Kleene's logic has it.
"""

from fractions import Fraction
from typing import Literal, get_args

import attrs

from homeschool.calendar import Span

Root = Literal["subject", "trigger", "bearer"]
Op = Literal[
    "any_of",
    "all_of",
    "none_of",
    "at_least",
    "at_most",
    "above",
    "below",
    "filled",
    "is",
    "during",
    "lasts_at_least",
    "lasts_at_most",
]
Daytime = Literal["school_day", "day_off", "vacation", "teaching_hours", "working_day"]
DAYTIMES: tuple[Daytime, ...] = get_args(Daytime)


@attrs.frozen
class Reference:
    """A value found when the duty is judged: ``subject``, ``bearer``, ``trigger``, or a path of fields from one."""

    root: Root
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the reference as packs do: ``trigger.hours``."""
        return ".".join((self.root, *self.path))


Literal_ = str | bool | int | Fraction | Span
Value = Literal_ | Reference


@attrs.frozen
class Test:
    """One question put to one field.

    `path` is a field, or two: the second is asked of the records whose ids the first holds, and the answers are put
    together (``visitors.role`` are the roles of all visitors).  `values` is what the operation compares with:

    - ``any_of``: the field holds one of the values; ``all_of``: all of them; ``none_of``: none;
    - ``at_least``, ``at_most``, ``above``, ``below``: a number or a time, against the one value;
    - ``filled``: whether the field holds anything (the one value is True or False);
    - ``is``: the flag has the one value, True or False;
    - ``during``: the time lies within a school day, a day off, a vacation, teaching hours, a working day;
    - ``lasts_at_least``, ``lasts_at_most``: the interval, against a span.
    """

    path: tuple[str, ...]
    op: Op
    values: tuple[Value, ...]


@attrs.frozen
class Some:
    """Some record (`every` false) or every record (`every` true) whose id the field holds meets a condition.

    With `of`, only records of these classes are asked, and others are passed over: ``about`` may name anything.
    """

    path: str
    where: "Condition"
    every: bool = False
    of: tuple[str, ...] = ()


@attrs.frozen
class And:
    """All of the parts hold; no parts: always true."""

    parts: tuple["Condition", ...] = ()


@attrs.frozen
class Or:
    """At least one of the parts holds."""

    parts: tuple["Condition", ...]


@attrs.frozen
class Not:
    """The part does not hold."""

    part: "Condition"


@attrs.frozen
class Named:
    """A definition of the pack, by its name."""

    name: str


@attrs.frozen
class Has:
    """Something in force, or that happened by then, concerns the subject: a fact of a class that meets a condition.

    `link` is the field of the fact that names the subject.
    """

    of: str
    where: "Condition" = And()
    link: str = "concerns"


Condition = Test | Some | And | Or | Not | Named | Has
TRUE: Condition = And()
