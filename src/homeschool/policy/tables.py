"""What each further table of records buys: which norms can be judged once a host records it."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from homeschool.model.facts import fact_classes
from homeschool.policy.links import norms_of
from homeschool.policy.pack import Pack
from homeschool.policy.reads import reads

GIVEN = frozenset(
    {
        "school",
        "grade",
        "school_class",
        "student",
        "enrolment",
        "guardian",
        "guardianship",
        "staff",
        "appointment",
        "partner",
        "committee",
        "seat",
    }
)
"""What a school has in any case: who there is and who belongs to whom."""


@attrs.frozen
class Step:
    """Tables that a host adds, and the norms that can be judged from then on, by full id."""

    tables: tuple[str, ...]
    norms: tuple[str, ...]


def steps(packs: Iterable[Pack]) -> Sequence[Step]:
    """Return the tables in the order in which they buy most, each with the norms that it makes possible.

    The first step is what every school has (`GIVEN`).  Then come, each time, the tables that a norm still lacks and
    that make the most norms possible for each table.
    """
    wanted: dict[str, frozenset[str]] = {}
    for id_, (norm, pack) in norms_of(packs).items():
        if norm.is_checkable:
            wanted[id_] = frozenset(reads(norm, pack.definitions)) - GIVEN
    found = []
    chosen: frozenset[str] = frozenset()
    while wanted:
        done = tuple(id_ for id_, missing in wanted.items() if not missing)
        found.append(Step(tuple(name for name in fact_classes() if name in chosen), done))
        left = {id_: missing for id_, missing in wanted.items() if missing}
        chosen = _best(left)
        wanted = {id_: missing - chosen for id_, missing in left.items()}
    return found


def _best(left: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the missing tables of some norm that make the most norms possible for each of them."""

    def worth(tables: frozenset[str]) -> tuple[float, int, tuple[str, ...]]:
        bought = sum(missing <= tables for missing in left.values())
        return -bought / len(tables), len(tables), tuple(sorted(tables))

    return min(set(left.values()), key=worth, default=frozenset())
