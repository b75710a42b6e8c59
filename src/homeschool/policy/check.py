"""Whether a norm can mean anything: its fact classes, fields, terms, references and bounds exist and fit together.

A norm that passes never silently matches nothing because of a misspelt word.  The same check serves norms read from
files and norms made in Python.
"""

from collections.abc import Mapping

import attrs

from homeschool.errors import Mistake
from homeschool.model import vocabularies
from homeschool.model.facts import fact_classes
from homeschool.model.fields import near
from homeschool.policy.check_conditions import ConditionChecker
from homeschool.policy.check_parts import NormChecker
from homeschool.policy.condition import And, Condition, Has, Named, Not, Or, Reference, Some
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Definition
from homeschool.policy.requirement import TRIGGER, Count, Requirement
from homeschool.policy.timing import Always, At, Before, Every, Rolling, Timing, Upon


def check_norm(norm: Norm, definitions: Mapping[str, Definition]) -> list[Mistake]:
    """Return every mistake of a norm, each with its place in the norm."""
    stands = isinstance(norm.timing, Rolling | Always)
    checker = NormChecker(definitions, norm.subject, knows_bearer=not stands)
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
    _check_timing(checker, norm)
    _check_bearer(checker, norm)
    return checker.mistakes


def _check_whole(checker: NormChecker, norm: Norm) -> None:
    if (norm.timing is None) != (norm.requirement is None):
        checker.note("", "expected both `timing` and `requires`, or neither")
    binds = norm.modality in ("obligation", "prohibition")
    if binds and not norm.is_checkable and norm.unexpressed is None:
        checker.note("", f"an {norm.modality} without a requirement says in `unexpressed` why")
    if norm.is_checkable and (not binds or norm.unexpressed is not None):
        checker.note("", "only an obligation or a prohibition that is expressed has a requirement")
    if norm.is_checkable and not norm.bearer.who:
        checker.note("", "expected `bearer`")
    for path in norm.assumed:
        if path.split(".")[0] not in _ASSUMABLE:
            checker.note("assumed", f"no part `{path}`{near(path, _ASSUMABLE)}")


def _check_timing(checker: NormChecker, norm: Norm) -> None:
    """Check that the other parts of a norm go with its timing."""
    if isinstance(norm.timing, Rolling) and not _is_one(norm.requirement):
        checker.note("requires", "`rolling` takes a count with `at_least = 1` and nothing else")
    if norm.bearer.each and isinstance(norm.timing, Rolling | Always):
        checker.note("bearer", "`each` goes with a timing that has periods or moments")
    if isinstance(norm.timing, Always) and norm.requirement is not None and not _can_stand(norm.requirement):
        checker.note("requires", "under `always`, events can only be prohibited: `none = true`")
    of = norm.requirement.of[0].split(".")[0] if norm.requirement else ""
    if of == TRIGGER and not isinstance(norm.timing, At):
        checker.note("requires.of", "`trigger` is put to the test under `at` only")
    if norm.unless_documented and not _has_reason(norm.timing):
        checker.note("unless_documented", "needs a timing set off by events, on which a reason can be recorded")
    if isinstance(norm.timing, At | Before | Always) and _counts_days_of_what_lasts(norm.requirement):
        checker.note("requires.distinct", "what is in force at a moment is in force on that one day: it has no days")
    if isinstance(norm.timing, Before) and not _leaves_time(norm.timing):
        checker.note("timing.no_earlier_than", "expected a longer span than `ahead`: nothing lies between")


def _has_reason(timing: Timing | None) -> bool:
    """Tell whether what sets a norm off can carry a documented reason."""
    if not isinstance(timing, Upon | Before | At):
        return False
    return any("reason" in fact_classes()[name].fields for name in timing.moment.of if name in fact_classes())


def _counts_days_of_what_lasts(requirement: Requirement | None) -> bool:
    if not isinstance(requirement, Count) or requirement.distinct != "day":
        return False
    return any(fact_classes()[name].lasts for name in requirement.of if name in fact_classes())


def _leaves_time(timing: Before) -> bool:
    """Tell whether there is time between the earliest moment and the deadline, as far as the unit alone tells."""
    earliest, ahead = timing.no_earlier_than, timing.ahead
    return (
        earliest is None
        or (earliest.unit, earliest.elapsed) != (ahead.unit, ahead.elapsed)
        or earliest.amount > ahead.amount
    )


def _can_stand(requirement: Requirement) -> bool:
    """Tell whether a requirement can be asked of every instant: of what lasts, or that no event be."""
    lasts = {fact_classes()[name].lasts for name in requirement.of if name in fact_classes()}
    if lasts == {False}:
        return isinstance(requirement, Count) and requirement.at_least is None and requirement.at_most == 0
    return lasts <= {True}


_ASSUMABLE = ("timing", "requires", "bearer", "subject", "applies_to", "modality")


def _is_one(requirement: Requirement | None) -> bool:
    return isinstance(requirement, Count) and requirement.at_least == 1 and requirement.at_most is None


def _check_bearer(checker: NormChecker, norm: Norm) -> None:
    for who in norm.bearer.who:
        if isinstance(who, Reference):
            checker.reference(who, "bearer")
        elif who not in vocabularies.ROLE:
            checker.note("bearer", f"unknown role `{who}`{near(who, vocabularies.ROLE.terms)}")


def check_definitions(definitions: Mapping[str, Definition]) -> list[Mistake]:
    """Return every mistake of a pack's definitions; a definition that leads back to itself is one."""
    mistakes = []
    for name, definition in definitions.items():
        meanings = {"": definition.condition}
        meanings |= {f"variants.{found.name}.": found.condition for found in definition.variants}
        for part, condition in meanings.items():
            place = f"definitions.{name}.{part}"
            checker = ConditionChecker(definitions, definition.subject)
            checker.condition(condition, (definition.subject,), "where")
            mistakes += [attrs.evolve(found, place=f"{place}{found.place}") for found in checker.mistakes]
            if _leads_to(name, condition, definitions, frozenset()):
                mistakes.append(Mistake(place.rstrip("."), "the definition leads back to itself"))
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
