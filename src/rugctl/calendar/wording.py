"""What an event says: a title that tells at a glance, and what to know before one joins."""

from __future__ import annotations

from rugctl.queries.clocks import long_date
from rugctl.queries.minutes import Item, Minutes
from rugctl.queries.named import Named

_ON = {"held", "scheduled", "unrecorded"}
_WORDS = {"no-show": "Nobody came", "postponed": "Postponed"}


def summary(group: str, minutes: Minutes) -> str:
    """Return the title: the group and what it talks about; of a meeting that is not, that first, for clients that show it no other way."""
    if minutes.status not in _ON:
        return f"{_WORDS.get(minutes.status, 'Cancelled')}: {group}"
    titles = [item.title for item in minutes.agenda if item.kind != "housekeeping" and (item.outcome or "done") == "done"]
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return f"{group}: {titles[0]}{more}" if titles else group


def description(minutes: Minutes | None = None, *, join: str | None = None, moved_from: str | None = None) -> str:
    """Return the text: why it is not or elsewhere, the agenda with speakers and links, and where to join."""
    parts = [f"Moved from {long_date(moved_from)}."] if moved_from else []
    if minutes is not None:
        parts += [f"Moved to {long_date(minutes.moved_to[:10])}."] if minutes.moved_to else []
        parts += [f"Reason: {minutes.reason}"] if minutes.reason else []
        parts += [_agenda(minutes)] if minutes.agenda else []
    taken = minutes is None or minutes.status in _ON
    parts += [f"Join: {join}"] if join and taken else []
    return "\n\n".join(parts)


def _agenda(minutes: Minutes) -> str:
    lines = ["Agenda"]
    for number, item in enumerate(minutes.agenda, 1):
        lines.append(f"{number}. {_item(item)}")
        lines += [f"   {link.title}: {link.url}" if link.title else f"   {link.url}" for link in item.links]
    return "\n".join(lines)


def _item(item: Item) -> str:
    speakers = ", ".join(map(_person, item.speakers))
    moved = f" ({item.outcome}{f' to {item.moved_to}' if item.moved_to else ''})" if item.outcome in {"postponed", "dropped"} else ""
    return f"{item.title}{f', with {speakers}' if speakers else ''}{moved}"


def _person(named: Named) -> str:
    return f"{named.name} ({', '.join(named.organizations)})" if named.organizations else named.name
