"""Findings as plain data, and back."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeschool.adapters.cases import load_cases
from homeschool.adapters.findings import (
    finding_from_data,
    finding_to_data,
    findings_to_data,
    findings_to_lines,
    norms_to_data,
)
from homeschool.adapters.packs import load_pack
from homeschool.calendar import Interval
from homeschool.engine import evaluate
from homeschool.errors import MistakesError
from homeschool.policy.finding import Details, Excuse, Finding, NearMiss, Owner, Status
from homeschool.policy.norm import Amendment, Bilingual, Citation, Norm
from homeschool.policy.pack import Pack
from tests.adapters.samples import CASE, instants, write_pack

NORM = Norm("p", "n", Citation(Bilingual("文", "Doc"), "一"), "obligation", Bilingual("题", "Title"))
LATER = attrs.evolve(
    NORM,
    opens=Interval(date(2026, 1, 1)),
    in_force=Interval(date(2025, 1, 1), date(2027, 1, 1)),
    assumed=("timing.within",),
    amendments=(Amendment("q", "why", ("timing",)),),
)
PACK = Pack("p", Bilingual("包", "Pack"), (NORM, LATER))
SAME = Details(bearers=(Owner("class_teacher", ("t",)),), remind=(Owner("class_teacher", ("t",)),))
DETAILS = Details(
    bearers=(Owner("class_teacher", ("t",)), Owner("psychology_teacher")),
    remind=(Owner("class_teacher", ("u",)),),
    near_misses=(
        NearMiss("v", "home_visit", date(2025, 9, 1), "condition", "place"),
        NearMiss("w", "plan", None, "unknown"),
    ),
    certain=1,
    possible=None,
    needed="2",
    missing=("home",),
    is_unachievable=True,
    unknown=("contact.reached",),
    stood_from=datetime(2025, 9, 1, tzinfo=UTC),
    stood_until=datetime(2025, 10, 1, tzinfo=UTC),
    excuse=Excuse(
        "w", "waiver", datetime(2025, 9, 2, tzinfo=UTC), "t", date(2025, 9, 1), date(2025, 9, 8), has_reason=True
    ),
)
DOCUMENTED = Details(excuse=Excuse("v", "home_visit", datetime(2025, 9, 2, tzinfo=UTC)))
texts = st.text(min_size=1).filter(str.strip)
findings = st.builds(
    Finding,
    norm=st.sampled_from(PACK.norms),
    subject=texts,
    status=st.sampled_from(Status),
    opens=st.none() | instants,
    deadline=st.none() | instants,
    trigger=st.none() | texts,
    bearer=st.none() | texts,
    decided_at=st.none() | instants,
    evidence=st.lists(texts, max_size=2).map(tuple),
    remedied_at=st.none() | instants,
    excused_by=st.none() | texts,
    is_retroactive=st.booleans(),
    because=st.none() | st.just("straddles"),
    look=st.sampled_from([lambda: DETAILS, lambda: SAME, lambda: DOCUMENTED, Details]),
)


@given(findings)
def test_structure_of_unstructure_is_identity(finding: Finding) -> None:
    """A finding read from its JSON equals it, its details too."""
    again = finding_from_data(json.loads(json.dumps(finding_to_data(finding))), [PACK])

    assert again == finding
    assert again.details == finding.details


@given(st.lists(findings, max_size=4))
def test_a_line_holds_what_the_data_holds(found: list[Finding]) -> None:
    """The lines of JSON that are written quickly say what the plain data of the findings say."""
    lines = [json.loads(line) for line in findings_to_lines(found, lambda one, _: {"zh": one.subject, "en": "x"})]

    assert lines == findings_to_data(found, lambda one, _: {"zh": one.subject, "en": "x"})


def test_what_is_said_of_a_norm_is_said_once() -> None:
    """Title, modality and amendments stand once for each wording of a norm, by its id, and not in its findings."""
    found = [Finding(norm, one, Status.PENDING, None, None) for norm in (NORM, LATER) for one in ("s", "t")]
    (first, second) = norms_to_data(found)["p.n"]

    assert first["title"] == {"zh": "题", "en": "Title"}
    assert "wording" not in first
    assert second["wording"]["opens"] == {"from": "2026-01-01"}
    assert second["amendments"] == [{"pack": "q", "reason": "why", "fields": ["timing"]}]
    assert "title" not in finding_to_data(found[0])


def test_findings_of_the_engine_come_back(tmp_path: Path) -> None:
    """What the engine finds in the shared school is written and read again."""
    folder = write_pack(tmp_path / "small", cases=CASE)
    pack, (case,) = load_pack(folder), load_cases(folder)
    found = list(evaluate([pack], case.register, as_of=case.as_of))

    assert found
    assert [finding_from_data(data, [pack]) for data in findings_to_data(found)] == found


def test_a_finding_carries_what_a_reader_needs() -> None:
    """The norm, its citation, what is a reading of ours, and the words of a message stand in the data."""
    finding = Finding(LATER, "s", Status.BREACHED, None, None, look=lambda: DETAILS)
    data = finding_to_data(finding, lambda one, details: {"zh": "违", "en": f"{one.subject} {details.needed}"})

    assert data["norm"] == "p.n"
    assert data["reading"] == ["timing.within"]
    assert data["citation"] == {"document": {"zh": "文", "en": "Doc"}, "clause": "一", "text": "verbatim"}
    assert data["message"] == {"zh": "违", "en": "s 2"}
    assert data["near_misses"][0] == {
        "fact": "v",
        "class": "home_visit",
        "when": "2025-09-01",
        "why": "condition",
        "detail": "place",
    }


def mistake_of(**change: Any) -> str:
    """Return the mistake of a finding's data with some keys changed."""
    finding = Finding(NORM, "s", Status.BREACHED, datetime(2025, 9, 1, tzinfo=UTC), None)
    with pytest.raises(MistakesError) as caught:
        finding_from_data({**finding_to_data(finding), **change}, [PACK])
    return str(caught.value.mistakes[0])


def test_data_that_is_no_finding_is_refused() -> None:
    """An unknown norm, wording or status, and values of the wrong kind, are told with their key."""
    assert "no pack has the norm `p.m`; did you mean `p.n`?" in mistake_of(norm="p.m")
    assert mistake_of(wording={"opens": {"from": "2020-01-01"}}).startswith("wording: ")
    assert mistake_of(status="breach").startswith("status: ")
    assert mistake_of(opens="2025-09-01T08:00").startswith("opens: ")
    assert mistake_of(opens="2025-09-01").startswith("opens: ")
    assert mistake_of(opens="soon").startswith("opens: ")
    assert mistake_of(bearers=3).startswith("bearers: ")
    assert mistake_of(near_misses=[3]).startswith("near_misses[0]: ")
    assert mistake_of(trigger=3).startswith("trigger: ")
    assert mistake_of(excuse=3).startswith("excuse: ")
    assert mistake_of(excuse={"fact": "w", "class": "waiver"}).startswith("excuse.recorded_at: ")
    written = {"fact": "w", "class": "waiver", "recorded_at": "2025-09-01T08:00+08:00"}
    assert mistake_of(excuse={**written, "until": "2025-09-01T08:00+08:00"}).startswith("excuse.until: ")


def test_a_list_is_no_finding() -> None:
    """Data that are no table at all are refused."""
    with pytest.raises(MistakesError, match="expected a table"):
        finding_from_data([], [PACK])
