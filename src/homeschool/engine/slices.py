"""Measures of slices: by norm, class, grade, school, role and bearer, and over periods of time.

A duty lies where its subject lay when it opened, and in the period in which it fell due.  It counts in every slice in
which it lies: one that two people bear jointly counts for both, one about a guardian with children in two classes in
both classes.  So the populations of slices add up to the whole where each duty lies in one of them only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Final, Literal, get_args

import attrs

from homeschool.calendar import Period, PeriodKind
from homeschool.engine.calendar_periods import Periods
from homeschool.engine.measure import Measure, measure_of, standing_status
from homeschool.engine.standing import Stretch, stretches
from homeschool.errors import InvalidValueError
from homeschool.model import ties
from homeschool.model.clock import Micros, to_micros
from homeschool.model.facts import CLASS_NAMES
from homeschool.model.fields import near
from homeschool.model.register import Register
from homeschool.model.view import View
from homeschool.policy.finding import Finding, Status
from homeschool.policy.timing import Always

Dimension = Literal["pack", "norm", "school", "grade", "school_class", "subject", "role", "bearer"]
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)
Key = tuple[str | None, ...]
_UNITS = frozenset({"school", "grade", "school_class"})


@attrs.frozen
class Slice:
    """How much of what was owed was done in one slice.

    Args:
        by: what the slices are by.
        key: for each of these the slice's own: a full id of a norm, an id of a class; None where a duty has none, such
            as a school that lies in no class, or a role that nobody held.
        period: the period of time; None: of all time, or of duties that fall due in no such period.
        measure: how much was done.
        period_kind: what periods a trend is over; None: no trend.
    """

    by: tuple[Dimension, ...]
    key: Key
    period: Period | None
    measure: Measure
    period_kind: PeriodKind | None = None


def slices(
    findings: Iterable[Finding], register: Register, *, by: Sequence[str] = ("norm",), as_of: datetime
) -> tuple[Slice, ...]:
    """Measure the findings of each slice.

    A standing norm counts once for each subject in each slice: as kept if none of its findings there is a breach.

    Args:
        findings: the findings.
        register: the records that were evaluated.
        by: what the slices are by, in this order.
        as_of: the moment of the evaluation.

    Returns:
        The slices; norms and packs in the order of the findings, all else by id, what has none last.

    Raises:
        InvalidValueError: `by` names something else.
    """
    placer = _Placer(register, by, as_of)
    gathered = _Gathered(placer.by)
    for finding in findings:
        for key in placer.keys(finding, placer.opened(finding)):
            gathered.add((key, None), finding, finding.status)
    return gathered.slices()


def trend(
    findings: Iterable[Finding],
    register: Register,
    *,
    period: PeriodKind = "month",
    by: Sequence[str] = (),
    as_of: datetime,
) -> tuple[Slice, ...]:
    """Measure the findings of each slice over periods of time, the earliest first.

    A duty counts in the period in which its time is over, whenever it was done; one without a deadline in that in which
    it opened.  A standing norm counts for each subject in every period in which it was asked: as kept if it was not
    breached there.  What belongs to no such period is counted apart.

    Args:
        findings: the findings.
        register: the records that were evaluated; each school's own calendar says what a term is.
        period: what periods; those without any duty are left out.
        by: what the slices are by, besides the period.
        as_of: the moment of the evaluation.

    Raises:
        InvalidValueError: `by` or `period` names something else.
    """
    placer = _Placer(register, by, as_of)
    periods = Periods(placer.view, period)
    gathered = _Gathered(placer.by, period)
    standing: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if isinstance(finding.norm.timing, Always) and finding.opens is not None:
            standing[finding.norm.id, finding.subject].append(finding)
            continue
        due = placer.due(finding)
        at = placer.opened(finding)
        when = None if due is None else periods.holding(placer.school(finding, at), due)
        for key in placer.keys(finding, at):
            gathered.add((key, when), finding, finding.status)
    for same in standing.values():
        placed = [found for one in stretches(same, placer.as_of) for found in _in_periods(one, placer, periods)]
        for when, at, status, finding in placed or [(None, placer.opened(one), one.status, one) for one in same]:
            for key in placer.keys(finding, at):
                gathered.add((key, when), finding, status)
    return gathered.slices()


def _in_periods(
    stretch: Stretch, placer: "_Placer", periods: Periods
) -> Iterator[tuple[Period | None, Micros, Status, Finding]]:
    """Yield the periods that a stretch meets, each with the first moment in it and what became of the duty there."""
    school = placer.school(stretch.finding, stretch.start)
    for period, start, end in periods.meeting(school, (stretch.start, stretch.end)):
        is_kept = stretch.status is Status.LAPSED and stretch.end > end
        status = Status.HOLDING if is_kept else stretch.status
        yield period, max(start, stretch.start), status, stretch.finding


class _Placer:
    """Tells in which slices a duty lies."""

    def __init__(self, register: Register, by: Sequence[str], as_of: datetime) -> None:
        self.by = tuple(_dimension(name) for name in by)
        self.view = View(register, as_of=as_of)
        self.as_of = to_micros(as_of)

    def opened(self, finding: Finding) -> Micros:
        """Return when a duty opened; where its subject lay nowhere then, when it fell due."""
        opens = self.as_of if finding.opens is None else to_micros(finding.opens)
        if self.is_there(finding.subject, opens):
            return opens
        due = self.due(finding)
        return opens if due is None else min(due, self.as_of)

    def due(self, finding: Finding) -> Micros | None:
        """Return the last moment of a duty's window; without a deadline when it opened, None if that is not known."""
        closes = finding.closes
        if closes is not None:
            return to_micros(closes) - 1
        return None if finding.opens is None else to_micros(finding.opens)

    def is_there(self, subject: str, at: Micros) -> bool:
        """Tell whether a subject lies in a school at a moment."""
        fact = self.view.get(subject)
        low, high = self.view.bounds(fact)
        return self.unit(subject, "school", at) is not None and (not hasattr(fact, "until") or low <= at < high)

    def school(self, finding: Finding, at: Micros) -> str | None:
        """Return the school in which a duty's subject lies."""
        return self.unit(finding.subject, "school", at)

    def unit(self, subject: str, kind: str, at: Micros) -> str | None:
        """Return the first unit of a kind in which a subject lies, by id; None where it lies in none."""
        return min(self._units(subject, kind, at), default=None)

    def _units(self, subject: str, kind: str, at: Micros) -> list[str]:
        lying = ties.above(self.view, subject, at)
        return [id_ for id_ in lying if CLASS_NAMES.get(type(self.view.get(id_))) == kind]

    def keys(self, finding: Finding, at: Micros) -> Iterator[Key]:
        """Yield the keys of the slices in which a duty lies, its subject being where it was at a moment."""
        return product(*(self._values(finding, name, at) for name in self.by))

    def _values(self, finding: Finding, name: Dimension, at: Micros) -> Sequence[str | None]:
        if name in _UNITS:
            return self._units(finding.subject, name, at) or (None,)
        match name:
            case "pack":
                return (finding.norm.pack,)
            case "norm":
                return (finding.norm.id,)
            case "role":
                return tuple(map(str, finding.norm.bearer.who)) or (None,)
            case "bearer":
                return _bearers(finding) or (None,)
            case _:
                return (finding.subject,)


def _dimension(name: str) -> Dimension:
    for known in DIMENSIONS:
        if name == known:
            return known
    message = f"`{name}` is nothing to slice by{near(name, DIMENSIONS)}; expected {', '.join(DIMENSIONS)}"
    raise InvalidValueError(message)


def _bearers(finding: Finding) -> tuple[str, ...]:
    if finding.bearer is not None:
        return (finding.bearer,)
    return tuple(dict.fromkeys(id_ for owner in finding.details.bearers for id_ in owner.holders))


class _Gathered:
    """Counts the duties of each slice; what a standing norm is for one subject counts once."""

    def __init__(self, by: tuple[Dimension, ...], kind: PeriodKind | None = None) -> None:
        self._by = by
        self._kind = kind
        self._counts: dict[tuple[Key, Period | None], Counter[Status]] = defaultdict(Counter)
        self._standing: dict[tuple[Key, Period | None], dict[tuple[str, str], set[Status]]] = defaultdict(dict)

    def add(self, place: tuple[Key, Period | None], finding: Finding, status: Status) -> None:
        """Count a finding in a slice."""
        counts = self._counts[place]
        if isinstance(finding.norm.timing, Always):
            self._standing[place].setdefault((finding.norm.id, finding.subject), set()).add(status)
        else:
            counts[status] += 1

    def slices(self) -> tuple[Slice, ...]:
        """Return the slices in order."""
        for place, subjects in self._standing.items():
            self._counts[place].update(standing_status(statuses) for statuses in subjects.values())
        ranks = _ranks(self._by, [key for key, _ in self._counts])

        def order(place: tuple[Key, Period | None]) -> tuple[object, ...]:
            key, period = place
            ranked = tuple(rank[value] for rank, value in zip(ranks, key, strict=True))
            return ranked, period is None, "" if period is None else f"{period.interval.start} {period.name}"

        return tuple(
            Slice(self._by, *place, measure_of(self._counts[place]), self._kind)
            for place in sorted(self._counts, key=order)
        )


def _ranks(by: Sequence[Dimension], keys: Sequence[Key]) -> list[Mapping[str | None, int]]:
    """Return, for each thing that slices are by, the order of its values."""
    found: list[Mapping[str | None, int]] = []
    for index, name in enumerate(by):
        values = list(dict.fromkeys(key[index] for key in keys))
        if name not in ("pack", "norm", "role"):
            values.sort(key=lambda value: (value is None, value or ""))
        found.append({value: rank for rank, value in enumerate(values)})
    return found
