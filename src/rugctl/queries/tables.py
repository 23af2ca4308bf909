"""The public views as tables for other programs: columns that have a type, rows in one order, and the repository's name in each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from rugctl.index.schema import UNBOUNDED, ColumnType
from rugctl.privacy import SECRET_WORDS, cleared
from rugctl.queries.sql import view_rows

Value: TypeAlias = str | bool | int | None
REPOSITORY = "repository"
BATCH = 20_000
"""The rows of which a batch has at most so many: some 20 MB where they have notes."""


class Column(NamedTuple):
    """A column of a table; its dates are ISO 8601's."""

    name: str
    type: ColumnType


class Table(NamedTuple):
    """A table, what a row of it is, and its columns, of which the first is the repository."""

    name: str
    about: str
    columns: tuple[Column, ...]


def tables(index: sqlite3.Connection) -> list[Table]:
    """Return the tables, in the order in which they are documented."""
    return [Table(row.view, row.about, (Column(REPOSITORY, "text"), *map(Column, row.columns, row.types))) for row in view_rows(index)]


def batches(index: sqlite3.Connection, table: Table, repository: str, most: int = BATCH) -> Iterator[list[Sequence[Value]]]:
    """Yield the rows, some at a time, as columns in the order of the table's; the same records always give the same.

    Rows are ordered by all that is in them. What has no bound has no date, and what is private is left out of texts.
    """
    order = ", ".join(str(n) for n in range(1, len(table.columns)))
    cursor = index.execute(f'SELECT * FROM "{table.name}" ORDER BY {order}')
    while rows := cursor.fetchmany(most):
        columns = [_MADE[column.type](values) for column, values in zip(table.columns[1:], zip(*rows, strict=True), strict=True)]
        yield [[repository] * len(rows), *columns]


def rows(index: sqlite3.Connection, table: Table, repository: str) -> Iterator[tuple[Value, ...]]:
    """Yield the rows one by one."""
    for columns in batches(index, table, repository):
        yield from zip(*columns, strict=True)


def _dates(values: Sequence[Value]) -> list[Value]:
    return [None if value in UNBOUNDED else value for value in values]


def _booleans(values: Sequence[Value]) -> list[Value]:
    return [None if value is None else bool(value) for value in values]


def _texts(values: Sequence[Value]) -> list[Value]:
    return [value if value is None else _public(str(value)) for value in values]


def _public(text: str) -> str:
    """Return a text without addresses and passcodes; whether there can be any is asked first, as there hardly ever are."""
    if "@" in text:
        return cleared(text).text
    low = text.lower()
    return cleared(text).text if any(word in low for word in SECRET_WORDS) else text


_MADE: dict[ColumnType, Callable[[Sequence[Value]], Sequence[Value]]] = {
    "text": _texts,
    "date": _dates,
    "boolean": _booleans,
    "integer": list,
}
