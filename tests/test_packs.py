"""Every pack that ships: its cases pass, every checkable norm has a compliant and a breached one, its links hold."""

import re
from functools import cache

import pytest

from homeschool.adapters.cases import Case, load_cases, run_case
from homeschool.adapters.packs import load_pack, pack_ids
from homeschool.policy import Norm, Pack

IDS = pack_ids()
FULL_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KEPT = {"fulfilled", "holding", "absent"}
"""What a case of one who complies expects."""


@cache
def pack_of(name: str) -> Pack:
    """Return a shipped pack, loaded once."""
    return load_pack(name)


@cache
def cases_of(name: str) -> tuple[Case, ...]:
    """Return the cases of a shipped pack, loaded once."""
    return load_cases(name)


def checkable() -> list[tuple[str, Norm]]:
    """Return every checkable norm of every pack in its latest wording, with the pack that lists it."""
    norms = {(name, norm.id): norm for name in IDS for norm in pack_of(name).norms if norm.is_checkable}
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


@pytest.mark.parametrize(("name", "norm"), NORMS, ids=[norm.id for _, norm in NORMS])
def test_every_checkable_norm_is_seen_kept_and_breached(name: str, norm: Norm) -> None:
    """Every checkable norm has a case of one who complies and a case of a breach."""
    statuses = {asked.status for case in cases_for(name, norm) for asked in case.expect}

    assert "breached" in statuses
    assert statuses & KEPT


@pytest.mark.parametrize("name", IDS)
def test_every_case_is_of_a_norm_of_its_pack(name: str) -> None:
    """No case names a norm that the pack does not have, or one that yields no duty."""
    known = {id_ for norm in pack_of(name).norms if norm.is_checkable for id_ in (norm.slug, norm.id)}

    assert [case.norm for case in cases_of(name) if case.norm not in known] == []


@pytest.mark.parametrize("name", IDS)
def test_links_to_norms_that_say_the_same_hold(name: str) -> None:
    """A norm's `same_as` names norms of shipped packs that exist; one of a pack not shipped is a full id."""
    links = {link for norm in pack_of(name).norms for link in norm.same_as}

    assert [link for link in links if not FULL_ID.fullmatch(link)] == []
    shipped = [link for link in links if link.partition(".")[0] in IDS]
    assert [
        link for link in shipped if not any(norm.id == link for norm in pack_of(link.partition(".")[0]).norms)
    ] == []


@pytest.mark.parametrize("name", IDS)
def test_titles_are_in_both_languages(name: str) -> None:
    """Every title is Chinese in Chinese and not Chinese in English, of pack, norms, definitions and cases."""
    pack = pack_of(name)
    norms = [norm.title for norm in pack.norms]
    titles = [pack.title, *norms, *(found.title for found in pack.definitions.values())]
    titles += [case.title for case in cases_of(name)]

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
