"""Facts of some classes that meet a condition, as a noun: 家委会会议, home visits (place is home)."""

from collections.abc import Sequence

from homeschool.policy.condition import And, Condition, Test
from homeschool.report.words import (
    Scope,
    class_word,
    classes_word,
    field_info,
    joined,
    plural,
    term_word,
)

KIND = ("kind",)
_NEEDS_CLASS = frozenset({"notice", "feedback"})
"""Classes whose kinds say what they are about and not what they are: 停课 is no notice, 停课通知 is."""


def kind_noun(classes: Sequence[str], where: Condition, scope: Scope, *, many: bool) -> tuple[str, Condition]:
    """Return what facts of some classes are called, and what else a condition asks of them.

    Where a condition asks for a kind, the kind is the noun; `many` asks for the English plural.
    """
    kinds, rest = _split(where)
    if not kinds or len(classes) != 1:
        if scope.is_chinese or not many:
            return classes_word(classes, scope.language), where
        return joined([plural(class_word(name, "en")) for name in classes], "en", "or"), where
    info = field_info(classes, "kind")
    words = joined([term_word(info, kind, scope.language) for kind in kinds], scope.language, "or")
    noun = _zh(words, classes[0], len(kinds)) if scope.is_chinese else _en(words, classes[0], many=many)
    return noun, rest


def _split(where: Condition) -> tuple[tuple[str, ...], Condition]:
    parts = where.parts if isinstance(where, And) else (where,)
    for part in parts:
        if isinstance(part, Test) and part.path == KIND and part.op == "any_of":
            values = tuple(value for value in part.values if isinstance(value, str))
            rest = tuple(other for other in parts if other is not part)
            if len(values) == len(part.values):
                return values, rest[0] if len(rest) == 1 else And(rest)
    return (), where


def _zh(words: str, name: str, count: int) -> str:
    word = class_word(name, "zh")
    if name not in _NEEDS_CLASS or words.endswith(word):
        return words
    return f"{words}{'的' if count > 1 else ''}{word}"


def _en(words: str, name: str, *, many: bool) -> str:
    word = class_word(name, "en")
    noun = words if words.endswith(word) else f"{words} {word}"
    return plural(noun) if many else noun
