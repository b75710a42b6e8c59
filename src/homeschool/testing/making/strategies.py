"""Hypothesis strategies: schools that comply with a pack, and schools that breach one norm of it."""

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.calendar import SchoolCalendar
from homeschool.errors import InvalidValueError
from homeschool.policy import Norm, Pack
from homeschool.testing.making.book import Book, book_of, thresholds
from homeschool.testing.making.skeleton import Shape, two_years
from homeschool.testing.making.workshop import Made, Order, Workshop, shapes_to_try

_SEEDS = 1 << 16
_STAGES = ("primary", "junior")
_OTHER_STAGES = ("kindergarten", "senior", "vocational", "special")
_AGES = (9, 7, 13)


def complying(
    pack: Pack, *, students: int = 3, days: int = 400, calendar: SchoolCalendar | None = None
) -> SearchStrategy[Made]:
    """Return a strategy of schools that keep every norm of a pack, each with a moment at which to look at it.

    Evaluating the pack shows no `breached` finding.  The schools do something for it: what recurs is done in each
    period, and what a visit, a concern or a seat calls for is done in its time.  How many students and classes there
    are, what happens beyond what must, on which days, and when the school is looked at is drawn.  A failing example
    shrinks to one student, little that happens, and the first days.

    >>> from hypothesis import given, settings
    >>> from homeschool import evaluate, load_pack
    >>> from homeschool.testing.making import complying
    >>> pack = load_pack("work-system")
    >>> @settings(max_examples=5, database=None)
    ... @given(complying(pack))
    ... def breaches_nothing(made):
    ...     assert not evaluate(pack, made.register, as_of=made.as_of).breached
    >>> breaches_nothing()

    Args:
        pack: the pack.
        students: at most so many students; at least one.
        days: the school is looked at on one of so many days from the beginning of the calendar.
        calendar: the school's calendar; by default that of the school years 2024-2025 and 2025-2026.

    Raises:
        InvalidValueError: a bound is out of range, or a norm of the pack asks for what no school can be made for.
    """
    _check(students, days)
    return complying_in(Workshop(book_of(pack), calendar or two_years()), students=students, days=days)


def complying_in(workshop: Workshop, *, students: int, days: int) -> SearchStrategy[Made]:
    """Return what `complying` does, for a workshop that serves several strategies."""
    return _complying(workshop, students, days)


def breaching(
    pack: Pack, norm: Norm | str, *, students: int = 3, days: int = 30, calendar: SchoolCalendar | None = None
) -> SearchStrategy[Made]:
    """Return a strategy of schools that breach one norm of a pack, and no other, each with a moment to look at it.

    Evaluating the pack shows at least one `breached` finding of the norm, and none of any other norm but those in
    `Made.falls_with`: where a breach of the norm always is one of another norm too, the school with the fewest such
    norms that is known how to make is made.  How it is breached is drawn: nothing is done, too little, too late, or
    something that is wrong in one respect.

    >>> from hypothesis import given, settings
    >>> from homeschool import evaluate, load_pack
    >>> from homeschool.testing.making import breaching
    >>> pack = load_pack("work-system")
    >>> @settings(max_examples=5, database=None)
    ... @given(breaching(pack, "resource-list"))
    ... def breaches_that_norm(made):
    ...     found = evaluate(pack, made.register, as_of=made.as_of).breached
    ...     assert {finding.norm.slug for finding in found} == {"resource-list"}
    >>> breaches_that_norm()

    Args:
        pack: the pack.
        norm: a checkable norm of the pack, or its id or slug.
        students: at most so many students; at least one.
        days: the school is looked at on one of so many days after the breach.
        calendar: the school's calendar; by default that of the school years 2024-2025 and 2025-2026.

    Raises:
        UnknownIdError: the pack has no such norm.
        InvalidValueError: the norm yields no duty, or no school can be made that breaches it; it says why.
    """
    _check(students, days)
    found = pack.norm(norm if isinstance(norm, str) else norm.id)
    if not found.is_checkable:
        message = f"the norm `{found.id}` yields no duty, so that nothing can breach it"
        raise InvalidValueError(message)
    return breaching_in(Workshop(book_of(pack), calendar or two_years()), found.id, students=students, days=days)


def breaching_in(workshop: Workshop, id_: str, *, students: int, days: int) -> SearchStrategy[Made]:
    """Return what `breaching` does with the norm of an id, for a workshop that serves several strategies."""
    norm = workshop.book.pack.norm(id_)
    return _breaching(workshop, norm, _surest(workshop, norm), (students, days))


def _check(students: int, days: int) -> None:
    for name, number in (("students", students), ("days", days)):
        if number < 1:
            message = f"{name}: expected a number of at least 1, not `{number}`"
            raise InvalidValueError(message)


Sample = tuple[Order, Made]
"""An order, and the school that was made to it."""


def _surest(workshop: Workshop, norm: Norm) -> Sample:
    """Return the order for a school that breaches a norm and as few others as is known how to, and that school."""
    best: Sample | None = None
    for seed in (0, 1):
        for shape in shapes_to_try(workshop.book):
            order = Order(shape, seed)
            made = workshop.breaks(norm, order)
            if made is not None and (best is None or len(made.falls_with) < len(best[1].falls_with)):
                best = order, made
            if best is not None and not best[1].falls_with:
                return best
    if best is None:
        message = f"no school is known how to make that breaches the norm `{norm.id}`: what it asks about cannot be had"
        raise InvalidValueError(message)
    return best


def stages_of(book: Book) -> tuple[str, ...]:
    """Return the stages of the schools that are made: primary and junior, and others of which the pack speaks."""
    return (*_STAGES, *(stage for stage in _OTHER_STAGES if stage in book.terms))


@st.composite
def _shapes(draw: DrawFn, book: Book, students: int, like: Shape | None = None) -> Shape:
    number = draw(st.integers(1, students))
    more = draw(st.integers(1, min(2, number)))
    guardians, subjects = draw(st.integers(1, 2)), draw(st.integers(0, 2))
    ages = [*_AGES, *(age + step for age in thresholds(book, "age") for step in (-1, 0))]
    if like is not None:
        taught = 0 if like.subjects == 0 else max(1, subjects)
        return attrs.evolve(
            like, students=number, classes=more, guardians=max(guardians, like.guardians), subjects=taught
        )
    return Shape(
        students=number,
        classes=more,
        guardians=guardians,
        subjects=subjects,
        stage=draw(st.sampled_from(stages_of(book))),
        age=draw(st.sampled_from(ages)),
        sex=draw(st.sampled_from(["female", "male"])),
        household=draw(st.sampled_from(["urban", "rural"])),
        has_double_duty=draw(st.booleans()),
    )


@st.composite
def _complying(draw: DrawFn, workshop: Workshop, students: int, days: int) -> Made:
    shape = draw(_shapes(workshop.book, students))
    order = Order(shape, draw(st.integers(0, _SEEDS)), draw(st.integers(1, days)), draw(st.integers(0, 100)))
    return workshop.keeps_all(order)


@st.composite
def _breaching(draw: DrawFn, workshop: Workshop, norm: Norm, sample: Sample, bounds: tuple[int, int]) -> Made:
    (surest, made_first), (students, days) = sample, bounds
    shape = draw(_shapes(workshop.book, students, surest.shape))
    seed, later = draw(st.integers(0, _SEEDS)), draw(st.integers(1, days))
    sure = attrs.evolve(surest, days=later)
    for order in (Order(shape, seed, later), Order(surest.shape, seed, later), sure, surest):
        made = made_first if order == surest else workshop.breaks(norm, order)
        if made is not None and set(made.falls_with) <= set(made_first.falls_with):
            return made
    message = f"no school is known how to make that breaches the norm `{norm.id}` for `{sure}`"
    raise InvalidValueError(message)
