"""Packs made and amended in Python."""

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from homeschool.errors import PackError, UnknownIdError
from homeschool.policy import Count, Definition, Pack, Status, amend_pack, make_pack
from homeschool.policy import condition as c
from homeschool.policy.finding import Details, Finding
from homeschool.policy.make import pack_digest
from homeschool.policy.norm import Bilingual
from tests.policy.builders import messages, norm_of, pack_of

WORDS = Bilingual("示例", "Example")


def made(*slugs: str, **fields: Any) -> Pack:
    """Return a pack made in Python."""
    return Pack("made-up", WORDS, tuple(norm_of(id=slug) for slug in slugs), **fields)


def test_a_pack_made_in_python_gets_a_digest() -> None:
    """A pack that is right is returned with the hash of what it says; another text has another."""
    pack = make_pack(made("visits"))

    assert len(pack.digest) == 16
    assert pack.digest == pack_digest(pack) == make_pack(pack).digest
    assert make_pack(made("calls")).digest != pack.digest


def test_a_pack_made_in_python_is_checked() -> None:
    """Every mistake of every norm and definition is reported at once, each with its place."""
    wrong = attrs.evolve(norm_of(), requirement=Count(("home_vist",), at_least=Fraction(-1)))
    definition = Definition("odd", WORDS, "student", c.Named("even"))

    with pytest.raises(PackError) as caught:
        make_pack(Pack("made-up", WORDS, (wrong, norm_of(), norm_of()), definitions={"odd": definition}))

    assert messages(caught.value) == [
        "definitions.odd.where.is: no definition `even`",
        "norm[0].requires.of: no fact class `home_vist`; did you mean `home_visit`?",
        "norm[1]: two norms have the id `made-up.visits`",
        "norm[2]: two norms have the id `made-up.visits`",
    ]


def test_amending_returns_another_pack() -> None:
    """An amended pack has the change and another digest; the pack itself stays as it is."""
    pack = make_pack(made("visits"))

    more = amend_pack(pack, "visits", {"requires": {"at_least": 3}}, reason="more", by="our-school")

    assert more.norm("visits").requirement == Count(("home_visit",), at_least=Fraction(3))
    assert more.norm("visits").amendments[0].pack == "our-school"
    assert more.digest != pack.digest
    assert pack.norm("visits").requirement == Count(("home_visit",), at_least=Fraction(1))


def test_amending_from_a_day_keeps_both_wordings() -> None:
    """Amended from a day on, the old wording is there beside the new."""
    pack = amend_pack(made("visits"), "made-up.visits", {"waivable": False}, reason="r", starts_on=date(2026, 3, 2))

    other = amend_pack(made("visits"), "visits", {"waivable": False}, reason="r", starts_on=date(2026, 3, 3))
    assert [norm.is_waivable for norm in pack.norms] == [True, False]
    assert pack.digest != other.digest
    assert pack.norms[1].amendments[0].pack == "made-up"


def test_a_mistaken_amendment_is_refused() -> None:
    """An amendment that cannot be read, or means nothing, is refused with its place."""
    with pytest.raises(PackError, match=r"change\.requires\.at_lest: unknown key `at_lest`; did you mean `at_least`"):
        amend_pack(made("visits"), "visits", {"requires": {"at_lest": 3}}, reason="r")
    with pytest.raises(PackError, match=r"change\.title: expected a table, not `3`"):
        amend_pack(made("visits"), "visits", {"title": 3}, reason="r")
    with pytest.raises(PackError, match=r"requires\.at_least: `-3` is not at least 0"):
        amend_pack(made("visits"), "visits", {"requires": {"at_least": -3}}, reason="r")
    with pytest.raises(UnknownIdError, match="pack `made-up` has no norm `visit`; did you mean `visits`"):
        amend_pack(made("visits"), "visit", {}, reason="r")


def test_a_norm_is_found_by_slug_or_full_id() -> None:
    """A pack gives a norm by either of its names."""
    pack = pack_of({})

    assert pack.norm("visits") is pack.norm("made-up.visits") is pack.norms[0]


def test_citations_and_titles_read_in_two_languages() -> None:
    """A citation names document and clause in Chinese and in English."""
    citation = norm_of().citation

    assert citation.describe("zh") == "《示例办法》一"
    assert citation.describe("en") == "Made-up rules, 一"
    assert (WORDS.get("zh"), WORDS.get("en")) == ("示例", "Example")


def test_a_finding_made_by_hand_has_no_details() -> None:
    """A finding that nothing evaluated says nothing more when looked at; its id names norm, subject and bearer."""
    finding = Finding(norm_of(), "s-one", Status.PENDING, None, None, bearer="t-class")

    assert finding.details == Details()
    assert finding.id == "made-up.visits/s-one/t-class"


def test_four_statuses_are_final() -> None:
    """What is fulfilled, breached, waived or lapsed stays so."""
    assert {status for status in Status if status.is_final} == {
        Status.FULFILLED,
        Status.BREACHED,
        Status.WAIVED,
        Status.LAPSED,
    }
