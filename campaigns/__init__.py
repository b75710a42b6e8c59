"""Longer searches for mistakes than the tests make, run by `nox`: seeded faults, mutations, fuzzing."""
