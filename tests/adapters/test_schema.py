"""JSON Schemas, held against the data that they describe by a validator of the words they use."""

import json
import re
import tomllib
from datetime import date, datetime, time
from typing import Any

import pytest

from homeschool.adapters.json_records import json_of
from homeschool.adapters.packs import pack_ids, packs_folder
from homeschool.adapters.schema import norms_schema, pack_schema, records_schema
from tests.adapters.samples import PACK_BODY, PACK_HEAD, WORLD, document

Schema = dict[str, Any]
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
KEYWORDS = {
    "$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "enum", "items", "minItems", "minLength",
    "minProperties", "minimum", "pattern", "properties", "required", "title", "type",
}  # fmt: skip


def is_kind(data: object, kind: str) -> bool:
    """Tell whether data are of a kind; true is no number."""
    return isinstance(data, KINDS[kind]) and (kind == "boolean" or not isinstance(data, bool))


def fits(schema: Schema, data: Any, root: Schema) -> bool:
    """Tell whether data are valid, for the keywords that the schemas use."""
    assert schema.keys() <= KEYWORDS
    if "$ref" in schema and not fits(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], data, root):
        return False
    kinds = schema.get("type", [])
    if kinds and not any(is_kind(data, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return False
    if "anyOf" in schema and not any(fits(one, data, root) for one in schema["anyOf"]):
        return False
    if ("const" in schema and data != schema["const"]) or ("enum" in schema and data not in schema["enum"]):
        return False
    if isinstance(data, str):
        return len(data) >= schema.get("minLength", 0) and re.search(schema.get("pattern", ""), data) is not None
    if isinstance(data, list):
        return len(data) >= schema.get("minItems", 0) and all(fits(schema.get("items", {}), x, root) for x in data)
    if isinstance(data, dict):
        return fits_table(schema, data, root)
    return data is None or isinstance(data, bool) or data >= schema.get("minimum", data)


def fits_table(schema: Schema, data: dict[str, Any], root: Schema) -> bool:
    """Tell whether a table is valid."""
    known = schema.get("properties", {})
    more = schema.get("additionalProperties", True)
    if len(data) < schema.get("minProperties", 0) or not set(schema.get("required", ())) <= data.keys():
        return False
    others = [value for key, value in data.items() if key not in known]
    if others and more is False:
        return False
    inside = all(fits(known[key], value, root) for key, value in data.items() if key in known)
    return inside and (more is True or all(fits(more, value, root) for value in others if more is not False))


def plain(data: Any) -> Any:
    """Return TOML data with days and times as texts."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data.isoformat() if isinstance(data, date | datetime | time) else data


def is_valid(schema: Schema, data: Any) -> bool:
    """Tell whether data are valid by a whole schema."""
    return fits(schema, data, schema)


def test_written_records_are_valid() -> None:
    """What the library writes is valid by its own schema."""
    assert is_valid(records_schema(), json.loads(json_of(WORLD)))


def test_the_shared_school_is_valid() -> None:
    """The school of the cases is valid as it stands in TOML."""
    world = tomllib.loads((packs_folder() / "world.toml").read_text(encoding="utf-8"))

    assert is_valid(records_schema(), plain(world))


def test_wrong_records_are_not_valid() -> None:
    """Misspelt tables, fields and terms, naive times and missing fields are seen by an editor."""
    visit = {"id": "v1", "occurred": "2025-10-10", "concerns": ["a", {"id": "a", "role": "victim"}], "place": "x_own"}
    schema = records_schema()

    assert is_valid(schema, document(home_visit=[visit]))
    for change in ({"plase": "home"}, {"place": "hom"}, {"occurred": "2025-10-10T08:00"}, {"id": ""}, {"visitors": 3}):
        assert not is_valid(schema, document(home_visit=[visit | change]))
    assert not is_valid(schema, document(homevisit=[]))
    assert not is_valid(schema, document(home_visit=[{"id": "v1"}]))
    assert is_valid(schema, {**document(), "keeps": {"survey": True, "plan": {"without": ["authors"]}}})
    assert not is_valid(schema, {**document(), "keeps": {"plan": {"without": ["author"]}}})


def test_wrong_packs_are_not_valid() -> None:
    """Misspelt keys and unknown words of a norm are seen by an editor."""
    norms = tomllib.loads(PACK_BODY)

    assert is_valid(pack_schema(), tomllib.loads(PACK_HEAD))
    assert is_valid(norms_schema(), norms)
    for old, new in (("modality", "modal"), ('"term"', '"trem"'), ("at_least", "atleast"), ('"student"', '"pupil"')):
        assert not is_valid(norms_schema(), tomllib.loads(PACK_BODY.replace(old, new)))
    assert not is_valid(pack_schema(), tomllib.loads(PACK_HEAD + 'forse = "law"\n'))


@pytest.mark.parametrize("name", pack_ids())
def test_every_shipped_pack_is_valid(name: str) -> None:
    """The files of every pack that ships with the library are valid by the schemas."""
    head, body = ((packs_folder() / name / file).read_text(encoding="utf-8") for file in ("pack.toml", "norms.toml"))

    assert is_valid(pack_schema(), plain(tomllib.loads(head)))
    wrong = [
        one["id"] for one in tomllib.loads(body).get("norm", []) if not is_valid(norms_schema(), {"norm": [plain(one)]})
    ]
    assert wrong == []
