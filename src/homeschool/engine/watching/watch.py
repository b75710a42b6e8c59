"""One norm, watched: what was found is kept, and worked out anew only where a record or the clock touches it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from homeschool.engine.duty import Duty
from homeschool.engine.evaluate import Found, at_large, latent_of, order, outcome, settled
from homeschool.engine.findings import Latent
from homeschool.engine.incur import Frame, Undecided
from homeschool.engine.make import Maker
from homeschool.engine.plain import is_ordered
from homeschool.engine.run import Run
from homeschool.engine.share import ShareJudge
from homeschool.engine.sifting import may_meet
from homeschool.engine.stays import existences_of
from homeschool.engine.watching.kept import NOTHING, Item, Unit
from homeschool.engine.watching.matter import may_matter, settled_at
from homeschool.engine.watching.now import Now
from homeschool.engine.watching.reach import moment_of, reads, touched_by
from homeschool.engine.watching.tally import Tally, tally_of
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.live import LiveView, Touched
from homeschool.model.records import Waiver
from homeschool.policy.condition import TRUE
from homeschool.policy.requirement import Count, PrecedingBound
from homeschool.policy.timing import Always, Every, Rolling

Source = Any
"""What sets a duty of a subject apart: when it opens, as a tuple, or the trigger's id."""
NEXT = ()
"""Stands for the duties that time opens next; for all of a subject where they hang together."""
Replaced = tuple[Source, Item, Item]
"""Of which duty, what was found before and what is found now."""


class Watch:
    """The findings of one norm, by subject and duty."""

    def __init__(self, run: Run, view: LiveView, maker: Maker, waivers: Sequence[Waiver]) -> None:
        self.run = run
        self.maker = maker
        self.waivers = waivers
        self.reads = reads(run.norm, run.scope.definitions)
        self.units: dict[str, Unit] = {}
        self.at_large: tuple[Undecided, ...] = ()
        self._is_whole = _is_whole(run)
        where, moment = run.requirement.where, moment_of(run.norm)
        self._may_count = {name: may_meet(run.scope, where, name) for name in self.reads.evidence}
        asked = TRUE if moment is None else moment.where
        self._may_trigger = {name: may_meet(run.scope, asked, name) for name in self.reads.triggers}
        self.tally: Tally | None = None if self._is_whole else tally_of(run, self.reads, view, self.units)

    def carry_on(self, before: "Watch") -> None:
        """Begin with what another watch of the same norm has found."""
        self.units.update(before.units)
        self.at_large = before.at_large

    def subjects(self) -> Iterable[str]:
        """Return the subjects that exist at some time."""
        return existences_of(self.run.scope, self.run.norm.subject)

    def latent(self) -> Iterator[Latent]:
        """Yield the findings in the order in which an evaluation yields them."""
        items = (unit.items[source] for _, unit in sorted(self.units.items()) for source in sorted(unit.items))
        found = [one for item in items for one in item.found]
        if not is_ordered(self.run):
            found.sort(key=order)
        return (latent_of(self.maker, one) for one in (*self.at_large, *found))

    def look_at_large(self) -> None:
        """Work out anew what cannot be told of the norm as a whole."""
        self.at_large = tuple(at_large(self.run))

    def touched(self, touched: Touched) -> Iterator[tuple[str, Source]]:
        """Yield whose duties, and which of them (None: all), a record may touch now that it stands otherwise."""
        name, found = touched.class_name, self.reads
        if name in found.anywhere:
            self.run.matches.forget(None)
            yield from ((subject, None) for subject in self.subjects())
            return
        kind, scope = self.run.norm.subject, self.run.scope
        if name in found.of_subjects:
            self.run.frame.applying.forget()
            for link in found.of_subjects[name]:
                yield from ((subject, None) for subject in touched_by(scope, link, kind, touched.versions))
        if name in found.triggers and any(map(self._may_trigger[name], touched.versions)):
            source = None if self._is_whole else touched.id
            subjects = touched_by(scope, found.triggers[name], kind, touched.versions)
            yield from ((subject, source) for subject in subjects)
        if name in found.evidence:
            yield from self._counted(touched)

    def _counted(self, touched: Touched) -> Iterator[tuple[str, Source]]:
        """Yield whose duties, and which of them, a record may touch as one of the facts that count."""
        run, is_lasting = self.run, fact_classes()[touched.class_name].lasts
        subjects = self._forget(touched)
        spans = [self._span(fact) for fact in touched.versions] if subjects else []
        first = min((low for low, _ in spans), default=ALWAYS)
        for subject in subjects:
            unit = self.units.get(subject)
            if self._is_whole:
                yield subject, None
            elif unit is not None and is_lasting:
                yield from ((subject, source) for source in unit.items if source != NEXT)
            elif unit is not None:
                for source, item in unit.open_at(first).items():
                    if source != NEXT and may_matter(run, item.found, spans):
                        yield subject, source

    def _forget(self, touched: Touched) -> Iterable[str]:
        """Return the subjects for whom a record may count, and have the facts tied to them looked for anew."""
        run, judge = self.run, self.run.judge
        if isinstance(judge, ShareJudge):
            judge.whole.forget(None)
            if judge.requirement.members is not None:
                run.matches.forget(None)
                return tuple(self.units)
        elif not any(map(self._may_count[touched.class_name], touched.versions)):
            return ()
        subjects = touched_by(run.scope, self.reads.evidence[touched.class_name], run.norm.subject, touched.versions)
        run.matches.forget(subjects)
        return subjects

    def _span(self, fact: Fact) -> Bounds:
        return self.run.matches.placed(fact, self.run.scope.view.bounds(fact))

    def look(self, subject: str, source: Source) -> Iterator[Replaced]:
        """Work out anew a duty of a subject, or all of them (None), and yield what was replaced."""
        if self._is_whole:
            now = self._now()
            found = tuple(settled(self.run, self.waivers, self._frame(subject)))
            yield self._put(subject, NEXT, Item((), found, now.until))
        elif source is None:
            yield from self._look_at_all(subject)
        elif source == NEXT:
            yield from self._grow(subject)
        elif isinstance(source, str):
            now = self._now()
            duties = tuple(self.run.duties(self._frame(subject, source)))
            yield self._judge(subject, source, duties, now)
        else:
            item = self.unit(subject).items.get(source, NOTHING)
            yield self._judge(subject, source, item.duties, self._now())

    def unit(self, subject: str) -> Unit:
        """Return what is kept of a subject."""
        unit = self.units.get(subject)
        if unit is None:
            unit = self.units[subject] = Unit()
        return unit

    def _grow(self, subject: str) -> Iterator[Replaced]:
        """Open the duties whose time has come; those that are open already stay as they are."""
        items = self.unit(subject).items
        for source, duties in self._opened(subject, items[NEXT].until - 1).items():
            yield self._judge(subject, source, tuple(duties), self._now())
        yield NEXT, NOTHING, items[NEXT]

    def _look_at_all(self, subject: str) -> Iterator[Replaced]:
        opened, items = self._opened(subject), self.unit(subject).items
        for source in items.keys() - opened.keys() - {NEXT}:
            yield self._put(subject, source, NOTHING)
        for source, duties in opened.items():
            yield self._judge(subject, source, tuple(duties), self._now())
        if NEXT in items:
            yield NEXT, NOTHING, items[NEXT]

    def _opened(self, subject: str, after: Micros = ALWAYS) -> Mapping[Source, list[Duty | Undecided]]:
        """Return all duties of a subject that open after a moment, and note when the clock opens the next."""
        now = self._now()
        opened: dict[Source, list[Duty | Undecided]] = {}
        is_periodic = isinstance(self.run.norm.timing, Every)
        for duty in self.run.duties(self._frame(subject, after=after)):
            opened.setdefault(_period(duty) if is_periodic else _trigger(duty), []).append(duty)
        if is_periodic:
            self.unit(subject).items[NEXT] = Item((), (), now.until)
        return opened

    def _judge(self, subject: str, source: Source, duties: tuple[Duty | Undecided, ...], now: Now) -> Replaced:
        run, found = self.run, list[Found]()
        for duty in duties:
            if isinstance(duty, Undecided):
                found.append(duty)
            else:
                found += outcome(run, (duty, run.decide(duty)), self.waivers)
        return self._put(subject, source, Item(duties, tuple(found), now.until))

    def _put(self, subject: str, source: Source, item: Item) -> Replaced:
        unit = self.unit(subject)
        before = unit.items.get(source, NOTHING)
        if item.found or item.until < NEVER:
            unit.put(source, item, settled_at(self.run, item.found))
        else:
            unit.drop(source)
        return source, before, item

    def _now(self) -> Now:
        """Begin to take note of what is asked of the moment."""
        view = self.run.scope.view
        view.as_of = now = Now(view.as_of)
        return now

    def _frame(self, subject: str, trigger: str | None = None, after: Micros = ALWAYS) -> Frame:
        whole = self.run.frame
        own = existences_of(whole.scope, whole.norm.subject).get(subject, ())
        return Frame(whole.scope, whole.norm, whole.applying, whole.opening, own, trigger, after)


def _is_whole(run: Run) -> bool:
    """Tell whether all duties of a subject hang together, so that they are worked out together."""
    requirement, moment = run.requirement, moment_of(run.norm)
    if isinstance(run.norm.timing, Rolling | Always):
        return True
    if moment is not None and any(name not in fact_classes() for name in moment.of):
        return True
    bounds = (requirement.at_least, requirement.at_most) if isinstance(requirement, Count) else ()
    return any(isinstance(bound, PrecedingBound) for bound in bounds)


def _period(duty: Duty | Undecided) -> Source:
    return (duty.opens if duty.opens is not None else ALWAYS,)


def _trigger(duty: Duty | Undecided) -> Source:
    return duty.trigger or "" if isinstance(duty, Undecided) else str(duty.trigger.id)
