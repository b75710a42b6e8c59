"""The door: HTTP in, the host's answers out, as a WSGI application that any WSGI server can serve.

Written by hand, for it is short and the library is what this example is about; put your framework in its place.  There
is no log-in: keep it behind yours.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs

from examples.host.database import StorageError
from examples.host.host import Host
from examples.host.rows import TABLES, row_from_data
from examples.host.storage import StoredChange
from homeschool import RecordsError, Status
from homeschool.adapters.findings import findings_to_data
from homeschool.engine import Due, due

MOST_BYTES = 64 * 1024
"""How large the body of a request may be."""

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Answer = tuple[HTTPStatus, Any]
Query = Mapping[str, str]


class RequestError(Exception):
    """A request that cannot be answered; `status` says why, the message says what was expected."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def application(host: Host) -> Callable[[Environ, StartResponse], Iterable[bytes]]:
    """Return the WSGI application of a host."""

    def serve(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        status, data = _answer(host, environ)
        body = json.dumps(data, ensure_ascii=False).encode()
        headers = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    return serve


def _answer(host: Host, environ: Environ) -> Answer:
    try:
        return _routed(host, environ)
    except RequestError as error:
        return error.status, {"error": str(error)}
    except RecordsError as error:
        mistakes = [{"place": mistake.place, "text": mistake.text} for mistake in error.mistakes]
        return HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "the record was refused", "mistakes": mistakes}
    except StorageError:
        return HTTPStatus.SERVICE_UNAVAILABLE, {"error": "the database failed; send the request again"}


def _routed(host: Host, environ: Environ) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].strip("/")
    query = {name: values[-1] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    if path in TABLES:
        _expect(method, "POST")
        return _record(host, path, _sent(environ))
    if path in _PAGES:
        _expect(method, "GET")
        return HTTPStatus.OK, _PAGES[path](host, query)
    known = ", ".join([*(f"POST /{name}" for name in TABLES), *(f"GET /{name}" for name in _PAGES)])
    raise RequestError(HTTPStatus.NOT_FOUND, f"nothing is here; expected {known}")


def _expect(method: str, expected: str) -> None:
    if method != expected:
        raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, f"expected {expected}")


def _sent(environ: Environ) -> Any:
    length = environ.get("CONTENT_LENGTH") or ""
    if not re.fullmatch("[0-9]{1,9}", length):
        raise RequestError(HTTPStatus.LENGTH_REQUIRED, "expected a body and its Content-Length")
    if int(length) > MOST_BYTES:
        raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"expected at most {MOST_BYTES} bytes")
    try:
        return json.loads(environ["wsgi.input"].read(int(length)))
    except (ValueError, RecursionError):
        raise RequestError(HTTPStatus.BAD_REQUEST, "expected a body in JSON") from None


def _record(host: Host, table: str, data: Any) -> Answer:
    """Record a row: 201 for a new one, 200 for one that repeats what is written."""
    receipt = host.record(row_from_data(table, data))
    status = HTTPStatus.CREATED if receipt.is_new else HTTPStatus.OK
    return status, {"number": receipt.number, "recorded_at": receipt.recorded_at.isoformat()}


def _findings(host: Host, query: Query) -> Any:
    """Return all findings, or those of one ``status``, with who bears them and what nearly counted."""
    wanted = query.get("status")
    if wanted is not None and wanted not in tuple(Status):
        raise RequestError(HTTPStatus.BAD_REQUEST, f"status: expected one of {', '.join(Status)}")
    with host.monitor() as monitor:
        findings = monitor.findings
        chosen = findings if wanted is None else findings.having(Status(wanted))
        return {"as_of": monitor.as_of.isoformat(), "findings": findings_to_data(chosen)}


def _due(host: Host, query: Query) -> Any:
    """Return what is owed and not done, and closes ``within`` so many days (7), the soonest first."""
    within = timedelta(days=_number(query, "within", (7, 366)))
    with host.monitor() as monitor:
        found = due(monitor.findings, monitor.register, within=within)
        return {"as_of": monitor.as_of.isoformat(), "due": [_due_to_data(one) for one in found]}


def _due_to_data(one: Due) -> dict[str, Any]:
    return {
        "finding": one.finding.id,
        "subject": one.finding.subject,
        "bearers": [{"role": owner.role, "holders": list(owner.holders)} for owner in one.bearers],
        "closes": one.closes.isoformat(),
        "working_days": one.working_days,
        "missing": one.missing,
        "is_unachievable": one.is_unachievable,
    }


def _changes(host: Host, query: Query) -> Any:
    """Return at most ``limit`` changes numbered above ``after``; ``last`` is what to ask after next."""
    after = _number(query, "after", (0, 10**15))
    changes = host.changes(after, _number(query, "limit", (1000, 1000)))
    last = changes[-1].number if changes else after
    return {"last": last, "changes": [_change_to_data(change) for change in changes]}


def _change_to_data(change: StoredChange) -> dict[str, Any]:
    turn = change.turn
    about = {"finding": turn.finding, "before": turn.before, "after": turn.after, "because": list(turn.because)}
    return {"number": change.number, "at": change.at.isoformat(), **about}


def _number(query: Query, name: str, bounds: tuple[int, int]) -> int:
    """Return a number that the query gives, or the first of the bounds if it gives none; the second is the greatest."""
    otherwise, most = bounds
    text = query.get(name, str(otherwise))
    if not re.fullmatch("[0-9]{1,15}", text) or int(text) > most:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"{name}: expected a whole number from 0 to {most}")
    return int(text)


_PAGES: Mapping[str, Callable[[Host, Query], Any]] = MappingProxyType(
    {"findings": _findings, "due": _due, "changes": _changes}
)
