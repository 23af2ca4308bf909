"""What an export holds, and its schema as every format carries it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rugctl.index.schema import PUBLIC_VERSION
from rugctl.queries.tables import BATCH, Table, Value, batches, rows, tables

APPLICATION = "rugctl"
SCHEMA_FILE = "schema.json"


@dataclass
class Contents:
    """The tables of one repository, as its index has them, under the name that stands in each row."""

    index: sqlite3.Connection
    repository: str

    @cached_property
    def tables(self) -> list[Table]:
        """The tables, in the order in which they are documented."""
        return tables(self.index)

    def rows(self, table: Table) -> Iterator[tuple[Value, ...]]:
        """Yield a table's rows."""
        return rows(self.index, table, self.repository)

    def batches(self, table: Table, most: int = BATCH) -> Iterator[list[Sequence[Value]]]:
        """Yield a table's rows, some at a time, as columns."""
        return batches(self.index, table, self.repository, most)

    def head(self) -> dict[str, Any]:
        """Return what this is: the program, the version of the schema, the repository."""
        return {"application": APPLICATION, "schema_version": PUBLIC_VERSION, "repository": self.repository}

    def schema(self) -> dict[str, Any]:
        """Return the head and all tables, each with what a row is, and the types of the columns."""
        return self.head() | {"tables": {table.name: described(table) for table in self.tables}}

    def write_schema(self, folder: Path) -> None:
        """Write the schema beside the files of the tables."""
        text = json.dumps(self.schema(), ensure_ascii=False, indent=2)
        (folder / SCHEMA_FILE).write_text(f"{text}\n", encoding="utf-8")


def described(table: Table) -> dict[str, Any]:
    """Return what a table's row is, and the type of each column by its name."""
    return {"about": table.about, "columns": {column.name: column.type for column in table.columns}}
