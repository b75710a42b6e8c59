"""Moments at which something is to be looked at again, the earliest first."""

from collections.abc import Callable, Hashable, Sequence
from heapq import heappop, heappush
from typing import Generic, TypeVar

from homeschool.model.clock import Micros

Place = TypeVar("Place", bound=Hashable)


class Alarms(Generic[Place]):
    """Places that are to be looked at when their moments come; a place that was set anew counts as set last.

    Very many places share few moments, the ends of days and months: only the moments are kept in order.

    Args:
        set_for: tells for when a place is set now; None: for never.

    Attributes:
        moments: a heap of the moments for which places were set.
    """

    def __init__(self, set_for: Callable[[Place], Micros | None]) -> None:
        self._set_for = set_for
        self.moments: list[Micros] = []
        self._places: dict[Micros, list[Place]] = {}

    def set(self, moment: Micros, place: Place) -> None:
        """Note that a place is to be looked at when a moment comes."""
        places = self._places.get(moment)
        if places is None:
            self._places[moment] = [place]
            heappush(self.moments, moment)
        else:
            places.append(place)

    def take(self, as_of: Micros) -> Sequence[Place]:
        """Return the places whose moments have come, each once, and note them no longer."""
        found: dict[Place, None] = {}
        while self.moments and self.moments[0] <= as_of:
            moment = heappop(self.moments)
            found.update((place, None) for place in self._places.pop(moment) if self._set_for(place) == moment)
        return tuple(found)

    def next(self) -> Micros | None:
        """Return the earliest moment for which a place is set; None: there is none."""
        while self.moments:
            moment = self.moments[0]
            places = self._places[moment]
            while places and self._set_for(places[-1]) != moment:
                places.pop()
            if places:
                return moment
            del self._places[heappop(self.moments)]
        return None
