"""Laws 1 and 2 over the norms that ship: on their cases, as they are and spoilt, all executions say the same."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.adapters.cases import Case
from homeschool.calendar import SHANGHAI
from homeschool.engine import Monitor, Readings, evaluate
from homeschool.engine.evaluate import followed
from homeschool.model import Keeps, Kept, Register, fact_classes
from homeschool.model.facts import CLASS_NAMES, ENTITIES, RELATIONS
from homeschool.policy import Pack
from homeschool.testing import perturbations
from homeschool.testing.slips import spoilings
from tests.laws.growing import growing, take
from tests.laws.judging import AT_ONCE, found, patiently
from tests.oracle.findings import oracle_findings
from tests.shipped import DOCUMENTS, cases_of, pack_of

NAMES = tuple(name for name in DOCUMENTS if any(norm.is_checkable for norm in pack_of(name).norms))
SHIFTS = (0, 0, -100, -30, -1, 1, 7, 45, 200)
"""By so many days the moment of a case is moved."""
_FIXED = frozenset({"recorded_at", "since", "until", "cancelled", "about"})


@cache
def judged_cases(name: str) -> tuple[Case, ...]:
    """Return the cases of a shipped pack that are judged at all."""
    known = {norm.slug for norm in pack_of(name).norms if norm.is_checkable}
    return tuple(case for case in cases_of(name) if not case.is_refused and case.norm.rpartition(".")[2] in known)


@st.composite
def spoilt(draw: DrawFn, register: Register) -> Register:
    """Draw what became of a register: as it is, or with a slip, a blank field, somebody put right, less of it kept."""
    for ways in draw(st.lists(st.sampled_from((_slipped, _blanked, _put_right, _kept_less)), max_size=2)):
        register = draw(ways(register))
    return register


def _slipped(register: Register) -> SearchStrategy[Register]:
    if not any(spoilings(register).values()):
        return st.just(register)
    return perturbations(register).map(lambda perturbed: perturbed.register)


@st.composite
def _blanked(draw: DrawFn, register: Register) -> Register:
    """Draw a register in which one record lacks what it may lack."""
    facts = list(register.facts)
    number = draw(st.integers(0, len(facts) - 1))
    fact: Any = facts[number]
    infos = fact_classes()[CLASS_NAMES[type(fact)]].fields
    given_ = [name for name, info in infos.items() if not info.required and name not in _FIXED and getattr(fact, name)]
    if given_ and not isinstance(fact, ENTITIES):
        facts[number] = attrs.evolve(fact, **{draw(st.sampled_from(given_)): None})
    return attrs.evolve(register, facts=facts)


@st.composite
def _put_right(draw: DrawFn, register: Register) -> Register:
    """Draw a register in which somebody, or a tie, is later said to be what another is."""
    known = [fact for fact in register.facts if isinstance(fact, (*ENTITIES, *RELATIONS))]
    fact: Any = draw(st.sampled_from([fact for fact in known if len(register.versions[fact.id]) == 1]))
    infos = fact_classes()[CLASS_NAMES[type(fact)]].fields
    others = [other for other in known if type(other) is type(fact)]
    name = draw(st.sampled_from([name for name in infos if name not in ("id", "recorded_at", "since")]))
    first = register.calendar.years[0].period.start + timedelta(days=draw(st.integers(0, 250)))
    recorded = datetime.combine(first, time(12), SHANGHAI)
    changed: dict[str, Any] = {name: getattr(draw(st.sampled_from(others)), name)}
    if name == "until":
        changed = {name: max(first, (fact.since or first) + timedelta(days=1))}
    if (changed[name] is None and infos[name].required) or (fact.recorded_at and fact.recorded_at >= recorded):
        return register
    return attrs.evolve(register, facts=[*register.facts, attrs.evolve(fact, recorded_at=recorded, **changed)])


@st.composite
def _kept_less(draw: DrawFn, register: Register) -> Register:
    """Draw a register of a host that keeps a class only since a day, or does not keep one of its fields."""
    names = sorted({CLASS_NAMES[type(fact)] for fact in register.facts if not isinstance(fact, ENTITIES)})
    if not names:
        return register
    name = draw(st.sampled_from(names))
    optional = [field for field, info in fact_classes()[name].fields.items() if not info.required]
    first = register.calendar.years[0].period.start
    since = st.integers(0, 200).map(lambda days: Kept(since=first + timedelta(days=days)))
    without = st.sampled_from(optional).map(lambda field: Kept(without=frozenset({field})))
    return attrs.evolve(register, keeps=Keeps({**register.keeps.classes, name: draw(since | without)}))


@attrs.frozen
class Asked:
    """A norm alone in its pack, records that it is asked of, and moments near those of the case that they are from."""

    pack: Pack
    register: Register
    moments: SearchStrategy[datetime]


@st.composite
def asked(draw: DrawFn, name: str) -> Asked:
    """Draw a case of a pack, and what became of its records."""
    case, pack = draw(st.sampled_from(judged_cases(name))), pack_of(name)
    norm = pack.norm(case.norm)
    alone = attrs.evolve(pack, norms=tuple(one for one in pack.norms if one.id == norm.id))
    near = st.sampled_from([case.as_of + timedelta(days=days) for days in SHIFTS])
    return Asked(alone, draw(spoilt(case.register)), near)


@pytest.mark.parametrize("name", NAMES)
@settings(patiently, max_examples=max(1, settings().max_examples // 2))
@given(data=st.data())
def test_shipped_norms_mean_what_the_oracle_says(name: str, data: st.DataObject) -> None:
    """On the cases of a pack, whatever became of their records and whenever asked, the engine finds what is meant."""
    one = data.draw(asked(name))
    as_of = data.draw(one.moments)

    expected = oracle_findings(followed(one.pack, one.register), one.register, as_of=as_of, at_once=AT_ONCE)

    assert found(one.pack, one.register, as_of) == expected


@pytest.mark.parametrize("name", NAMES)
@settings(patiently, max_examples=max(1, settings().max_examples // 4))
@given(data=st.data())
def test_shipped_norms_are_watched_as_they_are_judged(name: str, data: st.DataObject) -> None:
    """Over such records, coming one after the other, a monitor finds what bulk evaluation finds."""
    one = data.draw(asked(name))
    day = data.draw(growing(st.just(one.register), one.moments))
    readings = Readings(at_once=AT_ONCE)
    monitor = Monitor(one.pack, day.first, as_of=day.start, readings=readings)

    for step in day.steps[1:]:
        take(monitor, step)
        bulk = evaluate(one.pack, monitor.register, as_of=monitor.as_of, readings=readings)
        assert list(monitor.findings) == list(bulk)
