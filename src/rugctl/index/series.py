"""A group's series as the index keeps them: as values and as models, which brings pydantic."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rugctl.model import Series


def series_bodies(connection: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    """Return the series of each group as they stand in its record."""
    found: dict[str, list[dict[str, object]]] = {}
    for grp, body in connection.execute("SELECT grp, body FROM series ORDER BY grp, n"):
        found.setdefault(grp, []).append(json.loads(body))
    return found


def group_series(index: sqlite3.Connection, group: str) -> list[Series]:
    """Return a group's series, in the order of its record."""
    from rugctl.model import Series  # noqa: PLC0415  heavy

    return [Series.model_validate(body) for body in series_bodies(index).get(group, [])]


def last_derived(index: sqlite3.Connection, group: str | None = None) -> str | None:
    """Return the last day up to which the index lists what the series expect: that of the latest record, or that it stands for."""
    sql = "SELECT max(max(date, coalesce(occurrence, date))) FROM meeting WHERE ? IS NULL OR grp = ?"
    found: str | None = index.execute(sql, (group, group)).fetchone()[0]
    return found
