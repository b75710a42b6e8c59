"""The order of findings, and what several packs say on one line."""

import attrs

from homeschool.policy.finding import Status
from homeschool.report import group, is_loud, sort_findings, table
from tests.report.made_up import BREACH, OPEN, REQUIREMENTS, TIMINGS, VISITS, at, make_finding, make_norm

TWIN = make_norm(TIMINGS[0], REQUIREMENTS[0], "also-visits", pack="other", same_as=("made-up.visits",))


def test_breaches_come_first_then_mandatory_reports() -> None:
    """Breaches are read first, and an undetermined mandatory report before any other undetermined finding."""
    quiet = make_finding(VISITS, Status.UNDETERMINED, because="calendar")
    done = make_finding(VISITS, Status.FULFILLED, subject="s-one")

    assert sort_findings([done, quiet, OPEN, BREACH]) == [BREACH, OPEN, quiet, done]
    assert [is_loud(finding) for finding in (BREACH, OPEN, quiet, done)] == [True, True, False, False]


def test_findings_of_norms_that_say_the_same_are_one_group() -> None:
    """Two packs that say the same are one line with the strictest deadline and both citations."""
    twin = make_finding(TWIN, Status.PENDING, deadline=at(2026, 1, 10))
    (found,) = group([twin, BREACH])

    assert found.status is Status.BREACHED
    assert found.lead is BREACH
    assert found.strictest is twin
    assert found.citations("zh") == ("《家校联系制度》二(一)2",)


def test_other_subjects_and_other_periods_stay_apart() -> None:
    """The same duty of another student, or of another term, is a line of its own."""
    other = make_finding(TWIN, Status.PENDING, subject="s-two")
    later = make_finding(TWIN, Status.PENDING, opens=at(2026, 3, 2), deadline=at(2026, 7, 4))

    assert len(group([BREACH, other, later])) == 3


def test_a_group_holds_one_finding_of_a_norm() -> None:
    """Two findings of one norm are never put on one line."""
    again = attrs.evolve(BREACH, opens=BREACH.opens, status=Status.PENDING)

    assert [len(found.findings) for found in group([BREACH, again, make_finding(TWIN, Status.PENDING)])] == [2, 1]


def test_the_order_given_does_not_matter() -> None:
    """The same findings in another order give the same table, byte for byte."""
    findings = [BREACH, OPEN, make_finding(TWIN, Status.PENDING), make_finding(VISITS, Status.LAPSED, subject="s-two")]

    assert table(findings) == table(findings[::-1])
