"""What became of one thing, in a line of plain text: a phrase for each kind of change."""

from __future__ import annotations

from collections.abc import Sequence

from rugctl.comparison.changes import Change

_LONGEST = 160
LISTS = {
    ("attendee", "added"): "came",
    ("attendee", "newcomer"): "came, first recorded here",
    ("attendee", "removed"): "no longer among the attendees",
    ("attendee", "once"): "no longer listed twice",
    ("attendee", "twice"): "listed twice",
    ("attendee", "absent"): "had signed up and did not come",
    ("sign-up", "once"): "no longer listed twice",
    ("sign-up", "twice"): "listed twice",
    ("sign-up", "added"): "signed up",
    ("sign-up", "removed"): "no longer signed up",
    ("regret", "added"): "sent regrets",
    ("regret", "removed"): "no longer among the regrets",
    ("item", "added"): "new on the agenda",
    ("item", "removed"): "dropped from the agenda",
    ("speaker", "added"): "new speaker",
    ("speaker", "removed"): "no longer speaker",
    ("owner", "added"): "new owner",
    ("owner", "removed"): "no longer owner",
    ("topic", "added"): "new topic",
    ("topic", "removed"): "no longer on the topic",
    ("link", "added"): "new link",
    ("link", "removed"): "link gone",
    ("alias", "added"): "also called",
    ("alias", "removed"): "no longer called",
    ("handle", "added"): "new handle",
    ("handle", "removed"): "handle gone",
    ("former-id", "added"): "new former id",
    ("former-id", "removed"): "former id gone",
    ("chair", "added"): "chair",
    ("chair", "removed"): "no longer chair",
    ("scribe", "added"): "scribe",
    ("scribe", "removed"): "no longer scribe",
}
"""What several changes of one kind are called together."""
ALONE = frozenset({"meeting", "item", "action", "decision", "link"})
"""What has a line of its own even where there are several."""
_ORDERS = {"attendee": "attendees", "sign-up": "those signed up", "item": "the agenda", "series": "the series"}


def named(change: Change) -> str:
    """Return what people call somebody or something, with the organization or what else is known of it."""
    said = change.after if change.before is None else change.before
    return f"{change.name or change.id} ({said})" if said else change.name or change.id


def headline(change: Change) -> str:
    """Say what became of one thing, without what changed about it."""
    special = _HEADLINES.get(change.kind)
    if special:
        return special(change)
    if (change.kind, change.what) in LISTS:
        return f"{LISTS[change.kind, change.what]}: {named(change)}"
    if change.what == "reordered":
        return f"the order of {_ORDERS.get(change.kind, f'the {change.kind} entries')} is another"
    if change.what == "resolved":
        return f"`{_short(change.before)}` is now {change.name} [{change.id}]{f' ({change.after})' if change.after else ''}"
    name = change.name or change.id
    kind = change.kind.replace("-", " ")
    if change.what == "changed":
        was = f": {_short(change.after)} (was {_short(change.before)})" if change.before or change.after else ""
        return f"{kind} {name} changed{was}" if not change.changes else f"{kind} {name}"
    what = {"added": f"new {kind}", "removed": f"{kind} gone"}.get(change.what, f"{kind} {change.what}")
    said = change.before if change.what == "removed" else change.after
    return f"{what}: {name}{f' ({_short(said)})' if said else ''}"


def _meeting(change: Change) -> str:
    match change.what:
        case "added":
            return f"{change.id}: new, {change.after}"
        case "removed":
            return f"{change.id}: the record is gone; it was {change.before}"
        case "moved":
            return f"{change.before}: moved to {change.after}"
        case "redated":
            return f"{change.before}: the date is now {change.after}"
        case "changed":
            return change.id
        case status:
            return f"{change.id}: {status} (was {change.before})"


def _item(change: Change) -> str:
    match change.what:
        case "added":
            return f"new on the agenda: {_short(change.name)}{f', with {change.after}' if change.after else ''}"
        case "removed":
            return f"dropped from the agenda: {_short(change.name)}"
        case "moved":
            return f"on the agenda, from {change.before}: {_short(change.name)}"
        case "moved-away":
            return f"off the agenda, to {change.after}: {_short(change.name)}"
        case "reordered":
            return "the agenda is in another order"
    if change.before:
        return f"agenda item {_short(change.name)} (was {_short(change.before)})"
    return f"agenda item {_short(change.name)}"


def _action(change: Change) -> str:
    said = f" ({change.after})" if change.after else ""
    what = {"opened": "new action", "added": "new action, already closed", "closed": "action closed", "removed": "action gone"}
    what |= {"reopened": "action open again", "changed": "action", "reordered": "the actions are in another order"}
    if change.what == "reordered":
        return what[change.what]
    if any(inner.id == "task" for inner in change.changes):
        return f"{what[change.what]} {change.id}"
    return f"{what[change.what]} {change.id}, {_short(change.name)}{said}"


def _decision(change: Change) -> str:
    what = {"added": "decided", "removed": "decision gone", "changed": "decision changed"}
    if change.what == "reordered":
        return "the decisions are in another order"
    if any(inner.id == "text" for inner in change.changes):
        return f"decision {change.id} changed" if change.id else "decision changed"
    return f"{what[change.what]}{f' {change.id}' if change.id else ''}: {_short(change.name)}"


def _field(change: Change) -> str:
    name = change.id.replace("_", " ").replace("/", " ")
    if change.before is None and change.after is None:
        return f"{name} is written in another order or form"
    if change.id == "name" and change.before:
        return f"was called {_short(change.before)}"
    if "yes" in {change.before, change.after} and None in {change.before, change.after}:
        return f"marked: {name}" if change.after else f"no longer marked: {name}"
    if change.after is None:
        return f"{name} is gone (was {_short(change.before)})"
    if change.before is None:
        return f"{name}: {_short(change.after)}" if " " in change.after or name == "reason" else f"{name} {_short(change.after)}"
    before, after = _where_they_differ(change.before, change.after)
    return f"{name} {after}" if before == "…" else f"{name} {after} (was {before})"


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Return two texts, or of long ones the words from the first to the last that is another one."""
    if max(len(before), len(after)) <= _LONGEST // 2:
        return _short(before), _short(after)
    one, other = before.split(), after.split()
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    shared = min(len(one), len(other)) - start
    end = next((n for n in range(shared) if one[-1 - n] != other[-1 - n]), shared)
    return _middle(one, start, end), _middle(other, start, end)


def _middle(words: Sequence[str], start: int, end: int) -> str:
    parts = ["…"] if start else []
    return _short(" ".join([*parts, *words[start : len(words) - end], *(["…"] if end else [])])) or "…"


def _text(change: Change) -> str:
    gone, new = int(change.before or 0), int(change.after or 0)
    match change.what:
        case "added":
            return f"{change.id} added ({_count(new, 'line')})"
        case "removed":
            return f"{change.id} taken out ({_count(gone, 'line')})"
    if not gone and not new:
        return f"{change.id} changed: the lines are in another order"
    return f"{change.id} changed ({_count(new, 'line')} new, {gone} gone)"


def _entry(change: Change) -> str:
    match change.what:
        case "added":
            return f"new: {change.name} [{change.id}]{f', {change.after}' if change.after else ''}"
        case "removed":
            return f"gone: {change.name} [{change.id}]"
        case "renamed":
            return f"{change.name}: the id {change.before} is now {change.after}"
        case "merged":
            return f"{change.name}: {change.before} was merged into {change.after}"
    return f"{change.name} [{change.id}]"


def _proposal(change: Change) -> str:
    match change.what:
        case "added":
            return f"proposed: {_short(change.name)}"
        case "removed":
            return f"off the backlog: {_short(change.name)}"
        case "moved":
            return f"proposed, from {change.before}: {_short(change.name)}"
        case "moved-away":
            return f"scheduled for {change.after}: {_short(change.name)}"
        case "reordered":
            return "the backlog is in another order"
    return _short(change.name)


def _group(change: Change) -> str:
    return f"{change.what}: {change.name}" if change.what != "changed" else change.name


def _affiliation(change: Change) -> str:
    said = f", {_short(change.after or change.before)}" if change.after or change.before else ""
    match change.what:
        case "added":
            return f"new affiliation: {change.name}{said}"
        case "removed":
            return f"affiliation gone: {change.name}{said}"
        case "reordered":
            return "the affiliations are in another order"
    return f"affiliation {change.name}"


def _list(change: Change) -> str:
    match change.what:
        case "counted":
            return f"{change.after} {change.id}" if change.after != "1" else "1 attendee"
        case "empty":
            return f"nobody among the {change.id}"
    return f"the list of {change.id} is gone: not taken"


def _parent(change: Change) -> str:
    if change.after is None:
        return f"no longer part of {change.before}"
    return f"part of {change.after}" + (f" (was {change.before})" if change.before else "")


_HEADLINES = {
    "meeting": _meeting, "item": _item, "action": _action, "decision": _decision, "field": _field, "text": _text, "person": _entry,
    "organization": _entry, "topic": _entry, "proposal": _proposal, "group": _group, "affiliation": _affiliation, "list": _list,
    "parent": _parent,
}  # fmt: skip


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
