"""Timings in words."""

from typing import assert_never

from homeschool.calendar import PERIOD_KINDS, period_kind_name
from homeschool.policy.norm import Norm
from homeschool.policy.timing import Always, At, Before, Every, Moment, Rolling, Timing, Upon
from homeschool.report.describe_condition import described, with_link
from homeschool.report.words import Scope, article, field_word


def triggers_of(norm: Norm) -> tuple[str, ...]:
    """Return the fact classes (or kinds of period) that set a norm off; none for what recurs or stands."""
    match norm.timing:
        case Upon(moment) | Before(moment) | At(moment):
            return moment.of
        case _:
            return ()


def describe_timing(timing: Timing, scope: Scope) -> str:
    """Say when a duty is owed: 每学期, within 24 hours of a concern."""
    match timing:
        case Every():
            return _every(timing, scope)
        case Rolling(span):
            words = span.describe(scope.language)
            return f"每次之间相隔不超过{words}" if scope.is_chinese else f"again and again, at most {words} apart"
        case Upon():
            return _upon(timing, scope)
        case Before():
            return _before(timing, scope)
        case At(moment):
            words = describe_moment(moment, scope)
            return f"{words}时" if scope.is_chinese else f"at {words}"
        case Always():
            return _always(timing, scope)
        case _:
            assert_never(timing)


def _every(timing: Every, scope: Scope) -> str:
    period = period_kind_name(timing.period, scope.language)
    within = timing.within.describe(scope.language) if timing.within else ""
    if scope.is_chinese:
        during = "假期内" if timing.during == "vacation" and timing.period != "vacation" else ""
        return f"{during}每{'个' if period.endswith('日') and len(period) > 1 else ''}{period}" + (
            f"开始后{within}内" if within else ""
        )
    during = " of the vacation" if timing.during == "vacation" and timing.period != "vacation" else ""
    return f"every {period}{during}" + (f", within the first {within}" if within else "")


def _upon(timing: Upon, scope: Scope) -> str:
    moment = describe_moment(timing.moment, scope)
    if timing.until is not None:
        period = period_kind_name(timing.until, scope.language)
        return f"{moment}之后、该{period}结束前" if scope.is_chinese else f"after {moment}, before that {period} ends"
    if timing.within is None:
        return f"{moment}之后" if scope.is_chinese else f"after {moment}"
    span = timing.within.describe(scope.language)
    if timing.within.unit == "at_once":
        return f"{moment}后立即" if scope.is_chinese else f"at once upon {moment}"
    return f"{moment}后{span}内" if scope.is_chinese else f"within {span} of {moment}"


def _before(timing: Before, scope: Scope) -> str:
    moment, ahead = describe_moment(timing.moment, scope), timing.ahead.describe(scope.language)
    text = f"{moment}前至少{ahead}" if scope.is_chinese else f"at least {ahead} before {moment}"
    if timing.ahead.amount == 0:
        text = f"{moment}之前" if scope.is_chinese else f"before {moment}"
    if timing.no_earlier_than is None:
        return text
    span = timing.no_earlier_than.describe(scope.language)
    return f"{text}（不早于{span}）" if scope.is_chinese else f"{text}, no more than {span} ahead"


def _always(timing: Always, scope: Scope) -> str:
    text = "持续" if scope.is_chinese else "at all times"
    if timing.tolerance is None:
        return text
    span = timing.tolerance.describe(scope.language)
    return f"{text}（空缺不超过{span}）" if scope.is_chinese else f"{text} (a gap of up to {span} is no breach)"


def describe_moment(moment: Moment, scope: Scope) -> str:
    """Say what sets a norm off: 会议（会议类型为家委会会议）."""
    nouns = described(moment.of, with_link(moment.where, moment.link, moment.link_to), scope)
    if moment.edge is not None:
        return _edge(moment, nouns, is_chinese=scope.is_chinese)
    if scope.is_chinese:
        counted = f"的{field_word(moment.of, (moment.counted_from,), 'zh')}" if moment.counted_from else ""
        return f"{nouns}{counted}"
    counted = f", counted from {field_word(moment.of, (moment.counted_from,), 'en')}" if moment.counted_from else ""
    return f"{article(nouns)} {nouns}{counted}"


def _edge(moment: Moment, nouns: str, *, is_chinese: bool) -> str:
    if is_chinese:
        return f"{nouns}{'开始' if moment.edge == 'start' else '结束'}"
    which = "each" if moment.of[0] in PERIOD_KINDS else article(nouns)
    return f"the {moment.edge} of {which} {nouns}"
