"""All tables as one JSON document: its head, and of each table the columns and the rows, a row a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from rugctl.exporting.contents import APPLICATION, Contents, described
from rugctl.queries.tables import Table
from rugctl.render.text import clean


def write_json(contents: Contents, stream: TextIO) -> None:
    """Write the document, row by row, so that it need not fit into memory."""
    stream.write(f'{_text(contents.head())[:-1]}, "tables": {{')
    for n, table in enumerate(contents.tables):
        stream.write(",\n" if n else "\n")
        _write_table(contents, table, stream)
    stream.write("\n}}\n")


def _write_table(contents: Contents, table: Table, stream: TextIO) -> None:
    names = [column.name for column in table.columns]
    stream.write(f'{_text(table.name)}: {_text(described(table))[:-1]}, "rows": [')
    for n, row in enumerate(contents.rows(table)):
        stream.write(",\n" if n else "\n")
        stream.write(_text(dict(zip(names, row, strict=True))))
    stream.write("]}")


def _text(value: object) -> str:
    return clean(json.dumps(value, ensure_ascii=False))


def is_json_export(file: Path) -> bool:
    """Tell whether a file is a document that was written here, by its beginning."""
    beginning = f'{{"application": "{APPLICATION}", '.encode()
    with file.open("rb") as stream:
        return stream.read(len(beginning)) == beginning
