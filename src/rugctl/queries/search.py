"""Words in titles, notes, questions, decisions and actions, by SQLite's full-text search.

Source: https://www.sqlite.org/fts5.html, section 3 (query syntax): within double quotes every character is text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from rugctl.errors import RugctlError
from rugctl.queries.selection import Scope

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


class _Place(NamedTuple):
    """Where a text stands that holds the words; the less its `rank`, the better."""

    id: int
    group: str
    stem: str
    date: str
    item: int | None
    kind: str
    rank: float


class Hits(NamedTuple):
    """The best of what was found, and how much that is in all."""

    best: list[Hit]
    total: int


def search(index: sqlite3.Connection, scope: Scope, words: Sequence[str], limit: int | None = None) -> Hits:
    """Return what holds all the words or words that begin so, the best first.

    Where a question is found, the notes that it stands in are not told again. Raises RugctlError where nothing is left to
    look for.
    """
    match = match_expression(words)
    found = _found(index, scope, match)
    best = found if limit is None else found[:limit]
    sql = f"""SELECT text.rowid, i.title, snippet(text, 0, '[', ']', '…', {_AROUND}) FROM text LEFT JOIN item i ON i.meeting = text.meeting AND i.n = text.item
WHERE text MATCH ? AND +text.rowid IN (SELECT value FROM json_each(?))"""
    texts = {id: (title, _one_line(excerpt)) for id, title, excerpt in index.execute(sql, (match, str([place.id for place in best])))}
    return Hits([Hit(p.group, p.stem, p.date, texts[p.id][0], p.kind, texts[p.id][1]) for p in best], len(found))


def _found(index: sqlite3.Connection, scope: Scope, match: str) -> list[_Place]:
    """Return where all that is found stands, the best first; without notes of which a question is told."""
    sql = f"""SELECT text.rowid, m.grp, m.stem, m.date, text.item, text.kind, text.rank FROM text JOIN meeting m ON m.id = text.meeting
WHERE text MATCH :match AND {scope.within}"""
    found = [_Place(*row) for row in index.execute(sql, {**scope.values, "match": match})]
    told = {(place.group, place.stem, place.item) for place in found if place.kind == "question"}
    found = [place for place in found if place.kind != "notes" or (place.group, place.stem, place.item) not in told]
    found.sort(key=lambda place: (place.date, -place.id), reverse=True)
    return sorted(found, key=lambda place: (place.kind != "title", place.rank))


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
