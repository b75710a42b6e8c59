"""How far a pack is encoded and tried."""

from pathlib import Path

from homeschool.adapters.case_files import load_cases
from homeschool.adapters.coverage import coverage
from homeschool.adapters.packs import load_pack
from homeschool.policy import Bilingual
from tests.adapters.samples import CASE, PACK_BODY, write_pack

MORE = """
[[norm]]
id = "aim"
clause = "2"
modality = "obligation"
title = { zh = "做好", en = "Do well" }
bearer = "school"
unexpressed = "no measure is given"
"""


def test_a_pack_is_counted_by_what_it_says(tmp_path: Path) -> None:
    """Clauses, norms, what can be checked, what is only listed and what is not expressed are told apart."""
    found = coverage(load_pack(write_pack(tmp_path / "small", body=PACK_BODY + MORE)))

    assert (found.clauses, found.norms, found.checkable, found.encoded) == (2, 3, 2, 1)
    assert found.listed == {"permission": 1}
    assert found.unexpressed == {"small.aim": Bilingual.of("no measure is given")}
    assert found.without_cases == ("small.visits",)


def test_a_norm_is_tried_when_it_is_kept_and_breached(tmp_path: Path) -> None:
    """Cases of a norm count when one of them expects it kept and another one breached."""
    breached = CASE.replace("2025-11-10", "2026-01-25").replace('"fulfilled"', '"breached"')
    folder = write_pack(tmp_path / "small", cases=CASE)
    pack = load_pack(folder)
    before = coverage(pack, load_cases(folder))
    write_pack(folder, cases=CASE + breached + CASE.replace('norm = "visits"', 'norm = "other"'))
    after = coverage(pack, load_cases(folder))

    assert (before.with_cases, before.without_cases) == ((), ("small.visits",))
    assert (after.with_cases, after.without_cases) == (("small.visits",), ())
