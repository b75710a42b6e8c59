"""Running a pack's cases: what the engine finds, held against what each case expects."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from homeschool.adapters.case_files import ABSENT, Case, Expectation, ExpectedMiss, load_cases
from homeschool.calendar import SchoolCalendar
from homeschool.engine import Readings, evaluate
from homeschool.errors import NotWaivableError, UnknownIdError
from homeschool.model.fields import When
from homeschool.policy.finding import Finding
from homeschool.policy.pack import Pack

__all__ = ["Case", "CaseResult", "Expectation", "ExpectedMiss", "load_cases", "run_case"]


@attrs.frozen
class CaseResult:
    """What became of a case: whether it `passed`, and otherwise what differed, in words."""

    case: Case
    differences: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.differences


def run_case(pack: Pack, case: Case) -> CaseResult:
    """Evaluate a case's norm on what the case records, and compare the findings with what it expects."""
    try:
        norm = pack.norm(case.norm)
    except UnknownIdError as error:
        return CaseResult(case, (str(error),))
    readings = Readings() if case.at_once is None else Readings(at_once=case.at_once)
    alone = attrs.evolve(pack, norms=tuple(one for one in pack.norms if one.id == norm.id))
    try:
        findings = list(evaluate([alone], case.register, as_of=case.as_of, readings=readings))
    except NotWaivableError as error:
        return CaseResult(case, () if case.is_refused else tuple(str(mistake) for mistake in error.mistakes))
    if case.is_refused:
        return CaseResult(case, ("expected a waiver of what cannot be waived to be refused; it was not",))
    calendar = case.register.calendar
    return CaseResult(case, tuple(text for asked in case.expect for text in _compared(asked, findings, calendar)))


def _compared(asked: Expectation, findings: Sequence[Finding], calendar: SchoolCalendar) -> list[str]:
    found = [finding for finding in findings if _selects(asked, finding, calendar)]
    what = describe(asked)
    if asked.status == ABSENT:
        return [f"{what}: expected no finding; there is `{finding.id}`, {finding.status}" for finding in found]
    if not found:
        others = ", ".join(f"`{finding.id}` {finding.status}" for finding in findings) or "none at all"
        return [f"{what}: no finding; the norm has {others}"]
    return [f"`{finding.id}`: {text}" for finding in found for text in _differences(asked, finding)]


def describe(asked: Expectation) -> str:
    """Say in words which findings an expectation selects."""
    named = (("subject", asked.subject), ("trigger", asked.trigger), ("bearer", asked.bearer))
    parts = [f"{name} `{value}`" for name, value in named if value is not None]
    parts += [f"{name} {at}" for name, at in (("opens", asked.opens), ("deadline", asked.deadline)) if at is not None]
    return ", ".join(parts) or "any subject"


def _selects(asked: Expectation, finding: Finding, calendar: SchoolCalendar) -> bool:
    wanted = (asked.subject, asked.trigger, asked.bearer)
    held = (finding.subject, finding.trigger, finding.bearer)
    named = all(one is None or one == other for one, other in zip(wanted, held, strict=True))
    times = ((asked.opens, finding.opens), (asked.deadline, finding.deadline))
    return named and all(_is_at(when, moment, calendar) for when, moment in times)


def _is_at(asked: When | None, moment: datetime | None, calendar: SchoolCalendar) -> bool:
    if asked is None:
        return True
    if moment is None:
        return False
    return asked == (moment if isinstance(asked, datetime) else calendar.day_of(moment))


def _differences(asked: Expectation, finding: Finding) -> list[str]:
    found = []
    if finding.status != asked.status:
        because = f" because {finding.because}" if finding.because else ""
        found.append(f"expected {asked.status}, not {finding.status}{because}")
    if asked.because is not None and finding.because != asked.because:
        found.append(f"expected because {asked.because}, not {finding.because}")
    if asked.evidence is not None and set(asked.evidence) != set(finding.evidence):
        found.append(f"expected the evidence {_listed(asked.evidence)}, not {_listed(finding.evidence)}")
    if asked.is_remedied is not None and asked.is_remedied != (finding.remedied_at is not None):
        found.append(f"expected {'a' if asked.is_remedied else 'no'} remedy, not {finding.remedied_at}")
    if asked.is_unachievable is not None and asked.is_unachievable != finding.details.is_unachievable:
        found.append(f"expected {'un' * asked.is_unachievable}achievable")
    return [*found, *_other_excuse(asked, finding), *_missing_misses(asked, finding)]


def _other_excuse(asked: Expectation, finding: Finding) -> list[str]:
    found = []
    if asked.excused_by is not None and asked.excused_by != finding.excused_by:
        by = "nothing" if finding.excused_by is None else f"`{finding.excused_by}`"
        found.append(f"expected to be excused by `{asked.excused_by}`, not {by}")
    if asked.is_retroactive is not None and asked.is_retroactive != finding.is_retroactive:
        found.append(f"expected {'a' if asked.is_retroactive else 'no'} retroactive excuse")
    return found


def _missing_misses(asked: Expectation, finding: Finding) -> list[str]:
    if not asked.near:
        return []
    misses = {miss.fact: miss.why for miss in finding.details.near_misses}
    found = []
    for expected in asked.near:
        why = misses.get(expected.fact)
        if why is None:
            found.append(f"expected the near miss `{expected.fact}`; there are {_listed(misses)}")
        elif expected.why not in (None, why):
            found.append(f"expected the near miss `{expected.fact}` to be {expected.why}, not {why}")
    return found


def _listed(ids: Sequence[str] | dict[str, str]) -> str:
    return ", ".join(f"`{id_}`" for id_ in sorted(ids)) or "none"
