"""Findings as plain data, for JSON and for other programs, and back."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from homeschool.errors import MistakesError
from homeschool.model.fields import When, near
from homeschool.policy.finding import Details, Finding, NearMiss, Owner, Status
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import Pack
from homeschool.policy.read_norm import write_interval
from homeschool.policy.reading import Data, Mistaken, Reader

Message = Callable[[Finding, Details], Mapping[str, str]]
"""Says a finding whose details are worked out in words, by language: ``{"zh": …, "en": …}``."""


def finding_to_data(finding: Finding, message: Message | None = None) -> dict[str, Any]:
    """Write a finding as plain data, its norm by id and its details worked out; `message` adds the words for people.

    Instants are ISO 8601 with their zone, and None is null.  Left out are ``missing``, ``unknown``,
    ``is_unachievable``, ``excused_by`` and ``is_retroactive`` where there is nothing to say, ``remind`` where it is as
    ``bearers``, and what `norm_to_data` says of the norm.
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
            "excused_by": finding.excused_by,
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
        bearers=_read_owners(table, "bearers"),
        remind=_read_owners(table, "remind" if "remind" in data else "bearers"),
        near_misses=tuple(_read_miss(inner) for inner in table.tables("near_misses")),
        certain=reader.whole(data.get("certain", 0), "certain"),
        possible=None if possible is None else reader.whole(possible, "possible"),
        needed=table.maybe("needed"),
        missing=table.texts("missing"),
        is_unachievable=table.flag("is_unachievable"),
        unknown=table.texts("unknown"),
    )


def _read_owners(table: _Table, key: str) -> tuple[Owner, ...]:
    return tuple(Owner(inner.text("role"), inner.texts("holders")) for inner in table.tables(key))


def _read_miss(table: _Table) -> NearMiss:
    return NearMiss(
        fact=table.text("fact"),
        class_name=table.text("class"),
        when=table.when("when"),
        why=table.text("why"),
        detail=table.maybe("detail"),
    )
