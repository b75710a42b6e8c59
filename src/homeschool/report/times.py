"""Days and instants for people: a deadline is said by the last day that still counts."""

from datetime import date, datetime, timedelta

from homeschool.calendar import Language
from homeschool.model.fields import When
from homeschool.policy.finding import Finding
from homeschool.policy.timing import At

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_HOUR = 60


def moment_text(when: When) -> str:
    """Return a day as ``2026-01-23``, an instant as ``2026-01-23 14:05`` in its own zone; a midnight is its day."""
    if not isinstance(when, datetime):
        return when.isoformat()
    day = when.date().isoformat()
    if _is_midnight(when):
        return day
    return f"{day} {when.time().isoformat('seconds' if when.second else 'minutes')}"


def _is_midnight(when: datetime) -> bool:
    return not (when.hour or when.minute or when.second or when.microsecond)


def in_zone_of(when: When, finding: Finding) -> When:
    """Return an instant in the zone of the finding's own times; a day is left as it is."""
    anchor = finding.opens or finding.deadline or finding.decided_at
    if isinstance(when, datetime) and anchor is not None:
        return when.astimezone(anchor.tzinfo)
    return when


def closes(finding: Finding) -> datetime | None:
    """Return the first moment after a finding's window; None where it stands without end."""
    return finding.closes


def last_moment(finding: Finding) -> datetime:
    """Return the last moment at which a duty with a deadline can still be done, to the microsecond."""
    end = closes(finding)
    assert end is not None
    return end - _MICROSECOND


def last_day(finding: Finding) -> date | None:
    """Return the last civil day on which a duty can still be done."""
    end = closes(finding)
    return None if end is None else (end - _MICROSECOND).date()


def deadline_text(finding: Finding, language: Language) -> str:
    """Say by when: ``2026-01-23 当日结束前``, by the end of 2026-01-23; an empty text where there is no deadline."""
    end = closes(finding)
    if end is None or finding.deadline is None:
        return ""
    if isinstance(finding.norm.timing, At):
        return moment_text(finding.deadline)
    if _is_midnight(end):
        day = (end - _DAY).date().isoformat()
        return f"{day} 当日结束前" if language == "zh" else f"by the end of {day}"
    text = moment_text(finding.deadline)
    return f"{text} 前" if language == "zh" else f"by {text}"


def day_of(when: When) -> date:
    """Return the civil day of a day or an instant, in its own zone."""
    return when.date() if isinstance(when, datetime) else when


def length_text(length: timedelta, language: Language) -> str:
    """Say a length of time of less than some days in hours and minutes."""
    minutes = max(1, int(length.total_seconds()) // 60)
    hours, rest = divmod(minutes, _HOUR)
    units = ("小时", "分钟") if language == "zh" else ("h", "min")
    return " ".join(f"{amount} {unit}" for amount, unit in zip((hours, rest), units, strict=True) if amount)


def deadline_cell(finding: Finding) -> str:
    """Return the last day, or last minute, that still counts, for a cell of a sheet; empty where there is none."""
    end = closes(finding)
    if end is None or finding.deadline is None:
        return ""
    if _is_midnight(end):
        return (end - _DAY).date().isoformat()
    return moment_text(finding.deadline)
