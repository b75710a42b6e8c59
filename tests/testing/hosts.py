"""Hosts that keep findings up to date: one that is right, and others that are wrong, each in its own way."""

from datetime import datetime
from fractions import Fraction
from typing import Any, Self

import attrs

from homeschool.calendar import Span
from homeschool.engine import evaluate
from homeschool.model import Fact, Register
from homeschool.policy import Bearer, Bilingual, Citation, Count, Every, Moment, Norm, Pack, Upon

TITLE = Bilingual("示例小学办法", "Rules of Example Primary School")


def _norm(slug: str, timing: Every | Upon, of: str, subject: str = "student") -> Norm:
    requirement = Count((of,), Fraction(1))
    citation = Citation(TITLE, "第一条")
    return Norm(
        "example",
        slug,
        citation,
        "obligation",
        TITLE,
        Bearer(("school",)),
        subject,
        timing=timing,
        requirement=requirement,
    )


PACK = Pack(
    "example",
    TITLE,
    (
        _norm("visit", Every("term"), "home_visit"),
        _norm("call", Upon(Moment(("concern",)), Span.parse("24 h")), "contact"),
    ),
)
NAMES = ("home_visit", "concern", "contact", "enrolment")


def expected(register: Register, as_of: datetime) -> list[Any]:
    """Return what is to be found in a register at a moment."""
    return list(evaluate(PACK, register, as_of=as_of))


@attrs.define
class Host:
    """A host that works everything out anew whenever it is asked."""

    register: Register
    as_of: datetime

    @property
    def findings(self) -> list[Any]:
        """What is found now."""
        return expected(self.register, self.as_of)

    def observe(self, *facts: Fact) -> None:
        """Keep the records."""
        self.register = attrs.evolve(self.register, facts=(*self.register.facts, *facts))

    def advance(self, as_of: datetime) -> None:
        """Move on."""
        self.as_of = as_of

    def saved(self) -> tuple[Register, datetime]:
        """Return what is stored when the host is stopped."""
        return self.register, self.as_of

    @classmethod
    def restored(cls, saved: tuple[Register, datetime]) -> Self:
        """Make a host of what was stored."""
        return cls(*saved)


class DeafToCancellations(Host):
    """A host that does not take in that something was cancelled."""

    def observe(self, *facts: Fact) -> None:
        """Keep the records but for cancellations."""
        super().observe(*(fact for fact in facts if not getattr(fact, "cancelled", False)))


class DeafToCorrections(Host):
    """A host that keeps the first version of a record for good."""

    def observe(self, *facts: Fact) -> None:
        """Keep the records that are new."""
        super().observe(*(fact for fact in facts if fact.id not in self.register.versions))


class StandingStill(Host):
    """A host whose findings change with its records only, and never because time goes by."""

    def advance(self, as_of: datetime) -> None:
        """Stay where it is."""


class Forgetful(Host):
    """A host that forgets, when it is stopped, the later versions that it was told to see only later."""

    def saved(self) -> tuple[Register, datetime]:
        """Return what has been seen by now, and of what is still to be seen the first version only."""
        first = {id_: versions[0][1] for id_, versions in self.register.versions.items()}
        return attrs.evolve(
            self.register, facts=[one for one in self.register.facts if self._keeps(one, first)]
        ), self.as_of

    def _keeps(self, fact: Fact, first: dict[str, Fact]) -> bool:
        return fact == first[fact.id] or fact.recorded_at is None or fact.recorded_at <= self.as_of
