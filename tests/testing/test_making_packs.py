"""Schools for every pack and set that ships: each can be kept, and norms of every kind can be breached.

By default a few schools are made; with `HOMESCHOOL_SCHOOLS` so many for each pack, and for each of all the norms.
"""

from typing import Any

import pytest

from homeschool import load_pack, pack_ids
from homeschool.errors import InvalidValueError
from homeschool.policy import Norm
from homeschool.testing.making import Made
from homeschool.testing.making.book import book_of
from homeschool.testing.making.skeleton import two_years
from homeschool.testing.making.strategies import breaching_in, complying_in
from homeschool.testing.making.workshop import Workshop
from tests.testing.test_making import PACKS, SCHOOLS, breached, each_of, judged

OTHERS = tuple(name for name in pack_ids() if name not in PACKS)
GO_TOGETHER = {
    "compulsory-education.art-13-committee": ("compulsory-education.art-11-complete",),
    "kindergarten.participation-rate": ("kindergarten.effect-guardians",),
}
"""Norms whose breach always is one of another norm: what sets it off is forbidden, or what it asks is part of more."""
OF_EACH_KIND = (
    "advance.training-bodies",
    "bullying-school-duties.art-1-members",
    "charter-2.social-cooperation",
    "class-report.cooperation-forms-3",
    "co-education-opinions.units-do-their-part",
    "compulsory-education.art-13-committee",
    "implementation-plan.more-practice",
    "implementation-plan.psych-teachers",
    "kindergarten.committee",
    "kindergarten.participation-rate",
    "left-behind-care/left-behind.committee-left-behind-share",
    "mechanism-plan.working-group",
    "nine-systems.partner-internships",
    "personal-information.art-17-rules-public",
    "primary-school-linkage.not-phone-only",
    "primary-school-linkage.police-duty-other",
    "primary-school-linkage.visit-in-time",
    "work-plan.committee-three-levels",
)
"""Norms that are breached by default: with bodies, seats, partners, posts, shares, and bounds that follow from more."""


def some_norms() -> list[Any]:
    """Return norms with the packs or sets they are judged by: all norms of all packs if there is time."""
    if SCHOOLS:
        norms = [(name, norm) for name in OTHERS for norm in load_pack(name).norms if norm.is_checkable]
        return [pytest.param(name, norm, id=f"{name}/{norm.id}") for name, norm in norms]
    asked = [(one.split("/")[0] if "/" in one else one.split(".")[0], one.split("/")[-1]) for one in OF_EACH_KIND]
    return [pytest.param(name, load_pack(name).norm(id_), id=f"{name}/{id_}") for name, id_ in asked]


@pytest.mark.parametrize("name", OTHERS)
def test_each_pack_can_be_kept(name: str) -> None:
    """Schools that keep every norm of a pack show no breach of it."""
    pack = load_pack(name)

    def check(made: Made) -> None:
        assert breached(judged(pack, made)) == set()

    each_of(complying_in(Workshop(book_of(pack), two_years()), students=3, days=400 if SCHOOLS else 150), check, 2)


@pytest.mark.parametrize(("name", "norm"), some_norms())
def test_norms_of_each_kind_are_breached(name: str, norm: Norm) -> None:
    """A norm can be breached, and no other than those that are said to go with it."""
    pack = load_pack(name)

    def check(made: Made) -> None:
        found = breached(judged(pack, made))
        assert norm.id in found
        assert found <= {norm.id, *made.falls_with}
        assert SCHOOLS or made.falls_with == GO_TOGETHER.get(norm.id, ())

    students, days = (3, 30) if SCHOOLS else (1, 1)
    try:
        strategy = breaching_in(Workshop(book_of(pack), two_years()), norm.id, students=students, days=days)
    except InvalidValueError as refused:
        if not SCHOOLS:
            raise
        pytest.skip(str(refused))
    each_of(strategy, check, 1)
