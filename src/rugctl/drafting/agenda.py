"""Agenda items on their way: out of the backlog, to another meeting, back; and the ids of action items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rugctl.changes import REGISTRIES, ChangeSet
from rugctl.errors import RugctlError
from rugctl.names import slugify


def take_from_backlog(changes: ChangeSet, id: str) -> dict[str, Any]:
    """Take a proposed item out of the backlog and return it as an agenda item."""
    path = REGISTRIES["backlog"]
    items = changes.value(path)["backlog"] if changes.has(path) else []
    at = next((n for n, item in enumerate(items) if item["id"] == id), None)
    if at is None:
        known = ", ".join(item["id"] for item in items) or "none"
        raise RugctlError(f"the backlog has no item `{id}`", f"There are: {known}.")
    item = items[at]
    if len(items) == 1:
        changes.set(path, ("backlog",), [])
    else:
        changes.delete(path, ("backlog", at))
    kept = ("title", "speakers", "topics", "links", "notes")
    return {key: item[key] for key in kept if item.get(key)}


def move_agenda(changes: ChangeSet, path: str, to_path: str, to_stem: str) -> int:
    """Move what is still to be done on a meeting's agenda to another meeting's; return how many items."""
    items = changes.value(path).get("agenda") or []
    moved = [n for n, item in enumerate(items) if item.get("outcome") in {None, "done"} and item.get("kind") != "housekeeping"]
    for n in moved:
        item = {key: value for key, value in items[n].items() if key in {"title", "kind", "speakers", "topics", "links"}}
        changes.append(to_path, ("agenda",), item)
        changes.set(path, ("agenda", n, "outcome"), "postponed")
        changes.set(path, ("agenda", n, "moved_to"), to_stem)
    return len(moved)


def agenda_to_backlog(changes: ChangeSet, path: str, day: str) -> int:
    """Put what is still to be done on a meeting's agenda into the backlog; return how many items."""
    items = changes.value(path).get("agenda") or []
    waiting = [n for n, item in enumerate(items) if item.get("outcome") in {None, "done"}]
    for n in waiting:
        item = {key: items[n][key] for key in ("title", "topics", "speakers", "links") if items[n].get(key)}
        add_to_backlog(changes, {"id": slugify(str(item["title"])), **item, "proposed": day})
        changes.set(path, ("agenda", n, "outcome"), "postponed")
    return len(waiting)


def add_to_backlog(changes: ChangeSet, item: dict[str, Any]) -> str:
    """Add a proposed item under a free id; return the id."""
    path = REGISTRIES["backlog"]
    if not changes.has(path):
        changes.create(path, {"backlog": []})
    used = {entry["id"] for entry in changes.value(path)["backlog"] or []}
    base, number = str(item.get("id", ""))[:48].strip("-") or "item", 1
    while (id := base if number == 1 else f"{base}-{number}") in used:
        number += 1
    changes.append(path, ("backlog",), item | {"id": id})
    return id


def drop_agenda(changes: ChangeSet, path: str) -> int:
    """Mark what is still to be done on a meeting's agenda as dropped; return how many items."""
    items = changes.value(path).get("agenda") or []
    waiting = [n for n, item in enumerate(items) if item.get("outcome") in {None, "done"}]
    for n in waiting:
        changes.set(path, ("agenda", n, "outcome"), "dropped")
    return len(waiting)


def next_action_id(record: Mapping[str, Any]) -> str:
    """Return the next free id for an action item of a meeting: a1, a2 and so on."""
    holders = [record, *(record.get("agenda") or [])]
    used = {action["id"] for holder in holders for action in holder.get("actions") or []}
    number = 1
    while f"a{number}" in used:
        number += 1
    return f"a{number}"
