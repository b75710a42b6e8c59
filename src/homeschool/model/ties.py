"""Who belongs to whom at a moment: classes to schools, children to classes, roles to people.

Everything is asked of a moment (microseconds), and of what was known by then.  A tie holds from its first moment,
included, to its last, excluded.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from homeschool.model.clock import Micros
from homeschool.model.entities import Committee, Grade, Guardian, Partner, School, SchoolClass, Staff, Student
from homeschool.model.relations import Appointment, Enrolment, Guardianship, Seat
from homeschool.model.view import View
from homeschool.model.vocabularies import IMPLIED_ROLES


def holding(view: View, ties: Iterable[Any], at: Micros) -> list[Any]:
    """Return those of `ties` that hold at a moment."""
    found = []
    for tie in ties:
        start, end = view.bounds(tie)
        if start <= at < end:
            found.append(tie)
    return found


def ties_at(view: View, link: tuple[str, str], entity: str, at: Micros) -> list[Any]:
    """Return the records that hold at a moment, of a class and whose field (`link`) names an entity."""
    return [row[4] for row in view.linked_rows(*link).get(entity, ()) if row[0] <= at < row[2]]


_TYING = ("enrolment", "guardianship", "appointment", "seat", "school_class", "partner", "committee")


def era(view: View, at: Micros) -> int:
    """Return the number of the span of time in which a moment lies and within which no tie begins or ends."""
    return bisect_right(tie_edges(view), at)


def tie_edges(view: View) -> list[Micros]:
    """Return the moments at which some tie begins or ends, sorted."""
    edges: list[Micros] | None = view.lasting.get("tie edges")
    if edges is None:
        spans = (row for name in _TYING for row in view.rows(name))
        edges = view.lasting["tie edges"] = sorted({edge for row in spans for edge in (row[0], row[2])})
    return edges


def above(view: View, entity: str, at: Micros) -> tuple[str, ...]:
    """Return an entity and what it lies within at a moment: a student, its class, its grade, its school.

    A guardian lies within each of its children; a staff member within each school where it is appointed.
    """
    key = ("above", entity, era(view, at))
    found = view.lasting.get(key)
    if found is None:
        found = view.lasting[key] = _above(view, entity, at)
    return found


def _above(view: View, entity: str, at: Micros) -> tuple[str, ...]:
    fact = view.get(entity)
    match fact:
        case Grade():
            return entity, fact.school
        case SchoolClass():
            return entity, *above(view, fact.grade, at)
        case Student():
            ties = ties_at(view, ("enrolment", "student"), entity, at)
            return entity, *_flat(above(view, tie.school_class, at) for tie in ties)
        case Guardian():
            ties = ties_at(view, ("guardianship", "guardian"), entity, at)
            return entity, *_flat(above(view, tie.student, at) for tie in ties)
        case Staff():
            ties = ties_at(view, ("appointment", "staff"), entity, at)
            return entity, *_flat(above(view, tie.unit, at)[-1:] for tie in ties)
        case _:
            return (entity, *_above_tie(view, fact, at))


def _above_tie(view: View, fact: object, at: Micros) -> tuple[str, ...]:
    match fact:
        case Partner():
            return () if fact.school is None else (fact.school,)
        case Committee() | Appointment():
            return above(view, fact.unit, at)
        case Guardianship():
            return above(view, fact.student, at)
        case Enrolment():
            return above(view, fact.school_class, at)
        case Seat():
            return above(view, fact.committee, at)
        case _:
            return ()


def _flat(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for group in groups for id_ in group))


def school_of(view: View, entity: str, at: Micros) -> str | None:
    """Return the school that an entity lies within at a moment: of several the first by id; None: there is none."""
    schools = [id_ for id_ in above(view, entity, at) if isinstance(view.get(id_), School)]
    return min(schools, default=None)


def members(view: View, kind: str, entity: str, at: Micros) -> tuple[str, ...]:
    """Return the members of an entity at a moment, in order of their ids.

    Args:
        view: what is known.
        kind: `students`, `classes`, `guardianships`, `guardians`, `staff` or `seats`.
        entity: a school, grade, class, committee, student, guardian or guardianship (whose guardian is its own only).
        at: the moment.
    """
    key = ("members", kind, entity, era(view, at))
    found = view.lasting.get(key)
    if found is None:
        found = view.lasting[key] = tuple(sorted(set(_MEMBERS[kind](view, entity, at))))
    return found


def _classes(view: View, entity: str, at: Micros) -> list[str]:
    match view.get(entity):
        case School():
            grades = view.linked("grade", "school", entity)
            return [id_ for grade in grades for id_ in _classes(view, grade.id, at)]
        case Grade():
            return [tie.id for tie in ties_at(view, ("school_class", "grade"), entity, at)]
        case SchoolClass():
            return [entity]
        case _:
            return []


def _students(view: View, entity: str, at: Micros) -> list[str]:
    match view.get(entity):
        case Student():
            return [entity]
        case Guardian():
            ties = ties_at(view, ("guardianship", "guardian"), entity, at)
            return [tie.student for tie in ties]
        case Guardianship(student=student):
            return [student]
        case Committee(unit=unit):
            return _students(view, unit, at)
        case _:
            classes = _classes(view, entity, at)
            return [tie.student for id_ in classes for tie in ties_at(view, ("enrolment", "school_class"), id_, at)]


def _guardianship_ties(view: View, entity: str, at: Micros) -> list[Guardianship]:
    fact = view.get(entity)
    if isinstance(fact, Guardianship):
        return holding(view, [fact], at)
    students = _students(view, entity, at)
    return [tie for id_ in students for tie in ties_at(view, ("guardianship", "student"), id_, at)]


def _guardianships(view: View, entity: str, at: Micros) -> list[str]:
    return [tie.id for tie in _guardianship_ties(view, entity, at)]


def _guardians(view: View, entity: str, at: Micros) -> list[str]:
    return [tie.guardian for tie in _guardianship_ties(view, entity, at)]


def _staff(view: View, entity: str, at: Micros) -> list[str]:
    return [tie.staff for tie in _appointments(view, entity, at)]


def _seats(view: View, entity: str, at: Micros) -> list[str]:
    if isinstance(view.get(entity), Committee):
        return [tie.id for tie in ties_at(view, ("seat", "committee"), entity, at)]
    return [tie.id for tie in ties_at(view, ("seat", "represents"), entity, at)]


_MEMBERS = {
    "classes": _classes,
    "students": _students,
    "guardianships": _guardianships,
    "guardians": _guardians,
    "staff": _staff,
    "seats": _seats,
}
MEMBER_KINDS = tuple(sorted(_MEMBERS))


def _covers(view: View, unit: str, entity: str, at: Micros) -> bool:
    """Tell whether a role held in `unit` is a role towards `entity`: one lies within the other."""
    place = _place(view, entity)
    return unit in above(view, place, at) or place in above(view, unit, at)


def _place(view: View, entity: str) -> str:
    """Return where an entity stands: a body and its seats in its unit, a partner in its school."""
    match view.get(entity):
        case Committee(unit=unit):
            return unit
        case Partner(school=str(school)):
            return school
        case Seat(committee=committee):
            return _place(view, committee)
        case _:
            return entity


def roles(view: View, person: str, at: Micros, towards: str | None = None) -> frozenset[str]:
    """Return the roles that a person, partner or body holds at a moment; of a person's, those towards an entity.

    A class teacher of another class is no class teacher towards this child; towards itself a person holds all its
    roles.  Wider roles are included: a class teacher is a teacher, and staff.
    """
    if towards is not None and isinstance(view.get(person), Staff):
        towards = standing_for(view, towards, at)
    key = ("roles", person, towards, era(view, at))
    known = view.lasting.get(key)
    if known is None:
        known = view.lasting[key] = _roles(view, person, at, towards)
    return known


def standing_for(view: View, entity: str, at: Micros) -> str:
    """Return the class of a child that is in one class: the roles of staff towards both are the same."""
    enrolments = ties_at(view, ("enrolment", "student"), entity, at)
    if len(enrolments) == 1:
        return enrolments[0].school_class  # type: ignore[no-any-return]
    lying = above(view, entity, at)
    if len(lying) > 1 and isinstance(view.get(entity), Student) and lying[1:] == above(view, lying[1], at):
        return lying[1]
    return entity


def _roles(view: View, person: str, at: Micros, towards: str | None) -> frozenset[str]:
    found: set[str] = set()
    match view.get(person):
        case Staff():
            for tie in ties_at(view, ("appointment", "staff"), person, at):
                if towards in (None, person) or _covers(view, tie.unit, towards, at):
                    found.add(tie.role)
        case Guardian():
            found |= _family_roles(view, person, at, towards)
        case Partner(kind=kind) | Committee(kind=kind):
            found.add(kind)
        case School():
            found.add("school")
        case Student():
            found.add("student")
    for tie in ties_at(view, ("seat", "holder"), person, at):
        committee = view.get(tie.committee)
        if committee is not None and committee.kind == "parents_committee":
            found.add("committee_member")
            if tie.office == "chair":
                found.add("committee_chair")
    return frozenset(found).union(*(IMPLIED_ROLES.get(role, ()) for role in found))


def _family_roles(view: View, guardian: str, at: Micros, towards: str | None) -> set[str]:
    ties = ties_at(view, ("guardianship", "guardian"), guardian, at)
    child = view.get(towards or "")
    student = child.student if isinstance(child, Guardianship) else towards
    if isinstance(child, Student | Guardianship):
        ties = [tie for tie in ties if tie.student == student]
    found = {"guardian"} if ties else set()
    if any(tie.relation in PARENTS for tie in ties):
        found.add("parent")
    if any(tie.relation == "entrusted_carer" for tie in ties):
        found.add("carer")
    return found


PARENTS = frozenset({"father", "mother", "adoptive_parent", "step_parent"})
"""The relations in which a guardian is a parent in the sense of the Civil Code (art. 1072 and 1111 on the last two)."""

_PARTY_OF = ((School, "school"), (Staff, "school"), (Guardian, "family"), (Student, "family"), (Partner, "society"))

_OF_PARENTS = frozenset({"parents_committee", "parents_congress"})


def party(view: View, entity: str) -> str | None:
    """Return the side that an entity stands on: school, family or society; None for a body of several sides."""
    fact = view.get(entity)
    if isinstance(fact, Committee):
        return "family" if fact.kind in _OF_PARENTS else None
    for cls, side in _PARTY_OF:
        if isinstance(fact, cls):
            return side
    return None


_OF_FAMILIES = frozenset({"guardian", "parent", "carer", "student"})
"""Roles that differ from child to child; all others are the same towards a child and its class."""


def holders(view: View, role: str, towards: str, at: Micros) -> tuple[str, ...]:
    """Return who holds a role towards an entity at a moment, in order of their ids; nobody is an empty tuple."""
    if role not in _OF_FAMILIES:
        towards = standing_for(view, towards, at)
    key = ("holders", role, towards, era(view, at))
    found = view.lasting.get(key)
    if found is None:
        found = view.lasting[key] = tuple(sorted(set(_holders(view, role, towards, at))))
    return found


def _holders(view: View, role: str, towards: str, at: Micros) -> list[str]:
    lying = above(view, towards, at)
    if role == "school":
        return [id_ for id_ in lying if isinstance(view.get(id_), School)]
    if role == "student":
        return [id_ for id_ in lying if isinstance(view.get(id_), Student)]
    if role in {"guardian", "parent", "carer"}:
        return [id_ for id_ in _guardians(view, towards, at) if role in roles(view, id_, at, towards)]
    if role in {"committee_member", "committee_chair"}:
        seats = [view.get(id_) for unit in lying for id_ in _seats(view, unit, at)]
        return [seat.holder for seat in seats if role in roles(view, seat.holder, at)]
    found: list[str] = [tie.staff for tie in _appointments(view, towards, at) if _is_or_implies(tie.role, role)]
    return found + [body.id for body in _bodies(view, towards, at) if _is_or_implies(body.kind, role)]


def _is_or_implies(held: str, role: str) -> bool:
    return held == role or role in IMPLIED_ROLES.get(held, ())


def _below(view: View, unit: str) -> list[str]:
    """Return the grades and classes within a school or grade, past ones too."""
    match view.get(unit):
        case School():
            grades = [grade.id for grade in view.linked("grade", "school", unit)]
            return grades + [id_ for grade in grades for id_ in _below(view, grade)]
        case Grade():
            return [school_class.id for school_class in view.linked("school_class", "grade", unit)]
        case _:
            return []


def _appointments(view: View, entity: str, at: Micros) -> list[Appointment]:
    """Return the appointments whose roles are roles towards an entity: where it lies, or within it."""
    place = _place(view, entity)
    units = dict.fromkeys((*above(view, place, at), *_below(view, place)))
    return [tie for unit in units for tie in ties_at(view, ("appointment", "unit"), unit, at)]


def _bodies(view: View, entity: str, at: Micros) -> list[Any]:
    """Return the partners and bodies that stand beside an entity: of its school or everybody's, of its units."""
    lying = above(view, entity, at)
    everybodys = view.lasting.get("partners of no school")
    if everybodys is None:
        everybodys = view.lasting["partners of no school"] = [
            one for one in view.facts("partner") if one.school is None
        ]
    found = {one.id: one for one in everybodys}
    for unit in lying:
        found |= {one.id: one for one in view.linked("partner", "school", unit)}
    for unit in (*lying, *_below(view, entity)):
        found |= {one.id: one for one in view.linked("committee", "unit", unit)}
    itself = view.get(entity)
    if isinstance(itself, Partner | Committee):
        found[entity] = itself
    return holding(view, found.values(), at)
