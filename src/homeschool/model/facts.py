"""The closed union of fact classes, by name, and what is known of each."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import attrs

from homeschool.model.contacts import (
    Activity,
    Contact,
    Feedback,
    HomeVisit,
    Meeting,
    Notice,
    Publication,
    Receipt,
    Service,
    Survey,
)
from homeschool.model.entities import Committee, Grade, Guardian, Partner, School, SchoolClass, Staff, Student
from homeschool.model.fields import FieldInfo, field_infos
from homeschool.model.instruments import Agreement, CaseFile, Catalogue, Credential, Facility, Plan, Regulation, Roster
from homeschool.model.records import Concern, Decision, Disclosure, Entry, Evaluation, Report, Waiver
from homeschool.model.relations import Appointment, Circumstance, Enrolment, Guardianship, Seat

Entity = School | Grade | SchoolClass | Student | Guardian | Staff | Partner | Committee
Relation = Enrolment | Guardianship | Appointment | Circumstance | Seat
AnyInstrument = Regulation | Plan | Agreement | Credential | Roster | Catalogue | Facility | CaseFile
AnyEvent = (
    HomeVisit
    | Contact
    | Publication
    | Notice
    | Receipt
    | Meeting
    | Activity
    | Survey
    | Feedback
    | Service
    | Concern
    | Report
    | Evaluation
    | Entry
    | Decision
    | Disclosure
)
Fact = Entity | Relation | AnyInstrument | AnyEvent | Waiver

ENTITIES = (School, Grade, SchoolClass, Student, Guardian, Staff, Partner, Committee)
RELATIONS = (Enrolment, Guardianship, Appointment, Circumstance, Seat)
INSTRUMENTS = (Regulation, Plan, Agreement, Credential, Roster, Catalogue, Facility, CaseFile)
EVENTS = (
    HomeVisit,
    Contact,
    Publication,
    Notice,
    Receipt,
    Meeting,
    Activity,
    Survey,
    Feedback,
    Service,
    Concern,
    Report,
    Evaluation,
    Entry,
    Decision,
    Disclosure,
)
FACT_CLASSES = (*ENTITIES, *RELATIONS, *INSTRUMENTS, *EVENTS, Waiver)

ZH = MappingProxyType(
    {
        "school": "学校",
        "grade": "年级",
        "school_class": "班级",
        "student": "学生",
        "guardian": "家长",
        "staff": "教职工",
        "partner": "社会合作方",
        "committee": "组织机构",
        "enrolment": "在读",
        "guardianship": "监护关系",
        "appointment": "任职",
        "circumstance": "情形",
        "seat": "席位",
        "regulation": "制度",
        "plan": "方案",
        "agreement": "协议",
        "credential": "证照",
        "roster": "名册",
        "catalogue": "目录",
        "facility": "设施平台",
        "case_file": "档案",
        "home_visit": "家访",
        "contact": "联系",
        "publication": "发布",
        "notice": "通知",
        "receipt": "回执",
        "meeting": "会议",
        "activity": "活动",
        "survey": "调查",
        "feedback": "反馈",
        "service": "服务",
        "concern": "异常情况",
        "report": "报告",
        "evaluation": "评估",
        "entry": "记录",
        "decision": "决定",
        "disclosure": "信息使用",
        "waiver": "豁免",
    }
)
SPREADING = frozenset(
    {"publication", "notice", "meeting", "activity", "survey", "roster", "plan", "regulation", "catalogue", "facility"}
)
"""Classes whose facts, where they concern a school, grade or class, also concern what lies below it then."""


@attrs.frozen
class FactClass:
    """What is known of one class of facts: its `name` (``home_visit``), Chinese name, family, fields."""

    name: str
    cls: type = attrs.field(repr=False)
    zh: str
    family: str
    fields: Mapping[str, FieldInfo] = attrs.field(repr=False, hash=False)
    spreads: bool

    @property
    def lasts(self) -> bool:
        """Whether facts of the class hold over an interval, and do not occur at a moment."""
        return "until" in self.fields


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _family(cls: type) -> str:
    for family, classes in (
        ("entity", ENTITIES),
        ("relation", RELATIONS),
        ("instrument", INSTRUMENTS),
        ("event", EVENTS),
    ):
        if cls in classes:
            return family
    return "waiver"


@cache
def fact_classes() -> Mapping[str, FactClass]:
    """Return every class of facts by its name, in the order entities, relations, instruments, events, waiver."""
    known = {}
    for cls in FACT_CLASSES:
        name = _snake(cls.__name__)
        fields = MappingProxyType({info.name: info for info in field_infos(cls)})
        known[name] = FactClass(name, cls, ZH[name], _family(cls), fields, name in SPREADING)
    return MappingProxyType(known)


CLASS_NAMES: Mapping[type, str] = MappingProxyType({cls: _snake(cls.__name__) for cls in FACT_CLASSES})
"""The name of each fact class: ``HomeVisit`` is ``home_visit``."""
