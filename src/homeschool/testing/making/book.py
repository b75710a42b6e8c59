"""A pack laid out for making schools: which norms a fact of a class may set off, break, or stand in the way of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import chain

import attrs

from homeschool.errors import InvalidValueError
from homeschool.model.facts import fact_classes
from homeschool.policy import Always, At, Before, Count, Cover, Every, Norm, Pack, Rolling, Share, Upon
from homeschool.policy.condition import Condition, Has, Reference
from homeschool.policy.requirement import TRIGGER, PrecedingBound, Requirement, ShareBound
from homeschool.policy.timing import Moment
from homeschool.testing.making.literals import asked_fields, asked_terms, has_parts


@attrs.frozen
class Book:
    """The checkable norms of a pack.

    Args:
        pack: the pack.
        norms: those of its norms that yield duties.
        definitions: its named conditions.
        about_itself: by fact class, the norms that ask something of the fact itself when it happens.
        limits: by fact class, the norms that limit how many such facts there may be.
        set_off: by fact class, the norms that such a fact sets off and that ask for other facts.
        looking_back: by fact class, the norms that ask of their trigger whether such a fact has happened before it.
        terms: every text that a condition of the pack asks for.
        fields: every field that a condition of the pack asks about.
        referred: every field of a trigger or subject that a condition refers to.
        counted_from: by fact class, the fields from which norms count.
        befalling: the ids of the norms that ask in what circumstances somebody is.
    """

    pack: Pack
    norms: tuple[Norm, ...]
    definitions: Mapping[str, Condition] = attrs.field(repr=False)
    about_itself: Mapping[str, tuple[Norm, ...]] = attrs.field(repr=False)
    limits: Mapping[str, tuple[Norm, ...]] = attrs.field(repr=False)
    set_off: Mapping[str, tuple[Norm, ...]] = attrs.field(repr=False)
    looking_back: Mapping[str, tuple[Norm, ...]] = attrs.field(repr=False)
    terms: frozenset[str] = attrs.field(repr=False)
    fields: frozenset[str] = attrs.field(repr=False)
    referred: frozenset[str] = attrs.field(repr=False)
    counted_from: Mapping[str, tuple[str, ...]] = attrs.field(repr=False)
    befalling: frozenset[str] = attrs.field(repr=False)

    @property
    def classes(self) -> frozenset[str]:
        """The classes of facts; what else sets a norm off is a period."""
        return frozenset(fact_classes())

    def has_parts(self, norm: Norm) -> list[Has]:
        """Return what must have happened for a norm to apply, as far as it is asked."""
        return self.parts_of(norm.applies_to)

    def parts_of(self, condition: Condition) -> list[Has]:
        """Return the questions about what has happened that a condition asks."""
        return has_parts(condition, self.definitions)

    def about(self, class_name: str) -> frozenset[str]:
        """Return the ids of the norms that ask something of each fact of a class, or limit how many there are."""
        norms = (*self.about_itself.get(class_name, ()), *self.limits.get(class_name, ()))
        return frozenset(norm.id for norm in norms)

    def asking_for(self, class_name: str) -> list[Norm]:
        """Return the norms that ask for facts of a class."""
        return [norm for norm in self.norms if class_name in requirement_of(norm).of]


def book_of(pack: Pack) -> Book:
    """Lay out a pack.

    Raises:
        InvalidValueError: a requirement of a kind for which no school can be made; it names the norm and why.
    """
    norms = tuple(norm for norm in pack.norms if norm.is_checkable)
    for norm in norms:
        _refuse(norm)
    definitions = {name: found.condition for name, found in pack.definitions.items()}
    itself, limits, off, back = (defaultdict[str, list[Norm]](list) for _ in range(4))
    for norm in norms:
        moment, requirement = moment_of(norm), requirement_of(norm)
        if asks_trigger(requirement):
            _enter(itself, moment.of if moment else (), norm)
            _enter(back, [part.of for part in has_parts(requirement.where, definitions)], norm)
            continue
        if moment is not None:
            _enter(off, moment.of, norm)
        if isinstance(requirement, Count) and requirement.at_most is not None:
            _enter(limits, requirement.of, norm)
    asked = list(asked_terms(_conditions(norms, definitions)))
    values = {one for _, one in asked} | {one for norm in norms for one in _cover_values(norm)}
    terms = frozenset(one for one in values if isinstance(one, str))
    referred = frozenset(one.path[-1] for one in values if isinstance(one, Reference) and one.path)
    fields = referred | {field for field, _ in asked}
    return Book(
        pack=pack,
        norms=norms,
        definitions=definitions,
        about_itself=_settled(itself),
        limits=_settled(limits),
        set_off=_settled(off),
        looking_back=_settled(back),
        terms=terms,
        fields=fields,
        referred=referred,
        counted_from=_counted_from(norms),
        befalling=frozenset(norm.id for norm in norms if _asks_circumstances(norm, definitions)),
    )


def _settled(table: Mapping[str, list[Norm]]) -> Mapping[str, tuple[Norm, ...]]:
    return {name: tuple(found) for name, found in table.items()}


def _enter(table: dict[str, list[Norm]], classes: Iterable[str], norm: Norm) -> None:
    for name in classes:
        table[name].append(norm)


def moment_of(norm: Norm) -> Moment | None:
    """Return the moment that sets a norm off; None for what recurs or stands."""
    match norm.timing:
        case Upon(moment) | Before(moment) | At(moment):
            return moment
    return None


def requirement_of(norm: Norm) -> Requirement:
    """Return what a checkable norm asks for."""
    assert norm.requirement is not None, "only checkable norms are in the book"
    return norm.requirement


def asks_trigger(requirement: Requirement) -> bool:
    """Tell whether a requirement is put to the trigger itself, or to a list in it."""
    return requirement.of[0].split(".")[0] == TRIGGER


def is_prohibition(norm: Norm) -> bool:
    """Tell whether a norm has an upper bound and no lower one."""
    requirement = requirement_of(norm)
    return isinstance(requirement, Count) and requirement.at_least is None


def _refuse(norm: Norm) -> None:
    why = _why_not(norm)
    if why is not None:
        message = f"no school can be made for the norm `{norm.id}`: {why}"
        raise InvalidValueError(message)


def _why_not(norm: Norm) -> str | None:
    requirement = requirement_of(norm)
    if isinstance(requirement, Share):
        return _why_no_share(norm, requirement)
    if isinstance(requirement, Count):
        if not isinstance(requirement.at_most, Fraction | None):
            return "an upper bound is not a plain number"
        if asks_trigger(requirement) and not isinstance(requirement.at_least, Fraction | None):
            return "a bound on what the trigger names is not a plain number"
        if isinstance(requirement.at_least, ShareBound):
            return "a number of facts is bounded by a share"
        if isinstance(requirement.at_least, PrecedingBound) and not isinstance(norm.timing, Every):
            return "there is no period before"
    if norm.bearer.each:
        return "each bearer owes it alone"
    if _asks_bearer(norm):
        return "it asks who the bearer is"
    return None


def _why_no_share(norm: Norm, share: Share) -> str | None:
    if asks_trigger(share) or isinstance(norm.timing, Before | At | Rolling):
        return "a share is asked for at a moment, or before one"
    if share.members is not None:
        return None if share.at_most is None else "a share of members has an upper bound"
    if isinstance(norm.timing, Always):
        return "a share of facts is to stand"
    if share.at_most is not None and share.at_least is not None:
        return "a share of facts has two bounds"
    if share.at_most == 0 or share.at_least == 1:
        return "a share of facts is all of them, or none"
    if any(not isinstance(one, Fraction | None) for one in (share.at_least, share.at_most)):
        return "the bound of a share of facts is not a plain number"
    return None


def _asks_bearer(norm: Norm) -> bool:
    requirement = requirement_of(norm)
    asked = [one for _, one in asked_terms([requirement.where])]
    return any(isinstance(one, Reference) and one.root == "bearer" for one in asked)


def _conditions(norms: Iterable[Norm], definitions: Mapping[str, Condition]) -> list[Condition]:
    found = list(definitions.values())
    for norm in norms:
        moment = moment_of(norm)
        found += [norm.applies_to, requirement_of(norm).where, *([] if moment is None else [moment.where])]
    return found


def _asks_circumstances(norm: Norm, definitions: Mapping[str, Condition]) -> bool:
    asked = chain.from_iterable(asked_fields(one, definitions) for one in _conditions([norm], {}))
    return not {"circumstances", "circumstance"}.isdisjoint(asked)


def _cover_values(norm: Norm) -> tuple[str | Reference, ...]:
    requirement = requirement_of(norm)
    if not isinstance(requirement, Cover):
        return ()
    return (requirement.values,) if isinstance(requirement.values, Reference) else requirement.values


def _counted_from(norms: Iterable[Norm]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for norm in norms:
        moment = moment_of(norm)
        if moment is not None and moment.counted_from is not None:
            for name in moment.of:
                found[name].add(moment.counted_from)
    return {name: tuple(sorted(fields)) for name, fields in found.items()}


def thresholds(book: Book, field: str) -> tuple[int, ...]:
    """Return the numbers that conditions of a pack compare a field with."""
    conditions: list[Condition] = [*book.definitions.values(), *(norm.applies_to for norm in book.norms)]
    found = {one for name, one in asked_terms(conditions) if name == field}
    return tuple(sorted(int(one) for one in found if isinstance(one, int | Fraction)))
