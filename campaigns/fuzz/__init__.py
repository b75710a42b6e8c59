"""Fuzzing of what reads files: whatever a file holds, only the library's own errors may come out."""
