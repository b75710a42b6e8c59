"""What a norm reads: which classes of records, how those are tied to its subjects, and how far it looks."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from homeschool.engine.linking import Link
from homeschool.engine.watching.breadth import Breadth
from homeschool.model.derived import all_fields, derived_fields
from homeschool.model.facts import ENTITIES, RELATIONS, fact_classes
from homeschool.model.links import link_field
from homeschool.policy.condition import TRUE, And, Condition, Has, Named, Not, Or, Reference, Some, Test
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Definition
from homeschool.policy.requirement import MEMBER_CLASSES, TRIGGER, Cover, ReferenceBound, Requirement, Share, ShareBound
from homeschool.policy.timing import At, Before, Moment, Upon

CIRCUMSTANCE = "circumstance"
STRUCTURE = frozenset(
    name for name, known in fact_classes().items() if known.cls in (*ENTITIES, *RELATIONS) and name != CIRCUMSTANCE
)
"""The classes that say who belongs where and is what: a change there may touch everything."""


Asked = tuple[Link, Condition]
"""How facts are tied to a subject, and what is asked of them there."""


@attrs.frozen(eq=False)
class Reads:
    """Which classes of records a norm reads, and how a record of them finds the subjects whose findings it touches.

    Args:
        triggers: by class, how the moments that open duties are tied to subjects.
        evidence: by class, how the facts that count are tied to subjects, or to the members of one.
        of_subjects: by class, how facts that are asked about a subject itself are tied to it, and what they are asked.
        anywhere: classes read by other ways; a record of one may touch any subject.
        breadth: how far the norm looks when somebody comes or leaves.
    """

    triggers: Mapping[str, Link]
    evidence: Mapping[str, Link]
    of_subjects: Mapping[str, Sequence[Asked]]
    anywhere: frozenset[str]
    breadth: Breadth

    @property
    def classes(self) -> frozenset[str]:
        """All the classes."""
        return frozenset((*self.triggers, *self.evidence, *self.of_subjects, *self.anywhere))

    def are_only(self, links: Mapping[str, Link], class_name: str) -> bool:
        """Tell whether records of a class are read in one way alone: as `triggers` or as `evidence`."""
        other = self.evidence if links is self.triggers else self.triggers
        return class_name in links and not any(class_name in ways for ways in (other, self.of_subjects, self.anywhere))


def moment_of(norm: Norm) -> Moment | None:
    """Return the moment that opens the duties of a norm; None where periods, or nothing, do."""
    return norm.timing.moment if isinstance(norm.timing, Upon | Before | At) else None


def reads(norm: Norm, definitions: Mapping[str, Definition]) -> Reads:
    """Tell which classes of records a norm reads."""
    requirement = norm.requirement
    assert requirement is not None
    moment = moment_of(norm)
    found = _Found(definitions)
    found.ask(norm.applies_to, norm.subject, of_subject=True)
    triggers = {} if moment is None else _links(moment.of, norm.subject, moment.link, moment.link_to)
    if moment is not None:
        for name in triggers:
            found.ask(moment.where, name)
    evidence = {}
    for name in _counted(norm, requirement, found):
        found.ask(requirement.where, name)
        if isinstance(requirement, Share):
            found.ask(requirement.among_where, name)
        if isinstance(requirement, Cover):
            found.path(requirement.field, name)
    if requirement.of[0].split(".")[0] != TRIGGER:
        members = requirement.members if isinstance(requirement, Share) else None
        kind = norm.subject if members is None else MEMBER_CLASSES[members][0]
        evidence = _links(requirement.of, kind, requirement.link, requirement.link_to)
    _ask_bounds(norm, requirement, found)
    of_subjects = {name: tuple(links) for name, links in found.of_subjects.items()}
    found.breadth.note_whole(norm)
    found.breadth.through = STRUCTURE & found.anywhere
    return Reads(triggers, evidence, of_subjects, frozenset(found.anywhere - STRUCTURE), found.breadth)


def _links(names: Iterable[str], kind: str, link: str, link_to: str | None) -> dict[str, Link]:
    return {name: Link(name, link_field(name, kind, link), link_to) for name in names if name in fact_classes()}


def _counted(norm: Norm, requirement: Requirement, found: "_Found") -> tuple[str, ...]:
    """Return the classes of the records that count, those that the trigger names noted as read anywhere."""
    root, *path = requirement.of[0].split(".")
    moment = moment_of(norm)
    if root != TRIGGER or moment is None:
        return requirement.of
    if not path:
        return tuple(name for name in moment.of if name in fact_classes())
    named = tuple(target for name in moment.of for target in all_fields(name)[path[0]].targets)
    found.anywhere.update(named)
    return named


def _ask_bounds(norm: Norm, requirement: Requirement, found: "_Found") -> None:
    values: list[object] = [requirement.values] if isinstance(requirement, Cover) else []
    if not isinstance(requirement, Cover):
        for bound in (requirement.at_least, requirement.at_most):
            if isinstance(bound, ShareBound):
                found.ask(bound.where, MEMBER_CLASSES[bound.members][0])
            values += [bound.reference] if isinstance(bound, ReferenceBound) else []
    values += norm.bearer.who
    moment = moment_of(norm)
    found.references(values, {"subject": (norm.subject,), "trigger": () if moment is None else moment.of})


class _Found:
    """What conditions read beyond the record they are asked of."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self.definitions = definitions
        self.of_subjects: dict[str, dict[Asked, None]] = {}
        self.anywhere: set[str] = set()
        self.breadth = Breadth()

    def ask(self, condition: Condition, class_name: str, *, of_subject: bool = False) -> None:
        """Note what a condition on a record of a class reads."""
        match condition:
            case And(parts) | Or(parts):
                for part in parts:
                    self.ask(part, class_name, of_subject=of_subject)
            case Not(part):
                self.ask(part, class_name, of_subject=of_subject)
            case Named(name):
                self.ask(self.definitions[name].condition, class_name, of_subject=of_subject)
            case Some(path, where, of=of):
                self._field(path, class_name, is_own=of_subject)
                for target in of or self._targets(class_name, path):
                    self.anywhere.add(target)
                    self.ask(where, target)
            case Has(of, where, link):
                if of_subject:
                    self._of_subject(Link(of, link_field(of, class_name, link)), where)
                else:
                    self.anywhere.add(of)
                    self.breadth.is_wide = True
                self.ask(where, of)
            case Test(path, op, values):
                is_alone = of_subject and len(path) == 1
                self._field(path[0], class_name, of_subject=is_alone, is_own=of_subject)
                self.path(path, class_name)
                if path[-1] == "role" and not is_alone:
                    self.breadth.note_roles(op, values)
                self.references(values, {"subject": fact_classes().keys(), "trigger": fact_classes().keys()})

    def path(self, path: Sequence[str], class_name: str) -> None:
        """Note the records through which a path goes."""
        if len(path) > 1:
            names = [name for name in self._targets(class_name, path[0]) if path[1] in all_fields(name)]
            self.anywhere.update(names)
            for name in names:
                self._field(path[1], name)

    def _field(self, field: str, class_name: str, *, of_subject: bool = False, is_own: bool = False) -> None:
        """Note that a field rests on circumstances, or, where it `is_own` of no subject, on ties of others."""
        derived = derived_fields(class_name).get(field)
        if derived is not None and not is_own:
            self.breadth.note_derived(field)
        if derived is not None and CIRCUMSTANCE in derived.needs:
            if of_subject:
                self._of_subject(Link(CIRCUMSTANCE, "person"), TRUE)
            else:
                self.anywhere.add(CIRCUMSTANCE)

    def _of_subject(self, link: Link, where: Condition) -> None:
        self.of_subjects.setdefault(link.class_name, {})[link, where] = None

    def references(self, values: Iterable[object], starts: Mapping[str, Iterable[str]]) -> None:
        """Note the records through which references go, from any of the classes that they may start from."""
        for value in values:
            if isinstance(value, Reference) and value.path:
                for name in starts.get(value.root, ()):
                    if value.path[0] in all_fields(name):
                        self._field(value.path[0], name, is_own=value.root == "subject")
                        self.path(value.path, name)
                        self.breadth.asks_any_role = self.breadth.asks_any_role or value.path[-1] == "role"

    @staticmethod
    def _targets(class_name: str, field: str) -> Iterable[str]:
        return all_fields(class_name)[field].targets or fact_classes()
