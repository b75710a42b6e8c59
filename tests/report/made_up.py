"""A small pack and findings made by hand, so that what is said of them can be read beside them."""

from datetime import date, datetime
from fractions import Fraction

from homeschool.calendar import SHANGHAI, Span
from homeschool.policy.condition import TRUE, And, Condition, Named, Reference, Test
from homeschool.policy.finding import Details, Finding, NearMiss, Owner, Status
from homeschool.policy.norm import Bearer, Bilingual, Citation, Norm
from homeschool.policy.pack import Definition, Pack
from homeschool.policy.requirement import Count, Cover, Requirement, Share
from homeschool.policy.timing import Always, At, Before, Every, Moment, Rolling, Timing, Upon

DOCUMENT = Bilingual("家校联系制度", "Rules of home-school contact")
HOME: Condition = Test(("place",), "any_of", ("home",))
CONCERN = Moment(("concern",), where=Test(("nature",), "any_of", ("emotional",)), counted_from="discovered_at")
MEETING = Moment(("meeting",), where=Test(("kind",), "any_of", ("committee",)))
VISIT = Moment(("home_visit",))

TIMINGS: tuple[Timing, ...] = (
    Every("term"),
    Every("week", within=Span.parse("2 days"), during="vacation"),
    Rolling(Span.parse("1 week")),
    Upon(CONCERN, within=Span.parse("24 h")),
    Upon(CONCERN, within=Span.parse("at once")),
    Upon(CONCERN, until="term"),
    Before(MEETING, ahead=Span.parse("3 working days")),
    At(VISIT),
    At(Moment(("term",), edge="start")),
    Always(),
    Always(tolerance=Span.parse("30 days")),
)
REQUIREMENTS: tuple[Requirement, ...] = (
    Count(("home_visit",), at_least=Fraction(2), where=HOME),
    Count(("contact",), at_least=Fraction(1), at_most=Fraction(2), distinct="day"),
    Count(("disclosure",), at_most=Fraction(0)),
    Count(("trigger",), at_least=Fraction(1), where=Test(("visitors", "role"), "all_of", ("class_teacher",))),
    Cover(("contact",), ("topics",), ("study", "life")),
    Share(("home_visit",), at_least=Fraction(1, 2), members="students"),
    Share(("contact",), at_most=Fraction(1, 5), where=Test(("tone",), "any_of", ("complaint",))),
)


def at(*parts: int) -> datetime:
    """Return an instant in Shanghai."""
    year, month, day, *rest = parts
    hour, minute = (*rest, 0, 0)[:2]
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def make_norm(timing: Timing, requirement: Requirement, slug: str = "visits", **more: object) -> Norm:
    """Return a norm about students that class teacher and psychology teacher bear."""
    given = {
        "pack": "made-up",
        "slug": slug,
        "citation": Citation(DOCUMENT, "二(一)2"),
        "modality": "obligation",
        "title": Bilingual("每学期至少两次入户家访", "Two visits at home each term"),
        "bearer": Bearer(("class_teacher", "psychology_teacher")),
        "subject": "student",
        "timing": timing,
        "requirement": requirement,
        **more,
    }
    return Norm(**given)  # type: ignore[arg-type]


def make_finding(norm: Norm, status: Status, details: Details | None = None, **more: object) -> Finding:
    """Return a finding about the student `s-key`, by default over a term that ends on 2026-01-23."""
    given = {"opens": at(2025, 9, 1), "deadline": at(2026, 1, 24), "subject": "s-key", **more}
    found = OWNED if details is None else details
    return Finding(norm=norm, status=status, look=lambda: found, **given)  # type: ignore[arg-type]


OWNED = Details(bearers=(Owner("class_teacher", ("t-class",)), Owner("psychology_teacher", ())), needed="2")
VISITS = make_norm(TIMINGS[0], REQUIREMENTS[0], assumed=("timing.every",), note="text gives no period")
LATE = NearMiss("v7", "home_visit", date(2026, 1, 25), "too_late")
AT_SCHOOL = NearMiss("v3", "home_visit", at(2025, 10, 25, 14, 30), "condition", "place")
BREACH = make_finding(
    VISITS,
    Status.BREACHED,
    Details(bearers=OWNED.bearers, near_misses=(LATE, AT_SCHOOL), certain=1, possible=1, needed="2"),
    evidence=("v1",),
    decided_at=at(2026, 1, 24),
)
CONTACT = make_norm(
    TIMINGS[3],
    Count(
        ("contact",),
        at_least=Fraction(1),
        where=And((Test(("reached",), "is", (True,)), Test(("about",), "any_of", (Reference("trigger"),)))),
    ),
    "contact",
    bearer=Bearer(("class_teacher",)),
    is_mandatory_report=True,
)
OPEN = make_finding(
    CONTACT,
    Status.UNDETERMINED,
    Details(bearers=(Owner("class_teacher", ("t-class",)),), possible=1, needed="1", unknown=("reached",)),
    trigger="k1",
    because="unknown_field",
    opens=at(2025, 10, 24, 9, 5),
    deadline=at(2025, 10, 25, 9, 5),
)
KEY = Definition("key", Bilingual("重点关注学生", "key-attention student"), "student", TRUE)
PACK = Pack("made-up", DOCUMENT, (VISITS, CONTACT), definitions={"key": KEY})
NAMED: Condition = Named("key")
