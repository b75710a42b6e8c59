"""JSON Schemas (2020-12) for editors: of the records document, and of a pack's two files.

They say what can be said of the shape of a file; that ids exist, that a norm's fields belong to its fact classes and
that intervals end after they start is told when the file is read.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from homeschool.calendar import PERIOD_KINDS
from homeschool.model import vocabularies
from homeschool.model.facts import FactClass, fact_classes
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.ties import MEMBER_KINDS
from homeschool.model.vocabularies import OWN_PREFIX, Vocabulary
from homeschool.policy.condition import DAYTIMES
from homeschool.policy.norm import MODALITIES, SUBJECT_KINDS, TEXTS
from homeschool.policy.pack import FORCES

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DAY = r"\d{4}-\d{2}-\d{2}"
_ZONED = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}(:\d{2})?)"
_TEXT: Schema = {"type": "string", "minLength": 1}
_FLAG: Schema = {"type": "boolean"}
_WHOLE: Schema = {"type": "integer", "minimum": 0}
_LITERAL: Schema = {"type": ["string", "number", "boolean"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": items} | ({"minItems": least} if least else {})


def _one_or_list(items: Schema) -> Schema:
    return {"anyOf": [items, _list(items, 1)]}


def _table(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    needed = sorted(required)
    table: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return table | ({"required": needed} if needed else {})


def _enum(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


_TIMES: Mapping[str, Schema] = {
    "day": {"type": "string", "pattern": f"^{_DAY}$"},
    "instant": {"type": "string", "pattern": f"^{_DAY}{_ZONED}$"},
    "when": {"type": "string", "pattern": f"^{_DAY}({_ZONED})?$"},
    "time": {"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"},
}


def _calendar() -> dict[str, Schema]:
    days = {"from": _ref("day"), "until": _ref("day")}
    hours = _table({"from": _ref("time"), "until": _ref("time")}, ("from", "until"))
    term = _table({"name": _TEXT, **days}, ("name", "from", "until"))
    year = {
        "name": _TEXT,
        **days,
        "terms": _list(term, 1),
        "days_off": _list(_ref("day")),
        "make_up_days": _list(_ref("day")),
        "teaching_hours": _list(hours),
        "vacation_names": _list(_TEXT),
    }
    return {
        "school_year": _table(year, ("name", "from", "until", "terms")),
        "calendar": _table({"zone": _TEXT, "years": _list(_ref("school_year"), 1)}, ("years",)),
    }


def _terms(vocabulary: Vocabulary) -> Schema:
    words = [{"const": term, "title": zh} for term, zh in vocabulary.terms.items()]
    return {"anyOf": [*words, {"type": "string", "pattern": f"^{OWN_PREFIX}"}]}


def _term_name(vocabulary: Vocabulary) -> str:
    return f"{vocabulary.name.replace(' ', '_')}_term"


def _term_ref(info: FieldInfo) -> Schema:
    return _TEXT if info.vocabulary is None else _ref(_term_name(info.vocabulary))


_FIELD: Mapping[Shape, Callable[[FieldInfo], Schema]] = {
    Shape.TEXT: lambda _: {"type": "string"},
    Shape.FLAG: lambda _: _FLAG,
    Shape.NUMBER: lambda _: {"type": "number"},
    Shape.TERM: _term_ref,
    Shape.TERMS: lambda info: _list(_term_ref(info)),
    Shape.DAY: lambda _: _ref("day"),
    Shape.INSTANT: lambda _: _ref("instant"),
    Shape.WHEN: lambda _: _ref("when"),
    Shape.REF: lambda _: {"type": "string"},
    Shape.REFS: lambda _: _list({"type": "string"}),
    Shape.CONCERNS: lambda _: _list({"anyOf": [{"type": "string"}, _ref("concerned")]}),
}


def _fact(known: FactClass) -> Schema:
    properties = {name: {**_FIELD[info.shape](info), "title": info.zh} for name, info in known.fields.items()}
    properties["id"] |= {"minLength": 1}
    required = [name for name, info in known.fields.items() if info.required]
    return {"title": known.zh, **_table(properties, required)}


def _kept(known: FactClass) -> Schema:
    fields = _list(_enum(known.fields))
    return {"anyOf": [_FLAG, _table({"since": _ref("day"), "without": fields})]}


def records_schema() -> Schema:
    """Return the JSON Schema of the records document, made from the fact classes and their vocabularies.

    >>> from homeschool.adapters.schema import records_schema
    >>> records_schema()["properties"]["facts"]["properties"]["home_visit"]["items"]
    {'$ref': '#/$defs/home_visit'}
    """
    known = fact_classes()
    vocabularies_used = {
        info.vocabulary for one in known.values() for info in one.fields.values() if info.vocabulary is not None
    }
    terms = {_term_name(one): _terms(one) for one in sorted(vocabularies_used, key=lambda one: one.name)}
    concerned = _table({"id": _TEXT, "role": _terms(vocabularies.CONCERNED_AS)}, ("id", "role"))
    document = {
        "calendar": _ref("calendar"),
        "calendars": {"type": "object", "additionalProperties": _ref("calendar")},
        "keeps": _table({name: _kept(one) for name, one in known.items()}),
        "follows": {"type": "object", "additionalProperties": _TEXT},
        "facts": _table({name: _list(_ref(name)) for name in known}),
    }
    return {
        "$schema": DIALECT,
        "title": "homeschool records",
        **_table(document, ("calendar",)),
        "$defs": {**_TIMES, **_calendar(), "concerned": concerned, **terms, **{n: _fact(k) for n, k in known.items()}},
    }


def _language() -> dict[str, Schema]:
    """Return the parts that both files of a pack use."""
    return {
        **_TIMES,
        "title": _table({"zh": _TEXT, "en": _TEXT}, ("zh", "en")),
        "days": _table({"from": _ref("day"), "until": _ref("day")}, ("from",)),
        "condition": _condition(),
        "test": _test(),
    }


def _condition() -> Schema:
    conditions = _list(_ref("condition"), 1)
    has = {"of": _enum(fact_classes()), "where": _ref("condition"), "link": _TEXT}
    words = {
        "either": conditions,
        "all": conditions,
        "not": _ref("condition"),
        "is": _one_or_list(_TEXT),
        "has": _table(has, ("of",)),
    }
    return {"type": "object", "properties": words, "additionalProperties": _ref("test")}


def _test() -> Schema:
    bound = {"type": ["string", "number"]}
    asked = {
        **{op: _one_or_list(_LITERAL) for op in ("any_of", "all_of", "none_of")},
        **dict.fromkeys(("at_least", "at_most", "above", "below"), bound),
        "filled": _FLAG,
        "during": _one_or_list(_enum(DAYTIMES)),
        "some": _ref("condition"),
        "every": _ref("condition"),
        "of": _one_or_list(_enum(fact_classes())),
    }
    second = {"type": "object", "minProperties": 1, "additionalProperties": _ref("test")}
    return {"anyOf": [_LITERAL, _list(_LITERAL, 1), {**_table(asked), "minProperties": 1}, second]}


def _timing() -> Schema:
    period = _enum(PERIOD_KINDS)
    edge = [_table({word: _one_or_list(_TEXT)}, (word,)) for word in ("start_of", "end_of")]
    moment = {"anyOf": [_one_or_list(_TEXT), *edge]}
    about = {"where": _ref("condition"), "counted_from": _TEXT, "link": _TEXT, "link_to": _TEXT}
    every = {
        "every": period,
        "within": _TEXT,
        "during": _enum(("any", "vacation")),
        "min_school_days": _WHOLE,
        "presence": _TEXT,
    }
    kinds: dict[str, dict[str, Schema]] = {
        "every": every,
        "rolling": {"rolling": _TEXT},
        "upon": {"upon": moment, "within": _TEXT, "until": period, **about},
        "before": {"before": moment, "ahead": _TEXT, "no_earlier_than": _TEXT, **about},
        "at": {"at": moment, **about},
        "always": {"always": {"const": True}, "tolerance": _TEXT},
    }
    return {"anyOf": [_table(properties, (kind,)) for kind, properties in kinds.items()]}


def _bound() -> Schema:
    members, factor = _enum(MEMBER_KINDS), {"type": ["string", "number"]}
    tables: dict[str, dict[str, Schema]] = {
        "size": {"size": members, "times": factor},
        "share": {"share": members, "where": _ref("condition")},
        "preceding": {"preceding": {"const": True}, "times": factor},
        "value": {"value": _TEXT, "times": factor},
    }
    return {"anyOf": [factor, *(_table(properties, (key,)) for key, properties in tables.items())]}


def _requirement() -> Schema:
    bounds = {"at_least": _ref("bound"), "at_most": _ref("bound")}
    facts = {
        "of": _one_or_list(_TEXT),
        "where": _ref("condition"),
        "placed_by": _TEXT,
        "link": _TEXT,
        "link_to": _TEXT,
    }
    among = {"anyOf": [_enum(MEMBER_KINDS), _ref("condition")]}
    count = {**bounds, "exactly": _ref("bound"), "none": {"const": True}, "distinct": _TEXT, **facts}
    cover = {"cover": _TEXT, "values": _one_or_list(_TEXT), **facts}
    share = {"share": _table(bounds), "among": among, **facts}
    return {"anyOf": [_table(count, ("of",)), _table(cover, ("cover", "values", "of")), _table(share, ("share", "of"))]}


def _norm() -> dict[str, Schema]:
    who = _one_or_list(_TEXT)
    return {
        "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "clause": _TEXT,
        "modality": _enum(MODALITIES),
        "title": _ref("title"),
        "bearer": {"anyOf": [who, _table({"each": who}, ("each",))]},
        "subject": _enum(SUBJECT_KINDS),
        "applies_to": _ref("condition"),
        "timing": _ref("timing"),
        "requires": _ref("requirement"),
        "assumed": _one_or_list(_TEXT),
        "waivable": _FLAG,
        "mandatory_report": _FLAG,
        "unless_documented": _FLAG,
        "same_as": _one_or_list(_TEXT),
        **{key: {"anyOf": [_TEXT, _ref("title")]} for key in ("note", "consequence", "unexpressed")},
        "text": _enum(TEXTS),
        "in_force": _ref("days"),
    }


def norms_schema() -> Schema:
    """Return the JSON Schema of a pack's ``norms.toml``; days may be TOML's own or texts."""
    norm = _norm()
    changed = {key: value for key, value in norm.items() if key not in ("id", "clause", "text")}
    reason = {"norm": _TEXT, "reason": _TEXT, "from": _ref("day")}
    body = {
        "take": _list(_table({"from": _TEXT, "norms": _one_or_list(_TEXT)}, ("from", "norms"))),
        "norm": _list(_table(norm, ("id", "clause", "modality", "title"))),
        "amend": _list(_table({**reason, **changed}, ("norm", "reason"))),
        "suspend": _list(_table({**reason, "until": _ref("day")}, ("norm", "reason"))),
    }
    parts = {"timing": _timing(), "bound": _bound(), "requirement": _requirement()}
    return {"$schema": DIALECT, "title": "homeschool norms", **_table(body), "$defs": {**_language(), **parts}}


def pack_schema() -> Schema:
    """Return the JSON Schema of a pack's ``pack.toml``."""
    meaning = {"title": _ref("title"), "where": _ref("condition")}
    variants = {"type": "object", "additionalProperties": _table(meaning, ("title", "where"))}
    definition = {**meaning, "subject": _enum(SUBJECT_KINDS), "variants": variants}
    head = {
        "id": _norm()["id"],
        "title": _ref("title"),
        **dict.fromkeys(("issuer", "jurisdiction", "version", "source"), _TEXT),
        "force": _enum(FORCES),
        "in_force": _ref("days"),
        "extends": _one_or_list(_TEXT),
        "definitions": {"type": "object", "additionalProperties": _table(definition, ("title", "where"))},
    }
    return {"$schema": DIALECT, "title": "homeschool pack", **_table(head, ("id", "title")), "$defs": _language()}
