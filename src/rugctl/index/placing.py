"""Findings get their places: each file that one names is composed once. Suppressions are applied to what is placed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from rugctl.diagnostics import Diagnostic, Pointer, Related, Span, parse_pointer

if TYPE_CHECKING:
    from rugctl.yamlfile import Document

BAD_IGNORE = "bad-ignore"
_TOLD_ALREADY = """UPDATE finding SET ignored = 1 WHERE rule = 'swallowed-comment'
AND EXISTS (SELECT 1 FROM finding o WHERE (o.path, o.line, o.severity) = (finding.path, finding.line, 'error'))"""
"""What a comment leaves of a text may be wrong in itself: then that is told, and shows the whole line."""


def place_findings(
    connection: sqlite3.Connection, data: Mapping[str, bytes], rule_ids: Collection[str], composed: Mapping[str, Document]
) -> None:
    """Fill in the places that findings lack, and mark those that a comment silences; `composed` are files that need not be again."""
    from rugctl.yamlfile import locate, parse  # noqa: PLC0415  only where something changed

    documents = dict(composed)

    def span(path: str, pointer: Pointer, part: str) -> Span:
        if path not in documents:
            documents[path] = parse(data.get(path, b""))
        return locate(documents[path], pointer, "key" if part == "key" else "value")

    rows = connection.execute(
        "SELECT rowid, path, pointer, part, line, related FROM finding WHERE line IS NULL OR related <> '[]'"
    ).fetchall()
    for id, path, pointer, part, line, related in rows:
        others = json.loads(related)
        for other in others:
            if other["span"] is None:
                place = span(other["path"], parse_pointer(other["pointer"]), other["part"])
                other["span"] = [place.line, place.column, place.end]
        connection.execute("UPDATE finding SET related = ? WHERE rowid = ?", (json.dumps(others), id))
        if line is None:
            place = span(path, parse_pointer(pointer), part)
            connection.execute("UPDATE finding SET line = ?, col = ?, past = ? WHERE rowid = ?", (place.line, place.column, place.end, id))
    _suppress(connection, rule_ids)


def _suppress(connection: sqlite3.Connection, rule_ids: Collection[str]) -> None:
    connection.execute("DELETE FROM finding WHERE rule = ?", (BAD_IGNORE,))
    connection.execute("UPDATE finding SET ignored = 0")
    connection.execute(_TOLD_ALREADY)
    whole = not connection.execute("SELECT 1 FROM file WHERE state IN ('invalid', 'unreadable')").fetchone()
    for file, path, line, rule, reason in connection.execute(
        "SELECT i.file, f.path, i.line, i.rule, i.reason FROM ignore i JOIN file f ON f.id = i.file"
    ).fetchall():
        silenced = connection.execute(
            "UPDATE finding SET ignored = 1 WHERE path = ? AND rule = ? AND line IN (?, ? + 1)", (path, rule, line, line)
        ).rowcount
        message = _complaint(rule, reason, rule_ids, used=bool(silenced) or not whole)
        if message:
            values = (file, path, BAD_IGNORE, "warning", "", "value", *message, "[]", 1, line, 1, 2, 0)
            connection.execute("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _complaint(rule: str, reason: str, rule_ids: Collection[str], *, used: bool) -> tuple[str, str] | None:
    """Say what is wrong with a suppression; while some rules are off it may be of use though it silences nothing."""
    if rule not in rule_ids:
        return f"there is no rule `{rule}` to ignore", "`rugctl explain` lists the rules."
    if not used:
        return f"there is no finding of `{rule}` here to ignore", "Delete the comment."
    if not reason:
        return f"`ignore[{rule}]` does not say why", "Write the reason after the bracket."
    return None


def read_diagnostics(connection: sqlite3.Connection) -> Iterator[Diagnostic]:
    """Yield the findings that no comment silences, placed, in the order in which they are shown."""
    sql = """SELECT rule, severity, path, line, col, past, message, help, pointer, related, fixable FROM finding
WHERE NOT ignored ORDER BY path, line, col, rule, message"""
    for rule, severity, path, line, column, end, message, help, pointer, related, fixable in connection.execute(sql):
        others = tuple(Related(o["path"], Span(*o["span"]), o["label"]) for o in json.loads(related))
        yield Diagnostic(rule, severity, path, Span(line, column, end), message, help, parse_pointer(pointer), others, bool(fixable))
