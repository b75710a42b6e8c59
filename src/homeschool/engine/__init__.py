"""What a rule means: duties incurred, judged and settled at a moment.

May import the policy floor and below.  Guarantees one finding for each duty, the same for the same records in any
order, and nothing that rests on what was recorded after the moment of the evaluation.
"""

from homeschool.engine.evaluate import evaluate
from homeschool.engine.findings import Findings
from homeschool.engine.measure import Measure, measure, measure_by
from homeschool.engine.scope import Readings

__all__ = ["Findings", "Measure", "Readings", "evaluate", "measure", "measure_by"]
