"""One meeting, whole: everything that its record says, with names and organizations as of its day."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from rugctl.queries.clocks import LocalTime, local_times, weekday
from rugctl.queries.lookup import MeetingKey
from rugctl.queries.named import Named, People, select, select_one
from rugctl.store import meeting_path


@dataclass(frozen=True, slots=True)
class Linked:
    """A titled address."""

    title: str | None
    url: str


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision; `id` is its address, `2024-06-05/d1`, where it has one."""

    id: str | None
    text: str
    topics: tuple[str, ...]
    supersedes: str | None


@dataclass(frozen=True, slots=True)
class ActionItem:
    """An action item; `id` is its address, `state` is open, done, dropped or lapsed."""

    id: str
    task: str
    owners: tuple[str, ...]
    due: str | None
    state: str
    closed: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item with what came of it."""

    title: str
    kind: str | None
    outcome: str | None
    moved_to: str | None
    speakers: tuple[Named, ...]
    topics: tuple[str, ...]
    links: tuple[Linked, ...]
    notes: str | None
    decisions: tuple[DecisionMade, ...]
    actions: tuple[ActionItem, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The document and the lines, first and last, that a record was transcribed from."""

    document: str
    title: str
    url: str | None
    first_line: int | None
    last_line: int | None
    abridged: bool


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting. `attendees_taken` False: no list was taken; those given then spoke. On a meeting not held they had signed up.

    `start` and `timezone` are the meeting's own or its series', None where neither says; `local_times` are in the
    group's zones. `recorded` without `recording`: the address is lost.
    """

    group: str
    group_name: str
    meeting: str
    path: str
    date: str
    weekday: str
    status: str
    reason: str | None
    occurrence: str | None
    moved_from: str | None
    moved_to: str | None
    slot: str | None
    start: str | None
    timezone: str | None
    duration: int | None
    local_times: tuple[LocalTime, ...]
    join: str | None
    chair: Named | None
    scribe: Named | None
    recorded: bool
    recording: str | None
    links: tuple[Linked, ...]
    agenda: tuple[Item, ...]
    attendees_taken: bool
    attendees: tuple[Named, ...]
    regrets: tuple[Named, ...]
    notes: str | None
    decisions: tuple[DecisionMade, ...]
    actions: tuple[ActionItem, ...]
    source: Source | None


def minutes_of(index: sqlite3.Connection, key: MeetingKey) -> Minutes:
    """Return the whole of one meeting."""
    m = select_one(index, "SELECT * FROM meeting WHERE id = ?", key.id)
    people = People(index, key.id, key.date)
    time = _time(index, m)
    group = select_one(index, "SELECT name, zones FROM grp WHERE id = ?", key.group)
    zones = group["zones"].split(", ") if group else []
    start, timezone, duration = time.get("start"), time.get("timezone"), time.get("duration")
    parts = _Parts(_links(index, key.id), _decisions(index, key), _actions(index, key))
    return Minutes(
        group=key.group,
        group_name=group["name"] if group else key.group,
        meeting=key.stem,
        path=meeting_path(key.stem, key.group),
        date=key.date,
        weekday=weekday(key.date),
        status=m["status"],
        reason=m["reason"],
        occurrence=m["occurrence"],
        moved_from=m["moved_from"],
        moved_to=m["moved_to"],
        slot=time.get("slot"),
        start=start,
        timezone=timezone,
        duration=duration,
        local_times=local_times(key.date, start, timezone, duration or 60, zones) if start and timezone else (),
        join=time.get("join"),
        chair=people.named(m["chair"], people.unresolved("chair")),
        scribe=people.named(m["scribe"], people.unresolved("scribe")),
        recorded=bool(m["recorded"]),
        recording=m["recording"],
        links=parts.links.get(None, ()),
        agenda=_agenda(index, key.id, people, parts),
        attendees_taken=bool(m["taken"]),
        attendees=people.attendees(),
        regrets=people.regrets(),
        notes=m["notes"],
        decisions=parts.decisions.get(None, ()),
        actions=parts.actions.get(None, ()),
        source=_source(index, m),
    )


def open_actions(index: sqlite3.Connection, group: str, before: str) -> list[ActionItem]:
    """Return the action items of a group that earlier meetings left open, those of the latest meeting first."""
    sql = """SELECT a.*, m.stem FROM action a JOIN meeting m ON m.id = a.meeting
WHERE m.grp = ? AND m.date < ? AND a.closed IS NULL AND a.outcome IS NULL ORDER BY m.date DESC, m.stem, a.id"""
    return [_action(index, row) for row in select(index, sql, group, before)]


def _time(index: sqlite3.Connection, m: dict[str, Any]) -> dict[str, Any]:
    """Return slot, start, timezone, duration and join link: the meeting's own, its occurrence's, or its series'."""
    day = m["occurrence"] or m["date"]
    sql = "SELECT o.* FROM meeting_occurrence x JOIN occurrence o ON o.id = x.occurrence WHERE x.meeting = ?"
    expected = select_one(index, sql, m["id"])
    sql = "SELECT body, join_url FROM series WHERE grp = ? AND since <= ? AND ? < until ORDER BY id = ? DESC, n DESC"
    series = select_one(index, sql, m["grp"], day, day, expected.get("series"))
    body = json.loads(series["body"]) if series else {}
    named_slot = m["slot"] or expected.get("slot")
    slot: dict[str, Any] = next((slot for slot in body.get("slots", ()) if slot["id"] == named_slot), {})
    usual = {key: slot.get(key) or expected.get(key) or body.get(key) for key in ("start", "timezone", "duration")}
    own = {key: m[key] or usual[key] for key in usual}
    return {**own, "slot": named_slot, "join": series.get("join_url")}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to the items of a meeting, by item; under None what belongs to the meeting itself."""

    links: dict[int | None, tuple[Linked, ...]]
    decisions: dict[int | None, tuple[DecisionMade, ...]]
    actions: dict[int | None, tuple[ActionItem, ...]]


def _agenda(index: sqlite3.Connection, meeting: int, people: People, parts: _Parts) -> tuple[Item, ...]:
    topics = "SELECT s.text FROM item_topic x JOIN symbol s ON s.id = x.topic WHERE x.item = ? ORDER BY s.text"
    return tuple(
        Item(
            title=row["title"],
            kind=row["kind"],
            outcome=row["outcome"],
            moved_to=row["moved_to"],
            speakers=_speakers(index, row["id"], people),
            topics=tuple(text for (text,) in index.execute(topics, (row["id"],))),
            links=parts.links.get(row["id"], ()),
            notes=row["notes"],
            decisions=parts.decisions.get(row["id"], ()),
            actions=parts.actions.get(row["id"], ()),
        )
        for row in select(index, "SELECT * FROM item WHERE meeting = ? ORDER BY n", meeting)
    )


def _speakers(index: sqlite3.Connection, item: int, people: People) -> tuple[Named, ...]:
    rows = select(index, "SELECT person, written, organization FROM speaker WHERE item = ? ORDER BY n", item)
    found = (people.named(row["person"], row["written"], row["organization"]) for row in rows)
    return tuple(named for named in found if named is not None)


def _links(index: sqlite3.Connection, meeting: int) -> dict[int | None, tuple[Linked, ...]]:
    found: dict[int | None, list[Linked]] = defaultdict(list)
    for item, title, url in index.execute("SELECT item, title, url FROM link WHERE meeting = ? ORDER BY item, n", (meeting,)):
        found[item].append(Linked(title, url))
    return {item: tuple(links) for item, links in found.items()}


def _decisions(index: sqlite3.Connection, key: MeetingKey) -> dict[int | None, tuple[DecisionMade, ...]]:
    found: dict[int | None, list[DecisionMade]] = defaultdict(list)
    for row in select(index, "SELECT * FROM decision WHERE meeting = ? ORDER BY item, n", key.id):
        sql = "SELECT s.text FROM decision_topic x JOIN symbol s ON s.id = x.topic WHERE x.decision = ? ORDER BY s.text"
        topics = tuple(text for (text,) in index.execute(sql, (row["id"],)))
        address = f"{key.stem}/{row['key']}" if row["key"] else None
        found[row["item"]].append(DecisionMade(address, row["text"], topics, row["supersedes"]))
    return {item: tuple(decisions) for item, decisions in found.items()}


def _actions(index: sqlite3.Connection, key: MeetingKey) -> dict[int | None, tuple[ActionItem, ...]]:
    found: dict[int | None, list[ActionItem]] = defaultdict(list)
    for row in select(
        index, "SELECT a.*, m.stem FROM action a JOIN meeting m ON m.id = a.meeting WHERE m.id = ? ORDER BY a.item, a.n", key.id
    ):
        found[row["item"]].append(_action(index, row))
    return {item: tuple(actions) for item, actions in found.items()}


def _action(index: sqlite3.Connection, row: dict[str, Any]) -> ActionItem:
    sql = "SELECT coalesce(p.name, o.written) FROM owner o LEFT JOIN person p ON p.symbol = o.person WHERE o.action = ? ORDER BY o.n"
    owners = tuple(name for (name,) in index.execute(sql, (row["id"],)))
    state = row["outcome"] or ("done" if row["closed"] else "open")
    return ActionItem(f"{row['stem']}/{row['key']}", row["task"], owners, row["due"], state, row["closed"], row["note"])


def _source(index: sqlite3.Connection, m: dict[str, Any]) -> Source | None:
    if m["document"] is None:
        return None
    document = select_one(index, "SELECT title, url FROM document WHERE grp = ? AND id = ?", m["grp"], m["document"])
    title, url = document.get("title") or m["document"], document.get("url")
    return Source(m["document"], title, url, m["first_line"], m["last_line"], bool(m["abridged"]))
