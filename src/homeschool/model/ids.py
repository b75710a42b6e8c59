"""Identifiers: one type for each thing, so that a guardian's id cannot pass for a student's."""

from typing import NewType

FactId = str
"""The id of a relation, instrument, event or waiver."""

SchoolId = NewType("SchoolId", str)
GradeId = NewType("GradeId", str)
ClassId = NewType("ClassId", str)
StudentId = NewType("StudentId", str)
GuardianId = NewType("GuardianId", str)
StaffId = NewType("StaffId", str)
PartnerId = NewType("PartnerId", str)
CommitteeId = NewType("CommitteeId", str)
EntityId = SchoolId | GradeId | ClassId | StudentId | GuardianId | StaffId | PartnerId | CommitteeId
PersonId = StudentId | GuardianId | StaffId | PartnerId
