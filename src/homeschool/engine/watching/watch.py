"""One norm, watched: what was found is kept, and worked out anew only where a record or the clock touches it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from homeschool.engine.duty import BREACHED, PENDING, STILL_PENDING, Duty, Verdict
from homeschool.engine.evaluate import Found, at_large, latent_of, order, outcome, settled
from homeschool.engine.findings import Latent
from homeschool.engine.incur import Frame, Undecided
from homeschool.engine.make import Maker
from homeschool.engine.plain import counts_plainly, is_ordered
from homeschool.engine.run import Run
from homeschool.engine.stays import Existence, existences_of
from homeschool.engine.watching.kept import NO_ITEMS, NOTHING, Item, Ledger, item_of
from homeschool.engine.watching.matter import settled_at
from homeschool.engine.watching.now import Now
from homeschool.engine.watching.reads import Reads, moment_of, reads
from homeschool.model.clock import ALWAYS, NEVER, Micros
from homeschool.model.facts import fact_classes
from homeschool.model.records import Waiver
from homeschool.policy.requirement import Count, PrecedingBound
from homeschool.policy.timing import Always, Before, Every, Rolling, Upon

Source = Any
"""What sets a duty of a subject apart: when it opens, as a tuple, or the trigger's id."""
Place = tuple[int, str, Source]
"""Which norm, whose duty, which of them; None: all."""
NEXT = ()
"""Stands for the duties that time opens next; for all of a subject where they hang together."""
Replaced = tuple[Source, Item, Item]
"""Of which duty, what was found before and what is found now."""

Asked = tuple[str, Source]
"""Whose duties, and which of them; None: all."""
Looked = tuple[str, Source, Replaced]
"""Whose duties were looked at anew, which of them that was asked of, and what was replaced."""
Duties = dict[str, dict[Source, list[Duty | Undecided]]]
"""Duties by subject and by what sets them apart."""

_NO_DUTIES: Mapping[Source, list[Duty | Undecided]] = {}


class Watch:
    """The findings of one norm, by subject and duty.

    Args:
        run: the norm over the records.
        maker: puts its findings together.
        waivers: its waivers.
        before: another watch of the same norm, with whose findings to begin; None: with none.
    """

    def __init__(self, run: Run, maker: Maker, waivers: Sequence[Waiver], *, before: "Watch | None") -> None:
        self.run = run
        self.maker = maker
        self.waivers = waivers
        self.reads: Reads = before.reads if before else reads(run.norm, run.scope.definitions)
        self.ledger: Ledger = before.ledger if before else Ledger()
        self.at_large: tuple[Undecided, ...] = before.at_large if before else ()
        self.is_whole = _is_whole(run)
        self._counts = _counts(run)
        self._own = existences_of(run.scope, run.norm.subject)
        run.matches.look_in_windows()

    def subjects(self) -> Mapping[str, Sequence[Existence]]:
        """Return the subjects that exist at some time, with when they do."""
        return self._own

    def everybody(self) -> Iterable[str]:
        """Return the subjects that exist at some time, and those of whom something is kept."""
        return {**self._own, **self.ledger.items}

    def knows(self, subject: str) -> bool:
        """Tell whether a subject exists at some time, or something is kept of it."""
        return subject in self._own or subject in self.ledger.items

    def latent(self) -> Iterator[Latent]:
        """Yield the findings in the order in which an evaluation yields them."""
        by_subject = sorted(self.ledger.items.items())
        items = (mine[source] for _, mine in by_subject for source in sorted(mine))
        found = [one for item in items for one in item.found]
        if not is_ordered(self.run):
            found.sort(key=order)
        return (latent_of(self.maker, one) for one in (*self.at_large, *found))

    def look_at_large(self) -> None:
        """Work out anew what cannot be told of the norm as a whole."""
        self.at_large = tuple(at_large(self.run))

    def look(self, asked: Mapping[Asked, Sequence[str]]) -> Iterator[Looked]:
        """Work out anew what is asked for, and yield whose duties were replaced, of which that was asked, and by what.

        Those of many subjects are worked out together.  Each is asked for because of some records; none: of the clock.
        """
        everything, growing = list[str](), list[str]()
        for (subject, source), because in asked.items():
            if source is None:
                everything.append(subject)
            elif source == NEXT:
                growing.append(subject)
            else:
                yield subject, source, self._look_at_one(subject, source, is_open=not because)
        if self.is_whole:
            yield from self._look_at_whole(everything, None)
            yield from self._look_at_whole(growing, NEXT)
        else:
            yield from self._look_at_all(everything)
            yield from self._grow(growing)

    def _look_at_one(self, subject: str, source: Source, *, is_open: bool) -> Replaced:
        """Work out anew one duty of a subject: whether there is one, unless it is open, and what became of it."""
        item = self.ledger.of(subject).get(source, NOTHING)
        verdict = self._passed(item) if is_open else None
        if verdict is not None:
            return self.keep(subject, source, Item(item.duty, verdict, NEVER))
        now = self.now()
        duties: Iterable[Duty | Undecided] = item.duties
        if isinstance(source, str) and not (is_open and duties):
            duties = self.run.duties(self._frame((subject,), source))
        return self.judge(subject, source, duties, now)

    def _passed(self, item: Item) -> Verdict | None:
        """Return what became of a duty whose time has passed, where that is but a number of events; else None.

        What was pending until then was surely opened, was not cancelled, and nothing excuses it.
        """
        duty, verdict = item.duty, item.verdict
        if not self._counts or verdict is None or verdict.status is not PENDING or item.others:
            return None
        assert isinstance(duty, Duty)
        is_over = duty.stay.end >= duty.stop <= self.run.scope.as_of
        is_sure = is_over and not verdict.is_doubtful and not self.run.matches.may_reach(duty.stop)
        return Verdict(BREACHED, duty.stop, verdict.evidence) if is_sure else None

    def _look_at_all(self, subjects: Sequence[str]) -> Iterator[Looked]:
        """Work out anew all duties of some subjects."""
        if not subjects:
            return
        opened, coming = self._opened(subjects)
        now, known = self.now(), self.ledger.items
        for subject in subjects:
            mine, before = opened.get(subject, _NO_DUTIES), known.get(subject, NO_ITEMS)
            if before:
                for source in before.keys() - mine.keys() - {NEXT}:
                    yield subject, None, self.keep(subject, source, NOTHING)
            for source, duties in mine.items():
                now.until = NEVER
                yield subject, None, self.judge(subject, source, duties, now)
            if subject in coming or NEXT in before:
                yield subject, None, self._await(subject, coming.get(subject, NEVER))

    def _grow(self, subjects: Iterable[str]) -> Iterator[Looked]:
        """Open the duties of some subjects whose time has come; those that are open already stay as they are."""
        by_moment: dict[Micros, list[str]] = {}
        for subject in subjects:
            by_moment.setdefault(self.ledger.items[subject][NEXT].until, []).append(subject)
        for moment, those in by_moment.items():
            opened, coming = self._opened(those, moment - 1)
            now = self.now()
            for subject in those:
                for source, duties in opened.get(subject, _NO_DUTIES).items():
                    now.until = NEVER
                    yield subject, NEXT, self.judge(subject, source, duties, now)
                if subject in coming:
                    yield subject, NEXT, self._await(subject, coming[subject])
                else:
                    self.ledger.drop(subject, NEXT)

    def _look_at_whole(self, subjects: Iterable[str], asked: Source) -> Iterator[Looked]:
        """Work out anew the duties of some subjects, where all of one hang together."""
        now, stays, frame = self.now(), self.run.frame.applying.stays, self._frame(())
        for subject in subjects:
            own = self._own.get(subject, ())
            if subject in self.ledger.items or any(map(stays, own)):
                now.until = NEVER
                found = tuple(settled(self.run, self.waivers, frame.of(own)))
                yield subject, asked, self.keep(subject, NEXT, item_of(found, now.until))

    def _await(self, subject: str, moment: Micros) -> Replaced:
        """Note when the clock opens the next duty of a subject."""
        return self.keep(subject, NEXT, Item(None, None, moment))

    def _opened(self, subjects: Iterable[str], after: Micros = ALWAYS) -> tuple[Duties, Mapping[str, Micros]]:
        """Return all duties of some subjects that open after a moment, and when the clock opens the next."""
        frame = self._frame(subjects, after=after)
        key = _period if isinstance(self.run.norm.timing, Every) else _trigger
        opened: Duties = {}
        for duty in self.run.duties(frame):
            opened.setdefault(duty.subject, {}).setdefault(key(duty), []).append(duty)
        return opened, frame.coming

    def judge(self, subject: str, source: Source, duties: Iterable[Duty | Undecided], now: Now) -> Replaced:
        """Work out what became of duties, asked of a moment, and return what was replaced."""
        run = self.run
        found: list[Found] = []
        for duty in duties:
            if isinstance(duty, Undecided):
                found.append(duty)
            else:
                is_new = self.is_awaited(duty.start) and now < duty.stop and now < duty.stay.end
                found += outcome(run, (duty, STILL_PENDING if is_new else run.decide(duty)), self.waivers)
        return self.keep(subject, source, item_of(found, now.until))

    def is_awaited(self, at: Micros) -> bool:
        """Tell whether but a number of events is asked for, and none that may count reaches beyond a moment."""
        matches = self.run.matches
        return self._counts and matches.are_kept(at) and not matches.may_reach(at)

    def keep(self, subject: str, source: Source, item: Item) -> Replaced:
        """Keep what was found of duties, and return what was replaced."""
        before = self.ledger.of(subject).get(source, NOTHING)
        if item.duty is not None or item.until < NEVER:
            self.ledger.put(subject, source, item, settled_at(self.run, item))
        else:
            self.ledger.drop(subject, source)
        return source, before, item

    def now(self) -> Now:
        """Begin to take note of what is asked of the moment."""
        view = self.run.scope.view
        view.as_of = now = Now(view.as_of)
        return now

    def _frame(self, subjects: Iterable[str], trigger: str | None = None, after: Micros = ALWAYS) -> Frame:
        whole, own = self.run.frame, self._own
        existences = [existence for subject in subjects for existence in own.get(subject, ())]
        return Frame(whole.scope, whole.norm, whole.applying, whole.opening, existences, trigger, after)


def _is_whole(run: Run) -> bool:
    """Tell whether all duties of a subject hang together, so that they are worked out together."""
    requirement, moment = run.requirement, moment_of(run.norm)
    if isinstance(run.norm.timing, Rolling | Always):
        return True
    if moment is not None and any(name not in fact_classes() for name in moment.of):
        return True
    bounds = (requirement.at_least, requirement.at_most) if isinstance(requirement, Count) else ()
    return any(isinstance(bound, PrecedingBound) for bound in bounds)


def _counts(run: Run) -> bool:
    """Tell whether a norm asks for but a number of events."""
    return isinstance(run.norm.timing, Every | Upon | Before) and counts_plainly(run) and run.matches.is_of_events


def _period(duty: Duty | Undecided) -> Source:
    return (duty.opens if duty.opens is not None else ALWAYS,)


def _trigger(duty: Duty | Undecided) -> Source:
    return duty.trigger or "" if isinstance(duty, Undecided) else str(duty.trigger.id)
