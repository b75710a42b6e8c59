"""Waivers that can excuse nothing, and what is said of them."""

from typing import Any

from homeschool.engine import idle_waivers
from homeschool.model import Fact
from tests.engine.builders import rule
from tests.model.builders import at, day, fact, school

TERM = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"})


def waiver(norm: str, id_: str = "w", **fields: Any) -> Fact:
    """Return a waiver of a norm."""
    return fact("waiver", id_, norm=norm, **{"since": day(9, 1), **fields})


def told(*waivers: Fact) -> list[str]:
    """Return what is said of some waivers on 1 December."""
    return [str(mistake) for mistake in idle_waivers([TERM], school(*waivers), as_of=at(12, 1))]


def test_a_waiver_of_a_norm_that_is_not_there_is_told() -> None:
    """A norm that its pack does not have is named, with the one that may be meant."""
    assert told(waiver("made-up.visit")) == [
        "waiver `w`: no pack has the norm `made-up.visit`; did you mean `made-up.visits`?"
    ]
    assert told(waiver("visits")) == ["waiver `w`: no pack has the norm `visits`; did you mean `made-up.visits`?"]
    assert told(waiver("made-up.quite-another")) == ["waiver `w`: no pack has the norm `made-up.quite-another`"]


def test_a_waiver_for_somebody_whom_the_norm_is_not_about_is_told() -> None:
    """A subject of another kind is named with its kind and with that of the norm; one of the kind is not."""
    found = told(waiver("made-up.visits", subjects=("s-one", "g-one")))

    assert found == ["waiver `w`: `g-one` is a guardian, and `made-up.visits` is about each student"]


def test_a_waiver_that_may_excuse_or_is_for_others_is_left_alone() -> None:
    """Nothing is said of a waiver that fits, of one of a pack that is not given, and of one recorded later."""
    fits = waiver("made-up.visits", subjects=("s-one",))
    of_others = waiver("elsewhere.visits", "x")
    later = waiver("made-up.visit", "y", recorded_at=at(12, 2))

    assert told(fits, of_others, later) == []
