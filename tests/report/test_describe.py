"""Conditions, timings and requirements in words."""

from fractions import Fraction

import pytest

from homeschool.calendar import Span
from homeschool.policy.condition import And, Condition, Has, Not, Or, Reference, Some
from homeschool.policy.condition import Test as Asked
from homeschool.policy.requirement import (
    Count,
    Cover,
    PrecedingBound,
    ReferenceBound,
    Requirement,
    Share,
    ShareBound,
    SizeBound,
)
from homeschool.policy.timing import At, Before, Moment, Timing
from homeschool.report.describe_condition import describe_condition, describe_failure, described_part
from homeschool.report.describe_requirement import describe_requirement, unknown_word
from homeschool.report.describe_timing import describe_timing
from homeschool.report.words import Scope
from tests.report.made_up import HOME, MEETING, TIMINGS

ZH = Scope("zh", ("home_visit",), "student", ("meeting",))
EN = Scope("en", ("home_visit",), "student", ("meeting",))
BY_TEACHER = Asked(("visitors", "role"), "all_of", ("class_teacher", "psychology_teacher"))

CONDITIONS: list[tuple[Condition, str, str]] = [
    (HOME, "地点为家中", "place is home"),
    (BY_TEACHER, "家访人员的身份包括班主任、心理教师", "visitors' role includes class teacher and psychology teacher"),
    (Asked(("place",), "none_of", ("home", "online")), "地点不是家中或线上", "place is not home or online"),
    (Asked(("occurred",), "during", ("school_day",)), "发生时间在上课日", "occurred in school day"),
    (Asked(("about",), "any_of", (Reference("trigger"),)), "关联记录包括该会议", "related records include the meeting"),
    (Asked(("is_comprehensive",), "is", (False,)), "非「全面家访」", "not comprehensive"),
    (Asked(("hosts",), "filled", (True,)), "在场家长已填写", "hosts filled"),
    (
        Asked(("occurred",), "at_most", (Reference("trigger", ("occurred",)),)),
        "发生时间不晚于该会议的发生时间",
        "occurred no later than the occurred of the meeting",
    ),
    (
        Or((HOME, BY_TEACHER)),
        "地点为家中，或家访人员的身份包括班主任、心理教师",
        "place is home or visitors' role includes class teacher and psychology teacher",
    ),
    (Not(HOME), "并非（地点为家中）", "not (place is home)"),
    (
        Some("visitors", Asked(("party",), "any_of", ("school",))),
        "家访人员中有满足（所属方为学校）者",
        "one of the visitors meets (party is school)",
    ),
    (
        Has("credential", Asked(("kind",), "any_of", ("business_licence",))),
        "有营业执照",
        "has a business licence credential",
    ),
]
REQUIREMENTS: list[tuple[Requirement, str]] = [
    (Count(("home_visit",), at_least=Fraction(2), at_most=Fraction(2)), "家访恰好 2 次"),
    (Count(("home_visit",), at_least=Fraction(1), distinct="place"), "家访涉及至少 1 个不同的地点"),
    (
        Count(("notice",), at_least=Fraction(1), where=Asked(("kind",), "any_of", ("fees", "holiday"))),
        "收费或放假的通知至少 1 份",
    ),
    (Count(("home_visit",), at_least=SizeBound("students", Fraction(1, 2))), "家访至少 学生数的 1/2 次"),
    (Count(("contact",), at_least=PrecedingBound()), "联系至少 上一周期的数量 次"),
    (
        Count(("contact",), at_least=ReferenceBound(Reference("trigger", ("level",)), Fraction(2))),
        "联系至少 该会议的级别的 2 次",
    ),
    (Count(("trigger.participants",), at_least=Fraction(2)), "该会议的参会人至少 2 人"),
    (Count(("home_visit",), at_least=Fraction(1), link="visitors"), "家访（家访人员包括该学生）至少 1 次"),
    (
        Count(("agreement",), at_most=Fraction(0), where=Asked(("in_writing",), "is", (False,)), link="signatories"),
        "不得有协议（非「书面」，且签署方包括该学生）",
    ),
    (
        Cover(("contact",), ("topics",), ("study",), link="guardian", link_to="school"),
        "联系（家长为该学生的学校）的主题涵盖学习",
    ),
    (
        Share(("contact",), at_least=ShareBound("students", Asked(("household",), "any_of", ("rural",)))),
        "联系中，的比例至少 学生中户籍为农村户籍者的比例",
    ),
]
TIMES: list[tuple[Timing, str, str]] = [
    (TIMINGS[0], "每学期", "every term"),
    (TIMINGS[1], "假期内每周开始后2天内", "every week of the vacation, within the first 2 days"),
    (TIMINGS[2], "每次之间相隔不超过1周", "again and again, at most 1 week apart"),
    (
        TIMINGS[3],
        "异常情况（性质为情绪波动较大）的发现时间后24小时内",
        "within 24 hours of a concern (nature is emotional), counted from discovered at",
    ),
    (
        TIMINGS[5],
        "异常情况（性质为情绪波动较大）的发现时间之后、该学期结束前",
        "after a concern (nature is emotional), counted from discovered at, before that term ends",
    ),
    (TIMINGS[6], "家委会会议前至少3个工作日", "at least 3 working days before a committee meeting"),
    (TIMINGS[8], "学期开始时", "at the start of each term"),
    (
        At(Moment(("home_visit",), link="visitors")),
        "家访（家访人员包括该学生）时",
        "at a home visit (visitors include the student)",
    ),
    (TIMINGS[10], "持续（空缺不超过30天）", "at all times (a gap of up to 30 days is no breach)"),
    (
        Before(MEETING, Span.parse("0 days"), Span.parse("1 day")),
        "家委会会议之前（不早于1天）",
        "before a committee meeting, no more than 1 day ahead",
    ),
]


@pytest.mark.parametrize(("condition", "zh", "en"), CONDITIONS)
def test_conditions(condition: Condition, zh: str, en: str) -> None:
    """Each kind of condition is said with the words of its fields and terms."""
    assert describe_condition(condition, ZH) == zh
    assert describe_condition(condition, EN) == en


@pytest.mark.parametrize(("requirement", "zh"), REQUIREMENTS)
def test_requirements(requirement: Requirement, zh: str) -> None:
    """Each kind of requirement and bound is said; kinds stand as nouns."""
    assert describe_requirement(requirement, ZH) == zh


@pytest.mark.parametrize(("timing", "zh", "en"), TIMES)
def test_timings(timing: Timing, zh: str, en: str) -> None:
    """Each kind of timing is said."""
    assert describe_timing(timing, ZH) == zh
    assert describe_timing(timing, EN) == en


def test_what_fails_is_said_as_what_it_is_not() -> None:
    """A simple question that fails is said as its opposite; of a harder one, what was asked is said."""
    asked = And((HOME, BY_TEACHER))

    assert describe_failure(asked, "place", ZH) == "地点不是家中"
    assert describe_failure(asked, "visitors.role", ZH) == (
        "家访人员的身份不符合要求（要求：家访人员的身份包括班主任、心理教师）"
    )


def test_tables_and_fields_that_are_not_known() -> None:
    """A table is called by its class, a field by its own word or by class and word."""
    assert unknown_word("home_visit", ZH) == "家访"
    assert unknown_word("place", ZH) == "地点"
    assert unknown_word("contact.reached", ZH) == "联系的「已联系上」"


def test_what_fails_as_a_whole_is_said_as_a_whole() -> None:
    """Where alternatives fail together, or are not known together, they are said together."""
    asked = And((Or((HOME, BY_TEACHER)), Asked(("hosts",), "filled", (True,))))

    assert describe_failure(asked, "or", EN) == (
        "not as asked (asked: place is home or visitors' role includes class teacher and psychology teacher)"
    )
    assert described_part(asked, "place", EN) is None
