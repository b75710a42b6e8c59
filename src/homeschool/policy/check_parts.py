"""Whether the parts of a norm can mean anything: its moments, its requirement and the bounds of it."""

from fractions import Fraction

import attrs

from homeschool.calendar import PERIOD_KINDS
from homeschool.model.facts import fact_classes
from homeschool.model.fields import near
from homeschool.model.links import link_field
from homeschool.model.ties import MEMBER_KINDS
from homeschool.policy.check_conditions import TIMES, ConditionChecker
from homeschool.policy.condition import Reference
from homeschool.policy.requirement import (
    MEMBER_CLASSES,
    TRIGGER,
    Bound,
    Count,
    Cover,
    PrecedingBound,
    ReferenceBound,
    Requirement,
    Share,
    ShareBound,
    SizeBound,
)
from homeschool.policy.timing import Moment


@attrs.define
class NormChecker(ConditionChecker):
    """Collects the mistakes of one norm."""

    def time_field(self, class_names: tuple[str, ...], field: str, place: str) -> None:
        """Check that a field of the classes holds a time."""
        info = self.field(class_names, field, place)
        if info is not None and info.shape not in TIMES:
            self.note(place, f"`{field}` holds no time")

    def moment(self, moment: Moment, place: str) -> tuple[str, ...]:
        """Check a moment and return the classes of its triggers."""
        periods = PERIOD_KINDS if moment.edge else ()
        known = self.classes(moment.of, place, periods)
        facts = tuple(name for name in known if name in fact_classes())
        if not facts:
            return ()
        for name in facts:
            lasts = fact_classes()[name].lasts
            if lasts != (moment.edge is not None):
                expected = (
                    "`start_of` or `end_of`, for it lasts" if lasts else "an event without `start_of` or `end_of`"
                )
                self.note(place, f"{name}: expected {expected}")
        self.trigger = facts
        self.condition(moment.where, facts, "timing.where")
        if moment.counted_from is not None:
            self.time_field(facts, moment.counted_from, "timing.counted_from")
        self._both_links(facts, moment.link, moment.link_to, "timing")
        return facts

    def _both_links(self, classes: tuple[str, ...], link: str, link_to: str | None, place: str) -> None:
        for name in classes:
            self.link((name,), link_field(name, self.subject, link), f"{place}.link")
        if link_to is not None:
            self.link((self.subject,), link_to, f"{place}.link_to")

    def requirement(self, requirement: Requirement) -> None:
        """Check a requirement."""
        place = "requires"
        classes = self._of(requirement.of)
        if not classes:
            return
        self.condition(requirement.where, classes, f"{place}.where")
        if requirement.placed_by is not None:
            self.time_field(classes, requirement.placed_by, f"{place}.placed_by")
        if requirement.of[0].split(".")[0] != TRIGGER and not (isinstance(requirement, Share) and requirement.members):
            self._both_links(classes, requirement.link, requirement.link_to, place)
        match requirement:
            case Count(distinct=distinct):
                if distinct is not None and distinct != "day":
                    self.field(classes, distinct, f"{place}.distinct")
            case Cover():
                self._cover(requirement, classes)
            case Share(members=members):
                self.condition(requirement.among_where, classes, f"{place}.among")
                if members is not None and members not in MEMBER_KINDS:
                    self.note(f"{place}.among", f"no kind of members `{members}`{near(members, MEMBER_KINDS)}")
        if not isinstance(requirement, Cover):
            self._bounds(requirement)

    def _of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        place = "requires.of"
        root, *path = names[0].split(".")
        if root != TRIGGER:
            return self.classes(names, place, ())
        if len(names) > 1 or len(path) > 1:
            self.note(place, "expected `trigger` or `trigger.` and one field, alone")
            return ()
        if not self.trigger:
            self.note(place, "the timing has no trigger")
            return ()
        if not path:
            return self.trigger
        info = self.field(self.trigger, path[0], place)
        if info is not None and not info.targets:
            self.note(place, f"`{path[0]}` does not say to records of which class it refers")
        return () if info is None else info.targets

    def _cover(self, cover: Cover, classes: tuple[str, ...]) -> None:
        infos = self._path(cover.field, classes, "requires.cover")
        if isinstance(cover.values, Reference):
            self.reference(cover.values, "requires.values")
        elif infos:
            known = [term for info in infos if info.vocabulary for term in info.vocabulary.terms]
            self._terms(cover.values, known, "requires.values")

    def _bounds(self, requirement: Count | Share) -> None:
        least, most = requirement.at_least, requirement.at_most
        if least is None and most is None:
            self.note("requires", "expected at least one bound")
        for key, bound in (("at_least", least), ("at_most", most)):
            if bound is not None:
                self._bound(bound, f"requires.{key}", is_share=isinstance(requirement, Share))
        if isinstance(least, Fraction) and isinstance(most, Fraction) and least > most:
            self.note("requires.at_least", f"`{least}` is more than `at_most`, `{most}`: nothing can meet both")

    def _bound(self, bound: Bound, place: str, *, is_share: bool) -> None:
        match bound:
            case SizeBound(members, _):
                if members not in MEMBER_KINDS:
                    self.note(place, f"no kind of members `{members}`{near(members, MEMBER_KINDS)}")
            case ShareBound(members, where):
                if members not in MEMBER_CLASSES:
                    self.note(place, f"no kind of members `{members}`{near(members, MEMBER_CLASSES)}")
                else:
                    self.condition(where, (MEMBER_CLASSES[members][0],), f"{place}.where")
            case ReferenceBound(reference, _):
                self.reference(reference, place)
            case PrecedingBound():
                return
            case _:
                if bound < 0 or (is_share and bound > 1):
                    self.note(place, f"`{bound}` is not {'between 0 and 1' if is_share else 'at least 0'}")
