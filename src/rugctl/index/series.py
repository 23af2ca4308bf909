"""A group's series as the index keeps them: as values and as models, which brings pydantic."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from rugctl.index.row_writer import series_bodies

if TYPE_CHECKING:
    from rugctl.model import Series


def group_series(index: sqlite3.Connection, group: str) -> list[Series]:
    """Return a group's series, in the order of its record."""
    from rugctl.model import Series  # noqa: PLC0415  heavy

    return [Series.model_validate(body) for body in series_bodies(index).get(group, [])]


def last_derived(index: sqlite3.Connection, group: str | None = None) -> str | None:
    """Return the last day up to which the index lists what the series expect: that of the latest record, or that it stands for."""
    sql = "SELECT max(max(date, coalesce(occurrence, date))) FROM meeting WHERE ? IS NULL OR grp = ?"
    found: str | None = index.execute(sql, (group, group)).fetchone()[0]
    return found
