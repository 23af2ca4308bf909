"""When what the calendar says was last changed, from the edits of the records in history; numbers that never fall.

SEQUENCE is the minutes from 2000 to the edit that last changed when something takes place, or whether it does. It holds for a whole
series, so that a client never sees a number of an override that is below one that it knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rugctl.errors import RugctlError
from rugctl.githistory import Edit
from rugctl.store import classify, group_path
from rugctl.yamlfile import parse

_OF_A_MEETING = ("date", "occurrence", "status", "slot", "start", "timezone", "duration", "moved_from", "moved_to")
_OF_A_SERIES = ("since", "until", "rrule", "start", "timezone", "duration", "rotate", "slots", "pauses", "unrecorded")
_ZERO = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Revision:
    """When something was last edited at all, and the SEQUENCE of its last change that matters."""

    modified: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a record that matters: when, and the days that it was or is about."""

    path: str
    when: int
    days: frozenset[str]


class Revisions:
    """The revisions of one group's series and meetings."""

    def __init__(self, edits: Iterable[Edit], group: str) -> None:
        self._modified: dict[str, int] = {}
        self._values: dict[str, Mapping[str, Any]] = {}
        self._changes: list[_Change] = []
        self._series: dict[str, tuple[int, int]] = {}
        self.last = 0
        for edit in edits:
            name = classify(edit.path)
            if edit.path == group_path(group) or (name.kind == "meeting" and name.is_record and name.group == group):
                self._take(edit, is_group=name.kind == "group")

    def _take(self, edit: Edit, *, is_group: bool) -> None:
        before, after = self._values.get(edit.path, _values(edit.before)), _values(edit.after)
        self.last = self._modified[edit.path] = edit.when
        self._values[edit.path] = after
        if is_group:
            self._take_group(before, after, edit.when)
        elif _that_matter(before, _OF_A_MEETING) != _that_matter(after, _OF_A_MEETING):
            self._changes.append(_Change(edit.path, edit.when, frozenset({*_days(before), *_days(after)})))

    def _take_group(self, before: Mapping[str, Any], after: Mapping[str, Any], when: int) -> None:
        old, new = _by_uid(before), _by_uid(after)
        for uid, series in new.items():
            modified, changed = self._series.get(uid, (when, when))
            former = old.get(uid, {})
            if former != series or before.get("name") != after.get("name"):
                modified = when
            if _that_matter(former, _OF_A_SERIES) != _that_matter(series, _OF_A_SERIES):
                changed = when
            self._series[uid] = modified, changed

    def of_series(self, uid: str, since: str, until: str) -> Revision:
        """Return the revision of a series that holds on the days `[since, until)`: its own, and its number the greatest of all its dates.

        Raises RugctlError where history does not have it.
        """
        if uid not in self._series:
            raise _not_there(f"the series with the uid {uid}")
        modified, changed = self._series[uid]
        touching = (change.when for change in self._changes if any(since <= day < until for day in change.days))
        return Revision(_moment(modified), _number(max([changed, *touching])))

    def of_meeting(self, path: str) -> Revision:
        """Return the revision of one meeting; raises RugctlError where history does not have it."""
        changes = [change.when for change in self._changes if change.path == path]
        if path not in self._modified or not changes:
            raise _not_there(path)
        return Revision(_moment(self._modified[path]), _number(max(changes)))

    def value(self, path: str) -> Mapping[str, Any]:
        """Return what a record holds, as the last edit left it."""
        return self._values.get(path, {})

    def modified(self) -> datetime:
        """Return when anything was last edited."""
        return _moment(self.last)


def _not_there(what: str) -> RugctlError:
    return RugctlError(f"{what} is in no commit, so nobody can tell when it changed", "Commit it; git must not ignore it.")


def _values(data: bytes | None) -> Mapping[str, Any]:
    """Return what a version of a record held; nothing where it was no record."""
    value = parse(data).value if data is not None else None
    return value if isinstance(value, Mapping) else {}


def _by_uid(group: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    series = group.get("series")
    listed = series if isinstance(series, list) else []
    return {str(each["uid"]): each for each in listed if isinstance(each, Mapping) and "uid" in each}


def _that_matter(values: Mapping[str, Any], keys: Iterable[str]) -> list[Any]:
    return [values.get(key) for key in keys]


def _days(values: Mapping[str, Any]) -> set[str]:
    named = (values.get("date"), values.get("occurrence"), values.get("moved_from"))
    return {str(day)[:10] for day in named if day}


def _moment(when: int) -> datetime:
    return datetime.fromtimestamp(max(when, _ZERO), UTC)


def _number(when: int) -> int:
    return max(0, when - _ZERO) // 60
