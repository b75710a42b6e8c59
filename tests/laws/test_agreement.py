"""Law 1: the engine and the oracle agree."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeschool.model import Register
from homeschool.policy.norm import Norm
from tests.laws.judging import found, meant, patiently
from tests.laws.norms import COMBINATIONS, norms
from tests.laws.strategies import moments, registers


@pytest.mark.parametrize(("timing", "requirement"), COMBINATIONS, ids=[" ".join(pair) for pair in COMBINATIONS])
@patiently
@given(data=st.data(), register=registers(), as_of=moments())
def test_engine_agrees_with_oracle(
    timing: str, requirement: str, data: st.DataObject, register: Register, as_of: datetime
) -> None:
    """On generated registers and norms of every timing and requirement the engine finds what the oracle says."""
    norm: Norm = data.draw(norms(timing, requirement))
    expected = meant(norm, register, as_of)

    assert found(norm, register, as_of) == expected
