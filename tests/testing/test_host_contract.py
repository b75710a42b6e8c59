"""What the mapping of a host must keep to."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from homeschool import testing as t
from homeschool.model import Fact, HomeVisit

Row = dict[str, Any]
FIRST = date(2025, 9, 1)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"no": st.integers(1, 9), "day": st.integers(0, 9), "who": st.lists(st.sampled_from(["A", "B"]), unique=True)}
    ),
    max_size=3,
    unique_by=lambda row: row["no"],
)
STAFF = {"A": "staff-1", "B": "staff-2"}


def visit(row: Row, number: int | None = None) -> HomeVisit:
    """Make the fact of one row."""
    return HomeVisit(
        id=f"visit-{row['no'] if number is None else number}",
        occurred=FIRST + timedelta(days=row["day"]),
        concerns=("student-1",),
        visitors=tuple(STAFF[name] for name in row["who"]),
    )


def to_facts(rows: Sequence[Row]) -> list[Fact]:
    """Map rows as they should be."""
    return [*t.small_school(), *(visit(row) for row in rows)]


def to_rows(facts: Iterable[Fact]) -> list[Row]:
    """Map facts back to rows."""
    names = {id_: name for name, id_ in STAFF.items()}
    visits = [fact for fact in facts if isinstance(fact, HomeVisit)]
    return [
        {
            "no": int(fact.id.removeprefix("visit-")),
            "day": (fact.occurred - FIRST).days,
            "who": [names[id_] for id_ in fact.visitors or ()],
        }
        for fact in visits
    ]


def test_a_right_mapping_keeps_the_contract() -> None:
    """A mapping that loses nothing and gives the rows back is accepted."""
    t.host_contract(to_facts=to_facts, records=ROWS, to_records=to_rows)


def test_tables_are_records_too() -> None:
    """A host may keep several tables; a record stands in one of them."""
    tables = st.fixed_dictionaries({"visits": ROWS, "drafts": st.lists(st.just({"no": 1}), max_size=1)})

    t.host_contract(
        to_facts=lambda found: to_facts(found["visits"]),
        records=tables,
        to_records=lambda facts: {"visits": to_rows(facts), "drafts": []},
        is_ignored=lambda row: "day" not in row,
    )


def test_rows_of_one_visit_stand_together() -> None:
    """Where several rows make one fact, a key says so."""
    rows = st.lists(
        st.fixed_dictionaries({"no": st.integers(1, 2), "who": st.sampled_from(["A", "B"])}), max_size=4, unique_by=str
    )

    def gathered(found: Sequence[Row]) -> list[Fact]:
        numbers = sorted({row["no"] for row in found})
        visitors = {n: sorted(row["who"] for row in found if row["no"] == n) for n in numbers}
        return to_facts([{"no": n, "day": 0, "who": visitors[n]} for n in numbers])

    t.host_contract(to_facts=gathered, records=rows, key=lambda row: row["no"])


def shifting(rows: Sequence[Row]) -> list[Fact]:
    """Change the rows while mapping them."""
    for row in rows:
        row["day"] = 0
    return to_facts(rows)


def dangling(rows: Sequence[Row]) -> list[Fact]:
    """Forget who is there."""
    return [visit(row) for row in rows]


def numbering(rows: Sequence[Row]) -> list[Fact]:
    """Take the place of a row for its id."""
    return [*t.small_school(), *(visit(row, place) for place, row in enumerate(rows))]


def dropping(rows: Sequence[Row]) -> list[Fact]:
    """Lose the visits that nobody made."""
    return to_facts([row for row in rows if row["who"]])


def summing(rows: Sequence[Row]) -> list[Fact]:
    """Say of each visit something that depends on the others."""
    return to_facts([{**row, "day": row["day"] + len(rows)} for row in rows])


def alternating() -> Callable[[Sequence[Row]], list[Fact]]:
    """Make a mapping that gives something else each time."""
    calls: list[int] = []

    def mapping(rows: Sequence[Row]) -> list[Fact]:
        calls.append(1)
        return to_facts([{**row, "day": len(calls)} for row in rows])

    return mapping


@pytest.mark.parametrize(
    ("mapping", "text"),
    [
        (shifting, "pure: making facts changed the records"),
        (alternating(), "pure: asked again, other facts came"),
        (dangling, "valid: the facts do not fit together"),
        (numbering, "orderly: in another order the facts differ"),
        (dropping, "complete: nothing came of [{'no': 1, 'day': 0, 'who': []}]"),
        (summing, "local: without [{'no': 1, 'day': 0, 'who': []}] other records give"),
    ],
    ids=["changes records", "changes its mind", "dangling", "places as ids", "loses records", "mixes records"],
)
def test_a_wrong_mapping_is_shown_with_the_smallest_example(mapping: Any, text: str) -> None:
    """Each way of being wrong is found, and the message names the law and the smallest example."""
    with pytest.raises(AssertionError) as caught:
        t.host_contract(to_facts=mapping, records=ROWS)

    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("back", "text"),
    [
        (lambda facts: to_rows(facts)[1:], "reversible: the facts do not give back [{'no': 1, 'day': 0, 'who': []}]"),
        (lambda facts: [*to_rows(facts), {"no": 0}], "reversible: the facts give back what was not there: [{'no': 0}]"),
    ],
    ids=["loses", "invents"],
)
def test_a_wrong_way_back_is_shown(back: Any, text: str) -> None:
    """A way back that loses or invents records is found."""
    with pytest.raises(AssertionError) as caught:
        t.host_contract(to_facts=to_facts, records=ROWS, to_records=back)

    assert text in str(caught.value)
