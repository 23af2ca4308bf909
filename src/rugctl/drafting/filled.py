"""The notes of one meeting, from a pad, into the record that it has: planned things get what was noted, a hand's work stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import dropwhile
from typing import Any

from rugctl.changes import ChangeSet
from rugctl.drafting.imported import make_edits
from rugctl.drafting.registrar import person_of
from rugctl.importing.records.merge import Conflict, merge
from rugctl.importing.report import FoundAction, FoundMeeting
from rugctl.names import fold

_NOT_NOTED = ("date", "status", "slot", "start", "timezone", "source")
_NO_TOPIC = frozenset({"any other business", "aob"})
_LIKE = 0.8
_HEAD = re.compile(r"[-*] (?:Time|Join|Chair|Scribe):.*|[^-*].*, (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_ADDRESS = re.compile(r"(?P<address>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[a-z])?/[a-z][a-z0-9-]*):\s")


@dataclass(frozen=True, slots=True)
class Filled:
    """What the record kept against the notes, and who is in it and not in their list of attendees."""

    conflicts: Sequence[Conflict]
    not_noted: Sequence[str]


def without_pad(found: FoundMeeting) -> tuple[FoundMeeting, list[str]]:
    """Take out what a pad itself says: its head, and earlier meetings' action items; return the addresses of those ticked as done."""
    ticked: list[str] = []

    def own(actions: tuple[FoundAction, ...]) -> tuple[FoundAction, ...]:
        earlier = [(action, match) for action in actions if (match := _ADDRESS.match(action.text))]
        ticked.extend(match["address"] for action, match in earlier if action.done)
        return tuple(action for action in actions if not _ADDRESS.match(action.text))

    agenda = tuple(replace(item, actions=own(item.actions)) for item in found.agenda)
    notes = "\n".join(dropwhile(_is_head, found.notes.split("\n")))
    return replace(found, agenda=agenda, actions=own(found.actions), notes=notes), ticked


def _is_head(line: str) -> bool:
    return not line.strip() or _HEAD.fullmatch(line.strip()) is not None


def fill_record(changes: ChangeSet, path: str, noted: Mapping[str, Any]) -> Filled:
    """Bring what was noted, a record of its own, into a meeting's record."""
    ours = changes.value(path)
    theirs = {key: value for key, value in noted.items() if key not in _NOT_NOTED}
    planned = ours.get("agenda") or []
    if "agenda" in theirs:
        theirs["agenda"] = _as_planned(planned, theirs["agenda"])
    base = {"agenda": [part for item in theirs.get("agenda", ()) for part in _continued(planned, item)]}
    found = merge(base if base["agenda"] else {}, ours, theirs)
    make_edits(changes, path, found.edits)
    present = {person_of(entry) for entry in theirs.get("attendees") or ()}
    absent = [person_of(entry) for entry in ours.get("attendees") or () if person_of(entry) not in present]
    return Filled(found.conflicts, absent if present else [])


def _as_planned(planned: Sequence[Mapping[str, Any]], noted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give each noted item the title of the planned one that it is; leave out the heading for other business with nothing below."""
    left = [str(item["title"]) for item in planned]
    items = []
    for item in noted:
        title = _nearest(str(item["title"]), left)
        if title is not None:
            left.remove(title)
        elif set(item) <= {"title"} and fold(str(item["title"])) in _NO_TOPIC:
            continue
        items.append({**item, "title": title or item["title"]})
    return items


def _nearest(title: str, planned: Sequence[str]) -> str | None:
    """Return the planned title that is like this one."""

    def likeness(other: str) -> float:
        a, b = fold(title), fold(other)
        return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()

    best = max(planned, key=likeness, default=None)
    return best if best is not None and likeness(best) >= _LIKE else None


def _continued(planned: Sequence[Mapping[str, Any]], noted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a planned item whose notes were gone on with, as the base that lets the longer ones be taken."""
    item = next((item for item in planned if item["title"] == noted["title"]), {})
    before, now = str(item.get("notes") or ""), str(noted.get("notes") or "")
    if before and " ".join(before.split()) in " ".join(now.split()):
        return [{"title": item["title"], "notes": before}]
    return []
