"""Findings get their places: each file that one names is composed once. Suppressions are applied to what is placed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rugctl.diagnostics import Edit, Pointer, Span, format_fix, parse_fix, parse_pointer

if TYPE_CHECKING:
    from rugctl.yamlfile import Document

BAD_IGNORE = "bad-ignore"
_TOLD_ALREADY = """UPDATE finding SET ignored = 1 WHERE rule = 'swallowed-comment'
AND EXISTS (SELECT 1 FROM finding o WHERE (o.path, o.line, o.severity) = (finding.path, finding.line, 'error'))"""
"""What a comment leaves of a text may be wrong in itself: then that is told, and shows the whole line."""
_FOUND_IN = f"SELECT 1 FROM finding WHERE path = ? AND NOT ignored AND rule <> '{BAD_IGNORE}'"
"""What else is found in a file: while anything is, such as a name that is no id, a rule between files may not have seen what it looks for."""


def place_findings(
    connection: sqlite3.Connection, read: Callable[[str], bytes], rules: Mapping[str, str], composed: Mapping[str, Document]
) -> None:
    """Fill in the places that findings lack, drop fixes that cannot be made, and mark the findings that a comment silences.

    `read` gives the bytes of a file; `rules` tells of every rule what it looks at, nothing where it cannot be silenced;
    `composed` are files that need not be composed again.
    """
    files = _Files(read, composed)
    rows = connection.execute(
        "SELECT rowid, path, pointer, part, line, related, fix FROM finding WHERE line IS NULL OR related <> '[]'"
    ).fetchall()
    for id, path, pointer, part, line, related, fix in rows:
        others = json.loads(related)
        for other in others:
            if other["span"] is None:
                place = files.span(other["path"], parse_pointer(other["pointer"]), other["part"])
                other["span"] = [place.line, place.column, place.end]
        possible = fix if line is not None or all(map(files.allow, parse_fix(fix))) else "[]"
        connection.execute("UPDATE finding SET related = ?, fix = ? WHERE rowid = ?", (json.dumps(others), possible, id))
        if line is None:
            place = files.span(path, parse_pointer(pointer), part)
            connection.execute("UPDATE finding SET line = ?, col = ?, past = ? WHERE rowid = ?", (place.line, place.column, place.end, id))
    _suppress(connection, rules, files)


class _Files:
    """The files that findings name, each composed once."""

    def __init__(self, read: Callable[[str], bytes], composed: Mapping[str, Document]) -> None:
        self._read = read
        self._documents = dict(composed)

    def _document(self, path: str) -> Document:
        from rugctl.yamlfile import parse  # noqa: PLC0415  only where something changed

        if path not in self._documents:
            self._documents[path] = parse(self._read(path))
        return self._documents[path]

    def span(self, path: str, pointer: Pointer, part: str) -> Span:
        from rugctl.yamlfile import locate  # noqa: PLC0415

        return locate(self._document(path), pointer, "key" if part == "key" else "value")

    def allow(self, edit: Edit) -> bool:
        """Tell whether a file can be edited so: it can be read, has line ends of one kind, and no comment would be lost."""
        from rugctl.yamlfile.own_lines import has_comment  # noqa: PLC0415

        data, document = self._read(edit.path), self._document(edit.path)
        if document.broken or document.faults or data.count(b"\r\n") not in {0, data.count(b"\n")}:
            return False
        return edit.how != "delete" or not has_comment(document, edit.pointer)


def _suppress(connection: sqlite3.Connection, rules: Mapping[str, str], files: _Files) -> None:
    connection.execute("DELETE FROM finding WHERE rule = ?", (BAD_IGNORE,))
    connection.execute("UPDATE finding SET ignored = 0")
    connection.execute(_TOLD_ALREADY)
    whole = not connection.execute("SELECT 1 FROM file WHERE state IN ('invalid', 'unreadable')").fetchone()
    sql = """SELECT i.file, f.path, f.state = 'ok', i.line, i.col, i.past, i.about, i.rule, i.reason, i.without
FROM ignore i JOIN file f ON f.id = i.file"""
    ignores = connection.execute(sql).fetchall()
    silenced = [_silence(connection, rules, path, rule, about) for _, path, _, _, _, _, about, rule, _, _ in ignores]
    for (file, path, readable, line, column, past, _, rule, reason, without), of_use in zip(ignores, silenced, strict=True):
        judged = whole or (readable and rules.get(rule) == "file")
        unused = bool(rules.get(rule)) and judged and not of_use
        message = _complaint(rule, reason, rules, unused=unused)
        if message:
            edit = Edit("comment", path, value=without, line=line)
            certain = unused and files.allow(edit) and (rules[rule] == "file" or not connection.execute(_FOUND_IN, (path,)).fetchone())
            fix = format_fix([edit] if certain else [])
            values = (file, None, path, BAD_IGNORE, "warning", "", "value", *message, "[]", fix, line, column, past, 0)
            connection.execute("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _silence(connection: sqlite3.Connection, rules: Mapping[str, str], path: str, rule: str, line: int) -> bool:
    """Mark the findings that a suppression is about; tell whether there are any."""
    sql = "UPDATE finding SET ignored = 1 WHERE path = ? AND rule = ? AND line = ?"
    return bool(rules.get(rule)) and rule != BAD_IGNORE and connection.execute(sql, (path, rule, line)).rowcount > 0


def _complaint(rule: str, reason: str, rules: Mapping[str, str], *, unused: bool) -> tuple[str, str] | None:
    """Say what is wrong with a suppression; while some rules are off it may be of use though it silences nothing."""
    if rule not in rules:
        from difflib import get_close_matches  # noqa: PLC0415

        near = get_close_matches(rule, rules, n=1)
        return f"there is no rule `{rule}` to ignore", f"Did you mean `{near[0]}`?" if near else "`rugctl explain` lists the rules."
    if not rules[rule]:
        return f"`{rule}` cannot be ignored: while it stands, the record cannot be used", "Mend what it is about, and delete the comment."
    if unused:
        return f"there is no finding of `{rule}` here to ignore", "Delete the comment."
    if not reason:
        return f"`ignore[{rule}]` does not say why", "Write the reason after the bracket."
    return None
