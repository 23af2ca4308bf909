"""Listings on a terminal, drawn by rich: colours, and columns that give way to the terminal's width."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rugctl.render.rows import Listing, cell_text, heading, shown_columns
from rugctl.render.text import clean

_NUMBERS = frozenset({"meetings", "rate", "times", "items", "attendees", "interest", "count"})
_KEYS = frozenset({"date", "person", "topic", "action", "id", "meeting", "organization", "name"})


def print_listings(listings: Sequence[Listing], console: Console | None = None) -> None:
    """Draw listings on the console."""
    console = console or Console(highlight=False, soft_wrap=False)
    for n, listing in enumerate(listings):
        if n:
            console.print()
        if listing.title:
            console.print(Text(clean(listing.title), style="bold"))
        if listing.rows:
            console.print(_table(listing))
        else:
            console.print(Text(listing.empty, style="dim"))
        for note in listing.notes:
            console.print(Text(clean(note), style="dim"))


def _table(listing: Listing) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    columns = shown_columns(listing)
    for column in columns:
        table.add_column(
            heading(column),
            justify="right" if column in _NUMBERS else "left",
            style="cyan" if column in _KEYS and column == columns[0] else "",
            no_wrap=column in {"date", "first", "last", "since", "until", "bar"},
            overflow="fold",
        )
    for row in listing.rows:
        table.add_row(*(Text(clean(cell_text(getattr(row, column)))) for column in columns))
    return table
