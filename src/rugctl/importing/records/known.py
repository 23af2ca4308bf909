"""What the index knows before an import: records and what they were made from, people, organizations."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from rugctl.importing.identity.terms import KnownOrganization, KnownPerson
from rugctl.importing.records.matching import Recorded

_NAMES = "SELECT s.text, n.how, n.text FROM name n JOIN symbol s ON s.id = n.symbol WHERE n.kind = ? ORDER BY s.text, n.rowid"


def recorded_meetings(index: sqlite3.Connection, group: str) -> list[Recorded]:
    """List a group's meetings that have records."""
    sql = "SELECT stem, date, status, occurrence, document, digest FROM meeting WHERE grp = ? ORDER BY stem"
    return [Recorded(*row) for row in index.execute(sql, (group,))]


def last_seen(index: sqlite3.Connection) -> dict[str, str]:
    """Return the last day on which each person is on any record's list or spoke."""
    sql = """SELECT s.text, max(m.date) FROM attendance a JOIN meeting m ON m.id = a.meeting
JOIN symbol s ON s.id = a.person GROUP BY s.text"""
    return dict(index.execute(sql))


def known_people(index: sqlite3.Connection) -> list[KnownPerson]:
    """List the people of the registry."""
    names = _names(index, "person")
    belongs: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    sql = """SELECT p.text, o.text, f.since, f.until FROM affiliation f JOIN symbol p ON p.id = f.person
JOIN symbol o ON o.id = f.organization ORDER BY p.text, f.n"""
    for id, *affiliation in index.execute(sql):
        belongs[id].append((affiliation[0], affiliation[1], affiliation[2]))
    return [
        KnownPerson(
            id,
            name,
            aliases=tuple(names[id]["alias"]),
            handles=tuple(names[id]["handle"]),
            formerly=tuple(names[id]["former"]),
            affiliations=tuple(belongs[id]),
        )
        for id, name in index.execute("SELECT s.text, p.name FROM person p JOIN symbol s ON s.id = p.symbol ORDER BY s.text")
    ]


def known_organizations(index: sqlite3.Connection) -> list[KnownOrganization]:
    """List the organizations of the registry."""
    names = _names(index, "organization")
    sql = """SELECT s.text, o.name, p.text FROM organization o JOIN symbol s ON s.id = o.symbol
LEFT JOIN symbol p ON p.id = o.parent ORDER BY s.text"""
    return [KnownOrganization(id, name, tuple(names[id]["alias"]), parent) for id, name, parent in index.execute(sql)]


def _names(index: sqlite3.Connection, kind: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for id, how, text in index.execute(_NAMES, (kind,)):
        found[id][how].append(text)
    return found
