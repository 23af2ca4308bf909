"""Listings in every format, derived from the fields of their rows; no listing has a renderer of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from rugctl.render.text import clean, csv_cell, markdown_cell, pad, width

Format: TypeAlias = Literal["table", "json", "jsonl", "csv", "markdown"]
JSON_VERSION = 1
"""The version of the JSON that listings are written in; it rises when a field changes its meaning or goes."""
BAR_WIDTH = 24


class Listing(NamedTuple):
    """Rows of one type under a name: named tuples, or others where `row` gives the names of the columns.

    `title` stands above the table, `empty` in its place where there is no row, and nothing at all where both are
    empty; `notes` say what the rows do not. In tables the `hidden` columns are left out, a bar shows how much the first
    column of `bar` is of the second one, and an `upright` listing has a line for each field.
    """

    name: str
    row: type[NamedTuple] | tuple[str, ...]
    rows: Sequence[Any]
    notes: tuple[str, ...] = ()
    title: str = ""
    empty: str = "Nothing found."
    hidden: tuple[str, ...] = ()
    bar: tuple[str, str] | None = None
    upright: bool = False

    @property
    def columns(self) -> list[str]:
        """The names of the fields, in order."""
        return list(self.row if isinstance(self.row, tuple) else self.row._fields)

    def values(self) -> Iterator[list[Any]]:
        """Return the values of each row, in the order of the columns."""
        return map(list, self.rows)


class Grid(NamedTuple):
    """A listing as a table for people: the columns worth showing, and their texts."""

    columns: list[str]
    lines: list[list[str]]
    numbers: list[bool]
    """Which columns hold numbers, which are set to the right."""


def render_listings(listings: Sequence[Listing], format: Format) -> str:
    """Write listings as text that ends with a line feed; `csv` and `jsonl` hold those named as the first one only."""
    first = [listing for listing in listings if listing.name == listings[0].name]
    if format == "json":
        return _json(listings)
    if format == "jsonl":
        return _jsonl(first)
    if format == "csv":
        return _csv(first)
    parts = [listing for listing in listings if is_shown(listing)]
    if format == "markdown":
        return "\n".join(_markdown(listing) for listing in parts)
    return "\n".join(_plain(listing) for listing in parts)


def is_shown(listing: Listing) -> bool:
    """Tell whether a table for people has anything to say about a listing."""
    return bool(listing.rows or listing.empty or listing.notes)


def _mappings(listing: Listing) -> Iterator[dict[str, Any]]:
    columns = listing.columns
    return (dict(zip(columns, values, strict=True)) for values in listing.values())


def _json(listings: Sequence[Listing]) -> str:
    import json  # noqa: PLC0415  tables for people need none of these libraries

    body: dict[str, Any] = {"version": JSON_VERSION}
    for listing in listings:
        body.setdefault(listing.name, []).extend(_mappings(listing))
    body["notes"] = [note for listing in listings for note in listing.notes]
    return clean(json.dumps(body, ensure_ascii=False, indent=2)) + "\n"


def _jsonl(listings: Sequence[Listing]) -> str:
    import json  # noqa: PLC0415

    return "".join(clean(json.dumps(row, ensure_ascii=False)) + "\n" for listing in listings for row in _mappings(listing))


def _csv(listings: Sequence[Listing]) -> str:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([csv_cell(column) for column in listings[0].columns])
    for listing in listings:
        writer.writerows([csv_cell(cell_text(value)) for value in values] for values in listing.values())
    return stream.getvalue()


def _markdown(listing: Listing) -> str:
    lines = [f"## {markdown_cell(listing.title)}\n"] if listing.title else []
    if listing.rows:
        grid = grid_of(listing)
        if listing.upright:
            lines += [f"- {heading(column)}: {markdown_cell(text)}" for line in grid.lines for column, text in _fields(grid, line)]
        else:
            lines += ["| " + " | ".join(markdown_cell(heading(column)) for column in grid.columns) + " |"]
            lines += ["| " + " | ".join("---:" if number else "---" for number in grid.numbers) + " |"]
            lines += ["| " + " | ".join(map(markdown_cell, line)) + " |" for line in grid.lines]
    elif listing.empty:
        lines.append(listing.empty)
    lines += [f"\n{markdown_cell(note)}" for note in listing.notes]
    return "\n".join(lines) + "\n"


def _plain(listing: Listing) -> str:
    """Columns by spaces; nothing is wrapped or cut."""
    lines = [clean(listing.title)] if listing.title else []
    if not listing.rows:
        lines += [listing.empty] if listing.empty else []
    elif listing.upright:
        lines += upright_lines(grid_of(listing))
    else:
        lines += plain_table(grid_of(listing))
    lines += [clean(note) for note in listing.notes]
    return "\n".join(lines) + "\n"


def plain_table(grid: Grid) -> list[str]:
    """Return the heading and the rows, a line each however long it is."""
    cells = [[heading(column) for column in grid.columns], *([_one_line(text) for text in line] for line in grid.lines)]
    widths = [max(width(line[n]) for line in cells) for n in range(len(grid.columns))]
    return ["  ".join(pad(text, widths[n], right=grid.numbers[n]) for n, text in enumerate(line)).rstrip() for line in cells]


def _one_line(text: str) -> str:
    return clean(text).replace("\n", " / ").replace("\t", " ")


def upright_lines(grid: Grid) -> list[str]:
    """Return a line for each field of each row that says something."""
    longest = max((width(heading(column)) for column in grid.columns), default=0)
    return [
        f"{pad(heading(column), longest)}  {clean(text)}".replace("\n", "\n" + " " * (longest + 2))
        for line in grid.lines
        for column, text in _fields(grid, line)
    ]


def _fields(grid: Grid, line: list[str]) -> list[tuple[str, str]]:
    return [(column, text) for column, text in zip(grid.columns, line, strict=True) if text]


def grid_of(listing: Listing, bar_width: int = BAR_WIDTH) -> Grid:
    """Return the columns that say something in at least one row; the group only where there are several.

    A listing whose columns were asked for keeps them all.
    """
    columns, values = listing.columns, list(listing.values())
    asked = isinstance(listing.row, tuple)
    texts = [
        [cell_text(value, 10) if asked else shown_text(column, value) for column, value in zip(columns, row, strict=True)] for row in values
    ]
    kept = [n for n, column in enumerate(columns) if asked or _is_kept(listing, column, [line[n] for line in texts])]
    lines = [[line[n] for n in kept] for line in texts]
    names = [columns[n] for n in kept]
    numbers = [_are_numbers([row[n] for row in values]) for n in kept]
    if listing.bar:
        names.append("bar")
        numbers.append(False)
        for line, bar in zip(lines, _bars(columns, values, listing.bar, bar_width), strict=True):
            line.append(bar)
    return Grid(names, lines, numbers)


def _is_kept(listing: Listing, column: str, texts: list[str]) -> bool:
    if column in listing.hidden:
        return False
    return len(set(texts)) > 1 if column == "group" else any(texts)


def _are_numbers(values: Sequence[object]) -> bool:
    said = [value for value in values if value is not None]
    return bool(said) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in said)


def _bars(columns: list[str], values: list[list[Any]], bar: tuple[str, str], bar_width: int) -> list[str]:
    """Draw the part and what is missing to the whole, to one scale for all rows; what is anything is drawn."""
    part, whole = (columns.index(name) for name in bar)
    scale = min(1, bar_width / max(1, *(row[whole] for row in values)))
    totals = [max(round(row[whole] * scale), row[whole] > 0) for row in values]
    filled = [round(total * row[part] / row[whole]) if total else 0 for total, row in zip(totals, values, strict=True)]
    return ["█" * full + "░" * (total - full) for full, total in zip(filled, totals, strict=True)]


def heading(column: str) -> str:
    """Return a column's name as people read it."""
    return "" if column == "bar" else _one_line(column).replace("_", " ")


def shown_text(column: str, value: object) -> str:
    """Return a value as a table for people shows it."""
    if isinstance(value, float):
        return f"{value:.0%}" if column == "rate" else f"{value:.1f}"
    return cell_text(value)


def cell_text(value: object, digits: int = 15) -> str:
    """Return a field's value as one text: nothing for None and False, a comma between several."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, tuple | list):
        return ", ".join(map(cell_text, value))
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    return str(value)
