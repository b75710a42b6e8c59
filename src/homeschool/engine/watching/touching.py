"""Which duties of a norm a record may touch that stands otherwise than before."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from homeschool.engine.linking import Link
from homeschool.engine.run import Run
from homeschool.engine.share import ShareJudge
from homeschool.engine.sifting import may_meet
from homeschool.engine.stays import existences_of
from homeschool.engine.watching.matter import may_matter
from homeschool.engine.watching.reach import touched_by
from homeschool.engine.watching.reads import moment_of
from homeschool.engine.watching.watch import NEXT, Source, Watch
from homeschool.model.clock import ALWAYS, Bounds
from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.live import Touched
from homeschool.policy.condition import TRUE
from homeschool.policy.timing import Before

Places = Iterator[tuple[str, Source]]
"""Whose duties, and which of them; None: all."""
May = Callable[[Any], bool]


class Touching:
    """Tells which duties of a norm a record may touch."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._run: Run = watch.run
        self._asks: dict[str, Sequence[May]] = {}
        moment = moment_of(self._run.norm)
        counted_from = None if moment is None else moment.counted_from
        self._reads_times = (counted_from or self._run.requirement.placed_by) is not None

    @cached_property
    def _may_count(self) -> Mapping[str, May]:
        """Tells, by class, whether a fact may count, as far as the fact alone decides."""
        scope, where = self._run.scope, self._run.requirement.where
        return {name: may_meet(scope, where, name) for name in self.watch.reads.evidence}

    @cached_property
    def _may_trigger(self) -> Mapping[str, May]:
        """Tells the same of what sets the norm off."""
        moment = moment_of(self._run.norm)
        asked = TRUE if moment is None else moment.where
        return {name: may_meet(self._run.scope, asked, name) for name in self.watch.reads.triggers}

    @cached_property
    def _may_decide(self) -> Mapping[str, Sequence[tuple[Link, May]]]:
        """Tells the same of what is asked about the subjects themselves."""
        return {
            name: [(link, may_meet(self._run.scope, where, name)) for link, where in found]
            for name, found in self.watch.reads.of_subjects.items()
        }

    def may_touch(self, fact: Fact) -> bool:
        """Tell whether a new fact may touch anything, as far as the fact alone decides."""
        name = CLASS_NAMES[fact.__class__]
        asks = self._asks.get(name)
        if asks is None:
            asks = self._asks[name] = self._find_asks(name)
        for may in asks:  # noqa: SIM110 - this is asked of every record, and a generator takes longer than the question
            if may(fact):
                return True
        return False

    def _find_asks(self, class_name: str) -> Sequence[May]:
        reads, is_share = self.watch.reads, isinstance(self._run.judge, ShareJudge)
        if class_name in reads.anywhere or (is_share and class_name in reads.evidence):
            return [lambda _: True]
        found = [may[class_name] for may in (self._may_trigger, self._may_count) if class_name in may]
        return [*found, *(may for _, may in self._may_decide.get(class_name, ()))]

    def places(self, touched: Touched) -> Places:
        """Yield whose duties, and which of them, a record may touch that stands otherwise, or has come to a time."""
        name, watch, scope = touched.class_name, self.watch, self._run.scope
        if touched.is_of_field and not self._reads_times:
            return
        if name in watch.reads.anywhere:
            self._run.matches.forget(None)
            yield from self._asked(watch.subjects())
            return
        kind = self._run.norm.subject
        for link, may_decide in self._may_decide.get(name, ()):
            if any(map(may_decide, touched.versions)):
                yield from self._asked(touched_by(scope, link, kind, touched.versions))
        if self._may_set_off(touched):
            source = None if watch.is_whole else touched.id
            subjects = touched_by(scope, watch.reads.triggers[name], kind, touched.versions)
            yield from ((subject, source) for subject in subjects)
        if name in watch.reads.evidence:
            yield from self._counted(touched)

    def _may_set_off(self, touched: Touched) -> bool:
        """Tell whether a record may set the norm off otherwise: one planned did before its time had come."""
        may_trigger = self._may_trigger.get(touched.class_name)
        if may_trigger is None or (touched.stands_as_before and isinstance(self._run.norm.timing, Before)):
            return False
        return any(map(may_trigger, touched.versions))

    def _asked(self, subjects: Iterable[str]) -> Places:
        """Yield all duties of subjects of whom it has to be asked anew when the norm applies to them."""
        own = existences_of(self._run.scope, self._run.norm.subject)
        for subject in subjects:
            self._run.frame.applying.forget(own[subject])
            yield subject, None

    def _counted(self, touched: Touched) -> Places:
        """Yield whose duties, and which of them, a record may touch as one of the facts that count."""
        watch, is_lasting = self.watch, fact_classes()[touched.class_name].lasts
        subjects = self._forget(touched)
        spans = [self._span(fact) for fact in touched.versions] if subjects else []
        first = min((low for low, _ in spans), default=ALWAYS)
        for subject in subjects:
            if watch.is_whole:
                yield subject, None
            elif is_lasting:
                yield from ((subject, source) for source in watch.ledger.of(subject) if source != NEXT)
            else:
                for source, item in watch.ledger.open_at(subject, first).items():
                    if source != NEXT and may_matter(self._run, item.found, spans):
                        yield subject, source

    def _forget(self, touched: Touched) -> Iterable[str]:
        """Return the subjects for whom a record may count, and have the facts tied to them looked for anew."""
        run, judge, reads = self._run, self._run.judge, self.watch.reads
        if isinstance(judge, ShareJudge):
            judge.whole.forget(None)
            if judge.requirement.members is not None:
                run.matches.forget(None)
                return tuple(self.watch.ledger.items)
        elif not any(map(self._may_count[touched.class_name], touched.versions)):
            return ()
        subjects = touched_by(run.scope, reads.evidence[touched.class_name], run.norm.subject, touched.versions)
        run.matches.forget(subjects)
        return subjects

    def _span(self, fact: Fact) -> Bounds:
        return self._run.matches.placed(fact, self._run.scope.view.bounds(fact))
