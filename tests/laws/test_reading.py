"""Law 13: what is written is read back as the same."""

from datetime import datetime

import attrs
from hypothesis import given

from homeschool.adapters.findings import finding_from_data, finding_to_data
from homeschool.adapters.register_data import register_from_data, register_to_data
from homeschool.engine import evaluate
from homeschool.model import Register
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.read_pack import read_pack, write_pack
from homeschool.policy.reading import Reader
from tests.laws.judging import patiently
from tests.laws.norms import norms, pack_of
from tests.laws.strategies import moments, registers


def _no_pack(name: str) -> Pack:
    raise AssertionError(name)


@patiently
@given(norm=norms())
def test_structure_of_unstructure_is_identity_for_packs(norm: Norm) -> None:
    """A pack that is written and read again is the same pack."""
    pack, reader = pack_of(attrs.evolve(norm, opens=None)), Reader()
    read = read_pack(reader, *write_pack(pack), _no_pack)

    assert not reader.mistakes
    assert read == pack


@patiently
@given(register=registers())
def test_structure_of_unstructure_is_identity_for_registers(register: Register) -> None:
    """A register that is written and read again holds the same records, calendars and scope."""
    assert register_from_data(register_to_data(register)) == register


@patiently
@given(norm=norms(), register=registers(), as_of=moments())
def test_structure_of_unstructure_is_identity_for_findings(norm: Norm, register: Register, as_of: datetime) -> None:
    """A finding that is written and read again is the same finding."""
    findings = evaluate(pack_of(norm), register, as_of=as_of)

    for finding in findings:
        assert finding_from_data(finding_to_data(finding), findings.packs) == finding
