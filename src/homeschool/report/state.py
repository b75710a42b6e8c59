"""What was found: what became of a duty, in words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from homeschool.calendar import Language
from homeschool.model.facts import fact_classes
from homeschool.policy.finding import Details, Finding, Status
from homeschool.policy.requirement import TRIGGER, Count, Cover, Share
from homeschool.policy.timing import Always, At, Before, Rolling, Upon
from homeschool.report.describe_condition import described_part
from homeschool.report.describe_excuse import describe_excuse
from homeschool.report.describe_requirement import cover_values, unknown_word
from homeschool.report.norm_words import NormWords
from homeschool.report.times import closes, moment_text
from homeschool.report.words import id_list, joined

STATUS_WORDS: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.PENDING: ("待完成", "pending"),
        Status.HOLDING: ("目前符合", "holding"),
        Status.FULFILLED: ("已履行", "fulfilled"),
        Status.BREACHED: ("违反", "breached"),
        Status.WAIVED: ("已豁免", "waived"),
        Status.LAPSED: ("已失效", "lapsed"),
        Status.UNDETERMINED: ("无法判定", "undetermined"),
    }
)


def status_word(status: Status, language: Language) -> str:
    """Return what a status is called."""
    return STATUS_WORDS[status][0 if language == "zh" else 1]


def describe_state(finding: Finding, details: Details, words: NormWords) -> str:
    """Say what was found, without a full stop: how much was done, what is missing, since when it is breached."""
    return _STATES[finding.status](finding, details, words)


def is_over(finding: Finding) -> bool:
    """Tell whether a breach is one of an upper bound: too much was done, not too little."""
    requirement, end = finding.norm.requirement, closes(finding)
    if not isinstance(requirement, Count) or requirement.at_most is None:
        return False
    if requirement.at_least is None:
        return True
    return finding.decided_at is not None and end is not None and finding.decided_at < end


def _evidence(finding: Finding, words: NormWords) -> str:
    if not finding.evidence:
        return ""
    ids = id_list(finding.evidence, words.language)
    return words.say(f"（记录 {ids}）", f" (records {ids})")


def _tally(finding: Finding, details: Details, words: NormWords) -> str:
    """Say how many count, how many more may, and how many are asked."""
    zh = f"确认 {details.certain}{words.unit}{_evidence(finding, words)}"
    en = f"{details.certain} of {details.needed} confirmed" if details.needed else f"{details.certain} confirmed"
    en += _evidence(finding, words)
    if details.possible is None:
        zh, en = f"{zh}，另有数量不明", f"{en}, and an unknown number more"
    elif details.possible > details.certain:
        rest = details.possible - details.certain
        zh, en = f"{zh}，另有 {rest}{words.unit}不能确认", f"{en}, {rest} more not certain"
    asked = f"，要求 {details.needed}{words.unit}" if details.needed else ""
    return words.say(zh + asked, en)


def _missing(details: Details, words: NormWords) -> str:
    requirement = words.norm.requirement
    if isinstance(requirement, Cover):
        return cover_values(requirement, details.missing, words.scope)
    return joined(details.missing, words.language)


def _measured(finding: Finding, details: Details, words: NormWords) -> str:
    if isinstance(words.norm.timing, Rolling):
        since = "" if finding.opens is None else moment_text(finding.opens)
        return words.say(f"自 {since} 起还没有新的一次", f"not once again since {since}")
    if details.missing:
        return words.say(f"仍缺{_missing(details, words)}", f"still missing: {_missing(details, words)}")
    match words.norm.requirement:
        case Cover():
            return words.say("各项尚未确认齐全", "not every item is confirmed") + _evidence(finding, words)
        case Share():
            return words.say("比例：", "the share: ") + _tally(finding, details, words)
        case _:
            return _tally(finding, details, words)


def _pending(finding: Finding, details: Details, words: NormWords) -> str:
    text = words.say("仍在期限内，", "still in time: ") + _measured(finding, details, words)
    if details.is_unachievable:
        text += words.say("；剩余时间已不足以按期完成", "; it can no longer be done in time")
    return text


def _holding(finding: Finding, details: Details, words: NormWords) -> str:
    if isinstance(words.norm.timing, Always):
        if words.norm.timing.tolerance is not None and details.near_misses:
            return words.say("没有超过容许的空缺时间", "within the gap that is tolerated")
        return words.say("目前符合", "it holds at present") + _evidence(finding, words)
    if isinstance(words.norm.requirement, Count):
        counted = _tally(finding, details, words)
        text = words.say(f"目前符合，期限未到：{counted}", f"it holds, and the time is not over: {counted}")
        if finding.excused_by is not None:
            text += words.say("；", "; ") + describe_excuse(finding, details, words)
        return text
    return words.say("目前符合，期限未到", "it holds, and the time is not over") + _evidence(finding, words)


def _fulfilled(finding: Finding, _: Details, words: NormWords) -> str:
    if finding.decided_at is None:
        return words.say("已符合", "fulfilled") + _evidence(finding, words)
    when = moment_text(finding.decided_at)
    if isinstance(words.norm.timing, At):
        return words.say(f"{when} 符合", f"as asked on {when}") + _evidence(finding, words)
    if is_over(finding):
        return words.say("期间内没有超过上限", "the upper bound was kept") + _evidence(finding, words)
    return words.say(f"已于 {when} 履行", f"fulfilled on {when}") + _evidence(finding, words)


def _breached(finding: Finding, details: Details, words: NormWords) -> str:
    if isinstance(words.norm.timing, Always) and finding.deadline is None:
        return _broken(finding, details, words)
    if is_over(finding):
        text = words.say("超过上限：", "more than allowed: ") + _tally(finding, details, words)
    elif words.norm.requirement is not None and words.norm.requirement.of == (TRIGGER,):
        text = words.say("当时不符合", "not as asked then")
    elif isinstance(words.norm.timing, At):
        text = words.say("当时不符合：", "not as asked then: ") + _measured(finding, details, words)
    else:
        text = words.say("期限届满时，", "when the time was over: ") + _measured(finding, details, words)
    if finding.remedied_at is None:
        return text
    when = moment_text(finding.remedied_at)
    return text + words.say(f"；已于 {when} 补救，仍计为违反", f"; made good on {when}, and still a breach")


def _broken(finding: Finding, _: Details, words: NormWords) -> str:
    since = words.say("", "") if finding.opens is None else moment_text(finding.opens)
    text = words.say(f"自 {since} 起不符合", f"not so since {since}")
    if finding.remedied_at is None:
        return text + words.say("，至今没有恢复", ", and still not so")
    until = moment_text(finding.remedied_at)
    return text + words.say(f"，{until} 恢复，仍计为违反", f"; so again on {until}, and still a breach")


def _waived(finding: Finding, details: Details, words: NormWords) -> str:
    return describe_excuse(finding, details, words)


def _lapsed(finding: Finding, _: Details, words: NormWords) -> str:
    when = "" if finding.decided_at is None else moment_text(finding.decided_at)
    return words.say(f"期限未到，本条自 {when} 起不再适用", f"it ceased to apply on {when}, before the time was over")


def _undetermined(finding: Finding, details: Details, words: NormWords) -> str:
    names = unknown_list(finding, details, words)
    match finding.because:
        case "not_kept":
            return words.say(f"没有保存判定所需的记录：{names}", f"records that are needed are not kept: {names}")
        case "unknown_field":
            return words.say(
                f"有可能改变结论的字段未填写：{names}", f"a field that could tip it is not filled: {names}"
            )
        case "calendar":
            return words.say("校历或工作日数据没有覆盖有关日期", "the calendar has no data for those days")
        case "straddles":
            return words.say(
                "有记录只写了日期，而期限落在当天之中", "a record is known by its day alone, which straddles the bound"
            )
        case "applies_unknown":
            return words.say(f"不能确定本条是否适用：{names}", f"whether it applies is not known: {names}")
        case other:
            return words.say(f"原因：{other}", f"because: {other}")


def unknown_list(finding: Finding, details: Details, words: NormWords) -> str:
    """Say which tables or fields are not known."""
    named = (_unknown(name, words) for name in details.unknown or _likely(finding, words))
    return joined(dict.fromkeys(named), words.language) or words.say("未指明", "not named")


def _unknown(name: str, words: NormWords) -> str:
    whole = described_part(words.where, name, words.scope)
    if whole is None:
        return unknown_word(name, words.scope)
    return words.say(f"「{whole}」所涉字段", f"the fields of “{whole}”")


def _likely(finding: Finding, words: NormWords) -> tuple[str, ...]:
    """Return what a finding lacks for which nothing more was worked out: it could not even be told when it opens."""
    timing = words.norm.timing
    if finding.opens is not None:
        return ()
    if finding.because == "not_kept":
        return (*(name for name in words.scope.triggers if name in fact_classes()), words.norm.subject)
    if finding.because == "unknown_field" and isinstance(timing, Upon | Before | At):
        field = timing.moment.counted_from
        return () if field is None else tuple(f"{name}.{field}" for name in timing.moment.of)
    return ()


_STATES: Mapping[Status, Callable[[Finding, Details, NormWords], str]] = MappingProxyType(
    {
        Status.PENDING: _pending,
        Status.HOLDING: _holding,
        Status.FULFILLED: _fulfilled,
        Status.BREACHED: _breached,
        Status.WAIVED: _waived,
        Status.LAPSED: _lapsed,
        Status.UNDETERMINED: _undetermined,
    }
)
