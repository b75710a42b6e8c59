"""One norm, watched: what was found is kept, and worked out anew only where a record or the clock touches it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from homeschool.engine.duty import Duty
from homeschool.engine.evaluate import Found, at_large, latent_of, order, outcome, settled
from homeschool.engine.findings import Latent
from homeschool.engine.incur import Frame, Undecided
from homeschool.engine.make import Maker
from homeschool.engine.matter import may_matter
from homeschool.engine.now import Now
from homeschool.engine.plain import is_ordered
from homeschool.engine.reach import moment_of, reads, touched_by
from homeschool.engine.run import Run
from homeschool.engine.share import ShareJudge
from homeschool.engine.stays import existences_of
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.live import Touched
from homeschool.model.records import Waiver
from homeschool.policy.requirement import Count, PrecedingBound
from homeschool.policy.timing import Always, Every, Rolling

Source = Any
"""What sets a duty of a subject apart: when it opens, as a tuple, or the trigger's id."""
NEXT = ()
"""Stands for the duties that time opens next; for all of a subject where they hang together."""


@attrs.define(eq=False)
class Item:
    """What was found of one duty, and until when the clock alone leaves it so.

    Where each bearer bears a duty of its own there are several.  `mark` is what tells findings apart.
    """

    duties: tuple[Duty | Undecided, ...]
    found: tuple[Found, ...]
    until: Micros
    mark: tuple[object, ...]


NOTHING = Item((), (), NEVER, ())
Replaced = tuple[Source, Item, Item]
"""Of which duty, what was found before and what is found now."""


def _mark(found: Found) -> object:
    if isinstance(found, Undecided):
        return found
    duty, verdict = found
    trigger = None if duty.trigger is None else duty.trigger.id
    known = verdict.status, verdict.decided, verdict.evidence, verdict.because, verdict.remedied
    return duty.opens, duty.deadline, trigger, duty.bearer, known, verdict.excused_by, verdict.is_retroactive


class Watch:
    """The findings of one norm, by subject and duty."""

    def __init__(self, run: Run, maker: Maker, waivers: Sequence[Waiver]) -> None:
        self.run = run
        self.maker = maker
        self.waivers = waivers
        self.reads = reads(run.norm, run.scope.definitions)
        self.items: dict[str, dict[Source, Item]] = {}
        self.at_large: tuple[Undecided, ...] = ()
        self._is_whole = _is_whole(run)

    def subjects(self) -> Iterable[str]:
        """Return the subjects that exist at some time."""
        return existences_of(self.run.scope, self.run.norm.subject)

    def latent(self) -> Iterator[Latent]:
        """Yield the findings in the order in which an evaluation yields them."""
        items = (own[source] for _, own in sorted(self.items.items()) for source in sorted(own))
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
        if name in found.triggers:
            source = None if self._is_whole else touched.id
            subjects = touched_by(scope, found.triggers[name], kind, touched.versions)
            yield from ((subject, source) for subject in subjects)
        if name in found.evidence:
            yield from self._counted(touched)

    def _counted(self, touched: Touched) -> Iterator[tuple[str, Source]]:
        """Yield whose duties, and which of them, a record may touch as one of the facts that count."""
        run = self.run
        subjects = self._forget(touched)
        is_lasting = "until" in fact_classes()[touched.class_name].fields
        spans = [self._span(fact) for fact in touched.versions]
        for subject in subjects:
            if self._is_whole:
                yield subject, None
                continue
            for source, item in self.items.get(subject, {}).items():
                if source != NEXT and (is_lasting or may_matter(run, item.found, spans)):
                    yield subject, source

    def _forget(self, touched: Touched) -> Iterable[str]:
        """Return the subjects for whom a record may count, and have the facts tied to them looked for anew."""
        run, judge = self.run, self.run.judge
        if isinstance(judge, ShareJudge):
            judge.whole.forget(None)
            if judge.requirement.members is not None:
                run.matches.forget(None)
                return tuple(self.items)
        elif not any(map(run.matches.may_meet, touched.versions)):
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
            yield self._put(subject, NEXT, Item((), found, now.until, tuple(map(_mark, found))))
        elif source is None:
            yield from self._look_at_all(subject)
        elif source == NEXT:
            yield from self._grow(subject)
        elif isinstance(source, str):
            now = self._now()
            duties = tuple(self.run.duties(self._frame(subject, source)))
            yield self._judge(subject, source, duties, now)
        else:
            item = self.items.get(subject, {}).get(source, NOTHING)
            yield self._judge(subject, source, item.duties, self._now())

    def _grow(self, subject: str) -> Iterator[Replaced]:
        """Open the duties whose time has come; those that are open already stay as they are."""
        opened = self._opened(subject)
        for source, duties in opened.items():
            if source not in self.items[subject]:
                yield self._judge(subject, source, tuple(duties), self._now())
        yield NEXT, NOTHING, self.items[subject][NEXT]

    def _look_at_all(self, subject: str) -> Iterator[Replaced]:
        opened = self._opened(subject)
        for source in self.items.get(subject, {}).keys() - opened.keys() - {NEXT}:
            yield self._put(subject, source, NOTHING)
        for source, duties in opened.items():
            yield self._judge(subject, source, tuple(duties), self._now())
        if NEXT in (items := self.items.get(subject, {})):
            yield NEXT, NOTHING, items[NEXT]

    def _opened(self, subject: str) -> Mapping[Source, list[Duty | Undecided]]:
        """Return all duties of a subject, and note when the clock opens the next."""
        now = self._now()
        opened: dict[Source, list[Duty | Undecided]] = {}
        is_periodic = isinstance(self.run.norm.timing, Every)
        for duty in self.run.duties(self._frame(subject)):
            opened.setdefault(_period(duty) if is_periodic else _trigger(duty), []).append(duty)
        if is_periodic:
            self.items.setdefault(subject, {})[NEXT] = Item((), (), now.until, ())
        return opened

    def _judge(self, subject: str, source: Source, duties: tuple[Duty | Undecided, ...], now: Now) -> Replaced:
        run, found = self.run, list[Found]()
        for duty in duties:
            if isinstance(duty, Undecided):
                found.append(duty)
            else:
                found += outcome(run, (duty, run.decide(duty)), self.waivers)
        return self._put(subject, source, Item(duties, tuple(found), now.until, tuple(map(_mark, found))))

    def _put(self, subject: str, source: Source, item: Item) -> Replaced:
        items = self.items.setdefault(subject, {})
        before = items.get(source, NOTHING)
        if item.found or item.until < NEVER:
            items[source] = item
        else:
            items.pop(source, None)
        return source, before, item

    def _now(self) -> Now:
        """Begin to take note of what is asked of the moment."""
        view = self.run.scope.view
        view.as_of = now = Now(view.as_of)
        return now

    def _frame(self, subject: str, trigger: str | None = None) -> Frame:
        whole = self.run.frame
        own = existences_of(whole.scope, whole.norm.subject).get(subject, ())
        return Frame(whole.scope, whole.norm, whole.applying, whole.opening, own, trigger)


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
