"""What a norm reads of the records: which classes of facts, and which of their fields.

A host sees by it what each further table buys.  What can be derived counts as what it is derived from: a class's
students are read from enrolments.
"""

from collections.abc import Iterable, Mapping

from homeschool.model.derived import all_fields, derived_fields
from homeschool.model.facts import fact_classes
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Some, Test
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Definition
from homeschool.policy.requirement import (
    MEMBER_CLASSES,
    TRIGGER,
    Bound,
    Count,
    Cover,
    ReferenceBound,
    Share,
    ShareBound,
    SizeBound,
)
from homeschool.policy.timing import At, Before, Moment, Upon

SUBJECT_TABLES: Mapping[str, tuple[str, ...]] = {
    "student": ("student", "enrolment"),
    "guardian": ("guardian", "guardianship", "enrolment"),
    "guardianship": ("guardianship", "enrolment"),
    "staff": ("staff", "appointment"),
}
"""The tables that say which subjects of a kind there are, where that is not their own alone."""


def reads(norm: Norm, definitions: Mapping[str, Definition]) -> Mapping[str, frozenset[str]]:
    """Return the classes of facts that a norm reads, in their order, each with the fields that it asks for.

    A norm that yields no duty reads nothing.
    """
    if norm.timing is None or norm.requirement is None:
        return {}
    found = _Found(definitions)
    for name in SUBJECT_TABLES.get(norm.subject, (norm.subject,)):
        found.table(name)
    found.ask(norm.applies_to, norm.subject)
    moment = norm.timing.moment if isinstance(norm.timing, Upon | Before | At) else None
    triggers = () if moment is None else tuple(name for name in moment.of if name in fact_classes())
    if moment is not None:
        found.moment(moment, triggers)
    found.start = {"subject": (norm.subject,), "trigger": triggers, "bearer": ("staff", "guardian", "partner")}
    found.requirement(norm.requirement, triggers)
    found.values(norm.bearer.who)
    return {name: frozenset(found.fields[name]) for name in fact_classes() if name in found.fields}


class _Found:
    """The fields found so far, by class."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self.definitions = definitions
        self.fields: dict[str, set[str]] = {}
        self.start: Mapping[str, tuple[str, ...]] = {}

    def table(self, class_name: str) -> None:
        """Note that a class is read."""
        self.fields.setdefault(class_name, set())

    def field(self, class_name: str, name: str) -> None:
        """Note that a field of a class is read, or what it is derived from; a class without such a field is passed."""
        if name in fact_classes()[class_name].fields:
            self.fields.setdefault(class_name, set()).add(name)
        elif name in derived_fields(class_name):
            for needed in derived_fields(class_name)[name].needs:
                self.table(needed)

    def path(self, class_name: str, path: Iterable[str]) -> None:
        """Note the fields of a path of one or two steps."""
        first, *rest = path
        self.field(class_name, first)
        if rest and first in all_fields(class_name):
            for target in all_fields(class_name)[first].targets:
                self.field(target, rest[0])

    def moment(self, moment: Moment, triggers: Iterable[str]) -> None:
        """Note what the moments that open duties are known by."""
        for name in triggers:
            self.table(name)
            self.ask(moment.where, name)
            self.field(name, moment.link)
            if moment.counted_from is not None:
                self.field(name, moment.counted_from)

    def requirement(self, requirement: Count | Cover | Share, triggers: tuple[str, ...]) -> None:
        """Note what the facts that count are asked."""
        root, *path = requirement.of[0].split(".")
        names = requirement.of
        if root == TRIGGER:
            names = triggers if not path else self._named(triggers, path[0])
        for name in names:
            self.table(name)
            self.ask(requirement.where, name)
            for field in (requirement.placed_by, requirement.link if root != TRIGGER else None):
                if field is not None:
                    self.field(name, field)
            self._own(requirement, name)
        for bound in () if isinstance(requirement, Cover) else (requirement.at_least, requirement.at_most):
            self._bound(bound)

    def _named(self, triggers: tuple[str, ...], field: str) -> tuple[str, ...]:
        for name in triggers:
            self.field(name, field)
        return tuple({target: None for name in triggers for target in all_fields(name)[field].targets})

    def _own(self, requirement: Count | Cover | Share, name: str) -> None:
        match requirement:
            case Count(distinct=distinct):
                if distinct not in (None, "day"):
                    self.field(name, str(distinct))
            case Cover(field=path, values=values):
                self.path(name, path)
                self.values([values])
            case Share(among_where=among, members=members):
                self.ask(among, name)
                if members is not None:
                    self.table(MEMBER_CLASSES[members][1])

    def _bound(self, bound: Bound | None) -> None:
        match bound:
            case SizeBound(members):
                self.table(MEMBER_CLASSES[members][1])
            case ShareBound(members, where):
                self.table(MEMBER_CLASSES[members][1])
                self.ask(where, MEMBER_CLASSES[members][0])
            case ReferenceBound(reference):
                self.values([reference])
            case _:
                pass

    def values(self, values: Iterable[object]) -> None:
        """Note what references lead through."""
        for value in values:
            if isinstance(value, Reference) and value.path:
                for name in self.start.get(value.root, ()):
                    self.path(name, value.path)

    def ask(self, condition: Condition, class_name: str) -> None:
        """Note what a condition on a fact of a class reads."""
        match condition:
            case And(parts) | Or(parts):
                for part in parts:
                    self.ask(part, class_name)
            case Not(part):
                self.ask(part, class_name)
            case Named(name):
                self.ask(self.definitions[name].condition, class_name)
            case Some(path, where, of=of):
                self.field(class_name, path)
                for target in of or (all_fields(class_name)[path].targets if path in all_fields(class_name) else ()):
                    self.table(target)
                    self.ask(where, target)
            case Has(of, where, link):
                self.table(of)
                self.field(of, link)
                self.ask(where, of)
            case Test(path, _, values):
                self.path(class_name, path)
                self.values(values)
