"""The findings that an index holds, read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rugctl.diagnostics import Diagnostic


def read_diagnostics(connection: sqlite3.Connection) -> Iterator[Diagnostic]:
    """Yield the findings that no comment silences, placed, in the order in which they are shown."""
    sql = """SELECT rule, severity, path, line, col, past, message, help, pointer, related, fix FROM finding
WHERE NOT ignored ORDER BY path, line, col, rule, message"""
    rows = connection.execute(sql).fetchall()
    if not rows:
        return
    import json  # noqa: PLC0415  only where there is something to read

    from rugctl.diagnostics import Diagnostic, Related, Span, parse_fix, parse_pointer  # noqa: PLC0415

    for rule, severity, path, line, column, end, message, help, pointer, related, fix in rows:
        others = tuple(Related(o["path"], Span(*o["span"]), o["label"]) for o in json.loads(related))
        yield Diagnostic(rule, severity, path, Span(line, column, end), message, help, parse_pointer(pointer), others, parse_fix(fix))
