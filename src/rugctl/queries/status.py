"""What is due on a day: the chair's screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rugctl.queries.clocks import LocalTime, local_times, weekday
from rugctl.queries.lookup import MeetingKey
from rugctl.queries.minutes import ActionItem, minutes_of, open_actions
from rugctl.recurrence import Occurrence

LOOKED_BACK = timedelta(days=183)
OLDEST = 5


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A group's next meeting; `meeting` None: it is not scheduled, and the date is the next free one, or None without any."""

    group: str
    meeting: str | None
    date: str | None
    weekday: str | None
    times: tuple[LocalTime, ...]
    agenda: tuple[str, ...]
    path: str | None
    run: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A date in the past whose meeting is still scheduled, or has no record."""

    group: str
    date: str
    why: str
    run: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A meeting that was held lately, and what its minutes lack: attendees, notes."""

    group: str
    meeting: str
    path: str
    lacks: tuple[str, ...]
    run: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action item that is open; `overdue` where its due date is past."""

    group: str
    action: ActionItem
    overdue: bool
    run: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """The names of one record that are no ids yet, but for those that a comment in the record says to leave."""

    path: str
    names: tuple[str, ...]
    run: str


@dataclass(frozen=True, slots=True)
class Status:
    """All that is due. `uncommitted` are paths in data/; None outside of a git repository."""

    today: str
    next: tuple[NextMeeting, ...]
    stale: tuple[Stale, ...]
    incomplete: tuple[Incomplete, ...]
    open_actions: int
    overdue_actions: int
    oldest_actions: tuple[OpenAction, ...]
    unresolved: tuple[Unresolved, ...]
    errors: int
    warnings: int
    uncommitted: tuple[str, ...] | None


def status_of(
    index: sqlite3.Connection,
    groups: Sequence[str],
    today: str,
    free: Mapping[str, Sequence[Occurrence]],
    uncommitted: Sequence[str] | None,
) -> Status:
    """Return what is due in these groups; `free` are dates without a record, past and first to come, of those that have none scheduled."""
    actions = sorted(
        (action for group in groups for action in _open(index, group, today)), key=lambda found: found.action.id.partition("/")[0]
    )
    counts = dict(index.execute("SELECT severity, count(*) FROM finding WHERE NOT ignored GROUP BY severity"))
    return Status(
        today=today,
        next=tuple(_next(index, group, today, free.get(group, ())) for group in groups),
        stale=tuple(stale for group in groups for stale in _stale(index, group, today, free.get(group, ()))),
        incomplete=tuple(found for group in groups for found in _incomplete(index, group, today)),
        open_actions=len(actions),
        overdue_actions=sum(action.overdue for action in actions),
        oldest_actions=tuple(actions[:OLDEST]),
        unresolved=tuple(_unresolved(index, groups)),
        errors=counts.get("error", 0),
        warnings=counts.get("warning", 0),
        uncommitted=None if uncommitted is None else tuple(uncommitted),
    )


def unscheduled_groups(index: sqlite3.Connection, groups: Sequence[str], today: str) -> list[str]:
    """Return the groups that have no meeting scheduled for today or later."""
    sql = "SELECT 1 FROM meeting WHERE grp = ? AND status = 'scheduled' AND date >= ? LIMIT 1"
    return [group for group in groups if index.execute(sql, (group, today)).fetchone() is None]


def latest_record(index: sqlite3.Connection, group: str) -> str | None:
    """Return the date of a group's latest record."""
    found: str | None = index.execute("SELECT max(date) FROM meeting WHERE grp = ?", (group,)).fetchone()[0]
    return found


def command(group: str, call: str) -> str:
    """Return what to type for a group."""
    return f"rugctl --group {group} {call}" if group else f"rugctl {call}"


def _next(index: sqlite3.Connection, group: str, today: str, free: Sequence[Occurrence]) -> NextMeeting:
    sql = "SELECT id, grp, stem, date FROM meeting WHERE grp = ? AND status = 'scheduled' AND date >= ? ORDER BY date, stem LIMIT 1"
    row = index.execute(sql, (group, today)).fetchone()
    if row is not None:
        m = minutes_of(index, MeetingKey(*row))
        run = command(group, f"show {m.meeting} --format pad" if m.date == today else f"announce {m.meeting}")
        return NextMeeting(group, m.meeting, m.date, m.weekday, m.local_times, tuple(item.title for item in m.agenda), m.path, run)
    first = next((occurrence for occurrence in free if occurrence.date >= today), None)
    if first is None:
        return NextMeeting(group, None, None, None, (), (), None, command(group, "new-meeting DATE --reason …"))
    row = index.execute("SELECT zones FROM grp WHERE id = ?", (group,)).fetchone()
    times = local_times(first.date, first.start, first.timezone, first.duration, row[0].split(", ") if row else ())
    return NextMeeting(group, None, first.date, weekday(first.date), times, (), None, command(group, "new-meeting"))


def _stale(index: sqlite3.Connection, group: str, today: str, free: Sequence[Occurrence]) -> list[Stale]:
    scheduled = "SELECT date, stem FROM meeting WHERE grp = ? AND status = 'scheduled' AND date < ?"
    missing = """SELECT date FROM occurrence o WHERE grp = ? AND date < ? AND absence IS NULL
AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.grp = o.grp AND o.date IN (m.date, m.occurrence))"""
    bare = {day for (day,) in index.execute(missing, (group, today))} | {o.date for o in free if o.date < today}
    found = [Stale(group, day, "no record", command(group, f"check-in {day} -")) for day in bare]
    found += [
        Stale(group, day, "still scheduled", command(group, f"check-in {stem} -")) for day, stem in index.execute(scheduled, (group, today))
    ]
    return sorted(found, key=lambda stale: (stale.date, stale.why))


def _incomplete(index: sqlite3.Connection, group: str, today: str) -> list[Incomplete]:
    since = (date.fromisoformat(today) - LOOKED_BACK).isoformat()
    sql = """SELECT m.stem, f.path, m.taken, m.notes IS NOT NULL OR EXISTS (SELECT 1 FROM item i WHERE i.meeting = m.id AND i.notes IS NOT NULL)
  OR EXISTS (SELECT 1 FROM decision d WHERE d.meeting = m.id) OR EXISTS (SELECT 1 FROM action a WHERE a.meeting = m.id)
FROM meeting m JOIN file f ON f.id = m.file WHERE m.grp = ? AND m.status = 'held' AND m.date BETWEEN ? AND ? ORDER BY m.date, m.stem"""
    found = []
    for stem, path, taken, noted in index.execute(sql, (group, since, today)):
        lacks = (*(() if taken else ("attendees",)), *(() if noted else ("notes",)))
        if lacks:
            found.append(Incomplete(group, stem, path, lacks, f"$EDITOR {path}" if taken else command(group, f"check-in {stem} -")))
    return found


def _open(index: sqlite3.Connection, group: str, today: str) -> list[OpenAction]:
    return [
        OpenAction(group, action, action.due is not None and action.due < today, command(group, f"actions close {action.id}"))
        for action in open_actions(index, group, "9999")
    ]


def _unresolved(index: sqlite3.Connection, groups: Sequence[str]) -> list[Unresolved]:
    sql = """SELECT f.path, f.grp, m.stem, u.text FROM unresolved u JOIN file f ON f.id = u.file LEFT JOIN meeting m ON m.id = u.meeting
WHERE NOT EXISTS (SELECT 1 FROM finding x WHERE x.path = f.path AND x.rule = 'unresolved-name' AND x.pointer = u.pointer AND x.ignored) ORDER BY f.path, u.rowid"""
    names: dict[tuple[str, str], list[str]] = {}
    for path, group, stem, text in index.execute(sql):
        if stem is None or group in groups:
            names.setdefault((path, command(group, f"resolve {stem}") if stem else "rugctl resolve"), []).append(text)
    return [Unresolved(path, tuple(dict.fromkeys(found)), run) for (path, run), found in names.items()]
