"""Schools made from the norms of a pack: schools that keep all of them, and schools that breach just one.

May import the model, the calendar, the language of norms, and Hypothesis; never the engine, so that what is made here
puts the engine to the test.  Guarantees that a school is made from what the norms say, by making what a duty lacks and
what the new facts call for in turn, and not by trying schools until one fits.
"""

from homeschool.testing.making.strategies import breaching, complying
from homeschool.testing.making.workshop import Made

__all__ = ["Made", "breaching", "complying"]
