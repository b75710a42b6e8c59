"""What every event has.

The kinds of event stand in `contacts` (visits, contacts, meetings, notices, activities) and `records` (concerns,
reports, surveys, what is written down and decided).
"""

from datetime import datetime

from homeschool.model.fields import Concerns, Record, When, concerned, fact, flag, instant, refs, text, when
from homeschool.model.ids import FactId


@fact
class Event(Record):
    """Something that happened, or is planned, at an instant or on a whole day (`occurred`).

    `recorded_at` is when it was written down (left out: when it occurred); `concerns` says whom it is about or for, and
    where the kind of event says so what concerns a school concerns its classes and their students; `about` names the
    records it refers to; `reason` is a documented reason for departing from a rule.
    """

    id: FactId = text(zh="编号")
    occurred: When = when(zh="发生时间")
    concerns: Concerns = concerned(zh="涉及对象")
    about: tuple[str, ...] = refs(zh="关联记录", default=())
    reason: str | None = text(zh="说明理由", default=None, sensitive=True)
    cancelled: bool = flag(zh="已取消", default=False)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)
