"""Every pack that ships: its cases pass, every checkable norm has a compliant and a breached one, its links hold.

A set takes its norms from other packs and has no cases of its own; it is asked what a school that adopts it expects.
"""

import re

import pytest

from homeschool.adapters.cases import Case, run_case
from homeschool.adapters.coverage import coverage
from homeschool.policy import Norm
from homeschool.policy.conflicts import conflicts
from homeschool.policy.links import missing_links, roots, unlinked_copies
from tests.shipped import DOCUMENTS, IDS, cases_of, pack_of

SETS = tuple(name for name in IDS if name not in DOCUMENTS)
SAID_ONCE = (("school-standard", 60, 90), ("left-behind-care", 30, 60), ("kindergarten-standard", 30, 60))
"""The sets without repetition, and between how many norms each has; the laws in `national` repeat each other."""
KNOWN_CONFLICTS: set[tuple[str, str]] = set()
"""Norms of different documents that no school can keep together."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def checkable() -> list[tuple[str, Norm]]:
    """Return every checkable norm of every pack in its latest wording, with the pack that lists it."""
    norms = {(name, norm.id): norm for name in DOCUMENTS for norm in pack_of(name).norms if norm.is_checkable}
    return [(name, norm) for (name, _), norm in norms.items()]


def cases_for(name: str, norm: Norm) -> list[Case]:
    """Return the cases of a norm."""
    return [case for case in cases_of(name) if case.norm in (norm.slug, norm.id)]


NORMS = checkable()


@pytest.mark.parametrize(("name", "norm"), NORMS, ids=[norm.id for _, norm in NORMS])
def test_the_cases_of_every_norm_pass(name: str, norm: Norm) -> None:
    """What the cases of a norm expect is what is found."""
    results = [run_case(pack_of(name), case) for case in cases_for(name, norm)]

    assert [(result.case.title.en, result.differences) for result in results if not result.passed] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_checkable_norm_is_seen_kept_and_breached(name: str) -> None:
    """Every checkable norm of a document has a case of one who complies and a case of a breach."""
    assert coverage(pack_of(name), cases_of(name)).without_cases == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_case_is_of_a_norm_of_its_pack(name: str) -> None:
    """No case names a norm that the pack does not have, or one that yields no duty."""
    known = {id_ for norm in pack_of(name).norms if norm.is_checkable for id_ in (norm.slug, norm.id)}

    assert [case.norm for case in cases_of(name) if case.norm not in known] == []


def test_links_lead_to_norms() -> None:
    """What `same_as` names is a norm of a pack that ships."""
    assert missing_links(map(pack_of, IDS)) == []


def test_what_is_said_twice_is_linked() -> None:
    """No norm asks exactly what another asks, of the same subjects at the same times, but by `same_as`."""
    assert unlinked_copies(map(pack_of, IDS)) == []


def test_the_documents_can_be_kept_together() -> None:
    """No norm of a pack forbids what a norm of any pack asks for, but where the documents themselves differ."""
    found = {(conflict.one.id, conflict.other.id) for conflict in conflicts(map(pack_of, IDS))}

    assert found == KNOWN_CONFLICTS


@pytest.mark.parametrize("name", IDS)
def test_explanations_are_in_both_languages(name: str) -> None:
    """Notes, reasons and consequences of norms are Chinese in Chinese and English in English; a reading has a note."""
    pack = pack_of(name)
    texts = {norm.id: (norm.note, norm.consequence, norm.unexpressed) for norm in pack.norms}

    assert [id_ for id_, found in texts.items() if any(text and not CHINESE.search(text.zh) for text in found)] == []
    assert [id_ for id_, found in texts.items() if any(text and text.zh == text.en for text in found)] == []
    assert [norm.id for norm in pack.norms if norm.assumed and norm.note is None] == []


@pytest.mark.parametrize("name", SETS)
def test_a_set_can_be_kept(name: str) -> None:
    """A set that a school adopts only selects, holds no conflict and has norms that can be checked."""
    pack = pack_of(name)

    assert pack.is_set
    assert any(norm.is_checkable for norm in pack.norms)
    assert conflicts([pack]) == []


@pytest.mark.parametrize(("name", "fewest", "most"), SAID_ONCE)
def test_a_set_says_each_duty_once(name: str, fewest: int, most: int) -> None:
    """A set that is a regulation has as many norms as a school can keep, all checkable, no two linked by any pack."""
    pack = pack_of(name)
    linked = roots(norm for known in map(pack_of, IDS) for norm in known.norms)
    said = [linked.get(norm.id, norm.id) for norm in pack.norms]

    assert [norm.id for norm in pack.norms if not norm.is_checkable] == []
    assert fewest <= len(said) <= most
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("name", IDS)
def test_titles_are_in_both_languages(name: str) -> None:
    """Every title is Chinese in Chinese and not Chinese in English, of pack, norms, definitions and cases."""
    pack = pack_of(name)
    norms = [norm.title for norm in pack.norms]
    titles = [pack.title, *norms, *(found.title for found in pack.definitions.values())]
    titles += [case.title for case in cases_of(name)] if name in DOCUMENTS else []

    assert [title for title in titles if not CHINESE.search(title.zh)] == []
    assert [title for title in titles if CHINESE.search(title.en) or not title.en.strip()] == []


@pytest.mark.parametrize("name", IDS)
def test_every_norm_stands_once_and_cites_its_clause(name: str) -> None:
    """Every norm has an id of its own in its pack, a clause, and says what is the author's reading."""
    pack = pack_of(name)
    wordings = [(norm.id, norm.opens) for norm in pack.norms]

    assert len(set(wordings)) == len(wordings)
    assert [norm.id for norm in pack.norms if not norm.citation.clause.strip()] == []
    assert pack.digest
    assert pack.id == name
