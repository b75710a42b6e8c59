"""A machine that tests hosts which keep findings up to date: it observes, moves the clock, stops and goes on."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import DataObject, SearchStrategy

from homeschool.errors import InvalidValueError
from homeschool.model import Fact, Register, fact_classes, revise
from homeschool.model.clock import to_micros
from homeschool.model.facts import CLASS_NAMES, EVENTS, INSTRUMENTS, RELATIONS
from homeschool.model.fields import Shape, near
from homeschool.testing.difference import without
from homeschool.testing.fact_drawing import facts_among
from homeschool.testing.history_drawing import FIELD_NUMBERS, HAPPENINGS, corrected
from homeschool.testing.people import CONCERNED, People, people_of
from homeschool.testing.register_drawing import registers as registers_of_any_kind
from homeschool.testing.times import Range, days_in, instants_in, range_of

_OBSERVED = (*HAPPENINGS, *(CLASS_NAMES[cls] for cls in RELATIONS))
_STEPS = (
    timedelta(days=1),
    timedelta(hours=1),
    timedelta(seconds=1),
    timedelta(microseconds=1),
    timedelta(days=7),
    timedelta(days=45),
)
_LAGS = (timedelta(0), timedelta(0), timedelta(seconds=1), timedelta(days=20))
_LATELY, _SOON = timedelta(days=60), timedelta(days=10)
_CAN_BE_CANCELLED = (*EVENTS, *INSTRUMENTS)


class MonitoringHost(Protocol):
    """What the machine asks of a host: to take in records, to move on, and to say what it finds."""

    @property
    def findings(self) -> Any:
        """What the host finds at the moment, in the form in which `expected` gives it."""

    def observe(self, *facts: Fact) -> object:
        """Take in records: new ones, later versions of known ones, late ones, and some recorded in the future."""

    def advance(self, as_of: datetime) -> object:
        """Move the clock on to a moment, an aware instant."""


@attrs.frozen
class _Plan:
    make: Callable[[Register, datetime], MonitoringHost]
    expected: Callable[[Register, datetime], Any]
    registers: SearchStrategy[Register]
    names: tuple[str, ...]
    save: Callable[[Any], Any] | None
    restore: Callable[[Any], MonitoringHost] | None


def monitor_machine(
    *,
    make: Callable[[Register, datetime], MonitoringHost],
    expected: Callable[[Register, datetime], Any],
    registers: SearchStrategy[Register] | None = None,
    names: Iterable[str] = (),
    save: Callable[[Any], Any] | None = None,
    restore: Callable[[Any], MonitoringHost] | None = None,
) -> type[RuleBasedStateMachine]:
    """Make a state machine that tests a host which keeps findings up to date, for example with a `Monitor`.

    It lets the host observe new, late, corrected and cancelled records, in any order, moves its clock on, stops it and
    lets it go on.  After every step what the host finds must be what is expected of all records so far at that moment.

    Args:
        make: makes a host that knows a register, at a moment.
        expected: what is to be found in a register at a moment: ``evaluate(pack, register, as_of=as_of)``.
        registers: draws what the host knows to begin with; left out: any small register.
        names: the classes of facts that it observes, such as those that the packs read; left out: all but entities.
        save: stores a host, as the host does when it is stopped.
        restore: makes a host of what was stored.

    Returns:
        A class for Hypothesis to run: ``TestMonitor = monitor_machine(...).TestCase``, or
        ``run_state_machine_as_test``.

    Raises:
        InvalidValueError: a class of facts does not exist or is one of entities, or one of `save` and `restore` is
            missing.
    """
    wanted = tuple(names) or _OBSERVED
    for name in wanted:
        if name not in _OBSERVED:
            raise InvalidValueError(f"names: expected facts that can be observed, not `{name}`{near(name, _OBSERVED)}")
    if (save is None) != (restore is None):
        raise InvalidValueError("save and restore: expected both, or none")
    starts = _starts(wanted) if registers is None else registers
    plan = _Plan(make, expected, starts, wanted, save, restore)
    return type("MonitorMachine", (_MonitorMachine,), {"plan": plan, "__doc__": _MonitorMachine.__doc__})


def _starts(names: Iterable[str]) -> SearchStrategy[Register]:
    """Draw small registers in which what the host is to observe has happened before."""
    happenings = [name for name in names if name in HAPPENINGS]
    return registers_of_any_kind(*happenings, max_students=2, max_events=3 if happenings else 0)


class _MonitorMachine(RuleBasedStateMachine):
    """Tests a host that keeps findings up to date: after every step it must find what is expected."""

    plan: ClassVar[_Plan]

    def __init__(self) -> None:
        super().__init__()
        self.host: Any = None
        self.register: Any = None
        self.as_of: Any = None

    @initialize(data=st.data())
    def begin(self, data: DataObject) -> None:
        """Make the host, of a register at a moment."""
        self.register = data.draw(self.plan.registers, "register")
        self.as_of = data.draw(instants_in(range_of(None, None, self.register.calendar)), "as of")
        self.host = self.plan.make(self.register, self.as_of)

    @rule(data=st.data())
    def observe_something_new(self, data: DataObject) -> None:
        """Observe a record that is as old as what it tells, or older, or to be seen later only."""
        fact = self._new(data)
        if fact is not None:
            self._observe(fact)

    @rule(data=st.data())
    def observe_something_late(self, data: DataObject) -> None:
        """Observe a record that was written down just now."""
        fact = self._new(data)
        if fact is not None:
            self._observe(revise(fact, recorded_at=self.as_of))

    @precondition(lambda self: self._known())
    @rule(data=st.data())
    def observe_a_correction(self, data: DataObject) -> None:
        """Observe a later version of a record in which one field says something else."""
        fact, at = self._later(data, self._known())
        other = data.draw(facts_among(CLASS_NAMES[type(fact)], self._people(), self._range()), "what it says")
        self._observe(corrected(fact, other, data.draw(FIELD_NUMBERS, "field"), at))

    @precondition(lambda self: self._known(_CAN_BE_CANCELLED))
    @rule(data=st.data())
    def observe_a_cancellation(self, data: DataObject) -> None:
        """Observe that an event or an instrument is cancelled, or stands again."""
        fact, at = self._later(data, self._known(_CAN_BE_CANCELLED))
        self._observe(revise(fact, recorded_at=at, cancelled=not fact.cancelled))

    @rule(data=st.data())
    def advance(self, data: DataObject) -> None:
        """Move the clock on: by a step, or to the beginning of a day at which something may change."""
        days = days_in(self._range()).map(self.register.calendar.midnight)
        steps = st.sampled_from(_STEPS).map(lambda step: self.as_of + step)
        self.as_of = max(self.as_of, data.draw(steps | days, "as of"))
        self.host.advance(self.as_of)

    @precondition(lambda self: self.plan.save is not None)
    @rule()
    def stop_and_go_on(self) -> None:
        """Store the host and go on with what was stored."""
        assert self.plan.save is not None
        assert self.plan.restore is not None
        self.host = self.plan.restore(self.plan.save(self.host))

    @invariant()
    def finds_what_is_expected(self) -> None:
        """Compare what the host finds with what is expected."""
        found, expected = self.host.findings, self.plan.expected(self.register, self.as_of)
        if found != expected:
            raise AssertionError(_difference(found, expected, self.as_of))

    def _observe(self, fact: Fact) -> None:
        self.register = attrs.evolve(self.register, facts=(*self.register.facts, fact))
        self.host.observe(fact)

    def _people(self) -> People:
        return people_of(fact for fact in self.register.facts if CLASS_NAMES[type(fact)] in CONCERNED)

    def _range(self) -> Range:
        return range_of(None, None, self.register.calendar)

    def _lately(self) -> Range:
        """Return the days around the moment."""
        day = self.register.clock.day(to_micros(self.as_of))
        return Range(day - _LATELY, day + _SOON, self.register.calendar)

    def _known(self, classes: tuple[type, ...] = (*EVENTS, *INSTRUMENTS, *RELATIONS)) -> list[Any]:
        """Return the latest version of each record of some classes that the host is to observe."""
        latest = (versions[-1][1] for versions in self.register.versions.values())
        return [one for one in latest if isinstance(one, classes) and CLASS_NAMES[type(one)] in self.plan.names]

    def _new(self, data: DataObject) -> Any:
        """Draw a record that the host does not know; None where there is nothing that it could refer to."""
        people = self._people()
        kept = (name for name in self.plan.names if name in self.register.keeps.classes)
        possible = [name for name in kept if _is_possible(name, people)]
        if not possible:
            return None
        name = data.draw(st.sampled_from(possible), "class")
        lately, ever = (facts_among(name, people, within) for within in (self._lately(), self._range()))
        fact = data.draw(lately | ever, "fact")
        return revise(fact, id=f"observed-{len(self.register.facts)}")

    def _later(self, data: DataObject, known: list[Any]) -> tuple[Any, datetime]:
        """Draw a record, and a moment after all of its versions."""
        fact = data.draw(st.sampled_from(known), "record")
        clock = self.register.clock
        last = max(self.register.versions[fact.id][-1][0], to_micros(self.as_of) - 1)
        return fact, clock.moment(last + 1) + data.draw(st.sampled_from(_LAGS), "lag")


def _is_possible(name: str, people: People) -> bool:
    fields = fact_classes()[name].fields.values()
    return all(people.of(*info.targets) for info in fields if info.required and info.shape is Shape.REF)


def _difference(found: Any, expected: Any, as_of: datetime) -> str:
    if not (isinstance(found, Iterable) and isinstance(expected, Iterable)):
        return f"as of {as_of.isoformat()} the host finds {found!r}; expected {expected!r}"
    too_much, too_little = without(found, expected), without(expected, found)
    if not too_much and not too_little:
        return f"as of {as_of.isoformat()} the host finds what is expected, but in another order or form"
    what = f"finds {_shown(too_much)} too much and {_shown(too_little)} too little"
    return f"as of {as_of.isoformat()} the host {what}"


def _shown(findings: Iterable[Any]) -> str:
    """Show findings by their ids and statuses, and anything else as it is."""
    shown = [f"{one.id} ({one.status})" if hasattr(one, "status") else repr(one) for one in findings]
    return ", ".join(shown) or "nothing"
