"""The meaning of a pack, written down to be read: no index, no memory, every question asked of every record.

It imports the model, the calendar and the nouns of the language, and never the engine; the engine must agree with it.
Times are microseconds.  A truth is True, False or None (not known), as in Kleene's logic.
"""

from tests.oracle.findings import Judged, oracle_findings

__all__ = ["Judged", "oracle_findings"]
