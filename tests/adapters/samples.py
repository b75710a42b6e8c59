"""What the tests of the adapters share: the made-up school, small packs, and registers drawn at random."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from homeschool.adapters.case_files import read_world
from homeschool.calendar import SHANGHAI, Interval, SchoolCalendar, SchoolYear, TeachingHours, Term
from homeschool.model import Concerned, Keeps, Kept, Register, fact_classes
from homeschool.model import vocabularies as v
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.fields import FieldInfo, Shape

WORLD = read_world()
IDS = {name: [fact.id for fact in WORLD.facts if CLASS_NAMES[type(fact)] == name] for name in fact_classes()}
EVERY_ID = [fact.id for fact in WORLD.facts]
OTHER_CALENDAR = SchoolCalendar(
    (
        SchoolYear(
            "2025-2026",
            Interval(date(2025, 9, 1), date(2026, 9, 1)),
            (
                Term("秋", Interval(date(2025, 9, 1), date(2026, 1, 10))),
                Term("春", Interval(date(2026, 2, 20), date(2026, 7, 1))),
            ),
            days_off=frozenset({date(2025, 9, 8), date(2025, 9, 9)}),
            make_up_days=frozenset({date(2025, 9, 13)}),
            teaching_hours=(TeachingHours(time(8), time(11, 30, 15)), TeachingHours(time(13, 5), time(17))),
            vacation_names=("冬假", "夏假"),
        ),
    )
)
PACK_HEAD = """id = "small"
title = { zh = "小文件", en = "Small document" }

[definitions.key_student]
title = { zh = "重点关注学生", en = "key-attention student" }
subject = "student"
where = { circumstances = ["single_parent", "left_behind"] }
"""
PACK_BODY = """[[norm]]
id = "visits"
clause = "1"
modality = "obligation"
title = { zh = "每学期两次家访", en = "Two home visits a term" }
bearer = "class_teacher"
subject = "student"
applies_to = { is = "key_student" }
timing = { every = "term" }
requires = { at_least = 2, of = "home_visit", where = { place = "home" } }
assumed = ["timing.every"]

[[norm]]
id = "may-visit"
clause = "2"
modality = "permission"
title = { zh = "可以家访", en = "Visits are allowed" }
"""
CASE = """[[case]]
norm = "visits"
title = { zh = "两次", en = "two visits" }
as_of = 2026-02-01T12:00:00+08:00
drop = ["ci-lb"]
facts.home_visit = [
  { id = "v1", occurred = 2025-10-10, concerns = ["s-key"], place = "home" },
  { id = "v2", occurred = 2025-11-10, concerns = ["s-key"], place = "home" },
]
expect = [{ subject = "s-key", status = "fulfilled" }]
"""


def write_pack(folder: Path, head: str = PACK_HEAD, body: str = PACK_BODY, cases: str | None = None) -> Path:
    """Write the files of a pack into a new folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(head, encoding="utf-8")
    (folder / "norms.toml").write_text(body, encoding="utf-8")
    if cases is not None:
        (folder / "cases.toml").write_text(cases, encoding="utf-8")
    return folder


def document(**facts: list[Any]) -> dict[str, Any]:
    """Return a small records document with a calendar and the tables given."""
    terms = [{"name": "第一学期", "from": "2025-09-01", "until": "2026-01-24"}]
    year = {"name": "2025-2026学年", "from": "2025-09-01", "until": "2026-09-01", "terms": terms}
    return {"calendar": {"years": [year]}, "facts": facts}


days = st.dates(date(2025, 9, 1), date(2026, 8, 1))
zones = st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=5, minutes=30))])
instants = st.datetimes(
    min_value=datetime(2025, 9, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2026, 8, 1),  # noqa: DTZ001 - as above
    timezones=zones,
)


def _terms(info: FieldInfo) -> st.SearchStrategy[str]:
    vocabulary = info.vocabulary or v.PLACE
    return st.sampled_from([*vocabulary.terms, "x_own"])


def _ids(info: FieldInfo) -> st.SearchStrategy[str]:
    ids = [id_ for name in info.targets for id_ in IDS[name]] if info.targets else EVERY_ID
    return st.sampled_from(ids)


def _concerned() -> st.SearchStrategy[Any]:
    roles = st.sampled_from(sorted(v.CONCERNED_AS.terms))
    return st.one_of(st.sampled_from(EVERY_ID), st.builds(Concerned, st.sampled_from(EVERY_ID), roles))


def values_of(info: FieldInfo) -> st.SearchStrategy[Any]:
    """Draw a value of a field."""
    match info.shape:
        case Shape.TEXT:
            return st.text(max_size=8)
        case Shape.FLAG:
            return st.booleans()
        case Shape.NUMBER:
            fractional = info.name in {"hours", "points"}
            whole = st.integers(-(10**20), 10**20)
            return st.one_of(whole, st.floats(allow_nan=False, allow_infinity=False)) if fractional else whole
        case Shape.TERM:
            return _terms(info)
        case Shape.TERMS:
            return st.lists(_terms(info), max_size=3).map(tuple)
        case Shape.DAY:
            late = info.name == "until"
            return st.dates(date(2026, 8, 2), date(2030, 1, 1)) if late else days
        case Shape.INSTANT:
            return instants
        case Shape.WHEN:
            return st.one_of(days, instants)
        case Shape.REF:
            return _ids(info)
        case Shape.REFS:
            return st.lists(_ids(info), max_size=3).map(tuple)
        case _:
            return st.lists(_concerned(), max_size=3).map(tuple)


@st.composite
def facts(draw: st.DrawFn, number: int) -> Any:
    """Draw a fact of any class with an id of its own; each field that may be left out sometimes is."""
    name = draw(st.sampled_from([name for name in fact_classes() if name != "school"]))
    known = fact_classes()[name]
    values = {}
    for info in known.fields.values():
        if info.required or draw(st.booleans()):
            values[info.name] = draw(values_of(info))
    values["id"] = f"{number}{draw(st.text(max_size=4))}"
    return known.cls(**values)


@st.composite
def keeps(draw: st.DrawFn) -> Keeps:
    """Draw what a host keeps."""
    names = draw(st.sets(st.sampled_from(sorted(fact_classes()))))
    kept = {}
    for name in sorted(names):
        fields = st.sets(st.sampled_from(sorted(fact_classes()[name].fields)), max_size=2)
        kept[name] = Kept(draw(st.none() | days), frozenset(draw(fields)))
    return Keeps(kept)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Draw a register: the made-up school, a few facts of any class, calendars, and what is kept."""
    more = [draw(facts(number)) for number in range(draw(st.integers(0, 4)))]
    calendars = {"school": OTHER_CALENDAR} if draw(st.booleans()) else {}
    return Register((*WORLD.facts, *more), WORLD.calendar, calendars, draw(keeps() | st.just(Keeps())))
