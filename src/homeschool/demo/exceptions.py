"""What the made-up school was allowed to leave out: which duty, for whom, by whose leave and why."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from homeschool.demo.dice import Dice
from homeschool.demo.timetable import FIRST_DAY
from homeschool.demo.world import World
from homeschool.model import Fact, Waiver

_VISITS: Final = "contact-system.key-student-visits"
_FEEDBACK: Final = "contact-system.subject-monthly-feedback"
_TERM_ENDS: Final = date(2026, 1, 25)


def waivers(world: World, _: Dice) -> Iterator[Fact]:
    """Yield the waivers: two families who were spared visits in the autumn, one child whose feedback paused."""
    leader = world.staffing.holder("vice_principal")
    key = [pupil for pupil in world.pupils if pupil.is_key(FIRST_DAY) and pupil.until is None]
    for number, pupil in enumerate((key[3], key[40]), start=1):
        yield Waiver(
            id=f"waiver-{number}",
            norm=_VISITS,
            subjects=(pupil.id,),
            since=FIRST_DAY,
            until=_TERM_ENDS,
            granted_by=leader,
            reason="家中有人长期住院, 家长申请改为到校面谈",
        )
    yield Waiver(
        id="waiver-3",
        norm=_FEEDBACK,
        subjects=(world.pupils[17].id,),
        since=date(2025, 11, 1),
        until=date(2025, 12, 1),
        granted_by=leader,
        reason="学生住院治疗, 当月免学科反馈",
    )
