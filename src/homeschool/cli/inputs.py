"""What the commands read: records, packs, the moment asked about, how long "at once" may take."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

from homeschool.adapters.packs import load_pack
from homeschool.adapters.records import read_records
from homeschool.calendar import Language, Span
from homeschool.engine import Findings, Readings, evaluate, idle_waivers
from homeschool.errors import InvalidValueError, MistakesError, UnknownIdError
from homeschool.model.fields import near
from homeschool.model.register import Register
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.report import Explainer

_LAST = timedelta(microseconds=1)


class OutputError(MistakesError):
    """What a command made cannot be written."""

    what = "output"


@attrs.frozen
class Checked:
    """An evaluation and what went into it."""

    register: Register
    packs: tuple[Pack, ...]
    as_of: datetime
    findings: Findings
    explainer: Explainer


def check(arguments: Namespace) -> Checked:
    """Read what the arguments name and evaluate it; waivers that can excuse nothing are noted on standard error."""
    readings = readings_of(arguments)
    packs = tuple(load_pack(name) for name in dict.fromkeys(arguments.packs))
    register = read_records(Path(arguments.records))
    as_of = moment(arguments.as_of, register.clock.zone)
    findings = evaluate(packs, register, as_of=as_of, readings=readings)
    for note in idle_waivers(packs, register, as_of=as_of):
        print(f"注意 note: {note}", file=sys.stderr)
    return Checked(register, packs, as_of, findings, Explainer(packs, at_once=readings.at_once))


def readings_of(arguments: Namespace) -> Readings:
    """Return what the texts leave open and the arguments say."""
    return Readings() if arguments.at_once is None else Readings(at_once=Span.parse(arguments.at_once))


def moment(text: str | None, zone: ZoneInfo) -> datetime:
    """Read the moment asked about; None is now, a day its last microsecond in the zone of the records.

    Raises:
        InvalidValueError: the text is no moment, or one without its time zone.
    """
    if text is None:
        return datetime.now(UTC).astimezone(zone)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        message = f"--as-of `{text}`: expected a moment such as 2026-01-20T12:00+08:00, or a day such as 2026-01-20"
        raise InvalidValueError(message) from None
    if _is_day(text):
        return datetime.combine(found.date() + timedelta(days=1), time(), tzinfo=zone) - _LAST
    if found.tzinfo is None:
        message = f"--as-of `{text}`: expected a time zone, such as {text}+08:00"
        raise InvalidValueError(message)
    return found.astimezone(zone)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def languages(arguments: Namespace) -> tuple[Language, ...]:
    """Return the languages asked for."""
    return ("zh", "en") if arguments.lang == "both" else (arguments.lang,)


def chosen(checked: Checked, arguments: Namespace) -> Findings:
    """Return the findings that the filters let through; what is filtered out is never put together.

    Raises:
        UnknownIdError: no pack has a norm, or no record an id, that a filter names.
    """
    norms = _norms(checked.packs, arguments.norms)
    subjects = _subjects(checked.register, arguments.subjects)
    if norms is None and subjects is None and not arguments.only_text:
        return checked.findings

    def passes(norm: Norm, subject: str) -> bool:
        if arguments.only_text and norm.assumed:
            return False
        return (norms is None or norm.id in norms) and (subjects is None or subject in subjects)

    return checked.findings.where(passes)


def _norms(packs: Sequence[Pack], names: Sequence[str] | None) -> frozenset[str] | None:
    if names is None:
        return None
    norms = [norm for pack in packs for norm in pack.norms]
    found = {norm.id for norm in norms if norm.id in names or norm.slug in names}
    known = {name for norm in norms for name in (norm.id, norm.slug)}
    for name in names:
        if name not in known:
            message = f"--norm: no norm `{name}` in the packs{near(name, known)}"
            raise UnknownIdError(message)
    return frozenset(found)


def _subjects(register: Register, ids: Sequence[str] | None) -> frozenset[str] | None:
    for id_ in ids or ():
        if id_ not in register.versions:
            message = f"--subject: no record has the id `{id_}`{near(id_, register.versions)}"
            raise UnknownIdError(message)
    return None if ids is None else frozenset(ids)
