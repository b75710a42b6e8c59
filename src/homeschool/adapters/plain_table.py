"""Reading one table of plain data, key by key."""

from collections.abc import Mapping
from datetime import date, datetime

from homeschool.model.fields import When
from homeschool.policy.reading import Data, Reader


class Table:
    """The keys of one table of plain data, each read with its place; a mistake is noted in the reader."""

    def __init__(self, reader: Reader, data: Mapping[str, Data], place: str = "") -> None:
        self.reader = reader
        self.data = data
        self.place = place

    def at(self, key: str) -> str:
        """Return the place of a key."""
        return f"{self.place}.{key}".lstrip(".")

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        return self.reader.text(self.data.get(key), self.at(key))

    def maybe(self, key: str) -> str | None:
        """Return a text, or None."""
        return self.reader.optional(self.data, key, self.place, self.reader.text)

    def flag(self, key: str) -> bool:
        """Return a flag; left out: false."""
        return self.reader.flag(self.data.get(key, False), self.at(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; left out: none."""
        return self.reader.texts(self.data[key], self.at(key)) if self.data.get(key) else ()

    def instant(self, key: str) -> datetime | None:
        """Return an instant with its zone, or None."""
        found = self.when(key)
        if found is not None and not isinstance(found, datetime):
            raise self.reader.fail(self.at(key), "expected an instant with its time zone")
        return found

    def day(self, key: str) -> date | None:
        """Return a day, or None."""
        found = self.when(key)
        if isinstance(found, datetime):
            raise self.reader.fail(self.at(key), "expected a day")
        return found

    def when(self, key: str) -> When | None:
        """Return a day or an instant, or None."""
        written = self.maybe(key)
        try:
            if written is None or len(written) == len("2025-09-01"):
                return None if written is None else date.fromisoformat(written)
            found = datetime.fromisoformat(written)
        except ValueError:
            found = None
        if found is None or found.utcoffset() is None:
            raise self.reader.fail(self.at(key), f"expected a day, or an instant with its time zone, not `{written}`")
        return found

    def tables(self, key: str) -> list["Table"]:
        """Return the tables of a list."""
        items = self.data.get(key, [])
        if not isinstance(items, list):
            raise self.reader.fail(self.at(key), "expected a list")
        places = [(item, f"{self.at(key)}[{index}]") for index, item in enumerate(items)]
        return [Table(self.reader, self.reader.table(item, place, item), place) for item, place in places]
