"""Findings as plain data, for JSON and for other programs, and back."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from homeschool.adapters.plain_table import Table
from homeschool.errors import MistakesError
from homeschool.model.fields import When, near
from homeschool.policy.finding import Details, Excuse, Finding, NearMiss, Owner, Status
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import Pack
from homeschool.policy.read_norm import write_interval
from homeschool.policy.reading import Data, Mistaken, Reader

Message = Callable[[Finding, Details], Mapping[str, str]]
"""Says a finding whose details are worked out in words, by language: ``{"zh": …, "en": …}``."""


def finding_to_data(finding: Finding, message: Message | None = None) -> dict[str, Any]:
    """Write a finding as plain data, its norm by id and its details worked out; `message` adds the words for people.

    Instants are ISO 8601 with their zone, and None is null.  Left out are, where there is nothing to say, ``missing``,
    ``unknown``, ``is_unachievable``, ``stood_from``, ``stood_until``, ``excused_by``, ``excuse`` and
    ``is_retroactive``; ``remind`` where it is as ``bearers``; and what `norm_to_data` says of the norm.
    """
    return {**_Writer(message).own_data(finding), **_norm_data(finding.norm)}


def findings_to_data(findings: Iterable[Finding], message: Message | None = None) -> list[dict[str, Any]]:
    """Write findings as plain data, in their order."""
    own_data = _Writer(message).own_data
    return [{**own_data(finding), **_norm_data(finding.norm)} for finding in findings]


def findings_to_lines(findings: Iterable[Finding], message: Message | None = None) -> Iterator[str]:
    """Write each finding as one line of JSON, which holds what `finding_to_data` returns.

    What depends on the norm alone is written once for all findings of the norm.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    own_data = _Writer(message).own_data
    written: dict[int, tuple[Norm, str]] = {}
    for finding in findings:
        norm = finding.norm
        if id(norm) not in written:
            written[id(norm)] = (norm, encode(_norm_data(norm)))
        yield f"{encode(own_data(finding))[:-1]}, {written[id(norm)][1][1:]}"


def norm_to_data(norm: Norm) -> dict[str, Any]:
    """Write what is said of a norm once, and not in each of its findings."""
    return {
        "title": _bilingual(norm.title),
        "modality": norm.modality,
        "is_mandatory_report": norm.is_mandatory_report,
        "amendments": [{"pack": one.pack, "reason": one.reason, "fields": list(one.fields)} for one in norm.amendments],
        **_norm_data(norm),
    }


def norms_to_data(findings: Iterable[Finding]) -> dict[str, list[dict[str, Any]]]:
    """Write the norms of findings by id: the wordings under which they stand, each once."""
    norms = {id(finding.norm): finding.norm for finding in findings}
    by_id: dict[str, list[dict[str, Any]]] = {}
    for norm in sorted(norms.values(), key=attrgetter("id")):
        data, same = norm_to_data(norm), by_id.setdefault(norm.id, [])
        same += [data] * (data not in same)
    return by_id


def _norm_data(norm: Norm) -> dict[str, Any]:
    wording = _wording(norm)
    data = {"norm": norm.id, "reading": list(norm.assumed), "citation": _citation(norm)}
    return {**data, "wording": wording} if wording else data


class _Writer:
    """Writes findings; those of one evaluation share most of their times, each of which is written once."""

    def __init__(self, message: Message | None) -> None:
        self._message = message
        self._times: dict[tuple[object, int, datetime], str] = {}

    def own_data(self, finding: Finding) -> dict[str, Any]:
        """Write what a finding says of itself and not of its norm."""
        details = finding.details
        data: dict[str, Any] = {
            "id": finding.id,
            "status": finding.status.value,
            "subject": finding.subject,
            "trigger": finding.trigger,
            "bearer": finding.bearer,
            "bearers": _write_owners(details.bearers),
            "opens": self._time(finding.opens),
            "deadline": self._time(finding.deadline),
            "decided_at": self._time(finding.decided_at),
            "because": finding.because,
            "evidence": list(finding.evidence),
            "remedied_at": self._time(finding.remedied_at),
            "near_misses": [_write_miss(miss) for miss in details.near_misses],
            "certain": details.certain,
            "possible": details.possible,
            "needed": details.needed,
        }
        if self._message is not None:
            data["message"] = dict(self._message(finding, details))
        if details.remind != details.bearers:
            data["remind"] = _write_owners(details.remind)
        rare = {
            "missing": list(details.missing),
            "unknown": list(details.unknown),
            "is_unachievable": details.is_unachievable,
            "stood_from": self._time(details.stood_from),
            "stood_until": self._time(details.stood_until),
            "excused_by": finding.excused_by,
            "excuse": None if details.excuse is None else _write_excuse(details.excuse),
            "is_retroactive": finding.is_retroactive,
        }
        return {**data, **{key: value for key, value in rare.items() if value}}

    def _time(self, moment: datetime | None) -> str | None:
        if moment is None:
            return None
        key = (moment.tzinfo, moment.fold, moment)
        found = self._times.get(key)
        if found is None:
            found = self._times[key] = moment.isoformat()
        return found


def _write_owners(owners: Iterable[Owner]) -> list[dict[str, Any]]:
    return [{"role": owner.role, "holders": list(owner.holders)} for owner in owners]


def _bilingual(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _citation(norm: Norm) -> dict[str, Any]:
    citation = norm.citation
    return {"document": _bilingual(citation.document), "clause": citation.clause, "text": citation.text}


def _wording(norm: Norm) -> dict[str, Any]:
    """Say what sets a wording of a norm apart from its others: when it is in force, and when it opens duties."""
    ends = {"in_force": write_interval(norm.in_force), "opens": write_interval(norm.opens)}
    return {key: days for key, days in ends.items() if days is not None}


def _time(moment: When | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _write_miss(miss: NearMiss) -> dict[str, Any]:
    return {
        "fact": miss.fact,
        "class": miss.class_name,
        "when": _time(miss.when),
        "why": miss.why,
        "detail": miss.detail,
    }


def _write_excuse(excuse: Excuse) -> dict[str, Any]:
    return {
        "fact": excuse.fact,
        "class": excuse.class_name,
        "recorded_at": _time(excuse.recorded_at),
        "granted_by": excuse.granted_by,
        "from": _time(excuse.since),
        "until": _time(excuse.until),
        "has_reason": excuse.has_reason,
    }


def finding_from_data(data: Data, packs: Iterable[Pack]) -> Finding:
    """Read a finding that `finding_to_data` wrote; its norm, in the wording it had, is looked up in `packs`.

    Raises:
        MistakesError: with every mistake; no pack has the norm, or none its wording.
    """
    reader = Reader()
    try:
        finding = _read(Table(reader, reader.table(data, "", data)), packs)
    except Mistaken:
        raise MistakesError(reader.mistakes) from None
    if reader.mistakes:
        raise MistakesError(reader.mistakes)
    return finding


def _read(table: Table, packs: Iterable[Pack]) -> Finding:
    details = _read_details(table)
    return Finding(
        norm=_norm(table, packs),
        subject=table.text("subject"),
        status=Status(table.reader.choice(table.data.get("status"), "status", tuple(Status))),
        opens=table.instant("opens"),
        deadline=table.instant("deadline"),
        trigger=table.maybe("trigger"),
        bearer=table.maybe("bearer"),
        decided_at=table.instant("decided_at"),
        evidence=table.texts("evidence"),
        remedied_at=table.instant("remedied_at"),
        excused_by=table.maybe("excused_by"),
        is_retroactive=table.flag("is_retroactive"),
        because=table.maybe("because"),
        look=lambda: details,
    )


def _norm(table: Table, packs: Iterable[Pack]) -> Norm:
    name = table.text("norm")
    known = [norm for pack in packs for norm in pack.norms]
    named = [norm for norm in known if norm.id == name]
    if not named:
        raise table.reader.fail("norm", f"no pack has the norm `{name}`{near(name, [norm.id for norm in known])}")
    wording = table.data.get("wording", {})
    for norm in named:
        if _wording(norm) == wording:
            return norm
    raise table.reader.fail("wording", f"no pack has this wording of `{name}`")


def _read_details(table: Table) -> Details:
    reader, data = table.reader, table.data
    possible = data.get("possible")
    return Details(
        bearers=_read_owners(table, "bearers"),
        remind=_read_owners(table, "remind" if "remind" in data else "bearers"),
        near_misses=tuple(_read_miss(inner) for inner in table.tables("near_misses")),
        certain=reader.whole(data.get("certain", 0), "certain"),
        possible=None if possible is None else reader.whole(possible, "possible"),
        needed=table.maybe("needed"),
        missing=table.texts("missing"),
        is_unachievable=table.flag("is_unachievable"),
        unknown=table.texts("unknown"),
        stood_from=table.instant("stood_from"),
        stood_until=table.instant("stood_until"),
        excuse=_read_excuse(table),
    )


def _read_excuse(table: Table) -> Excuse | None:
    data = table.data.get("excuse")
    if data is None:
        return None
    inner = Table(table.reader, table.reader.table(data, "excuse", data), "excuse")
    recorded_at = inner.instant("recorded_at")
    if recorded_at is None:
        raise table.reader.fail("excuse.recorded_at", "expected an instant with its time zone")
    return Excuse(
        fact=inner.text("fact"),
        class_name=inner.text("class"),
        recorded_at=recorded_at,
        granted_by=inner.maybe("granted_by"),
        since=inner.day("from"),
        until=inner.day("until"),
        has_reason=inner.flag("has_reason"),
    )


def _read_owners(table: Table, key: str) -> tuple[Owner, ...]:
    return tuple(Owner(inner.text("role"), inner.texts("holders")) for inner in table.tables(key))


def _read_miss(table: Table) -> NearMiss:
    return NearMiss(
        fact=table.text("fact"),
        class_name=table.text("class"),
        when=table.when("when"),
        why=table.text("why"),
        detail=table.maybe("detail"),
    )
