"""The parts of a meeting as one line each: what text, Markdown, pads and announcements say alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rugctl.queries.clocks import LocalTime
from rugctl.queries.minutes import ActionItem, DecisionMade, Item, Linked, Minutes, Source
from rugctl.queries.named import Named
from rugctl.render.text import clean

if TYPE_CHECKING:
    from rugctl.gitrepo import Commit


def attendee_heading(minutes: Minutes) -> str:
    """Return the heading of the list of attendees, with their number."""
    if minutes.status not in {"held", "unrecorded"}:
        return f"Signed up ({len(minutes.attendees)})"
    if not minutes.attendees_taken:
        return "Spoke (no attendees were taken)"
    return f"Attendees ({sum(named.listed for named in minutes.attendees)})"


def person_line(named: Named | None) -> str:
    """Write somebody as `Name (Organization, first time)`."""
    if named is None:
        return ""
    marks = [*named.organizations, *(["first time"] if named.first_time else []), *([named.note] if named.note else [])]
    marks += [] if named.listed else ["spoke; not on the list"]
    return clean(f"{named.name} ({', '.join(marks)})" if marks else named.name)


def people_line(people: Iterable[Named]) -> str:
    """Write several people on one line."""
    return ", ".join(map(person_line, people))


def link_line(link: Linked) -> str:
    """Write a link as text."""
    return clean(f"{link.title}: {link.url}" if link.title else link.url)


def item_title(item: Item) -> str:
    """Write an agenda item's title with its kind and, where it is not plainly done, its outcome."""
    outcome = f"{item.outcome} to {item.moved_to}" if item.moved_to else item.outcome
    marks = ", ".join(filter(None, (item.kind, outcome if outcome != "done" else None)))
    return clean(f"{item.title} [{marks}]" if marks else item.title)


def decision_line(decision: DecisionMade) -> str:
    """Write a decision with what it supersedes and its address."""
    supersedes = f" (supersedes {decision.supersedes})" if decision.supersedes else ""
    address = f" [{decision.id}]" if decision.id else ""
    return clean(f"{decision.text}{supersedes}{address}")


def action_line(action: ActionItem) -> str:
    """Write an action item with its address, state, owners and due date."""
    state = f"{action.state} {action.closed}" if action.closed else action.state
    note = f" ({action.note})" if action.note else ""
    return clean(f"{action.id} [{state}]: {action.task}{action_marks(action)}{note}")


def action_marks(action: ActionItem) -> str:
    """Return an action item's owners and due date in brackets, nothing where it has none."""
    marks = [*action.owners, *([f"due {action.due}"] if action.due else [])]
    return f" ({', '.join(marks)})" if marks else ""


def moves_line(minutes: Minutes) -> str:
    """Say which other dates a meeting stands for, was moved from, or was moved to."""
    said = (
        f"stands for {minutes.occurrence}" if minutes.occurrence else "",
        f"moved from {minutes.moved_from}" if minutes.moved_from else "",
        f"moved to {minutes.moved_to}" if minutes.moved_to else "",
    )
    return ", ".join(filter(None, said))


def times_line(minutes: Minutes) -> str:
    """Write the time in all zones on one line, with the weekday where it is another, and how long the meeting is."""
    times = ", ".join(time_line(time) for time in minutes.local_times)
    return f"{times}; {minutes.duration} minutes" if times and minutes.duration else times


def time_line(time: LocalTime) -> str:
    """Write a meeting's beginning in one zone: `Thu 03:00 Zurich (CET)`."""
    day = f"{time.weekday[:3]} " if time.other_day else ""
    return f"{day}{time.start} {zone_name(time)}"


def zone_name(time: LocalTime) -> str:
    """Return a zone as people say it: its city, with the abbreviation of that day."""
    city = time.zone.rpartition("/")[2].replace("_", " ")
    return city if city == time.abbreviation else f"{city} ({time.abbreviation})"


def source_line(source: Source | None) -> str:
    """Say which document a record was transcribed from, and where in it."""
    if source is None:
        return ""
    said = [source.title, f"lines {source.first_line}-{source.last_line}" if source.first_line else ""]
    said += ["abridged" if source.abridged else "", source.url or ""]
    return clean(", ".join(filter(None, said)))


def commit_lines(commits: Sequence[Commit] | None) -> list[str]:
    """Write commits one a line; where there are none, say so."""
    if commits is None:
        return []
    return [clean(f"{c.date}  {c.id}  {c.author}  {c.subject}") for c in commits] or ["not committed yet"]


def escape(text: str) -> str:
    """Return one line of text that makes no Markdown, wherever it stands."""
    plain = re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", clean(text).replace("\n", " "))
    return re.sub(r"^([0-9]*)(?=(?:[.)]|[#+=-]+)(?:\s|$))", r"\1\\", plain)


def markdown_link(link: Linked) -> str:
    """Write a link in Markdown."""
    return f"[{escape(link.title)}](<{clean(link.url)}>)" if link.title else f"<{clean(link.url)}>"
