"""Law 11 for slices: numerator within denominator within population, and slices that add up to the whole."""

from collections import Counter
from datetime import datetime

import attrs
from hypothesis import given
from hypothesis import strategies as st

from homeschool.engine import Measure, Slice, evaluate, measure, slices, trend
from homeschool.model import Register
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Always
from tests.laws.judging import patiently
from tests.laws.norms import norms, pack_of
from tests.laws.strategies import moments, registers

BY = st.sampled_from((("norm",), ("school",), ("norm", "school_class"), ("grade", "role"), ("bearer",), ()))
PERIODS = st.sampled_from(("week", "month", "term", "school_year"))


def _sum(found: tuple[Slice, ...]) -> Measure:
    total: Counter[str] = Counter()
    for one in found:
        total.update(attrs.asdict(one.measure))
    return Measure(**total)


def _is_within(rate: Measure) -> bool:
    rest = rate.exclusions + rate.denominator + rate.pending + rate.holding + rate.undetermined
    return 0 <= rate.numerator <= rate.denominator <= rate.population == rest


@patiently
@given(norm=norms(), register=registers(), as_of=moments(), by=BY, period=PERIODS)
def test_numerator_within_denominator_within_population_of_slices(
    norm: Norm, register: Register, as_of: datetime, by: tuple[str, ...], period: str
) -> None:
    """In every slice, of all time or of a period, what is fulfilled is part of what is decided, and this of all."""
    findings = evaluate(pack_of(norm), register, as_of=as_of)
    found = slices(findings, register, by=by, as_of=as_of)
    found += trend(findings, register, by=by, period=period, as_of=as_of)  # type: ignore[arg-type]

    assert all(_is_within(one.measure) for one in found)


@patiently
@given(norm=norms(), register=registers(), as_of=moments(), period=PERIODS)
def test_slices_add_up_to_the_whole(norm: Norm, register: Register, as_of: datetime, period: str) -> None:
    """By norm, by subject and over periods slices add up.

    A standing norm counts in each period in which it was asked, and a family with children in two classes in both.
    """
    findings = evaluate(pack_of(norm), register, as_of=as_of)
    whole = measure(findings)
    over_time = _sum(trend(findings, register, period=period, as_of=as_of))  # type: ignore[arg-type]

    assert _sum(slices(findings, register, by=("norm", "subject"), as_of=as_of)) == whole
    assert _sum(slices(findings, register, by=("school_class",), as_of=as_of)).population >= whole.population
    assert over_time == whole if not isinstance(norm.timing, Always) else over_time.population >= whole.population
