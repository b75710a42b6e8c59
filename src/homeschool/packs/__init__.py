"""The packs that ship with the library: one folder per document, data only."""
