"""Free questions in SQL: nothing is written, and only the public views are read."""

from __future__ import annotations

import re
import sqlite3
from difflib import get_close_matches
from math import isinf
from typing import Any, NamedTuple

from rugctl.errors import RugctlError
from rugctl.index.schema import COLUMN_TYPES, VIEWS, ColumnType

_STEPS = 10_000
"""Steps of SQLite's machine between two looks at what the user wants; some milliseconds."""
_SHADOWED = re.compile(rf"""\b({"|".join(VIEWS)})\b["`\]]?\s*(?:\([^()]*\)\s*)?AS\s+(?:(?:NOT\s+)?MATERIALIZED\s*)?\(""", re.IGNORECASE)
_ONLY_QUESTIONS = "only questions are allowed here: nothing can be written, attached or set"
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE})


class Answer(NamedTuple):
    """The names of the columns, each once, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class ViewRow(NamedTuple):
    """A public view, its columns, what a row is, and what the columns hold."""

    view: str
    columns: tuple[str, ...]
    about: str
    types: tuple[ColumnType, ...]


def view_rows(index: sqlite3.Connection, view: str | None = None) -> list[ViewRow]:
    """Return the documentation of the views, or of one; raises RugctlError for one that there is not."""
    if view is not None and view.lower() not in VIEWS:
        near = get_close_matches(view.lower(), VIEWS, n=1)
        raise RugctlError(f"there is no view `{view}`", f"Did you mean {near[0]}?" if near else "`rugctl sql --schema` lists them.")
    found = []
    for name, (about, _) in VIEWS.items():
        if view is None or name == view.lower():
            columns = tuple(column for (column,) in index.execute("SELECT name FROM pragma_table_info(?)", (name,)))
            found.append(ViewRow(name, columns, about, tuple(COLUMN_TYPES.get(column, "text") for column in columns)))
    return found


def answer(index: sqlite3.Connection, query: str) -> Answer:
    """Run one SELECT over the views; raises RugctlError for anything else, and for SQL that cannot be run.

    KeyboardInterrupt ends it, however long it would run.
    """
    shadowed = _SHADOWED.search(query)
    if shadowed:
        raise RugctlError(f"`{shadowed[1]}` is the name of a view", "Give your own table expression another name.")
    denied: list[str] = []
    tables = frozenset(name for (name,) in index.execute("SELECT lower(name) FROM sqlite_master WHERE type = 'table'"))
    index.set_authorizer(lambda *request: _permit(query, tables, denied, *request))
    index.set_progress_handler(lambda: 0, _STEPS)  # Python hears a signal only where it runs
    try:
        cursor = index.execute(query)
        columns = [column[0] for column in cursor.description or ()]
        rows = tuple(tuple(_plain(value) for value in row) for row in cursor)
    except (sqlite3.Error, sqlite3.Warning, ValueError, UnicodeError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from error
        raise RugctlError(*_trouble(error, denied)) from error
    finally:
        index.set_authorizer(None)
        index.set_progress_handler(None, 0)
    if not columns:
        raise RugctlError("this is no question", "Write a SELECT over the views; `rugctl sql --schema` lists them.")
    return Answer(_once(columns), rows)


def _permit(query: str, tables: frozenset[str], denied: list[str], *request: Any) -> int:
    """Answer SQLite's question whether something may be done; source: https://www.sqlite.org/c3ref/set_authorizer.html.

    A table whose columns are not read, for it is only joined or counted, is asked about without the view that it is in;
    so is a table expression of the question's own, which is none of the index's tables.
    """
    action, first, second, _, source = request
    if action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second != "load_extension"):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ:
        table = first.lower()
        if table in VIEWS or (source or "").lower() in VIEWS or (not second and _is_hidden(table, tables, query)):
            return sqlite3.SQLITE_OK
        denied.append(f"`{first}` is no public view")
    else:
        denied.append(_ONLY_QUESTIONS)
    return sqlite3.SQLITE_DENY


def _is_hidden(table: str, tables: frozenset[str], query: str) -> bool:
    """Tell whether a table comes into a question by a view only, or is the question's own."""
    own = table not in tables and not table.startswith("sqlite_")
    return own or (table in tables and not re.search(rf"\b(?:FROM|JOIN)\s+\W?{re.escape(table)}\b", query, re.IGNORECASE))


def _trouble(error: Exception, denied: list[str]) -> tuple[str, str]:
    help = "`rugctl sql --schema` lists the views and their columns."
    text = str(error)
    if denied or "VACUUM" in text:  # of which SQLite says first that a transaction is open
        return (denied or [_ONLY_QUESTIONS])[0], help
    if "one statement" in text:
        return "only one statement can be asked at a time", "Run the others on their own."
    return f"SQL: {text}", help


def _plain(value: object) -> object:
    """Return what every format has a word for: bytes as hexadecimal digits, infinity as text."""
    if isinstance(value, float) and isinf(value):
        return str(value)
    return value.hex() if isinstance(value, bytes) else value


def _once(columns: list[str]) -> tuple[str, ...]:
    """Return the names, with a number where one comes again."""
    seen: dict[str, int] = {}
    names = []
    for column in columns:
        seen[column] = seen.get(column, 0) + 1
        names.append(column if seen[column] == 1 else f"{column}:{seen[column]}")
    return tuple(names)
