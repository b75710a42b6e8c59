"""What pending duties still need: so many facts of such a shape, in such a window, done by such people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import attrs

from homeschool.calendar import Span
from homeschool.engine.bearers import asks_bearer
from homeschool.engine.linking import Link
from homeschool.engine.planning.asks import Ask, Asks, alternatives
from homeschool.engine.planning.companions import Companions
from homeschool.engine.planning.days import Days
from homeschool.engine.planning.draft import is_lasting, is_plannable
from homeschool.engine.planning.parts import NoPlan, parts_of, plannable
from homeschool.engine.planning.proof import Proof
from homeschool.engine.scope import Scope
from homeschool.engine.windows import read_span
from homeschool.model.clock import Bounds, Micros, to_micros, to_micros_span
from homeschool.model.derived import all_fields
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.links import link_field
from homeschool.model.register import linked_ids, span
from homeschool.model.ties import holding, school_of
from homeschool.model.view import View
from homeschool.policy.condition import Reference
from homeschool.policy.finding import Details, Finding
from homeschool.policy.requirement import Count, Requirement
from homeschool.policy.timing import Before, Upon

_ONE_DAY = to_micros_span(Span(1, "day", elapsed=True).elapsed_time)


@attrs.frozen
class Unkept:
    """A pending finding that no plan keeps, and why.

    Args:
        finding: the finding.
        reason: ``unachievable`` (too few days are left for what is asked), ``vacant`` (nobody holds the role in
            `detail`), ``form`` (what it requires is no action that can be planned; `detail` says which part),
            ``unknown`` (a table or field is not kept that would tell whether anything counts), ``window`` (no fitting
            moment is left in its window) or ``capacity`` (its deadline is too near for those who act).
        detail: the role, or the part of the requirement; None where there is nothing to add.
    """

    finding: Finding
    reason: str
    detail: str | None = None


@attrs.frozen(eq=False)
class FactShape:
    """One way to meet a need: a fact of a class by asks, on one of some days, naming `target`."""

    class_name: str
    asks: Asks
    target: str
    spreads: bool
    days: tuple[date, ...]


@attrs.frozen(eq=False)
class Need:
    """So many facts (`count`) that one finding still needs, each in one of several shapes.

    Args:
        finding: the pending finding.
        key: its id.
        count: how many facts.
        window: the time left, in microseconds, half-open; a fact in it surely counts.
        proof: asks the engine whether a fact counts.
        roles: for each role that acts the ids of those who hold it.
        in_person: those who owe it take part themselves, whoever organises it.
        school: the subject's school.
        shapes: the ways to meet it.
        taken: days that do not count again, where only different days count.
        by_day: only different days count.
    """

    finding: Finding
    key: str
    count: int
    window: Bounds
    proof: Proof
    roles: tuple[tuple[str, ...], ...]
    in_person: bool
    school: str | None
    shapes: tuple[FactShape, ...] = ()
    taken: frozenset[date] = frozenset()
    by_day: bool = False

    @property
    def stacks(self) -> bool:
        """Whether several of its facts may have to fall on one day, because too few are left."""
        return not self.by_day and self.count > max(len(shape.days) for shape in self.shapes)


class Needs:
    """Works out what findings need."""

    def __init__(self, scopes: Mapping[str, Scope], days: Days, companions: Companions) -> None:
        self.scopes = scopes
        self.days = days
        self.companions = companions

    def of(self, finding: Finding) -> list[Need] | Unkept:
        """Return the needs of a pending finding, all of which must be met to keep it; or why there are none."""
        try:
            return list(self._find(finding, finding.details))
        except NoPlan as found:
            return Unkept(finding, found.reason, found.detail)

    def _find(self, finding: Finding, details: Details) -> Iterator[Need]:
        if details.is_unachievable:
            raise NoPlan("unachievable")
        requirement = plannable(finding)
        proof = self._proof(finding, details)
        window = _window(proof, finding)
        roles = _roles(finding, details)
        who = finding.norm.bearer.who
        base = Need(
            finding=finding,
            key=finding.id,
            count=1,
            window=window,
            proof=proof,
            roles=roles,
            in_person=bool(who) and all(isinstance(one, Reference) and one.root == "subject" for one in who),
            school=school_of(proof.scope.view, finding.subject, window[0]),
        )
        for part, count in parts_of(proof.scope, finding, requirement, details):
            yield self._need(base, requirement, part, count)

    def _proof(self, finding: Finding, details: Details) -> Proof:
        scope = self.scopes[finding.norm.id]
        bearers = None
        if finding.norm.requirement is not None and (asks_bearer(finding.norm.requirement) or finding.bearer):
            held = {id_ for owner in details.bearers for id_ in owner.holders}
            bearers = (finding.bearer,) if finding.bearer else tuple(sorted(held))
        return Proof(scope, finding, bearers)

    def _need(self, base: Need, requirement: Requirement, part: Asks, count: int) -> Need:
        by_day = isinstance(requirement, Count) and requirement.distinct == "day"
        need = attrs.evolve(base, count=count, by_day=by_day, roles=_versed(base, part))
        if by_day:
            need = attrs.evolve(need, taken=frozenset(_evidence_days(base.proof.scope, base.finding)))
        found: list[FactShape] = []
        failure: NoPlan | None = None
        for class_name in requirement.of:
            try:
                found += self._shapes(need, requirement, class_name, part)
            except NoPlan as reason:
                failure = failure or reason
        if not found:
            raise failure or NoPlan("form", "requires")
        need = attrs.evolve(need, shapes=tuple(found))
        if by_day and count > max(len(shape.days) for shape in found):
            raise NoPlan("window")
        return need

    def _shapes(self, need: Need, requirement: Requirement, class_name: str, part: Asks) -> Iterable[FactShape]:
        if not is_plannable(class_name):
            raise NoPlan("form", class_name)
        if any(ask.field not in all_fields(class_name) for ask in part):
            raise NoPlan("form", class_name)
        target, linking = _target(need, requirement, class_name)
        context = need.proof.context(need.window[0])
        found: list[FactShape] = []
        is_vacant: Ask | None = None
        for way in alternatives(need.proof.scope, requirement.where, class_name, context):
            asks = tuple(dict.fromkeys((*way, *part, *linking)))
            is_vacant = next((ask for ask in asks if ask.is_vacant), is_vacant)
            shape = self._shape(need, class_name, asks, target)
            if shape is not None:
                found.append(shape)
        if found:
            return found
        if is_vacant is not None:
            raise NoPlan("vacant", is_vacant.roles[0])
        if not self.days.all(need.window, whole=is_lasting(class_name)):
            raise NoPlan("window")
        raise NoPlan("unknown" if need.proof.is_doubtful else "form", "requires.where")

    def _shape(self, need: Need, class_name: str, asks: Asks, target: str) -> FactShape | None:
        """Return a shape that the engine takes for what is needed, with what other norms ask of it where it can be."""
        more = self.companions.asks(need.proof, class_name, asks, (target, first_of(need.roles)))
        for tried in dict.fromkeys(((*asks, *more), asks)):
            days = self._days(need, class_name, tried)
            spreads = fact_classes()[class_name].spreads
            shape = FactShape(class_name, tuple(dict.fromkeys(tried)), target, spreads, days)
            if days and is_met(self.days, need, shape, shape.asks):
                return shape
        return None

    def _days(self, need: Need, class_name: str, asks: Asks) -> tuple[date, ...]:
        whole = is_lasting(class_name)
        days = self.days.fitting(need.window, asks, need.school, whole=whole)
        left = tuple(day for day in days if day not in need.taken)
        if len(left) < need.count and not any(ask.field == "occurred" for ask in asks):
            left = tuple(day for day in self.days.all(need.window, whole=whole) if day not in need.taken)
        return left


def is_met(days: Days, need: Need, shape: FactShape, asks: Asks) -> bool:
    """Tell whether the engine counts a fact of asks, made for a need on the first day of a shape."""
    whole = is_lasting(shape.class_name)
    when = days.moment(shape.days[0], need.window, asks, need.school, whole=whole)
    return when is not None and need.proof.counts(shape.class_name, asks, (shape.target,), when, first_of(need.roles))


def first_of(roles: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the first holder of each role, each once."""
    return tuple(dict.fromkeys(role[0] for role in roles))


def _window(proof: Proof, finding: Finding) -> Bounds:
    scope = proof.scope
    assert finding.opens is not None
    assert finding.closes is not None
    start = max(to_micros(finding.opens), scope.as_of + 1)
    stop = to_micros(finding.closes)
    timing = finding.norm.timing
    limit = timing.within if isinstance(timing, Upon) else timing.ahead if isinstance(timing, Before) else None
    if limit is not None and read_span(scope, limit).is_elapsed and _is_by_day(proof, finding):
        stop -= _ONE_DAY
    in_force = finding.norm.in_force
    if in_force is not None and in_force.end is not None:
        stop = min(stop, scope.view.clock.midnight(in_force.end))
    if start >= stop:
        raise NoPlan("window")
    return start, stop


def _is_by_day(proof: Proof, finding: Finding) -> bool:
    """Tell whether what set the duty off is known by its day only, so that its last day may be too late."""
    timing = finding.norm.timing
    moment = timing.moment if isinstance(timing, Upon | Before) else None
    if moment is None or moment.edge is not None:
        return False
    when = getattr(proof.trigger, moment.counted_from or "occurred", None)
    return when is not None and not isinstance(when, datetime)


def _roles(finding: Finding, details: Details) -> tuple[tuple[str, ...], ...]:
    if finding.bearer is not None:
        return ((finding.bearer,),)
    for owner in details.remind:
        if not owner.holders:
            raise NoPlan("vacant", owner.role)
    return tuple(dict.fromkeys(owner.holders for owner in details.remind))


def _versed(need: Need, part: Asks) -> tuple[tuple[str, ...], ...]:
    """Return for each role those who teach the school subject that is missing, where one is and somebody does."""
    wanted = {value for ask in part if ask.field == "school_subject" for value in ask.values}
    if not wanted:
        return need.roles
    view, at = need.proof.scope.view, need.window[0]
    return tuple(tuple(id_ for id_ in role if wanted & _taught(view, id_, at)) or role for role in need.roles)


def _taught(view: View, staff: str, at: Micros) -> set[str]:
    ties = holding(view, view.linked("appointment", "staff", staff), at)
    return {subject for tie in ties for subject in tie.subjects or ()}


def _evidence_days(scope: Scope, finding: Finding) -> Iterable[date]:
    clock = scope.view.clock
    for id_ in finding.evidence:
        yield clock.day(span(scope.view.get(id_), clock)[0])


def _target(need: Need, requirement: Requirement, class_name: str) -> tuple[str, Asks]:
    """Return whom a fact must concern, and what its link to the subject asks of it."""
    view, subject = need.proof.scope.view, need.finding.subject
    fact = view.get(subject)
    link = Link(class_name, link_field(class_name, need.finding.norm.subject, requirement.link), requirement.link_to)
    named = linked_ids(fact, link.to) if link.to is not None else (subject,)
    if not named:
        raise NoPlan("form", "requires.link")
    if link.field == "concerns":
        is_tie = link.to is None and CLASS_NAMES[type(fact)] == "guardianship"
        return (fact.student if is_tie else named[0]), ()
    if link.field not in fact_classes()[class_name].fields or link.field == "id":
        raise NoPlan("form", "requires.link")
    return subject, (Ask(link.field, "any_of", tuple(named)),)
