"""Why what nearly counted did not."""

from datetime import date

import pytest

from homeschool.model.fields import When
from homeschool.policy.finding import NearMiss, Status
from homeschool.report import Explainer
from homeschool.report.near_miss import describe_near_miss
from tests.report.made_up import OPEN, REQUIREMENTS, TIMINGS, VISITS, at, make_finding, make_norm


@pytest.mark.parametrize(
    ("when", "why", "detail", "said"),
    [
        (date(2026, 1, 24), "too_late", None, "学期结束后第 1 天"),
        (date(2025, 8, 30), "too_early", None, "起算前 2 天"),
        (date(2026, 1, 20), "planned", None, "只是计划，尚未发生"),
        (date(2026, 1, 20), "straddles", None, "只知道日期，不能确定在期限之内还是之外"),
        (at(2025, 10, 1, 9, 0), "unknown", "place", "「地点」未填写"),
        (at(2025, 10, 1, 9, 0), "condition", "place", "地点不是家中"),
        (at(2025, 10, 1, 9, 0), "beyond", None, "不影响结论：其他记录已超出上限"),
        (None, "too_late", None, "晚于期限"),
    ],
)
def test_each_reason(when: When | None, why: str, detail: str | None, said: str) -> None:
    """Each reason is said, in days from the bound where time failed."""
    words = Explainer().words(VISITS, "zh")
    miss = NearMiss("v7", "home_visit", when, why, detail)

    assert describe_near_miss(miss, make_finding(VISITS, Status.BREACHED), words).endswith(said)


def test_lateness_within_the_day_is_said_in_hours() -> None:
    """After a deadline of hours, how late it was is said in hours and minutes, in the zone of the finding."""
    late = at(2025, 10, 25, 11, 35)
    words = Explainer().words(OPEN.norm, "en")
    text = describe_near_miss(NearMiss("c1", "contact", late, "too_late"), OPEN, words)

    assert text == "contact c1 (2025-10-25 11:35): 2 h 30 min after the deadline"


def test_at_a_moment_there_is_no_lateness() -> None:
    """Where the very moment counts, what came before or after it is said to be before or after."""
    norm = make_norm(TIMINGS[7], REQUIREMENTS[0])
    finding = make_finding(norm, Status.BREACHED, opens=at(2025, 10, 1), deadline=at(2025, 10, 1))
    words = Explainer().words(norm, "zh")
    late, early = (NearMiss("v7", "home_visit", date(2025, 10, 2), why) for why in ("too_late", "too_early"))

    assert describe_near_miss(late, finding, words).endswith("晚于该时点")
    assert describe_near_miss(early, finding, words).endswith("早于该时点")
