"""How hard the properties are tried: `HOMESCHOOL_PROFILE` names the Hypothesis profile.

`default` is quick and, where `CI` is set, draws the same examples every time; `nightly` searches for long.
"""

import os

from hypothesis import settings

settings.register_profile(
    "default", max_examples=50, deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True
)
settings.register_profile("nightly", max_examples=2000, deadline=None, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HOMESCHOOL_PROFILE", "default"))
