"""Whether a norm can mean anything: its fact classes, fields, terms, references and bounds exist and fit together.

A norm that passes never silently matches nothing because of a misspelt word.  The same check serves norms read from
files and norms made in Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from homeschool.calendar import PERIOD_KINDS, Span
from homeschool.errors import Mistake
from homeschool.model import vocabularies
from homeschool.model.derived import all_fields, derived_fields
from homeschool.model.facts import fact_classes
from homeschool.model.fields import FieldInfo, Shape, near
from homeschool.model.links import link_field
from homeschool.model.ties import MEMBER_KINDS
from homeschool.policy.condition import (
    DAYTIMES,
    And,
    Condition,
    Has,
    Named,
    Not,
    Or,
    Reference,
    Some,
    Test,
)
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Definition
from homeschool.policy.requirement import (
    TRIGGER,
    Bound,
    Count,
    Cover,
    PrecedingBound,
    ReferenceBound,
    Requirement,
    Share,
    ShareBound,
    SizeBound,
)
from homeschool.policy.timing import Always, At, Before, Every, Moment, Rolling, Upon

_TIMES = frozenset({Shape.WHEN, Shape.DAY, Shape.INSTANT})
_LINKS = frozenset({Shape.REF, Shape.REFS, Shape.CONCERNS})
_ALLOWED: Mapping[Shape, frozenset[str]] = {
    Shape.TEXT: frozenset({"filled"}),
    Shape.FLAG: frozenset({"is", "filled"}),
    Shape.NUMBER: frozenset({"any_of", "none_of", "at_least", "at_most", "above", "below", "filled"}),
    Shape.TERM: frozenset({"any_of", "none_of", "filled"}),
    Shape.TERMS: frozenset({"any_of", "all_of", "none_of", "filled"}),
    Shape.DAY: frozenset({"at_least", "at_most", "above", "below", "filled", "during"}),
    Shape.INSTANT: frozenset({"at_least", "at_most", "above", "below", "filled", "during"}),
    Shape.WHEN: frozenset({"at_least", "at_most", "above", "below", "filled", "during"}),
    Shape.REF: frozenset({"any_of", "none_of", "filled"}),
    Shape.REFS: frozenset({"any_of", "all_of", "none_of", "filled"}),
    Shape.CONCERNS: frozenset({"any_of", "all_of", "none_of", "filled"}),
    Shape.LENGTH: frozenset({"lasts_at_least", "lasts_at_most", "filled"}),
}
_SUBJECT_LIMIT = 2


@attrs.define
class Checker:
    """Collects the mistakes of one norm; `subject` and `trigger` are the classes that references start from.

    `knows_bearer`: whether a duty has its bearers worked out, so that conditions may refer to them.
    """

    definitions: Mapping[str, Definition]
    subject: str
    trigger: tuple[str, ...] = ()
    knows_bearer: bool = True
    mistakes: list[Mistake] = attrs.field(factory=list)

    def note(self, place: str, text: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(place, text))

    def classes(self, names: Iterable[str], place: str, more: Iterable[str] = ()) -> tuple[str, ...]:
        """Return those of `names` that are fact classes, or among `more`; note the others."""
        known = (*fact_classes(), *more)
        names = tuple(names)
        for name in names:
            if name not in known:
                self.note(place, f"no fact class `{name}`{near(name, known)}")
        return tuple(name for name in names if name in known)

    def field(self, class_names: Iterable[str], name: str, place: str) -> FieldInfo | None:
        """Return the field that each of the classes has; note where one has none."""
        info = None
        for class_name in class_names:
            fields = all_fields(class_name)
            if name not in fields:
                self.note(place, f"{class_name} has no field `{name}`{near(name, fields)}")
                return None
            info = fields[name]
        return info

    def condition(self, condition: Condition, class_names: tuple[str, ...], place: str) -> None:
        """Check a condition on facts of some classes."""
        match condition:
            case And(parts):
                for part in parts:
                    self.condition(part, class_names, place)
            case Or(parts):
                for index, part in enumerate(parts):
                    self.condition(part, class_names, f"{place}.either[{index}]")
            case Not(part):
                self.condition(part, class_names, f"{place}.not")
            case Named(name):
                self._named(name, class_names, place)
            case Has():
                self._has(condition, class_names, place)
            case Some():
                self._some(condition, class_names, place)
            case Test():
                for class_name in class_names:
                    self._test(condition, (class_name,), place)

    def _named(self, name: str, class_names: tuple[str, ...], place: str) -> None:
        definition = self.definitions.get(name)
        if definition is None:
            self.note(f"{place}.is", f"no definition `{name}`{near(name, self.definitions)}")
        elif any(class_name != definition.subject for class_name in class_names):
            self.note(
                f"{place}.is", f"`{name}` is a definition for {definition.subject}, not {' or '.join(class_names)}"
            )

    def _has(self, condition: Has, class_names: tuple[str, ...], place: str) -> None:
        of, where, link = condition.of, condition.where, condition.link
        known = self.classes((of,), f"{place}.has.of")
        if known:
            for name in class_names:
                self.link(known, link_field(of, name, link), f"{place}.has.link")
            self.condition(where, known, f"{place}.has.where")

    def _some(self, condition: Some, class_names: tuple[str, ...], place: str) -> None:
        info = self.field(class_names, condition.path, f"{place}.{condition.path}")
        word = "every" if condition.every else "some"
        if info is None:
            return
        if info.shape not in _LINKS or not info.targets:
            self.note(f"{place}.{condition.path}", f"`{word}` is asked of a field that refers to records")
            return
        for target in info.targets:
            self.condition(condition.where, (target,), f"{place}.{condition.path}.{word}")

    def _test(self, test: Test, class_names: tuple[str, ...], place: str) -> None:
        spot = f"{place}.{'.'.join(test.path)}"
        infos = self._path(test.path, class_names, spot)
        for info in infos:
            if test.op not in _ALLOWED[info.shape] and not (len(test.path) > 1 and test.op == "all_of"):
                asked = test.op.removeprefix("lasts_")
                self.note(spot, f"`{asked}` cannot be asked of `{info.name}`, which holds {info.shape}")
                return
        for value in test.values:
            if isinstance(value, Reference):
                self.reference(value, spot)
        literals = [value for value in test.values if not isinstance(value, Reference)]
        if infos and literals:
            self._literals(test, literals, (infos, spot))

    def _path(self, path: tuple[str, ...], class_names: tuple[str, ...], place: str) -> list[FieldInfo]:
        """Return what the last field of a path is: one for each class that the first field may refer to."""
        first = self.field(class_names, path[0], place)
        if first is None or len(path) == 1:
            return [] if first is None else [first]
        if len(path) > _SUBJECT_LIMIT:
            self.note(place, "expected a path of at most two fields")
            return []
        if first.shape not in _LINKS or not first.targets:
            self.note(place, f"`{path[0]}` does not refer to records, so it has no `{path[1]}`")
            return []
        having = [target for target in first.targets if path[1] in all_fields(target)]
        if not having:
            known = {name for target in first.targets for name in all_fields(target)}
            self.note(place, f"no {' or '.join(first.targets)} has a field `{path[1]}`{near(path[1], known)}")
        return [all_fields(target)[path[1]] for target in having]

    def _literals(self, test: Test, literals: Sequence[object], asked: tuple[list[FieldInfo], str]) -> None:
        infos, spot = asked
        info = infos[0]
        if test.op == "during":
            self._terms(literals, DAYTIMES, spot)
        elif test.op in ("filled", "is"):
            return
        elif info.shape is Shape.NUMBER and not all(isinstance(value, Fraction) for value in literals):
            self.note(spot, "expected a number")
        elif info.shape in _LINKS or info.shape in _TIMES:
            self.note(spot, "expected a reference such as `subject`, `trigger.occurred` or `bearer`")
        elif info.shape is Shape.LENGTH and not all(isinstance(value, Span) for value in literals):
            self.note(spot, "expected a span such as 3 years")
        elif info.vocabulary is not None:
            self._terms(literals, [term for one in infos if one.vocabulary for term in one.vocabulary.terms], spot)

    def _terms(self, values: Iterable[object], known: Iterable[str], place: str) -> None:
        known = tuple(known)
        for value in values:
            own = isinstance(value, str) and value.startswith(vocabularies.OWN_PREFIX)
            if value not in known and not own:
                self.note(place, f"unknown term `{value}`{near(value, known)}")

    def reference(self, reference: Reference, place: str) -> list[FieldInfo]:
        """Check a reference and return what it refers to."""
        if reference.root == "bearer":
            if reference.path:
                self.note(place, "`bearer` has no fields here; write `bearer` alone")
            if not self.knows_bearer:
                self.note(place, "`bearer` goes with a timing that has periods or moments")
            return []
        start = (self.subject,) if reference.root == "subject" else self.trigger
        if not start:
            self.note(place, f"`{reference}`: the timing has no trigger")
            return []
        return self._path(reference.path, start, place) if reference.path else []

    def link(self, class_names: tuple[str, ...], field: str, place: str) -> None:
        """Check that a field of the classes names entities."""
        if field == "id":
            return
        info = self.field(class_names, field, place)
        if info is not None and info.shape not in _LINKS:
            self.note(place, f"`{field}` does not refer to records")

    def time_field(self, class_names: tuple[str, ...], field: str, place: str) -> None:
        """Check that a field of the classes holds a time."""
        info = self.field(class_names, field, place)
        if info is not None and info.shape not in _TIMES:
            self.note(place, f"`{field}` holds no time")

    def moment(self, moment: Moment, place: str) -> tuple[str, ...]:
        """Check a moment and return the classes of its triggers."""
        periods = PERIOD_KINDS if moment.edge else ()
        known = self.classes(moment.of, place, periods)
        facts = tuple(name for name in known if name in fact_classes())
        if not facts:
            return ()
        for name in facts:
            lasts = "until" in all_fields(name)
            if lasts != (moment.edge is not None):
                expected = (
                    "`start_of` or `end_of`, for it lasts" if lasts else "an event without `start_of` or `end_of`"
                )
                self.note(place, f"{name}: expected {expected}")
        self.trigger = facts
        self.condition(moment.where, facts, "timing.where")
        if moment.counted_from is not None:
            self.time_field(facts, moment.counted_from, "timing.counted_from")
        self._both_links(facts, moment.link, moment.link_to, "timing")
        return facts

    def _both_links(self, classes: tuple[str, ...], link: str, link_to: str | None, place: str) -> None:
        for name in classes:
            self.link((name,), link_field(name, self.subject, link), f"{place}.link")
        if link_to is not None:
            self.link((self.subject,), link_to, f"{place}.link_to")
            if link_to in derived_fields(self.subject):
                self.note(f"{place}.link_to", f"expected a field of the {self.subject} that is recorded, not derived")

    def requirement(self, requirement: Requirement) -> None:
        """Check a requirement."""
        place = "requires"
        classes = self._of(requirement.of)
        if not classes:
            return
        self.condition(requirement.where, classes, f"{place}.where")
        if requirement.placed_by is not None:
            self.time_field(classes, requirement.placed_by, f"{place}.placed_by")
        if requirement.of[0].split(".")[0] != TRIGGER and not (isinstance(requirement, Share) and requirement.members):
            self._both_links(classes, requirement.link, requirement.link_to, place)
        match requirement:
            case Count(distinct=distinct):
                if distinct is not None and distinct != "day":
                    self.field(classes, distinct, f"{place}.distinct")
            case Cover():
                self._cover(requirement, classes)
            case Share(members=members):
                self.condition(requirement.among_where, classes, f"{place}.among")
                if members is not None and members not in MEMBER_KINDS:
                    self.note(f"{place}.among", f"no kind of members `{members}`{near(members, MEMBER_KINDS)}")
        if not isinstance(requirement, Cover):
            self._bounds(requirement)

    def _of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        place = "requires.of"
        root, *path = names[0].split(".")
        if root != TRIGGER:
            return self.classes(names, place, ())
        if len(names) > 1 or len(path) > 1:
            self.note(place, "expected `trigger` or `trigger.` and one field, alone")
            return ()
        if not self.trigger:
            self.note(place, "the timing has no trigger")
            return ()
        if not path:
            return self.trigger
        info = self.field(self.trigger, path[0], place)
        if info is not None and not info.targets:
            self.note(place, f"`{path[0]}` does not say to records of which class it refers")
        return () if info is None else info.targets

    def _cover(self, cover: Cover, classes: tuple[str, ...]) -> None:
        infos = self._path(cover.field, classes, "requires.cover")
        if isinstance(cover.values, Reference):
            self.reference(cover.values, "requires.values")
        elif infos:
            known = [term for info in infos if info.vocabulary for term in info.vocabulary.terms]
            self._terms(cover.values, known, "requires.values")

    def _bounds(self, requirement: Count | Share) -> None:
        least, most = requirement.at_least, requirement.at_most
        if least is None and most is None:
            self.note("requires", "expected at least one bound")
        for key, bound in (("at_least", least), ("at_most", most)):
            if bound is not None:
                self._bound(bound, f"requires.{key}", is_share=isinstance(requirement, Share))
        if isinstance(least, Fraction) and isinstance(most, Fraction) and least > most:
            self.note("requires.at_least", f"`{least}` is more than `at_most`, `{most}`: nothing can meet both")

    def _bound(self, bound: Bound, place: str, *, is_share: bool) -> None:
        match bound:
            case SizeBound(members, _):
                if members not in MEMBER_KINDS:
                    self.note(place, f"no kind of members `{members}`{near(members, MEMBER_KINDS)}")
            case ShareBound(members, where):
                if members not in _MEMBER_CLASS:
                    self.note(place, f"no kind of members `{members}`{near(members, _MEMBER_CLASS)}")
                else:
                    self.condition(where, (_MEMBER_CLASS[members],), f"{place}.where")
            case ReferenceBound(reference, _):
                self.reference(reference, place)
            case PrecedingBound():
                return
            case _:
                if bound < 0 or (is_share and bound > 1):
                    self.note(place, f"`{bound}` is not {'between 0 and 1' if is_share else 'at least 0'}")


_MEMBER_CLASS = {
    "students": "student",
    "guardians": "guardian",
    "guardianships": "guardianship",
    "classes": "school_class",
    "staff": "staff",
    "seats": "seat",
}


def check_norm(norm: Norm, definitions: Mapping[str, Definition]) -> list[Mistake]:
    """Return every mistake of a norm, each with its place in the norm."""
    stands = isinstance(norm.timing, Rolling | Always)
    checker = Checker(definitions, norm.subject, knows_bearer=not stands)
    checker.condition(norm.applies_to, (norm.subject,), "applies_to")
    match norm.timing:
        case Upon(moment) | Before(moment) | At(moment):
            key = type(norm.timing).__name__.lower()
            checker.moment(moment, f"timing.{key}")
        case Every() | Rolling() | Always() | None:
            pass
    if norm.requirement is not None:
        checker.requirement(norm.requirement)
    _check_whole(checker, norm)
    _check_bearer(checker, norm)
    return checker.mistakes


def _check_whole(checker: Checker, norm: Norm) -> None:
    if (norm.timing is None) != (norm.requirement is None):
        checker.note("", "expected both `timing` and `requires`, or neither")
    binds = norm.modality in ("obligation", "prohibition")
    if binds and not norm.is_checkable and norm.unexpressed is None:
        checker.note("", f"an {norm.modality} without a requirement says in `unexpressed` why")
    if norm.is_checkable and (not binds or norm.unexpressed is not None):
        checker.note("", "only an obligation or a prohibition that is expressed has a requirement")
    if norm.is_checkable and not norm.bearer.who:
        checker.note("", "expected `bearer`")
    if isinstance(norm.timing, Rolling) and not _is_one(norm.requirement):
        checker.note("requires", "`rolling` takes a count with `at_least = 1` and nothing else")
    if norm.bearer.each and isinstance(norm.timing, Rolling | Always):
        checker.note("bearer", "`each` goes with a timing that has periods or moments")
    if isinstance(norm.timing, Always) and norm.requirement is not None and not _can_stand(norm.requirement):
        checker.note("requires", "under `always`, events can only be prohibited: `none = true`")
    of = norm.requirement.of[0].split(".")[0] if norm.requirement else ""
    if of == TRIGGER and not isinstance(norm.timing, At):
        checker.note("requires.of", "`trigger` is put to the test under `at` only")
    for path in norm.assumed:
        if path.split(".")[0] not in _ASSUMABLE:
            checker.note("assumed", f"no part `{path}`{near(path, _ASSUMABLE)}")


def _can_stand(requirement: Requirement) -> bool:
    """Tell whether a requirement can be asked of every instant: of what lasts, or that no event be."""
    lasts = {"until" in all_fields(name) for name in requirement.of if name in fact_classes()}
    if lasts == {False}:
        return isinstance(requirement, Count) and requirement.at_least is None and requirement.at_most == 0
    return lasts <= {True}


_ASSUMABLE = ("timing", "requires", "bearer", "subject", "applies_to", "modality")


def _is_one(requirement: Requirement | None) -> bool:
    return isinstance(requirement, Count) and requirement.at_least == 1 and requirement.at_most is None


def _check_bearer(checker: Checker, norm: Norm) -> None:
    for who in norm.bearer.who:
        if isinstance(who, Reference):
            checker.reference(who, "bearer")
        elif who not in vocabularies.ROLE:
            checker.note("bearer", f"unknown role `{who}`{near(who, vocabularies.ROLE.terms)}")


def check_definitions(definitions: Mapping[str, Definition]) -> list[Mistake]:
    """Return every mistake of a pack's definitions; a definition that leads back to itself is one."""
    mistakes = []
    for name, definition in definitions.items():
        checker = Checker(definitions, definition.subject)
        checker.condition(definition.condition, (definition.subject,), "where")
        mistakes += [attrs.evolve(found, place=f"definitions.{name}.{found.place}") for found in checker.mistakes]
        if _leads_to(name, definition.condition, definitions, frozenset()):
            mistakes.append(Mistake(f"definitions.{name}", "the definition leads back to itself"))
    return mistakes


def _leads_to(name: str, condition: Condition, definitions: Mapping[str, Definition], seen: frozenset[str]) -> bool:
    for used in names_used(condition):
        if used == name:
            return True
        if used in definitions and used not in seen:
            inner = definitions[used].condition
            if _leads_to(name, inner, definitions, seen | {used}):
                return True
    return False


def names_used(condition: Condition) -> set[str]:
    """Return the names of the definitions that a condition uses directly."""
    match condition:
        case Named(name):
            return {name}
        case And(parts) | Or(parts):
            return {name for part in parts for name in names_used(part)}
        case Not(part):
            return names_used(part)
        case Some(where=where) | Has(where=where):
            return names_used(where)
        case _:
            return set()
