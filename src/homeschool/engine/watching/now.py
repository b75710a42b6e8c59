"""A moment that remembers what was asked of it: until when all the answers stay the same."""

from homeschool.model.clock import NEVER, Micros


class Now(int):
    """The moment of an evaluation; `until` is the first later moment at which some comparison would turn out otherwise.

    Whatever is worked out from the records and this moment alone stays as it is until then, so a clock need not ask
    again before.

    >>> from homeschool.engine.watching.now import Now
    >>> now = Now(10)
    >>> now < 20, now >= 15, now > 5
    (True, False, True)
    >>> now.until
    15
    """

    until: Micros = NEVER

    def flips_at(self, other: Micros) -> None:
        """Remember that an answer turns out otherwise from a moment on."""
        if other < self.until:
            self.until = int(other)

    def __lt__(self, other: Micros) -> bool:
        """Tell whether this moment is earlier, and remember when that ends."""
        if int.__lt__(self, other):
            self.flips_at(other)
            return True
        return False

    def __le__(self, other: Micros) -> bool:
        """Tell whether this moment is not later, and remember when that ends."""
        if int.__le__(self, other):
            self.flips_at(other + 1)
            return True
        return False

    def __gt__(self, other: Micros) -> bool:
        """Tell whether this moment is later; if not, remember when it will be."""
        if int.__gt__(self, other):
            return True
        self.flips_at(other + 1)
        return False

    def __ge__(self, other: Micros) -> bool:
        """Tell whether this moment is not earlier; if it is, remember when it will not be."""
        if int.__ge__(self, other):
            return True
        self.flips_at(other)
        return False

    def __add__(self, other: Micros) -> "Later":
        """Return a moment so much later that remembers through this one."""
        later = Later(int(self) + other)
        later.now, later.by = self, other
        return later

    __hash__ = int.__hash__


class Later(Now):
    """A moment at a fixed distance (`by`) after a `Now`, which remembers for it."""

    now: Now
    by: Micros

    def flips_at(self, other: Micros) -> None:
        """Let the earlier moment remember."""
        self.now.flips_at(other - self.by)

    __hash__ = int.__hash__
