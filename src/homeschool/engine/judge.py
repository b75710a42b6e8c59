"""Judging a duty with a window: the facts in it against a count, a cover or a share."""

from bisect import bisect_left
from collections.abc import Sequence

import attrs

from homeschool.engine.duty import PENDING, STILL_PENDING, Duty, Verdict
from homeschool.engine.matches import LONGEST, Match
from homeschool.engine.scope import Context
from homeschool.model.clock import Micros
from homeschool.policy.finding import Status


def context_of(duty: Duty, at: Micros) -> Context:
    """Return what references start from for a duty, at a moment."""
    return Context(at, duty.subject, duty.trigger, duty.bearers, duty.stay.school)


@attrs.define(eq=False)
class Placed:
    """The facts of a duty: those that surely lie in its window and meet its condition, and those that may."""

    certain: list[Match]
    possible: list[Match]

    @property
    def doubt(self) -> str:
        """Why the possible ones are not certain: a field is not known, or a day straddles a bound."""
        return "unknown_field" if any(match[3] is None for match in self.possible) else "straddles"


def place(matches: Sequence[Match], start: Micros, sure_stop: Micros, stop: Micros) -> Placed:
    """Tell the facts that surely lie in ``[start, stop)`` from those that only may."""
    placed = Placed([], [])
    first = bisect_left(matches, (start - LONGEST,))
    if first and matches[0][2] > stop:
        placed.possible += [match for match in matches[:first] if match[2] > start]
    for match in matches[first:]:
        if match[0] >= stop:
            break
        if match[3] is True and match[0] >= start and match[2] <= sure_stop:
            placed.certain.append(match)
        elif match[2] > start:
            placed.possible.append(match)
    return placed


def until_left(duty: Duty, as_of: Micros) -> Micros:
    """Return the moment from which facts no longer count because the norm ceased to apply; else the window's end."""
    return min(duty.stop, duty.stay.end) if duty.stay.end <= as_of else duty.stop


def place_for(duty: Duty, matches: Sequence[Match], as_of: Micros) -> Placed:
    """Tell the facts that surely lie in the window of a duty, while they count, from those that only may."""
    end = until_left(duty, as_of)
    return place(matches, duty.start, min(duty.sure_stop, end), end)


def is_left(duty: Duty, as_of: Micros) -> bool:
    """Tell whether the norm ceased to apply to the subject while there was still time."""
    return duty.stay.end <= as_of and duty.stay.end < duty.stop


def lapsed(duty: Duty, placed: Placed) -> Verdict:
    """Return the verdict that the duty lapsed when the stay ended."""
    return Verdict(Status.LAPSED, duty.stay.end, ids(placed.certain))


def unclosed(duty: Duty, placed: Placed, as_of: Micros, *, is_kept: bool) -> Verdict | None:
    """Return the verdict on a lower bound or cover that is not met and whose window has not closed on it.

    None where the window has closed: then what may count decides.
    """
    if not is_kept:
        return Verdict(Status.UNDETERMINED, None, ids(placed.certain), "not_kept")
    if is_left(duty, as_of):
        return lapsed(duty, placed)
    if as_of >= duty.stop:
        return None
    if not placed.certain and not placed.possible:
        return STILL_PENDING
    return Verdict(PENDING, None, ids(placed.certain), is_doubtful=bool(placed.possible))


def ids(matches: Sequence[Match]) -> tuple[str, ...]:
    """Return the ids of the facts."""
    return tuple([match[1] for match in matches])
