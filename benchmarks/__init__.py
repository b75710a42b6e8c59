"""How fast the library is, and how that compares: scripts to be run from the checkout, ``python -m benchmarks.…``."""
