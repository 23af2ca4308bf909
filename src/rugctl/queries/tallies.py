"""Attendance counted by organization, year, month, meeting or topic."""

from __future__ import annotations

import sqlite3
from typing import Literal, NamedTuple, TypeAlias

from rugctl.queries.selection import Selection, with_presence

Unit: TypeAlias = Literal["year", "month"]


class OrganizationAttendance(NamedTuple):
    """An organization: how many `people` came from it, to how many counted `meetings`."""

    group: str
    organization: str
    name: str
    people: int
    meetings: int
    first_recorded: str
    last: str


class PeriodAttendance(NamedTuple):
    """A year or month: its counted `meetings`, how many people came, how many of them for the first recorded time.

    `attendances` is the sum over the meetings, `average` that sum by meeting.
    """

    group: str
    period: str
    meetings: int
    people: int
    newcomers: int
    attendances: int
    average: float


class MeetingAttendance(NamedTuple):
    """A counted meeting: how many came, from how many organizations, how many for the first recorded time."""

    group: str
    meeting: str
    date: str
    people: int
    organizations: int
    newcomers: int
    about: str


class TopicAttendance(NamedTuple):
    """A topic: the counted `meetings` that dealt with it, how many different `people` came.

    `attendances` is the sum over the meetings, `average` that sum by meeting.
    """

    group: str
    topic: str
    name: str
    meetings: int
    people: int
    attendances: int
    average: float
    last: str


def attendance_by_organization(index: sqlite3.Connection, selection: Selection) -> list[OrganizationAttendance]:
    """Return a row an organization, the most frequent first; somebody from two counts for both."""
    belongs = selection.belongs("b.organization")
    sql = f"""{with_presence(selection)}
SELECT p.grp, s.text, coalesce(o.name, s.text), count(DISTINCT p.person) FILTER (WHERE p.inside), count(DISTINCT p.meeting) FILTER (WHERE p.inside),
  min(p.date), max(p.date) FILTER (WHERE p.inside)
FROM presence p JOIN belonging b ON b.meeting = p.meeting AND b.person = p.person JOIN symbol s ON s.id = b.organization
LEFT JOIN organization o ON o.symbol = b.organization WHERE {belongs} GROUP BY p.grp, b.organization HAVING sum(p.inside) > 0
ORDER BY 1, 5 DESC, 4 DESC, 3"""
    return [OrganizationAttendance(*row) for row in index.execute(sql, selection.values)]


def attendances_without_organization(index: sqlite3.Connection, selection: Selection) -> int:
    """Return how often somebody came of whom no organization is known for that day."""
    sql = f"""{with_presence(selection)} SELECT count(*) FROM presence p WHERE p.chosen
AND NOT EXISTS (SELECT 1 FROM belonging b WHERE b.meeting = p.meeting AND b.person = p.person AND b.organization IS NOT NULL)"""
    return int(index.execute(sql, selection.values).fetchone()[0])


def attendance_by_period(index: sqlite3.Connection, selection: Selection, unit: Unit) -> list[PeriodAttendance]:
    """Return a row a year or month that has counted meetings, in order."""
    length = {"year": 4, "month": 7}[unit]
    sql = f"""{with_presence(selection)}, first AS (SELECT grp, person, min(rank) AS rank FROM presence GROUP BY 1, 2),
came AS (SELECT p.grp, substr(p.date, 1, {length}) AS period, count(*) AS n, count(DISTINCT p.person) AS people, sum(f.rank = p.rank) AS fresh
  FROM presence p JOIN first f ON f.grp = p.grp AND f.person = p.person WHERE p.chosen GROUP BY 1, 2)
SELECT c.grp, substr(c.date, 1, {length}) AS period, count(*), coalesce(came.people, 0), coalesce(came.fresh, 0), coalesce(came.n, 0),
  1.0 * coalesce(came.n, 0) / count(*) FROM counted c LEFT JOIN came ON came.grp = c.grp AND came.period = substr(c.date, 1, {length})
WHERE c.inside GROUP BY 1, 2 ORDER BY 1, 2"""
    return [PeriodAttendance(*row) for row in index.execute(sql, selection.values)]


def attendance_by_meeting(index: sqlite3.Connection, selection: Selection) -> list[MeetingAttendance]:
    """Return a row a counted meeting, in order; where people are selected, those to which none of them came are left out."""
    sql = f"""{with_presence(selection)}, first AS (SELECT grp, person, min(rank) AS rank FROM presence GROUP BY 1, 2)
SELECT c.grp, c.stem, c.date, count(p.person),
  (SELECT count(DISTINCT b.organization) FROM belonging b JOIN presence x ON x.meeting = b.meeting AND x.person = b.person
   WHERE b.meeting = c.id AND x.chosen AND {selection.belongs("b.organization")}),
  count(*) FILTER (WHERE f.rank = p.rank),
  coalesce((SELECT group_concat(i.title, '; ') FROM (SELECT title FROM item WHERE meeting = c.id AND coalesce(outcome, 'done') = 'done' ORDER BY n) i), '')
FROM counted c LEFT JOIN presence p ON p.meeting = c.id AND p.chosen LEFT JOIN first f ON f.grp = p.grp AND f.person = p.person
WHERE c.inside GROUP BY c.id HAVING :everybody OR count(p.person) ORDER BY c.grp, c.rank"""
    return [MeetingAttendance(*row) for row in index.execute(sql, {**selection.values, "everybody": selection.is_everybody})]


def attendance_by_topic(index: sqlite3.Connection, selection: Selection) -> list[TopicAttendance]:
    """Return a row a topic that took place, the most frequent first; where people are selected, those that none of them heard are left out."""
    sql = f"""{with_presence(selection)},
dealt AS (SELECT DISTINCT t.topic, i.meeting FROM item_topic t JOIN item i ON i.id = t.item WHERE coalesce(i.outcome, 'done') = 'done')
SELECT c.grp, s.text, coalesce(t.name, s.text), count(DISTINCT c.id), count(DISTINCT p.person), count(p.person),
  1.0 * count(p.person) / count(DISTINCT c.id), max(c.date)
FROM counted c JOIN dealt d ON d.meeting = c.id JOIN symbol s ON s.id = d.topic LEFT JOIN topic t ON t.symbol = d.topic
LEFT JOIN presence p ON p.meeting = c.id AND p.chosen
WHERE c.inside GROUP BY c.grp, d.topic HAVING :everybody OR count(p.person) ORDER BY 1, 4 DESC, 7 DESC, 3"""
    return [TopicAttendance(*row) for row in index.execute(sql, {**selection.values, "everybody": selection.is_everybody})]
