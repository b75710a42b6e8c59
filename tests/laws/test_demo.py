"""Law 1 over the demo school: what was made up to look like a year of a school is judged as it is meant."""

from datetime import datetime
from functools import cache
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from homeschool import demo_register
from homeschool.engine.evaluate import followed
from homeschool.model import Fact, Register
from homeschool.model.entities import Guardian, SchoolClass, Student
from homeschool.model.relations import Enrolment, Guardianship
from homeschool.policy import Norm
from tests.laws.growing import FIELDS, named
from tests.laws.judging import AT_ONCE, found, patiently
from tests.laws.strategies import moments
from tests.laws.test_shipped import NAMES
from tests.oracle.findings import oracle_findings
from tests.shipped import pack_of

FEW = 8
"""So many norms of a pack are asked about at once: the oracle takes its time."""


@cache
def demo() -> Register:
    """Return the demo school, made once."""
    return demo_register()


def children() -> list[str]:
    """Return the ids of its children."""
    return [fact.id for fact in demo().facts if isinstance(fact, Student)]


def around(register: Register, students: frozenset[str]) -> Register:
    """Return what a register holds of some children, their families and classes, and of nobody else's."""
    ties = [fact for fact in register.facts if isinstance(fact, Enrolment | Guardianship) and fact.student in students]
    near = {getattr(tie, "guardian", None) or getattr(tie, "school_class", None) for tie in ties} | students
    left_out: set[str] = {
        fact.id for fact in register.facts if isinstance(fact, Student | Guardian | SchoolClass) and fact.id not in near
    }
    facts, before = list(register.facts), -1
    while before != len(left_out):
        before = len(left_out)
        parts = [(fact.id, _without(fact, left_out)) for fact in facts if fact.id not in left_out]
        left_out |= {id_ for id_, fact in parts if fact is None or named(fact) & left_out}
        facts = [fact for id_, fact in parts if fact is not None and id_ not in left_out]
    return attrs.evolve(register, facts=facts)


def _without(fact: Any, left_out: set[str]) -> Fact | None:
    """Return a fact that names no longer who is left out, among others; None if it concerned nobody else."""
    changed = {}
    for field in FIELDS[type(fact)]:
        value = getattr(fact, field)
        if isinstance(value, tuple):
            changed[field] = tuple([item for item in value if getattr(item, "id", item) not in left_out])
    concerned = changed.get("concerns")
    return None if concerned == () else attrs.evolve(fact, **changed)


@settings(patiently, max_examples=max(1, settings().max_examples // 10))
@given(data=st.data(), name=st.sampled_from(NAMES), as_of=moments())
def test_the_demo_school_is_judged_as_the_oracle_says(data: st.DataObject, name: str, as_of: datetime) -> None:
    """Of two children of the demo school, under some norms of a pack, the engine finds what is meant."""
    pack = pack_of(name)
    checkable = [norm for norm in pack.norms if norm.is_checkable]
    norms: list[Norm] = data.draw(st.lists(st.sampled_from(checkable), min_size=1, max_size=FEW, unique_by=id))
    few = attrs.evolve(pack, norms=tuple(norms))
    register = around(demo(), frozenset(data.draw(st.lists(st.sampled_from(children()), min_size=1, max_size=2))))

    expected = oracle_findings(followed(few, register), register, as_of=as_of, at_once=AT_ONCE)

    assert found(few, register, as_of) == expected
