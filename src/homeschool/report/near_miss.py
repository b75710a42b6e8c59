"""Near misses in words: what nearly counted, and why it did not."""

from datetime import date, datetime

from homeschool.policy.finding import Finding, NearMiss
from homeschool.policy.timing import At
from homeschool.report.describe_condition import describe_failure, described_part
from homeschool.report.norm_words import NormWords
from homeschool.report.times import closes, day_of, in_zone_of, last_day, last_moment, length_text, moment_text
from homeschool.report.words import class_word, field_word


def describe_near_miss(miss: NearMiss, finding: Finding, words: NormWords) -> str:
    """Say one near miss: 家访 v7（2026-01-25）：学期结束后第 2 天, home visit v7 (2026-01-25): place is not home."""
    name = class_word(miss.class_name, words.language)
    when = None if miss.when is None else in_zone_of(miss.when, finding)
    day = "" if when is None else words.say(f"（{moment_text(when)}）", f" ({moment_text(when)})")
    return words.say(f"{name} {miss.fact}{day}：", f"{name} {miss.fact}{day}: ") + _why(miss, finding, words)


def _why(miss: NearMiss, finding: Finding, words: NormWords) -> str:
    when = None if miss.when is None else in_zone_of(miss.when, finding)
    match miss.why:
        case "too_late":
            return _late(when, finding, words)
        case "too_early":
            return _early(when, finding, words)
        case "planned":
            return words.say("只是计划，尚未发生", "planned, and has not happened")
        case "straddles":
            return words.say(
                "只知道日期，不能确定在期限之内还是之外", "known by its day alone, which straddles the bound"
            )
        case "beyond":
            return words.say("不影响结论：其他记录已超出上限", "does not matter: the upper bound was passed without it")
        case "unknown":
            return _unknown(miss, words)
        case "condition":
            return _condition(miss, words)
        case _:
            return miss.why


def _unknown(miss: NearMiss, words: NormWords) -> str:
    if miss.detail is None:
        return words.say("有字段未填写", "a field is not filled")
    return words.recall(
        ("unknown", miss.class_name, miss.detail), lambda: _not_filled(miss.class_name, miss.detail or "", words)
    )


def _not_filled(class_name: str, path: str, words: NormWords) -> str:
    whole = described_part(words.where, path, words.scope.of(class_name))
    if whole is not None:
        return words.say(f"不能确定：{whole}", f"not known: {whole}")
    field = field_word((class_name,), path.split("."), words.language)
    return words.say(f"「{field}」未填写", f"{field} is not filled")


def _condition(miss: NearMiss, words: NormWords) -> str:
    if miss.detail is None:
        return words.say("不符合要求", "not as asked")
    name, path = miss.class_name, miss.detail
    return words.recall(("condition", name, path), lambda: describe_failure(words.where, path, words.scope.of(name)))


def _late(when: date | datetime | None, finding: Finding, words: NormWords) -> str:
    last, end = last_day(finding), closes(finding)
    if isinstance(words.norm.timing, At):
        return words.say("晚于该时点", "after that moment")
    if when is None or last is None or end is None:
        return words.say("晚于期限", "after the deadline")
    days = (day_of(when) - last).days
    if days > 0:
        if words.period is None:
            return words.say(f"期限后第 {days} 天", f"{_days(days)} after the deadline")
        return words.say(f"{words.period}结束后第 {days} 天", f"{_days(days)} after the {words.period} ended")
    if isinstance(when, datetime) and when >= end:
        length = length_text(when - last_moment(finding), words.language)
        return words.say(f"晚于期限 {length}", f"{length} after the deadline")
    return words.say("晚于期限", "after the deadline")


def _early(when: date | datetime | None, finding: Finding, words: NormWords) -> str:
    if isinstance(words.norm.timing, At):
        return words.say("早于该时点", "before that moment")
    days = 0 if when is None or finding.opens is None else (finding.opens.date() - day_of(when)).days
    if days > 0:
        return words.say(f"起算前 {days} 天", f"{_days(days)} before the time in which it counts")
    return words.say("早于起算时间", "before the time in which it counts")


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"
