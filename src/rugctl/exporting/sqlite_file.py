"""All tables in one SQLite database, whose file tells what it is and of which version its schema is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rugctl.errors import RugctlError
from rugctl.exporting.contents import APPLICATION, Contents
from rugctl.index.schema import PUBLIC_VERSION
from rugctl.queries.tables import Table

APPLICATION_ID = int.from_bytes(b"rugt", "big")
"""What stands in the file's head for the program; source: https://www.sqlite.org/fileformat2.html#application_id."""
_DECLARED = {"text": "TEXT", "date": "DATE", "boolean": "BOOLEAN", "integer": "INTEGER"}


def write_sqlite(contents: Contents, file: Path) -> None:
    """Write the database into a new file; raises RugctlError where that cannot be."""
    database = sqlite3.connect(file, isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", f"application_id = {APPLICATION_ID}", f"user_version = {PUBLIC_VERSION}"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        database.execute(f"CREATE TABLE {APPLICATION} (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        database.executemany(f"INSERT INTO {APPLICATION} VALUES (?, ?)", [(key, str(value)) for key, value in contents.head().items()])
        for table in contents.tables:
            _write_table(contents, table, database)
        database.execute("COMMIT")
    except sqlite3.Error as error:
        raise RugctlError(f"{file.name} cannot be written: {error}") from error
    finally:
        database.close()


def _write_table(contents: Contents, table: Table, database: sqlite3.Connection) -> None:
    columns = ", ".join(f'"{column.name}" {_DECLARED[column.type]}' for column in table.columns)
    database.execute(f'CREATE TABLE "{table.name}" ({columns})')
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})', contents.rows(table))


def is_sqlite_export(file: Path) -> bool:
    """Tell whether a file is a database that was written here, by the eight bytes that say so."""
    with file.open("rb") as stream:
        head = stream.read(72)
    return head.startswith(b"SQLite format 3\x00") and head[68:72] == APPLICATION_ID.to_bytes(4, "big")
