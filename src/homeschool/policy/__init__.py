"""The language of norms: what a rule is, as data; what it means is the engine's to say.

May import the model and the calendar.  Guarantees that a norm that passes `check_norm` names only what exists, and
that reading what was written gives the same norm.
"""

from homeschool.policy.condition import And, Has, Named, Not, Or, Reference, Some, Test
from homeschool.policy.finding import Details, Finding, NearMiss, Owner, Status
from homeschool.policy.make import amend_pack, make_pack
from homeschool.policy.norm import Amendment, Bearer, Bilingual, Citation, Norm
from homeschool.policy.pack import Definition, Pack, Variant
from homeschool.policy.requirement import Count, Cover, PrecedingBound, ReferenceBound, Share, ShareBound, SizeBound
from homeschool.policy.timing import Always, At, Before, Every, Moment, Rolling, Upon

__all__ = [
    "Always",
    "Amendment",
    "And",
    "At",
    "Bearer",
    "Before",
    "Bilingual",
    "Citation",
    "Count",
    "Cover",
    "Definition",
    "Details",
    "Every",
    "Finding",
    "Has",
    "Moment",
    "Named",
    "NearMiss",
    "Norm",
    "Not",
    "Or",
    "Owner",
    "Pack",
    "PrecedingBound",
    "Reference",
    "ReferenceBound",
    "Rolling",
    "Share",
    "ShareBound",
    "SizeBound",
    "Some",
    "Status",
    "Test",
    "Upon",
    "Variant",
    "amend_pack",
    "make_pack",
]
