"""Laws 8, 11 and 12: waivers, other norms, triggers, citations, measures, and the shifting of everything."""

from datetime import date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from homeschool.calendar import Interval
from homeschool.engine import evaluate
from homeschool.engine.measure import measure
from homeschool.model import Fact, Register, Waiver
from homeschool.policy.norm import Norm
from homeschool.policy.timing import At, Before, Upon
from tests.laws.judging import breached, found, patiently
from tests.laws.norms import COMBINATIONS, norms, pack_of
from tests.laws.strategies import (
    facts_on_time,
    moments,
    register_of,
    registers,
    school_calendar,
    waivers,
)
from tests.oracle.findings import in_order


@patiently
@given(norm=norms(), facts=facts_on_time(), waiver=waivers("extra"), as_of=moments())
def test_a_waiver_never_creates_a_breach(norm: Norm, facts: list[Fact], waiver: Waiver, as_of: datetime) -> None:
    """A waiver makes no duty breached that was not; of a standing breach it may leave pieces."""
    before = found(norm, register_of(facts), as_of)
    after = found(norm, register_of([*facts, waiver]), as_of)
    standing = {one.subject for one in before if one.status == "breached" and one.deadline is None}

    assert {key for key in breached(after) if key[1] not in standing} <= breached(before)


@patiently
@given(norm=norms(), other=norms(slug="other"), register=registers(), as_of=moments())
def test_adding_a_norm_leaves_other_findings_unchanged(
    norm: Norm, other: Norm, register: Register, as_of: datetime
) -> None:
    """What is found under one norm does not depend on the others."""
    together = found(pack_of(norm, other), register, as_of)

    for alone in (norm, other):
        assert [one for one in together if one.norm == alone.id] == found(alone, register, as_of)


@patiently
@given(norm=norms(), facts=facts_on_time(), as_of=moments())
def test_no_trigger_no_duty(norm: Norm, facts: list[Fact], as_of: datetime) -> None:
    """Where the trigger's table is kept and holds no trigger, there is no finding."""
    assume(isinstance(norm.timing, Upon | Before | At) and norm.timing.moment.edge is None)
    of = norm.timing.moment.of if isinstance(norm.timing, Upon | Before | At) else ()
    names = {name.replace("_", "") for name in of}
    without = [fact for fact in facts if type(fact).__name__.lower() not in names]

    assert found(norm, register_of(without), as_of) == []


@patiently
@given(norm=norms(), register=registers(), as_of=moments())
def test_every_finding_cites_its_norm(norm: Norm, register: Register, as_of: datetime) -> None:
    """Every finding carries the norm that it is about, with the place where it stands."""
    findings = evaluate(pack_of(norm), register, as_of=as_of)

    assert all(finding.norm.citation == norm.citation for finding in findings)
    assert all(finding.id.startswith(norm.id) for finding in findings)


@patiently
@given(norm=norms(), register=registers(), as_of=moments())
def test_numerator_within_denominator_within_population(norm: Norm, register: Register, as_of: datetime) -> None:
    """What is fulfilled is part of what is decided, and this part of all there is."""
    rate = measure(evaluate(pack_of(norm), register, as_of=as_of))

    assert 0 <= rate.numerator <= rate.denominator <= rate.population


def _later(value: Any, weeks: timedelta) -> Any:
    if isinstance(value, date):
        return value + weeks
    if isinstance(value, Interval):
        return Interval(value.start + weeks, None if value.end is None else value.end + weeks)
    return value


def _shifted(one: Any, weeks: timedelta, names: tuple[str, ...]) -> Any:
    return attrs.evolve(one, **{name: _later(getattr(one, name), weeks) for name in names if hasattr(one, name)})


_TIMES = ("since", "until", "occurred", "recorded_at", "born_on", "discovered_at")
_FOUND = ("opens", "deadline", "decided_at", "remedied_at")
_FIXED = ("month", "year", "working_day", "school_day", "vacation", "during", "age", "until='week'", "of=('term',)")


MOVABLE = st.sampled_from([pair for pair in COMBINATIONS if pair[0] != "every"]).flatmap(lambda pair: norms(*pair))


@patiently
@given(norm=MOVABLE, facts=facts_on_time(), as_of=moments(), count=st.sampled_from((-4, -1, 1, 2)))
def test_shifting_everything_by_whole_weeks_shifts_the_findings(
    norm: Norm, facts: list[Fact], as_of: datetime, count: int
) -> None:
    """The calendar shifted likewise; norms that ask the public calendar, months or years are left out."""
    assume(not any(word in str((norm.applies_to, norm.timing, norm.requirement)) for word in _FIXED))
    weeks = timedelta(weeks=count)
    calendar = school_calendar(date(2025, 9, 1) + weeks)
    moved = Register([_shifted(fact, weeks, _TIMES) for fact in facts], calendar)
    later = _shifted(norm, weeks, ("in_force", "opens"))
    expected = [_shifted(one, weeks, _FOUND) for one in found(norm, register_of(facts), as_of)]

    assert found(later, moved, as_of + weeks) == in_order(expected)
