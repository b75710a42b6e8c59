"""Sparing the garbage collector a walk over records that it cannot free anyway."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused(*, ages: bool = True) -> Iterator[None]:
    """Pause the garbage collector, if it runs, while very many objects are made that stay.

    Records make no cycles, yet each time their number has grown by a quarter the collector walks over all of them:
    of the time that reading 96,000 records takes that is two fifths.  Nor does it walk over them afterwards: they count
    as old at once, as do all objects that are young then.  Where a host has frozen objects they stay frozen, and the
    new ones are looked at as usual.

    Args:
        ages: whether all that was made counts as old at once.  To find out whether objects are frozen takes a walk over
            those, which is too much for a step that is often taken.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if ages and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()
