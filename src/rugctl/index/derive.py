"""What follows from the records: organizations as of a date, and the dates that the series expect."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from rugctl.errors import RugctlError
from rugctl.index.series import group_series, last_derived, series_bodies
from rugctl.recurrence import all_occurrences


def derive_belongings(connection: sqlite3.Connection, first: int) -> None:
    """Give each attendance without an organization of its own those that the affiliations name as of the date.

    Only those of files with numbers from `first` on have none yet; 0 means that people's affiliations are others now.
    """
    if not first:
        connection.execute("DELETE FROM belonging WHERE said = 0")
    connection.execute(
        """INSERT INTO belonging
SELECT a.meeting, a.person, f.organization, 0
FROM meeting m CROSS JOIN attendance a ON a.meeting = m.id
JOIN affiliation f ON f.person = a.person AND f.since <= m.date AND m.date < f.until
WHERE m.file >= ? AND NOT EXISTS (SELECT 1 FROM belonging b WHERE b.meeting = a.meeting AND b.person = a.person AND b.said)
GROUP BY a.meeting, a.person, f.organization ORDER BY a.meeting, a.person, min(f.n)""",
        (first,),
    )


def derive_occurrences(connection: sqlite3.Connection) -> None:
    """List what the series expect, up to and with the latest record; a series that cannot be read gives nothing, and is noted.

    Where neither is another than it was, the list is there.
    """
    basis = repr((last_derived(connection), series_bodies(connection)))
    if connection.execute("SELECT value FROM meta WHERE key = 'occurrences'").fetchone() == (basis,):
        return
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('occurrences', ?)", (basis,))
    connection.execute("DELETE FROM occurrence")
    connection.execute("DELETE FROM meta WHERE key LIKE 'unreadable-series/%'")
    latest = last_derived(connection)
    for grp in series_bodies(connection):
        for series in group_series(connection, grp):
            until = date.fromisoformat(latest) + timedelta(days=1) if latest else date.fromisoformat(series.since)
            try:
                found = all_occurrences([series], date.fromisoformat(series.since), until)
            except RugctlError:
                connection.execute("INSERT OR REPLACE INTO meta VALUES ('unreadable-series/' || ?, ?)", (grp, series.id))
                continue  # told by the rule on series
            connection.executemany(
                "INSERT INTO occurrence VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(grp, o.date, o.series, o.slot, o.start, o.timezone, o.duration, o.absence, o.unrecorded) for o in found],
            )


def derive_meeting_occurrences(connection: sqlite3.Connection) -> None:
    """Find which occurrence each meeting stands for: where a day has several, one of its slot or start, else the next in order."""
    connection.execute("DELETE FROM meeting_occurrence")
    connection.execute(
        """INSERT INTO meeting_occurrence
WITH standing AS (SELECT id, grp, slot, start, coalesce(occurrence, date) AS day,
    row_number() OVER (PARTITION BY grp, coalesce(occurrence, date) ORDER BY stem) AS n FROM meeting),
expected AS (SELECT id, grp, slot, start, date AS day, absence,
    row_number() OVER (PARTITION BY grp, date ORDER BY absence IS NOT NULL, start, id) AS n FROM occurrence)
SELECT meeting, occurrence FROM (SELECT m.id AS meeting, o.id AS occurrence, row_number() OVER (PARTITION BY m.id
    ORDER BY coalesce(o.slot = m.slot, 0) DESC, coalesce(o.start = m.start, 0) DESC, o.absence IS NOT NULL, o.n = m.n DESC, o.n) AS choice
  FROM standing m JOIN expected o ON o.grp = m.grp AND o.day = m.day) WHERE choice = 1"""
    )
