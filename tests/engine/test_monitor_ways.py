"""The short ways of the monitor: after each record it must find what bulk evaluation finds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from homeschool.engine import Monitor, evaluate
from homeschool.errors import RecordsError
from homeschool.model import Fact
from homeschool.model.fields import Concerned
from homeschool.policy import Pack
from tests.engine.builders import Table, rule
from tests.model.builders import at, day, fact, kept_since, school

BY_TEACHER: Table = {"by.role": "class_teacher"}
CALL: Table = {"at_least": 1, "of": "contact"}
VISITS = rule({"every": "term"}, {"at_least": 2, "of": "home_visit", "where": {"place": "home"}})
TOGETHER = rule(
    {"every": "term"}, {"at_least": 1, "of": "home_visit", "where": {"place": "home", "visitors.role": "class_teacher"}}
)
DAYS = rule({"every": "term"}, {"at_least": 2, "of": "home_visit", "distinct": "day"})
COVER = rule({"every": "month"}, {"cover": "school_subject", "values": ["chinese", "mathematics"], "of": "feedback"})
SUBJECTS = rule({"every": "term"}, {"at_least": 2, "of": "feedback", "distinct": "school_subject"})
SPREAD = rule({"every": "term"}, {"at_least": 2, "of": ["publication", "contact"], "where": BY_TEACHER})
PUBLISHED = rule({"every": "term"}, {"at_least": 2, "of": "publication", "where": {"kind": "class_update"}})
OF_SOME = rule({"every": "term"}, {"at_least": 2, "of": "publication"}, applies_to={"household": "urban"})
UPON = rule({"upon": "concern", "counted_from": "discovered_at", "within": "24 h"}, CALL)
UPON_HOME = rule({"upon": "concern", "where": {"place": "home"}, "within": "24 h"}, CALL)
UPON_PERHAPS = rule({"upon": "concern", "within": "24 h"}, CALL, applies_to={"household": "urban"})
UPON_AGE = rule({"upon": "concern", "within": "72 h"}, CALL, applies_to={"not": {"age": {"at_least": 10}}})
UPON_FAR = rule({"upon": "concern", "within": "900 working days"}, CALL)
BEFORE = rule({"before": "activity", "ahead": "1 day"}, {"at_least": 1, "of": "notice"})
AHEAD = rule({"before": "activity", "ahead": "1 day"}, {"at_least": 1, "of": "notice", "where": {"about": "trigger"}})
AT_ONCE = rule({"at": "feedback"}, {"at_least": 1, "of": "trigger", "where": {"contents": "test_analysis"}})
PERHAPS = rule({"at": "feedback"}, {"at_least": 1, "of": "trigger"}, applies_to={"household": "urban"})
OBSERVED = rule({"at": "feedback", "where": {"kind": "observer"}}, {"at_least": 1, "of": "trigger"})
BY_ONE = rule({"at": "feedback", "where": BY_TEACHER}, {"at_least": 1, "of": "trigger"})
EACH = rule({"at": "feedback"}, {"at_least": 1, "of": "trigger"}, bearer={"each": "class_teacher"})
BY_SENDER = rule({"at": "notice", "link": "by"}, {"at_least": 1, "of": "trigger"}, subject="staff")
DOCUMENTED = rule(
    {"at": "feedback"}, {"at_least": 1, "of": "trigger", "where": {"contents": "test_analysis"}}, unless_documented=True
)
HAS = rule({"at": "evaluation"}, {"at_least": 1, "of": "trigger"}, applies_to={"has": {"of": "entry"}})


FIRST = at(9, 1, 0)


def _visit(number: int, when: Any, **more: Any) -> Fact:
    return fact("home_visit", f"v-{number}", **({"occurred": when, "place": "home"} | more))


def _feedback(number: int, when: Any, subject: str | None = "chinese", **more: Any) -> Fact:
    kind = "subject_study"
    return fact("feedback", f"f-{number}", occurred=when, kind=kind, school_subject=subject, **more)


def _published(number: int, when: Any, *concerns: str, **more: Any) -> Fact:
    given = {"kind": "class_update", "by": ("t-class",)} | more
    return fact("publication", f"p-{number}", occurred=when, concerns=concerns or ("c31",), **given)


def _follows(pack: Pack, steps: Sequence[Fact | datetime], *facts: Fact, as_of: datetime = FIRST) -> Monitor:
    """Return a monitor that took in records and moments one after the other, right after each."""
    monitor = Monitor(pack, school(*facts), as_of=as_of)
    for step in steps:
        if isinstance(step, datetime):
            monitor.advance(step)
        else:
            monitor.observe(step)
        assert list(monitor.findings) == list(evaluate(pack, monitor.register, as_of=monitor.as_of))
    return monitor


END, END_OF_YEAR, EVE = at(1, 24, 0), at(7, 9, 0), date(2025, 8, 31)
COUNTED: dict[str, tuple[Pack, list[Fact | datetime]]] = {
    "in order": (VISITS, [at(10, 1), _visit(1, at(9, 2)), _visit(2, at(9, 3)), _visit(3, at(9, 4))]),
    "not in order": (VISITS, [at(10, 1), _visit(1, at(9, 9)), _visit(2, at(9, 3)), _visit(3, at(9, 1))]),
    "the same day": (VISITS, [at(10, 1), _visit(2, day(9, 9)), _visit(3, day(9, 9)), _visit(1, day(9, 9))]),
    "elsewhere": (VISITS, [at(10, 1), _visit(1, at(9, 2), place="school"), _visit(2, at(9, 3), place=None)]),
    "perhaps elsewhere, by the teacher": (
        TOGETHER,
        [at(10, 1), _visit(1, at(9, 2), place=None, visitors=("t-class",)), _visit(2, at(9, 3), visitors=None), END],
    ),
    "by the teacher": (TOGETHER, [at(10, 1), _visit(1, at(9, 2)), _visit(2, at(9, 3), visitors=("t-class",))]),
    "of two children": (VISITS, [at(10, 1), _visit(1, at(9, 2), concerns=("s-one", "s-two", "g-one"))]),
    "planned": (VISITS, [_visit(1, at(9, 9), recorded_at=at(9, 1, 0)), at(9, 10), _visit(2, at(9, 2))]),
    "on two days": (DAYS, [at(10, 1), _visit(1, at(9, 2, 8)), _visit(2, at(9, 2, 9)), _visit(3, at(9, 3))]),
    "too late": (
        VISITS,
        [END, _visit(1, at(1, 5), recorded_at=END), at(2, 9), _visit(2, at(2, 8)), _visit(3, at(2, 7))],
    ),
    "late": (VISITS, [at(2, 9), _visit(1, at(2, 7)), _visit(2, at(2, 8))]),
    "told late": (VISITS, [at(2, 1), _visit(1, at(9, 9)), _visit(2, at(9, 10)), _visit(3, at(9, 11))]),
    "perhaps, told late": (VISITS, [at(2, 1), _visit(1, at(9, 9), place=None), _visit(2, at(9, 10))]),
    "one perhaps, then one surely": (
        VISITS,
        [at(9, 9), _visit(1, at(9, 2), place=None), _visit(2, at(9, 3)), at(2, 1)],
    ),
    "told late, on a day": (DAYS, [at(2, 1), _visit(1, at(9, 2)), _visit(2, at(9, 2, 9)), _visit(3, at(9, 3))]),
    "late, on a day": (DAYS, [at(2, 9), _visit(1, at(9, 2)), _visit(2, at(2, 2)), _visit(3, at(9, 3))]),
    "waived": (
        VISITS,
        [
            at(2, 1),
            fact("waiver", "w-one", norm="made-up.visits", until=day(2, 1), subjects=("s-two",)),
            _visit(1, at(9, 9)),
        ],
    ),
    "cover": (
        COVER,
        [at(9, 28), _feedback(1, at(9, 2)), _feedback(2, at(9, 3)), _feedback(3, at(9, 4), "mathematics")],
    ),
    "cover, blank": (COVER, [at(9, 28), _feedback(1, at(9, 2), None), _feedback(2, at(9, 3)), at(10, 1)]),
    "cover, told late": (
        COVER,
        [at(10, 9), _feedback(1, at(9, 2)), _feedback(2, at(9, 3)), _feedback(3, at(9, 4), "mathematics")],
    ),
    "cover, told late and blank": (COVER, [at(10, 9), _feedback(1, at(9, 2)), _feedback(2, at(9, 3), None)]),
    "cover, late and blank": (COVER, [at(10, 9), _feedback(1, at(9, 2)), _feedback(2, at(10, 3), None)]),
    "different subjects, told late and blank": (
        SUBJECTS,
        [at(2, 9), _feedback(1, at(9, 2)), _feedback(2, at(9, 3), None), _feedback(3, at(9, 4), "mathematics")],
    ),
    "different subjects, blank before": (SUBJECTS, [_feedback(1, at(9, 2), None), at(2, 9), _feedback(2, at(9, 3))]),
    "cover, late": (COVER, [at(10, 9), _feedback(1, at(9, 2)), _feedback(2, at(10, 3), "mathematics")]),
    "cover, late, not in order": (COVER, [at(10, 9), _feedback(1, at(10, 3)), _feedback(2, at(10, 2), "mathematics")]),
    "late, but waived": (
        VISITS,
        [
            at(2, 9),
            fact("waiver", "w-one", norm="made-up.visits", until=day(9, 2), subjects=("s-two",), recorded_at=at(2, 9)),
            _visit(1, at(2, 7)),
            _visit(2, at(2, 8)),
        ],
    ),
    "late, and more": (VISITS, [at(2, 9), *(_visit(number, at(2, number)) for number in range(1, 6)), END_OF_YEAR]),
    "cover, in the end in order": (COVER, [at(9, 28), _feedback(1, at(9, 9)), _feedback(2, at(9, 3), "mathematics")]),
    "what spreads": (
        PUBLISHED,
        [
            at(10, 1),
            _published(1, at(9, 2)),
            _published(2, at(9, 3), "g3", "c31"),
            _published(3, at(9, 4), kind="materials"),
            _published(4, at(9, 4), "t-class"),
        ],
    ),
    "what spreads and is planned": (
        PUBLISHED,
        [_published(1, at(9, 9), recorded_at=at(9, 1, 0)), at(9, 10), _published(2, at(9, 2))],
    ),
    "what spreads, told late": (
        SPREAD,
        [at(2, 1), _published(1, at(9, 2)), _published(2, at(9, 3), by=None), _published(3, at(9, 4))],
    ),
    "what spreads to some": (OF_SOME, [at(10, 1), _published(1, at(9, 2), "g3"), _published(2, at(9, 3), "c32")]),
    "what spreads, on the eve": (
        SPREAD,
        [at(10, 1), _published(1, EVE, recorded_at=at(9, 30)), _published(2, day(9, 1)), at(2, 1)],
    ),
    "of several classes": (
        SPREAD,
        [
            at(10, 1),
            _published(1, at(9, 2), "c32"),
            _published(2, at(9, 3), by=("t-maths",)),
            fact("contact", "k-1", occurred=at(9, 4), by=("t-class",)),
            _published(3, at(9, 5)),
        ],
    ),
}


@pytest.mark.parametrize("case", COUNTED)
def test_what_is_counted_on_is_what_is_counted_at_once(case: str) -> None:
    """Records that count towards what is owed, or was missed, are counted as they come as they are counted in bulk."""
    pack, steps = COUNTED[case]

    monitor = _follows(pack, steps)

    assert monitor.findings


def test_a_child_that_came_later_is_not_concerned_by_what_its_class_was_told_before() -> None:
    """What concerned a class before a child came to it does not count for the child."""
    late = fact("enrolment", "e-one", student="s-one", school_class="c31", since=day(10, 8))

    monitor = _follows(PUBLISHED, [at(10, 20), _published(1, at(9, 20)), _published(2, at(10, 9))], late)

    assert [finding.evidence for finding in monitor.findings if finding.subject == "s-one"] == [("p-2",)]


def _planned(number: int, when: datetime, **more: Any) -> Fact:
    given = {"kind": "open_day", "occurred": when, "concerns": ("school",), "recorded_at": at(10, 1)} | more
    return fact("activity", f"ac-{number}", **given)


def _invited(number: int, when: datetime, *about: str) -> Fact:
    return fact("notice", f"n-{number}", kind="invitation", occurred=when, about=about, concerns=("g3",))


CONCERN: Table = {"occurred": at(10, 13, 9), "nature": "emotional"}
DISCOVERED = fact("concern", "co-1", **CONCERN, discovered_at=at(10, 13, 9))
LEAVING = fact(
    "enrolment", "e-one", student="s-one", school_class="c31", since=day(9, 1), until=day(10, 13), recorded_at=at(9, 1)
)


def _called(number: int, when: Any) -> Fact:
    return fact("contact", f"k-{number}", occurred=when, whom="guardian")


OPENED: dict[str, tuple[Pack, list[Fact | datetime]]] = {
    "upon": (UPON, [at(10, 13, 10), DISCOVERED]),
    "at an unknown time": (UPON, [at(10, 13, 10), fact("concern", "co-1", **CONCERN)]),
    "at a time to come": (
        UPON,
        [at(10, 13, 10), fact("concern", "co-1", **CONCERN, discovered_at=at(10, 14)), at(10, 15)],
    ),
    "told after what counts": (UPON, [at(10, 13, 12), _called(1, at(10, 13, 11)), DISCOVERED]),
    "told after what counts, on its day": (UPON, [at(10, 13, 12), _called(1, day(10, 13)), DISCOVERED]),
    "told after what came before it": (UPON, [at(10, 13, 12), _called(1, at(10, 13, 8)), DISCOVERED, at(10, 15)]),
    "told after its time": (UPON, [at(10, 16), DISCOVERED]),
    "told after it was made good": (UPON, [at(10, 16), _called(1, at(10, 15)), DISCOVERED]),
    "then done": (UPON, [at(10, 13, 12), DISCOVERED, _called(1, at(10, 13, 13)), at(10, 15)]),
    "then not done": (UPON, [at(10, 13, 12), DISCOVERED, at(10, 14, 9), at(10, 15), _called(1, at(10, 14, 23))]),
    "of one who leaves": (UPON, [LEAVING, at(10, 13, 12), DISCOVERED, at(10, 14), at(10, 15)]),
    "of one who leaves, told afterwards": (UPON, [LEAVING, at(10, 14), DISCOVERED, at(10, 15)]),
    "waived later": (
        UPON,
        [
            at(10, 13, 12),
            DISCOVERED,
            fact("waiver", "w-one", norm="made-up.visits", until=day(10, 20), subjects=("s-one",)),
            at(10, 15),
        ],
    ),
    "waived before": (
        UPON,
        [
            at(10, 13, 12),
            fact("waiver", "w-one", norm="made-up.visits", until=day(10, 20), subjects=("s-one",)),
            DISCOVERED,
            at(10, 15),
        ],
    ),
    "of what may set it off": (
        UPON_HOME,
        [at(10, 13, 12), fact("concern", "co-1", **CONCERN), fact("concern", "co-2", **CONCERN, place="home")],
    ),
    "of whom it may apply to": (
        UPON_PERHAPS,
        [at(10, 13, 12), fact("concern", "co-1", **CONCERN, concerns=("s-two",))],
    ),
    "until a birthday": (
        UPON_AGE,
        [at(5, 10, 12), fact("concern", "co-1", **{**CONCERN, "occurred": at(5, 10, 11)}), at(5, 11, 0)],
    ),
    "beyond the calendar": (UPON_FAR, [at(10, 13, 12), DISCOVERED]),
    "from before the calendar": (
        UPON_HOME,
        [at(10, 13, 12), fact("concern", "co-1", **{**CONCERN, "occurred": EVE, "place": "home"})],
    ),
    "ahead, and done": (
        BEFORE,
        [at(10, 10), fact("notice", "n-1", kind="invitation", occurred=at(10, 9)), _planned(1, at(10, 20)), at(10, 21)],
    ),
    "documented": (DOCUMENTED, [at(10, 1), _feedback(1, at(9, 2), contents=(), reason="why")]),
    "planned": (
        AHEAD,
        [
            at(10, 1),
            _planned(1, at(10, 20)),
            _invited(1, at(10, 1), "ac-1"),
            at(10, 21),
        ],
    ),
    "planned, about others": (
        AHEAD,
        [
            at(10, 1),
            *(_planned(number, at(10, 20 + number)) for number in (1, 2, 3)),
            _invited(1, at(10, 1), "ac-1", "ac-2"),
            _invited(2, at(10, 1), "ac-2"),
            _invited(3, at(10, 1)),
            at(10, 25),
            _invited(4, at(10, 24), "ac-3"),
        ],
    ),
    "planned, and put off": (
        AHEAD,
        [at(10, 1), _planned(1, at(10, 20)), at(10, 18), _planned(1, at(10, 30), recorded_at=at(10, 18)), at(10, 31)],
    ),
    "of whom is not said": (BY_SENDER, [at(10, 1), fact("notice", "n-1", kind="invitation", occurred=at(9, 9))]),
    "at once": (
        AT_ONCE,
        [at(10, 1), _feedback(1, at(9, 2), contents=("test_analysis",)), _feedback(2, at(9, 2), contents=())],
    ),
    "to whom it may apply": (PERHAPS, [at(10, 1), _feedback(1, at(9, 2)), _feedback(2, at(9, 3), concerns=("s-two",))]),
    "but waived": (
        AT_ONCE,
        [
            fact("waiver", "w-one", norm="made-up.visits", since=day(9, 1), until=day(9, 3), subjects=("s-one",)),
            at(10, 1),
            _feedback(1, at(9, 2), contents=()),
            _feedback(2, at(9, 3), contents=()),
        ],
    ),
    "of another kind": (OBSERVED, [at(10, 1), _feedback(1, at(9, 2))]),
    "by another": (
        BY_ONE,
        [at(10, 1), _feedback(1, at(9, 2), by=("t-maths",)), _feedback(2, at(9, 2), by=("t-class",))],
    ),
    "for each": (EACH, [at(10, 1), _feedback(1, at(9, 2), contents=("test_analysis",))]),
    "to whom it does not apply": (HAS, [at(10, 1), fact("evaluation", "ev-1", kind="honour", occurred=at(9, 9))]),
    "to whom it applies by then": (
        HAS,
        [
            at(10, 1),
            fact("entry", "en-1", kind="growth_file", occurred=at(9, 8)),
            fact("evaluation", "ev-1", kind="honour", occurred=at(9, 9)),
        ],
    ),
}


@pytest.mark.parametrize("case", OPENED)
def test_what_sets_a_norm_off_opens_the_duties_that_it_opens_at_once(case: str) -> None:
    """A record that sets a norm off opens, as it comes, the duties that bulk evaluation finds."""
    pack, steps = OPENED[case]

    _follows(pack, steps)


def test_what_an_event_sets_off_before_the_table_was_kept_is_not_known() -> None:
    """An event before the table of what counts was kept opens a duty of which nothing can be told."""
    monitor = Monitor(UPON, school(keeps=kept_since("contact", day(10, 14))), as_of=at(10, 13, 12))

    monitor.observe(DISCOVERED)

    assert [finding.because for finding in monitor.findings] == ["not_kept"]


def _seat(id_: str, holder: str, **more: Any) -> Fact:
    return fact("seat", id_, committee="pc", holder=holder, **more)


def _met(number: int, *who: str) -> Fact:
    return fact(
        "meeting", f"m-{number}", kind="liaison", occurred=at(9, number), concerns=("school",), participants=who
    )


def _contact(number: int, *by: str, **more: Any) -> Fact:
    return fact("contact", f"k-{number}", **({"occurred": at(9, number), "by": by} | more))


MEETINGS = [_met(2, "g-three", "t-head"), _met(3, "g-two")]


def _goes(class_name: str, id_: str, **fields: Any) -> list[Fact | datetime]:
    """Return how a tie of the made-up school ends."""
    return [fact(class_name, id_, until=day(9, 20), recorded_at=at(9, 20), **fields)]


def _is_put_right(class_name: str, id_: str, **fields: Any) -> list[Fact | datetime]:
    """Return what somebody of the made-up school, or a tie, is said to be instead."""
    return [fact(class_name, id_, recorded_at=at(9, 20), **fields)]


TIES: dict[str, list[Fact | datetime]] = {
    "a child comes": [fact("enrolment", "e-new", student="s-one", school_class="c32", since=day(9, 20))],
    "a child goes": _goes("enrolment", "e-one", student="s-one", school_class="c31"),
    "a child is put right": _is_put_right("student", "s-one", household="rural"),
    "a child is new": [fact("student", "s-new"), fact("enrolment", "e-new", student="s-new", school_class="c31")],
    "a guardian comes": [fact("guardianship", "gs-new", student="s-one", guardian="g-three", relation="step_parent")],
    "a guardian goes": _goes("guardianship", "gs-one", student="s-one", guardian="g-one", relation="father"),
    "a guardian is another's": _is_put_right(
        "guardianship", "gs-three", student="s-two", guardian="g-two", relation="father"
    ),
    "a parent goes away": [fact("circumstance", "ci-new", person="g-one", kind="away_working", since=day(9, 20))],
    "a class teacher comes": [
        fact("appointment", "a-new", staff="t-maths", role="class_teacher", unit="c31"),
        _contact(9, "t-maths"),
        _contact(10, concerns=("c31", "c32")),
    ],
    "a class teacher goes": _goes("appointment", "a-class", staff="t-class", role="class_teacher", unit="c31"),
    "a head of grade comes": [fact("appointment", "a-new", staff="t-class", role="head_of_grade", unit="g3")],
    "a principal comes": [fact("appointment", "a-new", staff="t-maths", role="principal", unit="school")],
    "a principal goes": _goes("appointment", "a-head", staff="t-head", role="principal", unit="school"),
    "a seat is taken": [_seat("seat-new", "g-two", represents="c32")],
    "a seat is left": _goes("seat", "seat-two", committee="pc", holder="g-three", represents="c32"),
    "a seat is another's": _is_put_right("seat", "seat-two", committee="pc", holder="g-two", represents="c32"),
    "a class is new": [fact("school_class", "c-new", grade="g3"), _contact(8, concerns=("c-new",))],
    "a partner is new": [fact("partner", "p-new", kind="community", school="school")],
    "a partner is put right": _is_put_right("partner", "p-one", kind="hotel", school="school"),
    "a body is new": [fact("committee", "b-new", kind="review_group", unit="school")],
    "a body begins": [
        fact("committee", "b-new", kind="review_group", unit="school", since=day(9, 26), recorded_at=at(9, 2)),
        at(9, 27),
    ],
    "a body is put right": _is_put_right("committee", "pc", kind="review_group", unit="school", level="school"),
    "a school is put right": _is_put_right("school", "school", stage="junior"),
}
ASKING = {
    "the child alone": rule({"every": "term"}, {"at_least": 1, "of": "contact"}, applies_to={"household": "urban"}),
    "what befell a parent": rule(
        {"every": "term"},
        {"at_least": 1, "of": "contact"},
        applies_to={"parents": {"some": {"circumstances": "away_working"}}},
    ),
    "the child's class": rule(
        {"every": "term"},
        {"cover": "school_subject", "values": "subject.school_class.subjects", "of": "feedback"},
    ),
    "the teacher's role": rule({"every": "term"}, {"at_least": 1, "of": "contact", "where": BY_TEACHER}),
    "any role": rule({"every": "term"}, {"at_least": 1, "of": "contact", "where": {"by.role": {"filled": True}}}),
    "roles in a cover": rule(
        {"every": "term"},
        {"cover": "participants.role", "values": ["guardian", "committee_member"], "of": "meeting"},
        subject="school",
    ),
    "a role of some": rule(
        {"every": "term"},
        {"at_least": 1, "of": "meeting", "where": {"participants": {"some": {"role": "guardian"}}}},
        subject="school",
    ),
    "how many they are": rule(
        {"every": "term"}, {"at_least": {"size": "students", "times": "1/2"}, "of": "contact"}, subject="school_class"
    ),
    "where others belong": rule(
        {"every": "term"}, {"at_least": 1, "of": "contact", "where": {"by.school": {"filled": True}}}
    ),
    "each of the bearers": rule({"every": "term"}, {"at_least": 5, "of": "contact"}, bearer={"each": "class_teacher"}),
    "a share": rule(
        {"every": "term"}, {"share": {"at_least": "1/2"}, "of": "contact", "where": BY_TEACHER, "among": {}}
    ),
    "a share of them": rule(
        {"every": "term"},
        {"share": {"at_least": "1/2"}, "of": "contact", "among": "students"},
        subject="school_class",
    ),
    "what the staff do": rule(
        {"every": "term"}, {"at_least": 1, "of": "contact", "link": "by", "where": BY_TEACHER}, subject="staff"
    ),
    "seats": rule(
        {"every": "term"},
        {"at_least": 1, "of": "meeting", "link": "participants", "link_to": "holder"},
        subject="seat",
        applies_to={"committee.kind": "parents_committee"},
    ),
    "what is done for the class": rule({"every": "term"}, {"at_least": 5, "of": "contact", "link_to": "school_class"}),
    "bodies": rule({"always": True}, {"at_least": 1, "of": "seat", "link": "committee"}, subject="committee"),
    "the teacher's role, for guardians": rule(
        {"every": "term"}, {"at_least": 2, "of": "contact", "where": BY_TEACHER}, subject="guardian"
    ),
    "the teacher's role, for the school": rule(
        {"every": "term"}, {"at_least": 1, "of": "publication", "where": BY_TEACHER}, subject="school"
    ),
    "a wider role": rule({"every": "term"}, {"at_least": 2, "of": "contact", "where": {"by.role": "teacher"}}),
    "guardians by the parents of their children": rule(
        {"every": "term"},
        {"at_least": 5, "of": "contact"},
        subject="guardian",
        applies_to={"students": {"some": {"parents": {"filled": True}}}},
    ),
    "guardians by role": rule(
        {"every": "term"}, {"at_least": 5, "of": "contact"}, subject="guardian", applies_to={"role": "committee_member"}
    ),
    "a partner's role": rule(
        {"every": "term"}, {"at_least": 1, "of": "service", "where": {"by.role": "community"}}, subject="school"
    ),
    "a partner's side": rule(
        {"every": "term"}, {"at_least": 1, "of": "meeting", "where": {"participants.party": "family"}}, subject="school"
    ),
    "guardians by child": rule(
        {"every": "term"},
        {"at_least": 5, "of": "contact"},
        subject="guardian",
        applies_to={"students.household": "urban"},
    ),
    "guardianships": rule(
        {"every": "term"}, {"at_least": 5, "of": "contact"}, subject="guardianship", applies_to={"relation": "father"}
    ),
    "staff by role": rule(
        {"every": "term"},
        {"at_least": 5, "of": "contact", "link": "by"},
        subject="staff",
        applies_to={"role": "class_teacher"},
    ),
    "seats by holder": rule(
        {"every": "term"},
        {"at_least": 5, "of": "meeting", "link": "participants", "link_to": "holder"},
        subject="seat",
        applies_to={"holder.role": "guardian"},
    ),
    "children by guardian": rule(
        {"every": "term"}, {"at_least": 5, "of": "contact"}, applies_to={"guardians.role": "committee_member"}
    ),
    "classes by size": rule(
        {"every": "term"},
        {"at_least": 5, "of": "contact"},
        subject="school_class",
        applies_to={"size": {"at_least": 2}},
    ),
    "calls by a role in the cover": rule(
        {"every": "term"}, {"cover": "by.role", "values": ["class_teacher", "principal"], "of": "contact"}
    ),
    "a role by reference": rule(
        {"every": "term"}, {"at_least": 1, "of": "contact", "where": {"by": {"any_of": "subject.guardians"}}}
    ),
    "a share of the seats": rule(
        {"every": "term"},
        {"share": {"at_least": "1/2"}, "of": "meeting", "link": "participants", "link_to": "holder", "among": "seats"},
        subject="committee",
    ),
    "guardians": rule({"at": "contact"}, {"at_least": 1, "of": "trigger"}, subject="guardian"),
}


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize("asking", ASKING)
def test_a_tie_is_followed_up_as_far_as_a_norm_looks(asking: str, tie: str) -> None:
    """When somebody comes, leaves or is put right, the findings are those of bulk evaluation, whatever a norm asks."""
    contacts = [_contact(4, "t-class"), _contact(5, "t-maths"), _contact(6, concerns=("s-two",)), _contact(7, "g-one")]
    service = fact("service", "se-1", kind="guidance", occurred=at(9, 5), concerns=("school",), by=("p-one",))
    others = [_met(4, "pc"), service, _published(1, at(9, 6), "school", by=("t-maths",)), _feedback(1, at(9, 8))]

    _follows(ASKING[asking], TIES[tie], *MEETINGS, *contacts, *others, as_of=at(9, 25))


def test_a_seat_that_begins_sets_a_norm_off_for_itself() -> None:
    """Seats that come, at once or foretold, one by one or together, open what their beginning sets off."""
    pack = rule({"at": {"start_of": "seat"}}, {"at_least": 1, "of": "trigger"}, subject="seat")

    monitor = _follows(
        pack,
        [
            at(10, 1),
            _seat("seat-x", "g-one", since=day(9, 8)),
            _seat("seat-y", "g-one", since=day(10, 8)),
            _seat("seat-z", "g-two", since=day(10, 8)),
            at(10, 9),
        ],
    )

    assert {"seat-x", "seat-y", "seat-z"} <= {finding.subject for finding in monitor.findings}


def test_a_birthday_opens_the_duty_of_a_period_that_has_begun() -> None:
    """Where a norm applies from a birthday in the middle of a term on, the clock opens what is owed from then on."""
    pack = rule({"every": "term"}, {"at_least": 1, "of": "contact"}, applies_to={"age": {"at_least": 10}})

    monitor = _follows(pack, [at(5, 10), at(5, 12)], as_of=at(5, 1))

    assert [(one.subject, one.opens) for one in monitor.findings if one.subject == "s-one"] == [("s-one", at(5, 11, 0))]


def test_what_begins_to_stand_is_followed_whatever_is_asked() -> None:
    """A plan written down late makes a standing norm hold from its first day on, though what is owed may change too."""
    pack = rule({"always": True}, {"at_least": {"size": "guardians"}, "of": "plan"})
    two = [fact("plan", f"pl-{day_}", kind="annual", since=day(9, day_), recorded_at=at(9, 29)) for day_ in (10, 17)]

    monitor = _follows(pack, two, as_of=at(9, 30))

    assert [(str(one.status), one.opens) for one in monitor.findings if one.subject == "s-one"] == [
        ("breached", FIRST),
        ("holding", at(9, 17, 0)),
    ]


def test_a_due_duty_of_one_who_leaves_is_told_of_once() -> None:
    """Where the clock and a tie touch the same duties, each change is told once."""
    moved = fact("enrolment", "e-one", student="s-one", school_class="c31", until=day(1, 20), recorded_at=at(1, 30))
    monitor = Monitor(VISITS, school(moved, _visit(1, at(9, 9))), as_of=at(1, 10))

    changes = monitor.advance(at(2, 5))

    assert sorted(change.id for change in changes) == [
        "made-up.visits/s-one/2025-09-01",
        "made-up.visits/s-two/2025-09-01",
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"concerns": ("nobody",)}, {"visitors": ("s-one",)}, {"concerns": (Concerned(id="nobody", role="absent"),)}],
)
def test_an_event_that_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    """An event that names nobody there is, or somebody of another kind, is refused also after others that fitted."""
    monitor = _follows(
        VISITS,
        [at(10, 1), _visit(1, at(9, 9), visitors=("t-class",), concerns=(Concerned(id="s-one", role="absent"),))],
    )

    with pytest.raises(RecordsError):
        monitor.observe(_visit(2, at(9, 9), **wrong))

    assert "v-2" not in {one.id for one in monitor.register.facts}


def test_events_of_no_norm_are_taken_in() -> None:
    """An event that no norm reads is taken in, and changes nothing."""
    monitor = _follows(VISITS, [at(10, 1)])

    assert monitor.observe(fact("receipt", "r-1", occurred=at(9, 2), guardian="g-one", recorded_at=at(9, 3))) == ()
    assert "r-1" in {one.id for one in monitor.register.facts}
