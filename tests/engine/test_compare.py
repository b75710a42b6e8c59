"""What changes for whom between two evaluations."""

from typing import Any

from homeschool.engine import Comparison, Kind, compare, evaluate
from homeschool.model import Fact, Register
from homeschool.policy import Pack, amend_pack
from tests.engine.builders import rule
from tests.model.builders import at, day, fact, school

TERM = rule({"every": "term"}, {"at_least": 2, "of": "home_visit"})
UPON = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact"})
CONCERN = fact("concern", "c", occurred=at(10, 1), nature="emotional")
AFTER = at(2, 1)


def visits(*days: int, child: str = "s-one") -> tuple[Fact, ...]:
    """Return visits to a child on some days of October."""
    return tuple(
        fact("home_visit", f"v{number}-{child}", occurred=day(10, number), concerns=(child,)) for number in days
    )


def what_if(pack: Pack, change: Any, register: Register, as_of: Any = AFTER, **more: Any) -> Comparison:
    """Compare what is found under a pack with what would be if its norm were amended."""
    amended = amend_pack(pack, "visits", change, reason="如果", **more)
    return compare(evaluate(pack, register, as_of=as_of), evaluate(amended, register, as_of=as_of))


def said(found: Comparison) -> list[tuple[str, str | None, str | None]]:
    """Return, of each duty that is not as it was, about whom, and from which status to which."""
    moves = [(one.finding.subject, *one.move) for one in found.differences]
    return [(who, before and str(before), after and str(after)) for who, before, after in moves]


def test_a_stricter_bound_breaks_what_was_kept() -> None:
    """With three visits owed instead of two, who had two is in breach; who had three, or none, is as before."""
    register = school(*visits(1, 2), *visits(1, 2, 3, child="s-two"))

    found = what_if(TERM, {"requires": {"at_least": 3}}, register)

    assert said(found) == [("s-one", "fulfilled", "breached")]
    assert found.unchanged == 1
    assert (found.before["fulfilled"], found.after["fulfilled"], found.after["breached"]) == (2, 1, 1)  # type: ignore[index]
    assert found.differences[0].kind is Kind.STATUS


def test_the_norm_keeps_its_id_and_shows_its_amendment() -> None:
    """The duty is the same under the amended norm, whose amendment the finding carries."""
    found = what_if(TERM, {"requires": {"at_least": 3}}, school(*visits(1, 2)))
    (difference,) = found.differences

    assert difference.before is not None
    assert difference.after is not None
    assert difference.before.id == difference.after.id
    assert difference.after.norm.citation == difference.before.norm.citation
    assert [norm.amendments[0].reason for norm in found.amended] == ["如果"]


def test_nothing_changes_where_nothing_is_amended() -> None:
    """An evaluation compared with itself has no differences."""
    findings = evaluate(TERM, school(*visits(1)), as_of=AFTER)

    found = compare(findings, findings)

    assert (found.differences, found.unchanged, found.amended) == ((), 2, ())


def test_a_longer_time_is_a_new_deadline() -> None:
    """Where only the time changes, an open duty is the same with another deadline."""
    found = what_if(UPON, {"timing": {"within": "3 days"}}, school(CONCERN), as_of=at(10, 2))

    (difference,) = found.differences
    assert difference.kind is Kind.DEADLINE
    assert difference.finding.deadline is not None
    assert difference.finding.deadline.day == 4


def test_another_period_makes_other_duties() -> None:
    """Monthly duties are not those of the term, not even the first, which opens on the same day."""
    found = what_if(TERM, {"timing": {"every": "half_year"}}, school(), as_of=at(10, 1))

    assert [one.kind for one in found.differences] == [Kind.NEW, Kind.NEW, Kind.GONE, Kind.GONE]
    assert found.moves == {(None, "pending"): 2, ("pending", None): 2}
    assert len(found.having(Kind.NEW)) == 2


def test_whom_a_norm_no_longer_applies_to_owes_nothing() -> None:
    """Where the norm is narrowed, the duties of the others are gone."""
    found = what_if(TERM, {"applies_to": {"household": "urban"}}, school(fact("student", "s-two", household="rural")))

    assert said(found) == [("s-two", "breached", None)]


def test_changes_are_counted_by_norm_subject_and_bearer() -> None:
    """A duty counts for its norm, its subject, and each who bears it; a vacancy is shown as nobody's."""
    found = what_if(TERM, {"requires": {"at_least": 3}}, school(*visits(1, 2), *visits(1, 2, child="s-two")))
    move = ("fulfilled", "breached")

    assert found.by_norm() == {"made-up.visits": {move: 2}}
    assert found.by_subject() == {"s-one": {move: 1}, "s-two": {move: 1}}
    assert found.by_bearer() == {"t-class": {move: 1}, None: {move: 1}}


def test_who_bears_alone_is_counted_alone() -> None:
    """Where each guardian owes for itself, each is matched with itself."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "contact"}, bearer={"each": "guardian"})

    found = what_if(pack, {"requires": {"at_least": 0}}, school(drop=("s-two", "e-two", "gs-three")))

    assert set(found.by_bearer()) == {"g-one", "g-two"}


def test_the_records_may_differ_as_well() -> None:
    """Two evaluations of other records are compared duty by duty too."""
    earlier, later = (evaluate(TERM, register, as_of=AFTER) for register in (school(), school(*visits(1, 2))))

    assert said(compare(earlier, later)) == [("s-one", "breached", "fulfilled")]
