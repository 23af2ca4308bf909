"""Listings on a terminal, drawn by rich: colours, and columns that give way to the terminal's width."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from rugctl.render.rows import NUMBERS, Grid, Listing, grid_of, heading, is_shown, upright_lines
from rugctl.render.text import clean, width

_WHOLE = frozenset(
    {"date", "first", "last", "first_recorded", "since", "until", "bar", "due", "closed", "action", "period", "meeting", "year"}
)
"""The columns that are never broken."""
_WIDE = 30
"""A column that is wider than this gives way first."""


def print_listings(listings: Sequence[Listing], console: Console | None = None) -> None:
    """Draw listings on the console."""
    console = console or Console(highlight=False, soft_wrap=False)
    for n, listing in enumerate(filter(is_shown, listings)):
        if n:
            console.print()
        if listing.title:
            console.print(Text(clean(listing.title), style="bold"))
        if listing.rows:
            _print_rows(console, grid_of(listing), upright=listing.upright)
        elif listing.empty:
            console.print(Text(listing.empty, style="dim"))
        for note in listing.notes:
            console.print(Text(clean(note), style="dim"))


def _print_rows(console: Console, grid: Grid, *, upright: bool) -> None:
    """Draw a table; where the terminal is too narrow even for that, a block of lines for each row."""
    table = _table(grid)
    if not upright and _least_width(console, table) <= console.width:
        console.print(table)
        return
    for n, line in enumerate(grid.lines):
        if n:
            console.print()
        console.print(Text("\n".join(upright_lines(Grid(grid.columns, [line])))), soft_wrap=True)


def _least_width(console: Console, table: Table) -> int:
    return Measurement.get(console, console.options.update(width=100_000), table).minimum


def _table(grid: Grid) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    for n, column in enumerate(grid.columns):
        widest = max(width(line[n]) for line in grid.lines)
        table.add_column(
            heading(column),
            justify="right" if column in NUMBERS else "left",
            style="cyan" if n == 0 or column == "bar" else "",
            no_wrap=column in _WHOLE or column in NUMBERS or widest <= _WIDE // 2,
            overflow="fold",
            min_width=min(widest, _WIDE // 2),
        )
    for line in grid.lines:
        table.add_row(*(Text(clean(text)) for text in line))
    return table
