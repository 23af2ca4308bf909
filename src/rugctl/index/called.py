"""Who, or what, the registries call so."""

from __future__ import annotations

import sqlite3


def called(index: sqlite3.Connection, kind: str, folded: str, *how: str) -> list[str]:
    """Return the ids of all of a kind that bear a folded name in one of these ways: as id, former (id), handle, name or alias."""
    sql = f"""SELECT DISTINCT s.text FROM name n JOIN symbol s ON s.id = n.symbol
WHERE n.kind = ? AND n.folded = ? AND n.how IN ({", ".join("?" * len(how))}) ORDER BY 1"""
    return [str(id) for (id,) in index.execute(sql, (kind, folded, *how))]


def people_called(index: sqlite3.Connection, folded: str) -> list[str]:
    """Return the people of a name or alias; where it is a given name alone, all who have it.

    It was written of one of them once, and may be any of them.
    """
    found = called(index, "person", folded, "name", "alias")
    if not found or " " in folded or called(index, "person", folded, "name"):
        return found
    sql = """SELECT DISTINCT s.text FROM name n JOIN symbol s ON s.id = n.symbol
WHERE n.kind = 'person' AND n.how = 'name' AND n.folded BETWEEN ? || ' ' AND ? || '!'"""
    return sorted({*found, *(text for (text,) in index.execute(sql, (folded, folded)))})
