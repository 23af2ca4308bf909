"""The records that a new group begins with: itself, its series, and registries in which nothing stands yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rugctl.changes import REGISTRIES, ChangeSet
from rugctl.store import group_path


@dataclass(frozen=True, slots=True)
class Meets:
    """By which series a group meets: since when, by which rule, at which time, for how many minutes; `uid` is opaque."""

    uid: str
    since: str
    rrule: str
    start: str
    duration: int


def draft_beginnings(changes: ChangeSet, group: str, name: str, zone: str, meets: Meets | None) -> None:
    """Make the records of a new group; registries that are there already are left alone."""
    values: dict[str, Any] = {"format": 1, "name": name, "zones": [zone]}
    if meets is not None:
        series = {"id": "meetings", "uid": meets.uid, "since": meets.since, "rrule": meets.rrule}
        values["series"] = [{**series, "start": meets.start, "timezone": zone, "duration": meets.duration}]
    changes.create(group_path(group), values)
    for kind, path in REGISTRIES.items():
        if not changes.has(path):
            changes.create(path, {kind: [] if kind == "backlog" else {}})
