"""What to tell of duties that were looked at anew: mostly nothing, or that one finding came or changed."""

from collections.abc import Iterable

from homeschool.engine.evaluate import latent_of, order
from homeschool.engine.make import Maker
from homeschool.engine.watching.change import Change, changes_of
from homeschool.engine.watching.kept import Item


def told(maker: Maker, before: Item, after: Item, because: tuple[str, ...]) -> Iterable[Change]:
    """Return what changed between what was found of the same duties; none of it is put together where that can be."""
    was, is_now = before.found, after.found
    if not was:
        return [Change(None, latent_of(maker, one), because) for one in is_now]
    if before.mark == after.mark:
        return ()
    if len(was) == len(is_now) == 1 and order(was[0]) == order(is_now[0]):
        return (Change(latent_of(maker, was[0]), latent_of(maker, is_now[0]), because),)
    return changes_of(maker, before, after, because)
