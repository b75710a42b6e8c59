"""Cases out of a pack's ``cases.toml``: given facts in a shared made-up school, a moment, and expected findings."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import attrs

from homeschool.adapters.case_world import remaining
from homeschool.adapters.converter import FactReader
from homeschool.adapters.packs import pack_folder, packs_folder
from homeschool.adapters.register_data import Draft, register_from_data, relocated
from homeschool.adapters.toml_files import TomlFile, read_toml
from homeschool.calendar import Span
from homeschool.errors import Mistake, PackError, RecordsError
from homeschool.model.facts import fact_classes
from homeschool.model.fields import When, is_aware, near
from homeschool.model.keeps import Keeps, Kept
from homeschool.model.register import Register
from homeschool.policy.finding import Status
from homeschool.policy.norm import Bilingual
from homeschool.policy.read_norm import read_bilingual
from homeschool.policy.reading import Data, Mistaken, Reader

CASES: Final = "cases.toml"
WORLD: Final = "world.toml"
ABSENT: Final = "absent"
"""What an expectation says instead of a status where no finding is expected."""

_CASE_KEYS = ("norm", "title", "as_of", "drop", "keeps", "follows", "at_once", "facts", "expect", "refused")
_SELECTING = ("subject", "trigger", "bearer", "opens", "deadline")
_EXPECT_KEYS = (
    *_SELECTING,
    "status",
    "because",
    "evidence",
    "remedied",
    "near",
    "unachievable",
    "excused_by",
    "retroactive",
)
_BECAUSE = ("not_kept", "unknown_field", "calendar", "straddles", "applies_unknown")
_WHY = ("too_early", "too_late", "planned", "straddles", "condition", "unknown", "beyond")


@attrs.frozen
class ExpectedMiss:
    """A near miss that is expected: the fact, and (None: whatever it is) why it did not count."""

    fact: str
    why: str | None = None


@attrs.frozen
class Expectation:
    """What is expected of the findings of the case's norm that it selects.

    Args:
        status: a status, or ``absent`` where nothing may be selected.
        subject: selects by the id of the subject; None selects all, here and in the next four.
        trigger: selects by the id of the trigger.
        bearer: selects by the id of the one bearer.
        opens: selects by the instant, or the local day, at which the duty opened.
        deadline: selects by the instant, or the local day, of the deadline.
        because: why it is undetermined; None: not asked, here and below.
        evidence: ids of the facts relied on, in any order.
        is_remedied: whether the breach was made good.
        near: near misses that must be among those found.
        is_unachievable: whether a pending duty can no longer be met.
        excused_by: the id of the waiver, or of the trigger with the documented reason, that excuses the duty.
        is_retroactive: whether that was recorded after the breach.
    """

    status: str
    subject: str | None = None
    trigger: str | None = None
    bearer: str | None = None
    opens: When | None = None
    deadline: When | None = None
    because: str | None = None
    evidence: tuple[str, ...] | None = None
    is_remedied: bool | None = None
    near: tuple[ExpectedMiss, ...] = ()
    is_unachievable: bool | None = None
    excused_by: str | None = None
    is_retroactive: bool | None = None


@attrs.frozen
class Case:
    """One case of a norm: what is recorded, when it is asked, and what is expected.

    `norm` is the slug or full id; `at_once` how long that may take (None: the default reading); `is_refused` says that
    the records must be refused because the norm cannot be waived; `file` and `line` say where the case stands.
    """

    norm: str
    title: Bilingual
    as_of: datetime
    register: Register = attrs.field(repr=False)
    expect: tuple[Expectation, ...]
    at_once: Span | None = None
    is_refused: bool = False
    file: str = ""
    line: int | None = None


def load_cases(source: str | Path) -> tuple[Case, ...]:
    """Load the cases of a pack that ships with the library (by its id) or stands in a folder.

    They play in the shared school of ``packs/world.toml``, or in that of a ``world.toml`` in the pack's own folder.

    Raises:
        PackError: with every mistake of the cases, each with its file and line; or no ``cases.toml`` can be read.
        UnknownIdError: there is no such pack.
    """
    folder = pack_folder(source)
    own = folder / WORLD
    world = read_world(own if own.is_file() else None)
    file = read_toml(folder / CASES)
    if isinstance(file, Mistake):
        raise PackError([file])
    reader = Reader()
    cases = _read_cases(reader, file, _Stage(world))
    if reader.mistakes:
        raise PackError(file.located(reader.mistakes))
    return cases


def read_world(path: str | Path | None = None) -> Register:
    """Read a made-up school from a TOML file; by default the one that all shipped cases share.

    Raises:
        PackError: with every mistake, each with its file and line.
    """
    file = read_toml(packs_folder() / WORLD if path is None else Path(path))
    if isinstance(file, Mistake):
        raise PackError([file])
    try:
        return register_from_data(file.data)
    except RecordsError as error:
        raise PackError(file.located(error.mistakes)) from None


@attrs.frozen
class _Stage:
    """Where cases play: the shared school, and what reads their facts, made once for all."""

    world: Register
    reader: FactReader = attrs.field(factory=FactReader)


def _read_cases(reader: Reader, file: TomlFile, stage: _Stage) -> tuple[Case, ...]:
    try:
        items = reader.table(file.data, "", ("case",)).get("case", [])
        if not isinstance(items, list):
            raise reader.fail("case", "expected a list of cases: [[case]]")
    except Mistaken:
        return ()
    found = []
    for index, item in enumerate(items):
        try:
            found.append(_read_case(reader, item, f"case[{index}]", stage))
        except Mistaken:
            continue
    if reader.mistakes:
        return ()
    located = file.located(Mistake(f"case[{index}]", "") for index in range(len(items)))
    return tuple(attrs.evolve(case, file=str(file.path), line=at.line) for case, at in zip(found, located, strict=True))


def _read_case(reader: Reader, data: Data, place: str, stage: _Stage) -> Case:
    before = len(reader.mistakes)
    table = reader.table(data, place, _CASE_KEYS)
    is_refused = reader.optional(table, "refused", place, reader.flag) or False
    for key in ("norm", "title", "as_of", *(() if is_refused else ("expect",))):
        if key not in table:
            reader.note(place, f"expected `{key}`")
    if is_refused and "expect" in table:
        reader.note(f"{place}.expect", "expected none where the records are refused")
    norm = reader.optional(table, "norm", place, reader.text)
    title = reader.optional(table, "title", place, lambda item, spot: read_bilingual(reader, item, spot))
    as_of = reader.optional(table, "as_of", place, lambda item, spot: _instant(reader, item, spot))
    at_once = reader.optional(table, "at_once", place, reader.span)
    register = _register(reader, table, place, stage)
    expect = reader.optional(table, "expect", place, lambda item, spot: _expectations(reader, item, (spot, register)))
    expect = expect or (() if is_refused else None)
    if len(reader.mistakes) > before or None in (norm, title, as_of, register, expect):
        raise Mistaken
    return Case(norm, title, as_of, register, expect, at_once, is_refused)  # type: ignore[arg-type]  # none is None


def _instant(reader: Reader, data: Data, place: str) -> datetime:
    if not isinstance(data, datetime) or not is_aware(data):
        raise reader.fail(place, "expected an instant with its time zone, such as 2026-02-01T12:00:00+08:00")
    return data


def _register(reader: Reader, table: Mapping[str, Data], place: str, stage: _Stage) -> Register | None:
    world = stage.world
    draft = Draft(mistakes=reader.mistakes, reader=stage.reader)
    before = len(reader.mistakes)
    draft.read_facts(table.get("facts", {}), f"{place}.facts")
    dropped = reader.optional(table, "drop", place, reader.texts) or ()
    known = {fact.id for fact in world.facts}
    for id_ in dropped:
        if id_ not in known:
            reader.note(f"{place}.drop", f"nothing in the shared school has the id `{id_}`{near(id_, known)}")
    keeps = _keeps(reader, table, place)
    follows = reader.optional(table, "follows", place, reader.names) or {}
    if len(reader.mistakes) > before:
        return None
    facts = (*remaining(world.facts, frozenset(dropped), draft.facts), *draft.facts)
    try:
        return Register(facts, world.calendar, keeps=keeps, follows=follows)
    except RecordsError as error:
        reader.mistakes += relocated(error.mistakes, draft.spots(), f"{place}.facts")
        return None


def _keeps(reader: Reader, table: Mapping[str, Data], place: str) -> Keeps:
    inner = reader.optional(table, "keeps", place, lambda item, spot: reader.table(item, spot, ("without",))) or {}
    names = reader.optional(inner, "without", f"{place}.keeps", reader.texts) or ()
    classes = dict.fromkeys(fact_classes(), Kept())
    for name in names:
        class_name, _, field = name.partition(".")
        known = fact_classes()[class_name].fields if class_name in fact_classes() else {}
        if class_name not in fact_classes():
            reader.note(f"{place}.keeps.without", f"no fact class `{class_name}`{near(class_name, fact_classes())}")
        elif field and field not in known:
            reader.note(f"{place}.keeps.without", f"{class_name} has no field `{field}`{near(field, known)}")
        elif field and class_name in classes:
            classes[class_name] = Kept(without=classes[class_name].without | {field})
        else:
            classes.pop(class_name, None)
    return Keeps(classes)


def _expectations(reader: Reader, data: Data, asked: tuple[str, Register | None]) -> tuple[Expectation, ...]:
    place, register = asked
    if not isinstance(data, list) or not data:
        raise reader.fail(place, "expected a list of expected findings")
    ids = None if register is None else register.versions
    found = []
    for index, item in enumerate(data):
        try:
            found.append(_expectation(reader, item, f"{place}[{index}]", ids))
        except Mistaken:
            continue
    return tuple(found)


def _expectation(reader: Reader, data: Data, place: str, ids: Mapping[str, Any] | None) -> Expectation:
    table = reader.table(data, place, _EXPECT_KEYS)
    if "status" not in table:
        raise reader.fail(place, "expected `status`")
    chosen = {key: reader.optional(table, key, place, reader.text) for key in ("subject", "trigger", "bearer")}
    for key, id_ in chosen.items():
        if id_ is not None and ids is not None and id_ not in ids and not (key == "trigger" and ":" in id_):
            reader.note(f"{place}.{key}", f"nothing in the case has the id `{id_}`{near(id_, ids)}")
    opens, deadline = (
        reader.optional(table, key, place, lambda item, at: _when(reader, item, at)) for key in ("opens", "deadline")
    )
    flags = {
        key: reader.optional(table, key, place, reader.flag) for key in ("remedied", "unachievable", "retroactive")
    }
    return Expectation(
        status=reader.choice(table["status"], f"{place}.status", (*Status, ABSENT)),
        subject=chosen["subject"],
        trigger=chosen["trigger"],
        bearer=chosen["bearer"],
        opens=opens,
        deadline=deadline,
        because=reader.optional(table, "because", place, lambda item, at: reader.choice(item, at, _BECAUSE)),
        evidence=() if table.get("evidence") == [] else reader.optional(table, "evidence", place, reader.texts),
        is_remedied=flags["remedied"],
        is_unachievable=flags["unachievable"],
        excused_by=reader.optional(table, "excused_by", place, reader.text),
        is_retroactive=flags["retroactive"],
        near=_near(reader, table.get("near", ()), f"{place}.near"),
    )


def _when(reader: Reader, data: Data, place: str) -> When:
    if isinstance(data, datetime):
        return _instant(reader, data, place)
    return reader.day(data, place)


def _near(reader: Reader, data: Data, place: str) -> tuple[ExpectedMiss, ...]:
    if not isinstance(data, list | tuple):
        raise reader.fail(place, 'expected a list such as [{ fact = "v2", why = "too_late" }]')
    found = []
    for index, item in enumerate(data):
        spot = f"{place}[{index}]"
        table = reader.table(item, spot, ("fact", "why"))
        why = reader.optional(table, "why", spot, lambda word, at: reader.choice(word, at, _WHY))
        found.append(ExpectedMiss(reader.text(table.get("fact"), f"{spot}.fact"), why))
    return tuple(found)
