"""Findings together, what they measure, and what is not kept."""

from fractions import Fraction

import pytest

from homeschool.engine import Measure, evaluate, measure, measure_by
from homeschool.errors import PackError
from homeschool.model import Fact
from homeschool.policy import Pack, Status, amend_pack
from homeschool.policy.norm import Bilingual
from tests.engine.builders import findings, one, rule
from tests.model.builders import at, day, fact, kept_since, school, without
from tests.policy.builders import norm_of

TERM = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"})
PLAN = rule({"always": True}, {"at_least": 1, "of": "plan"})


def visit(*concerns: str) -> Fact:
    """Return a home visit."""
    return fact("home_visit", "v", occurred=at(10, 1), concerns=concerns)


def test_findings_are_a_sequence_in_order() -> None:
    """Findings are ordered by norm, subject and time, and can be counted, indexed and sliced."""
    found = findings(TERM, school(visit("s-one")), at(4, 1))

    assert [(finding.subject, finding.opens) for finding in found] == [
        ("s-one", at(9, 1, 0)),
        ("s-one", at(3, 2, 0)),
        ("s-two", at(9, 1, 0)),
        ("s-two", at(3, 2, 0)),
    ]
    assert (len(found), found[0].subject, len(found[1:3])) == (4, "s-one", 2)
    assert found[-1] in found


def test_findings_by_status_and_norm() -> None:
    """Findings tell those of a status, of a norm, and how many there are of each."""
    found = findings(TERM, school(visit("s-one")), at(4, 1))

    assert [finding.subject for finding in found.breached] == ["s-two"]
    assert len(found.pending) == 2
    assert found.undetermined == ()
    assert found.having(Status.FULFILLED, Status.BREACHED) == (found[0], found[2])
    assert found.of("visits") == found.of("made-up.visits") == tuple(found)
    assert found.of("calls") == ()
    assert found.summary[Status.FULFILLED] == 1
    assert repr(found) == "<Findings as of 2026-04-01T12:00:00+08:00: 2 pending, 1 fulfilled, 1 breached>"
    assert repr(findings(TERM, school(), at(8, 1).replace(year=2020))).endswith("2 undetermined>") is False
    assert repr(
        findings(rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact"}), school(), at(4, 1))
    ) == ("<Findings as of 2026-04-01T12:00:00+08:00: none>")


def test_findings_are_chosen_by_norm_and_subject() -> None:
    """Findings can be narrowed down to some norms and subjects, in the same order, of the same evaluation."""
    found = findings(TERM, school(visit("s-one")), at(4, 1))
    chosen = found.where(lambda norm, subject: norm.slug == "visits" and subject == "s-two")

    assert tuple(chosen) == tuple(finding for finding in found if finding.subject == "s-two")
    assert (chosen.packs, chosen.as_of) == (found.packs, found.as_of)
    assert len(found.where(lambda norm, _: norm.slug == "calls")) == 0


def test_what_cannot_be_told_is_chosen_by_its_school() -> None:
    """A finding that says that a table is not kept is about the school."""
    found = findings(TERM, school(keeps=without("enrolment")), at(4, 1))

    assert {finding.subject for finding in found.where(lambda _, subject: subject == "school")} == {"school"}


def test_a_findings_id_tells_it_from_all_others() -> None:
    """A finding's id names norm, subject, and trigger or opening."""
    found = findings(TERM, school(), at(4, 1))

    assert [finding.id for finding in found[:2]] == [
        "made-up.visits/s-one/2025-09-01",
        "made-up.visits/s-one/2026-03-02",
    ]
    assert len({finding.id for finding in found}) == len(found)


def test_several_packs_are_judged_together() -> None:
    """Packs are judged one after the other; one made in Python is checked first."""
    raw = Pack("other", Bilingual("他", "Other"), (norm_of(id="calls"),))

    found = evaluate([TERM, raw], school(), as_of=at(12, 1))

    assert len(found) == 4
    assert found.packs[0] is TERM
    assert found.packs[1].digest
    with pytest.raises(PackError):
        evaluate(Pack("other", Bilingual("他", "Other"), (norm_of(bearer=None),)), school(), as_of=at(12, 1))


@pytest.mark.parametrize("table", ["enrolment", "home_visit", "plan"])
def test_what_is_not_kept_gives_undetermined(table: str) -> None:
    """Without the table of subjects there is one finding for the school; without that of evidence one for each duty."""
    pack = TERM if table != "plan" else PLAN

    found = findings(pack, school(keeps=without(table)), at(12, 1))

    assert {finding.because for finding in found if finding.status == "undetermined"} == {"not_kept"}
    if table == "enrolment":
        assert [(finding.subject, finding.opens) for finding in found if finding.opens is None] == [("school", None)]


def test_a_trigger_that_is_not_kept_gives_undetermined() -> None:
    """Without the table of the triggers nobody knows of a duty; a subject of its own table needs that one."""
    upon = rule({"upon": "concern", "within": "1 day"}, {"at_least": 1, "of": "contact"})
    seats = rule({"every": "term"}, {"at_least": 1, "of": "meeting"}, subject="seat")

    assert [
        (finding.subject, finding.because) for finding in findings(upon, school(keeps=without("concern")), at(12, 1))
    ] == [("school", "not_kept")]
    assert one(seats, keeps=without("seat"), subject="school", as_of=at(12, 1)).because == "not_kept"


def test_a_measure_counts_what_was_owed_and_done() -> None:
    """The rate is what was fulfilled of what was fulfilled or breached."""
    found = measure(findings(TERM, school(visit("s-one")), at(4, 1)))

    assert found == Measure(population=4, denominator=2, numerator=1, pending=2)
    assert found.rate == (Fraction(1, 2), Fraction(1, 2))


def test_an_empty_denominator_has_no_rate() -> None:
    """Where nothing was owed there is no rate."""
    assert measure(findings(TERM, school(), at(9, 5))).rate is None
    assert measure(()).rate is None


def test_undetermined_makes_the_rate_an_interval() -> None:
    """What cannot be judged may be done or not."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "home_visit", "where": {"place": "home"}})
    done = fact("home_visit", "w", occurred=at(10, 1), concerns=("s-two",), place="home")

    found = measure(findings(pack, school(visit("s-one"), done), at(2, 1)))

    assert (found.undetermined, found.rate) == (1, (Fraction(1, 2), Fraction(1)))


def test_exclusions_are_no_part_of_the_denominator() -> None:
    """What is waived or lapsed is left out."""
    waiver = fact("waiver", "w", norm="made-up.visits", since=day(9, 1), subjects=("s-one",))

    assert measure(findings(TERM, school(waiver), at(2, 1))) == Measure(population=2, exclusions=1, denominator=1)


def test_a_standing_norm_counts_once_for_each_subject() -> None:
    """A subject under a standing norm is counted as kept if none of its findings is a breach."""
    held = fact("plan", "p", kind="annual", concerns=("s-one",))
    late = fact("plan", "q", kind="annual", concerns=("s-two",), since=day(10, 1))

    assert measure(findings(PLAN, school(held, late), at(12, 1))) == Measure(population=2, denominator=2, numerator=1)
    waived = fact("waiver", "w", norm="made-up.visits", since=day(9, 1))
    assert measure(findings(PLAN, school(waived), at(12, 1))).exclusions == 2
    doubtful = measure(findings(PLAN, school(keeps=without("plan")), at(12, 1)))
    assert (doubtful.undetermined, doubtful.rate) == (2, (Fraction(0), Fraction(1)))


def test_measures_of_slices() -> None:
    """Findings may be measured by anything that tells them apart."""
    by_subject = measure_by(findings(TERM, school(visit("s-one")), at(2, 1)), lambda finding: finding.subject)

    assert {name: found.numerator for name, found in by_subject.items()} == {"s-one": 1, "s-two": 0}


def test_both_wordings_of_an_amended_norm_are_judged() -> None:
    """Each finding shows the wording that opened its duty."""
    pack = amend_pack(TERM, "visits", {"requires": {"at_least": 2}}, reason="r", starts_on=day(2, 1))

    found = findings(pack, school(visit("s-one")), at(4, 1))

    assert [(finding.subject, len(finding.norm.amendments)) for finding in found] == [
        ("s-one", 0),
        ("s-two", 0),
        ("s-one", 1),
        ("s-two", 1),
    ]


def test_findings_are_equal_by_what_was_found() -> None:
    """The same records judged twice give equal findings with one hash; other records do not."""
    found, same = (findings(TERM, school(visit("s-one")), at(4, 1)) for _ in range(2))

    assert found == same
    assert hash(found) == hash(same)
    assert found != findings(TERM, school(), at(4, 1))
    assert found != "findings"


def test_circumstances_kept_from_a_day_on() -> None:
    """Before circumstances were kept nobody knows to whom a norm on them applies, whoever came later."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "home_visit"}, applies_to={"is": "key_student"})
    dated = kept_since("circumstance", day(10, 1))
    later = fact("enrolment", "e-one", student="s-one", school_class="c31", since=day(10, 2))

    found = findings(pack, school(later, keeps=dated), at(2, 1))

    assert [(finding.subject, finding.status) for finding in found] == [("s-two", "lapsed")]
