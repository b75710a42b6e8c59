"""How hard the properties are tried: `HOMESCHOOL_PROFILE` names the Hypothesis profile.

`default` is quick and, where `CI` is set, draws the same examples every time; `nightly` searches for long.  `faults`
and `mutation` serve the campaigns, in which an engine is wrong on purpose: it is enough to see that, and no matter how
small the example is.

Hypothesis makes five of six examples by copying parts of the one before within it.  What is drawn here is made of many
parts, most of which decide whether anything is found at all, so copies find little; each example is drawn `afresh`.
"""

import os

from hypothesis import Phase, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider


class Afresh(HypothesisProvider):
    """Draws as Hypothesis does by itself; as a backend of its own it is asked for a new example each time."""


AVAILABLE_PROVIDERS["afresh"] = Afresh
settings.register_profile("afresh", deadline=None, backend="afresh")
afresh = settings.get_profile("afresh")
settings.register_profile("default", afresh, max_examples=20, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.register_profile("nightly", afresh, max_examples=2000, derandomize=False, print_blob=True)
for name, examples in (("faults", 2500), ("mutation", 30)):
    settings.register_profile(
        name,
        afresh,
        max_examples=examples,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        report_multiple_bugs=False,
    )
settings.load_profile(os.environ.get("HOMESCHOOL_PROFILE", "default"))
