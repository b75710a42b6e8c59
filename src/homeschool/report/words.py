"""Words: what classes, fields, terms, roles and numbers are called in Chinese and English."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from types import MappingProxyType

import attrs

from homeschool.calendar import PERIOD_KINDS, Language, period_kind_name
from homeschool.model.derived import all_fields
from homeschool.model.facts import ZH, fact_classes
from homeschool.model.fields import FieldInfo, Shape
from homeschool.model.vocabularies import ROLE
from homeschool.policy.condition import Reference
from homeschool.policy.norm import Bilingual

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MEMBERS_ZH = MappingProxyType(
    {
        "students": "学生",
        "guardians": "家长",
        "guardianships": "监护关系",
        "classes": "班级",
        "staff": "教职工",
        "seats": "席位",
    }
)
_COUNTERS = MappingProxyType({"receipt": "份", "notice": "份", "entry": "条", "seat": "席"})
_ENGLISH = MappingProxyType(
    {
        "about": "related records",
        "by": "person acting",
        "concerns": "persons concerned",
        "discovered_by": "finder",
        "to": "addressee",
        "whom": "person contacted",
    }
)
"""English words for fields whose name is none that stands as a noun."""
_INVARIABLE = frozenset({"staff", "feedback"})
_PEOPLE = frozenset({"student", "guardian", "staff", "partner"})


@attrs.frozen
class Scope:
    """Where a phrase stands: in which language, of which fact classes its fields are, and what its references mean.

    Args:
        language: ``zh`` or ``en``.
        classes: the fact classes whose fields are spoken of.
        subject: the kind of the norm's subject.
        triggers: the fact classes of the trigger; empty where there is none.
        titles: what the pack's definitions are called, by name.
    """

    language: Language
    classes: tuple[str, ...] = ()
    subject: str = "school"
    triggers: tuple[str, ...] = ()
    titles: Mapping[str, Bilingual] = attrs.field(factory=dict, hash=False)

    @property
    def is_chinese(self) -> bool:
        """Whether the phrase is Chinese."""
        return self.language == "zh"

    def of(self, *classes: str) -> "Scope":
        """Return the scope in which the fields of other fact classes are spoken of."""
        return attrs.evolve(self, classes=classes)


def spaced(name: str) -> str:
    """Return an identifier as English words."""
    return name.replace("_", " ")


@cache
def class_word(name: str, language: Language) -> str:
    """Return what a fact class, or a kind of period, is called."""
    for kind in PERIOD_KINDS:
        if kind == name:
            return period_kind_name(kind, language)
    return ZH.get(name, name) if language == "zh" else spaced(name)


def classes_word(names: Sequence[str], language: Language) -> str:
    """Return what one of several fact classes is called."""
    return joined([class_word(name, language) for name in names], language, "or")


def plural(word: str) -> str:
    """Return the plural of an English noun."""
    if word in _INVARIABLE or word.endswith("staff"):
        return word
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch")) else f"{word}s"


def article(word: str) -> str:
    """Return the English article of a noun."""
    return "an" if word[:1] in "aeiou" else "a"


def members_word(kind: str, language: Language) -> str:
    """Return what the members of a kind (students, seats) are called."""
    return _MEMBERS_ZH.get(kind, kind) if language == "zh" else spaced(kind)


def counter(name: str) -> str:
    """Return the Chinese measure word of a fact class."""
    if name in _PEOPLE:
        return "人"
    if name in _COUNTERS:
        return _COUNTERS[name]
    known = fact_classes().get(name)
    family = known.family if known else "relation"
    return {"event": "次", "instrument": "份"}.get(family, "个")


def joined(words: Iterable[str], language: Language, by: str = "and") -> str:
    """Join words by ``and`` or ``or``."""
    items = list(words)
    if len(items) < 2:  # noqa: PLR2004 - one word needs no joining
        return "".join(items)
    if language == "zh":
        return _joined_zh(items, by)
    return f"{', '.join(items[:-1])} {by} {items[-1]}"


def _joined_zh(items: list[str], by: str) -> str:
    if any("、" in item for item in items):
        items = [f"「{item}」" for item in items]
    if by == "and":
        return "、".join(items)
    return "或".join(items) if len(items) == 2 else f"{'、'.join(items)}之一"  # noqa: PLR2004 - one or the other


def number_word(number: Fraction | int) -> str:
    """Return an exact number: ``2`` or ``1/2``."""
    return str(number)


def field_info(classes: Iterable[str], name: str) -> FieldInfo | None:
    """Return the field of a name of the first class that has it, or of any class where none of them has."""
    known = fact_classes()
    for class_name in (*classes, *known):
        info = all_fields(class_name).get(name) if class_name in known else None
        if info is not None:
            return info
    return None


def path_infos(classes: Iterable[str], path: Sequence[str]) -> list[FieldInfo | None]:
    """Return the fields along a path; the second is looked up in the classes to which the first refers."""
    infos: list[FieldInfo | None] = []
    for name in path:
        info = field_info(classes, name)
        infos.append(info)
        classes = info.targets if info else ()
    return infos


def field_word(classes: Iterable[str], path: Sequence[str], language: Language) -> str:
    """Return what a field, or a path of fields, is called."""
    if language == "en":
        return " ".join(_owner_word(name, last=index == len(path) - 1) for index, name in enumerate(path))
    infos = path_infos(classes, path)
    return "的".join(name if info is None else info.zh for name, info in zip(path, infos, strict=True))


def _owner_word(name: str, *, last: bool) -> str:
    word = _ENGLISH.get(name) or spaced(name).removeprefix("is ")
    if last:
        return word
    return f"{word}'" if word.endswith("s") else f"{word}'s"


def term_word(info: FieldInfo | None, term: str, language: Language) -> str:
    """Return what a term of a field's vocabulary is called; an id stands for itself."""
    if info is None or info.vocabulary is None:
        return term
    return info.vocabulary.zh(term) if language == "zh" else spaced(term.removeprefix("x_"))


def holds_several(info: FieldInfo | None) -> bool:
    """Tell whether a field holds several values."""
    return info is not None and info.shape in {Shape.TERMS, Shape.REFS, Shape.CONCERNS}


def is_time(info: FieldInfo | None) -> bool:
    """Tell whether a field holds a day or an instant."""
    return info is not None and info.shape in {Shape.DAY, Shape.INSTANT, Shape.WHEN}


def role_word(who: str | Reference, scope: Scope) -> str:
    """Return what a role is called, or what a reference to people means."""
    if isinstance(who, Reference):
        return reference_word(who, scope)
    return ROLE.zh(who) if scope.is_chinese else spaced(who)


def reference_word(reference: Reference, scope: Scope) -> str:
    """Return what a reference means: ``trigger.leaders`` is 该活动的带队人."""
    classes = _root_classes(reference, scope)
    if reference.root == "bearer":
        root = "责任人" if scope.is_chinese else "the bearer"
    else:
        word = classes_word(classes, scope.language)
        if len(classes) > 1:
            word = "事项" if scope.is_chinese else "event"
        root = f"该{word}" if scope.is_chinese else f"the {word}"
    if not reference.path:
        return root
    field = field_word(classes, reference.path, scope.language)
    return f"{root}的{field}" if scope.is_chinese else f"the {field} of {root}"


def _root_classes(reference: Reference, scope: Scope) -> tuple[str, ...]:
    match reference.root:
        case "subject":
            return (scope.subject,)
        case "trigger":
            return scope.triggers
        case "bearer":
            return ("staff", "guardian", "partner", "school")


def id_list(ids: Iterable[str], language: Language, most: int = 8) -> str:
    """Return ids for people, at most `most` of them and the number of the rest."""
    items = list(ids)
    shown, rest = items[:most], len(items) - most
    text = ("、" if language == "zh" else ", ").join(shown)
    if rest <= 0:
        return text
    return f"{text} 等 {len(items)} 项" if language == "zh" else f"{text} and {rest} more"
