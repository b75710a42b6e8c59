"""Small norms of every timing and every requirement, as the library draws them for its users too.

Norms and records of one example mostly speak of one class of events, `THEME`: otherwise few facts would count.
"""

import os
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.policy.norm import Norm
from homeschool.policy.timing import Always
from homeschool.testing import norm_drawing
from homeschool.testing.norm_drawing import COMBINATIONS, pack_of

__all__ = ["COMBINATIONS", "THEME", "norms", "pack_of"]

THEME: SearchStrategy[str] = st.shared(
    st.sampled_from(("home_visit", "contact", "meeting", "service", "concern")), key="theme"
)
NARROW = "HOMESCHOOL_NARROW"
_TRIES = 3


@st.composite
def norms(
    draw: DrawFn,
    timing: str | None = None,
    requirement: str | None = None,
    *,
    slug: str = "norm",
    subject: str | None = None,
) -> Norm:
    """Draw a norm; its timing and requirement of given kinds, or of any that go together.

    Where `HOMESCHOOL_NARROW` is set, to ``every at least`` for example, it is of these kinds.
    """
    theme = draw(THEME)
    if NARROW in os.environ:
        timing, _, requirement = os.environ[NARROW].partition(" ")
    drawn = norm_drawing.norms(timing, requirement, slug=slug, subject=subject)
    norm = draw(drawn)
    for _ in range(_TRIES):
        if theme in _classes(norm) or isinstance(norm.timing, Always):
            break
        norm = draw(drawn)
    return norm


def _classes(norm: Norm) -> set[str]:
    moment: Any = getattr(norm.timing, "moment", None)
    assert norm.requirement is not None
    return {*norm.requirement.of, *(() if moment is None else moment.of)}
