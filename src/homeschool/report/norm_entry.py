"""One norm of a pack in words, as a list of lines in each language; what the terminal and the pages show."""

from collections.abc import Mapping
from types import MappingProxyType

from homeschool.calendar import Language
from homeschool.policy.norm import Modality, Norm
from homeschool.policy.pack import Pack
from homeschool.report.norm_words import NormWords

MODALITIES: Mapping[Modality, str] = MappingProxyType(
    {
        "obligation": "义务",
        "prohibition": "禁止",
        "permission": "允许",
        "power": "职权",
        "definition": "定义",
        "declaration": "宣示",
    }
)


_FORCES = MappingProxyType(
    {"law": "法律", "regulation": "制度、规定", "plan": "方案、计划", "recommendation": "建议、汇报"}
)


def force_word(pack: Pack) -> str:
    """Return in Chinese what force a document has."""
    return _FORCES[pack.force]


def modality_word(norm: Norm, language: Language) -> str:
    """Return what kind of norm it is."""
    return MODALITIES[norm.modality] if language == "zh" else norm.modality


def sentence(words: NormWords) -> str | None:
    """Return who owes what, for whom and when; None for a norm that yields no duty."""
    if not words.norm.is_checkable:
        return None
    who = words.say("、", ", ").join(words.roles)
    return words.say(f"{who}：对{words.subject}，{words.owed}", f"{who}, for each {words.subject}: {words.owed}")


def reading_lines(words: NormWords) -> tuple[str, ...]:
    """Return why a norm cannot be checked, what of it is a reading, what excuses and what follows; one line each."""
    unexpressed = words.norm.unexpressed
    if unexpressed is None:
        return words.last_lines
    reason = unexpressed.get(words.language)
    return (words.say(f"不能核查：{reason}", f"cannot be checked: {reason}"), *words.last_lines)
