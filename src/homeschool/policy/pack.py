"""Packs: the norms of one document, with its definitions and its provenance."""

from collections.abc import Mapping
from typing import Literal, get_args

import attrs

from homeschool.calendar import Interval
from homeschool.errors import UnknownIdError
from homeschool.model.fields import near
from homeschool.policy.condition import Condition
from homeschool.policy.norm import Bilingual, Norm

Force = Literal["law", "regulation", "plan", "recommendation"]
FORCES: tuple[Force, ...] = get_args(Force)


@attrs.frozen
class Definition:
    """A named condition on a subject at a time, with the words that people read for it."""

    name: str
    title: Bilingual
    subject: str
    condition: Condition


@attrs.frozen
class Pack:
    """The norms of one document, or of an overlay on one.

    >>> from homeschool import Pack, load_pack
    >>> from homeschool.policy import Bilingual
    >>> title = Bilingual("示例小学办法", "Rules of Example Primary School")
    >>> Pack("my-school", title, load_pack("work-system").norms).norm("mechanism-sound").modality
    'obligation'

    Args:
        id: the pack's id, in lower case with hyphens.
        title: the document's title.
        issuer: who issued it.
        jurisdiction: where it holds.
        version: the version of this encoding.
        force: law, regulation, plan or recommendation.
        in_force: when the document is in force; None: always.
        source: where its text was taken from.
        norms: the norms in the order of the document; after a dated change a norm stands once for each wording.
        definitions: the named conditions.
        digest: a short hash of the pack's content, empty for a pack made in Python.
    """

    id: str
    title: Bilingual
    norms: tuple[Norm, ...]
    issuer: str = ""
    jurisdiction: str = ""
    version: str = "1"
    force: Force = "regulation"
    in_force: Interval | None = None
    source: str = ""
    definitions: Mapping[str, Definition] = attrs.field(factory=dict, hash=False)
    extends: tuple[str, ...] = ()
    digest: str = ""

    def norm(self, slug: str) -> Norm:
        """Return the norm with a slug or full id in its latest wording; raise `UnknownIdError` where there is none."""
        found = [norm for norm in self.norms if slug in (norm.slug, norm.id)]
        if not found:
            hint = near(slug, [norm.slug for norm in self.norms])
            message = f"pack `{self.id}` has no norm `{slug}`{hint}"
            raise UnknownIdError(message)
        return found[-1]
