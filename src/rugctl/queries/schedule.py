"""When the group meets: past and coming dates with what is planned, on the clocks of those who come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from rugctl.queries.clocks import Disagreement, LocalTime, disagreements, local_times, weekday
from rugctl.queries.ledger import LedgerRow, ledger
from rugctl.queries.lookup import Period
from rugctl.queries.minutes import minutes_of

COUNT = 8
"""So many dates to come are shown where nobody says how many."""
_LOOKED_BACK = timedelta(days=200)
"""How far before the first day asked for the meeting before it is looked for."""
_FIRST_DAY = "1000-01-01"
_AHEAD = timedelta(days=366)
_FARTHEST = 64


@dataclass(frozen=True, slots=True)
class Clock:
    """A meeting's beginning in one zone; `before` is what that clock read last time, where clocks changed since."""

    time: LocalTime
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A date with what is known of it.

    `status` is the record's; without one `expected`, `paused`, `unrecorded`, or `no record` where the date is past.
    `topic` has the titles of the agenda, `lead` who chairs; `start` is None where neither record nor series gives a time.
    """

    group: str
    meeting: str | None
    date: str
    weekday: str
    status: str
    reason: str | None
    slot: str | None
    start: str | None
    timezone: str | None
    duration: int | None
    topic: tuple[str, ...]
    lead: str | None
    clocks: tuple[Clock, ...]


class Apart(NamedTuple):
    """Weeks in which two clocks are another number of hours apart than usual, and the dates that fall into them."""

    since: str
    until: str
    zone: str
    ahead_of: str
    hours: float
    usually: float
    meetings: tuple[str, ...]


def group_zones(index: sqlite3.Connection, group: str | None) -> tuple[str, ...]:
    """Return the zones of a group, or of all."""
    rows = index.execute("SELECT zones FROM grp WHERE ? IS NULL OR id = ? ORDER BY id", (group, group))
    return tuple(dict.fromkeys(zone for (zones,) in rows for zone in zones.split(", ")))


def coming(index: sqlite3.Connection, group: str | None, today: str, count: int) -> Period:
    """Return the days from today on that hold the next so many dates on which a meeting is to be."""
    for ahead in (_AHEAD * n for n in (1, 4, 16, _FARTHEST)):
        until = min(date.fromisoformat(today) + ahead, date(3000, 1, 1)).isoformat()
        rows = [row for row in ledger(index, group, today, until) if row.meeting or (row.expected and row.expected.absence is None)]
        if len(rows) >= count:
            return Period(today, (date.fromisoformat(rows[count - 1].date) + timedelta(1)).isoformat())
    return Period(today, until)


def schedule(index: sqlite3.Connection, group: str | None, period: Period, today: str, zones: Sequence[str]) -> list[Scheduled]:
    """List what is on the days of a period, with local times; each is marked that is another than last time at that hour."""
    first = period.since or _FIRST_DAY
    back = (date.fromisoformat(max(first, "1001-01-01")) - _LOOKED_BACK).isoformat()
    rows = (_scheduled(index, row, today, zones) for row in ledger(index, group, back, period.until or today))
    return [row for row in _compared(rows) if row.date >= first]


def _scheduled(index: sqlite3.Connection, row: LedgerRow, today: str, zones: Sequence[str]) -> Scheduled:
    if row.meeting is not None:
        m = minutes_of(index, row.meeting)
        clocks = _clocks(m.date, m.start, m.timezone, m.duration, zones)
        moved = f"Moved to {m.moved_to}" if m.moved_to else None
        reason = "; ".join(filter(None, (m.reason, moved))) or None
        topic, lead = tuple(item.title for item in m.agenda), m.chair.name if m.chair else None
        return Scheduled(
            m.group, m.meeting, m.date, m.weekday, m.status, reason, m.slot, m.start, m.timezone, m.duration, topic, lead, clocks
        )  # fmt: skip
    o = row.expected
    assert o is not None
    clocks = _clocks(o.date, o.start, o.timezone, o.duration, zones)
    status = "unrecorded" if o.unrecorded else "paused" if o.absence else "no record" if o.date < today else "expected"
    return Scheduled(
        row.group, None, o.date, weekday(o.date), status, o.absence, o.slot, o.start, o.timezone, o.duration, (), None, clocks
    )  # fmt: skip


def _clocks(day: str, start: str | None, timezone: str | None, duration: int | None, zones: Sequence[str]) -> tuple[Clock, ...]:
    if start is None or timezone is None:
        return ()
    return tuple(Clock(time) for time in local_times(day, start, timezone, duration or 60, zones) if time.zone in zones)


def _compared(rows: Iterable[Scheduled]) -> Iterable[Scheduled]:
    """Give each clock what it read last time, where the meeting was at the same wall time of its own zone."""
    last: dict[tuple[str, str | None, str | None], dict[str, str]] = {}
    for row in rows:
        before = last.get((row.group, row.start, row.timezone), {})
        now = {clock.time.zone: clock.time.start for clock in row.clocks}
        last[row.group, row.start, row.timezone] = now
        yield replace(
            row,
            clocks=tuple(
                replace(clock, before=before[clock.time.zone])
                if before.get(clock.time.zone, clock.time.start) != clock.time.start
                else clock
                for clock in row.clocks
            ),
        )


def weeks_apart(rows: Sequence[Scheduled], zones: Sequence[str]) -> list[Apart]:
    """List the weeks with some of these dates in which a zone has changed its clocks and that of the meeting has not, or the other way."""
    days: dict[str, list[str]] = {}
    for row in rows:
        if row.timezone is not None and row.clocks:
            days.setdefault(row.timezone, []).append(row.date)
    found = [
        _apart(stretch, dates)
        for own, dates in days.items()
        for zone in zones
        for stretch in disagreements(zone, own, min(dates), (date.fromisoformat(max(dates)) + timedelta(1)).isoformat())
    ]
    return sorted((apart for apart in found if apart.meetings), key=lambda apart: (apart.since, apart.zone))


def _apart(stretch: Disagreement, dates: Iterable[str]) -> Apart:
    meetings = tuple(day for day in dates if stretch.since <= day <= stretch.until)
    return Apart(stretch.since, stretch.until, stretch.zone, stretch.ahead_of, stretch.hours, stretch.usually, meetings)
