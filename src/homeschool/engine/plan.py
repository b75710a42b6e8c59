"""A plan: the fewest actions that keep every pending duty that can still be kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, get_args

import attrs

from homeschool.calendar import Span
from homeschool.engine.due import horizon, pending
from homeschool.engine.findings import Findings
from homeschool.engine.planning.asks import Asks
from homeschool.engine.planning.bundles import Member, bundles, merged
from homeschool.engine.planning.companions import Companions
from homeschool.engine.planning.days import Days
from homeschool.engine.planning.draft import Fields, concerned, draft, is_lasting, make_fact
from homeschool.engine.planning.gather import gathered
from homeschool.engine.planning.greedy import Greedy, Load, Pick
from homeschool.engine.planning.needs import Need, Needs, Unkept
from homeschool.engine.planning.proof import DRAFT
from homeschool.engine.planning.solver import solve
from homeschool.engine.scope import Readings, Scope
from homeschool.errors import InvalidValueError, UnknownIdError
from homeschool.model.facts import Fact
from homeschool.model.fields import Concerns, When, near
from homeschool.model.register import Register
from homeschool.model.view import View
from homeschool.policy.finding import Finding

Solver = Literal["greedy", "highs"]
SOLVERS: tuple[Solver, ...] = get_args(Solver)
CAPACITY = 6
"""How many actions a day a person takes part in, unless told otherwise."""


@attrs.frozen
class Action:
    """Something to do: a proposed fact, who acts, and the pending duties that it discharges or helps to.

    Args:
        id: the id that the fact would have.
        class_name: the class of the fact, such as ``home_visit``.
        when: the day, or, where not the whole of a day will do, an instant.
        concerns: whom the fact must concern.
        asks: what its fields must be.
        fields: values for its fields that meet `asks`.
        actors: the ids of those who act, each once.
        findings: the ids of the findings that it serves, the earliest deadline first.
    """

    id: str
    class_name: str
    when: When
    concerns: Concerns
    asks: Asks
    fields: Fields = attrs.field(hash=False)
    actors: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def day(self) -> date:
        """The day on which to do it."""
        return self.when.date() if isinstance(self.when, datetime) else self.when

    def fact(self) -> Fact:
        """Return the fact that is recorded once the action is done as planned."""
        return make_fact(self.class_name, self.id, self.when, (self.concerns, self.fields))


@attrs.frozen
class Plan:
    """What to do until when, what that keeps, and what it cannot keep.

    Args:
        as_of: the moment of the findings.
        until: deadlines up to this moment were planned for; None: all.
        actions: what to do, in order of time.
        kept: the pending findings that are fulfilled once all actions are done as planned.
        unkept: the others, each with the reason.
    """

    as_of: datetime
    until: datetime | None
    actions: tuple[Action, ...]
    kept: tuple[Finding, ...]
    unkept: tuple[Unkept, ...]

    def facts(self) -> tuple[Fact, ...]:
        """Return the facts that are recorded once everything is done as planned."""
        return tuple(action.fact() for action in self.actions)


def plan(
    findings: Findings,
    register: Register,
    *,
    within: Span | timedelta | None = None,
    capacity: int | Mapping[str, int] = CAPACITY,
    solver: Solver = "greedy",
    readings: Readings | None = None,
) -> Plan:
    """Return the fewest actions found that keep the pending duties, under a limit for each person and day.

    One action serves several duties only where one fact is proved to count for each of them.  Deadlines are served
    the earliest first.  Days are school days where a window has any, else working days, else any.  The plan knows what
    is recorded, and not what the planned actions may set off in turn.

    Args:
        findings: what was found; the pending ones are planned for.
        register: the records that were evaluated.
        within: only what closes within this time, as for `due`; None: all.
        capacity: how many actions a day each person can take part in; a mapping by id limits those it names alone.
        solver: ``greedy`` takes the earliest deadline first, and of its actions the one that serves most; ``highs``
            searches for the least number of actions (extra ``plan``).
        readings: as they were given to `evaluate`.

    Raises:
        InvalidValueError: a capacity below 1, or no such solver.
        UnknownIdError: the capacity names an id that nothing has.
        MissingExtraError: the solver is not installed.
        CalendarRangeError: `within` counts days for which there is no data.
    """
    _check(register, capacity, solver)
    until = None if within is None else horizon(findings.as_of, within, register.calendar)
    planner = _Planner(findings, register, readings or Readings())
    needs, unkept = planner.needs(until)
    load = Load(planner.view, capacity)
    found = bundles(planner.view, planner.days, needs)
    greedy = Greedy(needs, found, load)
    greedy.run()
    picks = greedy.picks if solver == "greedy" else solve(needs, found, load, greedy)
    made = [action for action in map(planner.action, picks) if action is not None]
    short = _short(needs, picks, made)
    by_id = {need.key: need.finding for need in needs}
    return Plan(
        as_of=findings.as_of,
        until=until,
        actions=_numbered(made, short, register),
        kept=tuple(finding for id_, finding in by_id.items() if id_ not in short),
        unkept=(*unkept, *(Unkept(by_id[id_], reason) for id_, reason in short.items())),
    )


def _check(register: Register, capacity: int | Mapping[str, int], solver: str) -> None:
    if solver not in SOLVERS:
        raise InvalidValueError(f"no solver `{solver}`; expected {' or '.join(SOLVERS)}{near(solver, SOLVERS)}")
    limits = {"": capacity} if isinstance(capacity, int) else capacity
    for id_, limit in limits.items():
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            place = f" of `{id_}`" if id_ else ""
            raise InvalidValueError(f"`{limit}` is no capacity{place}; expected a whole number from 1")
        if id_ and id_ not in register.versions:
            raise UnknownIdError(f"capacity: no record has the id `{id_}`{near(id_, register.versions)}")


Made = tuple[Action, tuple[Member, ...]]
"""An action, its id still that of a draft, and the needs for which the engine counts its fact."""


class _Planner:
    """What planning needs of one evaluation."""

    def __init__(self, findings: Findings, register: Register, readings: Readings) -> None:
        self.findings = findings
        self.view = View(register, as_of=findings.as_of)
        scopes = [Scope(self.view, pack.definitions, readings) for pack in findings.packs]
        of_norms = {norm.id: scope for pack, scope in zip(findings.packs, scopes, strict=True) for norm in pack.norms}
        self.days = Days(self.view)
        self._needs = Needs(of_norms, self.days, Companions(findings.packs, of_norms))

    def needs(self, until: datetime | None) -> tuple[list[Need], list[Unkept]]:
        """Return what is needed, the earliest deadline first, and the findings that cannot be planned for."""
        needs: list[Need] = []
        unkept: list[Unkept] = []
        for finding, _ in sorted(pending(self.findings, until), key=_by_deadline):
            found = self._needs.of(finding)
            if isinstance(found, Unkept):
                unkept.append(found)
            else:
                needs += found
        return needs, unkept

    def action(self, pick: Pick) -> Made | None:
        """Return what was chosen as an action; None where the engine counts its fact for nothing after all."""
        members = list(pick.serves)
        name = pick.bundle.class_name
        while members:
            asks = merged(member.shape.asks for member in members)
            fact_parts = self._parts(pick, members, asks)
            if fact_parts is not None:
                when, concerns, fields = fact_parts
                fact = make_fact(name, DRAFT, when, (concerns, fields))
                counted = [member for member in members if member.need.proof.takes(fact)]
                if len(counted) == len(members):
                    served = tuple(dict.fromkeys(member.need.key for member in members))
                    action = Action(DRAFT, name, when, concerns, asks, fields, pick.actors, served)
                    return action, tuple(members)
                members = counted
            else:
                members = members[:-1]
        return None

    def _parts(self, pick: Pick, members: Sequence[Member], asks: Asks) -> tuple[When, Concerns, Fields] | None:
        name = pick.bundle.class_name
        low = max(member.need.window[0] for member in members)
        high = min(member.need.window[1] for member in members)
        school = members[0].need.school
        when = self.days.moment(pick.day, (low, high), asks, school, whole=is_lasting(name))
        fields = draft(self.view, name, asks, pick.actors)
        if when is None or fields is None:
            return None
        return when, concerned(gathered(self.view, members), asks), fields


def _by_deadline(found: tuple[Finding, datetime]) -> tuple[datetime, str]:
    return found[1], found[0].id


def _short(needs: Sequence[Need], picks: Iterable[Pick], made: Iterable[Made]) -> Mapping[str, str]:
    """Return, by the ids of the findings that lack something in the end, why they do."""
    chosen = Counter(member.number for pick in picks for member in pick.serves)
    served = Counter(member.number for _, members in made for member in members)
    return {
        need.key: "capacity" if chosen[number] < need.count else "window"
        for number, need in enumerate(needs)
        if served[number] < need.count
    }


def _numbered(made: Iterable[Made], short: Mapping[str, str], register: Register) -> tuple[Action, ...]:
    """Return the actions in order of time, each with an id of its own; those for what falls short are left out."""
    kept = []
    for action, _ in made:
        findings = tuple(id_ for id_ in action.findings if id_ not in short)
        if findings:
            kept.append(attrs.evolve(action, findings=findings))
    kept.sort(key=_in_order)
    prefix = "action"
    while any(id_.startswith(f"{prefix}-") for id_ in register.versions):
        prefix += "-x"
    return tuple(attrs.evolve(action, id=f"{prefix}-{number}") for number, action in enumerate(kept, start=1))


def _in_order(action: Action) -> tuple[date, str, tuple[str, ...], str]:
    return action.day, action.class_name, action.findings, str(action.when)
