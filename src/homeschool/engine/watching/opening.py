"""A new record that sets a norm off: the duties that it opens, without a look at any other."""

from collections.abc import Iterator, Sequence

from homeschool.engine.conditions import is_static
from homeschool.engine.duty import STILL_PENDING, Duty, Verdict
from homeschool.engine.incur import Undecided
from homeschool.engine.scope import Context
from homeschool.engine.sifting import sift
from homeschool.engine.stays import Existence, existences_of
from homeschool.engine.trigger_duties import opener
from homeschool.engine.triggers import Setting, Triggered, asked, setting_off
from homeschool.engine.watching.kept import Item, item_of
from homeschool.engine.watching.reach import Reach, holds_at
from homeschool.engine.watching.reads import moment_of
from homeschool.engine.watching.watch import Replaced, Watch
from homeschool.model.clock import NEVER, Bounds, Micros
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
        sifted = sift(scope, moment.where, class_name)
        self._alone = sifted.alone
        self._when = setting_off(scope, moment, class_name)
        planned = isinstance(timing, Before)
        self._setting = Setting(scope, self._when, asked(scope, moment, class_name), {}, planned)
        self._opener = opener(run.frame, timing)
        is_plain = sifted.rest is None and not run.norm.unless_documented
        asks_itself = isinstance(timing, At) and run.asks_trigger_alone
        self._is_of_itself = is_plain and asks_itself and is_static(scope, run.requirement.where, class_name)
        self._awaits = is_plain and isinstance(timing, Upon)

    def open(self, row: Row) -> Iterator[tuple[str, Replaced]]:
        """Yield the subjects for whom a fact opens duties, each with what is found of those."""
        low, id_, high, _, fact = row
        alone = self._alone(fact)
        if alone is False:
            return
        moment = self._when(fact, (low, high))
        at = low if moment is None else moment[0]
        verdict = None if alone is None or moment is None else self._at_once(fact, at)
        for subject, spans in self._reach.of(ids_in(getattr(fact, self._field))).items():
            found = [one for one in self._own[subject] if self._stays(one)] if holds_at(spans, at) else ()
            if found:
                item = None if verdict is None or moment is None else self._item(found, moment, (fact, verdict))
                if item is None:
                    yield from self._judged(found, row, moment)
                else:
                    yield subject, self._watch.keep(subject, id_, item)

    def _at_once(self, fact: Fact, at: Micros) -> Verdict | None:
        """Return what became of all that a fact sets off at a moment, where that is surely the same for all; else None.

        It rests on the fact alone, or nothing has happened yet that may count.
        """
        run = self._watch.run
        if self._watch.waivers:
            return None
        if self._is_of_itself:
            return run.of_trigger(fact, Context(at, trigger=fact))
        return STILL_PENDING if self._awaits and self._watch.is_awaited(at) else None

    def _item(self, found: Sequence[Existence], moment: Bounds, known: tuple[Fact, Verdict]) -> Item | None:
        """Return the duties that a fact surely opens for a subject, each with the same verdict; None where in doubt."""
        is_time, (fact, verdict) = self._setting.is_time, known
        judged: list[tuple[Duty, Verdict]] = []
        until = NEVER
        for one in found:
            for duty in self._opener(Triggered(one, fact, moment, is_sure=True)) if is_time(one, moment[0]) else ():
                if isinstance(duty, Undecided) or duty.doubt is not None:
                    return None
                if verdict is STILL_PENDING:
                    until = min(until, duty.stop, duty.stay.end)
                judged.append((duty, verdict))
        return item_of(judged, until) if until > self._view.as_of else None

    def _judged(self, found: Sequence[Existence], row: Row, moment: Bounds | None) -> Iterator[tuple[str, Replaced]]:
        """Yield a subject for whom a fact opens duties, with what is found of those as the clock stands."""
        view, at, fact = self._view, row[0] if moment is None else moment[0], row[4]
        as_of, now = view.as_of, self._watch.now()
        triggered = [self._setting.trigger(existence, fact, moment, at) for existence in found]
        duties = [duty for one in triggered if one is not None for duty in self._opener(one)]
        if duties or now.until < NEVER:
            yield found[0].subject, self._watch.judge(found[0].subject, row[1], duties, now)
        view.as_of = as_of
