"""What was talked about: a row a topic, and everything that belongs to some of them."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rugctl.queries.agenda import STATE, TOOK_PLACE, item_links, item_speakers, with_topics
from rugctl.queries.outcomes import ActionItem, DecisionRow, actions, decisions
from rugctl.queries.questions import QuestionRow, questions
from rugctl.queries.selection import Scope

_ITEMS = "FROM item i CROSS JOIN meeting m ON m.id = i.meeting"
"""Whatever sums up all items reads them in the order in which they are stored; SQLite would take them in that of the topics."""


class TopicSums(NamedTuple):
    """How often a topic was on an agenda and took place, first and last, and who spoke on it, the latest first."""

    topic: str
    name: str
    times: int
    first: str | None
    last: str | None
    speakers: tuple[str, ...]


class TopicItem(NamedTuple):
    """An agenda item that took place; speakers with their organizations as of then; `questions` asked, counted."""

    group: str
    meeting: str
    date: str
    item: int
    title: str
    kind: str | None
    speakers: tuple[str, ...]
    questions: int


class TopicLink(NamedTuple):
    """An address that an agenda item which took place links to."""

    group: str
    meeting: str
    date: str
    item: int
    title: str | None
    url: str


class OtherItem(NamedTuple):
    """An agenda item that did not take place on that day; `state` says what became of it."""

    group: str
    meeting: str
    date: str
    item: int
    title: str
    speakers: tuple[str, ...]
    state: str
    moved_to: str | None


class TopicHistory(NamedTuple):
    """All that belongs to the topics asked for, the oldest first."""

    items: tuple[TopicItem, ...]
    links: tuple[TopicLink, ...]
    questions: tuple[QuestionRow, ...]
    decisions: tuple[DecisionRow, ...]
    actions: tuple[ActionItem, ...]
    others: tuple[OtherItem, ...]


def topic_sums(index: sqlite3.Connection, scope: Scope) -> list[TopicSums]:
    """Return a row for each topic that is on an agenda of the scope, the most frequent first."""
    sql = f"""WITH sums AS (SELECT x.topic, count(*) FILTER (WHERE {TOOK_PLACE}) AS times,
  min(m.date) FILTER (WHERE {TOOK_PLACE}) AS first, max(m.date) FILTER (WHERE {TOOK_PLACE}) AS last
  {_ITEMS} CROSS JOIN item_topic x ON x.item = i.id WHERE {scope.within} GROUP BY x.topic)
SELECT s.text, coalesce(t.name, s.text), times, first, last FROM sums JOIN symbol s ON s.id = sums.topic
LEFT JOIN topic t ON t.symbol = sums.topic ORDER BY times DESC, last DESC, 2"""
    speakers = _speakers(index, scope)
    return [TopicSums(*(*row, tuple(speakers.get(row[0], ())))) for row in index.execute(sql, scope.values)]


def _speakers(index: sqlite3.Connection, scope: Scope) -> dict[str, list[str]]:
    sql = f"""WITH spoke AS (SELECT x.topic, coalesce(r.name, p.written) AS name, max(m.date) AS last
  {_ITEMS} CROSS JOIN speaker p ON p.item = i.id CROSS JOIN item_topic x ON x.item = i.id LEFT JOIN person r ON r.symbol = p.person
  WHERE {TOOK_PLACE} AND {scope.within} GROUP BY x.topic, name)
SELECT s.text, name FROM spoke JOIN symbol s ON s.id = spoke.topic ORDER BY spoke.topic, last DESC, name"""
    found: dict[str, list[str]] = {}
    for topic, name in index.execute(sql, scope.values):
        found.setdefault(topic, []).append(name)
    return found


def topic_history(index: sqlite3.Connection, scope: Scope, topics: tuple[str, ...], today: str) -> TopicHistory:
    """Return what belongs to any of the topics: items, and the questions, decisions and actions born in them."""
    condition, values = with_topics(topics, "i.id")
    sql = f"""SELECT i.id, m.grp, m.stem, m.date, i.n, i.title, i.kind, {STATE}, i.moved_to, coalesce({TOOK_PLACE}, 0),
  (SELECT count(*) FROM question q WHERE q.item = i.id)
FROM item i JOIN meeting m ON m.id = i.meeting WHERE {scope.within} AND {condition} ORDER BY m.date, m.grp, m.stem, i.n"""
    items: list[TopicItem] = []
    links: list[TopicLink] = []
    others: list[OtherItem] = []
    for id, group, stem, day, n, title, kind, state, moved_to, took_place, asked in index.execute(sql, scope.values | values).fetchall():
        speakers = item_speakers(index, id)
        if took_place:
            items.append(TopicItem(group, stem, day, n, title, kind, speakers, asked))
            links += [TopicLink(group, stem, day, n, *link) for link in item_links(index, id)]
        else:
            others.append(OtherItem(group, stem, day, n, title, speakers, state, moved_to))
    return TopicHistory(
        tuple(items),
        tuple(links),
        tuple(questions(index, scope, topics)),
        tuple(decisions(index, scope, topics)),
        tuple(actions(index, scope, today, topics=topics)),
        tuple(others),
    )
