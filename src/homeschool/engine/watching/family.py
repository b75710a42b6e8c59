"""Who may be judged otherwise when a tie begins, ends or changes: its family, and whom a norm looks at through it."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from homeschool.engine.watching.watch import Watch
from homeschool.model.entities import Committee, Grade, School, SchoolClass
from homeschool.model.facts import Fact
from homeschool.model.live import Touched
from homeschool.model.relations import Appointment, Enrolment, Guardianship, Seat
from homeschool.model.ties import above
from homeschool.model.view import View
from homeschool.model.vocabularies import IMPLIED_ROLES

_OF_FAMILIES = frozenset({"guardian", "parent", "carer"})
_OF_COMMITTEES = frozenset({"committee_member", "committee_chair"})
_OF_CHILDREN = frozenset({"student", "guardianship"})
_OF_UNITS = frozenset({"school", "grade", "school_class", "student", "guardianship", "guardian"})
_UNITS = (School, Grade, SchoolClass)


def is_of_one_family(touched: Touched) -> bool:
    """Tell whether it can be told whom a tie, or one of the people and bodies, may touch: a unit that was may all."""
    return touched.fresh is not None or not isinstance(touched.versions[0], _UNITS)


def families(view: View, touched: Iterable[Touched]) -> dict[str, None]:
    """Return the ids of all in the families of some ties, people and bodies."""
    return dict.fromkeys(id_ for one in touched for fact in one.versions for id_ in (one.id, *_family(view, fact)))


def _family(view: View, fact: Fact) -> Iterable[str]:
    match fact:
        case Committee(id=id_):
            for seat in view.linked("seat", "committee", id_):
                yield from (seat.id, *_family(view, seat))
        case Enrolment(student=student, school_class=school_class):
            yield student
            yield from _guarding(view, student)
            yield from above(view, school_class, 0)
        case Guardianship(student=student, guardian=guardian):
            yield from (student, guardian)
        case Appointment(staff=staff):
            yield staff
        case Seat(committee=committee, holder=holder, represents=represents):
            yield from (id_ for id_ in (committee, holder, represents) if id_ is not None)


def _guarding(view: View, student: str) -> Iterable[str]:
    """Yield the guardianships of a child, and its guardians."""
    for tie in view.linked("guardianship", "student", student):
        yield from (tie.id, tie.guardian)


def beyond(watch: Watch, touched: Touched, roles: AbstractSet[str]) -> Iterable[str]:
    """Return whom a norm may judge otherwise because of a tie, or of somebody, that are not of the family of it.

    Args:
        watch: the norm.
        touched: the tie, or who it is.
        roles: the roles that the tie gives, in any of its versions.
    """
    breadth, kind = watch.reads.breadth, watch.run.norm.subject
    if breadth.is_wide or (touched.fresh is None and touched.class_name in breadth.through):
        return watch.everybody()
    if touched.class_name == "guardianship" and kind in _OF_CHILDREN:
        return ()
    if not breadth.asks_for(roles):
        return ()
    units = [fact.unit for fact in touched.versions if isinstance(fact, Appointment)]
    if not units or kind not in _OF_UNITS:
        return watch.everybody()
    return [id_ for unit in units for id_ in _around(watch.run.scope.view, unit)]


def _around(view: View, unit: str) -> Iterator[str]:
    """Yield what a unit lies within, and all that lies within it, at any time: units, children, their guardians."""
    yield from above(view, unit, 0)
    for class_name, field in (("grade", "school"), ("school_class", "grade")):
        for part in view.linked(class_name, field, unit):
            yield from _around(view, part.id)
    for tie in view.linked("enrolment", "school_class", unit):
        yield tie.student
        yield from _guarding(view, tie.student)


def given(fact: Fact) -> frozenset[str]:
    """Return the roles that a tie gives, or a body to whoever has a seat in it."""
    match fact:
        case Appointment(role=role):
            roles = frozenset((role,))
        case Guardianship():
            roles = _OF_FAMILIES
        case Seat() | Committee():
            roles = _OF_COMMITTEES
        case _:
            roles = frozenset()
    return roles.union(*(IMPLIED_ROLES.get(role, ()) for role in roles))
