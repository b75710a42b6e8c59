"""Moments at which something is to be looked at again, the earliest first."""

from collections.abc import Callable, Hashable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

from homeschool.model.clock import Micros

Place = TypeVar("Place", bound=Hashable)


class Alarms(Generic[Place]):
    """Places that are to be looked at when their moments come; a place that was set anew counts as set last.

    Args:
        set_for: tells for when a place is set now; None: for never.
    """

    def __init__(self, set_for: Callable[[Place], Micros | None]) -> None:
        self._set_for = set_for
        self._heap: list[tuple[Micros, int, Place]] = []
        self._numbers = count()

    def set(self, moment: Micros, place: Place) -> None:
        """Note that a place is to be looked at when a moment comes."""
        heappush(self._heap, (moment, next(self._numbers), place))

    def take(self, as_of: Micros) -> Sequence[Place]:
        """Return the places whose moments have come, each once, and note them no longer."""
        heap = self._heap
        if not heap or heap[0][0] > as_of:
            return ()
        places: dict[Place, None] = {}
        while heap and heap[0][0] <= as_of:
            moment, _, place = heappop(heap)
            if self._set_for(place) == moment:
                places[place] = None
        return tuple(places)

    def next(self) -> Micros | None:
        """Return the earliest moment for which a place is set; None: there is none."""
        heap = self._heap
        while heap and self._set_for(heap[0][2]) != heap[0][0]:
            heappop(heap)
        return heap[0][0] if heap else None
