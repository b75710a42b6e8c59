"""The domain: who and what there is, what is in force, what happened, as immutable dated records.

This floor knows the calendar and no rules; it reads no files.  It guarantees that a record that exists is well
formed, that a `Register` fits together, and that a `View` shows what was known at a moment and nothing later.
"""

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
from homeschool.model.facts import FACT_CLASSES, Fact, FactClass, fact_classes
from homeschool.model.fields import Concerned, revise
from homeschool.model.instruments import Agreement, CaseFile, Catalogue, Credential, Facility, Plan, Regulation, Roster
from homeschool.model.keeps import Keeps, Kept
from homeschool.model.records import Concern, Decision, Disclosure, Entry, Evaluation, Report, Waiver
from homeschool.model.register import Register
from homeschool.model.relations import Appointment, Circumstance, Enrolment, Guardianship, Seat
from homeschool.model.view import View

__all__ = [
    "FACT_CLASSES",
    "Activity",
    "Agreement",
    "Appointment",
    "CaseFile",
    "Catalogue",
    "Circumstance",
    "Committee",
    "Concern",
    "Concerned",
    "Contact",
    "Credential",
    "Decision",
    "Disclosure",
    "Enrolment",
    "Entry",
    "Evaluation",
    "Facility",
    "Fact",
    "FactClass",
    "Feedback",
    "Grade",
    "Guardian",
    "Guardianship",
    "HomeVisit",
    "Keeps",
    "Kept",
    "Meeting",
    "Notice",
    "Partner",
    "Plan",
    "Publication",
    "Receipt",
    "Register",
    "Regulation",
    "Report",
    "Roster",
    "School",
    "SchoolClass",
    "Seat",
    "Service",
    "Staff",
    "Student",
    "Survey",
    "View",
    "Waiver",
    "fact_classes",
    "revise",
]
