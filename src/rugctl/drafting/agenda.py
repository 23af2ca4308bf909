"""Agenda items on their way: out of the backlog, to another meeting, back; and the ids of action items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rugctl.changes import REGISTRIES, ChangeSet
from rugctl.diagnostics import Pointer
from rugctl.errors import RugctlError
from rugctl.model.arrange import field_order
from rugctl.names import slugify
from rugctl.store import classify

_OF_THE_PLAN = ("title", "kind", "speakers", "topics", "links", "notes")
"""What goes with an item that was not dealt with; its decisions and actions stay where they were made."""


def take_from_backlog(changes: ChangeSet, id: str, group: str | None) -> dict[str, Any]:
    """Take a proposed item out of the backlog and return it as an agenda item; `group` None takes any group's."""
    path = REGISTRIES["backlog"]
    items = changes.value(path)["backlog"] if changes.has(path) else []
    at = next((n for n, item in enumerate(items) if item["id"] == id), None)
    if at is None:
        known = ", ".join(item["id"] for item in items) or "none"
        raise RugctlError(f"the backlog has no item `{id}`", f"There are: {known}.")
    item = items[at]
    if group is not None and item.get("group", group) != group:
        raise RugctlError(f"`{id}` is proposed for the group {item['group']}", f"Say so: `rugctl --group {item['group']} …`.")
    changes.delete(path, ("backlog", at), keep_empty=True)
    return {key: item[key] for key in _OF_THE_PLAN if item.get(key)}


def schedule_from_backlog(changes: ChangeSet, path: str, id: str, group: str) -> None:
    """Move a proposed item to the end of a meeting's agenda, with the comments on it."""
    changes.append(path, ("agenda",), take_from_backlog(changes, id, group))
    changes.comment(path, ("agenda", len(changes.value(path)["agenda"]) - 1), changes.comments_gone())


def waiting_items(record: Mapping[str, Any], *, housekeeping: bool) -> list[int]:
    """Return the places of what is still to be done on a meeting's agenda; `housekeeping` counts what every meeting has, too."""
    items = enumerate(record.get("agenda") or [])
    return [n for n, item in items if item.get("outcome") in {None, "done"} and (housekeeping or item.get("kind") != "housekeeping")]


def move_agenda(changes: ChangeSet, path: str, to_path: str, *, housekeeping: bool = False) -> int:
    """Move what is still to be done on a meeting's agenda to another meeting's; return how many items."""
    record = changes.value(path)
    moved = waiting_items(record, housekeeping=housekeeping)
    for n in moved:
        item = record["agenda"][n]
        changes.append(to_path, ("agenda",), {key: item[key] for key in _OF_THE_PLAN if item.get(key)})
        changes.set(path, ("agenda", n, "outcome"), "postponed")
        changes.set(path, ("agenda", n, "moved_to"), classify(to_path).stem)
    return len(moved)


def agenda_to_backlog(changes: ChangeSet, path: str, day: str) -> int:
    """Put what is still to be done on a meeting's agenda into the backlog, as proposed on a day; return how many items."""
    record = changes.value(path)
    waiting = waiting_items(record, housekeeping=False)
    for n in waiting:
        item = {key: value for key, value in record["agenda"][n].items() if key in _OF_THE_PLAN and key != "kind" and value}
        add_to_backlog(changes, item | {"group": classify(path).group, "proposed": day})
        changes.set(path, ("agenda", n, "outcome"), "postponed")
    return len(waiting)


def add_to_backlog(changes: ChangeSet, item: Mapping[str, Any]) -> str:
    """Add a proposed item under a free id, which its title suggests; return the id. What is empty is left out."""
    path = REGISTRIES["backlog"]
    if not changes.has(path):
        changes.create(path, {"backlog": []})
    used = {entry["id"] for entry in changes.value(path)["backlog"] or []}
    base, number = slugify(item["title"])[:48].strip("-") or "item", 1
    while (id := base if number == 1 else f"{base}-{number}") in used:
        number += 1
    entry = {**item, "id": id}
    changes.append(path, ("backlog",), {key: entry[key] for key in field_order("backlog", ("backlog", 0)) if entry.get(key)})
    return id


def drop_agenda(changes: ChangeSet, path: str) -> int:
    """Mark what is still to be done on a meeting's agenda as dropped; return how many items."""
    waiting = waiting_items(changes.value(path), housekeeping=True)
    for n in waiting:
        changes.set(path, ("agenda", n, "outcome"), "dropped")
    return len(waiting)


def end_action(changes: ChangeSet, path: str, pointer: Pointer, ending: Mapping[str, str], note: str | None) -> None:
    """Close an action item; `ending` has `closed` and `outcome`. What was noted on it before stays."""
    action: Any = changes.value(path)
    for part in pointer:
        action = action[part]
    for key, value in {**ending, **({"note": joined(action.get("note"), note)} if note else {})}.items():
        changes.set(path, (*pointer, key), value)


def joined(before: str | None, said: str) -> str:
    """Return what was said, after what a person had written there before."""
    return f"{before.rstrip('.')}; {said}" if before and before != said else said


def next_action_id(record: Mapping[str, Any]) -> str:
    """Return the next free id for an action item of a meeting: a1, a2 and so on."""
    holders = [record, *(record.get("agenda") or [])]
    used = {action["id"] for holder in holders for action in holder.get("actions") or []}
    number = 1
    while f"a{number}" in used:
        number += 1
    return f"a{number}"
