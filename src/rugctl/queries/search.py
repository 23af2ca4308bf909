"""Words in titles, notes, questions, decisions and actions, by SQLite's full-text search.

Source: https://www.sqlite.org/fts5.html, section 3 (query syntax): within double quotes every character is text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from rugctl.errors import RugctlError
from rugctl.queries.selection import WITHIN, Scope

_AROUND = 14
"""Words of an excerpt."""
_BEGINNING = re.compile(r"[^\W_]{2}[\W_]*$")


class Hit(NamedTuple):
    """A text that holds all the words; `kind` is title, notes, question, decision or action.

    `excerpt` is the text around the first of them, which stand in square brackets.
    """

    group: str
    meeting: str
    date: str
    title: str | None
    kind: str
    excerpt: str


def search(index: sqlite3.Connection, scope: Scope, words: Sequence[str], limit: int | None = None) -> list[Hit]:
    """Return what holds all the words or words that begin so, the best first.

    Where a question is found, the notes that it stands in are not told again. Raises RugctlError where nothing is left to
    look for.
    """
    sql = f"""WITH hit AS MATERIALIZED (SELECT text.rowid AS id, text.meeting, text.item, text.kind, text.rank,
  snippet(text, 0, '[', ']', '…', {_AROUND}) AS excerpt FROM text WHERE text MATCH :match)
SELECT m.grp, m.stem, m.date, i.title, h.kind, h.excerpt FROM hit h JOIN meeting m ON m.id = h.meeting
LEFT JOIN item i ON i.meeting = m.id AND i.n = h.item
WHERE {WITHIN} AND NOT (h.kind = 'notes' AND EXISTS
  (SELECT 1 FROM hit q WHERE q.kind = 'question' AND q.meeting = h.meeting AND q.item IS h.item))
ORDER BY h.kind <> 'title', h.rank, m.date DESC, h.id LIMIT :limit"""
    values = {**scope.values, "match": match_expression(words), "limit": -1 if limit is None else limit}
    return [Hit(*(*row[:5], _one_line(row[5]))) for row in index.execute(sql, values)]


def _one_line(excerpt: str) -> str:
    """Return an excerpt of notes without the marks of bullets and the ends of lines."""
    return " ".join(re.sub(r"(?:^|(?<=\n))\s*[-*+] ", " ", excerpt).split())


def match_expression(words: Sequence[str]) -> str:
    """Return the FTS5 expression for texts that hold all the words, whatever characters these are made of.

    A word of which a single letter comes last, as in C++ or Q&A, is no beginning of others.
    """
    tokens = [token for word in words for token in word.replace("\0", " ").split() if any(c.isalnum() for c in token)]
    if not tokens:
        raise RugctlError("there is no word to look for", "Give one with letters or digits in it.")
    return " ".join(map(_matching, tokens))


def _matching(token: str) -> str:
    quoted = token.replace('"', '""')
    return f'"{quoted}" *' if _BEGINNING.search(token) else f'"{quoted}"'
