"""Laws 5 and 6: what time, and late recording, may do to a finding."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from homeschool.model import Fact, Register
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Always
from tests.laws.judging import by_key, found, patiently
from tests.laws.norms import norms
from tests.laws.strategies import events, facts_on_time, moments, register_of, timely_registers
from tests.oracle.findings import Judged

FINAL = ("fulfilled", "breached", "waived", "lapsed")
MOVES = {
    "pending": {"pending", "holding", "fulfilled", "breached", "lapsed", "waived", "undetermined"},
    "holding": {"holding", "fulfilled", "breached", "lapsed", "waived", "undetermined"},
    "undetermined": {"undetermined", "fulfilled", "breached", "lapsed", "waived"},
    "breached": {"breached", "waived"},
    "fulfilled": {"fulfilled"},
    "waived": {"waived"},
    "lapsed": {"lapsed"},
}


def moments_in_order() -> st.SearchStrategy[list[datetime]]:
    """Draw a few moments, the earliest first."""
    return st.lists(moments(), min_size=2, max_size=4, unique=True).map(sorted)


def _is_same(before: Judged, after: Judged) -> bool:
    what = [(one.status, one.decided_at, one.evidence, one.deadline) for one in (before, after)]
    return what[0] == what[1] or (before.status == "breached" and after.status == "waived")


@patiently
@given(norm=norms(), register=timely_registers(), times=moments_in_order())
def test_a_final_finding_stays_final(norm: Norm, register: Register, times: list[datetime]) -> None:
    """On time, a final finding neither changes nor disappears, except from breached to waived."""
    found_at = [found(norm, register, as_of) for as_of in times]

    for earlier, later in pairwise(found_at):
        after = by_key(later)
        for key, ones in by_key(earlier).items():
            for one in ones:
                assert one.status not in FINAL or any(_is_same(one, other) for other in after.get(key, ()))


@patiently
@given(norm=norms(), register=timely_registers(), times=moments_in_order())
def test_findings_move_only_along_allowed_transitions(norm: Norm, register: Register, times: list[datetime]) -> None:
    """On time, a finding moves only to the statuses that its status allows."""
    found_at = [found(norm, register, as_of) for as_of in times]

    for earlier, later in pairwise(found_at):
        after = by_key(later)
        for key, ones in by_key(earlier).items():
            may_close = isinstance(norm.timing, Always) and ones[0].status in ("holding", "undetermined")
            is_of_school = ones[0].because in ("calendar", "not_kept") and ones[0].opens is None
            if key not in after:
                assert may_close or is_of_school
            elif len(ones) == len(after[key]) == 1:
                assert after[key][0].status in MOVES[ones[0].status]


@patiently
@given(norm=norms(), facts=facts_on_time(), late=events("late"), times=moments_in_order())
def test_late_recording_only_explains(norm: Norm, facts: list[Fact], late: Fact, times: list[datetime]) -> None:
    """A fact recorded late never changes what was found before it was recorded."""
    as_of, *_, recorded_at = times
    written = attrs.evolve(late, recorded_at=recorded_at)  # type: ignore[misc]
    before = register_of(facts)
    after = register_of([*facts, written])

    assert found(norm, after, as_of) == found(norm, before, as_of)


@patiently
@given(
    norm=norms(),
    facts=facts_on_time(),
    event=events("late"),
    other=events("late"),
    is_cancelled=st.booleans(),
    times=moments_in_order(),
)
def test_late_recording_only_explains_with_corrections_too(
    *, norm: Norm, facts: list[Fact], event: Any, other: Any, is_cancelled: bool, times: list[datetime]
) -> None:
    """A correction, or a cancellation, never changes what was found before it was recorded."""
    as_of, *_, recorded_at = times
    assume(event.occurred not in (recorded_at, recorded_at.date()))
    changes = {"occurred": other.occurred, "concerns": other.concerns, "cancelled": is_cancelled}
    corrected = attrs.evolve(event, recorded_at=recorded_at, **changes)
    before = register_of([*facts, event])
    after = register_of([*facts, event, corrected])

    assert found(norm, after, as_of) == found(norm, before, as_of)
