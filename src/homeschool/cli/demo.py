"""``homeschool demo``: a made-up school, and a first check of it."""

import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path

from homeschool.adapters.files import write_texts
from homeschool.adapters.json_records import json_of
from homeschool.adapters.packs import load_pack
from homeschool.calendar import SHANGHAI
from homeschool.cli import CLEAN
from homeschool.cli.check import summary_text
from homeschool.cli.inputs import OutputError
from homeschool.demo import demo_register
from homeschool.engine import Readings, evaluate
from homeschool.policy.finding import Status
from homeschool.report import Explainer, table

PACK = "contact-system"
AS_OF = datetime(2026, 1, 20, 12, tzinfo=SHANGHAI)
_SHOWN = (Status.BREACHED, Status.UNDETERMINED, Status.PENDING)
_LIMIT = 5


def run(arguments: Namespace) -> int:
    """Write a made-up school to a folder and print a first check of it; return 0."""
    pack = load_pack(PACK)
    register = demo_register(seed=arguments.seed)
    folder = Path(arguments.folder)
    mistake = write_texts(folder, {"records.json": json_of(register)})
    if mistake is not None:
        raise OutputError([mistake])
    readings = Readings()
    findings = evaluate(pack, register, as_of=AS_OF, readings=readings)
    moment = AS_OF.isoformat(timespec="minutes")
    print(f"已写入虚构学校（人物均为虚构）：{folder / 'records.json'}")
    print(f"截至 {moment}，对照《{pack.title.zh}》：{summary_text(findings, 'zh')}\n")
    shown = [finding for finding in findings if finding.status in _SHOWN]
    sys.stdout.write(table(shown, explainer=Explainer([pack], at_once=readings.at_once), limit=_LIMIT))
    print(f"\n继续：homeschool check {folder / 'records.json'} --pack {PACK} --as-of {moment}")
    return CLEAN
