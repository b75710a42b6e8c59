"""The clock's turn: what becomes overdue at midnight must be found at midnight, though nobody asks."""

import logging
from collections.abc import Callable
from datetime import timedelta

from examples.host.database import StorageError
from examples.host.host import Host

LONGEST = timedelta(minutes=1)
"""A row that comes in while the timer sleeps may bring the next change nearer; so it never sleeps for longer."""

LOG = logging.getLogger(__name__)


def keep_time(host: Host, wait: Callable[[float], bool]) -> None:
    """Let the host see what the clock does, each time when something changes, until told to stop.

    Args:
        host: the host.
        wait: waits for so many seconds, and returns whether to stop, as `threading.Event.wait` does.
    """
    pause = timedelta(0)
    while not wait(pause.total_seconds()):
        pause = min(LONGEST, _tick(host))


def _tick(host: Host) -> timedelta:
    try:
        following = host.tick()
    except StorageError as error:
        LOG.warning("the database failed (%s); trying again", error)
        return LONGEST
    return LONGEST if following is None else following
