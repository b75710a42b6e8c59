"""What a vocabulary is."""

from collections.abc import Mapping

import attrs

OWN_PREFIX = "x_"


@attrs.frozen
class Vocabulary:
    """A closed set of terms: `name` is the field or class it serves, `terms` maps each term to its Chinese word."""

    name: str
    terms: Mapping[str, str] = attrs.field(hash=False)

    def __contains__(self, term: object) -> bool:
        """Tell whether `term` may be used: one of the terms, or a host's own with the prefix ``x_``."""
        return isinstance(term, str) and (term in self.terms or term.startswith(OWN_PREFIX))

    def zh(self, term: str) -> str:
        """Return the Chinese word for `term`; a host's own term stands for itself."""
        return self.terms.get(term, term.removeprefix(OWN_PREFIX))
