"""Rows as plain text in columns, as wide as a terminal shows them."""

from collections.abc import Sequence

from homeschool.report.width import cut, pad, width

WIDEST = 48


def columns(rows: Sequence[Sequence[str]], *, widest: int = WIDEST) -> list[str]:
    """Return rows of the same length as lines, their cells one below the other; the last column is as wide as it is.

    >>> from homeschool.report.columns import columns
    >>> columns([("班级", "rate"), ("c31", "50.0 %")])
    ['  班级  rate', '  c31   50.0 %']
    """
    widths = [min(widest, max(width(cell) for cell in cells)) for cells in zip(*rows, strict=True)]
    return [_line(row, widths) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    *cells, last = row
    padded = [pad(cut(cell, most), most) for cell, most in zip(cells, widths, strict=False)]
    return ("  " + "  ".join([*padded, last])).rstrip()
