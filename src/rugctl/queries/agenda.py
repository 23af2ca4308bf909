"""Agenda items as other questions need them: whether they took place, who spoke and from where, what they link to."""

from __future__ import annotations

import sqlite3

TOOK_PLACE = "(m.status = 'held' AND coalesce(i.outcome, 'done') = 'done')"
"""The condition on an item `i` of a meeting `m`; of an item that is missing it is unknown."""
STATE = "CASE WHEN m.status IN ('held', 'scheduled') THEN coalesce(i.outcome, iif(m.status = 'held', 'done', 'planned')) ELSE coalesce(i.outcome, m.status) END"
"""One word for what became of an item: done, planned, postponed, dropped, or how its meeting ended."""


def item_speakers(index: sqlite3.Connection, item: int) -> tuple[str, ...]:
    """Return the speakers of an item as `Name (organization as of then)`."""
    sql = """SELECT coalesce(r.name, p.written), coalesce((SELECT o.text FROM symbol o WHERE o.id = p.organization),
  (SELECT group_concat(o.text, ', ') FROM belonging b JOIN symbol o ON o.id = b.organization WHERE b.meeting = i.meeting AND b.person = p.person),
  (SELECT group_concat(o.text, ', ') FROM affiliation f JOIN symbol o ON o.id = f.organization
   WHERE f.person = p.person AND f.since <= m.date AND m.date < f.until))
FROM speaker p JOIN item i ON i.id = p.item JOIN meeting m ON m.id = i.meeting LEFT JOIN person r ON r.symbol = p.person
WHERE p.item = ? ORDER BY p.n"""
    return tuple(f"{name} ({organization})" if organization else name for name, organization in index.execute(sql, (item,)))


def item_links(index: sqlite3.Connection, item: int) -> list[tuple[str | None, str]]:
    """Return (title, address) of what an item links to."""
    return index.execute("SELECT title, url FROM link WHERE item = ? ORDER BY n", (item,)).fetchall()


def item_topics(index: sqlite3.Connection, item: int | None) -> tuple[str, ...]:
    """Return the ids of an item's topics, sorted."""
    sql = "SELECT s.text FROM item_topic x JOIN symbol s ON s.id = x.topic WHERE x.item = ? ORDER BY 1"
    return tuple(topic for (topic,) in index.execute(sql, (item,)))


def with_topics(topics: tuple[str, ...], column: str, kind: str = "item") -> tuple[str, dict[str, str]]:
    """Return the condition that the item or decision in a column has one of these topics, with its values; no topics: no condition."""
    if not topics:
        return "1", {}
    values = {f"topic{n}": id for n, id in enumerate(topics)}
    names = ", ".join(f":{name}" for name in values)
    having = f"SELECT x.{kind} FROM {kind}_topic x JOIN symbol s ON s.id = x.topic WHERE s.kind = 'topic' AND s.text IN ({names})"
    return f"{column} IN ({having})", values
