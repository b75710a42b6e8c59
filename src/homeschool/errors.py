"""What can go wrong, in one place (floor F0; imports nothing of the library).

Every exception that bad data or a bad call can cause descends from `HomeschoolError`.  A message is one lower-case
line: the input in backticks, where it stands, what was expected.  A record is named by its id; no message carries a
person's name or number.
"""

from collections.abc import Iterable
from datetime import date

import attrs


class HomeschoolError(Exception):
    """The root of every error that this library raises on purpose.

    >>> from homeschool import HomeschoolError, RecordsError
    >>> issubclass(RecordsError, HomeschoolError)
    True
    """


class InvalidValueError(HomeschoolError, ValueError):
    """A single value is not what it must be, for example a time without a zone."""


class CalendarRangeError(HomeschoolError, LookupError):
    """A calendar was asked about a day for which it has no data.

    >>> from datetime import date
    >>> from homeschool.errors import CalendarRangeError
    >>> CalendarRangeError("no data for `2030-01-01`", date(2030, 1, 1)).day
    datetime.date(2030, 1, 1)

    Args:
        message: what was asked, and the range that is covered.
        day: the day asked about.
    """

    def __init__(self, message: str, day: date) -> None:
        super().__init__(message)
        self.day = day


class UnknownIdError(HomeschoolError, LookupError):
    """Something was asked for by an id, or a name, that nothing has."""


class MissingExtraError(HomeschoolError, ImportError):
    """Something needs a package that is not installed; the message names the extra that brings it.

    >>> from homeschool.errors import MissingExtraError
    >>> print(MissingExtraError("the solver `highs`", "plan"))
    the solver `highs` needs the extra `plan`: pip install 'homeschool[plan]'
    """

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra `{extra}`: pip install 'homeschool[{extra}]'")
        self.extra = extra


@attrs.frozen(order=True)
class Mistake:
    """One thing wrong with an input: where it stands and what was expected.

    `file` and `line` are filled where the input came from a file; `place` is a path such as
    ``norm[3].requires.where.plase`` or ``row 7, 地点``.
    """

    place: str
    text: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Say the mistake on one line, the file and line first."""
        spot = self.file or ""
        if self.line is not None:
            spot += f":{self.line}"
        return ": ".join(part for part in (spot, self.place, self.text) if part)


class MistakesError(HomeschoolError, ValueError):
    """An input has mistakes; `mistakes` holds all of them, in the order of the input."""

    what = "input"

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        count = len(self.mistakes)
        lines = "\n".join(str(mistake) for mistake in self.mistakes)
        super().__init__(f"{count} mistake{'s' * (count != 1)} in the {self.what}\n{lines}")


class RecordsError(MistakesError):
    """Records break the record format or contradict each other.

    >>> from homeschool import RecordsError
    >>> from homeschool.errors import Mistake
    >>> RecordsError([Mistake("home_visit `v1`: place", "expected one of the terms of `place`")]).mistakes[0].place
    'home_visit `v1`: place'
    """

    what = "records"


class PackError(MistakesError):
    """A pack breaks the pack format.

    >>> from homeschool import PackError
    >>> from homeschool.errors import Mistake
    >>> print(PackError([Mistake("norm[3].requires.of", "no fact class `home_vist`", "norms.toml", 41)]))
    1 mistake in the pack
    norms.toml:41: norm[3].requires.of: no fact class `home_vist`
    """

    what = "pack"


class NotWaivableError(MistakesError):
    """Waivers were recorded for norms that the law does not let anyone waive.

    >>> from homeschool.errors import Mistake, NotWaivableError
    >>> print(NotWaivableError([Mistake("waiver `w1`", "`mandatory-reporting.report-at-once` cannot be waived (…)")]))
    1 mistake in the waivers
    waiver `w1`: `mandatory-reporting.report-at-once` cannot be waived (…)
    """

    what = "waivers"
