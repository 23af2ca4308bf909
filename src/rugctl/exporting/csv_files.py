"""A CSV file a table, and the schema beside them; source of the form: RFC 4180, in UTF-8, with a line feed at line ends.

Nothing between two commas is null, and `""` the empty text. Texts are as they are: this is for programs, not for spreadsheets.
"""

from __future__ import annotations

import re
from pathlib import Path

from rugctl.exporting.contents import Contents
from rugctl.queries.tables import Value

ENDING = ".csv"
_QUOTED = re.compile(r'[",\r\n]|\A\s|\s\Z|\A\Z')


def write_csv(contents: Contents, folder: Path) -> None:
    """Write the files into an empty folder."""
    for table in contents.tables:
        with (folder / f"{table.name}{ENDING}").open("w", encoding="utf-8", newline="") as stream:
            stream.write(_line([column.name for column in table.columns]))
            stream.writelines(map(_line, contents.rows(table)))
    contents.write_schema(folder)


def _line(values: tuple[Value, ...] | list[str]) -> str:
    return ",".join(map(_cell, values)) + "\n"


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if _QUOTED.search(text) else text
