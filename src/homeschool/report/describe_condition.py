"""Conditions in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import assert_never

from homeschool.calendar import Span
from homeschool.model.fields import FieldInfo
from homeschool.policy.condition import TRUE, And, Condition, Has, Named, Not, Op, Or, Reference, Some, Test, Value
from homeschool.report.nouns import kind_noun
from homeschool.report.words import (
    Scope,
    article,
    field_word,
    holds_several,
    is_time,
    joined,
    number_word,
    path_infos,
    reference_word,
    spaced,
    term_word,
)

_DAYTIMES = {
    "school_day": "上课日",
    "day_off": "休息日",
    "vacation": "假期",
    "teaching_hours": "教学时间",
    "working_day": "工作日",
}


def describe_condition(condition: Condition, scope: Scope) -> str:
    """Say a condition in words, without a full stop; an empty text for one that always holds.

    The fields are those of ``scope.classes``.
    """
    match condition:
        case Test():
            return describe_test(condition, scope)
        case Some():
            return _some(condition, scope)
        case And(parts):
            return ("，且" if scope.is_chinese else " and ").join(_inner(part, scope) for part in parts)
        case Or(parts):
            return ("，或" if scope.is_chinese else " or ").join(_inner(part, scope) for part in parts)
        case Not(part):
            text = describe_condition(part, scope)
            return f"并非（{text}）" if scope.is_chinese else f"not ({text})"
        case Named(name):
            return _named(name, scope)
        case Has():
            return _has(condition, scope)
        case _:
            assert_never(condition)


def in_brackets(condition: Condition, scope: Scope) -> str:
    """Say a condition in brackets, behind a noun; nothing for one that always holds."""
    text = describe_condition(condition, scope)
    if not text:
        return ""
    return f"（{text}）" if scope.is_chinese else f" ({text})"


def described(classes: Sequence[str], where: Condition, scope: Scope, *, many: bool = False) -> str:
    """Say facts of some classes that meet a condition: 家访（地点为家中）, committee meetings."""
    noun, rest = kind_noun(classes, where, scope, many=many)
    return noun + in_brackets(rest, scope.of(*classes))


def _inner(part: Condition, scope: Scope) -> str:
    text = describe_condition(part, scope)
    if isinstance(part, Or | And) and len(part.parts) > 1:
        return f"（{text}）" if scope.is_chinese else f"({text})"
    return text


def _named(name: str, scope: Scope) -> str:
    title = scope.titles.get(name)
    word = spaced(name) if title is None else title.get(scope.language)
    return f"属于{word}" if scope.is_chinese else f"is {article(word)} {word}"


def _some(condition: Some, scope: Scope) -> str:
    infos = path_infos(scope.classes, (condition.path,))
    word = field_word(scope.classes, (condition.path,), scope.language)
    targets = condition.of or (infos[0].targets if infos[0] else ())
    text = describe_condition(condition.where, scope.of(*targets))
    if condition.of:
        text = described(condition.of, condition.where, scope)
        every = condition.every
        if scope.is_chinese:
            return f"{word}中的{'每一项都是' if every else '有'}{text}"
        return (
            f"every one of the {word} is {article(text)} {text}" if every else f"{word} include {article(text)} {text}"
        )
    if scope.is_chinese:
        return f"{word}均满足（{text}）" if condition.every else f"{word}中有满足（{text}）者"
    return f"every one of the {word} meets ({text})" if condition.every else f"one of the {word} meets ({text})"


def _has(condition: Has, scope: Scope) -> str:
    text = described((condition.of,), condition.where, scope)
    return f"有{text}" if scope.is_chinese else f"has {article(text)} {text}"


def describe_test(test: Test, scope: Scope) -> str:
    """Say one question put to one field: 地点为家中, place is home."""
    infos = path_infos(scope.classes, test.path)
    field = field_word(scope.classes, test.path, scope.language)
    if test.op == "is":
        return _flag(field, scope, holds=bool(test.values[0]))
    values = [value_word(value, infos[-1], scope) for value in test.values]
    phrase = _PHRASES[test.op][(0 if scope.is_chinese else 2) + _is_otherwise(test, infos)]
    one, all_ = (joined(values, scope.language, by) for by in ("or", "and"))
    verb, verb_not = ("include", "do not") if field.endswith("s") else ("includes", "does not")
    return phrase.format(field=field, one=one, all=all_, verb=verb, verb_not=verb_not)


def value_word(value: Value, info: FieldInfo | None, scope: Scope) -> str:
    """Say a value: a term by its word, a reference by what it means, a span, a number."""
    match value:
        case Reference():
            return reference_word(value, scope)
        case Span():
            return value.describe(scope.language)
        case bool():
            return str(value).lower()
        case int() | Fraction():
            return number_word(value)
        case str() if value in _DAYTIMES and (info is None or is_time(info)):
            return _DAYTIMES[value] if scope.is_chinese else spaced(value)
        case str():
            return term_word(info, value, scope.language)
        case _:
            assert_never(value)


_PHRASES: Mapping[Op, tuple[str, str, str, str]] = MappingProxyType(
    {
        "any_of": ("{field}为{one}", "{field}包括{one}", "{field} is {one}", "{field} {verb} {one}"),
        "all_of": ("{field}包括{all}", "{field}包括{all}", "{field} {verb} {all}", "{field} {verb} {all}"),
        "none_of": (
            "{field}不是{one}",
            "{field}不包括{one}",
            "{field} is not {one}",
            "{field} {verb_not} include {one}",
        ),
        "at_least": ("{field}不少于{one}", "{field}不早于{one}", "{field} at least {one}", "{field} not before {one}"),
        "at_most": ("{field}不超过{one}", "{field}不晚于{one}", "{field} at most {one}", "{field} no later than {one}"),
        "above": ("{field}大于{one}", "{field}晚于{one}", "{field} above {one}", "{field} after {one}"),
        "below": ("{field}小于{one}", "{field}早于{one}", "{field} below {one}", "{field} before {one}"),
        "filled": ("{field}已填写", "{field}未填写", "{field} filled", "{field} not filled"),
        "during": ("{field}在{one}", "{field}在{one}", "{field} in {one}", "{field} in {one}"),
        "lasts_at_least": ("{field}不短于{one}", "{field}不短于{one}", "{field} ≥ {one}", "{field} ≥ {one}"),
        "lasts_at_most": ("{field}不长于{one}", "{field}不长于{one}", "{field} ≤ {one}", "{field} ≤ {one}"),
    }
)
"""How an operation is said in Chinese and in English: of a field with one value or a number, and otherwise.

Otherwise: of a field with several values, of a time, of one that must be empty.
"""


def _is_otherwise(test: Test, infos: Sequence[FieldInfo | None]) -> bool:
    match test.op:
        case "any_of" | "none_of":
            return any(holds_several(info) for info in infos)
        case "filled":
            return not test.values[0]
        case _:
            return is_time(infos[-1])


def _flag(field: str, scope: Scope, *, holds: bool) -> str:
    if holds:
        return field
    if not scope.is_chinese:
        return f"not {field}"
    if field.startswith("已"):
        return f"未{field[1:]}"
    return f"没{field}" if field.startswith("有") else f"非「{field}」"


def with_link(where: Condition, link: str, link_to: str | None) -> Condition:
    """Return what is asked of a fact together with by which field it is tied to the subject, if not by `concerns`."""
    if link == "concerns":
        return where
    tie = Test((link,), "any_of", (Reference("subject", () if link_to is None else (link_to,)),))
    return And((*_parts(where), tie)) if where != TRUE else tie


def described_part(condition: Condition, name: str, scope: Scope) -> str | None:
    """Say the parts of a condition that are of a kind (``or``, ``not``, ``has``) and not of one field.

    None where `name` names no such kind: it is a field then.
    """
    if name not in _KINDS:
        return None
    asked = [part for part in _parts(condition) if type(part).__name__.lower() == name]
    return ("；" if scope.is_chinese else "; ").join(describe_condition(part, scope) for part in asked)


_KINDS = frozenset(kind.__name__.lower() for kind in (Or, Not, Has))


def describe_failure(condition: Condition, path: str, scope: Scope) -> str:
    """Say that what a condition asks of one field does not hold: 地点不是家中, place is not home.

    Where the field is asked about in no simple way, what was asked of it is said instead.
    """
    whole = described_part(condition, path, scope)
    if whole is not None:
        asked_for = f"（要求：{whole}）" if scope.is_chinese else f" (asked: {whole})"
        return ("不符合要求" if scope.is_chinese else "not as asked") + (asked_for if whole else "")
    asked = [part for part in _parts(condition) if _asks(part, path)]
    if len(asked) == 1 and isinstance(asked[0], Test) and asked[0].op in ("any_of", "none_of", "is"):
        return describe_test(_opposite(asked[0]), scope)
    field = field_word(scope.classes, path.split("."), scope.language)
    text = ("；" if scope.is_chinese else "; ").join(describe_condition(part, scope) for part in asked)
    if scope.is_chinese:
        return f"{field}不符合要求" + (f"（要求：{text}）" if text else "")
    return f"{field} is not as asked" + (f" (asked: {text})" if text else "")


def _parts(condition: Condition) -> list[Condition]:
    if isinstance(condition, And):
        return [inner for part in condition.parts for inner in _parts(part)]
    return [condition]


def _asks(part: Condition, path: str) -> bool:
    match part:
        case Test():
            return path in (".".join(part.path), part.path[0])
        case Some():
            return part.path == path.split(".", maxsplit=1)[0]
        case Or(parts) | And(parts):
            return any(_asks(inner, path) for inner in parts)
        case Not(inner):
            return _asks(inner, path)
        case Named(of) | Has(of):
            return of == path
        case _:
            assert_never(part)


def _opposite(test: Test) -> Test:
    match test.op:
        case "any_of":
            return Test(test.path, "none_of", test.values)
        case "none_of":
            return Test(test.path, "any_of", test.values)
        case _:
            return Test(test.path, test.op, (not test.values[0],))
