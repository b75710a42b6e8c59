"""Facts like others: a later version of one, or another that differs in a few fields."""

from typing import Any, TypeVar

import attrs

F = TypeVar("F")


def changed(fact: F, **changes: Any) -> F:
    """Return a copy of a fact with some fields changed; with the same id and a later `recorded_at` it corrects it."""
    original: Any = fact
    copy: F = attrs.evolve(original, **changes)
    return copy
