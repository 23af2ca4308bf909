"""A new meeting: its date by the series, and its record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rugctl.changes import ChangeSet
from rugctl.drafting.agenda import joined, move_agenda
from rugctl.errors import RugctlError
from rugctl.index.series import group_series
from rugctl.recurrence import Occurrence, all_occurrences, next_occurrences
from rugctl.store import classify, meeting_path

_GOES_ALONG = ("start", "duration", "timezone", "chair", "scribe", "links", "attendees")
"""What a meeting that moves to another date takes along; those who had signed up stay in the old record, too."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A new meeting before it is a record; `uid` is what calendars know it by where it is off the series."""

    day: str
    title: str | None = None
    kind: str | None = None
    speakers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    chair: str | None = None
    scribe: str | None = None
    reason: str | None = None
    uid: str | None = None


def free_occurrences(index: sqlite3.Connection, group: str, after: str) -> Iterable[Occurrence]:
    """Yield the dates from a day on that the series expect and that have no record yet, in order."""
    sql = "SELECT coalesce(occurrence, date) FROM meeting WHERE grp = ? UNION SELECT date FROM meeting WHERE grp = ?"
    taken = {day for (day,) in index.execute(sql, (group, group))}
    return (o for o in next_occurrences(group_series(index, group), date.fromisoformat(after)) if o.date not in taken)


def expected_on(index: sqlite3.Connection, group: str, day: str) -> Occurrence | None:
    """Return what the series expect on a day, if anything."""
    first = date.fromisoformat(day)
    found = all_occurrences(group_series(index, group), first, first + timedelta(days=1))
    return next((o for o in found if o.date == day and o.absence is None), None)


def last_day(index: sqlite3.Connection, group: str, today: str) -> str:
    """Return the stem of the latest meeting, scheduled or held, whose date has come; today's date where the series expects one today.

    Raises RugctlError where there is none, or where the series expected a later one and nobody says what became of it.
    """
    sql = "SELECT stem FROM meeting WHERE grp = ? AND status IN ('scheduled', 'held') AND date <= ? ORDER BY date DESC, stem DESC LIMIT 1"
    row = index.execute(sql, (group, today)).fetchone()
    if row is None:
        raise RugctlError("no meeting was scheduled or held up to today", "Give its date; `rugctl status` shows what is due.")
    stem = str(row[0])
    missing = [o.date for o in free_occurrences(index, group, stem[:10]) if o.date <= today]
    if not missing or missing[-1] == today:
        return missing[-1] if missing else stem
    help = f"Give a date: {missing[-1]}, whose record is made then, or {stem}, the last one that has a record."
    raise RugctlError(f"the series expects a meeting on {missing[-1]}, and there is no record of it", help)


def next_meeting(index: sqlite3.Connection, group: str, *, after: str, today: str) -> tuple[str | None, Occurrence | None]:
    """Return the stem of the first meeting still to come after a day, or the free date of the series where that is earlier."""
    sql = "SELECT stem FROM meeting WHERE grp = ? AND status = 'scheduled' AND date > ? AND date >= ? ORDER BY date, stem LIMIT 1"
    row = index.execute(sql, (group, after, today)).fetchone()
    free = next((o for o in free_occurrences(index, group, max(after, today)) if o.date > after), None)
    return (str(row[0]), None) if row and (free is None or row[0][:10] <= free.date) else (None, free)


def draft_meeting(changes: ChangeSet, group: str, draft: Draft, occurrence: Occurrence | None) -> str:
    """Make the record of a new meeting; return its path. Refused where the date has one, or is off the series without a reason."""
    path = meeting_path(draft.day, group)
    if changes.has(path):
        raise RugctlError(f"there is a record of {draft.day} already: {path}", "Choose another date; `rugctl show` shows this one.")
    if occurrence is None and draft.reason is None:
        raise RugctlError(f"the series expects no meeting on {draft.day}", "Give --reason, or leave the date out to get the next free one.")
    values: dict[str, Any] = {"date": draft.day, "status": "scheduled", "reason": draft.reason}
    values |= {"slot": occurrence.slot} if occurrence else {"uid": draft.uid}
    values |= {"chair": draft.chair, "scribe": draft.scribe}
    record = {key: value for key, value in values.items() if value is not None}
    if draft.title:
        item = {"title": draft.title, "kind": draft.kind, "speakers": list(draft.speakers), "topics": list(draft.topics)}
        record["agenda"] = [{key: value for key, value in item.items() if value}]
    changes.create(path, record)
    return path


def postpone_meeting(index: sqlite3.Connection, changes: ChangeSet, path: str, day: str, reason: str | None) -> None:
    """Move a scheduled meeting to a later day off the series: all that is planned goes along, and the two records name each other."""
    record, name = changes.value(path), classify(path)
    if record["status"] != "scheduled":
        raise RugctlError(f"the meeting of {name.stem} is {record['status']}, not scheduled", "`rugctl show` shows it.")
    if day <= record["date"]:
        raise RugctlError(f"{day} is not after {record['date']}", "A meeting that takes place earlier is a new meeting: cancel this one.")
    if expected_on(index, name.group, day) is not None:
        help = f"Cancel this one and let its agenda move: `rugctl cancel {name.stem} --agenda next`."
        raise RugctlError(f"{day} is a date of the series with a meeting of its own", help)
    target = draft_meeting(changes, name.group, Draft(day, reason=reason or f"Moved from {name.stem}"), None)
    expected = expected_on(index, name.group, record.get("occurrence", record["date"]))
    planned = {
        "moved_from": name.stem,
        "slot": record.get("slot") or (expected and expected.slot),
        **{key: record.get(key) for key in _GOES_ALONG},
    }
    for key, value in planned.items():
        if value:
            changes.set(target, (key,), value)
    move_agenda(changes, path, target, housekeeping=True)
    call_off(changes, path, "postponed", reason)
    changes.set(path, ("moved_to",), classify(target).stem)


def call_off(changes: ChangeSet, path: str, status: str, reason: str | None) -> None:
    """Say of a meeting that it does not take place, so that nobody took its notes; why it was to be on that day stays."""
    changes.set(path, ("status",), status)
    if reason:
        changes.set(path, ("reason",), joined(changes.value(path).get("reason"), reason))
    if "scribe" in changes.value(path):
        changes.delete(path, ("scribe",))
