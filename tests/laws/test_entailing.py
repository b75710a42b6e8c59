"""What is said to follow from a condition, or to exclude it, holds of every record: the engine is asked."""

from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.calendar import SHANGHAI
from homeschool.engine.conditions import compile_condition
from homeschool.engine.scope import Context, Readings, Scope
from homeschool.engine.truth import Truth
from homeschool.model import HomeVisit, Register
from homeschool.model.view import View
from homeschool.policy import condition as c
from homeschool.policy.condition import Condition
from homeschool.policy.entailing import entails, exclude
from tests.laws.strategies import CALENDAR, entities

PLACES, CONTENTS = ("home", "school", "online"), ("rights", "duties", "owner")
NOW = datetime(2026, 2, 1, tzinfo=SHANGHAI)
SCHOOL = entities()


def some(items: tuple[str, ...], least: int = 1) -> SearchStrategy[tuple[str, ...]]:
    """Draw a few of the items, in their order."""
    return st.lists(st.sampled_from(items), min_size=least, unique=True).map(lambda found: tuple(sorted(found)))


def questions() -> SearchStrategy[Condition]:
    """Draw one question about a visit."""
    return st.one_of(
        st.builds(c.Test, st.just(("place",)), st.sampled_from(("any_of", "none_of")), some(PLACES)),
        st.builds(c.Test, st.just(("contents",)), st.sampled_from(("any_of", "all_of", "none_of")), some(CONTENTS)),
        st.builds(c.Test, st.just(("is_comprehensive",)), st.just("is"), st.booleans().map(lambda value: (value,))),
        st.builds(
            c.Test,
            st.sampled_from((("place",), ("contents",))),
            st.just("filled"),
            st.booleans().map(lambda value: (value,)),
        ),
    )


def conditions() -> SearchStrategy[Condition]:
    """Draw a small condition on a visit."""
    return st.recursive(
        questions(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: c.And(tuple(parts))),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: c.Or(tuple(parts))),
            st.builds(c.Not, inner),
        ),
        max_leaves=3,
    )


def visits() -> SearchStrategy[HomeVisit]:
    """Draw a visit some of whose fields are blank."""
    return st.builds(
        HomeVisit,
        id=st.just("v"),
        occurred=st.just(datetime(2025, 10, 1, tzinfo=SHANGHAI)),
        concerns=st.just(("s-one",)),
        place=st.none() | st.sampled_from(PLACES),
        contents=st.none() | some(CONTENTS, 0),
        is_comprehensive=st.none() | st.booleans(),
    )


def truth(condition: Condition, visit: HomeVisit) -> Truth:
    """Ask the engine."""
    scope = Scope(View(Register([*SCHOOL, visit], CALENDAR), as_of=NOW), {}, Readings())
    ask: Any = compile_condition(scope, condition, "home_visit")
    return ask(visit, Context(scope.as_of))  # type: ignore[no-any-return]


@given(one=conditions(), other=conditions(), visit=visits())
def test_what_follows_is_true(one: Condition, other: Condition, visit: HomeVisit) -> None:
    """Where one condition entails another, whatever certainly meets the one certainly meets the other."""
    if entails(one, other) and truth(one, visit):
        assert truth(other, visit)


@given(one=conditions(), other=conditions(), visit=visits())
def test_what_is_excluded_is_never_true_of_one(one: Condition, other: Condition, visit: HomeVisit) -> None:
    """Where two conditions exclude each other, nothing certainly meets both."""
    if exclude(one, other, "home_visit"):
        assert not (truth(one, visit) and truth(other, visit))
