"""Listings on a terminal, drawn by rich: colours, and columns that give way to the terminal's width."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rugctl.render.rows import BAR_WIDTH, Grid, Listing, grid_of, heading, is_shown, plain_table, upright_lines
from rugctl.render.text import clean, width

_WHOLE = {
    "action", "bar", "claimed", "closed", "date", "decision", "due", "first", "first_recorded", "last", "longest_since", "longest_until",
    "meeting", "moved_to", "period", "proposed", "since", "superseded_by", "supersedes", "until", "url", "year",
}  # fmt: skip
"""The columns that are never broken; nor are those that hold numbers."""
_LEAST = 12
"""No other column is made narrower than this."""
_GAP = 2


def print_listings(listings: Sequence[Listing], console: Console | None = None) -> None:
    """Draw listings on the console."""
    console = console or Console(highlight=False, soft_wrap=False)
    for n, listing in enumerate(filter(is_shown, listings)):
        if n:
            console.print()
        if listing.title:
            console.print(Text(clean(listing.title), style="bold"))
        if listing.rows:
            _print_rows(console, listing)
        elif listing.empty:
            console.print(Text(listing.empty, style="dim"))
        for note in listing.notes:
            console.print(Text(clean(note), style="dim"))


def _print_rows(console: Console, listing: Listing) -> None:
    """Draw a table, with a shorter bar where it is too wide; where the terminal is too narrow for any, a block of lines for each row."""
    for bar in () if listing.upright else (BAR_WIDTH, BAR_WIDTH // 2, BAR_WIDTH // 4):
        grid = grid_of(listing, bar)
        widths = _fitted(grid, console.width)
        if widths:
            console.print(_table(grid, widths))
            return
    grid = grid_of(listing)
    if not listing.upright and grid.columns[-1] == "url" and _fitted(_without_last(grid), console.width * 2 // 3):
        first, *lines = plain_table(grid)
        console.print(Text.assemble((first, "bold"), "\n", "\n".join(lines)), soft_wrap=True)  # the terminal breaks what it does not hold
        return
    for n, line in enumerate(grid.lines):
        if n:
            console.print()
        console.print(Text("\n".join(upright_lines(grid._replace(lines=[line])))), soft_wrap=True)


def _without_last(grid: Grid) -> Grid:
    return Grid(grid.columns[:-1], [line[:-1] for line in grid.lines], grid.numbers[:-1])


def _fitted(grid: Grid, room: int) -> list[int] | None:
    """Return the widths of the columns in a table that has room for so many cells, None where it is too narrow.

    Headings give way first, which break into their words, then the widest columns.
    """
    texts = [max(width(part) for line in grid.lines for part in clean(line[n]).split("\n")) for n in range(len(grid.columns))]
    names = [heading(column) for column in grid.columns]
    room -= _GAP * (len(texts) - 1)
    widths = [max(text, width(name)) for text, name in zip(texts, names, strict=True)]
    if sum(widths) <= room:
        return widths
    least = [max(map(width, name.split()), default=0) for name in names]
    widths = [max(pair) for pair in zip(texts, least, strict=True)]
    least = [
        full if column in _WHOLE or grid.numbers[n] else max(least[n], min(full, _LEAST))
        for n, (column, full) in enumerate(zip(grid.columns, widths, strict=True))
    ]
    if sum(least) > room:
        return None
    limit = next(limit for limit in range(max(widths), -1, -1) if sum(_limited(widths, least, limit)) <= room)
    found = _limited(widths, least, limit)
    for n in [n for n, full in enumerate(widths) if found[n] < full][: room - sum(found)]:
        found[n] += 1
    return found


def _limited(widths: Sequence[int], least: Sequence[int], limit: int) -> list[int]:
    return [max(low, min(full, limit)) for full, low in zip(widths, least, strict=True)]


def _table(grid: Grid, widths: Sequence[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    for n, column in enumerate(grid.columns):
        table.add_column(
            Text(_broken(heading(column), widths[n])),
            justify="right" if grid.numbers[n] else "left",
            style="cyan" if n == 0 or column == "bar" else "",
            overflow="fold",
            width=widths[n],
        )
    for line in grid.lines:
        table.add_row(*(Text(_broken(clean(text), cells)) for text, cells in zip(line, widths, strict=True)))
    return table


def _broken(text: str, cells: int) -> str:
    """Return a text in which words too long for a column are broken, at their hyphens where they have some."""
    return " ".join("\n".join(textwrap.wrap(word, cells)) if width(word) > cells and "\n" not in word else word for word in text.split(" "))
