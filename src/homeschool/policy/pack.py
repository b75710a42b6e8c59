"""Packs: the norms of one document, with its definitions and its provenance."""

from collections.abc import Mapping
from typing import Literal, get_args

import attrs

from homeschool.calendar import Interval
from homeschool.errors import InvalidValueError, UnknownIdError
from homeschool.model.fields import near
from homeschool.policy.condition import Condition
from homeschool.policy.norm import Bilingual, Norm

Force = Literal["law", "regulation", "plan", "recommendation"]
FORCES: tuple[Force, ...] = get_args(Force)


@attrs.frozen
class Variant:
    """Another way to define a name, which a host may follow instead: another form or document counts otherwise."""

    name: str
    title: Bilingual
    condition: Condition


@attrs.frozen
class Definition:
    """A named condition on a subject at a time, with the words that people read for it.

    Args:
        name: what norms call it.
        title: what people read.
        subject: the kind of subject that it is asked of.
        condition: what is asked, unless the register follows one of the variants.
        variants: other ways to define it.
    """

    name: str
    title: Bilingual
    subject: str
    condition: Condition
    variants: tuple[Variant, ...] = ()

    def following(self, name: str) -> "Definition":
        """Return the definition as one of its variants has it; raise `InvalidValueError` where there is none."""
        for variant in self.variants:
            if variant.name == name:
                return attrs.evolve(self, title=variant.title, condition=variant.condition)
        known = [variant.name for variant in self.variants]
        message = f"follows.{self.name}: expected one of {', '.join(known)}, not `{name}`{near(name, known)}"
        raise InvalidValueError(message)


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

    @property
    def is_set(self) -> bool:
        """Whether it selects norms of other packs, some of them just as they stand, and adds none of its own."""
        changed = (any(one.pack == self.id for one in norm.amendments) for norm in self.norms)
        return all(norm.pack != self.id for norm in self.norms) and not all(changed)

    def following(self, follows: Mapping[str, str]) -> "Pack":
        """Return the pack with those variants of its definitions that a register follows, by the definitions' names.

        Raises:
            InvalidValueError: a definition has no such variant; or a name is nearly that of a definition with variants.
        """
        varied = {name.rpartition(".")[2]: name for name, found in self.definitions.items() if found.variants}
        chosen = dict(self.definitions)
        for name, variant in follows.items():
            if name in varied:
                chosen[varied[name]] = chosen[varied[name]].following(variant)
            elif near(name, varied):
                message = f"follows: no definition `{name}`{near(name, varied)}"
                raise InvalidValueError(message)
        return attrs.evolve(self, definitions=chosen) if follows else self

    def norm(self, slug: str) -> Norm:
        """Return the norm with a slug or full id in its latest wording; raise `UnknownIdError` where there is none."""
        found = [norm for norm in self.norms if slug in (norm.slug, norm.id)]
        if not found:
            hint = near(slug, [norm.slug for norm in self.norms])
            message = f"pack `{self.id}` has no norm `{slug}`{hint}"
            raise UnknownIdError(message)
        return found[-1]
