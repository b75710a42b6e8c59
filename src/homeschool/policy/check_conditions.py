"""Whether conditions can mean anything: their fields exist, and can be asked what they are asked."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from homeschool.calendar import Span
from homeschool.errors import Mistake
from homeschool.model import vocabularies
from homeschool.model.derived import all_fields
from homeschool.model.facts import fact_classes
from homeschool.model.fields import FieldInfo, Shape, near
from homeschool.model.links import link_field
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
from homeschool.policy.pack import Definition

LINKS = frozenset({Shape.REF, Shape.REFS, Shape.CONCERNS})
"""The shapes of fields that refer to records."""
TIMES = frozenset({Shape.WHEN, Shape.DAY, Shape.INSTANT})
"""The shapes of fields that hold a time."""
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
class ConditionChecker:
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
        if info.shape not in LINKS or not (info.targets or condition.of):
            expected = "a field that refers to records" + ("; say `of` which class" if info.shape in LINKS else "")
            self.note(f"{place}.{condition.path}", f"`{word}` is asked of {expected}")
            return
        asked = self.classes(condition.of, f"{place}.{condition.path}.of") if condition.of else info.targets
        for target in asked:
            if info.targets and target not in info.targets:
                self.note(f"{place}.{condition.path}.of", f"`{condition.path}` refers to no {target}")
        for target in asked:
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
        if first.shape not in LINKS or not first.targets:
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
        elif info.shape in LINKS or info.shape in TIMES:
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
        if info is not None and info.shape not in LINKS:
            self.note(place, f"`{field}` does not refer to records")
