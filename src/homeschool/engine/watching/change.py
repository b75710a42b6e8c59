"""What changed between what was found before and what is found now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from homeschool.engine.evaluate import latent_of, order
from homeschool.engine.findings import Latent
from homeschool.engine.make import Maker
from homeschool.engine.watching.kept import Item
from homeschool.policy.finding import Finding


@attrs.frozen(eq=False, repr=False, slots=False)
class Change:
    """A finding that came, changed or went; what was found is put together when somebody looks.

    Args:
        was: what was found, not yet put together; None where there was nothing.
        is_now: what is found now; None where there is nothing any more.
        because: the ids of the records that made the change; none: the clock alone did.
    """

    was: Latent | None
    is_now: Latent | None
    because: tuple[str, ...] = ()

    @cached_property
    def before(self) -> Finding | None:
        """What was found; None where there was nothing."""
        return None if self.was is None else self.was[1](self.was)

    @cached_property
    def after(self) -> Finding | None:
        """What is found now; None where there is nothing any more."""
        return None if self.is_now is None else self.is_now[1](self.is_now)

    @property
    def id(self) -> str:
        """The finding's id."""
        finding = self.after or self.before
        assert finding is not None
        return finding.id

    @property
    def is_of_status(self) -> bool:
        """Whether the status changed, and not only what it rests on."""
        return self.was is None or self.is_now is None or self.was[0] is not self.is_now[0]

    def __eq__(self, other: object) -> bool:
        """Tell whether another change is the same: the findings before and after, and what made it."""
        if not isinstance(other, Change):
            return NotImplemented
        return (self.before, self.after, self.because) == (other.before, other.after, other.because)

    def __hash__(self) -> int:
        """Hash by the finding and what made the change."""
        return hash((self.id, self.because))

    def __repr__(self) -> str:
        """Say which finding changed, and its status before and after."""
        before, after = (None if one is None else one[0].value for one in (self.was, self.is_now))
        return f"<Change of {self.id}: {before} to {after}>"


def told(maker: Maker, before: Item, after: Item, because: tuple[str, ...]) -> Iterable[Change]:
    """Return what changed between what was found of the same duties; none of it is put together where that can be."""
    if before.duty is None:
        return [Change(None, latent_of(maker, one), because) for one in after.found]
    if before.says_as(after):
        return ()
    was, is_now = before.found, after.found
    if len(was) == len(is_now) == 1 and (before.duty is after.duty or order(was[0]) == order(is_now[0])):
        return (Change(latent_of(maker, was[0]), latent_of(maker, is_now[0]), because),)
    old, new = (_by_id([latent_of(maker, one) for one in found]) for found in (was, is_now))
    changes = [Change(old.get(key), new.get(key), because) for key in dict.fromkeys((*old, *new))]
    return [change for change in changes if change.before != change.after]


def _by_id(found: Iterable[Latent]) -> Mapping[tuple[str, int], Latent]:
    """Return findings by their ids; those that share one are counted."""
    by_id: dict[tuple[str, int], Latent] = {}
    numbers: Counter[str] = Counter()
    for one in found:
        id_ = one[1](one).id
        by_id[id_, numbers[id_]] = one
        numbers[id_] += 1
    return by_id
