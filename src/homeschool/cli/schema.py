"""``homeschool schema``: JSON Schema of the formats, for editors."""

import json
from argparse import Namespace
from types import MappingProxyType

from homeschool.adapters.schema import norms_schema, pack_schema, records_schema
from homeschool.cli import CLEAN

_SCHEMAS = MappingProxyType({"records": records_schema, "pack": pack_schema, "norms": norms_schema})


def run(arguments: Namespace) -> int:
    """Print a JSON Schema; return 0."""
    print(json.dumps(_SCHEMAS[arguments.what](), ensure_ascii=False, indent=2))
    return CLEAN
