"""A strategy for each fact class, under its plural: `students`, `home_visits`; all of them have the same arguments."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from hypothesis.strategies import SearchStrategy

from homeschool import model as m
from homeschool.model.facts import CLASS_NAMES
from homeschool.testing.fact_drawing import facts
from homeschool.testing.people import Among

F_co = TypeVar("F_co", covariant=True)


class Facts(Protocol[F_co]):
    """Draws facts of one class; the arguments and errors are those of `facts`."""

    def __call__(
        self, *, among: Among = None, min_day: date | None = None, max_day: date | None = None, **fields: Any
    ) -> SearchStrategy[F_co]:
        """Draw a fact of the class, within days, with some fields set."""


def _plural(cls: type[F_co], name: str) -> Facts[F_co]:
    singular = CLASS_NAMES[cls]

    def draw(
        *, among: Among = None, min_day: date | None = None, max_day: date | None = None, **fields: Any
    ) -> SearchStrategy[F_co]:
        return facts(singular, among=among, min_day=min_day, max_day=max_day, **fields)

    draw.__name__ = draw.__qualname__ = name
    draw.__doc__ = f"Draw a `{cls.__name__}`; arguments and errors as for `facts`."
    return draw


schools = _plural(m.School, "schools")
grades = _plural(m.Grade, "grades")
school_classes = _plural(m.SchoolClass, "school_classes")
students = _plural(m.Student, "students")
guardians = _plural(m.Guardian, "guardians")
staff = _plural(m.Staff, "staff")
partners = _plural(m.Partner, "partners")
committees = _plural(m.Committee, "committees")
enrolments = _plural(m.Enrolment, "enrolments")
guardianships = _plural(m.Guardianship, "guardianships")
appointments = _plural(m.Appointment, "appointments")
circumstances = _plural(m.Circumstance, "circumstances")
seats = _plural(m.Seat, "seats")
regulations = _plural(m.Regulation, "regulations")
plans = _plural(m.Plan, "plans")
agreements = _plural(m.Agreement, "agreements")
credentials = _plural(m.Credential, "credentials")
rosters = _plural(m.Roster, "rosters")
catalogues = _plural(m.Catalogue, "catalogues")
facilities = _plural(m.Facility, "facilities")
case_files = _plural(m.CaseFile, "case_files")
home_visits = _plural(m.HomeVisit, "home_visits")
contacts = _plural(m.Contact, "contacts")
publications = _plural(m.Publication, "publications")
notices = _plural(m.Notice, "notices")
receipts = _plural(m.Receipt, "receipts")
meetings = _plural(m.Meeting, "meetings")
activities = _plural(m.Activity, "activities")
surveys = _plural(m.Survey, "surveys")
feedback = _plural(m.Feedback, "feedback")
services = _plural(m.Service, "services")
concerns = _plural(m.Concern, "concerns")
reports = _plural(m.Report, "reports")
evaluations = _plural(m.Evaluation, "evaluations")
entries = _plural(m.Entry, "entries")
decisions = _plural(m.Decision, "decisions")
disclosures = _plural(m.Disclosure, "disclosures")
waivers = _plural(m.Waiver, "waivers")

PLURALS: Mapping[str, str] = MappingProxyType(
    {
        "school": "schools",
        "grade": "grades",
        "school_class": "school_classes",
        "student": "students",
        "guardian": "guardians",
        "staff": "staff",
        "partner": "partners",
        "committee": "committees",
        "enrolment": "enrolments",
        "guardianship": "guardianships",
        "appointment": "appointments",
        "circumstance": "circumstances",
        "seat": "seats",
        "regulation": "regulations",
        "plan": "plans",
        "agreement": "agreements",
        "credential": "credentials",
        "roster": "rosters",
        "catalogue": "catalogues",
        "facility": "facilities",
        "case_file": "case_files",
        "home_visit": "home_visits",
        "contact": "contacts",
        "publication": "publications",
        "notice": "notices",
        "receipt": "receipts",
        "meeting": "meetings",
        "activity": "activities",
        "survey": "surveys",
        "feedback": "feedback",
        "service": "services",
        "concern": "concerns",
        "report": "reports",
        "evaluation": "evaluations",
        "entry": "entries",
        "decision": "decisions",
        "disclosure": "disclosures",
        "waiver": "waivers",
    }
)
"""By the name of a fact class, the name of its strategy."""
