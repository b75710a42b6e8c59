"""Norms: one clause of one document, as data."""

from collections.abc import Mapping
from typing import Literal, get_args

import attrs

from homeschool.calendar import Interval
from homeschool.policy.condition import TRUE, Condition, Reference
from homeschool.policy.requirement import Requirement
from homeschool.policy.timing import Timing

Modality = Literal["obligation", "prohibition", "permission", "power", "definition", "declaration"]
MODALITIES: tuple[Modality, ...] = get_args(Modality)
Text = Literal["verbatim", "quoted", "restated", "unverified"]
TEXTS: tuple[Text, ...] = get_args(Text)
SUBJECT_KINDS = (
    "school",
    "grade",
    "school_class",
    "student",
    "guardian",
    "guardianship",
    "staff",
    "appointment",
    "partner",
    "committee",
    "seat",
)


@attrs.frozen
class Bilingual:
    """A text in Chinese and in English."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        """Return the text in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en

    @classmethod
    def of(cls, text: "str | Bilingual") -> "Bilingual":
        """Return a text in both languages; one that is given in one language only stands for both."""
        return cls(text, text) if isinstance(text, str) else text


def _words(text: str | Bilingual | None) -> Bilingual | None:
    return None if text is None else Bilingual.of(text)


@attrs.frozen
class Citation:
    """Where a norm stands: the document, the place in it, and how sure its text is.

    `text` is ``verbatim`` where the document itself was seen, ``quoted`` where the clause was seen quoted elsewhere,
    ``restated`` where only a summary was seen, ``unverified`` where none of these.
    """

    document: Bilingual
    clause: str
    text: Text = "verbatim"

    def describe(self, language: str) -> str:
        """Return the citation for readers of ``zh`` or ``en``."""
        if language == "zh":
            return f"《{self.document.zh}》{self.clause}"
        return f"{self.document.en}, {self.clause}"


@attrs.frozen
class Bearer:
    """Who owes: roles towards the subject, or references to people; all of them jointly, or `each` for itself."""

    who: tuple[str | Reference, ...]
    each: bool = False


@attrs.frozen
class Amendment:
    """A change that an overlay made to a norm: which pack, why, from which day, and which fields."""

    pack: str
    reason: str
    fields: tuple[str, ...]


@attrs.frozen
class Norm:
    """For each subject it applies to, at each timing, the bearer owes a requirement, because a clause says so.

    A norm without a timing and requirement is listed and yields no duty (a definition, a permission, an aim).

    >>> from homeschool.policy import Norm
    >>> from homeschool.policy import Bilingual, Citation
    >>> title = Bilingual("示例小学家访办法", "Example Primary School: rules of home visits")
    >>> permission = Norm("my-school", "evening-visits", Citation(title, "第二条"), "permission", title)
    >>> permission.id, permission.is_checkable
    ('my-school.evening-visits', False)

    Args:
        pack: the id of its pack.
        slug: its id within the pack.
        citation: where it stands.
        modality: what kind of norm it is.
        title: what it says, in our own words.
        bearer: who owes it.
        subject: what it is about, one of `SUBJECT_KINDS`.
        applies_to: whom it applies to, asked of the subject at a time.
        timing: when it opens a duty.
        requirement: what is owed.
        assumed: the parts that are the pack author's reading and not in the text (``timing.within``).
        is_waivable: whether a waiver may excuse it.
        is_mandatory_report: whether an undetermined finding must be shown as loudly as a breach.
        unless_documented: whether a reason recorded on the trigger excuses it.
        same_as: full ids of norms in other packs that say the same.
        note: why the reading is what it is, and what the text leaves open.
        consequence: what the document itself says follows from a breach; None where it says nothing.
        unexpressed: why a checkable clause yields no duty; None for all others.
        in_force: when it is in force; half-open days.
        opens: when its present wording opens duties, within `in_force`; None for all of it.
        amendments: the changes made to it.
    """

    pack: str
    slug: str
    citation: Citation
    modality: Modality
    title: Bilingual
    bearer: Bearer = Bearer(())
    subject: str = "school"
    applies_to: Condition = TRUE
    timing: Timing | None = None
    requirement: Requirement | None = None
    assumed: tuple[str, ...] = ()
    is_waivable: bool = True
    is_mandatory_report: bool = False
    unless_documented: bool = False
    same_as: tuple[str, ...] = ()
    note: Bilingual | None = attrs.field(default=None, converter=_words)
    consequence: Bilingual | None = attrs.field(default=None, converter=_words)
    unexpressed: Bilingual | None = attrs.field(default=None, converter=_words)
    in_force: Interval | None = None
    opens: Interval | None = None
    amendments: tuple[Amendment, ...] = ()

    @property
    def id(self) -> str:
        """The full id: pack and slug."""
        return f"{self.pack}.{self.slug}"

    @property
    def is_checkable(self) -> bool:
        """Whether the norm yields duties."""
        return self.timing is not None and self.requirement is not None


Definitions = Mapping[str, Condition]
