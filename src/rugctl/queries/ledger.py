"""The ledger: every date that the series expect with the meeting that stands for it, and every meeting off the series."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from rugctl.index.series import group_series, last_derived
from rugctl.queries.lookup import MeetingKey
from rugctl.recurrence import Occurrence, all_occurrences

_EXPECTED = """SELECT o.grp, o.date, o.series, o.slot, o.start, o.timezone, o.duration, o.absence, o.unrecorded, m.id, m.stem, m.date
FROM occurrence o LEFT JOIN (SELECT x.occurrence, y.*, row_number() OVER (PARTITION BY x.occurrence ORDER BY y.moved_from IS NOT NULL, y.stem) AS n
  FROM meeting_occurrence x JOIN meeting y ON y.id = x.meeting) m ON m.occurrence = o.id AND m.n = 1"""
_OFF_SERIES = """SELECT m.id, m.grp, m.stem, m.date FROM meeting m WHERE NOT EXISTS
(SELECT 1 FROM meeting_occurrence x JOIN meeting y ON y.id = x.meeting WHERE x.meeting = m.id AND NOT EXISTS
  (SELECT 1 FROM meeting_occurrence z JOIN meeting w ON w.id = z.meeting WHERE z.occurrence = x.occurrence
   AND (w.moved_from IS NOT NULL, w.stem) < (y.moved_from IS NOT NULL, y.stem)))"""


class LedgerRow(NamedTuple):
    """A date that a series expects, the meeting that stands for it, or both; of two meetings for one date the first stands for it."""

    group: str
    expected: Occurrence | None
    meeting: MeetingKey | None

    @property
    def date(self) -> str:
        """The day on which it takes place, or was to."""
        if self.meeting is not None:
            return self.meeting.date
        assert self.expected is not None
        return self.expected.date


def ledger(index: sqlite3.Connection, group: str | None, since: str, until: str) -> list[LedgerRow]:
    """List what is expected or recorded on the days `[since, until)`, by date; `group` None takes all groups.

    What lies after a group's latest record is worked out from its series. Raises RugctlError for a series that cannot be read.
    """
    rows = chain(_recorded(index), _off_series(index), _to_come(index, until))
    chosen = [row for row in rows if group in {None, row.group} and since <= row.date < until]
    return sorted(chosen, key=_place)


def _recorded(index: sqlite3.Connection) -> Iterator[LedgerRow]:
    for grp, day, series, slot, start, timezone, duration, absence, unrecorded, id, stem, held in index.execute(_EXPECTED):
        expected = Occurrence(day, series, slot, start, timezone, duration, absence, unrecorded=bool(unrecorded))
        yield LedgerRow(grp, expected, MeetingKey(id, grp, stem, held) if id is not None else None)


def _off_series(index: sqlite3.Connection) -> Iterator[LedgerRow]:
    for row in index.execute(_OFF_SERIES):
        yield LedgerRow(row[1], None, MeetingKey(*row))


def _to_come(index: sqlite3.Connection, until: str) -> Iterator[LedgerRow]:
    for (grp,) in index.execute("SELECT id FROM grp ORDER BY id"):
        latest = last_derived(index, grp)
        if latest is not None and latest >= until:
            continue
        series = group_series(index, grp)
        first = date.fromisoformat(latest) + timedelta(1) if latest else date.fromisoformat(min((s.since for s in series), default=until))
        for occurrence in all_occurrences(series, first, date.fromisoformat(until)):
            yield LedgerRow(grp, occurrence, None)


def _place(row: LedgerRow) -> tuple[str, str, str, str]:
    return (row.date, row.meeting.stem if row.meeting else row.date, row.expected.start if row.expected else "", row.group)
