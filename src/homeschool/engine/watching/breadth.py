"""How far a norm looks from its subjects: where it does not look far, a tie changes little.

A tie (an enrolment, a guardianship, an appointment, a seat) says who belongs where.  What a norm asks of a subject
itself, and of the facts tied to it, changes only in the family of the tie.  Beyond it a norm may ask what roles those
have whom a fact names.  Some norms ask for the members of a class or a school, or where others belong: they look
everywhere.
"""

from collections.abc import Iterable

import attrs

from homeschool.engine.bearers import asks_bearer
from homeschool.policy.condition import Op
from homeschool.policy.norm import Norm
from homeschool.policy.requirement import Cover, Share, ShareBound, SizeBound

_NEAR = frozenset({"party", "concerned_as", "in_force", "length", "age", "circumstances", "participants"})
"""Derived fields that do not rest on ties."""
_AMONG = frozenset({"any_of", "all_of", "none_of"})


@attrs.define(eq=False)
class Breadth:
    """What a norm asks of others than its subjects.

    Args:
        roles: the roles that are asked for of those whom facts name.
        asks_any_role: whether all their roles matter.
        is_wide: whether the norm looks everywhere.
        through: the classes of people, places and ties through which it looks at something else.
    """

    roles: set[str] = attrs.field(factory=set)
    asks_any_role: bool = False
    is_wide: bool = False
    through: frozenset[str] = frozenset()

    def asks_for(self, roles: Iterable[str]) -> bool:
        """Tell whether the norm asks for any of some roles."""
        return self.asks_any_role or not self.roles.isdisjoint(roles)

    def note_derived(self, field: str) -> None:
        """Note that a derived field is asked of another than the subject."""
        self.is_wide = self.is_wide or (field != "role" and field not in _NEAR)

    def note_roles(self, op: Op, values: Iterable[object]) -> None:
        """Note that roles are asked of another than the subject."""
        if op in _AMONG and all(isinstance(value, str) for value in values):
            self.roles.update(map(str, values))
        else:
            self.asks_any_role = True

    def note_whole(self, norm: Norm) -> None:
        """Note what a norm asks beyond its conditions."""
        requirement = norm.requirement
        assert requirement is not None
        if isinstance(requirement, Cover):
            values = requirement.values if isinstance(requirement.values, tuple) else (requirement.values,)
            if requirement.field[-1] == "role":
                self.note_roles("any_of", values)
        else:
            bounds = requirement.at_least, requirement.at_most
            self.is_wide = self.is_wide or any(isinstance(bound, SizeBound | ShareBound) for bound in bounds)
        of_members = isinstance(requirement, Share) and requirement.members is not None
        self.is_wide = self.is_wide or of_members or norm.bearer.each or asks_bearer(requirement)
