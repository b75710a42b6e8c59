"""What the mapping from a host's own records to facts must keep to, checked with examples that Hypothesis makes up."""

import copy
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from homeschool.calendar import SchoolCalendar
from homeschool.errors import RecordsError
from homeschool.model import Fact, Register
from homeschool.testing.calendar_drawing import CALENDAR
from homeschool.testing.difference import without

Records = Any
"""What a host keeps: a sequence of records, or a mapping of tables, each a sequence of records."""


def host_contract(
    *,
    to_facts: Callable[[Records], Iterable[Fact]],
    records: SearchStrategy[Records],
    to_records: Callable[[tuple[Fact, ...]], Records] | None = None,
    key: Callable[[Any], object] | None = None,
    is_ignored: Callable[[Any], bool] | None = None,
    calendar: SchoolCalendar = CALENDAR,
) -> None:
    """Check that a host's mapping from its own records to facts loses and invents nothing.

    To be called in a test of the host.  These laws are tried one after the other, each with examples of its own:

    1. *pure*: asked twice, it gives the same facts, and leaves the records as they are;
    2. *valid*: the facts fit together in a `Register`;
    3. *orderly*: the order of the records within their table does not matter;
    4. *complete*: no record is lost: without it, there would be other facts;
    5. *local*: without a record, the facts that come of other records are what they were.  So changing one record
       changes the facts of that record only;
    6. *reversible*, if `to_records` is given: the facts give the records back, in any order.

    Args:
        to_facts: the mapping.
        records: draws what the host keeps: a list of records, or a mapping of tables, each a list of records.
        to_records: the way back, if the host has one.
        key: what tells which records belong together and make one fact, such as the rows of one visit; left out: each
            record stands for itself.  Of a mapping of tables it is asked with the record alone.
        is_ignored: tells which records are not to become facts, such as drafts; left out: all become facts.
        calendar: the calendar of the schools.

    Raises:
        AssertionError: a law does not hold; it shows the smallest example that was found.
    """
    host = _Host(to_facts, key, is_ignored or _nothing, calendar)
    laws: list[Law] = [_is_pure, _is_valid, _is_orderly, _is_complete, _is_local]
    if to_records is not None:
        laws.append(partial(_is_reversible, to_records))
    for law in laws:
        _try(law, host, records)


@attrs.frozen
class _Host:
    to_facts: Callable[[Records], Iterable[Fact]]
    key: Callable[[Any], object] | None
    is_ignored: Callable[[Any], bool]
    calendar: SchoolCalendar

    def facts(self, records: Records) -> frozenset[Fact]:
        """Return the facts of some records, whatever their order and however often they are told."""
        return frozenset(self.to_facts(records))

    def groups(self, records: Records) -> Iterator[tuple[list[Any], Records]]:
        """Yield the records that belong together, and all records but these."""
        key = self.key
        whole = _flat(records)
        found: list[tuple[object, list[int]]] = []
        for place, (_, record) in enumerate(whole):
            name = place if key is None else key(record)
            same = next((places for other, places in found if other == name), None)
            if same is None:
                found.append((name, [place]))
            else:
                same.append(place)
        for _, places in found:
            others = [item for place, item in enumerate(whole) if place not in places]
            yield [whole[place][1] for place in places], _like(records, others)


Law = Callable[[_Host, Records], str | None]
"""Says what is wrong, or None where the law holds."""


def _try(law: Law, host: _Host, records: SearchStrategy[Records]) -> None:
    @settings(deadline=None)
    @given(records=records)
    def holds(records: Records) -> None:
        wrong = law(host, records)
        if wrong is not None:
            raise AssertionError(wrong)

    holds()


def _nothing(_record: Any) -> bool:
    return False


def _flat(records: Records) -> list[tuple[Any, Any]]:
    """Return every record with the table that it stands in; None where there are no tables."""
    if isinstance(records, Mapping):
        return [(table, record) for table, rows in records.items() for record in rows]
    return [(None, record) for record in records]


def _like(records: Records, items: Sequence[tuple[Any, Any]]) -> Records:
    """Return records of the same form, with these items and no others."""
    if isinstance(records, Mapping):
        return {table: [record for name, record in items if name == table] for table in records}
    return [record for _, record in items]


def _is_pure(host: _Host, records: Records) -> str | None:
    before = copy.deepcopy(records)
    once, again = list(host.to_facts(records)), list(host.to_facts(copy.deepcopy(before)))
    if records != before:
        return "pure: making facts changed the records"
    return None if once == again else f"pure: asked again, other facts came: {_difference(once, again)}"


def _is_valid(host: _Host, records: Records) -> str | None:
    try:
        Register(host.to_facts(records), host.calendar)
    except RecordsError as error:
        return f"valid: the facts do not fit together: {error}"
    return None


def _is_orderly(host: _Host, records: Records) -> str | None:
    items = _flat(records)
    shuffled = list(items)
    random.Random(len(items)).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    expected = host.facts(records)
    for other in (items[::-1], shuffled):
        found = host.facts(_like(records, other))
        if found != expected:
            return f"orderly: in another order the facts differ: {_difference(expected, found)}"
    return None


def _is_complete(host: _Host, records: Records) -> str | None:
    whole = host.facts(records)
    for group, others in host.groups(records):
        if host.facts(others) == whole and not all(host.is_ignored(record) for record in group):
            return f"complete: nothing came of {group!r}"
    return None


def _is_local(host: _Host, records: Records) -> str | None:
    whole = host.facts(records)
    for group, others in host.groups(records):
        changed = host.facts(others) - whole
        if changed:
            return f"local: without {group!r} other records give {_shown(changed)}"
    return None


def _is_reversible(to_records: Callable[[tuple[Fact, ...]], Records], host: _Host, records: Records) -> str | None:
    there, back = _flat(records), _flat(to_records(tuple(host.to_facts(records))))
    lost = [record for _, record in without(there, back) if not host.is_ignored(record)]
    if lost:
        return f"reversible: the facts do not give back {lost!r}"
    extra = [record for _, record in without(back, there)]
    return f"reversible: the facts give back what was not there: {extra!r}" if extra else None


def _difference(before: Iterable[Fact], after: Iterable[Fact]) -> str:
    one, other = list(before), list(after)
    return f"{_shown(without(one, other))} became {_shown(without(other, one))}"


def _shown(facts: Iterable[Fact]) -> str:
    return ", ".join(sorted(map(repr, facts))) or "nothing"
