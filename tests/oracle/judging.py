"""What became of a duty: over its window, or at an instant."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from homeschool.model.clock import NEVER
from homeschool.policy.finding import Status
from homeschool.policy.requirement import Count, Cover, Share
from tests.oracle.conditions import Truth, every, value_of
from tests.oracle.matching import (
    Duty,
    Match,
    beyond,
    bound_of,
    certain,
    covers,
    is_evidence_kept,
    matches,
    needed,
    possible,
    share_evidence,
    share_range,
    why,
)

B, F, H, L, P, U = Status.BREACHED, Status.FULFILLED, Status.HOLDING, Status.LAPSED, Status.PENDING, Status.UNDETERMINED


@attrs.frozen
class Verdict:
    """A status, when it was decided, the facts relied on, when a breach was made good, why it is undetermined.

    `excess` holds the facts beyond an upper bound that was passed; `is_short` says that this was kept and only the
    lower bound may not be met.
    """

    status: Status
    decided_at: int | None = None
    evidence: tuple[str, ...] = ()
    remedied_at: int | None = None
    because: str | None = None
    excess: tuple[Match, ...] = ()
    is_short: bool = False
    is_retroactive: bool = False


def _ids(found: Sequence[Match]) -> tuple[str, ...]:
    return tuple(sorted(one.fact.id for one in found if one.counts))


def judge_window(duty: Duty) -> Verdict:
    """Judge a duty over its window."""
    as_of = duty.case.view.as_of
    has_left = duty.leaves <= as_of and duty.leaves < duty.stop
    found = matches(duty)
    counted = [one for one in found if not (has_left and one.lo is not None and one.lo >= duty.leaves)]
    is_closed = as_of >= duty.stop and not has_left
    match duty.requirement:
        case Count():
            verdict = _count(duty, counted, is_closed=is_closed)
        case Cover():
            verdict = _cover(duty, counted, is_closed=is_closed)
        case Share():
            verdict = _share(duty, counted, is_closed=is_closed)
        case _:
            assert_never(duty.requirement)
    if has_left and verdict.status in (P, H):
        return Verdict(L, duty.leaves, verdict.evidence)
    if verdict.status is B and not verdict.excess:
        return attrs.evolve(verdict, remedied_at=_remedy(duty, found))
    return verdict


def _count(duty: Duty, found: list[Match], *, is_closed: bool) -> Verdict:
    count = duty.requirement
    assert isinstance(count, Count)
    least, most = bound_of(duty, count.at_least, duty.opens), bound_of(duty, count.at_most, duty.opens)
    sure = _ids(found)
    if least == "unknown" or most == "unknown":
        return Verdict(U, None, sure, because="unknown_field")
    least = Fraction(0) if least is None else least
    if most is None:
        return _lower(duty, found, least, is_closed=is_closed)
    within = [one for one in found if one.lo is None or duty.joins <= one.lo < min(duty.stop, duty.leaves)]
    excess = beyond(duty, within, most)
    if excess:
        upto = within[: within.index(excess[0]) + 1]
        return Verdict(B, excess[0].lo, _ids(upto), excess=tuple(excess))
    if not is_evidence_kept(duty, duty.opens):
        return Verdict(U, None, sure, because="not_kept")
    if possible(duty, within) > most:
        return Verdict(U, None, sure, because=why(duty, within))
    if not is_closed:
        return Verdict(H if certain(duty, found) >= least else P, None, sure)
    if certain(duty, found) >= least:
        return Verdict(F, duty.stop, sure)
    if possible(duty, found) < least:
        return Verdict(B, duty.stop, sure)
    return Verdict(U, None, sure, because=why(duty, found), is_short=True)


def _first_enough(duty: Duty, found: Sequence[Match], least: Fraction) -> int | None:
    """Return how many of the facts, in order, are enough for a lower bound; None: not all are."""
    return next((size for size in range(len(found) + 1) if certain(duty, found[:size]) >= least), None)


def _lower(duty: Duty, found: list[Match], least: Fraction, *, is_closed: bool) -> Verdict:
    sure = [one for one in found if one.counts]
    enough = _first_enough(duty, sure, least)
    if enough is not None:
        return Verdict(F, sure[enough - 1].lo if enough else duty.opens, _ids(sure[:enough]))
    return _not_yet(duty, found, may_be_enough=possible(duty, found) >= least, is_closed=is_closed)


def _not_yet(duty: Duty, found: list[Match], *, may_be_enough: bool, is_closed: bool) -> Verdict:
    if not is_evidence_kept(duty, duty.opens):
        return Verdict(U, None, _ids(found), because="not_kept")
    if not is_closed:
        return Verdict(P, None, _ids(found))
    if may_be_enough:
        return Verdict(U, None, _ids(found), because=why(duty, found))
    return Verdict(B, duty.stop, _ids(found))


def _first_covering(duty: Duty, sure: Sequence[Match], wanted: frozenset[str]) -> int | None:
    return next((size for size in range(len(sure) + 1) if covers(duty, sure[:size], wanted) is True), None)


def _cover(duty: Duty, found: list[Match], *, is_closed: bool) -> Verdict:
    wanted = needed(duty, duty.opens)
    if wanted is None:
        return Verdict(U, None, _ids(found), because="unknown_field")
    sure = [one for one in found if one.counts]
    enough = _first_covering(duty, sure, wanted)
    if enough is not None:
        return Verdict(F, sure[enough - 1].lo if enough else duty.opens, _ids(sure[:enough]))
    return _not_yet(duty, found, may_be_enough=covers(duty, found, wanted) is not False, is_closed=is_closed)


def _share(duty: Duty, found: list[Match], *, is_closed: bool) -> Verdict:
    if not is_evidence_kept(duty, duty.opens):
        return Verdict(U, because="not_kept")
    if not is_closed:
        return Verdict(P)
    holds, because = share_holds(duty, found, duty.stop - 1)
    evidence = share_evidence(duty, found, duty.stop - 1)
    return (
        Verdict(U, None, evidence, because=because)
        if holds is None
        else Verdict(F if holds else B, duty.stop, evidence)
    )


def share_holds(duty: Duty, found: list[Match], at: int) -> tuple[Truth, str | None]:
    """Tell whether a share lies within its bounds, and if that is not known, why."""
    share = duty.requirement
    assert isinstance(share, Share)
    least, most = bound_of(duty, share.at_least, duty.opens), bound_of(duty, share.at_most, duty.opens)
    shares = share_range(duty, found, at)
    if shares == "empty":
        return True, None
    if least == "unknown" or most == "unknown":
        return None, "unknown_field"
    if shares is None:
        return None, why(duty, found)
    low, high = shares
    least, most = least or Fraction(0), Fraction(NEVER) if most is None else most
    holds = True if low >= least and high <= most else False if high < least or low > most else None
    return holds, None if holds is not None else why(duty, found)


def _remedy(duty: Duty, found: list[Match]) -> int | None:
    """Return when a breached lower bound or cover was made good."""
    late = [
        attrs.evolve(one, is_inside=True)
        for one in found
        if one.meets is True and one.lo is not None and (one.lo >= duty.start or one.is_inside)
    ]
    match duty.requirement:
        case Count(at_least=bound):
            least = bound_of(duty, bound, duty.opens)
            size = None if least is None or least == "unknown" else _first_enough(duty, late, least)
        case Cover():
            size = _first_covering(duty, late, needed(duty, duty.opens) or frozenset())
        case _:
            return None
    lo = late[size - 1].lo if size else None
    return lo if lo is not None and lo >= duty.stop else None


def judge_instant(duty: Duty, at: int) -> Verdict:
    """Judge whether a requirement holds at an instant: fulfilled, breached or undetermined."""
    found = matches(duty)
    holds, because = holds_at(duty, found, at)
    if holds is None:
        return Verdict(U, None, evidence_of(duty, found), because=because)
    return Verdict(F if holds else B, at, evidence_of(duty, found))


def evidence_of(duty: Duty, found: list[Match]) -> tuple[str, ...]:
    """Return the facts relied on at an instant; a share rests on too many to name."""
    return () if isinstance(duty.requirement, Share) else _ids(found)


def holds_at(duty: Duty, found: list[Match], at: int) -> tuple[Truth, str | None]:
    """Tell whether a requirement holds at an instant, and if that is not known, why."""
    is_named = not duty.requirement.of[0].startswith("trigger.") or _names_are_known(duty)
    match duty.requirement:
        case Count(at_least=low, at_most=high):
            holds, because = _count_holds(
                duty, found, (bound_of(duty, low, at), bound_of(duty, high, at)), is_named=is_named
            )
        case Cover():
            holds, because = _cover_holds(duty, found, at, is_named=is_named)
        case Share():
            holds, because = share_holds(duty, found, at) if is_named else (None, "unknown_field")
        case _:
            assert_never(duty.requirement)
    is_lower = isinstance(duty.requirement, Cover) or getattr(duty.requirement, "at_most", None) is None
    is_share = isinstance(duty.requirement, Share)
    if is_evidence_kept(duty, at) or (holds is True and is_lower and not is_share) or _is_beyond(duty, found, at):
        return holds, because
    return None, "not_kept"


def _is_beyond(duty: Duty, found: list[Match], at: int) -> bool:
    count = duty.requirement
    most = bound_of(duty, count.at_most, at) if isinstance(count, Count) else None
    return most is not None and most != "unknown" and certain(duty, found) > most


def _names_are_known(duty: Duty) -> bool:
    name = duty.requirement.of[0].removeprefix("trigger.")
    return value_of(duty.case, duty.case.trigger, name, duty.opens) is not None


def _count_holds(
    duty: Duty, found: list[Match], bounds: tuple[object, object], *, is_named: bool
) -> tuple[Truth, str | None]:
    least, most = (bound if isinstance(bound, Fraction | int | str) else None for bound in bounds)
    if "unknown" in (least, most):
        return None, "unknown_field"
    sure, may = Fraction(certain(duty, found)), Fraction(possible(duty, found) if is_named else NEVER)
    low = Fraction(least or 0)
    above = True if sure >= low else False if may < low else None
    below = True if most is None or may <= Fraction(most) else False if sure > Fraction(most) else None
    holds = every([above, below])
    if holds is not None:
        return holds, None
    return None, why(duty, found) if is_named else "unknown_field"


def _cover_holds(duty: Duty, found: list[Match], at: int, *, is_named: bool) -> tuple[Truth, str | None]:
    wanted = needed(duty, at)
    if wanted is None:
        return None, "unknown_field"
    holds = covers(duty, found, wanted)
    if holds is True or (is_named and holds is not None):
        return holds, None
    return None, why(duty, found) if is_named else "unknown_field"
