"""Records that keep coming: what stands is what stands where all came at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from homeschool.calendar import SHANGHAI
from homeschool.model import Fact, Register, View, fact_classes
from homeschool.model.facts import ENTITIES, RELATIONS
from homeschool.model.live import LiveView
from homeschool.model.register import Row
from homeschool.testing import registers
from tests.model.builders import at, day, fact, school

FIRST, LAST = at(9, 1, 0), datetime(2030, 1, 1, tzinfo=SHANGHAI)


def _stands(view: View) -> dict[tuple[str, str], Any]:
    """Return all that a view says stands: by class, and by what each field names."""
    found: dict[tuple[str, str], Any] = {}
    for name, known in fact_classes().items():
        found[name, ""] = _bare(view.rows(name)), list(view.facts(name)), sorted(one.at for one in view.cancelled(name))
        for field in known.fields:
            if field in {"id", "concerns", "about"} or known.fields[field].targets:
                found[name, field] = _by_entity(view.linked_rows(name, field))
    return found


def _by_entity(rows: Mapping[str, Sequence[Row]]) -> dict[str, list[Any]]:
    return {entity: _bare(same) for entity, same in rows.items() if same}


def _bare(rows: Iterable[Row]) -> list[Any]:
    return [(low, id_, high, one) for low, id_, high, _, one in rows]


def _parts(register: Register) -> tuple[list[Fact], list[Fact]]:
    """Return who there is and who belongs where, and what happened."""
    tying = (*ENTITIES, *RELATIONS)
    first: list[Fact] = [one for one in register.facts if isinstance(one, tying)]
    coming: list[Fact] = [one for one in register.facts if not isinstance(one, tying)]
    return first, coming


@given(register=registers(), moments=st.lists(st.datetimes(FIRST.replace(tzinfo=None), at(7, 1).replace(tzinfo=None))))
def test_what_came_one_by_one_stands_as_what_came_at_once(register: Register, moments: list[datetime]) -> None:
    """Whatever is looked up, by any field, finds what a view made at once finds, also if it was looked up before."""
    first, coming = _parts(register)
    live = LiveView(Register(first, register.calendar), as_of=FIRST)
    _stands(live)

    for one in coming:
        if not getattr(one, "about", ()) and live.add(one) is None:
            live.take([one])
    live.take(coming)
    for moment in (*sorted(moments), LAST.replace(tzinfo=None)):
        as_of = moment.replace(tzinfo=SHANGHAI)
        micros = live.clock.micros(as_of)
        live.move(micros, live.moments.take(micros))

        assert _stands(live) == _stands(View(live.snapshot(), as_of=as_of))


def test_what_comes_is_found_by_its_own_id() -> None:
    """A record that comes when its class was looked up by id is found so."""
    live = LiveView(school(), as_of=at(10, 1))
    known = list(live.linked_rows("seat", "id"))

    live.take([fact("seat", "seat-new", committee="pc", holder="g-one", since=day(9, 8))])

    assert list(live.linked_rows("seat", "id")) == [*known, "seat-new"]
    assert "seat-new" in {row[1] for row in live.linked_rows("seat", "holder")["g-one"]}
