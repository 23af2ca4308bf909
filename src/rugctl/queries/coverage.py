"""What figures of attendance rest on: the meetings that count, those left out and why, and what is not recorded."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rugctl.queries.selection import Scope


class Count(NamedTuple):
    """How many meetings have a status."""

    status: str
    meetings: int


class Stretch(NamedTuple):
    """Expected dates one after the other, from `first` to `last`, of which nothing is recorded."""

    group: str
    first: str
    last: str
    dates: int


class Coverage(NamedTuple):
    """The meetings that count, from `first` to `last`; `without_list` were held and nobody wrote down who came.

    `not_held` counts the others by status, `unresolved` the attendees of counted meetings who have no id yet.
    """

    counted: int
    first: str | None
    last: str | None
    without_list: int
    not_held: tuple[Count, ...]
    unrecorded: tuple[Stretch, ...]
    unresolved: int


def coverage(index: sqlite3.Connection, scope: Scope) -> Coverage:
    """Return what the figures of a scope rest on."""
    sql = f"""SELECT count(*) FILTER (WHERE m.taken), min(m.date) FILTER (WHERE m.taken), max(m.date) FILTER (WHERE m.taken),
  count(*) FILTER (WHERE NOT m.taken) FROM meeting m WHERE m.status = 'held' AND {scope.within}"""
    counted, first, last, without_list = index.execute(sql, scope.values).fetchone()
    others = index.execute(
        f"SELECT m.status, count(*) FROM meeting m WHERE m.status NOT IN ('held', 'unrecorded') AND {scope.within} GROUP BY 1 ORDER BY 2 DESC, 1",
        scope.values,
    )
    unresolved = index.execute(
        f"""SELECT count(*) FROM unresolved u JOIN meeting m ON m.id = u.meeting
WHERE u.role = 'attendee' AND m.status = 'held' AND {scope.within}""",
        scope.values,
    ).fetchone()[0]
    not_held = tuple(Count(status, count) for status, count in others)
    return Coverage(counted, first, last, without_list, not_held, tuple(unrecorded_stretches(index, scope)), unresolved)


def unrecorded_stretches(index: sqlite3.Connection, scope: Scope) -> list[Stretch]:
    """Return the stretches of which nothing is recorded: expected dates without a record, and records that say so.

    A stretch ends where the group has any other record.
    """
    sql = f"""SELECT m.grp, m.date, max(m.gap) FROM (
  SELECT grp, date, 1 AS gap FROM occurrence o WHERE unrecorded = 1
    AND NOT EXISTS (SELECT 1 FROM meeting x WHERE x.grp = o.grp AND o.date IN (x.date, x.occurrence))
  UNION ALL SELECT grp, date, status = 'unrecorded' FROM meeting WHERE grp IN (
    SELECT grp FROM occurrence WHERE unrecorded = 1 UNION SELECT grp FROM meeting WHERE status = 'unrecorded')) m
WHERE {scope.within} GROUP BY m.grp, m.date ORDER BY m.grp, m.date"""
    found: list[Stretch] = []
    open_group: str | None = None
    for group, day, gap in index.execute(sql, scope.values):
        if not gap:
            open_group = None
        elif open_group == group:
            found[-1] = Stretch(group, found[-1].first, day, found[-1].dates + 1)
        else:
            found.append(Stretch(group, day, day, 1))
            open_group = group
    return found
