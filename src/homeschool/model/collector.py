"""Sparing the garbage collector a walk over records that it cannot free anyway."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


class Host:
    """What was found out about the process: whether it has ever frozen objects (`gc.freeze`)."""

    has_frozen = False

    @classmethod
    def keeps_nothing_frozen(cls) -> bool:
        """Tell whether nothing is frozen; of a process that once froze something it is not asked again.

        To ask takes a walk over all that is frozen, which is too much for what is done often.
        """
        cls.has_frozen = cls.has_frozen or gc.get_freeze_count() > 0
        return not cls.has_frozen


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, if it runs, while very many objects are made that stay.

    Records make no cycles, yet each time their number has grown by a quarter the collector walks over all of them:
    of the time that reading 96,000 records takes that is two fifths.  Nor does it walk over them afterwards: they count
    as old at once, as do all objects that are young then.  Where a host has frozen objects they stay frozen, and the
    new ones are looked at as usual.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if Host.keeps_nothing_frozen():
            gc.freeze()
            gc.unfreeze()
        gc.enable()
