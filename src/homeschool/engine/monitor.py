"""Staying right all day: records come one by one, the clock moves on, and what changes is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from homeschool.engine.evaluate import followed
from homeschool.engine.findings import Findings
from homeschool.engine.scope import Readings
from homeschool.engine.waive import refuse_waivers
from homeschool.engine.watching.change import Change
from homeschool.engine.watching.watch import Place
from homeschool.engine.watching.watches import Watches
from homeschool.errors import InvalidValueError
from homeschool.model.clock import LAST, NEVER, Micros
from homeschool.model.collector import collector_paused
from homeschool.model.facts import Fact
from homeschool.model.live import LiveView, Touched
from homeschool.model.records import Waiver
from homeschool.model.register import Register
from homeschool.policy.pack import Pack


class Monitor:
    """The findings of packs over records that keep coming, at a moment that moves on.

    At every moment it finds what `evaluate` finds over the same records.  Taking in a record costs what the duties
    that it touches cost, however long the history is.  Where a tie begins, ends or changes (an enrolment, a
    guardianship, an appointment, a seat) its family is looked at anew, and whom a norm looks at through it; where a
    school, a grade or a class changes, everything is.

    A monitor belongs to one thread at a time.  It reads no clock: the host moves it on.

    >>> from datetime import date, datetime
    >>> from homeschool import SHANGHAI, Interval, Monitor, Register, SchoolCalendar, SchoolYear, Term, load_pack
    >>> from homeschool.model import School
    >>> days = Interval(date(2025, 9, 1), date(2026, 9, 1))
    >>> calendar = SchoolCalendar((SchoolYear("2025-2026学年", days, (Term("全年", days),)),))
    >>> register = Register([School(id="school")], calendar)
    >>> monitor = Monitor(load_pack("work-system"), register, as_of=datetime(2025, 9, 20, tzinfo=SHANGHAI))
    >>> len(monitor.findings.breached) > 0
    True

    Args:
        packs: one pack or several.
        register: the records to begin with.
        as_of: the moment to begin with, an aware instant.
        readings: what the texts leave open and the host decides.

    Raises:
        InvalidValueError: `as_of` has no time zone, or the register follows a definition that a pack does not have.
        PackError: a pack made in Python has mistakes.
        NotWaivableError: waivers name norms that cannot be waived; with every one of them.
    """

    def __init__(
        self, packs: Pack | Iterable[Pack], register: Register, *, as_of: datetime, readings: Readings | None = None
    ) -> None:
        self.packs = followed(packs, register)
        self.readings = readings or Readings()
        refuse_waivers((fact for fact in register.facts if isinstance(fact, Waiver)), self.packs)
        with collector_paused():
            self._view = LiveView(register, as_of=as_of)
            self._coverage = self._await_coverage()
            self._watches = Watches(self.packs, self._view, self.readings)
            self._watches.begin()
        self._micros = self._view.clock.micros
        self._coming = self._view.moments.heap

    def __repr__(self) -> str:
        """Say the moment, and nothing of what the records say."""
        return f"<Monitor as of {self.as_of.isoformat()}>"

    @property
    def as_of(self) -> datetime:
        """The moment up to which the monitor has come, inclusive; in the zone of the records."""
        return self._view.clock.moment(self._view.as_of)

    @property
    def register(self) -> Register:
        """All records so far, those recorded later than the moment too, as a register of its own."""
        return self._view.snapshot()

    @property
    def findings(self) -> Findings:
        """What is found at the moment: the same as `evaluate` finds."""
        return Findings(self._watches.latent(), self.packs, self.as_of)

    @property
    def next_change_at(self) -> datetime | None:
        """The earliest moment at which the clock alone may change a finding; None: it never will.

        Until then nothing changes but by records.  At that moment something may change, or not.
        """
        view, coming = self._view, self._coming
        while (moment := coming[0]) <= LAST:
            if moment == self._coverage or view.moves.at(moment) or self._watches.wait_for(moment):
                return view.clock.moment(moment)
            self._watches.due(view.moments.take(moment))  # nothing is: what waited for it was done
        return None

    def observe(self, *facts: Fact) -> tuple[Change, ...]:
        """Take in records: new ones, later versions of known ones, cancellations, late ones, in any order.

        A record that is already known changes nothing; one that is recorded later than the moment is kept until the
        clock comes to it.

        Returns:
            The findings that changed, each with the records that changed it.

        Raises:
            RecordsError: with every mistake; then nothing is taken in.
            NotWaivableError: a waiver names a norm that cannot be waived; then nothing is taken in.
        """
        if len(facts) == 1:
            row = self._view.add(facts[0])
            if row is not None:
                return self._watches.take(row)
        refuse_waivers((fact for fact in facts if isinstance(fact, Waiver)), self.packs)
        return self._follow(self._view.take(facts), ())

    def advance(self, as_of: datetime) -> tuple[Change, ...]:
        """Move the clock on, however far, and return the findings that changed.

        Raises:
            InvalidValueError: the moment has no time zone, or lies before the one reached.
        """
        view, moment = self._view, self._micros(as_of)
        if view.as_of <= moment < self._coming[0]:
            view.as_of = moment
            return ()
        if moment < view.as_of:
            message = f"expected a moment not before {self.as_of.isoformat()}, not `{as_of.isoformat()}`"
            raise InvalidValueError(message)
        passed = view.moments.take(moment)
        changes = self._follow(view.move(moment, passed), self._watches.due(passed))
        if moment < self._coverage:
            return changes
        self._coverage = self._await_coverage()
        return (*changes, *self._watches.look_at_large())

    def _follow(self, touched: Sequence[Touched], due: Sequence[Place]) -> tuple[Change, ...]:
        """Follow up what records may have touched and what the clock has come to."""
        return self._watches.follow(touched, due) if touched or due else ()

    def _await_coverage(self) -> Micros:
        """Wait for the first calendar next to begin or cease to know the day, and return when it does."""
        register, clock = self._view.register, self._view.clock
        years = (year for one in (register.calendar, *register.calendars.values()) for year in one.years)
        edges = {edge for year in years for edge in (year.period.start, year.period.end) if edge is not None}
        coming = min((edge for edge in map(clock.midnight, edges) if edge > self._view.as_of), default=NEVER)
        self._view.moments.add(coming)
        return coming
