"""The table for a terminal in colour, where rich is installed (the extra ``rich``)."""

from collections.abc import Sequence
from typing import TextIO

from homeschool.calendar import Language
from homeschool.report.table import Section, heads, more_text


def print_rich(sections: Sequence[Section], file: TextIO, *, language: Language = "zh") -> bool:
    """Print the sections of a table in colour; return False, with nothing printed, where rich is not installed."""
    try:
        from rich.console import Console  # noqa: PLC0415 - an optional dependency
        from rich.table import Table  # noqa: PLC0415 - an optional dependency
    except ImportError:
        return False
    console = Console(file=file, highlight=False, markup=False)
    for section in sections:
        console.rule(section.heading, style="bold red" if section.is_loud else "bold")
        for block in section.blocks:
            console.print(block.title, style="bold")
            console.print("\n".join(f"  {clause}" for clause in block.clauses), style="dim")
            made = Table(*heads(language), box=None, pad_edge=False, padding=(0, 1))
            for cells in block.rows:
                made.add_row(*cells)
            console.print(made)
        if section.more:
            console.print(more_text(section.more, language), style="dim")
    return True
