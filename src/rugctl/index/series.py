"""A group's series as the index keeps them: as values and as models, which brings pydantic."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rugctl.model import Series


def series_bodies(connection: sqlite3.Connection, group: str) -> list[dict[str, object]]:
    """Return a group's series as they stand in its record."""
    return [json.loads(body) for (body,) in connection.execute("SELECT body FROM series WHERE grp = ? ORDER BY n", (group,))]


def group_series(index: sqlite3.Connection, group: str) -> list[Series]:
    """Return a group's series, in the order of its record."""
    from rugctl.model import Series  # noqa: PLC0415  heavy

    return [Series.model_validate(body) for body in series_bodies(index, group)]


def last_derived(index: sqlite3.Connection, group: str) -> str | None:
    """Return the last day up to which the index lists what a group's series expect: that of its latest record, or that it stands for."""
    sql = "SELECT max(max(date, coalesce(occurrence, date))) FROM meeting WHERE grp = ?"
    found: str | None = index.execute(sql, (group,)).fetchone()[0]
    return found
