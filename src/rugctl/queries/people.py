"""The people of the registry: all of them, and everything about one."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rugctl.queries.agenda import TOOK_PLACE
from rugctl.queries.history import History, person_histories
from rugctl.queries.outcomes import ActionItem, actions, open_actions
from rugctl.queries.selection import Scope, Selection


class PersonRow(NamedTuple):
    """A person of the registry, with their attendance at counted meetings; `organization` as of the last one."""

    person: str
    name: str
    organization: str | None
    handles: tuple[str, ...]
    meetings: int
    first_recorded: str | None
    last: str | None


class PersonCard(NamedTuple):
    """What the registry says of a person."""

    person: str
    name: str
    aliases: tuple[str, ...]
    handles: tuple[str, ...]
    formerly: tuple[str, ...]
    note: str | None


class AffiliationRow(NamedTuple):
    """An affiliation in half-open `[since, until)`; None where unbounded. `observed`: first seen at `since`, perhaps older."""

    person: str
    organization: str
    name: str
    since: str | None
    until: str | None
    observed: bool
    concurrent: bool


class Term(NamedTuple):
    """A term of office in half-open `[since, until)`."""

    group: str
    person: str
    role: str
    since: str
    until: str | None


class Talk(NamedTuple):
    """An agenda item that a person spoke at, and that took place."""

    group: str
    person: str
    meeting: str
    date: str
    title: str
    organization: str | None


class PersonView(NamedTuple):
    """Everything about one person."""

    card: PersonCard
    affiliations: tuple[AffiliationRow, ...]
    terms: tuple[Term, ...]
    histories: tuple[History, ...]
    talks: tuple[Talk, ...]
    open_actions: tuple[ActionItem, ...]


def people(index: sqlite3.Connection, group: str | None = None) -> list[PersonRow]:
    """Return everybody of the registry by name; attendance is that of one group or of all."""
    scope = Scope(group)
    sql = f"""WITH came AS (SELECT a.person, count(*) AS meetings, min(m.date) AS first, max(m.date) AS last
  FROM attendance a JOIN meeting m ON m.id = a.meeting WHERE m.status = 'held' AND m.taken AND {scope.within} GROUP BY a.person)
SELECT v.person, v.name, v.organization, (SELECT group_concat(n.text) FROM name n WHERE n.symbol = s.id AND n.how = 'handle'),
  coalesce(came.meetings, 0), came.first, came.last
FROM people v JOIN symbol s ON s.kind = 'person' AND s.text = v.person LEFT JOIN came ON came.person = s.id
ORDER BY v.name COLLATE NOCASE, v.person"""
    return [PersonRow(*(*row[:3], _parts(row[3]), *row[4:])) for row in index.execute(sql, scope.values)]


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split(","))) if text else ()


def person_view(index: sqlite3.Connection, person: str, group: str | None, today: str) -> PersonView:
    """Return everything about a person, given by id."""
    scope = Scope(group)
    return PersonView(
        _card(index, person),
        tuple(_affiliations(index, person)),
        tuple(_terms(index, person, group)),
        tuple(person_histories(index, Selection(scope, (person,)))),
        tuple(_talks(index, person, scope)),
        tuple(open_actions(actions(index, scope, today, owner=person))),
    )


def _card(index: sqlite3.Connection, person: str) -> PersonCard:
    name, note = index.execute(
        "SELECT p.name, p.note FROM person p JOIN symbol s ON s.id = p.symbol WHERE s.kind = 'person' AND s.text = ?", (person,)
    ).fetchone()
    names = index.execute(
        "SELECT n.how, n.text FROM name n JOIN symbol s ON s.id = n.symbol WHERE n.kind = 'person' AND s.text = ? ORDER BY n.rowid",
        (person,),
    ).fetchall()
    aliases, handles, former = (tuple(dict.fromkeys(text for how, text in names if how == kind)) for kind in ("alias", "handle", "former"))
    return PersonCard(person, name, aliases, handles, former, note)


def _affiliations(index: sqlite3.Connection, person: str) -> list[AffiliationRow]:
    sql = """SELECT p.text, o.text, coalesce(r.name, o.text), nullif(f.since, '0000'), nullif(f.until, '9999'), f.observed, f.concurrent
FROM affiliation f JOIN symbol p ON p.id = f.person JOIN symbol o ON o.id = f.organization LEFT JOIN organization r ON r.symbol = f.organization
WHERE p.text = ? ORDER BY f.n"""
    return [AffiliationRow(*(*row[:5], bool(row[5]), bool(row[6]))) for row in index.execute(sql, (person,))]


def _terms(index: sqlite3.Connection, person: str, group: str | None) -> list[Term]:
    sql = """SELECT l.grp, s.text, l.role, l.since, nullif(l.until, '9999') FROM lead l JOIN symbol s ON s.id = l.person
WHERE s.text = ? AND (? IS NULL OR l.grp = ?) ORDER BY l.since, l.grp"""
    return [Term(*row) for row in index.execute(sql, (person, group, group))]


def _talks(index: sqlite3.Connection, person: str, scope: Scope) -> list[Talk]:
    sql = f"""SELECT m.grp, s.text, m.stem, m.date, i.title, coalesce((SELECT o.text FROM symbol o WHERE o.id = k.organization),
  (SELECT group_concat(o.text, ', ') FROM belonging b JOIN symbol o ON o.id = b.organization WHERE b.meeting = m.id AND b.person = k.person))
FROM speaker k JOIN symbol s ON s.id = k.person JOIN item i ON i.id = k.item JOIN meeting m ON m.id = i.meeting
WHERE s.text = :person AND {TOOK_PLACE} AND {scope.within} ORDER BY m.date, m.grp, m.stem, i.n"""
    return [Talk(*row) for row in index.execute(sql, {**scope.values, "person": person})]
