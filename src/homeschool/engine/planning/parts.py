"""What a requirement still lacks, in parts that single facts can supply; and what cannot be planned at all."""

from collections.abc import Iterable, Sequence

from homeschool.engine.due import still_missing
from homeschool.engine.planning.asks import Ask, Asks, alternatives
from homeschool.engine.scope import Context, Scope
from homeschool.model.derived import all_fields
from homeschool.model.fields import Shape
from homeschool.model.register import linked_ids
from homeschool.policy.condition import Test
from homeschool.policy.finding import Details, Finding
from homeschool.policy.requirement import Count, Cover, Requirement


class NoPlan(Exception):  # noqa: N818 - named for what happened; it never leaves the engine
    """A finding that cannot be planned for: the reason, and a detail."""

    def __init__(self, reason: str, detail: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def plannable(finding: Finding) -> Requirement:
    """Return the requirement of a finding; raise `NoPlan` where no facts to be made can meet its form."""
    requirement = finding.norm.requirement
    if requirement is None or finding.because is not None:
        raise NoPlan("form", "requires")
    if requirement.placed_by not in (None, "recorded_at"):
        raise NoPlan("form", "requires.placed_by")
    match requirement:
        case Count(at_most=None) | Cover():
            return requirement
        case Count():
            raise NoPlan("form", "requires.at_most")
        case _:
            raise NoPlan("form", "requires.share")


def parts_of(scope: Scope, finding: Finding, requirement: Requirement, details: Details) -> Iterable[tuple[Asks, int]]:
    """Return what is missing in parts: what each asks beyond the requirement's condition, and how many facts."""
    match requirement:
        case Cover(of=of, field=path):
            return _values_missing(scope, of, path, details, finding)
        case Count(distinct=None | "day"):
            _, missing = still_missing(finding, details)
            if missing is None:
                raise NoPlan("form", "requires.at_least")
            return [((), missing)]
        case Count(of=of, distinct=str(field)):
            return _values_anew(scope, of, field, (finding, details))
        case _:
            raise NoPlan("form", "requires")


def _values_missing(
    scope: Scope, of: Sequence[str], path: tuple[str, ...], details: Details, finding: Finding
) -> Iterable[tuple[Asks, int]]:
    info = all_fields(of[0])[path[0]]
    if len(path) > 1:
        if path[1] != "role":
            raise NoPlan("form", "requires.cover")
        context = Context(scope.as_of, finding.subject)
        asks = [_role_ask(scope, of[0], path[0], role, context) for role in details.missing]
    else:
        asks = [Ask(path[0], "any_of", (value,)) for value in details.missing]
    if info.shape in (Shape.TERMS, Shape.REFS):
        return [(tuple(asks), 1)]
    return [((ask,), 1) for ask in asks]


def _role_ask(scope: Scope, class_name: str, field: str, role: str, context: Context) -> Ask:
    return alternatives(scope, Test((field, "role"), "any_of", (role,)), class_name, context)[0][0]


def _values_anew(
    scope: Scope, of: Sequence[str], field: str, found: tuple[Finding, Details]
) -> Iterable[tuple[Asks, int]]:
    finding, details = found
    _, missing = still_missing(finding, details)
    info = all_fields(of[0]).get(field)
    if missing is None or info is None or info.vocabulary is None:
        raise NoPlan("form", "requires.distinct")
    used = {value for id_ in finding.evidence for value in linked_ids(scope.view.get(id_), field)}
    left = [term for term in info.vocabulary.terms if term not in used]
    if len(left) < missing:
        raise NoPlan("form", "requires.distinct")
    return [((Ask(field, "any_of", (term,)),), 1) for term in left[:missing]]
