"""Agenda items that are proposed and not scheduled yet."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Proposal(NamedTuple):
    """A proposed agenda item; `interest` counts those who asked for it; speakers and proposer by name."""

    group: str
    id: str
    title: str
    interest: int | None
    speakers: tuple[str, ...]
    topics: tuple[str, ...]
    proposed_by: str | None
    proposed: str | None
    notes: str | None


def proposals(index: sqlite3.Connection, group: str | None = None, topics: tuple[str, ...] = ()) -> list[Proposal]:
    """Return the backlog, what most ask for first, else in its own order; what is for no group in particular is for each."""
    sql = """SELECT coalesce(b.grp, ''), b.id, b.title, b.interest, b.speakers, b.topics, coalesce(p.name, s.text), b.proposed, b.notes
FROM backlog b LEFT JOIN symbol s ON s.id = b.proposed_by LEFT JOIN person p ON p.symbol = b.proposed_by
WHERE ? IS NULL OR b.grp IS NULL OR b.grp = ? ORDER BY coalesce(b.interest, 0) DESC, b.n"""
    names = dict(index.execute("SELECT s.text, p.name FROM person p JOIN symbol s ON s.id = p.symbol"))
    found = [
        Proposal(*(*row[:4], tuple(names.get(id, id) for id in _split(row[4])), _split(row[5]), *row[6:]))
        for row in index.execute(sql, (group, group))
    ]
    return [row for row in found if not topics or set(topics) & set(row.topics)]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(", ")) if text else ()
