"""Schools made to order: one that keeps every norm of a pack, or one that breaks a certain norm and no other."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from homeschool.calendar import SchoolCalendar
from homeschool.errors import InvalidValueError
from homeschool.model import Register
from homeschool.model.clock import ALWAYS, Clock, Micros
from homeschool.model.register import linked_ids
from homeschool.policy import Always, Norm
from homeschool.testing.making.book import Book, asks_trigger, is_prohibition, requirement_of, thresholds
from homeschool.testing.making.breaking import break_norm
from homeschool.testing.making.choices import Choices
from homeschool.testing.making.happening import let_much_happen
from homeschool.testing.making.making import Duty, Making
from homeschool.testing.making.settling import in_the_way, settle, settle_ties
from homeschool.testing.making.skeleton import Shape, begin
from homeschool.testing.making.windows import DAY, MINUTE, first_moment, last_moment
from homeschool.testing.making.world import World, class_of, naming_fields

_VARIANTS = 3
_ROOM = 60
_ATTEMPTS = 4


@attrs.frozen
class Made:
    """A school that was made.

    Args:
        register: its records.
        as_of: the moment at which to look at it, in the calendar's zone.
        norm: the id of the norm that it breaks; None: it keeps every norm of the pack.
        falls_with: ids of other norms of the pack of which it may show a breach too: the breach of `norm` brings theirs
            about, in every school that is known how to make.
    """

    register: Register
    as_of: datetime
    norm: str | None = None
    falls_with: tuple[str, ...] = ()


@attrs.frozen
class Order:
    """What a school is to be like.

    Args:
        shape: its people.
        seed: what is chosen where there is a choice; 0: what comes first.
        days: how long after the calendar's beginning (or after the breach) it is looked at.
        busy: how much happens that need not happen, from 0 to 100.
    """

    shape: Shape = attrs.field(factory=Shape)
    seed: int = 0
    days: int = 1
    busy: int = 0


House = tuple[tuple[Any, ...], tuple[Duty, ...]]
"""What stands in a school, and the duties that could not be met there."""


@attrs.define(eq=False, repr=False)
class Workshop:
    """Makes schools for one pack and one calendar, and remembers what does not differ between them.

    Args:
        book: the norms.
        calendar: the schools' calendar.
    """

    book: Book
    calendar: SchoolCalendar
    _houses: dict[tuple[Shape, int], House] = attrs.field(factory=dict)

    def __repr__(self) -> str:
        """Say for which pack it makes schools."""
        return f"<Workshop of {self.book.pack.id}>"

    def keeps_all(self, order: Order) -> Made:
        """Make a school that keeps every norm.

        Raises:
            InvalidValueError: none can be made; it names the norms that stand in the way.
        """
        fallen: set[str] = set()
        others: set[str] = set()
        for attempt in self._attempts(order):
            making = self.furnished(attempt)
            making.as_of = first_moment(making.world) + _after(making, attempt)
            let_much_happen(making, attempt.busy)
            settle(making)
            kept_from = making.fallen_norms()
            if not kept_from:
                return self._made(making)
            fallen |= kept_from
            others |= in_the_way(making)
        message = (
            f"no school can be made that keeps all of `{self.book.pack.id}`: not kept are {', '.join(sorted(fallen))}"
        )
        in_their_way = f"; in their way: {', '.join(sorted(others - fallen))}" if others - fallen else ""
        raise InvalidValueError(message + in_their_way)

    def breaks(self, norm: Norm, order: Order) -> Made | None:
        """Make a school that breaks a norm, and others only where it must; None: none of this shape can."""
        for is_furnished in (False,) if _is_from_the_start(norm) else (True, False):
            making = self.furnished(order) if is_furnished else self._empty(order)
            if break_norm(making, norm, _after(making, order)):
                return self._made(making, norm)
        return None

    def furnished(self, order: Order) -> Making:
        """Return a school with its people and bodies and all that stands: rules, plans, rosters, seats."""
        facts, fallen = self._house(order.shape, order.seed % _VARIANTS)
        world = World(self.calendar, Clock(self.calendar.zone))
        for fact in facts:
            world.add(fact)
        return Making(self.book, world, Choices(order.seed), fallen=list(fallen))

    def _house(self, shape: Shape, variant: int) -> House:
        """Return what stands in a school of a shape, made once and kept while there is room."""
        house = self._houses.get((shape, variant))
        if house is None:
            making = begin(self.book, shape, self.calendar, Choices(variant))
            making.as_of = last_moment(making.world) - 1
            settle_ties(making)
            settle(making, only_standing=True)
            house = tuple(making.world.since(0)), tuple(making.fallen)
            if len(self._houses) >= _ROOM:
                del self._houses[next(iter(self._houses))]
            self._houses[shape, variant] = house
        return house

    def _empty(self, order: Order) -> Making:
        return begin(self.book, order.shape, self.calendar, Choices(order.seed))

    def _attempts(self, order: Order) -> Iterator[Order]:
        yield order
        for number in range(1, _ATTEMPTS):
            yield attrs.evolve(order, seed=order.seed + number, busy=order.busy // (number + 1))
        yield attrs.evolve(order, shape=Shape(), seed=0, busy=0)

    def _made(self, making: Making, norm: Norm | None = None) -> Made:
        as_of = min(making.as_of, last_moment(making.world) - (norm is None))
        facts = _known_by(making.world, as_of)
        fallen = making.fallen_norms() - {None if norm is None else norm.id}
        return Made(
            Register(facts, self.calendar),
            making.world.clock.moment(as_of),
            None if norm is None else norm.id,
            tuple(sorted(fallen)),
        )


def _after(making: Making, order: Order) -> Micros:
    """Return how long after its beginning, or after the breach, a school is looked at: to a minute of the last day."""
    return order.days * DAY - making.choices.number(DAY // MINUTE, "time of day") * MINUTE


def _is_from_the_start(norm: Norm) -> bool:
    """Tell whether a norm can only be broken by what a school lacks from the start."""
    requirement = requirement_of(norm)
    return isinstance(norm.timing, Always) and not is_prohibition(norm) and not asks_trigger(requirement)


def _known_by(world: World, as_of: Micros) -> list[Any]:
    """Return the records of what had begun by a moment, and that refer to no other ones."""
    known = {fact.id: fact for fact in world.since(0) if _begins(world, fact) <= as_of}
    while True:
        dangling = [
            id_
            for id_, fact in known.items()
            for field in naming_fields(class_of(fact))
            if not known.keys() >= set(linked_ids(fact, field))
        ]
        if not dangling:
            return list(known.values())
        for id_ in dangling:
            known.pop(id_, None)


def _begins(world: World, fact: Any) -> Micros:
    name = class_of(fact)
    return ALWAYS if name in {"school_class", "partner", "committee"} else world.span(fact)[0]


_OLDER = {"junior": 13, "senior": 16, "vocational": 16, "special": 9}
"""Stages of schools, where norms make a difference between them, with the age of a child there."""


def shapes_to_try(book: Book) -> list[Shape]:
    """Return shapes of schools in which one norm or another can be broken, the plain one first."""
    ages = sorted({max(3, number + step) for number in thresholds(book, "age") for step in (-1, 0)})
    plain = Shape()
    closed = attrs.evolve(plain, subjects=0, has_closed_classes=True)
    return [
        plain,
        attrs.evolve(plain, guardians=2),
        attrs.evolve(plain, has_double_duty=True),
        closed,
        *([attrs.evolve(plain, has_bare_bodies=True)] if book.asking_for("committee") else []),
        attrs.evolve(plain, stage="kindergarten", age=4),
        *(attrs.evolve(plain, stage=stage, age=age) for stage, age in _OLDER.items() if stage in book.terms),
        attrs.evolve(plain, students=2),
        *(attrs.evolve(plain, age=age) for age in ages),
        *(attrs.evolve(plain, age=age, guardians=2, household="rural") for age in ages),
    ]
