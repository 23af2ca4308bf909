"""A schedule that changes: the series in force ends, another begins, and what was planned after that day is looked after."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from rugctl.changes import ChangeSet
from rugctl.errors import RugctlError
from rugctl.index.series import group_series
from rugctl.model import Group, Series
from rugctl.model.check import check
from rugctl.names import slugify
from rugctl.recurrence import Occurrence, occurrences
from rugctl.store import group_path, meeting_path

STAYS = "Planned before the series changed"
"""Why a record is on a date that the new series does not expect."""
_TIME = ("start", "timezone", "duration")
_GOES_ON = ("rrule", "start", "timezone", "duration", "rotate", "slots", "join")
_LOOKED_AHEAD = timedelta(days=366 * 5)


@dataclass(frozen=True, slots=True)
class Plan:
    """A series to begin on a day; `given` are its keys that differ from those of the one that ends, `uid` makes opaque names."""

    since: str
    given: Mapping[str, Any]
    uid: Callable[[], str]
    ends: str | None = None
    id: str | None = None


@dataclass(slots=True)
class Changed:
    """What came of a change: the ids of both series, the first dates of the new one, records that stay off it, or have its time now."""

    ended: str
    begun: str
    since: str
    first: tuple[Occurrence, ...]
    off_series: list[str] = field(default_factory=list)
    at_new_time: list[str] = field(default_factory=list)


def change_series(index: sqlite3.Connection, changes: ChangeSet, group: str, plan: Plan) -> Changed:
    """End the series that is in force on a day and begin another one, with its pauses to come; look after the records from then on.

    A record on a date of the new series has its time if it is only scheduled; any other keeps its own, and says why it is off the
    series where it is. Raises RugctlError where it is not clear which series ends, and for one that cannot be read.
    """
    path, all_series = group_path(group), group_series(index, group)
    old = _in_force(all_series, plan)
    plan = replace(plan, since=_begins(old, plan))
    values = _values(old, all_series, plan)
    new = _checked(values)
    first = date.fromisoformat(plan.since)
    expected = {o.date: o for o in occurrences(new, first, first + _LOOKED_AHEAD)}
    if not expected:
        raise RugctlError(f"the new series gives no date in the five years from {plan.since} on", "Correct its rule.")
    changes.set(path, ("series", all_series.index(old), "until"), plan.since)
    changes.append(path, ("series",), values)
    changed = Changed(old.id, new.id, plan.since, tuple(islice((o for o in expected.values() if o.absence is None), 3)))
    follow_up = _FollowUp(changes, plan, new, expected, changed)
    for stem, occurrence in _records(index, group, old.id, plan.since):
        follow_up.look_after(meeting_path(stem, group), occurrence)
    return changed


def _in_force(all_series: list[Series], plan: Plan) -> Series:
    found = [s for s in all_series if s.since < plan.since and (s.until is None or plan.since < s.until) and plan.ends in {None, s.id}]
    if len(found) == 1:
        return found[0]
    if found:
        raise RugctlError(
            f"several series are in force on {plan.since}: {', '.join(s.id for s in found)}", "Say which one ends: `--ends ID`."
        )
    known = ", ".join(f"{s.id} ({s.since} to {s.until or 'now'})" for s in all_series) or "none"
    raise RugctlError(f"no such series is in force before and on {plan.since}", f"There are: {known}.")


def _begins(old: Series, plan: Plan) -> str:
    """Return the day on which the new series begins: that given, or where the rule goes on its next date, so that fortnights stay."""
    if "rrule" in plan.given:
        return plan.since
    if "COUNT=" in old.rrule:
        raise RugctlError(f"the series `{old.id}` ends by a COUNT, which would begin anew", "Give --rrule, with what is left of it.")
    first = date.fromisoformat(plan.since)
    following = next(occurrences(old, first, first + _LOOKED_AHEAD), None)
    if following is None:
        raise RugctlError(f"the series `{old.id}` gives no date from {plan.since} on", "Give --rrule.")
    return following.date


def _values(old: Series, all_series: list[Series], plan: Plan) -> dict[str, Any]:
    """Return the new series as it stands in the record: what is not given goes on as it was."""
    before = old.model_dump(mode="json", exclude_defaults=True)
    kept = {key: before[key] for key in _GOES_ON if key in before}
    if plan.given.keys() & {"slots", "start"}:
        kept = {key: value for key, value in kept.items() if key not in {"slots", "rotate", "start"}}
    if "slots" in plan.given:
        kept.pop("timezone", None)
    pauses = [pause for pause in before.get("pauses", []) if pause["until"] > plan.since]
    title = {"title": before["title"]} if "title" in before and "rrule" not in plan.given else {}
    values = {"id": _id(all_series, plan, old), "uid": plan.uid(), "since": plan.since, **title, **kept, **plan.given, "pauses": pauses}
    order = list(Series.model_fields)
    return {key: values[key] for key in sorted(values, key=order.index) if values[key]}


def _checked(values: Mapping[str, Any]) -> Series:
    """Return a series of values as somebody typed them; raises RugctlError for one that is none."""
    record, faults = check("group", {"format": 1, "name": "-", "zones": ["UTC"], "series": [values]})
    if not isinstance(record, Group):
        raise RugctlError(f"{'/'.join(map(str, faults[0].pointer[2:]))}: {faults[0].message}", faults[0].help)
    return record.series[0]


def _id(all_series: list[Series], plan: Plan, old: Series) -> str:
    """Return the id given, else one of the title or the old id, with a number where it is taken."""
    used = {series.id for series in all_series}
    if plan.id is not None:
        if plan.id in used:
            raise RugctlError(f"there is a series `{plan.id}` already", "Give another --id.")
        return plan.id
    base, number = slugify(str(plan.given.get("title") or old.id)) or "series", 1
    while (id := base if number == 1 else f"{base}-{number}") in used:
        number += 1
    return id


def _records(index: sqlite3.Connection, group: str, series: str, since: str) -> list[tuple[str, Occurrence]]:
    """Return the records that stand for a date of a series on or after a day, each with that."""
    sql = """SELECT m.stem, o.date, o.series, o.slot, o.start, o.timezone, o.duration FROM meeting m
JOIN meeting_occurrence x ON x.meeting = m.id JOIN occurrence o ON o.id = x.occurrence
WHERE o.grp = ? AND o.series = ? AND o.date >= ? ORDER BY m.stem"""
    return [(row[0], Occurrence(*row[1:])) for row in index.execute(sql, (group, series, since))]


@dataclass(frozen=True, slots=True)
class _FollowUp:
    """What is done about the records from the day on which the new series begins."""

    changes: ChangeSet
    plan: Plan
    new: Series
    expected: Mapping[str, Occurrence]
    changed: Changed

    def look_after(self, path: str, was: Occurrence) -> None:
        """Let a record have the new time, or keep the one that it had."""
        record, now = self.changes.value(path), self.expected.get(was.date)
        if now is not None and now.absence is not None:
            now = None
        if "slot" in record and (now is None or record["slot"] not in {slot.id for slot in self.new.slots}):
            self.changes.delete(path, ("slot",))
        if now is not None and record["status"] == "scheduled":
            self.changed.at_new_time.append(record["date"])
            return
        for key in _TIME:
            if key not in record and getattr(was, key) != getattr(now, key, None):
                self.changes.set(path, (key,), getattr(was, key))
        if now is None:
            self.changed.off_series.append(record["date"])
            for key, text in (("reason", STAYS), ("uid", self.plan.uid())):
                if key not in record:
                    self.changes.set(path, (key,), text)
