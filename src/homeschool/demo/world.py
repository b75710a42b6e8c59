"""What every part of the demo's year stands on: the timetable, the classes and their children, the staff."""

import attrs

from homeschool.demo.dice import Dice
from homeschool.demo.people import Form, Pupil, make_forms
from homeschool.demo.staffing import Staffing, make_staffing
from homeschool.demo.timetable import Timetable, make_timetable


@attrs.frozen
class World:
    """The made-up school before anything happens in it."""

    timetable: Timetable
    forms: tuple[Form, ...]
    staffing: Staffing

    @property
    def pupils(self) -> tuple[Pupil, ...]:
        """All children of the year, class by class."""
        return tuple(pupil for form in self.forms for pupil in form.pupils)

    def form(self, id_: str) -> Form:
        """Return the class with an id."""
        return next(form for form in self.forms if form.id == id_)


def make_world(seed: int) -> World:
    """Make the made-up school for a seed."""
    forms = make_forms(Dice.of(seed, "forms"))
    return World(make_timetable(), forms, make_staffing(forms))
