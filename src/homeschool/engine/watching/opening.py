"""A new record that sets a norm off: the duties that it opens, without a look at any other."""

from collections.abc import Iterator

from homeschool.engine.sifting import may_meet
from homeschool.engine.stays import existences_of
from homeschool.engine.trigger_duties import opener
from homeschool.engine.triggers import Setting, asked, set_off_at
from homeschool.engine.watching.reach import Reach, holds_at
from homeschool.engine.watching.reads import moment_of
from homeschool.engine.watching.watch import Replaced, Watch
from homeschool.model.clock import NEVER
from homeschool.model.facts import fact_classes
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
        self._may = may_meet(scope, moment.where, class_name)
        self._setting = Setting(scope, moment, asked(scope, moment, class_name), {}, isinstance(timing, Before))
        self._opener = opener(run.frame, timing)

    def open(self, row: Row) -> Iterator[tuple[str, Replaced]]:
        """Yield the subjects for whom a fact opens duties, each with what is found of those."""
        low, id_, high, _, fact = row
        if not self._may(fact):
            return
        as_of, view = self._view.as_of, self._view
        moment = set_off_at(self._scope, self._moment, fact, (low, high))
        at = low if moment is None else moment[0]
        for subject, spans in self._reach.of(ids_in(getattr(fact, self._field))).items():
            found = [one for one in self._own[subject] if self._stays(one)] if holds_at(spans, at) else ()
            if found:
                now = self._watch.now()
                triggered = [self._setting.trigger(existence, fact, moment, at) for existence in found]
                duties = tuple([duty for one in triggered if one is not None for duty in self._opener(one)])
                if duties or now.until < NEVER:
                    yield subject, self._watch.judge(subject, id_, duties, now)
                view.as_of = as_of
