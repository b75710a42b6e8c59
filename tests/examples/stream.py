"""A made-up stream: what teachers enter over a school year, at what moments, under which rules."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import attrs

from homeschool import SHANGHAI, Pack, load_pack, make_pack

_NORMS = ("key-student-visits", "key-visit-two-teachers", "concern-24h-contact")


def rules() -> Pack:
    """Return three norms that this host can judge: one each term, one at each visit, one upon each observation."""
    pack = load_pack("contact-system")
    return make_pack(attrs.evolve(pack, norms=tuple(pack.norm(slug) for slug in _NORMS)))


@dataclass(frozen=True)
class Step:
    """One moment of the stream: a row that is sent to a table, or, without one, the timer's turn."""

    at: datetime
    table: str | None = None
    sent: dict[str, Any] = field(default_factory=dict)


def _at(month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    year = 2025 if month >= 9 else 2026
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def _observation(id_: str, pupil: str, noticed_at: datetime, **more: Any) -> dict[str, Any]:
    return {"id": id_, "pupil": pupil, "teacher": "t1", "what": "情绪", "noticed_at": noticed_at.isoformat(), **more}


def _call(id_: str, pupil: str, called_at: datetime, **more: Any) -> dict[str, Any]:
    return {"id": id_, "pupil": pupil, "teacher": "t1", "called_at": called_at.isoformat(), "answered": True, **more}


def _visit(id_: str, day: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "pupil": "1", "teacher": "t1", "day": day, "at_home": True, **more}


def steps() -> list[Step]:
    """Return the stream: late and corrected rows, one taken back, one refused, and deadlines that pass in silence."""
    return [
        Step(_at(9, 1, 8), "forms", {"id": "31", "grade": 3, "name": "三(1)班"}),
        Step(
            _at(9, 1, 9), "posts", {"id": "1", "teacher": "t1", "work": "班主任", "form": "31", "since": "2025-09-01"}
        ),
        Step(_at(9, 1, 10), "posts", {"id": "2", "teacher": "t2", "work": "心理教师", "since": "2025-09-01"}),
        Step(_at(9, 1, 11), "pupils", {"id": "1", "name": "甲", "form": "31", "joined_on": "2025-09-01"}),
        Step(_at(9, 1, 12), "care", {"id": "1", "pupil": "1", "reason": "留守", "since": "2025-09-01"}),
        Step(_at(9, 1, 13)),
        Step(_at(9, 12), "observations", _observation("1", "1", _at(9, 12, 7, 30))),
        Step(_at(9, 12, 9), "observations", _observation("2", "no such pupil", _at(9, 12, 7, 30))),
        Step(_at(9, 13)),
        Step(_at(9, 13, 9), "calls", _call("1", "1", _at(9, 13, 8, 50), observation="1")),
        Step(_at(10, 20), "visits", _visit("1", "2025-10-18")),
        Step(_at(10, 21), "visits", _visit("1", "2025-10-18", second_teacher="t2")),
        Step(_at(11, 3), "observations", _observation("3", "1", _at(11, 3, 7))),
        Step(_at(11, 5), "calls", _call("2", "1", _at(11, 3, 16))),
        Step(_at(11, 6), "observations", _observation("1", "1", _at(9, 12, 7, 30), withdrawn=True)),
        Step(_at(12, 20), "visits", _visit("2", "2025-12-19", at_home=False)),
        Step(_at(3, 10)),
    ]


def long_stream(weeks: int) -> list[Step]:
    """Return the stream, and after it an observation and a call in each of so many weeks, every third call too late."""
    found = steps()
    for week in range(weeks):
        noticed = _at(3, 11) + timedelta(weeks=week)
        called = noticed + timedelta(hours=30 if week % 3 == 0 else 5)
        found.append(Step(noticed, "observations", _observation(f"week {week}", "1", noticed)))
        found.append(Step(called + timedelta(hours=1), "calls", _call(f"week {week}", "1", called)))
    return found
