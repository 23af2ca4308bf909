"""What meetings brought forth: decisions and action items."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rugctl.names import fold
from rugctl.queries.agenda import with_topics
from rugctl.queries.selection import Scope

_BETWEEN = "\x1f"
"""What stands between the names of several owners in one text: ASCII's separator of units."""


class DecisionRow(NamedTuple):
    """A decision, the agenda item it was taken at, and which one it replaces or was replaced by.

    `decision` is its address `meeting/id`, where it has an id.
    """

    group: str
    date: str
    meeting: str
    decision: str | None
    text: str
    title: str | None
    topics: tuple[str, ...]
    supersedes: str | None
    superseded_by: str | None


class ActionItem(NamedTuple):
    """A task born in a meeting; `action` is its address `meeting/id`, `state` open, done, dropped or lapsed.

    `overdue` where it is open and its day has passed.
    """

    group: str
    action: str
    date: str
    task: str
    owners: tuple[str, ...]
    state: str
    due: str | None
    overdue: bool
    closed: str | None
    title: str | None
    note: str | None


def decisions(index: sqlite3.Connection, scope: Scope, topics: tuple[str, ...] = (), text: str = "") -> list[DecisionRow]:
    """Return the decisions, the oldest first: about one of the topics, or taken at an item about it; with all words of a text."""
    condition, values = with_topics(topics, "d.item")
    own, _ = with_topics(topics, "d.id", "decision")
    sql = f"""SELECT d.id, m.grp, m.date, m.stem, m.stem || '/' || d.key, d.text, i.title, d.supersedes,
  (SELECT n.stem || coalesce('/' || e.key, '') FROM decision e JOIN meeting n ON n.id = e.meeting WHERE n.grp = m.grp AND e.supersedes = m.stem || '/' || d.key),
  (SELECT group_concat(t.text) FROM (SELECT s.text FROM decision_topic x JOIN symbol s ON s.id = x.topic WHERE x.decision = d.id
     UNION SELECT s.text FROM item_topic x JOIN symbol s ON s.id = x.topic WHERE x.item = d.item ORDER BY 1) t)
FROM decision d JOIN meeting m ON m.id = d.meeting LEFT JOIN item i ON i.id = d.item
WHERE {scope.within} AND ({condition} OR {own}) ORDER BY m.date, m.grp, m.stem, i.n, d.n"""
    rows = index.execute(sql, scope.values | values)
    found = [DecisionRow(*(*row[1:7], tuple(row[9].split(",")) if row[9] else (), row[7], row[8])) for row in rows]
    words = fold(text).split()
    return [row for row in found if all(word in fold(f"{row.text} {row.title or ''} {' '.join(row.topics)}") for word in words)]


def actions(
    index: sqlite3.Connection,
    scope: Scope,
    today: str,
    *,
    topics: tuple[str, ...] = (),
    owner: str | None = None,
) -> list[ActionItem]:
    """Return the action items, the oldest first: born at items with one of the topics, owned by a person."""
    condition, values = with_topics(topics, "a.item")
    owned = "1" if owner is None else "a.id IN (SELECT o.action FROM owner o JOIN symbol s ON s.id = o.person WHERE s.text = :owner)"
    sql = f"""SELECT m.grp, m.stem || '/' || a.key, m.date, a.task,
  coalesce(a.outcome, iif(a.closed IS NULL, 'open', 'done')) AS state, a.due, a.closed, i.title, a.note,
  (SELECT group_concat(name, '{_BETWEEN}') FROM (SELECT coalesce(p.name, o.written) AS name FROM owner o LEFT JOIN person p ON p.symbol = o.person
   WHERE o.action = a.id ORDER BY o.n))
FROM action a JOIN meeting m ON m.id = a.meeting LEFT JOIN item i ON i.id = a.item
WHERE {scope.within} AND {condition} AND {owned} ORDER BY m.date, m.grp, m.stem, length(a.key), a.key"""
    return [_action(row, today) for row in index.execute(sql, {**scope.values, **values, "owner": owner})]


def open_actions(items: list[ActionItem]) -> list[ActionItem]:
    """Return those that are still to be done."""
    return [item for item in items if item.state == "open"]


def overdue_actions(items: list[ActionItem]) -> list[ActionItem]:
    """Return those whose day has passed, the longest overdue first."""
    return sorted((item for item in items if item.overdue), key=lambda item: item.due or "")


def _action(row: tuple[str, str, str, str, str, str | None, str | None, str | None, str | None, str | None], today: str) -> ActionItem:
    group, address, born, task, state, due, closed, title, note, owners = row
    overdue = state == "open" and due is not None and due < today
    return ActionItem(group, address, born, task, tuple(owners.split(_BETWEEN)) if owners else (), state, due, overdue, closed, title, note)
