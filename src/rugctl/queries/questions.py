"""Questions that were asked, with their answers."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rugctl.names import fold
from rugctl.queries.agenda import item_topics, with_topics
from rugctl.queries.lookup import topic_called
from rugctl.queries.selection import Scope


class QuestionRow(NamedTuple):
    """A question asked at an agenda item, by whom where that was said; several answers are lines of `answer`."""

    group: str
    meeting: str
    date: str
    title: str | None
    topics: tuple[str, ...]
    asker: str | None
    question: str
    answer: str


def questions(index: sqlite3.Connection, scope: Scope, topics: tuple[str, ...] = (), text: str = "") -> list[QuestionRow]:
    """Return the questions at items with one of the topics, the oldest first.

    `text` is the name of a topic or words; it keeps those at an item of that topic and those that hold all the words, in
    any order, in question, answer or title.
    """
    condition, values = with_topics(topics, "q.item")
    sql = f"""SELECT q.item, m.grp, m.stem, m.date, i.title, coalesce(p.name, q.asker_written), q.text, q.answer
FROM question q JOIN meeting m ON m.id = q.meeting LEFT JOIN item i ON i.id = q.item LEFT JOIN person p ON p.symbol = q.asker
WHERE {scope.within} AND {condition} ORDER BY m.date, m.grp, m.stem, i.n, q.n"""
    called, words = topic_called(index, text), fold(text).split()
    rows = index.execute(sql, scope.values | values).fetchall()
    found = [QuestionRow(*(*row[1:5], item_topics(index, row[0]), *row[5:])) for row in rows]
    return [row for row in found if not text or called in row.topics or _holds(row, words)]


def _holds(row: QuestionRow, words: list[str]) -> bool:
    body = fold(f"{row.title or ''} {row.question} {row.answer}")
    return bool(words) and all(word in body for word in words)
