"""A new meeting: its date by the series, and its record."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rugctl.changes import ChangeSet
from rugctl.errors import RugctlError
from rugctl.index.row_writer import series_bodies
from rugctl.model import Series
from rugctl.recurrence import Occurrence, all_occurrences, next_occurrences
from rugctl.store import meeting_path


@dataclass(frozen=True, slots=True)
class Draft:
    """A new meeting before it is a record."""

    day: str
    title: str | None = None
    kind: str | None = None
    speakers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    chair: str | None = None
    scribe: str | None = None
    reason: str | None = None
    occurrence: str | None = None


def group_series(index: sqlite3.Connection, group: str) -> list[Series]:
    """Return a group's series."""
    return [Series.model_validate(body) for body in series_bodies(index).get(group, [])]


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


def draft_meeting(changes: ChangeSet, group: str, draft: Draft, occurrence: Occurrence | None) -> str:
    """Make the record of a new meeting; return its path. Refused where the date has one, or is off the series without a reason."""
    path = meeting_path(draft.day, group)
    if changes.has(path):
        raise RugctlError(f"there is a record of {draft.day} already: {path}", "Choose another date; `rugctl show` shows this one.")
    if occurrence is None and draft.reason is None:
        raise RugctlError(f"the series expects no meeting on {draft.day}", "Give --reason, or leave the date out to get the next free one.")
    values: dict[str, Any] = {"date": draft.day, "status": "scheduled", "reason": draft.reason, "occurrence": draft.occurrence}
    values |= {"slot": occurrence.slot if occurrence else None, "chair": draft.chair, "scribe": draft.scribe}
    record = {key: value for key, value in values.items() if value is not None}
    if draft.title:
        item = {"title": draft.title, "kind": draft.kind, "speakers": list(draft.speakers), "topics": list(draft.topics)}
        record["agenda"] = [{key: value for key, value in item.items() if value}]
    changes.create(path, record)
    return path
