"""What a condition answers of a fact: yes, no, or not known."""

from datetime import date
from typing import Any

import pytest

from homeschool.engine.conditions import compile_condition, is_static
from homeschool.engine.scope import Context, Readings, Scope
from homeschool.engine.truth import all_of, any_of, negate
from homeschool.engine.values import gather, resolve, to_fraction
from homeschool.model import Concerned, Fact, Register, View
from homeschool.model.facts import CLASS_NAMES
from homeschool.policy import Reference
from homeschool.policy.read_condition import read_condition
from homeschool.policy.reading import Reader
from tests.engine.builders import judged, rule
from tests.model.builders import at, day, fact, kept_since, micros, school, without
from tests.policy.builders import pack_of

NOW = micros(10, 1)


def scope_of(register: Register, as_of: Any = None) -> Scope:
    """Return the scope of an evaluation, with one definition."""
    return Scope(View(register, as_of=as_of or at(8, 31)), pack_of().definitions, Readings())


def ask(data: dict[str, Any], made: Fact, *more: Fact, subject: str | None = "s-one", **fields: Any) -> bool | None:
    """Ask a condition of a fact on 1 October."""
    reader = Reader()
    condition = read_condition(reader, data, "where")
    assert reader.mistakes == []
    trigger, bearers = fields.pop("trigger", None), fields.pop("bearers", None)
    scope = scope_of(school(made, *more, **fields))
    return compile_condition(scope, condition, CLASS_NAMES[type(made)])(made, Context(NOW, subject, trigger, bearers))


def visit(**fields: Any) -> Fact:
    """Return a home visit of 1 October, a Wednesday that is a public holiday."""
    return fact("home_visit", "v", **{"occurred": at(9, 25, 9), **fields})


ANSWERS: tuple[tuple[dict[str, Any], dict[str, Any], bool | None], ...] = (
    ({}, {}, True),
    ({"place": "home"}, {"place": "home"}, True),
    ({"place": ["home", "school"]}, {"place": "x_park"}, False),
    ({"place": "home"}, {}, None),
    ({"not": {"place": "home"}}, {"place": "home"}, False),
    ({"not": {"place": "home"}}, {}, None),
    ({"place": {"none_of": ["home"]}}, {"place": "school"}, True),
    ({"place": {"none_of": ["home"]}}, {}, None),
    ({"contents": "rights"}, {"contents": ("rights", "duties")}, True),
    ({"contents": {"all_of": ["rights", "duties"]}}, {"contents": ("rights", "duties")}, True),
    ({"contents": {"all_of": ["rights", "duties"]}}, {"contents": ("rights",)}, False),
    ({"contents": {"all_of": ["rights", "duties"]}}, {}, None),
    ({"contents": {"none_of": ["rights"]}}, {"contents": ()}, True),
    ({"is_comprehensive": True}, {"is_comprehensive": True}, True),
    ({"is_comprehensive": True}, {"is_comprehensive": False}, False),
    ({"is_comprehensive": False}, {"is_comprehensive": False}, True),
    ({"is_comprehensive": True}, {}, None),
    ({"reason": {"filled": True}}, {"reason": "why"}, True),
    ({"reason": {"filled": True}}, {}, False),
    ({"reason": {"filled": False}}, {"reason": ""}, True),
    ({"hosts": {"filled": False}}, {"hosts": ()}, True),
    ({"concerned_as": {"filled": True}}, {"concerns": (Concerned("s-one", "victim"),)}, True),
    ({"concerned_as": {"filled": False}}, {}, True),
    ({"visitors.role": {"filled": True}}, {}, None),
    ({"visitors.role": "class_teacher"}, {"visitors": ("t-class",)}, True),
    ({"visitors.role": "class_teacher"}, {"visitors": ("t-head", "g-one")}, False),
    ({"visitors.role": "class_teacher"}, {}, None),
    ({"visitors.role": {"all_of": ["class_teacher", "principal"]}}, {"visitors": ("t-class", "t-head")}, True),
    ({"visitors.party": {"none_of": ["family"]}}, {"visitors": ("t-class", "g-one")}, False),
    ({"visitors.kind": "community"}, {"visitors": ("t-class",)}, False),
    ({"hosts.kind": "community"}, {"hosts": ("p-one",)}, True),
    ({"visitors": {"some": {"role": "class_teacher"}}}, {"visitors": ("t-class", "t-head")}, True),
    ({"visitors": {"every": {"role": "class_teacher"}}}, {"visitors": ("t-class", "t-head")}, False),
    ({"visitors": {"every": {"role": "class_teacher"}}}, {"visitors": ()}, True),
    ({"visitors": {"some": {"role": "class_teacher"}}}, {}, None),
    ({"concerns": "subject"}, {"concerns": (Concerned("s-one", "victim"),)}, True),
    ({"concerns": "subject.guardians"}, {}, False),
    ({"visitors": "bearer"}, {"visitors": ("t-class",)}, None),
    ({"about": "trigger"}, {"about": ()}, None),
    ({"hosts": {"all_of": ["subject.guardians"]}}, {"hosts": ("g-one", "g-two", "g-three")}, True),
    ({"hosts": {"all_of": ["bearer"]}}, {"hosts": ("g-one",)}, None),
    ({"hosts": ["subject.guardians"]}, {"hosts": ("g-three",)}, False),
    ({"occurred": {"during": "school_day"}}, {}, True),
    ({"occurred": {"during": "day_off"}}, {}, False),
    ({"occurred": {"during": "vacation"}}, {}, False),
    ({"occurred": {"during": "working_day"}}, {}, True),
    ({"occurred": {"during": "teaching_hours"}}, {}, True),
    ({"occurred": {"during": "teaching_hours"}}, {"occurred": day(9, 25)}, None),
    ({"occurred": {"during": "teaching_hours"}}, {"occurred": day(9, 27)}, False),
    ({"occurred": {"during": ["teaching_hours", "day_off"]}}, {"occurred": at(9, 25, 19)}, False),
    ({"occurred": {"during": "school_day"}}, {"occurred": at(9, 25).replace(year=2040)}, None),
    ({"recorded_at": {"during": "school_day"}}, {}, None),
    ({"occurred": {"at_most": "subject.born_on"}}, {}, False),
    ({"occurred": {"at_least": "subject.born_on"}}, {}, True),
    ({"occurred": {"above": "subject.born_on"}}, {}, True),
    ({"occurred": {"below": "subject.born_on"}}, {}, False),
    ({"occurred": {"at_least": "trigger.occurred"}}, {}, None),
    ({"recorded_at": {"at_least": "subject.born_on"}}, {}, None),
    ({"either": [{"place": "home"}, {"is_comprehensive": True}]}, {"place": "home"}, True),
    ({"either": [{"place": "home"}, {"is_comprehensive": True}]}, {"place": "school"}, None),
    ({"place": "home", "is_comprehensive": True}, {"place": "school"}, False),
    ({"place": "home", "is_comprehensive": True}, {"place": "home"}, None),
)


@pytest.mark.parametrize(("data", "fields", "answer"), ANSWERS)
def test_what_a_condition_answers(data: dict[str, Any], fields: dict[str, Any], answer: bool | None) -> None:
    """A condition holds, does not, or is not known, as Kleene's logic has it."""
    assert ask(data, visit(**fields)) is answer


NUMBERS = (
    ({"hours": 2}, 2, True),
    ({"hours": {"at_least": 2}}, 2, True),
    ({"hours": {"at_most": "1/10"}}, 0.1, True),
    ({"hours": {"above": 2}}, 2, False),
    ({"hours": {"below": 2}}, 1.5, True),
    ({"hours": {"below": 2}}, None, None),
)


@pytest.mark.parametrize(("data", "hours", "answer"), NUMBERS)
def test_numbers_are_compared_exactly(data: dict[str, Any], hours: Any, answer: bool | None) -> None:
    """A tenth is a tenth, and bounds are as their names say."""
    assert ask(data, fact("service", "s", occurred=at(9, 25), kind="guidance", hours=hours)) is answer


def test_days_that_overlap_an_instant_are_not_known() -> None:
    """A time known by its day, compared with an instant of that day, may be before or after it."""
    trigger = fact("contact", "c", occurred=at(9, 25, 10))

    def answer(op: str, when: Any) -> bool | None:
        return ask({"occurred": {op: "trigger.occurred"}}, visit(occurred=when), trigger=trigger)

    assert [answer(op, day(9, 25)) for op in ("at_least", "at_most", "above", "below")] == [None] * 4
    assert [answer(op, at(9, 25, 10)) for op in ("at_least", "at_most", "above", "below")] == [True, True, False, False]
    assert [answer(op, day(9, 26)) for op in ("at_least", "at_most", "above", "below")] == [True, False, True, False]


LENGTHS = (
    ({"at_least": "3 months"}, date(2025, 12, 1), True),
    ({"at_least": "3 months"}, date(2025, 11, 30), False),
    ({"at_most": "3 months"}, date(2025, 12, 1), True),
    ({"at_most": "3 months"}, date(2025, 12, 2), False),
    ({"at_least": "3 months"}, None, True),
    ({"at_most": "3 months"}, None, False),
    ({"at_most": "900 working days"}, date(2025, 12, 2), None),
)


@pytest.mark.parametrize(("data", "until", "answer"), LENGTHS)
def test_how_long_something_lasts(data: dict[str, Any], until: date | None, answer: bool | None) -> None:
    """An interval is as long as the civil days from its start to its end; without end it goes on."""
    seat = fact("seat", "seat-x", committee="pc", holder="g-two", until=until)

    assert ask({"length": data}, seat) is answer


def test_a_length_without_a_start_is_not_known() -> None:
    """A class whose start is blank lasts nobody knows how long."""
    assert ask({"length": {"at_least": "1 day"}}, fact("partner", "p-one", kind="community")) is None


def test_has_asks_what_is_in_force_or_has_happened() -> None:
    """Something in force, or that happened by then, that concerns the subject; not kept, it is not known."""
    child = next(one for one in school().facts if one.id == "s-one")
    plan = fact("plan", "p", kind="annual", concerns=("c31",), until=day(10, 5))
    old = fact("plan", "p", kind="annual", until=day(10, 1))
    later = visit(occurred=at(10, 5))

    assert ask({"has": {"of": "plan"}}, child, plan) is True
    assert ask({"has": {"of": "plan"}}, child, old) is False
    assert ask({"has": {"of": "home_visit"}}, child, visit()) is True
    assert ask({"has": {"of": "home_visit"}}, child, later) is False
    assert ask({"has": {"of": "home_visit"}}, child, keeps=without("home_visit")) is None
    assert ask({"has": {"of": "home_visit", "where": {"place": "home"}}}, child, visit()) is None
    assert ask({"visitors": {"some": {"has": {"of": "credential"}}}}, visit(visitors=("t-class",))) is False
    own = fact("credential", "k", kind="teaching_certificate", concerns=("t-class",))
    assert ask({"visitors": {"some": {"has": {"of": "credential"}}}}, visit(visitors=("t-class",)), own) is True


def test_a_definition_is_asked_by_its_name() -> None:
    """A definition of the pack is asked like the condition that it names."""
    child = next(one for one in school().facts if one.id == "s-one")
    away = fact("circumstance", "ci", person="s-one", kind="left_behind")

    assert ask({"is": "key_student"}, child) is False
    assert ask({"is": "key_student"}, child, away) is True


def test_what_is_not_kept_is_not_known() -> None:
    """A field or a table that the host does not keep is unknown, even whether it is filled, or is so."""
    seen = visit(place="home", visitors=("t-class",))
    no_place = without(fields={"home_visit": frozenset({"place"})})

    assert ask({"place": "home"}, seen, keeps=no_place) is None
    assert ask({"place": {"filled": True}}, seen, keeps=no_place) is None
    assert ask({"place": {"filled": True}}, seen, keeps=without("home_visit")) is None
    assert ask({"visitors.role": "class_teacher"}, seen, keeps=without("appointment")) is None
    no_answer = without(fields={"home_visit": frozenset({"is_comprehensive"})})
    assert ask({"is_comprehensive": True}, visit(is_comprehensive=True), keeps=no_answer) is None


def test_what_was_not_yet_kept_is_not_known() -> None:
    """A table kept from a day on leaves what was asked before it unknown, and what is asked after it known."""
    dated = kept_since("appointment", day(9, 28))
    reader = Reader()
    condition = read_condition(reader, {"visitors.role": "class_teacher"}, "where")
    seen = visit(visitors=("t-class",))
    asked = compile_condition(scope_of(school(seen, keeps=dated)), condition, "home_visit")

    assert asked(seen, Context(micros(9, 25), "s-one")) is None
    assert asked(seen, Context(micros(9, 28), "s-one")) is True


@pytest.mark.parametrize(("kept", "statuses"), [(day(9, 20), ["undetermined"]), (day(9, 1), []), (None, [])])
def test_an_empty_field_of_the_time_before_it_was_kept_is_not_known(kept: date | None, statuses: list[str]) -> None:
    """What was left empty before a table was kept may have been so; what was left empty later was not."""
    dated = kept_since("home_visit", kept)
    asked = {"at_least": 1, "of": "trigger", "where": {"place": "home"}}
    norm = rule({"at": "home_visit", "where": {"hosts": {"filled": True}}}, asked)

    found = judged(norm, visit(occurred=day(9, 10), place="school"), keeps=dated)

    assert [finding.status for finding in found] == statuses


def test_a_record_not_seen_yet_is_not_known() -> None:
    """An id whose record is written down later leaves the answer open."""
    reader = Reader()
    seen = visit(visitors=("t-new",))
    new = fact("staff", "t-new", recorded_at=at(12, 1))
    scope = scope_of(school(seen, new), at(10, 1))
    some, step = ({"visitors": {"some": {"role": "staff"}}}, {"visitors.role": "staff"})

    answers = [
        compile_condition(scope, read_condition(reader, data, ""), "home_visit")(seen, Context(NOW, "s-one"))
        for data in (some, step)
    ]

    assert answers == [None, None]


def test_references_stand_for_sets() -> None:
    """A reference stands for the values at its end, or for nothing known."""
    scope = scope_of(school())
    context = Context(NOW, "s-one", None, ("t-class",))

    assert resolve(scope, Reference("bearer"), context) == ({"t-class"}, True)
    assert resolve(scope, Reference("subject"), context) == ({"s-one"}, True)
    assert resolve(scope, Reference("subject", ("guardians",)), context) == ({"g-one", "g-two"}, True)
    assert resolve(scope, Reference("subject", ("guardians",)), context) == ({"g-one", "g-two"}, True)
    assert resolve(scope, Reference("trigger"), context) == (set(), False)
    assert resolve(scope, Reference("bearer"), Context(NOW)) == (set(), False)


def test_gathering_two_steps() -> None:
    """Values at the end of a path are put together, ids of those concerned too."""
    seen = visit(concerns=("s-one", "s-two"), visitors=("t-class",))
    scope = scope_of(school(seen))
    context = Context(NOW, "s-one")

    assert gather(scope, "home_visit", ("concerns",))(seen, context) == ({"s-one", "s-two"}, True)
    assert gather(scope, "enrolment", ("student", "guardians"))(scope.view.get("e-one"), context) == (
        {"g-one", "g-two"},
        True,
    )
    assert gather(scope, "enrolment", ("student", "circumstances"))(scope.view.get("e-one"), context) == (set(), True)


def test_kleenes_logic() -> None:
    """One false makes all false, one true makes any true, and what is unknown stays so."""
    assert [all_of(answers) for answers in ([], [True, None], [None, False], [True])] == [True, None, False, True]
    assert [any_of(answers) for answers in ([], [False, None], [None, True], [False])] == [False, None, True, False]
    assert [negate(answer) for answer in (True, False, None)] == [False, True, None]
    assert to_fraction(0.1) * 10 == 1


@pytest.mark.parametrize(
    ("data", "static"),
    [
        ({"place": "home"}, True),
        ({"either": [{"place": "home"}, {"not": {"is_comprehensive": True}}]}, True),
        ({"place": "home", "visitors.role": "staff"}, False),
        ({"visitors": "bearer"}, False),
        ({"concerned_as": "victim"}, False),
        ({"occurred": {"during": "vacation"}}, False),
        ({"visitors": {"some": {}}}, False),
    ],
)
def test_what_depends_on_the_fact_alone(data: dict[str, Any], static: bool) -> None:
    """A condition is static if it asks only of the fact's own fields."""
    assert is_static(scope_of(school()), read_condition(Reader(), data, ""), "home_visit") is static


ABOUT_RISK = {"about": {"some": {"nature": "risk"}, "of": "concern"}}


@pytest.mark.parametrize(
    ("about", "some", "every"),
    [
        ((), False, True),
        (("n",), False, True),
        (("c",), True, True),
        (("c", "n"), True, True),
        (("d",), False, False),
        (("c", "d", "n"), True, False),
    ],
)
def test_what_a_record_refers_to_is_asked_by_class(about: tuple[str, ...], some: bool, every: bool) -> None:
    """Of the records that a field names only those of the classes said are asked; others are passed over."""
    others = [
        fact("concern", "c", occurred=at(9, 20), nature="risk"),
        fact("concern", "d", occurred=at(9, 20), nature="emotional"),
        fact("notice", "n", occurred=at(9, 20), kind="other"),
    ]
    every_risk = {"about": {"every": {"nature": "risk"}, "of": ["concern"]}}

    assert ask(ABOUT_RISK, visit(about=about), *others) is some
    assert ask(every_risk, visit(about=about), *others) is every


def test_who_took_part_is_known_where_somebody_is_said_to() -> None:
    """The participants of an activity are those concerned in that role; where nobody is, they are not known."""
    here = {"occurred": at(9, 25), "kind": "open_day"}
    named = fact("activity", "a", concerns=("c31", Concerned("g-one", "participant")), **here)

    assert ask({"participants.party": "family"}, named) is True
    assert ask({"participants.role": "staff"}, named) is False
    assert ask({"participants.party": "family"}, fact("activity", "a", concerns=("c31",), **here)) is None
