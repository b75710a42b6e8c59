"""Moments at which something is to be looked at again, the earliest first."""

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Generic, TypeVar

from homeschool.model.clock import NEVER, Micros

Key = TypeVar("Key")


class Moments:
    """Moments to come, whoever waits for them.

    Attributes:
        heap: the moments, the earliest first; `NEVER` is always among them.
    """

    def __init__(self) -> None:
        self.heap: list[Micros] = [NEVER]

    def add(self, moment: Micros) -> None:
        """Note that a moment is waited for."""
        heappush(self.heap, moment)

    def take(self, as_of: Micros) -> list[Micros]:
        """Return the moments that have come by another, inclusive, and note them no longer."""
        found: list[Micros] = []
        while self.heap[0] <= as_of:
            found.append(heappop(self.heap))
        return found


class Alarms(Generic[Key]):
    """What is to be looked at when a moment comes.

    Very many keys share few moments, the ends of days and months: only the moments are kept in order.

    Args:
        moments: where it is noted that the moments are waited for.
    """

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self._keys: dict[Micros, list[Key]] = {}

    def set(self, moment: Micros, key: Key) -> None:
        """Note that something is to be looked at when a moment comes."""
        keys = self._keys.get(moment)
        if keys is None:
            self._keys[moment] = [key]
            self._moments.add(moment)
        else:
            keys.append(key)

    def at(self, moment: Micros) -> list[Key]:
        """Return what is to be looked at when a moment comes, as it was set."""
        return self._keys.get(moment, [])

    def take(self, moments: Iterable[Micros]) -> list[tuple[Micros, Key]]:
        """Return what is to be looked at at some moments, each with its moment, and note it no longer."""
        return [(moment, key) for moment in moments for key in self._keys.pop(moment, ())]
