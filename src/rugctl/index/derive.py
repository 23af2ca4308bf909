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


def derive_disagreements(connection: sqlite3.Connection, first: int) -> None:
    """List the organizations said at meetings that do not agree with the affiliations as of then, nor through what they are part of.

    Only those of files with numbers from `first` on are not listed yet; 0 means that affiliations or organizations are others now.
    """
    if not first:
        connection.execute("DELETE FROM disagreement")
    connection.execute(_DISAGREEING, (first,))


_DISAGREEING = """INSERT INTO disagreement
WITH RECURSIVE above(o, a) AS (SELECT symbol, symbol FROM organization
  UNION SELECT x.o, g.parent FROM above x JOIN organization g ON g.symbol = x.a WHERE g.parent IS NOT NULL)
SELECT b.meeting, b.person, b.organization
FROM meeting m CROSS JOIN belonging b ON b.meeting = m.id JOIN attendance a ON a.meeting = b.meeting AND a.person = b.person AND a.listed
JOIN person r ON r.symbol = b.person
WHERE m.file >= ? AND b.said
AND NOT EXISTS (SELECT 1 FROM affiliation e WHERE e.person = b.person AND e.since <= m.date AND m.date < e.until AND e.organization = b.organization)
AND CASE WHEN b.organization IS NULL THEN EXISTS
    (SELECT 1 FROM affiliation e WHERE e.person = b.person AND e.since <= m.date AND m.date < e.until)
  ELSE EXISTS (SELECT 1 FROM organization k WHERE k.symbol = b.organization) AND NOT EXISTS
    (SELECT 1 FROM affiliation e WHERE e.person = b.person AND e.since <= m.date AND m.date < e.until
     AND (e.organization NOT IN (SELECT symbol FROM organization)
     OR EXISTS (SELECT 1 FROM above u WHERE u.o IN (b.organization, e.organization) AND u.a NOT IN (SELECT symbol FROM organization))
     OR (b.organization, e.organization) IN (SELECT o, a FROM above) OR (e.organization, b.organization) IN (SELECT o, a FROM above))) END"""


def derive_occurrences(connection: sqlite3.Connection, group: str) -> None:
    """List what a group's series expect, up to and with its latest record; a series that cannot be read gives nothing, and is noted.

    Where neither is another than it was, the list is there.
    """
    latest = last_derived(connection, group)
    basis = repr((latest, series_bodies(connection, group)))
    if connection.execute("SELECT value FROM meta WHERE key = 'occurrences/' || ?", (group,)).fetchone() == (basis,):
        return
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('occurrences/' || ?, ?)", (group, basis))
    connection.execute("DELETE FROM occurrence WHERE grp = ?", (group,))
    connection.execute("DELETE FROM meta WHERE key = 'unreadable-series/' || ?", (group,))
    for series in group_series(connection, group):
        until = date.fromisoformat(latest) + timedelta(days=1) if latest else date.fromisoformat(series.since)
        try:
            found = all_occurrences([series], date.fromisoformat(series.since), until)
        except RugctlError:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('unreadable-series/' || ?, ?)", (group, series.id))
            continue  # told by the rule on series
        connection.executemany(
            "INSERT INTO occurrence VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(group, o.date, o.series, o.slot, o.start, o.timezone, o.duration, o.absence, o.unrecorded) for o in found],
        )


def derive_meeting_occurrences(connection: sqlite3.Connection, group: str) -> None:
    """Find which occurrence each meeting of a group stands for: where a day has several, one of its slot or start, else the next in order."""
    connection.execute("DELETE FROM meeting_occurrence WHERE meeting IN (SELECT id FROM meeting WHERE grp = ?)", (group,))
    connection.execute(_STANDING, (group,))


_STANDING = """INSERT INTO meeting_occurrence
WITH pair AS (SELECT m.id AS meeting, o.id AS occurrence, coalesce(o.slot = m.slot, 0) AS slot, coalesce(o.start = m.start, 0) AS start,
    o.absence IS NOT NULL AS absent, dense_rank() OVER (PARTITION BY o.date ORDER BY m.stem) AS n,
    dense_rank() OVER (PARTITION BY o.date ORDER BY o.absence IS NOT NULL, o.start, o.id) AS k
  FROM meeting m CROSS JOIN occurrence o ON o.grp = m.grp AND o.date = coalesce(m.occurrence, m.date) WHERE m.grp = ?)
SELECT meeting, occurrence FROM (SELECT meeting, occurrence,
  row_number() OVER (PARTITION BY meeting ORDER BY slot DESC, start DESC, absent, k = n DESC, k) AS choice FROM pair) WHERE choice = 1"""
