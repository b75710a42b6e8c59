"""What the rules find in the made-up school: most is kept, some is not, and not all can be decided."""

from collections import Counter
from datetime import datetime

import pytest

from homeschool.adapters.packs import load_pack
from homeschool.calendar import SHANGHAI
from homeschool.demo import demo_register
from homeschool.engine import Findings, evaluate
from homeschool.model import Register

AS_OF = datetime(2026, 1, 20, 12, tzinfo=SHANGHAI)
OTHER_PACKS = ("mandatory-reporting", "minor-protection", "dongming", "work-system")
MANY = 10


@pytest.fixture(scope="module")
def register() -> Register:
    """Return the demo's register."""
    return demo_register()


@pytest.fixture(scope="module")
def contact_findings(register: Register) -> Findings:
    """Return the findings of the contact system in January."""
    return evaluate(load_pack("contact-system"), register, as_of=AS_OF)


def test_five_statuses_occur(contact_findings: Findings) -> None:
    """In January there are findings of at least five statuses."""
    statuses = {finding.status for finding in contact_findings}

    assert len(statuses) >= 5


def test_most_duties_are_kept(contact_findings: Findings) -> None:
    """Only a few percent of the findings are breaches."""
    counts = Counter(str(finding.status) for finding in contact_findings)

    assert 0.001 < counts["breached"] / len(contact_findings) < 0.05


def test_no_norm_is_breached_by_everybody(contact_findings: Findings) -> None:
    """No norm with many findings is breached in more than a third of them; the copied feedback of a class is many."""
    totals = Counter(finding.norm.id for finding in contact_findings)
    breached = Counter(finding.norm.id for finding in contact_findings if str(finding.status) == "breached")

    worst = {norm: breached[norm] / total for norm, total in totals.items() if total >= MANY}
    assert {norm: share for norm, share in worst.items() if share > 1 / 3} == {}


@pytest.mark.parametrize("pack", OTHER_PACKS)
def test_other_packs_are_mostly_kept(register: Register, pack: str) -> None:
    """Under the other packs, too, the school keeps most of what it owes, and not everything."""
    findings = evaluate(load_pack(pack), register, as_of=AS_OF)
    counts = Counter(str(finding.status) for finding in findings)

    assert 0 < counts["breached"] / len(findings) < 0.05
    assert counts["fulfilled"] + counts["holding"] > len(findings) / 2


def test_reports_of_left_behind_children_differ(register: Register) -> None:
    """Of the few grave cases of left-behind children one was reported at once and one was not."""
    findings = evaluate(load_pack("left-behind"), register, as_of=AS_OF)

    statuses = {str(finding.status) for finding in findings if finding.norm.id == "left-behind.mandatory-report"}
    assert statuses >= {"fulfilled", "breached"}
