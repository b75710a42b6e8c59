"""Choices that follow from one number: the same number makes the same school, and 0 always takes what comes first."""

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

import attrs

T = TypeVar("T")


@attrs.frozen
class Choices:
    """Choices by name: each name has a choice of its own, so that one choice more does not disturb the others."""

    seed: int = 0

    def number(self, below: int, *name: object) -> int:
        """Return a whole number from 0 to `below`, which is excluded."""
        if self.seed == 0 or below <= 1:
            return 0
        return crc32(repr((self.seed, name)).encode()) % below

    def turned(self, among: Sequence[T], *name: object) -> list[T]:
        """Return the same things in the same order, begun at a chosen one."""
        start = self.number(len(among), *name)
        return [*among[start:], *among[:start]]

    def happens(self, percent: int, *name: object) -> bool:
        """Tell whether something happens that happens in `percent` of a hundred cases; for the seed 0 only in all."""
        return percent > 0 and (100 - self.number(100, *name)) <= percent
