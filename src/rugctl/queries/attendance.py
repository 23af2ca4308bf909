"""Who came, a row a person: sums and rates, newcomers, and regulars who stay away."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rugctl.queries.selection import Selection, with_presence

REGULAR_MEETINGS = 3
REGULAR_RATE = 1 / 3
"""A regular came to at least so many meetings, and to this part of those from their first to their last."""


class PersonAttendance(NamedTuple):
    """A person's sums in one group; `of` are the counted meetings from their first one on, `rate` meetings of those.

    `first_recorded` looks at all records of the group, the rest at the days and organizations asked for. `organization`
    is as of `last`.
    """

    group: str
    person: str
    name: str
    organization: str | None
    meetings: int
    of: int
    rate: float
    first_recorded: str
    last: str


class Newcomer(NamedTuple):
    """A person whose first recorded meeting of all lies in the days asked for, with the organization of that day.

    `claimed` where the minutes say themselves that it was the first time.
    """

    group: str
    first_recorded: str
    person: str
    name: str
    organization: str | None
    claimed: bool
    meetings: int
    last: str


class Lapsed(NamedTuple):
    """A regular who missed the latest counted meetings, with the organization of their last one.

    All meetings that they came to count, as from whichever organization; `rate` is of those from their first to their last.
    """

    group: str
    person: str
    name: str
    organization: str | None
    meetings: int
    rate: float
    last: str
    missed: int


class _Standing(NamedTuple):
    """What all three are made of: a person's first meeting of all, and the chosen ones, which are `meetings` with the last one.

    `began` and `last` are ranks of chosen meetings, `high` that of the latest one. `came` times they came inside in all,
    from rank `low` to `left`. `then` is the organization of the first meeting, and `fresh` whether that is chosen.
    """

    group: str
    person: str
    name: str
    then: str | None
    organization: str | None
    claimed: int
    fresh: int
    meetings: int
    began: int
    last: int
    high: int
    came: int
    low: int
    left: int
    first_recorded: str
    last_date: str


def attendance_sums(index: sqlite3.Connection, selection: Selection) -> list[PersonAttendance]:
    """Return a row for everybody who came, the most frequent first."""
    rows = [_sums(standing) for standing in _standings(index, selection)]
    return sorted(rows, key=lambda row: (row.group, -row.meetings, -row.rate, row.name))


def newcomers(index: sqlite3.Connection, selection: Selection) -> list[Newcomer]:
    """Return those whose first recorded meeting of all lies in the period, as from the organizations, in the order in which they came."""
    rows = [
        Newcomer(s.group, s.first_recorded, s.person, s.name, s.then, bool(s.claimed), s.meetings, s.last_date)
        for s in _standings(index, selection)
        if s.fresh
    ]
    return sorted(rows, key=lambda row: (row.group, row.first_recorded, row.name))


def lapsed_regulars(index: sqlite3.Connection, selection: Selection, missed: int) -> list[Lapsed]:
    """Return the regulars who came to none of the last `missed` counted meetings, those who left last first.

    Of organizations they are who came to their last meeting as from these.
    """
    rows = [
        Lapsed(s.group, s.person, s.name, s.organization, s.came, s.came / (s.left - s.low + 1), s.last_date, s.high - s.left)
        for s in _standings(index, selection)
        if s.last == s.left and s.high - s.left >= missed and s.came >= REGULAR_MEETINGS
    ]
    regulars = [row for row in rows if row.rate >= REGULAR_RATE]
    return sorted(regulars, key=lambda row: (row.group, row.missed, -row.meetings, row.name))


def _sums(s: _Standing) -> PersonAttendance:
    of = s.high - s.began + 1
    return PersonAttendance(s.group, s.person, s.name, s.organization, s.meetings, of, s.meetings / of, s.first_recorded, s.last_date)


def _standings(index: sqlite3.Connection, selection: Selection) -> list[_Standing]:
    sql = f"""{with_presence(selection)},
standing AS (SELECT grp, person, min(rank) AS first, min(rank) FILTER (WHERE own) AS began,
  count(*) FILTER (WHERE chosen) AS meetings, max(rank) FILTER (WHERE chosen) AS last,
  count(*) FILTER (WHERE inside) AS came, max(rank) FILTER (WHERE inside) AS gone FROM presence GROUP BY grp, person)
SELECT s.grp, i.text, coalesce(p.name, i.text), {_organizations("f.id")}, {_organizations("l.id")},
  EXISTS (SELECT 1 FROM attendance a WHERE a.person = s.person AND a.meeting = f.id AND a.first_time),
  s.first = s.began AND f.inside, s.meetings, max(s.began, span.low), s.last, span.high, s.came, max(s.first, span.low), s.gone, f.date, l.date
FROM standing s JOIN span ON span.grp = s.grp JOIN counted f ON f.grp = s.grp AND f.rank = s.first
JOIN counted l ON l.grp = s.grp AND l.rank = s.last JOIN symbol i ON i.id = s.person LEFT JOIN person p ON p.symbol = s.person
WHERE s.meetings > 0"""
    rows = index.execute(sql, selection.values)
    return [_Standing(*row) for row in rows]


def _organizations(meeting: str) -> str:
    return f"""(SELECT group_concat(o.text, ', ') FROM belonging b JOIN symbol o ON o.id = b.organization
   WHERE b.meeting = {meeting} AND b.person = s.person)"""
