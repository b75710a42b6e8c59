"""What happens in a school besides what must: circumstances, events that set norms off, events all but forbidden."""

from homeschool.model import Circumstance
from homeschool.model.clock import Micros
from homeschool.model.vocabularies.people import CIRCUMSTANCE
from homeschool.testing.making.keeping import place
from homeschool.testing.making.making import Making
from homeschool.testing.making.occasions import is_sound, late_morning, near_miss, occur
from homeschool.testing.making.windows import DAY, first_moment, last_moment

_LEAD = 10
"""So many days pass before something happens, so that what must come before it has its time."""


def let_much_happen(making: Making, busy: int) -> None:
    """Let things happen that need not happen, one after another; what cannot be is left out.

    Args:
        making: a school with what stands in it, and its `as_of`.
        busy: how much is tried, from 0 to 100.
    """
    first, last = first_moment(making.world), min(making.as_of, last_moment(making.world) - 1)
    days = (last - first) // DAY
    _let_befall(making, busy // 3, days)
    for norm in making.book.norms if days > _LEAD else ():
        for kind, happen in (("occasion", occur), ("near miss", near_miss)):
            day = _LEAD + making.choices.number(days - _LEAD, "when", kind, norm.slug)
            at: Micros = late_morning(making, day)
            if at <= last and making.choices.happens(busy, kind, norm.slug):
                happen(making, norm, at)


def _let_befall(making: Making, percent: int, days: int) -> None:
    """Let circumstances that the pack speaks of begin for children and guardians."""
    first = first_moment(making.world)
    for person in [*making.world.of("student"), *making.world.of("guardian")]:
        for kind in sorted(making.book.terms & CIRCUMSTANCE.terms.keys()):
            if not making.choices.happens(percent, "circumstance", person.id, kind):
                continue
            since = making.world.clock.day(first + making.choices.number(max(1, days), person.id, kind) * DAY)
            fact = Circumstance(id=making.new_id("circumstance"), person=person.id, kind=kind, since=since)
            if is_sound(making, fact):
                place(making, fact)
