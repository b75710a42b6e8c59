"""What excuses a duty, in words: who granted a waiver, when, for which days, and why it covers this duty."""

from datetime import date, timedelta

from homeschool.policy.finding import Details, Excuse, Finding, Status
from homeschool.policy.requirement import Count
from homeschool.policy.timing import Always, At
from homeschool.report.norm_words import NormWords
from homeschool.report.times import in_zone_of, moment_text

_DAY = timedelta(days=1)


def describe_excuse(finding: Finding, details: Details, words: NormWords) -> str:
    """Say what excuses a duty, without a full stop; that it was recorded after the breach is said too."""
    by, excuse = finding.excused_by or "", details.excuse
    if by and by == finding.trigger:
        late = words.say("（违反之后补记）", " (after the breach)") * finding.is_retroactive
        text = words.say(f"{by} 已写明理由{late}", f"a reason is recorded on {by}{late}")
        return text + ("" if excuse is None else _documented(finding, excuse, words))
    late = words.say("（违反之后补批）", " (after the breach)") * finding.is_retroactive
    text = words.say(f"经 {by} 豁免{late}", f"waived by {by}{late}")
    return text + ("" if excuse is None else _waiver(finding, excuse, words))


def _documented(finding: Finding, excuse: Excuse, words: NormWords) -> str:
    when = moment_text(in_zone_of(excuse.recorded_at, finding))
    return words.say(
        f"：{when} 记录，本条允许说明理由后不做", f": written down {when}, and the norm lets a documented reason excuse"
    )


def _waiver(finding: Finding, excuse: Excuse, words: NormWords) -> str:
    when = moment_text(in_zone_of(excuse.recorded_at, finding))
    if excuse.granted_by is None:
        parts = [words.say(f"{when} 记录，未注明批准人", f"recorded {when}, nobody is named as having granted it")]
    else:
        who = excuse.granted_by
        parts = [words.say(f"{who} 批准，{when} 记录", f"granted by {who}, recorded {when}")]
    parts.append(_days(excuse, words))
    parts.append(_why(finding, words))
    if excuse.has_reason:
        parts.append(words.say("理由见该记录", "its reason stands in that record"))
    return words.say("：", ": ") + words.say("；", "; ").join(parts)


def _days(excuse: Excuse, words: NormWords) -> str:
    since = "" if excuse.since is None else excuse.since.isoformat()
    if excuse.until is None:
        return words.say(f"自 {since} 起", f"for the days from {since} on")
    last = _last(excuse.until)
    return words.say(f"豁免 {since} 至 {last}", f"for the days from {since} to {last}")


def _last(until: date) -> str:
    return (until - _DAY).isoformat()


def _why(finding: Finding, words: NormWords) -> str:
    """Say which moment of the duty lies in the days waived."""
    requirement, timing = finding.norm.requirement, finding.norm.timing
    if isinstance(timing, Always) and finding.deadline is None:
        return words.say("不符合的这段时间在其中", "this stretch of time lies in them")
    if isinstance(timing, At | Always):
        return words.say("该事项发生在其中", "it happened on one of them")
    if isinstance(requirement, Count) and requirement.at_most is not None:
        if requirement.at_least is None:
            return words.say("超出上限的事项发生在其中", "what went beyond the bound happened on them")
        if finding.status is Status.HOLDING:
            return words.say("期限或超出的事项在其中，上限仍须遵守", "the deadline, or what went beyond, lies in them")
        return words.say("期限或超出上限的事项在其中", "the deadline, or what went beyond the bound, lies in them")
    return words.say("期限的最后一日在其中", "the last day of the time lies in them")
