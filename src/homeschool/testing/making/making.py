"""One school in the making: what it is made from, what is to go wrong in it, and what could not be kept."""

from collections.abc import Iterator
from typing import Any

import attrs

from homeschool.model.clock import NEVER, Bounds, Micros
from homeschool.policy import Norm
from homeschool.testing.making.asking import Context, Truth, truth
from homeschool.testing.making.book import Book
from homeschool.testing.making.choices import Choices
from homeschool.testing.making.world import World, life


@attrs.frozen
class Duty:
    """What a norm asks of a subject within ``[start, stop)``, once; of a share, perhaps for one `member` of it."""

    norm: Norm
    subject: str
    start: Micros
    stop: Micros
    trigger: Any = attrs.field(default=None, repr=False)
    is_standing: bool = False
    member: str | None = None

    @property
    def whom(self) -> str:
        """The id that facts must name: the subject's, or that of a member of it."""
        return self.member or self.subject


@attrs.frozen
class Gap:
    """The one duty that is to be breached.

    Args:
        duty: the duty.
        allowed: at most so many facts may count for it.
        withheld: a value that none of them may give.
        members: members whom none of them may name.
    """

    duty: Duty
    allowed: int = 0
    withheld: Any = None
    members: frozenset[str] = frozenset()


@attrs.define(eq=False)
class Making:
    """A school in the making.

    Args:
        book: the norms.
        world: the records so far.
        choices: what is chosen where there is a choice.
        as_of: the moment by which everything has happened; later facts are left out.
        gap: the duty that must not be met.
        lifted: the ids of the norms that the fact being made may break.
        fallen: duties that could not be met.
        forbidding: the ids of norms that forbid what had to happen for another one to be breached.
        patterns: what facts said that were made for such a duty before.
    """

    book: Book
    world: World
    choices: Choices
    as_of: Micros = NEVER
    gap: Gap | None = None
    lifted: frozenset[str] = frozenset()
    fallen: list[Duty] = attrs.field(factory=list)
    forbidding: frozenset[str] = frozenset()
    patterns: dict[tuple[Any, ...], dict[str, Any]] = attrs.field(factory=dict)

    def context(self, subject: str, trigger: Any = None) -> Context:
        """Return what conditions about a subject may refer to."""
        return Context(subject, self.book.definitions, trigger)

    def subjects(self, norm: Norm) -> list[Any]:
        """Return the records that a norm may be about."""
        return self.world.of(norm.subject)

    def applies(self, norm: Norm, subject: str, at: Micros) -> Truth:
        """Tell whether a norm applies to a subject at a moment."""
        entity = self.world.records[subject]
        return truth(self.world, self.context(subject), norm.applies_to, entity, at)

    def lives(self, norm: Norm) -> Iterator[tuple[Any, Bounds]]:
        """Yield the subjects of a norm, each with the time it is there."""
        for entity in list(self.subjects(norm)):
            yield entity, life(self.world, entity)

    def new_id(self, class_name: str) -> str:
        """Return an id that no record has yet."""
        return f"{class_name.replace('_', '-')}-{self.world.size()}"

    def fallen_norms(self) -> frozenset[str]:
        """Return the ids of the norms of which a duty could not be met, and that do apply as things have come to be.

        With them go those that forbid what had to happen.
        """
        return self.forbidding.union(duty.norm.id for duty in self.fallen if self._is_owed(duty))

    def _is_owed(self, duty: Duty) -> bool:
        moments = {duty.start, duty.stop - 1, *(() if duty.trigger is None else self.world.span(duty.trigger)[:1])}
        return any(self.applies(duty.norm, duty.subject, at) is not False for at in moments)

    def is_the_gap(self, duty: Duty) -> bool:
        """Tell whether a duty is the one that is not to be met."""
        return self.gap is not None and _overlaps(self.gap.duty, duty)


def _overlaps(one: Duty, other: Duty) -> bool:
    same_trigger = getattr(one.trigger, "id", None) == getattr(other.trigger, "id", None)
    same = one.norm.id == other.norm.id and one.subject == other.subject and same_trigger
    return same and one.start < other.stop and other.start < one.stop
