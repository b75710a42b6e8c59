"""The garbage collector is spared what it cannot free, and frees what it can."""

import gc
import weakref
from datetime import datetime

from homeschool import evaluate, load_pack
from homeschool.adapters.case_files import read_world
from homeschool.calendar import SHANGHAI
from homeschool.model.collector import collector_paused

AS_OF = datetime(2026, 2, 1, tzinfo=SHANGHAI)


class _Circle:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_the_collector_runs_again_afterwards() -> None:
    """The collector is paused inside, runs again afterwards, and is not started where it was off."""
    seen = []
    with collector_paused():
        seen.append(gc.isenabled())
        with collector_paused():
            pass
        seen.append(gc.isenabled())
    seen.append(gc.isenabled())

    assert seen == [False, False, True]


def test_what_is_made_while_the_collector_is_paused_is_freed_afterwards() -> None:
    """What hangs together in a circle and is dropped goes at the next walk over what is young."""
    with collector_paused():
        made = _Circle()
        seen = weakref.ref(made)
        del made
    gc.collect(0)

    assert seen() is None


def test_judging_again_and_again_leaves_nothing_behind() -> None:
    """What one evaluation makes is freed by the walks over young objects, without one over all."""
    pack, world = load_pack("work-system"), read_world()
    evaluate(pack, world, as_of=AS_OF)
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(20):
        evaluate(pack, world, as_of=AS_OF)
        gc.collect(1)

    assert len(gc.get_objects()) - before < 2_000
