"""What one collection holds that another does not."""

from collections.abc import Iterable
from typing import Any


def without(items: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Return the items that are left when for each of the others an equal one is taken away.

    >>> from homeschool.testing.difference import without
    >>> without([1, 1, 2], [1, 3])
    [1, 2]
    """
    left = list(items)
    for other in others:
        if other in left:
            left.remove(other)
    return left
