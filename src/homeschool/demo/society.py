"""The made-up school's partners in society, their credentials and the checks made of them."""

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Final

from homeschool.demo.people import SCHOOL
from homeschool.demo.timetable import FIRST_DAY, at
from homeschool.model import Agreement, Credential, Evaluation, Fact, Partner
from homeschool.model.ids import PartnerId

PARTNERS: Final = MappingProxyType(
    {
        "p-community": ("community", "样例社区"),
        "p-residents": ("residents_committee", "样例居民委员会"),
        "p-grid-1": ("grid_worker", "网格员甲"),
        "p-grid-2": ("grid_worker", "网格员乙"),
        "p-worker": ("community_worker", "社区工作者甲"),
        "p-retired": ("retired_teacher", "退休教师甲"),
        "p-instructor": ("activity_instructor", "活动指导员甲"),
        "p-enterprise": ("enterprise", "样例食品厂"),
        "p-science": ("institution", "样例科普中心"),
        "p-sport": ("institution", "样例体育俱乐部"),
        "p-expert-1": ("education_expert", "教育专家甲"),
        "p-expert-2": ("education_expert", "教育专家乙"),
        "p-hospital": ("medical_institution", "样例医院"),
        "p-station": ("police_station", "样例派出所"),
        "p-traffic": ("traffic_police", "样例交警队"),
        "p-procuratorate": ("procuratorate", "样例检察院"),
        "p-court": ("court", "样例法院"),
        "p-education": ("education_authority", "样例教育局"),
        "p-township": ("township_government", "样例镇人民政府"),
        "p-civil": ("civil_affairs", "样例民政局"),
        "p-women": ("women_federation", "样例妇联"),
        "p-youth": ("youth_league", "样例团委"),
    }
)
"""The partners: kind and name by id."""
INSTITUTIONS: Final = ("p-science", "p-sport", "p-enterprise")
LICENCE_ENDS: Final = date(2026, 1, 8)
"""The day from which one partner's registration has run out; it is renewed only weeks later."""

_LICENCES: Final = (
    ("p-science", "private_non_enterprise_registration", date(2022, 5, 1), date(2027, 5, 1)),
    ("p-sport", "private_non_enterprise_registration", date(2021, 1, 8), LICENCE_ENDS),
    ("p-sport", "private_non_enterprise_registration", date(2026, 2, 24), date(2031, 2, 24)),
    ("p-enterprise", "business_licence", date(2018, 3, 1), None),
)


def partner_facts() -> Iterator[Fact]:
    """Yield the partners, their credentials, checks and agreements."""
    for id_, (kind, name) in PARTNERS.items():
        yield Partner(id=PartnerId(id_), kind=kind, school=SCHOOL, name=name)
    for number, (partner, kind, since, until) in enumerate(_LICENCES, start=1):
        yield Credential(id=f"licence-{number}", concerns=(partner,), kind=kind, since=since, until=until)
    for partner in INSTITUTIONS:
        yield from _checks(partner)
        yield from _project(partner)
    yield _agreement("practice-base", "practice_base", ("p-community",))
    yield _agreement("service-point", "service_point", ("p-community", "p-residents", "p-women"))


def _checks(partner: str) -> Iterator[Fact]:
    name = partner[2:]
    for kind, outcome in (("credit_check", "clean"), ("partner_review", "passed")):
        contents = ("educational_idea",) if kind == "partner_review" else None
        yield Evaluation(
            id=f"{kind.replace('_', '-')}-{name}",
            occurred=at(date(2025, 9, 3), 15),
            concerns=(partner,),
            kind=kind,
            by=("review-group",),
            outcome=outcome,
            contents=contents,
        )


def _project(partner: str) -> Iterator[Fact]:
    name = partner[2:]
    agreement = Agreement(
        id=f"project-{name}",
        concerns=(SCHOOL, partner),
        since=date(2025, 9, 15),
        until=date(2026, 9, 1),
        kind="project",
        parties=("school", "society"),
        signatories=(SCHOOL, partner),
        in_writing=True,
    )
    yield agreement
    yield Evaluation(
        id=f"safety-{name}",
        occurred=at(date(2025, 9, 10), 15),
        concerns=(SCHOOL, partner),
        about=(agreement.id,),
        kind="safety_assessment",
        by=("review-group",),
        outcome="passed",
    )


def _agreement(id_: str, kind: str, partners: tuple[str, ...]) -> Agreement:
    return Agreement(
        id=id_,
        concerns=(SCHOOL, *partners),
        since=FIRST_DAY,
        contents=("open_to_all",),
        kind=kind,
        parties=("school", "society"),
        signatories=(SCHOOL, *partners),
        in_writing=True,
    )
