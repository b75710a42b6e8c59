"""A made-up primary school over one school year: generated, the same for the same seed, and nobody in it is real.

It may import the model and the calendar.  It reads no clock, no files and no network.
"""

from homeschool.demo.register import demo_register

__all__ = ["demo_register"]
