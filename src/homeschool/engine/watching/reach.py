"""Whom a record may touch: the subjects to whom a link ties it, and when."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from homeschool.engine.linking import Link, is_direct, reaching, remember_belongings
from homeschool.engine.scope import Scope
from homeschool.engine.stays import existences_of
from homeschool.model.clock import ALWAYS, NEVER, Bounds, Micros
from homeschool.model.facts import Fact, fact_classes
from homeschool.model.register import linked_ids

_ALL_TIME: Sequence[Bounds] = ((ALWAYS, NEVER),)


def holds_at(spans: Sequence[Bounds], moment: Micros) -> bool:
    """Tell whether a moment lies in one of some spans."""
    return spans is _ALL_TIME or any(start <= moment < end for start, end in spans)


def touched_by(scope: Scope, link: Link, kind: str, versions: Iterable[Fact]) -> Iterable[str]:
    """Return the subjects of a kind that a link ties to any version of a record, at whatever moment."""
    named = dict.fromkeys(id_ for fact in versions for id_ in linked_ids(fact, link.field))
    return Reach(scope, link, kind).of(tuple(named))


class Reach:
    """Tells to which subjects of a kind a link ties facts that name some entities, and when.

    Args:
        scope: the evaluation.
        link: what ties facts to subjects.
        kind: the kind of the subjects.
    """

    def __init__(self, scope: Scope, link: Link, kind: str) -> None:
        self._scope = scope
        self._link = link
        self._kind = kind
        self.is_direct = is_direct(link, kind)
        self._own = existences_of(scope, kind)

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, Sequence[Bounds]]]:
        return _by_reach(self._scope, self._link, self._kind)

    def of(self, ids: Sequence[str]) -> Mapping[str, Sequence[Bounds]]:
        """Return the subjects tied to facts that name some entities, each with when it is."""
        if len(ids) == 1:
            (id_,) = ids
            if self.is_direct:
                return {id_: _ALL_TIME} if id_ in self._own else {}
            return self._index.get(id_, {})
        if self.is_direct:
            return {id_: _ALL_TIME for id_ in ids if id_ in self._own}
        found: dict[str, Sequence[Bounds]] = {}
        for id_ in dict.fromkeys(ids):
            for subject, spans in self._index.get(id_, {}).items():
                found[subject] = [*found.get(subject, ()), *spans]
        return found


Index = dict[str, dict[str, tuple[Bounds, ...]]]
"""Subjects by the entities through which facts reach them, each with when they do.

The spans are tuples of tuples of numbers: such the garbage collector passes over.
"""


def _by_reach(scope: Scope, link: Link, kind: str) -> Index:
    """Return the subjects of a kind by the entities through which a link reaches them, each with when it does."""
    by_concern = link.field == "concerns"
    key = (_BY_REACH, kind, link.to, by_concern, by_concern and fact_classes()[link.class_name].spreads)
    found: tuple[Link, Index] | None = scope.memory.get(key)
    if found is None:
        found = scope.memory[key] = link, {}
        _note(scope, link, existences_of(scope, kind), found[1])
    return found[1]


_BY_REACH = "by reach"


def _note(scope: Scope, link: Link, subjects: Iterable[str], index: Index) -> None:
    """Note through which entities a link reaches some subjects, and when."""
    for subject in subjects:
        for belonging in reaching(scope, link, subject):
            reached = index.setdefault(belonging.entity, {})
            reached[subject] = (*reached.get(subject, ()), (belonging.start, belonging.end))


def carry_over(before: Scope, after: Scope, family: AbstractSet[str]) -> None:
    """Go on with what is remembered of how facts reach subjects, where only the ties of one family have changed."""
    remember_belongings(before, after, family)
    for key, (link, index) in [item for item in before.memory.items() if item[0][0] == _BY_REACH]:
        if link.to is None:
            for reached in index.values():
                for id_ in reached.keys() & family:
                    del reached[id_]
            own = existences_of(after, key[1])
            _note(after, link, [id_ for id_ in family if id_ in own], index)
            after.memory[key] = link, index
