"""Three answers: True, False, and None for unknown; put together as Kleene does."""

from collections.abc import Callable, Iterable
from typing import Any

from homeschool.engine.scope import Context

Truth = bool | None
Ask = Callable[[Any, Context], Truth]


def all_of(answers: Iterable[Truth]) -> Truth:
    """Return the conjunction in Kleene's logic."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def any_of(answers: Iterable[Truth]) -> Truth:
    """Return the disjunction in Kleene's logic."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def negate(answer: Truth) -> Truth:
    """Return the negation in Kleene's logic."""
    return None if answer is None else not answer
