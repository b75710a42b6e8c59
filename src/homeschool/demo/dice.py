"""Chance with a seed: the same seed gives the same school."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

import attrs

from homeschool.demo.lapses import RATES

T = TypeVar("T")


@attrs.frozen
class Dice:
    """The chance of one part of the demo; the parts do not disturb each other."""

    random: Random

    @classmethod
    def of(cls, seed: int, part: str) -> "Dice":
        """Return the dice of a part of the demo for a seed."""
        return cls(Random(f"{seed} {part}"))  # noqa: S311 - made-up data, no secret

    def happens(self, share: float) -> bool:
        """Tell whether something happens that happens in this share of cases."""
        return self.random.random() < share

    def slips(self, lapse: str) -> bool:
        """Tell whether the named lapse happens this time."""
        return self.random.random() < RATES[lapse]

    def pick(self, among: Sequence[T]) -> T:
        """Return one of several."""
        return among[int(self.random.random() * len(among))]

    def some(self, among: Sequence[T], number: int) -> tuple[T, ...]:
        """Return `number` different ones of several, or all of them if there are fewer, in their order."""
        places = sorted(self.random.sample(range(len(among)), min(number, len(among))))
        return tuple(among[place] for place in places)

    def number(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`, both included."""
        return least + int(self.random.random() * (most - least + 1))
