"""What excuses, in words; measures in words and columns."""

from datetime import date

import pytest

from homeschool.calendar import Language
from homeschool.engine import Measure, Slice
from homeschool.policy.finding import Details, Excuse, Finding, Status
from homeschool.policy.requirement import Requirement
from homeschool.policy.timing import Always, At, Every, Timing
from homeschool.report.columns import columns
from homeschool.report.describe_excuse import describe_excuse
from homeschool.report.explain import Explainer
from homeschool.report.measures import measure_sheet, measure_table, rate_text
from tests.report.made_up import REQUIREMENTS, VISIT, at, make_finding, make_norm

WAIVER = Excuse("w1", "waiver", at(2025, 12, 20, 9), "t-head", date(2026, 1, 1), date(2026, 2, 1))
LOWER, BOTH, UPPER = REQUIREMENTS[:3]


def said(finding: Finding, language: Language = "en") -> str:
    """Say what excuses a finding."""
    return describe_excuse(finding, finding.details, Explainer().words(finding.norm, language))


def waived(timing: Timing, requirement: Requirement, excuse: Excuse | None = WAIVER, **more: object) -> Finding:
    """Return a waived finding."""
    given = {"excused_by": "w1", **more}
    return make_finding(make_norm(timing, requirement), Status.WAIVED, Details(excuse=excuse), **given)


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (waived(Every("term"), LOWER), "the last day of the time lies in them"),
        (waived(Every("term"), UPPER), "what went beyond the bound happened on them"),
        (waived(Every("term"), BOTH), "the deadline, or what went beyond the bound, lies in them"),
        (waived(At(VISIT), LOWER), "it happened on one of them"),
        (waived(Always(), UPPER, trigger="k1"), "it happened on one of them"),
        (waived(Always(), LOWER, deadline=None), "this stretch of time lies in them"),
    ],
)
def test_why_a_waiver_excuses_is_said(finding: Finding, why: str) -> None:
    """Which moment of the duty lies in the days waived depends on what was owed, and when."""
    assert why in said(finding)


def test_a_waiver_is_said_with_who_when_and_for_which_days() -> None:
    """Who granted it, when it was recorded, and its days up to the last that it covers."""
    assert said(waived(Every("term"), LOWER), "zh") == (
        "经 w1 豁免：t-head 批准，2025-12-20 09:00 记录；豁免 2026-01-01 至 2026-01-31；期限的最后一日在其中"
    )
    assert said(waived(Every("term"), LOWER, None, is_retroactive=True)) == "waived by w1 (after the breach)"
    assert said(waived(Every("term"), LOWER, None, trigger="w1")) == "a reason is recorded on w1"


def test_a_duty_that_holds_by_a_waiver_says_so() -> None:
    """What holds only because something is excused names the waiver beside the count."""
    norm = make_norm(Every("term"), BOTH)
    finding = make_finding(norm, Status.HOLDING, Details(excuse=WAIVER, needed="1"), excused_by="w1")

    assert "it holds, and the time is not over: 0 of 1 confirmed; waived by w1" in Explainer().explain(finding, "en")
    assert "上限仍须遵守" in Explainer().explain(finding, "zh")


def test_what_may_excuse_is_said_of_the_norm() -> None:
    """That nobody may waive a norm, and that a documented reason excuses, is said under its findings."""
    strict = make_finding(make_norm(Every("term"), LOWER, is_waivable=False), Status.BREACHED)
    lenient = make_finding(make_norm(At(VISIT), LOWER, unless_documented=True), Status.BREACHED)

    assert Explainer().explain(strict, "en").endswith("Waiver: nobody may waive this norm.")
    assert Explainer().explain(lenient, "zh").endswith("说明理由：可在起因记录上说明理由后不做。")


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (Measure(), "n/a"),
        (Measure(population=3, pending=3), "n/a"),
        (Measure(population=3, denominator=3, numerator=2), "66.7 %"),
        (Measure(population=2, denominator=1, undetermined=1), "0.0–50.0 %"),
        (Measure(population=9999, denominator=9999, numerator=9998), "99.9 %"),
        (Measure(population=9999, denominator=9999, numerator=1), "0.1 %"),
        (Measure(population=1, denominator=1, numerator=1), "100.0 %"),
    ],
)
def test_a_rate_is_never_better_or_worse_than_it_is(measure: Measure, text: str) -> None:
    """Nothing but all is 100 %, nothing but nothing is 0 %, and where nothing is decided there is no rate."""
    assert rate_text(measure, "en") == text


def test_no_slices_make_no_table() -> None:
    """Without any finding there is no table, and a sheet of the names of its columns alone."""
    assert measure_table((), ()) == ""
    assert measure_sheet((), ()).count("\n") == 1


def test_columns_are_cut_but_for_the_last() -> None:
    """A cell wider than the widest is cut, and the last of a row never is."""
    assert columns([("abcdef", "abcdef")], widest=4) == ["  abc…  abcdef"]


def test_what_a_slice_has_none_of_is_shown_so() -> None:
    """A duty that lies in no class, and one whose bearer is said by a reference, have their line too."""
    one = Slice(("school_class", "role"), (None, "trigger.by"), None, Measure(population=1, pending=1))

    assert "（无）" in measure_table([one], ())
    assert "trigger.by" in measure_table([one], (), language="en")
