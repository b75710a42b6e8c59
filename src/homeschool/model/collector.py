"""Sparing the garbage collector a walk over records that it cannot free anyway."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, if it runs, while very many objects are made that stay.

    Records make no cycles, yet each time their number has grown by a quarter the collector walks over all of them:
    of the time that reading 96,000 records takes that is two fifths.  Afterwards it walks over what was made as usual.
    To freeze it and thaw it at once would spare that too, but then the collector takes no account of it: what makes
    cycles would never be freed.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
