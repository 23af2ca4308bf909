"""What an index says of all records at one end: who is who, who came where, and which files cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from rugctl.index.schema import ORGANIZATION_NAME

Presence: TypeAlias = tuple[str, str, str, str | None]
"""Somebody at a counted meeting, as from one organization, None where none is known: group, stem, person, organization."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One end. `names` and `former` go by kind (person, organization, topic) and id; `counted` are group and stem.

    `firsts` gives by group and person the stem of the first counted meeting; stems are in the order of time.
    """

    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[tuple[str, str], str] = field(default_factory=dict)
    counted: frozenset[tuple[str, str]] = frozenset()
    presences: frozenset[Presence] = frozenset()
    firsts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


def read_standing(index: sqlite3.Connection) -> Standing:
    """Read an end from its index."""
    names = f"""SELECT 'person', s.text, name FROM person JOIN symbol s ON s.id = symbol
UNION ALL SELECT 'organization', s.text, {ORGANIZATION_NAME} FROM organization o JOIN symbol s ON s.id = o.symbol
UNION ALL SELECT 'topic', s.text, name FROM topic JOIN symbol s ON s.id = symbol"""
    former = "SELECT n.kind, n.text, s.text FROM name n JOIN symbol s ON s.id = n.symbol WHERE n.how = 'former'"
    counted = "SELECT grp, stem FROM meeting WHERE status = 'held' AND taken"
    presences = """SELECT m.grp, m.stem, p.text, o.text FROM meeting m JOIN attendance a ON a.meeting = m.id
JOIN symbol p ON p.id = a.person LEFT JOIN belonging b ON b.meeting = m.id AND b.person = a.person
LEFT JOIN symbol o ON o.id = b.organization
WHERE m.status = 'held' AND m.taken"""
    firsts = """SELECT m.grp, p.text, min(m.stem) FROM meeting m JOIN attendance a ON a.meeting = m.id JOIN symbol p ON p.id = a.person
WHERE m.status = 'held' AND m.taken GROUP BY 1, a.person"""
    parents = "SELECT s.text, p.text FROM organization o JOIN symbol s ON s.id = o.symbol JOIN symbol p ON p.id = o.parent"
    known = {(kind, id): name for kind, id, name in index.execute(names)}
    return Standing(
        known,
        dict(index.execute(parents).fetchall()),
        {(kind, old): id for kind, old, id in index.execute(former) if (kind, old) not in known},
        frozenset(index.execute(counted)),
        frozenset(index.execute(presences)),
        {(group, person): stem for group, person, stem in index.execute(firsts)},
        frozenset(path for (path,) in index.execute("SELECT path FROM file WHERE state IN ('invalid', 'unreadable')")),
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who at two ends: an id of the first one may have been renamed or merged since."""

    base: Standing
    head: Standing

    def then(self, kind: str, id: str) -> str:
        """Return the id by which the second end knows what the first one calls by an id."""
        id = self.base.former.get((kind, id), id)
        return self.now(kind, id)

    def now(self, kind: str, id: str) -> str:
        """Return the id in use for one that the second end may hold as a former one."""
        return self.head.former.get((kind, id), id)

    def called(self, kind: str, id: str) -> str:
        """Return what people call the holder of an id, the id itself where nobody knows."""
        return self.head.names.get((kind, id)) or self.base.names.get((kind, id)) or id

    def renamed(self, kind: str) -> dict[str, str]:
        """Return the ids that are others now, by former id; where two became one, neither is renamed."""
        gone = {id: self.now(kind, id) for known, id in self.base.names if known == kind and (kind, id) not in self.head.names}
        into = [id for former, id in gone.items() if id != former]
        return {former: id for former, id in gone.items() if id != former and (kind, id) not in self.base.names and into.count(id) == 1}
