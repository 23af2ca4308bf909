"""Agenda items on their way: what is gone from one meeting or the backlog and new in another is the same item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from rugctl.comparison.changes import Change
from rugctl.names import fold

BACKLOG = "the backlog"
_Places: TypeAlias = dict[str, list[str]]
"""Where items are, by their titles."""


def with_travels(meetings: Sequence[Change], backlog: Sequence[Change]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return the changes of meetings and backlog with items that only went from one to another told as moved."""
    left, new = _places(meetings, backlog, "removed"), _places(meetings, backlog, "added")
    away, here = _paired(left, new), _paired(new, left)
    found = [replace(meeting, changes=tuple(_told(meeting.changes, meeting.id, away, here))) for meeting in meetings]
    return tuple(found), tuple(_told(backlog, BACKLOG, away, here))


def _places(meetings: Sequence[Change], backlog: Sequence[Change], what: str) -> _Places:
    found: _Places = defaultdict(list)
    for where, changes in [*((meeting.id, meeting.changes) for meeting in meetings), (BACKLOG, backlog)]:
        for change in changes:
            if _is_item(change) and change.what == what:
                found[fold(change.name)].append(where)
    return found


def _is_item(change: Change) -> bool:
    return change.kind in {"item", "proposal"}


def _paired(one: _Places, other: _Places) -> dict[tuple[str, str], str]:
    """Return the other place of an item, by its title and its place, where there is one of each."""
    single = (title for title in one if title and len(one[title]) == len(other.get(title, ())) == 1)
    return {(title, one[title][0]): other[title][0] for title in single if one[title] != other[title]}


def _told(changes: Sequence[Change], where: str, away: dict[tuple[str, str], str], here: dict[tuple[str, str], str]) -> Iterator[Change]:
    for change in changes:
        key = (fold(change.name), where)
        if _is_item(change) and change.what == "removed" and key in away:
            yield replace(change, what="moved-away", before=None, after=away[key])
        elif _is_item(change) and change.what == "added" and key in here:
            yield replace(change, what="moved", before=here[key], after=change.after)
        else:
            yield change
