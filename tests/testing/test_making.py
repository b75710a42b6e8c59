"""Schools that keep every norm of a pack, and schools that break just one: made from the norms, judged by the engine.

`HOMESCHOOL_SCHOOLS` says how many schools are drawn for each pack and for each norm, in place of the few by default.
"""

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.strategies import SearchStrategy

from homeschool import Findings, amend_pack, evaluate, load_pack, make_pack
from homeschool.errors import InvalidValueError, UnknownIdError
from homeschool.model import Student
from homeschool.policy import Norm, Pack
from homeschool.testing.making import Made, breaching, complying
from homeschool.testing.making.book import book_of
from homeschool.testing.making.skeleton import Shape, two_years
from homeschool.testing.making.strategies import breaching_in, complying_in
from homeschool.testing.making.workshop import Order, Workshop
from tests.policy.builders import pack_of

PACKS = ("contact-system", "dongming", "mandatory-reporting", "minor-protection", "work-system")
GO_TOGETHER = {
    "mandatory-reporting.art-22-publicity": ("mandatory-reporting.art-20-train",),
}
"""The norms whose breach always is one of another norm of their pack too, by what they say."""
SCHOOLS = int(os.environ.get("HOMESCHOOL_SCHOOLS", "0"))


@pytest.fixture(scope="module")
def workshop() -> Callable[[str], Workshop]:
    """Return what finds the workshop of a pack, so that what a school begins with is made once."""
    known: dict[str, Workshop] = {}

    def of(name: str) -> Workshop:
        return known.setdefault(name, Workshop(book_of(load_pack(name)), two_years()))

    return of


def checkable(*packs: str) -> list[Any]:
    """Return the checkable norms of packs, each with its id."""
    norms = [norm for pack in packs for norm in load_pack(pack).norms if norm.is_checkable]
    return [pytest.param(norm, id=norm.id) for norm in norms]


def judged(pack: Pack, made: Made) -> Findings:
    """Judge a school that was made."""
    return evaluate(pack, made.register, as_of=made.as_of)


def breached(findings: Findings) -> set[str]:
    """Return the ids of the norms that are breached."""
    return {finding.norm.id for finding in findings.breached}


def kept(findings: Findings) -> set[str]:
    """Return the ids of the norms of which a duty is fulfilled, or holds."""
    return {finding.norm.id for finding in findings if finding.status in {"fulfilled", "holding"}}


def each_of(strategy: SearchStrategy[Made], check: Callable[[Made], None], number: int) -> None:
    """Check so many schools that a strategy draws."""
    many = settings(
        max_examples=SCHOOLS or number,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
        database=None,
        report_multiple_bugs=False,
    )
    many(given(strategy)(check))()


@pytest.mark.parametrize("name", PACKS)
def test_complying_schools_breach_nothing(name: str, workshop: Callable[[str], Workshop]) -> None:
    """A school that complies shows no breach."""
    pack = workshop(name).book.pack

    def check(made: Made) -> None:
        assert breached(judged(pack, made)) == set()
        assert made.norm is None

    each_of(complying_in(workshop(name), students=3, days=400), check, 4)


@pytest.mark.parametrize("norm", checkable("contact-system"))
def test_each_norm_is_breached_alone(norm: Norm, workshop: Callable[[str], Workshop]) -> None:
    """Every checkable norm of the contact system can be breached, and no other norm with it."""
    pack = workshop("contact-system").book.pack

    def check(made: Made) -> None:
        assert breached(judged(pack, made)) == {norm.id}
        assert (made.norm, made.falls_with) == (norm.id, ())

    students, days = (3, 30) if SCHOOLS else (1, 1)
    each_of(breaching_in(workshop("contact-system"), norm.id, students=students, days=days), check, 1)


@pytest.mark.parametrize("norm", checkable(*PACKS[1:]))
def test_norms_of_other_packs_are_breached(norm: Norm, workshop: Callable[[str], Workshop]) -> None:
    """Every checkable norm of the other packs can be breached; what is breached with it is said, and is known."""
    pack = workshop(norm.pack).book.pack

    def check(made: Made) -> None:
        found = breached(judged(pack, made))
        assert norm.id in found
        assert found <= {norm.id, *made.falls_with}
        assert made.falls_with == GO_TOGETHER.get(norm.id, ())

    each_of(breaching_in(workshop(norm.pack), norm.id, students=1, days=1), check, 1)


def test_complying_schools_have_much_to_keep(workshop: Callable[[str], Workshop]) -> None:
    """Schools that comply do so by doing: each keeps most norms, and together they keep every one."""
    pack = workshop("contact-system").book.pack
    orders = [Order(Shape(students=2, guardians=2), seed, 200, 100) for seed in range(1, 4)]
    orders.append(Order(Shape(), 1, 366, 100))

    found = [kept(judged(pack, workshop("contact-system").keeps_all(order))) for order in orders]

    assert min(len(norms) for norms in found) >= 60
    assert set().union(*found) == {norm.id for norm in pack.norms if norm.is_checkable}


def test_the_first_weeks_are_kept_by_doing(workshop: Callable[[str], Workshop]) -> None:
    """A school with nothing but what must happen has discharged duties of many norms after a year."""
    pack = workshop("contact-system").book.pack

    made = workshop("contact-system").keeps_all(Order(days=366))

    assert len(kept(judged(pack, made))) >= 60


def test_a_failing_example_is_small() -> None:
    """A school shrinks to one child and the first day."""
    quick = settings(database=None, max_examples=5, phases=[Phase.generate, Phase.shrink])

    made = find(complying(load_pack("work-system")), lambda _: True, settings=quick)

    assert sum(isinstance(fact, Student) for fact in made.register.facts) == 1
    assert made.as_of.date() == date(2024, 9, 2)


def test_the_same_order_makes_the_same_school() -> None:
    """Nothing but the order decides what school is made."""
    order = Order(Shape(students=2), 7, 90, 60)

    one, other = (Workshop(book_of(load_pack("dongming")), two_years()).keeps_all(order) for _ in range(2))

    assert one == other


def test_schools_of_two_children_differ_by_the_seed() -> None:
    """Another seed makes another school."""
    workshop = Workshop(book_of(load_pack("dongming")), two_years())

    one, other = (workshop.keeps_all(Order(Shape(), seed, 200, 60)) for seed in (1, 2))

    assert one.register != other.register


def test_an_amended_norm_is_kept_and_breached_as_amended() -> None:
    """What a school is made for is the norm as it reads now."""
    pack = amend_pack(
        load_pack("work-system"), "guidance-twice-per-term", {"requires": {"at_least": 5}}, reason="校务会"
    )
    norm = pack.norm("guidance-twice-per-term")

    keeping = Workshop(book_of(pack), two_years()).keeps_all(Order(days=366))
    breaking = find(breaching(pack, norm), lambda _: True, settings=settings(database=None, phases=[Phase.generate]))

    done = [fact for fact in keeping.register.facts if getattr(fact, "kind", None) == "family_education_guidance"]
    assert len(done) >= 10
    assert breached(judged(pack, breaking)) == {norm.id}


def test_a_norm_amended_from_a_day_is_breached_after_it() -> None:
    """A wording that opens duties from a day on is breached by one that it opens."""
    change = {"requires": {"at_least": 2}}
    pack = amend_pack(load_pack("contact-system"), "review-group", change, reason="校务会", starts_on=date(2025, 3, 1))

    made = Workshop(book_of(pack), two_years()).breaks(pack.norm("review-group"), Order())

    assert made is not None
    assert [finding.norm.opens is not None for finding in judged(pack, made).breached] == [True]
    assert made.as_of.date() >= date(2025, 3, 1)


def test_norms_that_yield_no_duty_cannot_be_breached() -> None:
    """A norm that is only listed is refused, with its id."""
    with pytest.raises(InvalidValueError, match=r"`contact-system\.purpose` yields no duty"):
        breaching(load_pack("contact-system"), "purpose")


def test_norms_that_are_not_there_are_unknown() -> None:
    """A norm that the pack does not have is refused, with the nearest one."""
    with pytest.raises(UnknownIdError, match="open-day"):
        breaching(load_pack("contact-system"), "open-dya")


@pytest.mark.parametrize(
    ("requires", "why"),
    [
        ({"share": {"at_most": "1/2"}, "of": "contact", "among": "guardians"}, "a share of members has an upper bound"),
        ({"share": {"at_least": 1}, "of": "contact", "among": {"reached": True}}, "is all of them, or none"),
        ({"at_most": {"size": "students"}, "of": "contact"}, "an upper bound is not a plain number"),
        ({"at_least": 1, "of": "contact", "where": {"by": "bearer"}}, "who the bearer is"),
    ],
)
def test_norms_without_a_construction_are_named(requires: Any, why: str) -> None:
    """A requirement for which no school can be made is refused, with the norm and the reason."""
    pack = make_pack(pack_of({"timing": {"every": "term"}, "requires": requires, "bearer": "class_teacher"}))

    with pytest.raises(InvalidValueError, match=f"no school can be made for the norm `.*`: .*{why}"):
        complying(pack)


def test_norms_that_nothing_can_breach_are_named() -> None:
    """A norm that can't be breached in any school that is tried is refused, with its id."""
    requires = {"at_least": 0, "of": "contact"}
    pack = make_pack(pack_of({"timing": {"every": "term"}, "requires": requires}))

    with pytest.raises(InvalidValueError, match="no school is known how to make that breaches the norm"):
        breaching(pack, pack.norms[0])


def test_packs_that_nobody_can_keep_are_named() -> None:
    """Where no school can keep a pack, the norm in the way is named."""
    requires = {"at_least": 1, "of": "contact", "where": {"by.role": "court", "reached": True}}
    timing = {"every": "term", "within": "1 day"}
    forbids = {"none": True, "of": "contact"}
    pack = make_pack(
        pack_of(
            {"timing": timing, "requires": requires},
            {"id": "no-calls", "timing": {"always": True}, "requires": forbids},
        )
    )

    named = r"no school can be made that keeps all of .*: not kept are made-up\.visits; in their way: made-up\.no-calls"
    with pytest.raises(InvalidValueError, match=named):
        Workshop(book_of(pack), two_years()).keeps_all(Order(days=30))


@pytest.mark.parametrize("bounds", [{"students": 0}, {"days": 0}])
def test_bounds_must_leave_something(bounds: dict[str, Any]) -> None:
    """A bound below one is refused at once."""
    with pytest.raises(InvalidValueError, match="expected a number of at least 1, not `0`"):
        complying(load_pack("work-system"), **bounds)
