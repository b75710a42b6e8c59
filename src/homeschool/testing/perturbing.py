"""Registers with one realistic clerical slip."""

from collections.abc import Iterable

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from homeschool.errors import InvalidValueError
from homeschool.model import Register
from homeschool.testing.slips import Slip, Spoiling, spoilings


@attrs.frozen
class Perturbation:
    """A register with one slip: which `slip`, in which `record` and `field`, and the `register` that came of it.

    `field` is None where the record as a whole is concerned.
    """

    slip: Slip
    record: str
    field: str | None
    register: Register

    @property
    def description(self) -> str:
        """What went wrong, in one line that names the record by its id and no person."""
        place = self.record if self.field is None else f"{self.record}: {self.field}"
        return f"{place}: {self.slip.value}"


def perturbations(register: Register, *, slips: Iterable[Slip] = tuple(Slip)) -> SearchStrategy[Perturbation]:
    """Draw a register that differs from another by one clerical slip, and is valid all the same.

    Each kind of slip that the register's records can suffer is as likely as any other.

    >>> from hypothesis import find
    >>> from homeschool import Register
    >>> from homeschool.testing import CALENDAR, Slip, perturbations, small_school
    >>> register = Register(small_school(), CALENDAR)
    >>> find(perturbations(register, slips=[Slip.WRONG_DAY]), lambda drawn: True).slip
    <Slip.WRONG_DAY: 'a day was mistaken for another'>

    Args:
        register: the register to spoil; it is left as it is.
        slips: the kinds of slip that may be drawn; left out: all of them.

    Raises:
        InvalidValueError: none of its records can suffer such a slip.
    """
    wanted = frozenset(slips)
    possible = [ways for slip, ways in spoilings(register).items() if slip in wanted]
    if not possible:
        raise InvalidValueError("slips: no record of the register can suffer any of these")
    ways = st.one_of([st.sampled_from(ways) for ways in possible])
    return ways.map(lambda spoiling: _perturbed(register, spoiling))


def _perturbed(register: Register, spoiling: Spoiling) -> Perturbation:
    (_, fact), *_ = register.versions[spoiling.record]
    others = [other for other in register.facts if other.id != spoiling.record]
    spoilt = attrs.evolve(register, facts=[*others, *spoiling.spoil(fact)])
    return Perturbation(spoiling.slip, spoiling.record, spoiling.field, spoilt)
