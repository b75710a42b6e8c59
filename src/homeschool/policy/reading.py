"""Plain data → the nouns of the language, with every mistake and its place.

The data are what TOML or JSON gives: tables, lists, texts, numbers.  This module knows the shape of a norm; whether
its fields and terms exist is asked by `check`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from homeschool.calendar import PERIOD_KINDS, Interval, Span
from homeschool.errors import InvalidValueError, Mistake
from homeschool.model.fields import near

T = TypeVar("T")
Data = Any
"""What TOML or JSON gives."""
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(/[0-9]{1,18}|\.[0-9]{1,18})?")
"""A number in a text.  Powers of ten are none: a short one can be longer than all memory."""


class Mistaken(Exception):  # noqa: N818 - named for what happened; it never leaves this floor
    """A part could not be read; the mistake is already noted."""


@attrs.define
class Reader:
    """Reads values out of nested tables and notes every mistake with its place."""

    mistakes: list[Mistake] = attrs.field(factory=list)

    def note(self, place: str, text: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(place, text))

    def fail(self, place: str, text: str) -> Mistaken:
        """Note a mistake that makes the part unreadable, and return what to raise."""
        self.note(place, text)
        return Mistaken()

    def table(self, data: Data, place: str, known: Iterable[str]) -> Mapping[str, Data]:
        """Return a table, noting keys that are not `known`."""
        if not isinstance(data, Mapping):
            raise self.fail(place, f"expected a table, not `{data}`")
        known = tuple(known)
        for key in data:
            if key not in known:
                self.note(f"{place}.{key}".lstrip("."), f"unknown key `{key}`{near(key, known)}")
        return data

    def text(self, data: Data, place: str) -> str:
        """Return a text that is not empty."""
        if not isinstance(data, str) or not data.strip():
            raise self.fail(place, f"expected a text, not `{data}`")
        return data

    def flag(self, data: Data, place: str) -> bool:
        """Return true or false."""
        if not isinstance(data, bool):
            raise self.fail(place, f"expected true or false, not `{data}`")
        return data

    def choice(self, data: Data, place: str, known: Iterable[str]) -> Any:
        """Return one of the `known` texts."""
        known = tuple(known)
        if data not in known:
            raise self.fail(place, f"expected one of {', '.join(known)}, not `{data}`{near(data, known)}")
        return data

    def texts(self, data: Data, place: str) -> tuple[str, ...]:
        """Return one text or a list of texts."""
        if isinstance(data, str):
            return (self.text(data, place),)
        if not isinstance(data, list | tuple) or not data:
            raise self.fail(place, f"expected a text or a list of texts, not `{data}`")
        return tuple(self.text(item, f"{place}[{index}]") for index, item in enumerate(data))

    def names(self, data: Data, place: str) -> Mapping[str, str]:
        """Return a table of texts."""
        table = self.table(data, place, data if isinstance(data, Mapping) else ())
        return {str(key): self.text(value, f"{place}.{key}") for key, value in table.items()}

    def whole(self, data: Data, place: str) -> int:
        """Return a whole number that is not negative."""
        if isinstance(data, bool) or not isinstance(data, int) or data < 0:
            raise self.fail(place, f"expected a whole number of at least 0, not `{data}`")
        return data

    def fraction(self, data: Data, place: str) -> Fraction:
        """Return an exact number, written as a number or as ``"1/2"``."""
        is_number = isinstance(data, int | float | Fraction) and not isinstance(data, bool)
        if is_number or (isinstance(data, str) and _NUMBER.fullmatch(data)):
            try:
                return Fraction(str(data)) if isinstance(data, float) else Fraction(data)
            except (ValueError, ZeroDivisionError):
                pass
        raise self.fail(place, f'expected a number, or a fraction such as "1/2", not `{data}`')

    def span(self, data: Data, place: str) -> Span:
        """Return a span such as ``3 working days``."""
        try:
            return Span.parse(self.text(data, place))
        except InvalidValueError as error:
            raise self.fail(place, str(error)) from None

    def period_kind(self, data: Data, place: str) -> Any:
        """Return a kind of period."""
        return self.choice(data, place, PERIOD_KINDS)

    def day(self, data: Data, place: str) -> date:
        """Return a civil day."""
        if isinstance(data, str):
            try:
                data = date.fromisoformat(data)
            except ValueError:
                data = None
        if not isinstance(data, date) or isinstance(data, datetime):
            raise self.fail(place, "expected a day such as 2025-09-01")
        return data

    def interval(self, data: Data, place: str) -> Interval:
        """Return half-open days ``{ from = 2025-09-01, until = 2026-09-01 }``; `until` may be left out."""
        table = self.table(data, place, ("from", "until"))
        if "from" not in table:
            raise self.fail(place, "expected `from`")
        start = self.day(table["from"], f"{place}.from")
        until = None if table.get("until") is None else self.day(table["until"], f"{place}.until")
        try:
            return Interval(start, until)
        except InvalidValueError as error:
            raise self.fail(f"{place}.until", str(error)) from None

    def optional(self, table: Mapping[str, Data], key: str, place: str, read: Callable[[Data, str], T]) -> T | None:
        """Read a key that may be left out; None where it is left out or unreadable."""
        if table.get(key) is None:
            return None
        try:
            return read(table[key], f"{place}.{key}".lstrip("."))
        except Mistaken:
            return None
