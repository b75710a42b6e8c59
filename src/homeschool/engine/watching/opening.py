"""A new record that sets a norm off: the duties that it opens, without a look at any other."""

from collections.abc import Iterator, Sequence

from homeschool.engine.conditions import is_static
from homeschool.engine.duty import Verdict
from homeschool.engine.scope import Context
from homeschool.engine.sifting import sift
from homeschool.engine.stays import Existence, existences_of
from homeschool.engine.trigger_duties import duty_at, opener
from homeschool.engine.triggers import Setting, asked, set_off_at
from homeschool.engine.watching.kept import Item, item_of
from homeschool.engine.watching.reach import Reach, holds_at
from homeschool.engine.watching.reads import moment_of
from homeschool.engine.watching.watch import Replaced, Watch
from homeschool.model.clock import NEVER, Bounds
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.register import Row, ids_in
from homeschool.policy.timing import At, Before, Upon


def opens_on(watch: Watch, class_name: str) -> bool:
    """Tell whether new facts of a class do nothing under a norm but open duties that stand each for itself."""
    run, is_event = watch.run, fact_classes()[class_name].family == "event"
    if watch.is_whole or run.norm.bearer.each or run.asks_bearer or not is_event:
        return False
    return watch.reads.are_only(watch.reads.triggers, class_name)


class Opening:
    """Opens the duties that a new fact of one class sets off.

    Args:
        watch: the norm, and what is kept of each subject.
        class_name: the class.
    """

    def __init__(self, watch: Watch, class_name: str) -> None:
        self._watch = watch
        run, timing, moment = watch.run, watch.run.norm.timing, moment_of(watch.run.norm)
        scope, link = run.scope, watch.reads.triggers[class_name]
        assert moment is not None
        assert isinstance(timing, Upon | Before | At)
        self._scope, self._view = scope, scope.view
        self._field = link.field
        self._reach = Reach(scope, link, run.norm.subject)
        self._stays = run.frame.applying.stays
        self._own = existences_of(scope, run.norm.subject)
        self._moment = moment
        sifted = sift(scope, moment.where, class_name)
        self._alone = sifted.alone
        self._setting = Setting(scope, moment, asked(scope, moment, class_name), {}, isinstance(timing, Before))
        self._opener = opener(run.frame, timing)
        asks_itself = isinstance(timing, At) and run.asks_trigger_alone and not run.norm.unless_documented
        self._is_of_itself = asks_itself and sifted.rest is None and is_static(scope, run.requirement.where, class_name)

    def open(self, row: Row) -> Iterator[tuple[str, Replaced]]:
        """Yield the subjects for whom a fact opens duties, each with what is found of those."""
        low, id_, high, _, fact = row
        alone = self._alone(fact)
        if alone is False:
            return
        moment = set_off_at(self._scope, self._moment, fact, (low, high))
        at = low if moment is None else moment[0]
        verdict = self._of_itself(fact, moment) if alone else None
        for subject, spans in self._reach.of(ids_in(getattr(fact, self._field))).items():
            found = [one for one in self._own[subject] if self._stays(one)] if holds_at(spans, at) else ()
            if found:
                item = None if verdict is None or moment is None else self._at_once(found, moment, (fact, verdict))
                if item is None:
                    yield from self._judged(found, row, moment)
                elif item.duty is not None:
                    yield subject, self._watch.keep(subject, id_, item)

    def _of_itself(self, fact: Fact, moment: Bounds | None) -> Verdict | None:
        """Return what became of all that a fact sets off, where that rests on the fact alone; None: it may not."""
        if not self._is_of_itself or moment is None or moment[0] > self._view.as_of or self._watch.waivers:
            return None
        return self._watch.run.of_trigger(fact, Context(moment[0], trigger=fact))

    def _at_once(self, found: Sequence[Existence], moment: Bounds, known: tuple[Fact, Verdict]) -> Item | None:
        """Return the duties that a fact opens for a subject, each with what became of it; None where there is doubt."""
        frame, is_time, (fact, verdict) = self._watch.run.frame, self._setting.is_time, known
        duties = [duty_at(frame, one, moment, fact) for one in found if is_time(one, moment[0])]
        judged = [(duty, verdict) for duty in duties if duty is not None]
        return item_of(judged, NEVER) if all(duty.doubt is None for duty, _ in judged) else None

    def _judged(self, found: Sequence[Existence], row: Row, moment: Bounds | None) -> Iterator[tuple[str, Replaced]]:
        """Yield a subject for whom a fact opens duties, with what is found of those as the clock stands."""
        view, at, fact = self._view, row[0] if moment is None else moment[0], row[4]
        as_of, now = view.as_of, self._watch.now()
        triggered = [self._setting.trigger(existence, fact, moment, at) for existence in found]
        duties = [duty for one in triggered if one is not None for duty in self._opener(one)]
        if duties or now.until < NEVER:
            yield found[0].subject, self._watch.judge(found[0].subject, row[1], duties, now)
        view.as_of = as_of
