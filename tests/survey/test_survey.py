"""Clauses that the language of norms must be able to express, each with cases that comply and cases that breach it."""

from pathlib import Path

import pytest

from homeschool.adapters.cases import Case, load_cases, run_case
from homeschool.adapters.packs import load_pack
from homeschool.policy.pack import Pack

PACK = Path(__file__).parent / "pack"
CASES = load_cases(PACK)
COMPLIANT = {"fulfilled", "holding"}


def _name(case: Case) -> str:
    return f"{case.norm}: {case.title.en}"


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Give the pack of surveyed clauses."""
    return load_pack(PACK)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case(pack: Pack, case: Case) -> None:
    """A surveyed clause finds what its case expects."""
    result = run_case(pack, case)

    assert result.differences == ()


def test_every_clause_has_both_cases(pack: Pack) -> None:
    """Each surveyed clause that can be checked has a case that complies and a case that breaches it."""
    expected = {(case.norm, asked.status) for case in CASES for asked in case.expect}

    lacking = [
        norm.slug
        for norm in pack.norms
        if norm.is_checkable
        and ((norm.slug, "breached") not in expected or not any((norm.slug, good) in expected for good in COMPLIANT))
    ]

    assert lacking == []
