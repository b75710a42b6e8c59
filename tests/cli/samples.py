"""A small pack and records in files, for the tests of the command line."""

import json
from pathlib import Path
from typing import Any

HEAD = """id = "small"
title = { zh = "小文件", en = "Small document" }
"""
BODY = """[[norm]]
id = "visits"
clause = "1"
modality = "obligation"
title = { zh = "每学期两次家访", en = "Two home visits a term" }
bearer = "class_teacher"
subject = "student"
timing = { every = "term" }
requires = { at_least = 2, of = "home_visit", where = { place = "home" } }
assumed = ["timing.every"]

[[norm]]
id = "contact"
clause = "2"
modality = "obligation"
title = { zh = "发现异常24小时内联系家长", en = "Guardian reached within 24 hours" }
bearer = "class_teacher"
subject = "student"
timing = { upon = "concern", within = "24 h" }
requires = { at_least = 1, of = "contact", where = { reached = true } }
"""
CALENDAR = {
    "years": [
        {
            "name": "2025-2026学年",
            "from": "2025-09-01",
            "until": "2026-09-01",
            "terms": [{"name": "第一学期", "from": "2025-09-01", "until": "2026-01-24"}],
        }
    ]
}
FACTS: dict[str, list[dict[str, Any]]] = {
    "school": [{"id": "school", "stage": "primary"}],
    "grade": [{"id": "g3", "school": "school"}],
    "school_class": [{"id": "c31", "grade": "g3"}],
    "student": [{"id": "s-one"}, {"id": "s-two"}],
    "staff": [{"id": "t-class"}],
    "enrolment": [
        {"id": "e-one", "student": "s-one", "school_class": "c31", "since": "2025-09-01"},
        {"id": "e-two", "student": "s-two", "school_class": "c31", "since": "2025-09-01"},
    ],
    "appointment": [
        {"id": "a-class", "staff": "t-class", "role": "class_teacher", "unit": "c31", "since": "2025-09-01"}
    ],
    "home_visit": [
        {"id": "v1", "occurred": "2025-10-10", "concerns": ["s-one"], "place": "home", "visitors": ["t-class"]},
        {"id": "v2", "occurred": "2025-11-10", "concerns": ["s-one"], "place": "home", "visitors": ["t-class"]},
        {"id": "v3", "occurred": "2025-11-12", "concerns": ["s-two"], "place": "school", "visitors": ["t-class"]},
    ],
    "concern": [],
    "contact": [],
}


def write_pack(folder: Path, body: str = BODY) -> str:
    """Write the small pack into a new folder inside `folder` and return its path."""
    pack = folder / "small"
    pack.mkdir()
    (pack / "pack.toml").write_text(HEAD, encoding="utf-8")
    (pack / "norms.toml").write_text(body, encoding="utf-8")
    return str(pack)


def write_records(folder: Path, **facts: list[dict[str, Any]]) -> str:
    """Write the records, with some tables replaced, and return the file's path."""
    path = folder / "records.json"
    path.write_text(json.dumps({"calendar": CALENDAR, "facts": FACTS | facts}), encoding="utf-8")
    return str(path)
