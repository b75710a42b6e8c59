"""What goes wrong in the made-up school, and how often.

Each rate is the share of occasions on which the lapse happens.  A school in which nothing ever went wrong would show
nothing; one in which everything did would not be believed.
"""

from types import MappingProxyType

RATES = MappingProxyType(
    {
        "update missing": 0.02,
        "update incomplete": 0.02,
        "feedback missing": 0.003,
        "feedback of a class late": 0.0015,
        "feedback unfilled": 0.003,
        "feedback copied": 0.0015,
        "one-to-one missing": 0.04,
        "booklet entry missing": 0.025,
        "booklet entry unconfirmed": 0.006,
        "profile not updated": 0.01,
        "visit missing": 0.02,
        "visit not at home": 0.02,
        "visitor missing": 0.03,
        "appointment missing": 0.02,
        "visit place unfilled": 0.02,
        "visit recorded late": 0.04,
        "record missing": 0.02,
        "record incomplete": 0.02,
        "contact late": 0.025,
        "contact not reached": 0.015,
        "discovery unfilled": 0.03,
        "plan missing": 0.04,
        "psychologist missing": 0.05,
        "channel unfilled": 0.01,
        "channel private": 0.005,
        "memo late": 0.08,
        "seat idle": 0.04,
        "observer silent": 0.05,
        "points missing": 0.03,
        "leader missing": 0.03,
        "practice report missing": 0.02,
        "growth entry missing": 0.01,
        "receipt missing": 0.02,
        "no reply channel": 0.05,
        "basis unfilled": 0.03,
        "parent does nothing": 0.2,
        "weekly call missing": 0.003,
        "parent rarely calls": 0.05,
        "entrusting untold": 0.2,
        "change unnoticed": 0.15,
        "situation not noted": 0.006,
        "call late": 0.015,
        "reached unfilled": 0.01,
        "talk missing": 0.02,
        "form not given": 0.15,
        "receipt late": 0.01,
        "slip missing": 0.05,
        "gate slip missing": 0.05,
        "vacation visit missing": 0.05,
        "home not described": 0.04,
        "data strays": 0.02,
    }
)
"""How often each lapse happens."""
