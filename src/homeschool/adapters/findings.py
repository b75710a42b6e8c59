"""Findings as plain data, for JSON and for other programs, and back."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from homeschool.errors import MistakesError
from homeschool.model.fields import When, near
from homeschool.policy.finding import Details, Finding, NearMiss, Owner, Status
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import Pack
from homeschool.policy.read_norm import write_interval
from homeschool.policy.reading import Data, Mistaken, Reader

Message = Callable[[Finding], Mapping[str, str]]
"""Says a finding in words, by language: ``{"zh": …, "en": …}``."""


def finding_to_data(finding: Finding, message: Message | None = None) -> dict[str, Any]:
    """Write a finding as plain data, its norm by id and its details worked out; `message` adds the words for people.

    Instants are ISO 8601 with their zone, and None is null.
    """
    norm, details = finding.norm, finding.details
    data = {
        "id": finding.id,
        "norm": norm.id,
        "title": _bilingual(norm.title),
        "modality": norm.modality,
        "status": finding.status.value,
        "subject": finding.subject,
        "trigger": finding.trigger,
        "bearer": finding.bearer,
        "bearers": [{"role": owner.role, "holders": list(owner.holders)} for owner in details.bearers],
        "opens": _time(finding.opens),
        "deadline": _time(finding.deadline),
        "decided_at": _time(finding.decided_at),
        "evidence": list(finding.evidence),
        "near_misses": [_write_miss(miss) for miss in details.near_misses],
        "certain": details.certain,
        "possible": details.possible,
        "needed": details.needed,
        "missing": list(details.missing),
        "is_unachievable": details.is_unachievable,
        "remedied_at": _time(finding.remedied_at),
        "excused_by": finding.excused_by,
        "is_retroactive": finding.is_retroactive,
        "because": finding.because,
        "unknown": list(details.unknown),
        "reading": list(norm.assumed),
        "citation": _citation(norm),
        "amendments": [{"pack": one.pack, "reason": one.reason, "fields": list(one.fields)} for one in norm.amendments],
        "wording": _wording(norm),
        "is_mandatory_report": norm.is_mandatory_report,
    }
    return data if message is None else data | {"message": dict(message(finding))}


def findings_to_data(findings: Iterable[Finding], message: Message | None = None) -> list[dict[str, Any]]:
    """Write findings as plain data, in their order."""
    return [finding_to_data(finding, message) for finding in findings]


def _bilingual(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _citation(norm: Norm) -> dict[str, Any]:
    citation = norm.citation
    return {"document": _bilingual(citation.document), "clause": citation.clause, "text": citation.text}


def _wording(norm: Norm) -> dict[str, Any]:
    """Say what sets a wording of a norm apart from its others: when it is in force, and when it opens duties."""
    return {"in_force": write_interval(norm.in_force), "opens": write_interval(norm.opens)}


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


def finding_from_data(data: Data, packs: Iterable[Pack]) -> Finding:
    """Read a finding that `finding_to_data` wrote; its norm, in the wording it had, is looked up in `packs`.

    Raises:
        MistakesError: with every mistake; no pack has the norm, or none its wording.
    """
    reader = Reader()
    try:
        finding = _read(_Table(reader, reader.table(data, "", data)), packs)
    except Mistaken:
        raise MistakesError(reader.mistakes) from None
    if reader.mistakes:
        raise MistakesError(reader.mistakes)
    return finding


class _Table:
    """The keys of one table, each read with its place."""

    def __init__(self, reader: Reader, data: Mapping[str, Data], place: str = "") -> None:
        self.reader = reader
        self.data = data
        self.place = place

    def at(self, key: str) -> str:
        return f"{self.place}.{key}".lstrip(".")

    def text(self, key: str) -> str:
        return self.reader.text(self.data.get(key), self.at(key))

    def maybe(self, key: str) -> str | None:
        return self.reader.optional(self.data, key, self.place, self.reader.text)

    def flag(self, key: str) -> bool:
        return self.reader.flag(self.data.get(key, False), self.at(key))

    def texts(self, key: str) -> tuple[str, ...]:
        return self.reader.texts(self.data[key], self.at(key)) if self.data.get(key) else ()

    def instant(self, key: str) -> datetime | None:
        found = self.when(key)
        if found is not None and not isinstance(found, datetime):
            raise self.reader.fail(self.at(key), "expected an instant with its time zone")
        return found

    def when(self, key: str) -> When | None:
        written = self.maybe(key)
        try:
            if written is None or len(written) == len("2025-09-01"):
                return None if written is None else date.fromisoformat(written)
            found = datetime.fromisoformat(written)
        except ValueError:
            found = None
        if found is None or found.utcoffset() is None:
            raise self.reader.fail(self.at(key), f"expected a day, or an instant with its time zone, not `{written}`")
        return found

    def tables(self, key: str) -> list["_Table"]:
        items = self.data.get(key, [])
        if not isinstance(items, list):
            raise self.reader.fail(self.at(key), "expected a list")
        places = [(item, f"{self.at(key)}[{index}]") for index, item in enumerate(items)]
        return [_Table(self.reader, self.reader.table(item, place, item), place) for item, place in places]


def _read(table: _Table, packs: Iterable[Pack]) -> Finding:
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


def _norm(table: _Table, packs: Iterable[Pack]) -> Norm:
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


def _read_details(table: _Table) -> Details:
    reader, data = table.reader, table.data
    possible = data.get("possible")
    return Details(
        bearers=tuple(Owner(inner.text("role"), inner.texts("holders")) for inner in table.tables("bearers")),
        near_misses=tuple(_read_miss(inner) for inner in table.tables("near_misses")),
        certain=reader.whole(data.get("certain", 0), "certain"),
        possible=None if possible is None else reader.whole(possible, "possible"),
        needed=table.maybe("needed"),
        missing=table.texts("missing"),
        is_unachievable=table.flag("is_unachievable"),
        unknown=table.texts("unknown"),
    )


def _read_miss(table: _Table) -> NearMiss:
    return NearMiss(
        fact=table.text("fact"),
        class_name=table.text("class"),
        when=table.when("when"),
        why=table.text("why"),
        detail=table.maybe("detail"),
    )
