"""What of a sentence depends on the norm alone, worked out once for each norm and language."""

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType

import attrs

from homeschool.calendar import Language, Span, period_kind_name
from homeschool.policy.condition import TRUE, Condition, Reference
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.timing import Before, Every, Rolling, Upon
from homeschool.report.describe_requirement import counted_classes, describe_requirement
from homeschool.report.describe_timing import describe_timing, triggers_of
from homeschool.report.words import Scope, class_word, counter, role_word, spaced

LONG = 80
"""How many characters of what is owed are said a second time."""
_PARTS = MappingProxyType(
    {
        "timing.within": ("期限", "the time allowed"),
        "timing.until": ("期限", "the time allowed"),
        "timing.ahead": ("提前的时间", "how long ahead"),
        "timing.no_earlier_than": ("最早时间", "how early"),
        "timing.every": ("周期", "the period"),
        "timing.rolling": ("间隔", "the interval"),
        "timing.tolerance": ("容许的空缺时间", "the gap that is tolerated"),
        "timing.upon": ("起算事件", "what sets it off"),
        "timing.before": ("起算事件", "what sets it off"),
        "timing.at": ("起算事件", "what sets it off"),
        "timing": ("时间要求", "the time asked"),
        "requires.at_least": ("数量", "the number"),
        "requires.at_most": ("数量", "the number"),
        "requires.exactly": ("数量", "the number"),
        "requires.share": ("比例", "the share"),
        "requires.values": ("所含各项", "the items"),
        "requires.where": ("对记录的要求", "what is asked of the records"),
        "requires": ("应做的内容", "what is asked"),
        "bearer": ("责任人", "the bearer"),
        "subject": ("对象", "the subject"),
        "applies_to": ("适用范围", "whom it applies to"),
        "modality": ("性质", "the modality"),
    }
)
_TEXTS = MappingProxyType(
    {
        "quoted": ("条文据他处引用", "text as quoted elsewhere"),
        "restated": ("条文据转述", "text known from a summary"),
        "unverified": ("条文未经核实", "text not verified"),
    }
)


def part_word(path: str, language: Language) -> str:
    """Return what a part of a norm (``timing.within``) is called, or the nearest part above it that has a word."""
    name = path
    while name not in _PARTS and "." in name:
        name = name.rpartition(".")[0]
    words = _PARTS.get(name)
    if words is None:
        return path
    return words[0] if language == "zh" else words[1]


@attrs.define(slots=False, eq=False)
class NormWords:
    """A norm's own words in one language.

    Args:
        norm: the norm.
        language: ``zh`` or ``en``.
        titles: what the definitions of its pack are called.
        at_once: how long "at once" is taken to be in this evaluation; None: not said.
    """

    norm: Norm
    language: Language
    titles: Mapping[str, Bilingual] = attrs.field(factory=dict)
    at_once: Span | None = None
    _said: dict[tuple[str, ...], str] = attrs.field(factory=dict, init=False, repr=False)

    def recall(self, key: tuple[str, ...], say: Callable[[], str]) -> str:
        """Return a phrase that depends on the norm and the key alone, worked out once."""
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = say()
        return found

    def say(self, zh: str, en: str) -> str:
        """Return the text in the words' language."""
        return zh if self.language == "zh" else en

    @cached_property
    def scope(self) -> Scope:
        """Where the norm's phrases stand: its fields are those of the facts that it counts."""
        bare = Scope(self.language, (), self.norm.subject, triggers_of(self.norm), self.titles)
        of = self.norm.requirement.of if self.norm.requirement else ()
        return bare.of(*counted_classes(of, bare))

    @cached_property
    def owed(self) -> str:
        """When and what the norm asks."""
        when = "" if self.norm.timing is None else describe_timing(self.norm.timing, self.scope)
        return self.say(f"{when}，{self.what}", f"{when}: {self.what}")

    @cached_property
    def what(self) -> str:
        """What the norm asks."""
        return "" if self.norm.requirement is None else describe_requirement(self.norm.requirement, self.scope)

    @cached_property
    def task(self) -> str:
        """What the norm asks, where it has been said before: in full if short."""
        return self.what if len(self.what) <= LONG else self.say("上述应做事项", "what is owed as said above")

    @cached_property
    def where(self) -> Condition:
        """What the norm asks of each fact."""
        return TRUE if self.norm.requirement is None else self.norm.requirement.where

    @cached_property
    def unit(self) -> str:
        """The measure word of what is counted, with its space; English has none."""
        classes = self.scope.classes
        return f" {counter(classes[0] if classes else '')}" if self.language == "zh" else ""

    @cached_property
    def period(self) -> str | None:
        """What the whole period is called whose end is the deadline; None where the deadline is another."""
        timing = self.norm.timing
        if isinstance(timing, Every) and timing.within is None:
            return period_kind_name(timing.period, self.language)
        return None

    @cached_property
    def subject(self) -> str:
        """What the norm's subjects are called."""
        return class_word(self.norm.subject, self.language)

    @cached_property
    def trigger(self) -> str:
        """What the facts are called that set the norm off."""
        return class_word(self.scope.triggers[0], self.language) if len(self.scope.triggers) == 1 else ""

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Who bears the norm, by role."""
        return tuple(role_word(who, self.scope) for who in self.norm.bearer.who)

    def role(self, name: str) -> str:
        """Return what a role is called, or a reference to people as text (``trigger.leaders``)."""
        root, *path = name.split(".")
        if root in ("subject", "trigger", "bearer"):
            return role_word(Reference(root, tuple(path)), self.scope)  # type: ignore[arg-type]
        return role_word(name, self.scope)

    @cached_property
    def citation(self) -> str:
        """The clause, and how sure its text is."""
        cited = self.norm.citation
        known = _TEXTS.get(cited.text)
        sure = "" if known is None else self.say(f"（{known[0]}）", f" ({known[1]})")
        return cited.describe(self.language) + sure

    @cached_property
    def last_lines(self) -> tuple[str, ...]:
        """What is a reading and not in the text, what may excuse, what follows, and what an overlay changed."""
        return (*self._readings(), *self._excuses(), *self._consequences(), *self._amendments())

    def _excuses(self) -> list[str]:
        lines = []
        if not self.norm.is_waivable:
            lines.append(self.say("豁免：本条不得豁免。", "Waiver: nobody may waive this norm."))
        if self.norm.unless_documented:
            lines.append(
                self.say("说明理由：可在起因记录上说明理由后不做。", "Reason: one recorded on what set it off excuses.")
            )
        return lines

    def _readings(self) -> list[str]:
        lines = []
        parts = list(dict.fromkeys(part_word(path, self.language) for path in self.norm.assumed))
        if parts:
            zh = "、".join(f"「{part}」" for part in parts)
            lines.append(
                self.say(
                    f"读法：{zh}为本规则包的解读，文件没有写明{self._note('（{}）')}。",
                    f"Reading: {' and '.join(parts)} is this pack's reading and not in the text{self._note(' ({})')}.",
                )
            )
        if self.at_once is not None and self._is_at_once:
            span = self.at_once.describe(self.language)
            lines.append(self.say(f"读法：「立即」按{span}计。", f'Reading: "at once" is taken as {span}.'))
        return lines

    def _note(self, form: str) -> str:
        """Return why the reading is what it is, in brackets; nothing where the pack does not say."""
        note = self.norm.note
        return "" if note is None else form.format(note.get(self.language).rstrip(".。"))

    def _consequences(self) -> list[str]:
        found = self.norm.consequence
        if found is None:
            return []
        text = found.get(self.language).rstrip(".。")
        return [self.say(f"后果：文件规定，{text}。", f"Consequence named by the document: {text}.")]

    @property
    def _is_at_once(self) -> bool:
        match self.norm.timing:
            case Upon(within=span) | Before(ahead=span) | Every(within=span) | Rolling(span):
                return span is not None and span.unit == "at_once"
            case _:
                return False

    def _amendments(self) -> list[str]:
        return [
            self.say(
                f"修改：本条经 {found.pack} 修改（{'、'.join(found.fields)}）：{found.reason}",
                f"Amended by {found.pack} ({', '.join(spaced(name) for name in found.fields)}): {found.reason}",
            )
            for found in self.norm.amendments
        ]
