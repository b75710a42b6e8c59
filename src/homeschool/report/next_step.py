"""What to do next, who, and by when."""

from collections.abc import Sequence

from homeschool.policy.finding import Details, Finding, Owner, Status
from homeschool.policy.timing import Always, At
from homeschool.report.norm_words import NormWords
from homeschool.report.state import is_over, unknown_list
from homeschool.report.times import deadline_text
from homeschool.report.words import id_list, joined


def bearers_text(finding: Finding, details: Details, words: NormWords) -> str:
    """Say who owes: each role and the ids of those who hold it; a vacant role is said to be vacant."""
    if finding.bearer is not None:
        role = joined(words.roles, words.language, "or")
        return words.say(f"{role} {finding.bearer}", f"{role} {finding.bearer}")
    return owners_text(details.bearers, words)


def whom_to_ask(finding: Finding, details: Details, words: NormWords) -> str:
    """Say who can act now: those who hold the roles at present, where others held them when the duty opened."""
    return owners_text(details.remind, words) if details.remind else bearers_text(finding, details, words)


def owners_text(owners: Sequence[Owner], words: NormWords) -> str:
    """Say roles with the ids of those who hold them; without any, the roles that the norm names."""
    if not owners:
        return joined(words.roles, words.language)
    named = []
    for owner in owners:
        ids = id_list(owner.holders, words.language, 3)
        named.append(
            f"{words.role(owner.role)} {ids}" if ids else words.role(owner.role) + words.say("（空缺）", " (vacant)")
        )
    if words.language == "zh" and any("、" in name for name in named):
        return "，和".join(named)
    return joined(named, words.language)


def next_step(finding: Finding, details: Details, words: NormWords) -> str:
    """Say what to do next, who and by when, with a full stop.

    For a breach how to make it good, for a pending duty what is missing, for an undetermined one what to record.
    """
    who = whom_to_ask(finding, details, words)
    who += words.say(" ", "") if who[-1:].isascii() else ""
    match finding.status:
        case Status.BREACHED:
            return _after_breach(finding, words, who)
        case Status.PENDING:
            return _in_time(finding, details, words, who)
        case Status.UNDETERMINED:
            return _to_record(finding, details, words, who)
        case Status.HOLDING:
            return words.say("保持现状，无需另外行动。", "Keep it so; nothing else to do.")
        case Status.FULFILLED | Status.WAIVED | Status.LAPSED:
            return words.say("无需行动。", "Nothing to do.")


def _after_breach(finding: Finding, words: NormWords, who: str) -> str:
    if finding.remedied_at is not None:
        return words.say("已补救，保留记录即可。", "Made good; keep the record.")
    if is_over(finding):
        return words.say(
            f"请{who}不再发生此类情况，查明原因并记录。", f"{who}: let it not happen again, find out why and record it."
        )
    if isinstance(words.norm.timing, At):
        return words.say(
            f"事情已经发生，不能补做：请{who}查明并记录原因，今后做到：{words.task}。",
            f"It has happened and cannot be made good: {who}: find out why, record it, and from now on: {words.task}.",
        )
    if isinstance(words.norm.timing, Always):
        return words.say(f"请{who}尽快恢复：{words.task}。", f"{who}: see to it as soon as possible: {words.task}.")
    return words.say(
        f"请{who}尽快补做并记录：{words.task}；补做会显示为补救，违反的记录不变。",
        f"{who}: make it good as soon as possible and record it: {words.task}; it will show as a remedy of the breach.",
    )


def _in_time(finding: Finding, details: Details, words: NormWords, who: str) -> str:
    when = deadline_text(finding, words.language)
    if details.is_unachievable:
        return words.say(
            f"请{who}能做多少先做多少（{when}），并记录不能按期完成的原因。",
            f"{who}: do what can still be done ({when}) and record why the rest cannot.",
        )
    return words.say(f"请{who}于 {when}完成并记录：{words.task}。", f"{who}: do and record it {when}: {words.task}.")


def _to_record(finding: Finding, details: Details, words: NormWords, who: str) -> str:
    text = _what_to_record(finding, details, words)
    if not words.norm.is_mandatory_report:
        return text
    return text + words.say(
        f"【强制报告】无法判定不等于没有责任：请{who}立即核实，依法应当报告的立即报告，不必等待记录补全。",
        f" [MANDATORY REPORT] Undetermined does not mean that nothing is owed. {who}: verify now, and report at once "
        "what the law asks to be reported, without waiting for the records.",
    )


def _what_to_record(finding: Finding, details: Details, words: NormWords) -> str:
    names = unknown_list(finding, details, words)
    match finding.because:
        case "not_kept":
            return words.say(
                f"请开始保存并导入{names}，或由人工核实。",
                f"Begin to keep and supply these records: {names}; or verify by hand.",
            )
        case "calendar":
            return words.say("请补充校历和工作日数据。", "Supply the calendar of those days.")
        case "straddles":
            return words.say("请补记有关事项发生的具体时刻。", "Record at what time of the day it happened.")
        case "unknown_field" | "applies_unknown":
            return words.say(f"请补记：{names}。", f"Record: {names}.")
        case _:
            return words.say("请由人工核实。", "Verify by hand.")
