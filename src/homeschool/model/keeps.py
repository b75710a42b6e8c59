"""What a host keeps: which classes of facts, since when, and without which fields."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import attrs

from homeschool.errors import InvalidValueError
from homeschool.model.facts import fact_classes
from homeschool.model.fields import near


@attrs.frozen
class Kept:
    """How far a host keeps one class of facts: from the day `since` (None: always), but not the fields in `without`.

    >>> from datetime import date
    >>> from homeschool import Kept
    >>> Kept(since=date(2025, 10, 1)).without
    frozenset()
    """

    since: date | None = None
    without: frozenset[str] = frozenset()


def _everything() -> Mapping[str, Kept]:
    return MappingProxyType(dict.fromkeys(fact_classes(), Kept()))


@attrs.frozen
class Keeps:
    """What a host keeps.  A class that is not in `classes` is not kept; norms that need it are undetermined.

    >>> from homeschool import Keeps
    >>> "contact" in Keeps.only("home_visit").classes, "contact" in Keeps().classes
    (False, True)
    """

    classes: Mapping[str, Kept] = attrs.field(factory=_everything, hash=False)

    def __attrs_post_init__(self) -> None:
        """Refuse class and field names that do not exist."""
        known = fact_classes()
        for name, kept in self.classes.items():
            if name not in known:
                message = f"keeps: expected the name of a fact class, not `{name}`{near(name, known)}"
                raise InvalidValueError(message)
            for field in sorted(kept.without - known[name].fields.keys()):
                message = f"keeps.{name}.without: no field `{field}`{near(field, known[name].fields)}"
                raise InvalidValueError(message)

    @classmethod
    def only(cls, *names: str) -> "Keeps":
        """Keep the classes named and no other."""
        return cls(dict.fromkeys(names, Kept()))
