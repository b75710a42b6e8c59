"""One finding in words, in Chinese and English."""

import itertools

import attrs
import pytest

from homeschool.calendar import Language, Span
from homeschool.errors import InvalidValueError
from homeschool.policy.condition import Named
from homeschool.policy.finding import Details, Owner, Status
from homeschool.policy.norm import Amendment, Bearer
from homeschool.policy.requirement import Count, Requirement
from homeschool.policy.timing import At, Timing
from homeschool.report import Explainer, explain
from homeschool.report.words import LANGUAGES
from tests.report.made_up import (
    BREACH,
    NAMED,
    OPEN,
    OWNED,
    PACK,
    REQUIREMENTS,
    TIMINGS,
    VISIT,
    VISITS,
    at,
    make_finding,
    make_norm,
)

KEPT = "补做会显示为补救，违反的记录不变。"


def line(text: str, label: str) -> str:
    """Return the one line of an explanation that begins with a label."""
    (found,) = (each for each in text.splitlines() if each.startswith(label))
    return found


def test_a_breach_in_chinese() -> None:
    """A breach says what was owed, by whom, until when, what was found, what nearly counted, the clause, what next."""
    text = explain(BREACH, "zh")

    assert text.splitlines() == [
        "【违反】每学期至少两次入户家访（made-up.visits）",
        "应做：每学期，家访（地点为家中）至少 2 次。",
        "责任人：班主任 t-class、心理教师（空缺）（共同承担）；对象：学生 s-key。",
        "期限：自 2025-09-01 起，2026-01-23 当日结束前。",
        "情况：期限届满时，确认 1 次（记录 v1），要求 2 次。",
        "未计入：家访 v7（2026-01-25）：学期结束后第 2 天；家访 v3（2025-10-25 14:30）：地点不是家中。",
        "依据：《家校联系制度》二(一)2。",
        f"下一步：请班主任 t-class、心理教师（空缺）尽快补做并记录：家访（地点为家中）至少 2 次；{KEPT}",
        "读法：「周期」为本规则包的解读，文件没有写明（text gives no period）。",
    ]


def test_a_breach_in_english() -> None:
    """The same breach in English says the same."""
    text = explain(BREACH, "en")

    assert line(text, "Owed") == "Owed: every term: at least 2 home visits (place is home)."
    assert line(text, "Time") == "Time: from 2025-09-01, by the end of 2026-01-23."
    assert line(text, "Found") == "Found: when the time was over: 1 of 2 confirmed (records v1)."
    assert "home visit v7 (2026-01-25): 2 days after the term ended" in line(text, "Not counted")
    assert "home visit v3 (2025-10-25 14:30): place is not home" in line(text, "Not counted")
    assert line(text, "Reading") == (
        "Reading: the period is this pack's reading and not in the text (text gives no period)."
    )


def test_an_open_mandatory_report_is_loud() -> None:
    """An undetermined mandatory report is marked in its first line and asks to verify and report at once."""
    zh, en = (explain(OPEN, language) for language in LANGUAGES)

    assert zh.startswith("【‼ 无法判定·强制报告】")
    assert "请补记：已联系上。" in zh
    assert "立即核实，依法应当报告的立即报告" in zh
    assert en.startswith("[!! UNDETERMINED, MANDATORY REPORT]")
    assert "2025-10-25 09:05 前" in line(zh, "期限")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("status", list(Status))
def test_every_kind_of_norm_can_be_said(status: Status, language: Language) -> None:
    """For every status, timing and requirement there are whole sentences, without a Python value in them."""
    kinds: list[tuple[Timing, Requirement]] = [
        (timing, requirement)
        for timing, requirement in itertools.product(TIMINGS, REQUIREMENTS)
        if "trigger" not in requirement.of or timing == At(VISIT)
    ]
    findings = [
        make_finding(
            make_norm(timing, requirement),
            status,
            trigger="k1",
            because="straddles",
            decided_at=at(2025, 12, 1),
            excused_by="w1",
            evidence=("v1",),
        )
        for timing, requirement in kinds
    ]
    texts = [explain(finding, language) for finding in findings]

    assert len(texts) == len(kinds)
    for text in texts:
        assert not any(sign in text for sign in ("None", "Fraction", "Test(", "{", "  ", "。。", "::"))
        assert all(each.endswith(("。", ".")) for each in text.splitlines()[1:])
        assert ("_" in text) is False


@pytest.mark.parametrize("because", ["not_kept", "unknown_field", "calendar", "straddles", "applies_unknown"])
def test_undetermined_says_what_to_record(because: str) -> None:
    """Each reason why a finding is undetermined has its own words and its own next step."""
    finding = make_finding(VISITS, Status.UNDETERMINED, Details(unknown=("place",)), because=because)
    text = explain(finding, "zh")

    assert line(text, "下一步").startswith("下一步：请")
    assert because not in text


def test_a_definition_is_called_by_its_title() -> None:
    """A norm that names a definition is explained with the title that the pack gives it."""
    norm = attrs.evolve(VISITS, requirement=Count(("home_visit",), at_least=VISITS.requirement.at_least, where=NAMED))  # type: ignore[union-attr]
    finding = make_finding(norm, Status.PENDING)

    assert isinstance(NAMED, Named)
    assert "属于重点关注学生" in explain(finding, "zh", packs=[PACK])
    assert "is a key-attention student" in explain(finding, "en", packs=[PACK])


def test_amendments_and_at_once_are_shown() -> None:
    """What an overlay changed, and how long "at once" was taken to be, stand in the explanation."""
    norm = make_norm(TIMINGS[4], REQUIREMENTS[0], amendments=(Amendment("our-school", "本校从严", ("timing",)),))
    text = Explainer([PACK], at_once=Span.parse("2 h")).explain(make_finding(norm, Status.PENDING), "zh")

    assert "修改：本条经 our-school 修改（timing）：本校从严" in text
    assert "读法：「立即」按2小时计。" in text


def test_who_holds_the_role_now_is_asked() -> None:
    """What to do next goes to those who hold the role now, not to those who held it when the duty opened."""
    details = attrs.evolve(OWNED, remind=(Owner("class_teacher", ("t-new",)),))
    text = explain(make_finding(VISITS, Status.PENDING, details), "zh")

    assert "t-class" in line(text, "责任人")
    assert "请班主任 t-new 于 2026-01-23 当日结束前完成" in line(text, "下一步")


def test_each_bearer_alone_is_named_alone() -> None:
    """Where each bears a duty of its own, the one bearer is named and nobody else."""
    norm = make_norm(TIMINGS[0], REQUIREMENTS[0], bearer=Bearer(("guardian",), each=True))
    text = explain(make_finding(norm, Status.PENDING, bearer="g-one"), "zh")

    assert line(text, "责任人") == "责任人：家长 g-one；对象：学生 s-key。"


def test_upper_bounds_say_more_than_allowed() -> None:
    """A breach of an upper bound says that there was too much and does not ask to make it good."""
    finding = make_finding(
        make_norm(TIMINGS[0], REQUIREMENTS[2]), Status.BREACHED, Details(certain=1, possible=1), evidence=("d1",)
    )
    text = explain(finding, "zh")

    assert line(text, "应做") == "应做：每学期，不得有信息使用。"
    assert line(text, "情况") == "情况：超过上限：确认 1 次（记录 d1）。"
    assert "补做" not in text


def test_a_finding_that_cannot_begin_names_what_is_missing() -> None:
    """Where the moment that sets a norm off is not known, the field that would say it is named."""
    finding = attrs.evolve(OPEN, opens=None, deadline=None, look=Details)
    text = explain(finding, "zh")

    assert "异常情况的「发现时间」" in line(text, "情况")


def test_an_unknown_language_is_refused() -> None:
    """A language that is neither Chinese nor English is refused, not answered in another."""
    with pytest.raises(InvalidValueError, match="fr"):
        explain(BREACH, "fr")  # type: ignore[arg-type]
