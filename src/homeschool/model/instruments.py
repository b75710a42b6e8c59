"""Instruments: what is in force over an interval ``[since, until)`` of civil days.

The end of an instrument is part of its text and known from the start.  All have `concerns` (whom they are for) and
`about` (the records they refer to).
"""

from datetime import date, datetime

from homeschool.model import vocabularies as v
from homeschool.model.fields import Concerns, Record, concerned, day, fact, flag, instant, refs, term, terms, text
from homeschool.model.ids import FactId


@fact
class Instrument(Record):
    """What every instrument has."""

    id: FactId = text(zh="编号")
    concerns: Concerns = concerned(zh="涉及对象")
    since: date = day(zh="开始日期")
    until: date | None = day(zh="截止日期(不含)", default=None)
    about: tuple[str, ...] = refs(zh="关联记录", default=())
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="内容要素", default=None)
    parties: tuple[str, ...] | None = terms(v.PARTY, zh="参与方", default=None)
    cancelled: bool = flag(zh="已撤销", default=False)
    recorded_at: datetime | None = instant(zh="记录时间", default=None)


@fact
class Regulation(Instrument):
    """A written rule of a school or body; `lead_party` leads what it sets up."""

    kind: str = term(v.REGULATION_KIND, zh="制度类型")
    lead_party: str | None = term(v.PARTY, zh="主导方", default=None)


@fact
class Plan(Instrument):
    """A plan made by `authors`."""

    kind: str = term(v.PLAN_KIND, zh="方案类型")
    authors: tuple[str, ...] | None = refs("staff", "guardian", "partner", "committee", zh="制定人", default=None)


@fact
class Agreement(Instrument):
    """An agreement between `signatories`, among them consents of guardians and the entrusting of a child's care."""

    kind: str = term(v.AGREEMENT_KIND, zh="协议类型")
    signatories: tuple[str, ...] | None = refs(
        "school", "guardian", "partner", "staff", "student", "committee", zh="签署方", default=None
    )
    in_writing: bool | None = flag(zh="书面", default=None)
    child_was_heard: bool | None = flag(zh="已听取未成年人意见", default=None)


@fact
class Credential(Instrument):
    """A lawful qualification held by whom it concerns."""

    kind: str = term(v.CREDENTIAL_KIND, zh="证照类型")


@fact
class Roster(Instrument):
    """A list of people on duty or in a group."""

    kind: str = term(v.ROSTER_KIND, zh="名册类型")
    level: str | None = term(v.LEVEL, zh="级别", default=None)
    members: tuple[str, ...] | None = refs("staff", "guardian", "partner", "student", zh="成员", default=None)
    all_verified: bool | None = flag(zh="全员实名认证", default=None)


@fact
class Catalogue(Instrument):
    """A list of resources or services."""

    kind: str = term(v.CATALOGUE_KIND, zh="目录类型")


@fact
class Facility(Instrument):
    """Something standing that people use: a platform, a hotline, a letter box, a room, a club, a fund.

    `parties` are those to whom it is open, `keepers` those who run it, `contents` what can be found or done there.
    """

    kind: str = term(v.FACILITY_KIND, zh="设施类型")
    keepers: tuple[str, ...] | None = refs(
        "school", "staff", "guardian", "partner", "committee", zh="管理人", default=None
    )


@fact
class CaseFile(Instrument):
    """A file kept on a child or a family."""

    kind: str = term(v.CASE_FILE_KIND, zh="档案类型")
