"""Plans: the fewest actions, under a limit for each person and day, that keep what can still be kept."""

import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeschool.adapters.case_files import read_world
from homeschool.adapters.packs import load_pack
from homeschool.engine import evaluate
from homeschool.engine.plan import Action, Plan, plan
from homeschool.errors import InvalidValueError, MissingExtraError, UnknownIdError
from homeschool.model import Concerned, Fact, Register, fact_classes, revise
from homeschool.model.clock import to_micros
from homeschool.model.register import linked_ids, recorded
from homeschool.policy import Norm, Pack, Status, make_pack
from tests.engine.builders import Table
from tests.laws.judging import patiently
from tests.laws.norms import COMBINATIONS, norms, pack_of
from tests.laws.strategies import moments, timely_registers
from tests.model.builders import at, day, fact, school
from tests.policy.builders import pack_of as pack_of_tables

AS_OF = at(1, 12, 8)  # a Monday
TERM: Table = {"every": "term"}
VISIT: Table = {"at_least": 1, "of": "home_visit", "where": {"place": "home"}}
PSYCHOLOGIST = (
    fact("staff", "t-psych"),
    fact("appointment", "a-psych", staff="t-psych", role="psychology_teacher", unit="school"),
    fact("appointment", "a-class2", staff="t-maths", role="class_teacher", unit="c32"),
)


def rules(*tables: Mapping[str, Any]) -> Pack:
    """Return a pack of several norms about students, each written as packs write them."""
    named = [{"id": f"norm-{number}", "timing": TERM, **table} for number, table in enumerate(tables, start=1)]
    return make_pack(pack_of_tables(*named))


def planned(pack: Pack, *facts: Fact, as_of: datetime = AS_OF, drop: tuple[str, ...] = (), **more: Any) -> Plan:
    """Plan for the small made-up school with a class teacher for each class and a psychology teacher."""
    register = school(*PSYCHOLOGIST, *facts, drop=drop)
    found = plan(evaluate(pack, register, as_of=as_of), register, **more)
    assert broken(found, pack, register) == []
    return found


def broken(found: Plan, pack: Pack | tuple[Pack, ...], register: Register) -> list[str]:
    """Do all that a plan says, wait until every deadline is over, and return what it kept only in words."""
    if not found.kept:
        return []
    done = attrs.evolve(register, facts=(*register.facts, *found.facts()))
    end = max(one.closes for one in found.kept if one.closes is not None)
    after = {one.id: one.status for one in evaluate(pack, done, as_of=end + timedelta(seconds=1))}
    return [one.id for one in found.kept if after.get(one.id) is not Status.FULFILLED]


def known(register: Register, as_of: datetime) -> Register:
    """Return what was known at a moment as a register: nothing recorded later, and no end that lies ahead."""
    cut, clock = to_micros(as_of), register.clock
    facts: list[Any] = []
    for one in register.facts:
        if recorded(one, clock) <= cut:
            until = getattr(one, "until", None)
            facts.append(revise(one, until=None) if until is not None and clock.midnight(until) > cut else one)
    while True:
        ids = {one.id for one in facts}
        named = [one for one in facts if ids.issuperset(_names(one))]
        if len(named) == len(facts):
            return attrs.evolve(register, facts=facts)
        facts = named


def _names(one: Fact) -> list[str]:
    fields = ("about", "concerns", "student", "school_class", "person", "staff", "unit", "guardian", "committee")
    return [id_ for field in fields for id_ in linked_ids(one, field)]


def about(found: Plan) -> list[tuple[str, tuple[object, ...], tuple[str, ...]]]:
    """Return what each action is: its class, whom it concerns, who acts."""
    return [(one.class_name, one.concerns, one.actors) for one in found.actions]


LOWER = [pair for pair in COMBINATIONS if pair[1] in ("at least", "cover") and pair[0] not in ("always", "at")]


HALF = settings(patiently, max_examples=patiently.max_examples // 2)


@HALF
@given(
    drawn=st.lists(st.sampled_from(LOWER).flatmap(lambda pair: norms(*pair)), min_size=1, max_size=3),
    register=timely_registers(),
    as_of=moments(),
    capacity=st.integers(1, 3),
)
def test_what_a_plan_keeps_is_kept(drawn: list[Norm], register: Register, as_of: datetime, capacity: int) -> None:
    """Once all planned facts are recorded and every deadline is over, all that the plan keeps is fulfilled."""
    pack = pack_of(*[attrs.evolve(norm, slug=f"norm-{number}") for number, norm in enumerate(drawn)])
    then = known(register, as_of)
    findings = evaluate(pack, then, as_of=as_of)

    found = plan(findings, then, capacity=capacity)

    assert broken(found, pack, then) == []
    assert {one.id for one in findings.pending} == {one.id for one in (*found.kept, *(u.finding for u in found.unkept))}
    done = Counter((person, action.day) for action in found.actions for person in action.actors)
    assert all(count <= capacity or person in {"school", "other", "committee"} for (person, _), count in done.items())


def test_one_visit_serves_what_several_norms_ask_of_it() -> None:
    """One visit to one child meets what several norms ask, with everybody who must be there, and names no other."""
    pack = rules(
        {"requires": VISIT},
        {
            "bearer": ["class_teacher", "psychology_teacher"],
            "requires": {"at_least": 1, "of": "home_visit", "where": {"visitors.role": {"all_of": ["class_teacher"]}}},
        },
        {"requires": {"cover": "contents", "values": ["family_structure", "home_environment"], "of": "home_visit"}},
    )

    found = planned(pack)

    assert about(found) == [
        ("home_visit", ("s-one",), ("t-class", "t-psych")),
        ("home_visit", ("s-two",), ("t-maths", "t-psych")),
    ]
    visit = found.actions[0].fact()
    assert (visit.place, visit.visitors) == ("home", ("t-class", "t-psych"))  # type: ignore[union-attr]
    assert len(found.actions[0].findings) == 3


def test_what_is_owed_is_done_while_the_norm_is_in_force() -> None:
    """What is repealed the next day is kept today as far as one person can; in its last moment it is too late."""
    repealed = rules(
        {"requires": VISIT, "bearer": "psychology_teacher", "in_force": {"from": day(9, 1), "until": day(1, 13)}}
    )

    found = planned(repealed, capacity=1)
    too_late = planned(repealed, as_of=at(1, 12, 23, 59).replace(second=59, microsecond=999_999))

    assert [one.when for one in found.actions] == [at(1, 12, 9)]
    assert [one.reason for one in (*found.unkept, *too_late.unkept)] == ["capacity", "window", "window"]


def test_conditions_that_exclude_each_other_are_two_actions() -> None:
    """A visit cannot be both at home and at school, so it is planned as two."""
    elsewhere = {"at_least": 1, "of": "home_visit", "where": {"place": {"none_of": ["home"]}}}

    found = planned(rules({"requires": VISIT}, {"requires": elsewhere}), drop=("s-two", "e-two", "gs-three"))

    assert [dict(one.fields)["place"] == "home" for one in found.actions] == [True, False]


def test_a_meeting_serves_its_class_and_a_notice_the_grade() -> None:
    """What spreads serves all whom it reaches if the same people act, and names the class or grade they make up."""
    other = (fact("student", "s-more"), fact("enrolment", "e-more", student="s-more", school_class="c31"))
    meeting: Table = {"at_least": 1, "of": "meeting", "where": {"kind": "parent_meeting"}}
    notice: Table = {"at_least": 1, "of": "notice", "where": {"kind": "task"}}

    found = planned(rules({"requires": meeting}, {"requires": notice, "bearer": "head_of_grade"}), *other, *head())

    assert sorted(about(found)) == [
        ("meeting", ("c31",), ("t-class",)),
        ("meeting", ("s-two",), ("t-maths",)),
        ("notice", ("school",), ("t-head",)),
    ]


def test_a_class_of_one_is_not_named_for_its_child() -> None:
    """Children who are not all of their class, grade or school are named themselves, even one alone in its class."""
    pack = rules(
        {
            "requires": {"at_least": 1, "of": "notice", "where": {"kind": "task"}},
            "bearer": "head_of_grade",
            "applies_to": {"household": "urban"},
        }
    )
    third = (
        fact("student", "s-three", household="urban"),
        fact("enrolment", "e-three", student="s-three", school_class="c32"),
        fact("student", "s-two", household="rural", recorded_at=at(9, 2)),
    )

    found = planned(pack, *third, *head())

    assert about(found) == [("notice", ("s-one", "s-three"), ("t-head",))]


def head() -> tuple[Fact, ...]:
    """Return the appointment of somebody who heads the grade."""
    return (fact("appointment", "a-grade", staff="t-head", role="head_of_grade", unit="g3"),)


def test_who_takes_part_may_differ_from_who_organises() -> None:
    """At a gathering those who owe their own part join what others organise."""
    kinds = {"kind": ["parent_class", "open_day"]}
    joined = {
        "subject": "seat",
        "bearer": "subject.holder",
        "requires": {"at_least": 1, "of": "activity", "link_to": "holder", "where": kinds},
    }
    held = {
        "subject": "school",
        "bearer": "school",
        "requires": {"at_least": 1, "of": "activity", "where": {"kind": "open_day"}},
    }

    found = planned(rules(joined, held))

    assert len(found.actions) == 1
    assert set(found.actions[0].actors) == {"school", "g-one", "g-three"}
    assert set(found.actions[0].concerns) == {"school", "g-one", "g-three"}


def test_another_norm_judged_at_the_fact_is_heeded() -> None:
    """A planned visit is also what a norm asks of each visit when it happens."""
    joint = {
        "timing": {"at": "home_visit"},
        "requires": {"at_least": 1, "of": "trigger", "where": {"visitors.role": {"all_of": ["psychology_teacher"]}}},
    }
    pack = rules({"requires": VISIT}, joint)
    register = school(*PSYCHOLOGIST)

    found = planned(pack)

    done = attrs.evolve(register, facts=(*register.facts, *found.facts()))
    assert evaluate(pack, done, as_of=at(1, 30)).breached == ()
    assert all("t-psych" in action.fields["visitors"] for action in found.actions)


def test_days_are_school_days_where_there_are_any() -> None:
    """Actions fall on school days of the window, and on any day only where the window has none."""
    upon = {"timing": {"upon": "concern", "within": "24 h"}, "requires": {"at_least": 1, "of": "contact"}}
    saturday = at(1, 17, 9)
    concern = fact("concern", "k1", occurred=saturday, nature="emotional")

    weekdays = planned(rules({"requires": {"at_least": 7, "of": "home_visit"}}), capacity=2)
    weekend = planned(rules(upon), concern, as_of=saturday)

    assert {one.day for one in weekdays.actions if one.concerns == ("s-one",)} == {
        day(1, number) for number in (12, 13, 14, 15, 16, 19, 20)
    }
    assert [one.when for one in weekend.actions] == [at(1, 17, 10)]


def test_a_condition_on_the_hour_is_kept() -> None:
    """What must not happen during teaching hours is given an hour outside of them."""
    quiet = {"not": {"occurred": {"during": "teaching_hours"}}}
    busy = {"occurred": {"during": "teaching_hours"}}

    out = planned(rules({"requires": {"at_least": 1, "of": "contact", "where": quiet}}))
    inside = planned(rules({"requires": {"at_least": 1, "of": "contact", "where": busy}}))
    off = planned(rules({"requires": {"at_least": 1, "of": "contact", "where": {"occurred": {"during": "day_off"}}}}))

    assert {one.when for one in out.actions} == {at(1, 12, 17)}
    assert {one.when for one in inside.actions} == {at(1, 12, 9)}
    assert {one.day for one in off.actions} == {day(1, 17)}


def test_the_kind_of_day_is_kept() -> None:
    """What must be done on a school day, or in a vacation, is; whatever other days there are."""
    on = {"every": "school_year"}
    kinds = ["school_day", "vacation"]
    norms_ = [{"at_least": 1, "of": "contact", "where": {"occurred": {"during": kind}}} for kind in kinds]

    found = [planned(rules({"timing": on, "requires": norm}), as_of=at(1, 24, 8)) for norm in norms_]
    apart = [
        planned(rules({"timing": on, "requires": {**norm, "where": {"not": norm["where"]}}}), as_of=at(1, 22, 8))
        for norm in norms_
    ]

    assert [{one.day for one in each.actions} for each in found] == [{day(3, 2)}, {day(1, 26)}]
    assert [{one.day for one in each.actions} for each in apart] == [{day(1, 26)}, {day(1, 22)}]


def test_a_limit_of_two_lets_two_things_be_done_in_a_day() -> None:
    """As many as somebody can do in a day are put on one day, and the next one on another."""
    visits = rules({"requires": VISIT, "bearer": "psychology_teacher"})
    more = [fact("student", "s-more"), fact("enrolment", "e-more", student="s-more", school_class="c31")]

    found = planned(visits, *more, capacity=2)

    assert sorted(one.day for one in found.actions) == [day(1, 12), day(1, 12), day(1, 13)]


def test_capacity_limits_people_by_day() -> None:
    """Nobody does more on a day than they can; what has no room left is told, and takes up nobody's time."""
    visits = rules({"requires": {"at_least": 3, "of": "home_visit"}, "bearer": "psychology_teacher"})

    enough = planned(visits, capacity=1, as_of=at(1, 16, 8))
    short = planned(visits, capacity=1, as_of=at(1, 20, 8))
    named = planned(visits, capacity={"t-psych": 1}, as_of=at(1, 20, 8))

    assert len(enough.kept) == 2
    assert [(one.finding.subject, one.reason) for one in short.unkept] == [("s-two", "capacity")]
    assert {one.concerns for one in short.actions} == {("s-one",)}
    assert named == short


def test_what_cannot_be_kept_says_why() -> None:
    """Each finding that no plan keeps has its reason: vacant, unachievable, the form, no time left."""
    share: Table = {"share": {"at_least": "1/2"}, "of": "contact", "where": {"reached": True}, "among": {}}
    days: Table = {"at_least": 200, "of": "home_visit", "distinct": "day"}
    cases: list[tuple[Table, tuple[str, str | None]]] = [
        ({"requires": VISIT, "bearer": "school_doctor"}, ("vacant", "school_doctor")),
        ({"requires": {**VISIT, "where": {"visitors.role": "school_doctor"}}}, ("vacant", "school_doctor")),
        ({"requires": days}, ("unachievable", None)),
        ({"requires": share}, ("form", "requires.share")),
        ({"requires": {"at_least": 1, "at_most": 2, "of": "home_visit"}}, ("form", "requires.at_most")),
        ({"requires": {"at_least": 1, "of": "circumstance"}}, ("form", "circumstance")),
        ({"requires": {"at_least": 1, "of": "survey", "placed_by": "closed_at"}}, ("form", "requires.placed_by")),
    ]
    unreached = fact("contact", "k1", occurred=day(10, 10), reached=False)

    found = [planned(rules(table), unreached) for table, _ in cases]

    assert [one.actions for one in found] == [()] * len(cases)
    assert [{(lost.reason, lost.detail) for lost in one.unkept} for one in found] == [{why} for _, why in cases]


def test_an_instrument_needs_a_whole_day() -> None:
    """What lasts begins with a day; on the last day of the window there is no time left for it."""
    pack = rules(
        {
            "subject": "school",
            "bearer": "school",
            "requires": {"at_least": 1, "of": "plan", "where": {"kind": "contact"}},
        }
    )

    early, late = planned(pack), planned(pack, as_of=at(1, 23, 8))

    assert [(one.class_name, one.when) for one in early.actions] == [("plan", day(1, 13))]
    assert [one.reason for one in late.unkept] == ["window"]


def test_an_elapsed_span_from_a_day_is_read_strictly() -> None:
    """Where the moment is known by its day only, the plan keeps to what surely lies within the hours."""
    pack = rules({"timing": {"upon": "concern", "within": "48 h"}, "requires": {"at_least": 1, "of": "contact"}})
    concern = fact("concern", "k1", occurred=day(1, 12), nature="emotional")

    found = planned(pack, concern, as_of=at(1, 13, 23))
    late = planned(pack, concern, as_of=at(1, 14, 8))

    assert [one.when for one in found.actions] == [at(1, 13, 23) + timedelta(microseconds=1)]
    assert [one.reason for one in late.unkept] == ["window"]


def test_windows_that_share_no_moment_of_a_day_are_apart() -> None:
    """Two duties of one child whose windows meet on a day but at no moment of it are served by two actions."""
    one = {"timing": {"upon": "concern", "within": "5 h"}, "requires": {"at_least": 1, "of": "contact"}}
    ahead = {
        "timing": {"before": "meeting", "ahead": "1 h", "no_earlier_than": "3 h"},
        "requires": {"at_least": 1, "of": "contact"},
    }
    facts = (
        fact("concern", "k1", occurred=at(1, 12, 8), nature="emotional"),
        fact("meeting", "m1", occurred=at(1, 12, 18), kind="parent_meeting", recorded_at=at(1, 9)),
    )

    found = planned(rules(one, ahead), *facts, as_of=at(1, 12, 9))

    assert [action.when for action in found.actions] == [at(1, 12, 10), at(1, 12, 15)]
    assert found.unkept == ()


def test_a_cover_of_single_values_is_several_actions_by_those_who_teach_them() -> None:
    """Each school subject that is missing is an action of its own, by somebody who teaches it."""
    cover = {"cover": "school_subject", "values": ["chinese", "mathematics"], "of": "feedback"}
    teachers = (
        fact("staff", "t-chinese"),
        fact("appointment", "a-1", staff="t-chinese", role="subject_teacher", unit="g3", subjects=("chinese",)),
        fact("appointment", "a-2", staff="t-maths", role="subject_teacher", unit="g3", subjects=("mathematics",)),
    )

    found = planned(rules({"bearer": "subject_teacher", "requires": cover}), *teachers, drop=("a-maths",))

    taught = {(one.actors, dict(one.fields)["school_subject"]) for one in found.actions}
    assert taught == {(("t-chinese",), "chinese"), (("t-maths",), "mathematics")}
    assert len(found.actions) == 4


def test_different_values_and_days_are_planned_apart() -> None:
    """Where different days, or different values of a field, are asked, each action has another."""
    days = planned(rules({"requires": {"at_least": 2, "of": "home_visit", "distinct": "day"}}))
    channels = planned(rules({"requires": {"at_least": 2, "of": "contact", "distinct": "channel"}}))

    assert len({one.day for one in days.actions if one.concerns == ("s-one",)}) == 2
    assert len({dict(one.fields)["channel"] for one in channels.actions if one.concerns == ("s-one",)}) == 2


def test_several_facts_fall_on_one_day_only_where_days_are_short() -> None:
    """Facts for one duty fall on different days while there are enough, and on one day where there are not."""
    pack = rules({"requires": {"at_least": 3, "of": "contact"}})

    apart, together = planned(pack), planned(pack, as_of=at(1, 23, 8))

    assert len({one.day for one in apart.actions}) == 3
    assert len(together.kept) == 2
    assert {one.day for one in together.actions} == {day(1, 23)}


def test_ids_are_new_and_actions_come_in_order_of_time() -> None:
    """No planned fact takes the id of a record, and actions come in order of their days."""
    taken = fact("home_visit", "action-1", occurred=day(9, 10), place="school")

    found = planned(rules({"requires": {"at_least": 2, "of": "home_visit", "where": {"place": "home"}}}), taken)

    assert found.actions[0].id == "action-x-1"
    assert [one.day for one in found.actions] == sorted(one.day for one in found.actions)
    assert isinstance(found.actions[0], Action)
    assert found.until is None


def test_within_leaves_out_what_is_due_later() -> None:
    """Only what closes within the time given is planned for."""
    pack = rules({"requires": VISIT})

    assert planned(pack, within=timedelta(days=3)).kept == ()
    assert len(planned(pack, within=timedelta(days=12)).kept) == 2


@pytest.mark.parametrize("capacity", [0, -1, True, {"t-psych": 0}])
def test_a_capacity_is_a_whole_number_from_one(capacity: Any) -> None:
    """A capacity below one, or one that is no number, is refused."""
    with pytest.raises(InvalidValueError, match="is no capacity"):
        planned(rules({"requires": VISIT}), capacity=capacity)


def test_what_a_call_names_must_exist() -> None:
    """An unknown solver or an id that nothing has is refused with the nearest right one."""
    pack = rules({"requires": VISIT})

    with pytest.raises(InvalidValueError, match=r"no solver `greedi`; .* did you mean `greedy`"):
        planned(pack, solver="greedi")
    with pytest.raises(UnknownIdError, match="did you mean `t-psych`"):
        planned(pack, capacity={"t-psy": 1})


CROSSED = rules(
    {
        "subject": "school",
        "bearer": "school",
        "requires": {"at_least": 1, "of": "activity", "where": {"kind": ["open_day", "parent_class"]}},
    },
    {
        "subject": "school",
        "bearer": "school",
        "requires": {"at_least": 1, "of": "activity", "where": {"kind": ["open_day", "off_campus"]}},
    },
    {
        "subject": "school",
        "bearer": "school",
        "requires": {"at_least": 1, "of": "activity", "where": {"kind": "open_day", "venue": "library"}},
    },
)
"""Three duties that one activity can meet."""


def test_the_solver_needs_no_more_actions_than_the_greedy_choice() -> None:
    """The solver keeps as much, with no more actions, and all that it keeps is kept."""
    pytest.importorskip("highspy")
    short = rules(
        {"requires": {"at_least": 2, "of": "home_visit"}, "bearer": "psychology_teacher"},
        {"requires": {"at_least": 1, "of": "contact"}, "bearer": "psychology_teacher"},
    )

    greedy = planned(short, capacity=1, as_of=at(1, 20, 8))
    best = planned(short, capacity=1, as_of=at(1, 20, 8), solver="highs")

    assert (len(greedy.kept), len(greedy.actions)) == (2, 4)
    assert (len(best.kept), len(best.actions)) == (3, 4)
    assert len(planned(CROSSED, solver="highs").actions) == len(planned(CROSSED).actions) == 1


def test_the_solver_merges_over_days() -> None:
    """The solver puts two duties that ask for several days each onto the same days, and stacks where days are short."""
    pytest.importorskip("highspy")
    pack = rules(
        {"requires": {"at_least": 2, "of": "home_visit", "where": {"place": "home"}}},
        {"requires": {"at_least": 3, "of": "home_visit"}},
    )

    spread = planned(pack, solver="highs", capacity=5)
    stacked = planned(pack, solver="highs", as_of=at(1, 23, 8), capacity=5)

    assert len(spread.actions) == 6
    assert len(stacked.kept) == 4
    assert len(stacked.actions) == 6


def test_the_solver_leaves_large_parts_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part with too many possible actions is left to the greedy choice."""
    pytest.importorskip("highspy")
    monkeypatch.setattr("homeschool.engine.planning.solver.MOST_COLUMNS", 0)

    assert planned(CROSSED, solver="highs") == planned(CROSSED)


def test_without_the_solver_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HiGHS is not installed, asking for it says which extra brings it."""
    monkeypatch.setitem(sys.modules, "highspy", None)

    with pytest.raises(MissingExtraError, match=r"the solver `highs` needs the extra `plan`") as caught:
        planned(CROSSED, solver="highs")

    assert caught.value.extra == "plan"


FIRST_TERMS = tuple(fact_classes()["entry"].fields["contents"].vocabulary.terms)  # type: ignore[union-attr]
ASKED: list[tuple[str, Table, Table]] = [
    ("entry", {"points": {"at_least": 3}}, {"points": 3}),
    ("entry", {"points": {"above": 3}}, {"points": 4}),
    ("entry", {"points": {"at_most": 3}}, {"points": 3}),
    ("entry", {"points": {"below": 3}}, {"points": 2}),
    ("entry", {"not": {"points": {"below": "5/2"}}}, {"points": 3}),
    ("entry", {"not": {"points": {"above": 7}}}, {"points": 7}),
    ("entry", {"points": {"filled": True}}, {"points": 1}),
    ("entry", {"confirmed": True, "kind": {"none_of": ["growth_file"]}}, {"confirmed": True}),
    ("entry", {"not": {"confirmed": True}}, {"confirmed": False}),
    ("entry", {"confirmed": {"filled": True}}, {"confirmed": True}),
    ("entry", {"reason": {"filled": True}}, {"reason": "待定 to be settled"}),
    ("entry", {"reason": {"filled": False}, "kind": "growth_file"}, {"reason": None, "kind": "growth_file"}),
    ("entry", {"contents": {"filled": False}}, {"contents": ()}),
    ("entry", {"contents": {"filled": True}}, {"contents": (FIRST_TERMS[0],)}),
    ("entry", {"contents": {"all_of": ["owner", "indicators"]}}, {"contents": ("owner", "indicators")}),
    (
        "entry",
        {"contents": {"filled": True}, "not": {"contents": {"all_of": [FIRST_TERMS[0]]}}},
        {"contents": (FIRST_TERMS[1],)},
    ),
    ("entry", {"about": "subject"}, {"about": ("s-one",)}),
    ("entry", {"by.role": {"none_of": ["guardian"]}}, {"by": ("t-class",)}),
    ("entry", {"not": {"either": [{"place": "home"}, {"confirmed": False}]}, "place": "school"}, {"place": "school"}),
    ("entry", {"not": {"all": [{"place": "home"}, {"confirmed": False}]}}, {"confirmed": None}),
    ("entry", {"not": {"not": {"place": "home"}}}, {"place": "home"}),
    ("entry", {"not": {"contents": {"all_of": ["owner", "indicators"]}}}, {"contents": ()}),
    ("home_visit", {"either": [{"visitors.role": "school_doctor"}, {"place": "home"}]}, {"place": "home"}),
    ("home_visit", {"hosts": {"filled": True}, "hosts.role": "guardian"}, {"hosts": ("g-one",)}),
    ("home_visit", {"visitors": {"some": {"role": "psychology_teacher"}}}, {"visitors": ("t-class", "t-psych")}),
    ("home_visit", {"not": {"visitors.role": {"all_of": ["psychology_teacher"]}}}, {"visitors": ("t-class",)}),
    ("contact", {"topics": {"filled": True, "none_of": ["study"]}}, {}),
    ("contact", {"guardian": "subject.guardians", "reached": True}, {"guardian": "g-one"}),
    ("activity", {"concerned_as": "participant", "kind": "open_day"}, {"kind": "open_day"}),
    (
        "activity",
        {"concerned_as": ["participant", "beneficiary"]},
        {"concerns": (Concerned(id="s-one", role="participant"),)},
    ),
    (
        "activity",
        {"concerned_as": {"all_of": ["participant", "beneficiary"]}},
        {"concerns": (Concerned(id="s-one", role="participant"), Concerned(id="s-one", role="beneficiary"))},
    ),
    ("receipt", {"guardian": "subject.guardians", "notice_version": {"at_least": 2}}, {"notice_version": 2}),
    ("concern", {"nature": "emotional", "closed_at": {"filled": False}}, {"closed_at": None}),
]


@pytest.mark.parametrize(("class_name", "where", "expected"), ASKED)
def test_what_is_asked_becomes_what_the_fact_is(class_name: str, where: Table, expected: Table) -> None:
    """Whatever a norm asks of the fields of a fact, the planned fact has, and the engine counts it."""
    pack = rules({"requires": {"at_least": 1, "of": class_name, "where": where}})

    found = planned(pack, drop=("s-two", "e-two", "gs-three", "g-three", "seat-two"))

    (made,) = found.facts()
    assert {name: getattr(made, name) for name in expected} == expected


@pytest.mark.parametrize(
    "where",
    [
        {"place": "home", "not": {"place": "home"}},
        {"points": {"at_least": 3, "below": 2}},
        {"place": {"any_of": ["home"], "filled": False}},
        {"contents": {"all_of": ["owner"], "none_of": ["owner"]}},
        {"contents": {"any_of": ["owner"], "none_of": ["owner"]}},
        {"has": {"of": "notice"}},
        {"closed_at": {"filled": True}},
    ],
)
def test_what_no_fact_can_be_is_not_planned(where: Table) -> None:
    """What contradicts itself, or cannot be said by the fields of one fact, is not planned, with that reason."""
    class_name = "survey" if "closed_at" in where else "entry"
    pack = rules({"requires": {"at_least": 1, "of": class_name, "where": where}})

    found = planned(pack)

    assert found.actions == ()
    assert {(one.reason, one.detail) for one in found.unkept} == {("form", "requires.where")}


def test_a_rolling_duty_is_kept_by_one_more_performance() -> None:
    """The performance that opened a rolling window does not count in it: one more is planned."""
    pack = rules({"timing": {"rolling": "1 week"}, "requires": {"at_least": 1, "of": "contact"}})
    contact = fact("contact", "k1", occurred=at(1, 8))

    found = planned(pack, contact, drop=("s-two", "e-two", "gs-three", "g-three", "seat-two"))

    assert [one.class_name for one in found.actions] == ["contact"]


@pytest.mark.parametrize("name", ["contact-system", "work-system", "minor-protection", "dongming"])
def test_plans_for_the_packs_that_ship_keep_what_they_keep(name: str) -> None:
    """In the school that the cases share, all that a plan for a pack that ships keeps is fulfilled once it is done."""
    pack, as_of, seen = load_pack(name), at(11, 10, 8), at(11, 10, 7)
    triggers = (
        fact("home_visit", "v1", occurred=day(11, 7), concerns=("s-key",), place="home", visitors=("t-class",)),
        fact("concern", "k1", occurred=seen, concerns=("s-lb",), nature="emotional", discovered_at=seen),
        fact("meeting", "m1", occurred=at(11, 21, 15), concerns=("pc",), kind="committee", recorded_at=at(11, 3)),
    )
    world = read_world()
    register = known(Register((*world.facts, *triggers), world.calendar), as_of)
    findings = evaluate(pack, register, as_of=as_of)

    found = plan(findings, register)

    assert broken(found, pack, register) == []
    assert found.kept
