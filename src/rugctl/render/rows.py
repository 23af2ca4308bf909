"""Listings in every format, derived from the fields of their rows; no listing has a renderer of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from rugctl.render.text import clean, csv_cell, markdown_cell, pad, width

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Format: TypeAlias = Literal["table", "json", "jsonl", "csv", "markdown"]
JSON_VERSION = 1
"""The version of the JSON that listings are written in; it rises when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one type, frozen dataclasses, under a name; `notes` say what the rows do not.

    `title` stands above the table, `empty` in its place where there is no row.
    """

    name: str
    row: type[DataclassInstance]
    rows: Sequence[DataclassInstance]
    notes: tuple[str, ...] = ()
    title: str = ""
    empty: str = "Nothing found."

    @property
    def columns(self) -> list[str]:
        """The names of the fields, in order."""
        return [field.name for field in fields(self.row)]


def render_listings(listings: Sequence[Listing], format: Format) -> str:
    """Write listings as text that ends with a line feed; `csv` and `jsonl` hold the first one only."""
    if format == "json":
        return _json(listings)
    if format == "jsonl":
        return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in listings[0].rows)
    if format == "csv":
        return _csv(listings[0])
    if format == "markdown":
        return "\n".join(_markdown(listing) for listing in listings)
    return "\n".join(_plain(listing) for listing in listings)


def _json(listings: Sequence[Listing]) -> str:
    body: dict[str, Any] = {"version": JSON_VERSION}
    for listing in listings:
        body[listing.name] = [asdict(row) for row in listing.rows]
    body["notes"] = [note for listing in listings for note in listing.notes]
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _csv(listing: Listing) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(listing.columns)
    for row in listing.rows:
        writer.writerow([csv_cell(cell_text(getattr(row, column))) for column in listing.columns])
    return stream.getvalue()


def _markdown(listing: Listing) -> str:
    lines = [f"## {markdown_cell(listing.title)}\n"] if listing.title else []
    if not listing.rows:
        lines.append(listing.empty)
    else:
        lines += ["| " + " | ".join(map(heading, listing.columns)) + " |", "| " + " | ".join("---" for _ in listing.columns) + " |"]
        lines += [
            "| " + " | ".join(markdown_cell(cell_text(getattr(row, column))) for column in listing.columns) + " |" for row in listing.rows
        ]
    lines += [f"\n{markdown_cell(note)}" for note in listing.notes]
    return "\n".join(lines) + "\n"


def _plain(listing: Listing) -> str:
    """Columns by spaces; nothing is wrapped or cut."""
    lines = [clean(listing.title)] if listing.title else []
    if not listing.rows:
        lines.append(listing.empty)
    else:
        columns = shown_columns(listing)
        cells = [[heading(column) for column in columns]]
        cells += [[clean(cell_text(getattr(row, column))).replace("\n", " / ") for column in columns] for row in listing.rows]
        widths = [max(width(line[n]) for line in cells) for n in range(len(columns))]
        lines += ["  ".join(pad(cell, widths[n]) for n, cell in enumerate(line)).rstrip() for line in cells]
    lines += [f"{note}" for note in listing.notes]
    return "\n".join(lines) + "\n"


def shown_columns(listing: Listing) -> list[str]:
    """Return the columns that a table shows: those that say something in at least one row."""
    return [column for column in listing.columns if any(cell_text(getattr(row, column)) for row in listing.rows)]


def heading(column: str) -> str:
    """Return a column's name as people read it."""
    return column.replace("_", " ")


def cell_text(value: object) -> str:
    """Return a field's value as one text: nothing for None and False, a comma between several."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, tuple | list):
        return ", ".join(map(cell_text, value))
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)
