"""Overlays at their edges: what an amendment or a suspension leaves, to the day."""

from datetime import date
from fractions import Fraction

from homeschool.calendar import Interval
from homeschool.policy import Bilingual, Count, Upon
from tests.policy.builders import Table, pack_of, read

REASON: Table = {"norm": "visits", "reason": "r"}
YEAR = {"from": "2025-09-01", "until": "2026-09-01"}


def in_force(**days: str) -> list[Interval | None]:
    """Return when a norm that is in force for one school year is so once it is suspended for some days."""
    pack = pack_of({"in_force": YEAR}, {"id": "other", "in_force": YEAR}, suspend=[{**REASON, **days}])
    assert pack.norm("other").in_force == Interval(date(2025, 9, 1), date(2026, 9, 1))
    return [norm.in_force for norm in pack.norms if norm.slug == "visits"]


def test_a_suspension_cuts_only_its_norm_and_only_its_days() -> None:
    """What lies before and after stays in force; nothing is left over where it begins or ends with the norm."""
    autumn, spring = Interval(date(2025, 9, 1), date(2025, 12, 1)), Interval(date(2026, 3, 1), date(2026, 9, 1))

    assert in_force(**{"from": "2025-12-01", "until": "2026-03-01"}) == [autumn, spring]
    assert in_force(**{"from": "2025-09-01", "until": "2026-03-01"}) == [spring]
    assert in_force(**{"from": "2025-12-01", "until": "2026-09-01"}) == [autumn]
    assert in_force(**{"from": "2025-12-01"}) == [autumn]


def test_an_undated_amendment_keeps_when_the_wording_opens() -> None:
    """An amendment of the latest wording leaves the day from which it opens duties."""
    dated = {**REASON, "waivable": False, "from": "2026-03-02"}

    pack = pack_of({}, amend=[dated, {**REASON, "note": "more"}])
    assert [norm.opens for norm in pack.norms] == [
        Interval(date(1, 1, 1), date(2026, 3, 2)),
        Interval(date(2026, 3, 2)),
    ]
    assert [norm.note for norm in pack.norms] == [None, Bilingual.of("more")]


def test_exactly_replaces_both_bounds() -> None:
    """A norm with both bounds that is amended to an exact number keeps neither."""
    both = {"of": "home_visit", "at_least": 1, "at_most": 5}

    (norm,) = pack_of({"requires": both}, amend=[{**REASON, "requires": {"exactly": 2}}]).norms
    assert norm.requirement == Count(("home_visit",), at_least=Fraction(2), at_most=Fraction(2))


def test_a_change_of_something_else_keeps_the_span() -> None:
    """A timing whose condition changes keeps its `within`."""
    upon = {"upon": "concern", "within": "24 h"}

    (norm,) = pack_of({"timing": upon}, amend=[{**REASON, "timing": {"where": {"nature": "emotional"}}}]).norms
    assert isinstance(norm.timing, Upon)
    assert str(norm.timing.within) == "24 h"


def test_a_definition_may_be_used_in_an_amendment() -> None:
    """An amended norm is checked with the definitions of its pack."""
    pack, mistakes = read(
        [{"id": "visits", "clause": "1", "modality": "permission", "title": {"zh": "题", "en": "Title"}}],
        amend=[{**REASON, "subject": "student", "applies_to": {"is": "key_student"}}],
    )

    assert mistakes == []
    assert pack is not None
