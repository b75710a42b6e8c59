"""What a rule means: duties incurred, judged and settled at a moment.

May import the policy floor and below.  Guarantees one finding for each duty, the same for the same records in any
order, and nothing that rests on what was recorded after the moment of the evaluation.
"""

from homeschool.engine.compare import Comparison, Difference, Kind, compare
from homeschool.engine.due import Due, by_bearer, due
from homeschool.engine.evaluate import evaluate
from homeschool.engine.findings import Findings
from homeschool.engine.idle_waivers import idle_waivers
from homeschool.engine.measure import Measure, measure, measure_by
from homeschool.engine.monitor import Monitor
from homeschool.engine.plan import Action, Plan, plan
from homeschool.engine.planning.asks import Ask
from homeschool.engine.planning.needs import Unkept
from homeschool.engine.scope import Readings
from homeschool.engine.slices import DIMENSIONS, Slice, slices, trend
from homeschool.engine.watching.change import Change

__all__ = [
    "DIMENSIONS",
    "Action",
    "Ask",
    "Change",
    "Comparison",
    "Difference",
    "Due",
    "Findings",
    "Kind",
    "Measure",
    "Monitor",
    "Plan",
    "Readings",
    "Slice",
    "Unkept",
    "by_bearer",
    "compare",
    "due",
    "evaluate",
    "idle_waivers",
    "measure",
    "measure_by",
    "plan",
    "slices",
    "trend",
]
