"""Events of protection and record: concerns, reports, evaluations, entries, decisions, disclosures, waivers."""

from datetime import date, datetime

from homeschool.model import vocabularies as v
from homeschool.model.events import Event
from homeschool.model.fields import Record, day, fact, flag, instant, number, ref, refs, term, terms, text
from homeschool.model.ids import FactId


@fact
class Concern(Event):
    """A worrying sign, or a suspicion of harm, discovered in the course of work.

    `occurred` is when it came about as far as known, `discovered_at` when it was discovered (left out: unknown);
    `situations` are the reportable situations that it shows or may show.  Suspicion is enough.
    """

    nature: str = term(v.NATURE, zh="性质", sensitive=True)
    situations: tuple[str, ...] | None = terms(v.SITUATION, zh="情形", default=None)
    discovered_at: datetime | None = instant(zh="发现时间", default=None)
    discovered_by: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="发现人", default=None)
    severity: str | None = term(v.SEVERITY, zh="严重程度", default=None)
    psychology_needed: bool | None = flag(zh="需要心理教师参与", default=None)
    closed_at: datetime | None = instant(zh="办结时间", default=None)
    place: str | None = term(v.PLACE, zh="地点", default=None)


@fact
class Report(Event):
    """A report `by` somebody `to` an authority; the concern is named in `about`."""

    kind: str = term(v.REPORT_KIND, zh="报告类型")
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", "school", zh="报告人", default=None)
    to: tuple[str, ...] | None = refs("partner", "staff", zh="受理单位", default=None)
    in_writing: bool | None = flag(zh="书面", default=None)
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="内容要素", default=None)


@fact
class Evaluation(Event):
    """An assessment, check or review with a result, `by` somebody."""

    kind: str = term(v.EVALUATION_KIND, zh="评估类型")
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", "student", "committee", zh="评估人", default=None)
    outcome: str | None = term(v.OUTCOME, zh="结果", default=None)
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="内容要素", default=None)
    topics: tuple[str, ...] | None = terms(v.TOPIC, zh="涉及方面", default=None)


@fact
class Entry(Event):
    """Something written down in a booklet, file or register; `confirmed` by a guardian where that is asked."""

    kind: str = term(v.ENTRY_KIND, zh="记录类型")
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", "student", "committee", zh="记录人", default=None)
    confirmed: bool | None = flag(zh="家长已确认", default=None)
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="内容要素", default=None)
    topics: tuple[str, ...] | None = terms(v.TOPIC, zh="涉及方面", default=None)
    points: float | None = number(zh="积分", default=None)
    place: str | None = term(v.PLACE, zh="地点", default=None)


@fact
class Decision(Event):
    """A decision, by a school, a body or an authority."""

    kind: str = term(v.DECISION_KIND, zh="决定类型")
    by: tuple[str, ...] | None = refs("staff", "partner", "committee", "school", zh="决定人", default=None)
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="依据", default=None)
    topics: tuple[str, ...] | None = terms(v.TOPIC, zh="事项", default=None)


@fact
class Disclosure(Event):
    """Someone looked at personal data, or passed it on."""

    data: str = term(v.DATA_KIND, zh="信息类别")
    is_external: bool | None = flag(zh="对外提供", default=None)
    purpose: str | None = term(v.DISCLOSURE_PURPOSE, zh="目的", default=None)
    basis: str | None = term(v.BASIS, zh="依据", default=None)
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="操作人", default=None)


@fact
class Waiver(Record):
    """A norm is waived for some `subjects`, for duties that fall due in ``[since, until)``.

    `norm` is its full id (``contact-system.key-student-visits``); `granted_by` says who granted it and `reason` why.
    No subjects named: all of them.
    """

    id: FactId = text(zh="编号")
    norm: str = text(zh="条款编号")
    subjects: tuple[str, ...] = refs(zh="涉及对象", default=())
    since: date = day(zh="开始日期")
    until: date | None = day(zh="截止日期(不含)", default=None)
    granted_by: str | None = ref("staff", "partner", "committee", zh="批准人", default=None)
    reason: str | None = text(zh="说明理由", default=None, sensitive=True)
    cancelled: bool = flag(zh="已撤销", default=False)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)
