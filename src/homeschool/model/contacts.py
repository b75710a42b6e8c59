"""Events in which home, school and society meet: visits, contacts, notices, meetings, activities."""

from datetime import datetime

from homeschool.model import vocabularies as v
from homeschool.model.events import Event
from homeschool.model.fields import fact, flag, instant, number, ref, refs, term, terms, text


@fact
class HomeVisit(Event):
    """Staff visit a student's family (家访), at home or elsewhere; `visitors` went, `hosts` were met."""

    visitors: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="家访人员", default=None)
    hosts: tuple[str, ...] | None = refs("guardian", "partner", zh="在场家长", default=None)
    place: str | None = term(v.PLACE, zh="地点", default=None)
    is_comprehensive: bool | None = flag(zh="全面家访", default=None)
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="内容要素", default=None)


@fact
class Contact(Event):
    """One contact `by` somebody with a guardian, carer or student (`whom`); `reached` only if the other side answered.

    `guardian` names the guardian or carer reached; `topics` what was talked about.
    """

    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="联系人", default=None)
    whom: str | None = term(v.WHOM, zh="联系对象", default=None)
    guardian: str | None = ref("guardian", "partner", zh="家长", default=None)
    reached: bool | None = flag(zh="已联系上", default=None)
    channel: str | None = term(v.CHANNEL, zh="渠道", default=None)
    channel_is_verified: bool | None = flag(zh="渠道已实名认证", default=None)
    mode: str | None = term(v.MODE, zh="方式", default=None)
    purpose: str | None = term(v.PURPOSE, zh="事由", default=None)
    tone: str | None = term(v.TONE, zh="语气", default=None)
    outcome: str | None = term(v.OUTCOME, zh="结果", default=None)
    topics: tuple[str, ...] | None = terms(v.TOPIC, zh="主题", default=None)
    school_subject: str | None = term(v.SCHOOL_SUBJECT, zh="学科", default=None)
    participants: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="参与人", default=None)


@fact
class Publication(Event):
    """Something made known to an `audience`: a class update, meeting papers, an agenda, a memo."""

    kind: str = term(v.PUBLICATION_KIND, zh="发布类型")
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="发布人", default=None)
    audience: str | None = term(v.AUDIENCE, zh="受众", default=None)
    channel: str | None = term(v.CHANNEL, zh="渠道", default=None)
    channel_is_verified: bool | None = flag(zh="渠道已实名认证", default=None)
    topics: tuple[str, ...] | None = terms(v.TOPIC, zh="主题", default=None)
    discloses: tuple[str, ...] | None = terms(v.DATA_KIND, zh="含有信息", default=None)


@fact
class Notice(Event):
    """A notice to guardians, in a `form` and a `version`; an edited notice is a new record with a higher version."""

    kind: str = term(v.NOTICE_KIND, zh="通知类型")
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="发出人", default=None)
    to: tuple[str, ...] | None = refs("school", "staff", "guardian", "partner", zh="告知对象", default=None)
    form: str | None = term(v.FORM, zh="形式", default=None)
    channel: str | None = term(v.CHANNEL, zh="渠道", default=None)
    channel_is_verified: bool | None = flag(zh="渠道已实名认证", default=None)
    version: int = number(zh="版本", default=1)
    is_important: bool | None = flag(zh="重要事项", default=None)
    asks_action: bool | None = flag(zh="要求家长办理", default=None)
    has_reply_channel: bool | None = flag(zh="有回复渠道", default=None)
    asks_receipt: bool | None = flag(zh="要求回执", default=None)
    to_students: bool | None = flag(zh="通知学生", default=None)
    to_guardians: bool | None = flag(zh="通知家长", default=None)
    responsible_party: str | None = term(v.PARTY, zh="责任方", default=None)
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="内容要素", default=None)


@fact
class Receipt(Event):
    """One guardian's signature under one version of one notice; the notice is named in `about`."""

    guardian: str = ref("guardian", zh="家长")
    notice_version: int = number(zh="通知版本", default=1)


@fact
class Meeting(Event):
    """A meeting of a body, of guardians, or between the parties."""

    kind: str = term(v.MEETING_KIND, zh="会议类型")
    level: str | None = term(v.LEVEL, zh="级别", default=None)
    topic: str | None = text(zh="议题", default=None)
    topics: tuple[str, ...] | None = terms(v.TOPIC, zh="主题", default=None)
    participants: tuple[str, ...] | None = refs("staff", "guardian", "partner", "committee", zh="参会人", default=None)
    invites_all_guardians: bool | None = flag(zh="邀请全体家长", default=None)
    place: str | None = term(v.PLACE, zh="地点", default=None)
    programme: tuple[str, ...] | None = terms(v.PROGRAMME, zh="议程", default=None)


@fact
class Activity(Event):
    """An activity of the school, alone or with others, and the occasions that guardians must be told of."""

    kind: str = term(v.ACTIVITY_KIND, zh="活动类型")
    organisers: tuple[str, ...] | None = refs(
        "school", "partner", "staff", "guardian", "committee", zh="主办方", default=None
    )
    leaders: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="带队人", default=None)
    lecturers: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="授课人", default=None)
    tutors: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="辅导人员", default=None)
    partners: tuple[str, ...] | None = refs("partner", zh="合作机构", default=None)
    topics: tuple[str, ...] | None = terms(v.TOPIC, zh="主题", default=None)
    programme: tuple[str, ...] | None = terms(v.PROGRAMME, zh="议程", default=None)
    venue: str | None = term(v.VENUE, zh="场地", default=None)
    venue_provider: str | None = ref("school", "partner", zh="场地提供方", default=None)
    is_supported_by_provider: bool | None = flag(zh="提供活动支持", default=None)
    is_collective: bool | None = flag(zh="集体补课", default=None)
    ends_at: datetime | None = instant(zh="结束时间", default=None)


@fact
class Survey(Event):
    """A questionnaire or form put to one `party`; it closed at `closed_at`."""

    kind: str = term(v.SURVEY_KIND, zh="调查类型")
    party: str | None = term(v.PARTY, zh="调查对象", default=None)
    items: tuple[str, ...] | None = terms(v.CONTENT, zh="调查内容", default=None)
    closed_at: datetime | None = instant(zh="截止时间", default=None)
    responses: int | None = number(zh="回收份数", default=None)


@fact
class Feedback(Event):
    """Feedback `by` somebody: a subject teacher on a student, an observer, a grid worker, the police on a case."""

    kind: str = term(v.FEEDBACK_KIND, zh="反馈类型")
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", zh="反馈人", default=None)
    channel: str | None = term(v.CHANNEL, zh="渠道", default=None)
    school_subject: str | None = term(v.SCHOOL_SUBJECT, zh="学科", default=None)
    contents: tuple[str, ...] | None = terms(v.CONTENT, zh="内容要素", default=None)
    is_template: bool | None = flag(zh="千篇一律", default=None)
    form: str | None = term(v.FORM, zh="形式", default=None)


@fact
class Service(Event):
    """A service done `by` somebody for a child, a family, the school or the community, of `hours` length."""

    kind: str = term(v.SERVICE_KIND, zh="服务类型")
    by: tuple[str, ...] | None = refs("staff", "guardian", "partner", "school", zh="服务人", default=None)
    hours: float | None = number(zh="时长(小时)", default=None)
